"""How do we tell other programs? Signed posts to addresses that the playbook names."""
