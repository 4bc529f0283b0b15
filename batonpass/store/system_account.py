"""Which account of this machine runs PostgreSQL, and where may it go?"""

import os
import pwd
import stat
from dataclasses import dataclass
from pathlib import Path

from batonpass.store.refused import DatabaseRefused

SERVICE_ACCOUNTS = ("batonpass", "postgres", "nobody")


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemAccount:
    """An account of the operating system that PostgreSQL runs under; never root, which PostgreSQL refuses."""

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

    def closed_parent(self, path: Path) -> Path | None:
        """Find the outermost folder above `path` that this account may not enter."""
        return next((parent for parent in reversed(path.parents) if not self.may_enter(parent)), None)

    def become(self) -> None:
        """Be this account from now on, without a way back; nothing to do for who is not root."""
        if os.geteuid() == 0:
            os.initgroups(self.name, self.gid)
            os.setgid(self.gid)
            os.setuid(self.uid)


def choose_account(*owned: Path) -> SystemAccount:
    """Choose who runs PostgreSQL: ourselves; for root the owner of the first of these paths, else a service account."""
    if os.geteuid() != 0:
        return _by_uid(os.geteuid())
    for path in owned:
        if path.exists() and path.stat().st_uid != 0:
            return _by_uid(path.stat().st_uid)
    for name in SERVICE_ACCOUNTS:
        try:
            return _by_uid(pwd.getpwnam(name).pw_uid)
        except KeyError:
            continue
    raise DatabaseRefused(
        "PostgreSQL does not run as root, and this machine has no account batonpass, postgres or nobody. "
        "Create one (useradd --system batonpass), or run Batonpass as an ordinary user.",
        setting="account",
    )


def _by_uid(uid: int) -> SystemAccount:
    try:
        found = pwd.getpwuid(uid)
    except KeyError:
        raise DatabaseRefused(
            f"PostgreSQL needs an account with a name, and the user id {uid} has none in /etc/passwd. "
            "Add one, run under another account, or set BATONPASS_DATABASE_URL.",
            setting="account",
        ) from None
    return SystemAccount(name=found.pw_name, uid=found.pw_uid, gid=found.pw_gid)
