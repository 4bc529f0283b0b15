"""What waits for an instant that will not come for long, once the database's clock has been set back?

Promises and facts keep the dates they were given: the watch names the leads. Everything else that only counts time is
put right, so that nobody goes without messages, and the watch without a look, for as long as the clock was ahead.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from batonpass.store.connection import Connection
from batonpass.store.outbox import LEASE
from batonpass.store.statements import statements

SQL = statements(Path(__file__).with_suffix(".sql"))
TRIED_FOR = timedelta(hours=75)
"""No message that was tried or put off waits for longer than this."""


async def put_right(connection: Connection) -> timedelta | None:
    """Put right what a clock that was ahead has left, and give by how much; None when it has not gone back.

    To be asked before the beat that notes the instant anew.
    """
    back = await connection.fetchval(SQL.gone_back)
    if back is not None:
        await connection.execute(SQL.put_right, LEASE, TRIED_FOR)
    return back
