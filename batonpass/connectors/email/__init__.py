"""How do we write to people? Mail over any SMTP server."""
