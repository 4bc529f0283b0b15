"""The handoff itself: given a lead, a fact and a playbook, what follows and what should happen? Pure, standard library only."""
