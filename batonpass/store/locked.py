"""How is a backup locked for whoever holds a key that we never see, and opened with it again?

The form is age's, so that `age -d -i KEY` opens it too. What locks is public (`age1…` or `ssh-ed25519 …`); what opens
is a file that stays away from the machine until something has to be put back.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

from batonpass.store.refused import DatabaseRefused

HEAD = b"age-encryption.org/v1\n"
OPENS, COMMENT = "AGE-SECRET-KEY-", "#"
RECIPIENT = "write one such as age1…, as age-keygen prints it, or ssh-ed25519 …"


def readers_of(keys: Sequence[str]) -> list[Any]:
    """Those whom a copy is locked for; DatabaseRefused for what is no public key."""
    return [_reader(key.strip()) for key in keys]


def lock(plain: int, target: Path, readers: Sequence[Any]) -> None:
    """Lock what comes out of a pipe, to its end, into a file that is there already. The pipe is closed in any case."""
    with os.fdopen(plain, "rb") as source, target.open("r+b") as file:
        _age().encrypt_io(source, file, [*readers])


@contextmanager
def opened(source: Path, key: Path | None, *, beside: Path) -> Generator[Path]:
    """The copy as PostgreSQL's programs read it: itself, or while the block lasts an opened one that only we read.

    That one lies in the folder `beside` if there is such a folder, where the database will hold the same in the open.
    """
    if not _is_locked(source):
        yield source
        return
    if key is None:
        raise DatabaseRefused(
            f"{source} is locked. Name the file with the key that opens it: --key FILE.", setting="key"
        )
    with tempfile.TemporaryDirectory(dir=beside if beside.is_dir() else None) as folder:
        plain = Path(folder) / "opened"
        _open(source, plain, key)
        yield plain


def _open(source: Path, plain: Path, key: Path) -> None:
    age, identities = _age(), _identities(key)
    says = f"{key} does not open {source}: it is locked for another key, cut short or damaged. Nothing was changed."
    try:
        age.decrypt_file(str(source), str(plain), identities)
    except age.DecryptError:
        raise DatabaseRefused(says, setting="key") from None
    except OSError as error:
        if error.errno:  # a disk that is full, and not what the file holds
            raise
        raise DatabaseRefused(says, setting="key") from None


def _is_locked(source: Path) -> bool:
    with source.open("rb") as file:
        return file.read(len(HEAD)) == HEAD


def _reader(key: str) -> Any:
    age = _age()
    try:
        return (age.ssh if key.startswith("ssh-") else age.x25519).Recipient.from_str(key)
    except age.RecipientError:
        raise DatabaseRefused(f"{key[:40]!r} is no public key; {RECIPIENT}.", setting="for") from None


def _identities(key: Path) -> list[Any]:
    age, text = _age(), key.read_bytes()
    lines = [one.strip() for one in text.decode("utf-8", "replace").splitlines()]
    try:
        if any(one.startswith(OPENS) for one in lines):
            return [age.x25519.Identity.from_str(one) for one in lines if one and not one.startswith(COMMENT)]
        return [age.ssh.Identity.from_buffer(text)]
    except age.IdentityError:
        says = f"{key} holds no key that opens anything; it is the file that age-keygen or ssh-keygen wrote."
        raise DatabaseRefused(says, setting="key") from None


def _age() -> Any:
    """The library, which comes without types, and only when something is locked or opened."""
    return import_module("pyrage")
