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
from contextlib import suppress
from pathlib import Path

from batonpass.store.binaries import find_binaries, within_reach
from batonpass.store.cluster import (
    CLUSTER,
    LOG,
    TICK_SECONDS,
    Place,
    check_major,
    clear_the_way,
    environment,
    is_ready,
    make_cluster,
    tune,
)
from batonpass.store.folder import SOCKET_ELSEWHERE, Folder, take_lock
from batonpass.store.refused import DatabaseRefused
from batonpass.store.system_account import choose_account

PR_SET_PDEATHSIG = 1
# Clients that look whether a keeper lives hold its lock for some microseconds; only another keeper holds it longer.
PATIENCE_SECONDS = 0.5
FIRST_STARTS = 3
STOP_SECONDS = 60.0
RETRY_SECONDS_MAX = 2.0
LOG_BYTES_MAX = 10 * 1024 * 1024
LOG_TAIL_CHARACTERS = 1000


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
    _speak_to_log()
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
    account = choose_account(folder.home, folder.data)
    closed = folder.give_to(account)
    place = Place(
        home=folder.home,
        programs=within_reach(binaries, account),
        major=binaries.major,
        socket=folder.make_socket_folder(account, closed=closed),
        closed=closed,
    )
    # Once here we need no way back; and once another account, perhaps not even Python's own files can be read.
    os.chdir(folder.home)
    account.become()
    os.umask(0o077)
    if not CLUSTER.exists():
        make_cluster(place)
    check_major(place)
    tune()
    return place


def _first_start(place: Place) -> subprocess.Popen[bytes]:
    if LOG.exists() and LOG.stat().st_size > LOG_BYTES_MAX:
        LOG.rename(LOG.with_suffix(".1"))
    for _ in range(FIRST_STARTS):
        postgres = _start(place)
        if _came_up(postgres):
            return postgres
        time.sleep(PATIENCE_SECONDS)  # without /proc we cannot see old backends, only wait until they are gone
    said = LOG.read_text(encoding="utf-8", errors="replace")[-LOG_TAIL_CHARACTERS:]
    raise DatabaseRefused(f"PostgreSQL did not start. The end of {place.home / LOG}:\n{said}", setting="postgres.conf")


def _start(place: Place) -> subprocess.Popen[bytes]:
    clear_the_way(place.socket)
    quoted = str(place.socket).replace('"', '""')
    command = [place.programs / "postgres", "-D", place.address(CLUSTER), "-c", "listen_addresses=", "-p", "5432"]
    command += ["-c", f'unix_socket_directories="{quoted}"', "-c", "unix_socket_permissions=0700"]
    with LOG.open("ab") as log:
        return subprocess.Popen(  # the keeper has one thread, so code between fork and exec is safe
            command,
            cwd=CLUSTER,
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


def _came_up(postgres: subprocess.Popen[bytes]) -> bool:
    # Without a limit of time: recovery after a crash takes as long as there is journal to replay.
    while not is_ready(postgres.pid):
        if postgres.poll() is not None:
            return False
        time.sleep(TICK_SECONDS)
    return True


def _speak_to_log() -> None:
    """Turn our own stderr to the log; whoever waits for our first words reads the end of them, which means success."""
    with LOG.open("ab") as target:
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
        wait = TICK_SECONDS if _came_up(postgres) else min(wait * 2, RETRY_SECONDS_MAX)
    _stop(postgres)
    _leave(place)


def _stop(postgres: subprocess.Popen[bytes]) -> None:
    for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
        postgres.send_signal(number)
        try:
            postgres.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            continue
        return


def _leave(place: Place) -> None:
    """Take the folder for the socket away when it lies elsewhere; nobody is left who knows its address."""
    if place.socket.parent != place.home:
        SOCKET_ELSEWHERE.unlink(missing_ok=True)
        with suppress(OSError):
            place.socket.rmdir()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
