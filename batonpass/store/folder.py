"""Where does our private database live on this machine, and who holds which lock there?"""

import fcntl
import os
import stat
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from batonpass.store.refused import DatabaseRefused
from batonpass.store.system_account import SystemAccount

# The name of a socket must fit into 104 bytes on macOS (108 on Linux); PostgreSQL appends `/.s.PGSQL.5432` and a zero.
SOCKET_FOLDER_BYTES = 104 - len("/.s.PGSQL.5432") - 1
# Names the folder of the socket when that is not beside it.
SOCKET_ELSEWHERE = Path("socket.path")
# Of a process that stands in a folder, this leads there without passing through the folders above it.
WHERE_IT_STANDS = Path("/proc/self/cwd")


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
    def is_begun(self) -> bool:
        """Whether somebody has begun a database here; so too where we may not look: that is said in its own words."""
        try:
            return self.home.exists()
        except PermissionError:
            return True

    @property
    def log(self) -> Path:
        """What PostgreSQL and its keeper say."""
        return self.home / "log"

    @property
    def socket(self) -> Path | None:
        """The folder of the server's socket; None until the keeper has chosen one, where our own would not do."""
        try:
            return Path(self._elsewhere.read_text(encoding="utf-8"))
        except FileNotFoundError:
            beside = self.home / "socket"
        # A comma parts the hosts of a database URL and the folders of PostgreSQL's setting.
        return beside if len(os.fsencode(beside)) <= SOCKET_FOLDER_BYTES and "," not in str(beside) else None

    @property
    def _elsewhere(self) -> Path:
        return self.home / SOCKET_ELSEWHERE

    def make(self) -> None:
        """Create the data folder and its lock files; they belong to whoever owns the folder."""
        if not self.data.exists():
            self.data.mkdir(mode=0o711 if os.geteuid() == 0 else 0o700, parents=True)
        owner = self.data.stat()
        for lock in (self.clients, self.keeper):
            os.close(os.open(lock, os.O_CREAT | os.O_RDWR, 0o600))
            if os.geteuid() == 0:
                os.chown(lock, owner.st_uid, owner.st_gid)

    def give_to(self, account: SystemAccount) -> bool:
        """Make PostgreSQL's part of the folder and hand it to its account; whether folders above are closed to it."""
        self.home.mkdir(mode=0o700, exist_ok=True)
        if os.geteuid() == 0:
            os.chown(self.home, account.uid, account.gid)
            self.data.chmod(stat.S_IMODE(self.data.stat().st_mode) | stat.S_IXOTH)
            return self._is_closed(account)
        if self.home.stat().st_uid != account.uid:
            raise DatabaseRefused(
                f"The database in {self.home} belongs to another account than {account.name}. "
                "Run Batonpass under the account that made it, or choose another data folder.",
                setting="data folder",
            )
        return False

    def _is_closed(self, account: SystemAccount) -> bool:
        closed = account.closed_parent(self.data)
        if closed is not None and not WHERE_IT_STANDS.exists():
            raise DatabaseRefused(
                f"The data folder {self.data} lies in {closed}, which the account {account.name} may not enter, and "
                "PostgreSQL does not run as root. Choose a data folder elsewhere, such as /var/lib/batonpass, run "
                f"Batonpass as an ordinary user, or open the way with: chmod o+x {closed}",
                setting="data folder",
            )
        return closed is not None

    def make_socket_folder(self, account: SystemAccount, *, closed: bool) -> Path:
        """Make the folder for the socket that only its account may enter; elsewhere when our own path will not do."""
        chosen = self.socket
        if chosen is None or (closed and chosen.is_relative_to(self.home)):
            chosen = Path(tempfile.mkdtemp(prefix="batonpass-"))
            self._point_to(chosen, account)
        chosen.mkdir(mode=0o700, exist_ok=True)
        if os.geteuid() == 0 and chosen.lstat().st_uid == 0:
            os.chown(chosen, account.uid, account.gid, follow_symlinks=False)
        found = chosen.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != account.uid or found.st_mode & 0o077:
            raise DatabaseRefused(
                f"The folder {chosen} for the database's socket is not {account.name}'s alone. Remove {chosen}, or "
                f"remove {self._elsewhere} so that another is chosen.",
                setting="data folder",
            )
        return chosen

    def _point_to(self, chosen: Path, account: SystemAccount) -> None:
        written = self._elsewhere.with_suffix(".new")
        written.write_text(str(chosen), encoding="utf-8")
        os.chown(written, account.uid, account.gid)
        written.rename(self._elsewhere)  # whole at once, for others may read it already


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
