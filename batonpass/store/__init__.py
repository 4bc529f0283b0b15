"""Where is everything kept, and what is due? PostgreSQL, one transaction an arrival."""
