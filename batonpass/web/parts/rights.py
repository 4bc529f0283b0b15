"""Who may change whom: themselves, those they lead, or everything?"""

from __future__ import annotations

from batonpass.tongue.spoken import later, say

from .reader import Reader
from .refused import PageRefused

LEADS_PEOPLE = ("manager", "admin")
CHANGE_IT = later("Managers, marketing and administrators change the playbook.")
TRY_CHANGES = later("Managers, marketing and administrators try changes.")


def leads(reader: Reader, rep: str) -> bool:
    """Does this reader lead that person, over however many steps? An administrator leads everybody."""
    if reader.user.role == "admin":
        return True
    owners = reader.owners or frozenset[str]()
    return reader.user.role == "manager" and rep in owners and rep != reader.user.rep


def may_change(reader: Reader, rep: str) -> bool:
    """May they enter leave, switch leads off and choose channels for that person? Everybody may for themselves."""
    return leads(reader, rep) or (reader.acts and reader.user.rep == rep)


def leads_anybody(reader: Reader) -> bool:
    """May they move leads between people and say how pools share?"""
    return reader.user.role in LEADS_PEOPLE


def steers(reader: Reader) -> bool:
    """May they change calendars, add people and say who leads whom?"""
    return reader.user.role == "admin"


def must_tend(reader: Reader, who: str, *, acts: bool = False) -> None:
    """Raise PageRefused, saying who it is for, to whoever neither leads, markets nor administers.

    With `acts` also to whoever may look on and do nothing.
    """
    if not reader.tends or (acts and not reader.acts):
        raise PageRefused(403, say("Not for you"), str(who))


def must_change_the_playbook(reader: Reader) -> None:
    """Raise PageRefused for who may not draft, sign or try a version."""
    must_tend(reader, CHANGE_IT)


def must_try_changes(reader: Reader) -> None:
    """Raise PageRefused for who may not calibrate, backtest or simulate."""
    must_tend(reader, TRY_CHANGES)


def must(allowed: bool, whom: str) -> None:  # noqa: FBT001 - reads as a sentence where it stands
    """Raise PageRefused naming whom to ask, unless it is allowed."""
    if not allowed:
        raise PageRefused(403, say("Not for you"), say("Ask {whom}: they can do this.", whom=whom))
