"""How does one process of ours use the private PostgreSQL that all processes on a data folder share?"""

import asyncio
import fcntl
import logging
import os
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import NoReturn
from urllib.parse import quote

import asyncpg

from batonpass.store.folder import Folder, locked, take_lock
from batonpass.store.refused import DatabaseRefused

POLL_SECONDS = 0.05
WATCH_SECONDS = 0.25
# A crash recovery replays at most max_wal_size of journal; on a slow disk that is minutes, not seconds.
START_SECONDS = 300.0
LEAVE_SECONDS = 60.0
DATABASE = "batonpass"

log = logging.getLogger(__name__)


class EmbeddedServer:
    """A seat at the private database of `data`: while we hold it, PostgreSQL is kept running; see keeper.py.

    `programs` is the BATONPASS_PG_BIN setting. Any number of processes may hold a seat at the same folder; whichever
    notices that the keeper is gone starts another.
    """

    def __init__(self, data: Path, *, programs: str = "") -> None:
        """Remember the folder; nothing is made or started before `start`."""
        self.folder = Folder(data.absolute())
        self._programs = programs
        self._seat: int | None = None
        self._spawned: tuple[int, int] | None = None  # pid of the keeper we started, pipe with its first words

    async def start(self) -> str:
        """Make the database if there is none, wait until it answers, and give its URL.

        Raises DatabaseRefused with the keeper's words when it cannot be made or started.
        """
        self.folder = Folder(self.folder.data.resolve())
        await self._sit_down()
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until:
            if refusal := self._look_after_keeper():
                await self.close()
                raise DatabaseRefused(refusal, setting="data folder")
            if self.folder.socket is not None and await _answers(self.url):
                return self.url
            await asyncio.sleep(POLL_SECONDS)
        await self.close()
        raise DatabaseRefused(
            f"PostgreSQL did not answer within {START_SECONDS:.0f} s. See {self.folder.log}.", setting="data folder"
        )

    async def supervise(self) -> NoReturn:
        """Start another keeper whenever ours or another process's has died. Run it as a task beside the work."""
        while True:
            await asyncio.sleep(WATCH_SECONDS)
            if refusal := self._look_after_keeper():
                log.error("the database keeper could not start: %s", refusal)

    async def close(self) -> None:
        """Give up the seat. Whoever leaves last waits until PostgreSQL has stopped cleanly."""
        if self._seat is None:
            return
        os.close(self._seat)
        self._seat = None
        until = time.monotonic() + LEAVE_SECONDS
        while (  # noqa: ASYNC110 - no event tells of another process
            self._keeper_lives() and not self._others_are_here() and time.monotonic() < until
        ):
            await asyncio.sleep(POLL_SECONDS)
        self._first_words()
        if self._spawned is not None:  # it works on for others
            os.close(self._spawned[1])
            self._spawned = None

    @property
    def url(self) -> str:
        """The address for asyncpg; the same for as long as anybody holds a seat."""
        return database_url(self.folder, DATABASE)

    async def _sit_down(self) -> None:
        if self._seat is not None:
            return
        try:
            self.folder.make()
            seat = os.open(self.folder.clients, os.O_RDWR)
        except OSError as error:
            raise DatabaseRefused(
                f"The data folder {self.folder.data} cannot be used: {error.strerror}. Run Batonpass under the "
                "account that owns it, or choose another data folder.",
                setting="data folder",
            ) from error
        while not take_lock(seat, fcntl.LOCK_SH):  # noqa: ASYNC110 - a keeper is just leaving, and no event tells
            await asyncio.sleep(POLL_SECONDS)
        self._seat = seat

    def _look_after_keeper(self) -> str:
        """Start a keeper when there is none; give the reason when the one we started has refused."""
        refusal = self._first_words()
        if not refusal and self._spawned is None and not self._keeper_lives():
            self._spawned = _spawn(self.folder.data, self._programs)
        return refusal

    def _first_words(self) -> str:
        """Read what the keeper we started said before it refused; empty while it lives or when it left in peace."""
        if self._spawned is None:
            return ""
        pid, words = self._spawned
        try:
            ended, status = os.waitpid(pid, os.WNOHANG)
        except ChildProcessError:  # reaped by somebody else's waitpid(-1)
            ended, status = pid, 0
        if ended == 0:
            return ""
        self._spawned = None
        with os.fdopen(words, encoding="utf-8", errors="replace") as said:
            return said.read().strip() if os.waitstatus_to_exitcode(status) == 1 else ""

    def _keeper_lives(self) -> bool:
        with locked(self.folder.keeper, fcntl.LOCK_SH) as handle:
            return handle is None

    def _others_are_here(self) -> bool:
        # The keeper's own exclusive lock while it stops PostgreSQL looks the same as nobody: shared locks tell.
        with locked(self.folder.clients, fcntl.LOCK_SH) as shared:
            if shared is None:
                return False
        with locked(self.folder.clients, fcntl.LOCK_EX) as alone:
            return alone is None


def database_url(folder: Folder, name: str) -> str:
    """Give the address of one database of the private server."""
    return f"postgresql://postgres@/{quote(name)}?host={quote(str(folder.socket), safe='/')}"


def _spawn(data: Path, programs: str) -> tuple[int, int]:
    # Not subprocess.Popen: it complains when it is forgotten before its child has ended, and a keeper may outlive us.
    words, theirs = os.pipe()
    package = str(Path(__file__).resolve().parents[2])
    path = os.pathsep.join(filter(None, (package, os.environ.get("PYTHONPATH", ""))))
    actions = [
        (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
        (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0),
        (os.POSIX_SPAWN_DUP2, theirs, 2),
    ]
    command = [sys.executable, "-m", "batonpass.store.keeper", str(data), *filter(None, (programs,))]
    pid = os.posix_spawn(sys.executable, command, {**os.environ, "PYTHONPATH": path}, file_actions=actions, setsid=True)
    os.close(theirs)
    return pid, words


async def _answers(url: str) -> bool:
    """Whether the server takes connections; makes our database in a new cluster."""
    try:
        connection = await asyncpg.connect(url, timeout=POLL_SECONDS * 20)
    except asyncpg.InvalidCatalogNameError:
        return await _make_database(url)
    except (OSError, asyncpg.PostgresError, TimeoutError):
        return False
    await connection.close()
    return True


async def _make_database(url: str) -> bool:
    connection = await asyncpg.connect(url, database="postgres")
    try:
        with suppress(asyncpg.DuplicateDatabaseError, asyncpg.UniqueViolationError):  # another process was first
            await connection.execute(f"create database {DATABASE}")
    finally:
        await connection.close()
    return True
