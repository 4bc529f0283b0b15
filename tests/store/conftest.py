"""What the tests of the store share: a real database."""

from tests.database import connection, database, empty_database, pool, postgres, shared_database

__all__ = ["connection", "database", "empty_database", "pool", "postgres", "shared_database"]
