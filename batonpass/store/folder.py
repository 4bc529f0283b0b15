"""Where does our private database live on this machine, and which account runs it?"""

import fcntl
import os
import pwd
import shutil
import stat
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from batonpass.store.binaries import WHEEL, Binaries
from batonpass.store.refused import DatabaseRefused

# The name of a socket must fit into 104 bytes on macOS (108 on Linux); PostgreSQL appends `/.s.PGSQL.5432` and a zero.
SOCKET_FOLDER_BYTES = 104 - len("/.s.PGSQL.5432") - 1
ACCOUNTS = ("batonpass", "postgres", "nobody")


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """An account of this machine that PostgreSQL runs under; never root, which PostgreSQL refuses."""

    name: str
    uid: int
    gid: int

    def may_enter(self, folder: Path) -> bool:
        """Whether the permission bits let this account pass through `folder`."""
        found = folder.stat()
        if found.st_uid == self.uid:
            return bool(found.st_mode & stat.S_IXUSR)
        if found.st_gid in os.getgrouplist(self.name, self.gid):
            return bool(found.st_mode & stat.S_IXGRP)
        return bool(found.st_mode & stat.S_IXOTH)


@dataclass(frozen=True, slots=True)
class Folder:
    """The data folder and the names in it. All processes that share a database share this folder."""

    data: Path

    @property
    def clients(self) -> Path:
        """Every process that uses the database holds a shared lock on this file for as long as it lives."""
        return self.data / "clients.lock"

    @property
    def keeper(self) -> Path:
        """The one process that runs PostgreSQL holds an exclusive lock on this file."""
        return self.data / "keeper.lock"

    @property
    def home(self) -> Path:
        """Everything that belongs to PostgreSQL's account."""
        return self.data / "postgres"

    @property
    def cluster(self) -> Path:
        """PostgreSQL's own data directory."""
        return self.home / "cluster"

    @property
    def log(self) -> Path:
        """What PostgreSQL and its keeper say."""
        return self.home / "log"

    @property
    def socket(self) -> Path | None:
        """The folder of the server's socket; None until the keeper has chosen one, where our own would not do."""
        beside = self.home / "socket"
        # A comma parts the hosts of a database URL and the folders of PostgreSQL's setting.
        if len(os.fsencode(beside)) <= SOCKET_FOLDER_BYTES and "," not in str(beside):
            return beside
        try:
            return Path(self._elsewhere.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None

    @property
    def _elsewhere(self) -> Path:
        return self.home / "socket.path"

    def make(self) -> None:
        """Create the data folder and its lock files; they belong to whoever owns the folder."""
        if not self.data.exists():
            self.data.mkdir(mode=0o711 if os.geteuid() == 0 else 0o700, parents=True)
        owner = self.data.stat()
        for lock in (self.clients, self.keeper):
            os.close(os.open(lock, os.O_CREAT | os.O_RDWR, 0o600))
            if os.geteuid() == 0:
                os.chown(lock, owner.st_uid, owner.st_gid)

    def account(self) -> Account:
        """Choose who runs PostgreSQL: ourselves; for root the owner of the data, else a service account."""
        if os.geteuid() != 0:
            return _by_uid(os.geteuid())
        for path in (self.home, self.data):
            if path.exists() and path.stat().st_uid != 0:
                return _by_uid(path.stat().st_uid)
        for name in ACCOUNTS:
            try:
                return _by_uid(pwd.getpwnam(name).pw_uid)
            except KeyError:
                continue
        raise DatabaseRefused(
            "PostgreSQL does not run as root, and this machine has no account batonpass, postgres or nobody. "
            "Create one (useradd --system batonpass), or run Batonpass as an ordinary user.",
            setting="account",
        )

    def give_to(self, account: Account) -> None:
        """Make PostgreSQL's part of the folder and hand it to its account, or say which folder is in the way."""
        self.home.mkdir(mode=0o700, exist_ok=True)
        if os.geteuid() == 0:
            self.data.chmod(stat.S_IMODE(self.data.stat().st_mode) | stat.S_IXOTH)
            self._ask_the_way(account)
            os.chown(self.home, account.uid, account.gid)
        elif self.home.stat().st_uid != account.uid:
            raise DatabaseRefused(
                f"The database in {self.home} belongs to another account than {account.name}. "
                "Run Batonpass under the account that made it, or choose another data folder.",
                setting="data folder",
            )

    def _ask_the_way(self, account: Account) -> None:
        closed = closed_parent(self.data, account)
        if closed is None:
            return
        raise DatabaseRefused(
            f"The data folder {self.data} lies in {closed}, which the account {account.name} may not enter, and "
            "PostgreSQL does not run as root. Choose a data folder elsewhere, such as /var/lib/batonpass, run "
            f"Batonpass as an ordinary user, or open the way with: chmod o+x {closed}",
            setting="data folder",
        )

    def make_socket_folder(self) -> Path:
        """Make the folder for the socket that only its account may enter; elsewhere when our own path will not do."""
        chosen = self.socket
        if chosen is None:
            chosen = Path(tempfile.mkdtemp(prefix="batonpass-"))
            written = self._elsewhere.with_suffix(".new")
            written.write_text(str(chosen), encoding="utf-8")
            written.rename(self._elsewhere)  # whole at once, for others may read it already
        chosen.mkdir(mode=0o700, exist_ok=True)
        found = chosen.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid():
            raise DatabaseRefused(
                f"The folder {chosen} for the database's socket belongs to another account. Remove {self._elsewhere}, "
                "so that a new one is chosen.",
                setting="data folder",
            )
        chosen.chmod(0o700)
        return chosen

    def within_reach(self, binaries: Binaries, account: Account) -> Path:
        """Give programs that the account can run; those of a wheel installed below a closed folder are copied."""
        closed = None if os.geteuid() else closed_parent(binaries.folder / "postgres", account)
        if closed is None:
            return binaries.folder
        if binaries.origin == WHEEL:
            return copy_programs(binaries.folder, self.home / f"programs-{binaries.version}")
        raise DatabaseRefused(
            f"BATONPASS_PG_BIN is {binaries.folder}, which lies in {closed}, and the account {account.name} may not "
            f"enter that. Name programs elsewhere, or open the way with: chmod o+x {closed}",
            setting="BATONPASS_PG_BIN",
        )


def copy_programs(programs: Path, copy: Path) -> Path:
    """Copy a wheel's programs with the libraries beside it, once; gives the folder of the copied programs."""
    wheel = programs.parents[1]
    if not copy.exists():
        half = Path(tempfile.mkdtemp(dir=copy.parent))
        for part in (wheel, *wheel.parent.glob(f"{wheel.name}.libs")):
            shutil.copytree(part, half / part.name, symlinks=True)
        half.chmod(0o755)
        half.rename(copy)
    return copy / programs.relative_to(wheel.parent)


def closed_parent(path: Path, account: Account) -> Path | None:
    """Find the outermost folder above `path` that the account may not enter."""
    return next((parent for parent in reversed(path.parents) if not account.may_enter(parent)), None)


@contextmanager
def locked(lock: Path, how: int) -> Generator[int | None]:
    """Hold a lock without waiting for it; None when somebody else is in the way. `how` is LOCK_SH or LOCK_EX."""
    handle = os.open(lock, os.O_RDWR)
    try:
        yield handle if take_lock(handle, how) else None
    finally:
        os.close(handle)


def take_lock(handle: int, how: int) -> bool:
    """Try to take a lock that ends with the process, however it ends."""
    try:
        fcntl.flock(handle, how | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _by_uid(uid: int) -> Account:
    try:
        found = pwd.getpwuid(uid)
    except KeyError:
        raise DatabaseRefused(
            f"PostgreSQL needs an account with a name, and the user id {uid} has none in /etc/passwd. "
            "Add one, run under another account, or set BATONPASS_DATABASE_URL.",
            setting="account",
        ) from None
    return Account(name=found.pw_name, uid=found.pw_uid, gid=found.pw_gid)
