"""Given a lead, a fact and a playbook, what follows, and what should happen? Pure: no library but the records'."""
