"""Why was a request not carried out, and what can the person do about it?"""

from __future__ import annotations

from enum import StrEnum


class RefusalKind(StrEnum):
    """Invalid: mend the request. Forbidden: ask the owner. Conflict: look again, things have moved."""

    INVALID = "invalid"
    FORBIDDEN = "forbidden"
    CONFLICT = "conflict"


class Refusal(Exception):
    """The request changes nothing; `says` tells the person who sent it what to change."""

    def __init__(
        self, kind: RefusalKind, says: str, *, field: str = "", allowed: tuple[str, ...] = (), early: bool = False
    ) -> None:
        """Keep what was wrong, in which field, and what would have been right.

        `early` says that nothing is wrong with it, and that the lead may come to where it can be done.
        """
        super().__init__(says)
        self.kind = kind
        self.says = says
        self.field = field
        self.allowed = allowed
        self.early = early


def invalid(says: str, *, field: str = "", allowed: tuple[str, ...] = ()) -> Refusal:
    """The request itself is wrong."""
    return Refusal(RefusalKind.INVALID, says, field=field, allowed=allowed)


def forbidden(says: str) -> Refusal:
    """Not for this person."""
    return Refusal(RefusalKind.FORBIDDEN, says)


def conflict(says: str, *, early: bool = False) -> Refusal:
    """The lead has moved on; or it is not there yet, if this is `early`."""
    return Refusal(RefusalKind.CONFLICT, says, early=early)
