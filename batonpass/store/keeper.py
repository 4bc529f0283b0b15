"""Who keeps our private PostgreSQL running for as long as anybody needs it?

One keeper a data folder: a small process of its own, the direct parent of PostgreSQL. Every process that uses the
database holds a shared lock on clients.lock; the keeper holds keeper.lock. Locks end with their holder, however it
ends, so nobody can be forgotten: when the last client is gone the keeper stops PostgreSQL and leaves; when the keeper
is killed PostgreSQL stops with it, and any client starts another keeper.
"""

import ctypes
import fcntl
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from batonpass.store.binaries import find_binaries
from batonpass.store.cluster import (
    TICK_SECONDS,
    check_major,
    clear_the_way,
    environment,
    is_ready,
    make_cluster,
    tune,
)
from batonpass.store.folder import Folder, take_lock
from batonpass.store.refused import DatabaseRefused

PR_SET_PDEATHSIG = 1
# Clients that look whether a keeper lives hold its lock for some microseconds; only another keeper holds it longer.
PATIENCE_SECONDS = 0.5
FIRST_STARTS = 3
STOP_SECONDS = 60.0
RETRY_SECONDS_MAX = 2.0
LOG_BYTES_MAX = 10 * 1024 * 1024
LOG_TAIL_CHARACTERS = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """All that is needed to start the server again: its programs, its cluster, its socket's folder and its log."""

    programs: Path
    cluster: Path
    socket: Path
    log: Path


def main(arguments: list[str]) -> int:
    """Keep the database of the data folder `arguments[0]` with the programs in `arguments[1]`, if given.

    Exits 0 when nobody needs it any more or another keeper is there, 1 with a sentence on stderr when it cannot run.
    """
    folder = Folder(Path(arguments[0]))
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        # A service manager or a terminal ends the clients and us alike: we leave last, once they are gone.
        signal.signal(number, signal.SIG_IGN)
    lock = os.open(folder.keeper, os.O_RDWR)
    clients = os.open(folder.clients, os.O_RDWR)
    if not _become_keeper(lock):
        return 0
    try:
        place = _prepare(folder, "".join(arguments[1:]))
        postgres = _first_start(place)
    except (DatabaseRefused, OSError) as refusal:
        sys.stderr.write(str(refusal))
        return 1
    _speak_to(place.log)
    _keep(place, postgres, clients)
    return 0


def _become_keeper(lock: int) -> bool:
    until = time.monotonic() + PATIENCE_SECONDS
    while not take_lock(lock, fcntl.LOCK_EX):
        if time.monotonic() > until:
            return False
        time.sleep(TICK_SECONDS)
    return True


def _prepare(folder: Folder, programs: str) -> Place:
    binaries = find_binaries(programs or None)
    account = folder.account()
    folder.give_to(account)
    reachable = folder.within_reach(binaries, account)
    if os.geteuid() == 0:
        os.initgroups(account.name, account.gid)
        os.setgid(account.gid)
        os.setuid(account.uid)
    os.umask(0o077)
    place = Place(programs=reachable, cluster=folder.cluster, socket=folder.make_socket_folder(), log=folder.log)
    if not place.cluster.exists():
        make_cluster(place.cluster, reachable, binaries.major)
    check_major(place.cluster, binaries)
    tune(place.cluster)
    return place


def _first_start(place: Place) -> subprocess.Popen[bytes]:
    if place.log.exists() and place.log.stat().st_size > LOG_BYTES_MAX:
        place.log.rename(place.log.with_suffix(".1"))
    for _ in range(FIRST_STARTS):
        postgres = _start(place)
        if _came_up(place, postgres):
            return postgres
        time.sleep(PATIENCE_SECONDS)  # without /proc we cannot see old backends, only wait until they are gone
    said = place.log.read_text(encoding="utf-8", errors="replace")[-LOG_TAIL_CHARACTERS:]
    raise DatabaseRefused(f"PostgreSQL did not start. The end of {place.log}:\n{said}", setting="postgres.conf")


def _start(place: Place) -> subprocess.Popen[bytes]:
    clear_the_way(place.cluster, place.socket)
    quoted = str(place.socket).replace('"', '""')
    command = [place.programs / "postgres", "-D", place.cluster, "-c", "listen_addresses=", "-p", "5432"]
    command += ["-c", f'unix_socket_directories="{quoted}"', "-c", "unix_socket_permissions=0700"]
    with place.log.open("ab") as log:
        return subprocess.Popen(  # the keeper has one thread, so code between fork and exec is safe
            command,
            cwd="/",
            env=environment(),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=_end_with_parent,  # noqa: PLW1509
        )


def _end_with_parent() -> None:
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGINT)


def _came_up(place: Place, postgres: subprocess.Popen[bytes]) -> bool:
    # Without a limit of time: recovery after a crash takes as long as there is journal to replay.
    while not is_ready(place.cluster, postgres.pid):
        if postgres.poll() is not None:
            return False
        time.sleep(TICK_SECONDS)
    return True


def _speak_to(log: Path) -> None:
    """Turn our own stderr to the log; whoever waits for our first words reads the end of them, which means success."""
    with log.open("ab") as target:
        os.dup2(target.fileno(), sys.stderr.fileno())


def _keep(place: Place, postgres: subprocess.Popen[bytes], clients: int) -> None:
    # The lock once taken is never given back: a client that arrives now waits until we are gone and starts anew.
    wait = TICK_SECONDS
    while not take_lock(clients, fcntl.LOCK_EX):
        time.sleep(wait)
        if postgres.poll() is None:
            wait = TICK_SECONDS * 2
            continue
        postgres = _start(place)
        wait = TICK_SECONDS if _came_up(place, postgres) else min(wait * 2, RETRY_SECONDS_MAX)
    _stop(postgres)


def _stop(postgres: subprocess.Popen[bytes]) -> None:
    for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
        postgres.send_signal(number)
        try:
            postgres.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            continue
        return


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
