"""What was agreed in writing: reads playbooks and calendars from YAML and points at the line that is wrong."""
