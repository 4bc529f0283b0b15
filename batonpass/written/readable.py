"""Is what somebody named a file whose bytes can be read, and if it is not, what is it?"""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from stat import S_ISDIR, S_ISFIFO, S_ISREG
from typing import Final

from batonpass.written.refused import Problem, Refused

HANDED_OVER: Final = ("/dev/stdin", "/dev/fd/", "/proc/self/fd/")
"""What a shell hands over by `<(…)` or a redirection: it ends, unlike a pipe with a name, which may never begin."""


def why_not(path: Path, *, once: bool = False) -> str:
    """Why the bytes of a file cannot be read, without opening it; empty when they can. `once`: it is read once only."""
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError) as error:
        return (getattr(error, "strerror", "") or str(error)).lower()
    if S_ISREG(mode) or (once and str(path).startswith(HANDED_OVER)):
        return ""
    if S_ISDIR(mode):
        return "it is a folder"
    return "it is a pipe, not a file; write what comes out of it to a file" if S_ISFIFO(mode) else "it is not a file"


@contextmanager
def reading(path: Path) -> Generator[None]:
    """Refuse what cannot be opened, and what cannot be read to its end, each with the reason."""
    try:
        if why := why_not(path):
            raise _refused(path, why)
        yield
    except OSError as error:
        raise _refused(path, (error.strerror or str(error)).lower()) from None


def _refused(path: Path, why: str) -> Refused:
    return Refused([Problem(where=str(path), says=f"it cannot be read: {why}", instead="Name a file that can be")])
