"""What do we call a connection, whether it is one's own or lent by a pool, and who else can be asked?"""

from typing import TypeAlias

from asyncpg import Connection as Own
from asyncpg import Pool
from asyncpg.pool import PoolConnectionProxy

Connection: TypeAlias = Own | PoolConnectionProxy
"""Whoever can run statements; a transaction is open on it where the reader's docstring says so."""

PoolOrConnection: TypeAlias = Pool | Connection
"""Whoever answers a query: a page asks the pool, a transaction its connection."""
