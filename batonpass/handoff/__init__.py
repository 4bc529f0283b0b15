"""Given a lead, a fact and a playbook, what follows and what should happen? Pure: the standard library alone."""
