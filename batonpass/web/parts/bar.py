"""Which pages stand in the bar, in which section, and for whom?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from batonpass.store.read import Tally
from batonpass.tongue.spoken import later, say

from .house import House
from .reader import Reader

May = Callable[[Reader, House], bool]
Waits = Callable[[Tally], int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A page in the bar."""

    name: str
    href: str
    icon: str
    here: bool
    count: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Pages that answer the same kind of question."""

    name: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the bar: `key` is what a page calls itself, `waits` how much there waits for its reader."""

    key: str
    name: str
    href: str
    icon: str
    may: May
    waits: Waits


def _all(_reader: Reader, _home: House) -> bool:
    return True


def _tending(reader: Reader, _home: House) -> bool:
    return reader.tends


def _reviewing(reader: Reader, _home: House) -> bool:
    return reader.reviews


def _shaping(reader: Reader, _home: House) -> bool:
    return reader.shapes


def _seeing_all(reader: Reader, _home: House) -> bool:
    return reader.owners is None


def _ruling(reader: Reader, _home: House) -> bool:
    return reader.user.role == "admin"


def _catching(_reader: Reader, home: House) -> bool:
    return home.catcher is not None


def _nothing(_tally: Tally) -> int:
    return 0


def _entry(key: str, name: str, icon: str, *, may: May = _all, waits: Waits = _nothing, href: str = "") -> Entry:
    return Entry(key=key, name=name, href=href or f"/{key}", icon=icon, may=may, waits=waits)


SECTIONS: tuple[tuple[str, tuple[Entry, ...]], ...] = (
    (
        later("Work"),
        (
            _entry("inbox", later("Inbox"), "inbox", href="/", waits=lambda tally: tally.inbox),
            _entry("queue", later("Queue"), "layers", waits=lambda tally: tally.queued),
            _entry("reviews", later("Review queue"), "accept", may=_reviewing, waits=lambda tally: tally.reviews),
            _entry("accounts", later("Accounts"), "account"),
            _entry("messages", later("Messages"), "sent"),
            _entry("board", later("Board"), "board", may=_tending),
        ),
    ),
    (
        later("See"),
        (
            _entry("dashboard", later("Dashboard"), "gauge"),
            _entry("sla", later("SLA, both ways"), "scales"),
            _entry("seams", later("Seams"), "clock"),
            _entry("funnel", later("Funnel"), "funnel"),
            _entry("campaigns", later("Campaigns"), "campaign"),
            _entry("rejections", later("Rejections"), "reject"),
            _entry("leaks", later("Leaks"), "drop"),
        ),
    ),
    (
        later("Learn"),
        (
            _entry("backtests", later("Backtests"), "flask", may=_tending),
            _entry("calibration", later("Calibration"), "dial", may=_tending),
            _entry("capacity", later("Capacity"), "stairs", may=_tending),
            _entry("audit", later("Audit"), "search", may=_tending),
        ),
    ),
    (
        later("Agree"),
        (
            _entry("playbook", later("Playbook"), "book"),
            _entry("joint-review", later("Joint review"), "target"),
            _entry("meeting", later("Meeting pack"), "pack", may=_tending),
            _entry("matches", later("Matches"), "link", may=_tending),
        ),
    ),
    (
        later("Set up"),
        (
            _entry("start", later("Set-up"), "sliders", may=_ruling),
            _entry("forms", later("Forms"), "form", may=_shaping),
            _entry("routing", later("Routing tester"), "path"),
            _entry("people", later("People"), "people"),
            _entry("pools", later("Pools"), "turns"),
            _entry("calendars", later("Calendars"), "calendar"),
            _entry("passed", later("Passed over"), "skip", may=_tending),
        ),
    ),
    (
        later("Operate"),
        (
            _entry(
                "attention", later("Attention"), "alert", may=_tending, waits=lambda tally: tally.set_aside + tally.dead
            ),
            _entry("imports", later("Imports"), "upload", may=_seeing_all),
            _entry("connectors", later("Connectors"), "plug", may=_tending),
            _entry("outbox", later("Outbox"), "sent", may=_tending),
            _entry("system", later("System"), "pulse", may=_tending),
            _entry("changes", later("Changes"), "history", may=_tending),
            _entry("privacy", later("Personal data"), "shield", may=_ruling),
            _entry("access", later("Users and keys"), "key", may=_ruling),
            _entry("mail", later("Caught mail"), "mail", may=_catching),
        ),
    ),
)
"""The bar from top to bottom. A section without a page for this reader is left out, and so is its name."""


def bar_of(reader: Reader, tally: Tally, home: House, *, here: str) -> tuple[Section, ...]:
    """Give the sections with the pages that this reader may open."""
    return tuple(_sections(reader, tally, home, here))


def _sections(reader: Reader, tally: Tally, home: House, here: str) -> Iterator[Section]:
    for name, entries in SECTIONS:
        items = tuple(
            Item(
                name=_name(entry, reader),
                href=entry.href,
                icon=entry.icon,
                here=here == entry.key,
                count=entry.waits(tally),
            )
            for entry in entries
            if entry.may(reader, home)
        )
        if items:
            yield Section(name=name, items=items)


def _name(entry: Entry, reader: Reader) -> str:
    """Who sees the leads of others finds them under the team's name."""
    return say("Team inbox") if entry.key == "inbox" and reader.leads_others else entry.name
