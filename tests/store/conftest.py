"""What the tests of the store share: a real database."""

from tests.database import (
    connection,
    data_folder,
    database,
    empty_database,
    pool,
    postgres,
    shared_connection,
    shared_database,
    stopped_database,
    used_folder,
)

__all__ = [
    "connection",
    "data_folder",
    "database",
    "empty_database",
    "pool",
    "postgres",
    "shared_connection",
    "shared_database",
    "stopped_database",
    "used_folder",
]
