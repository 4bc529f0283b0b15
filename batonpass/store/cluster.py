"""How is our private PostgreSQL made, tuned and cleared of what a crash left behind?"""

import os
import shutil
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from batonpass.store.folder import WHERE_IT_STANDS
from batonpass.store.refused import DatabaseRefused

CLUSTER = Path("cluster")
LOG = Path("log")
OPERATORS = Path("../postgres.conf")
TICK_SECONDS = 0.05
GRACE_SECONDS = 10.0
FIRST_BUILTIN_LOCALE = 17
FIRST_THAT_STANDS_STILL = 16
"""Older programs walk to their own folder while they start, and find no way back into one that is closed."""
BUFFERS_BYTES_MAX = 256 * 1024 * 1024
BUFFERS_SHARE = 8

# Written afresh at every start, so that an upgrade of ours reaches old clusters too. What the operator wants otherwise
# goes into postgres.conf beside it in the data folder, which is read last. Pages in the journal are not compressed:
# these binaries know only the slow way, and a lead that had rested since the last checkpoint cost a quarter more.
TUNING = """\
# Written by Batonpass at every start: your own settings go into postgres.conf in the data folder.
shared_buffers = {buffers}kB
max_connections = 200
max_locks_per_transaction = 256
wal_compression = off
max_wal_size = 4GB
checkpoint_timeout = 15min
fsync = on
full_page_writes = on
synchronous_commit = on
idle_in_transaction_session_timeout = 60s
random_page_cost = 1.1
jit = off
timezone = UTC
log_timezone = UTC
log_line_prefix = '%m [%p] '
log_error_verbosity = terse
cluster_name = batonpass
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """All that is needed to make and start the server. We stand in `home`, where it has everything.

    `closed`: PostgreSQL's account may not pass through the folders above, so where it stands leads it to its cluster.
    """

    home: Path
    programs: Path
    major: int
    socket: Path
    closed: bool

    def address(self, folder: Path) -> Path:
        """Name a folder of ours for a program that stands in it."""
        return WHERE_IT_STANDS if self.closed else self.home / folder


def make_cluster(place: Place) -> None:
    """Run initdb beside the final place and move the result there, so that a half-made cluster is never taken for one.

    Text sorts by code point in every installation alike (C.UTF-8); pages carry checksums.
    """
    if place.closed and place.major < FIRST_THAT_STANDS_STILL:
        raise DatabaseRefused(
            f"PostgreSQL {place.major} cannot make a database in {place.home}, as its account may not enter the "
            "folders above. Choose a data folder elsewhere, such as /var/lib/batonpass, or programs of PostgreSQL "
            f"{FIRST_THAT_STANDS_STILL} or newer.",
            setting="data folder",
        )
    for half in Path().glob("making-*"):
        shutil.rmtree(half, ignore_errors=True)
    making = Path(f"making-{os.getpid()}")
    making.mkdir(mode=0o700)
    locale = ["--locale=C.UTF-8"]
    if place.major >= FIRST_BUILTIN_LOCALE:
        locale = ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    command = [place.programs / "initdb", "-D", place.address(making), "-U", "postgres", "-E", "UTF8", "-k", *locale]
    command += ["--auth-local=trust", "--auth-host=reject"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=making, env=environment())
    if done.returncode != 0:
        raise DatabaseRefused(f"A new database could not be made: {done.stderr.strip()}", setting="data folder")
    with (making / "postgresql.conf").open("a", encoding="utf-8") as conf:
        conf.write("\ninclude 'batonpass.conf'\ninclude 'operator.conf'\n")
    making.rename(CLUSTER)


def check_major(place: Place) -> None:
    """Refuse programs of another major version than the one that made the cluster: they cannot read it."""
    made_by = (CLUSTER / "PG_VERSION").read_text(encoding="utf-8").strip()
    if made_by != str(place.major):
        raise DatabaseRefused(
            f"The database in {place.home} was made by PostgreSQL {made_by}, and the programs in {place.programs} are "
            f"{place.major}. Set BATONPASS_PG_BIN to the bin folder of PostgreSQL {made_by}, or move the data "
            "over with pg_dump and pg_restore.",
            setting="BATONPASS_PG_BIN",
        )


def tune() -> None:
    """Write our settings, for many small durable commits and as large as memory allows, and copy the operator's."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    buffers = min(BUFFERS_BYTES_MAX, memory // BUFFERS_SHARE) // 1024
    (CLUSTER / "batonpass.conf").write_text(TUNING.format(buffers=buffers), encoding="utf-8")
    theirs = OPERATORS.read_text(encoding="utf-8") if OPERATORS.exists() else ""
    (CLUSTER / "operator.conf").write_text(theirs, encoding="utf-8")


def environment() -> dict[str, str]:
    """Give PostgreSQL's programs a small world of their own: our PGDATA, PGPORT and locale must not leak in."""
    return {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}


def is_ready(pid: int) -> bool:
    """Whether the postmaster with this pid has said, in its pid file, that it takes connections."""
    lines = _pid_file()
    return len(lines) > 7 and lines[0] == str(pid) and lines[7].startswith("ready")  # noqa: PLR2004 - the eighth line


def clear_the_way(socket: Path) -> None:
    """End what an earlier keeper left running on this cluster, then remove its pid file and its socket's lock.

    Only called under the keeper's lock: whatever still runs here has lost its keeper. PostgreSQL itself refuses to
    start while old backends live, and also when the old pid now belongs to another program or to a zombie.
    """
    given_up = time.monotonic() + GRACE_SECONDS
    while left := _occupants():
        postmaster = [pid for pid in left if [str(pid)] == _pid_file()[:1]]
        if time.monotonic() > given_up:
            _signal(left, signal.SIGKILL)
        elif postmaster:
            _signal(postmaster, signal.SIGINT)
        else:
            _signal(left, signal.SIGQUIT)  # backends without a postmaster have nobody left to answer to
        time.sleep(TICK_SECONDS)
    for lock in (CLUSTER / "postmaster.pid", *socket.glob(".s.PGSQL.*.lock")):
        lock.unlink(missing_ok=True)


def _occupants() -> list[int]:
    """List the live processes of PostgreSQL on this cluster: each of them works in its folder."""
    if not WHERE_IT_STANDS.exists():
        return _postmaster_only()
    cluster = Path.cwd() / CLUSTER
    return [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit() and _works_in(entry, cluster)]


def _works_in(process: Path, cluster: Path) -> bool:
    try:
        # The name is asked too: an operator's shell may stand in the same folder.
        return (process / "cwd").readlink() == cluster and (process / "comm").read_text().startswith("postgres")
    except OSError:  # gone, a zombie, or of another account and so not ours
        return False


def _postmaster_only() -> list[int]:
    pids = [int(line) for line in _pid_file()[:1] if line.isdigit()]
    return [pid for pid in pids if _signal([pid], 0)]


def _signal(pids: list[int], number: int) -> bool:
    for pid in pids:
        try:
            os.kill(pid, number)
        except (ProcessLookupError, PermissionError):
            return False
    return True


def _pid_file() -> list[str]:
    try:
        return (CLUSTER / "postmaster.pid").read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return []
