"""Which pages stand in the bar, in which section, and for whom?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from batonpass.store.read import Tally

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
        "Work",
        (
            _entry("inbox", "Inbox", "inbox", href="/", waits=lambda tally: tally.inbox),
            _entry("queue", "Queue", "layers", waits=lambda tally: tally.queued),
            _entry("reviews", "Review queue", "accept", may=_reviewing, waits=lambda tally: tally.reviews),
            _entry("accounts", "Accounts", "account"),
            _entry("messages", "Messages", "sent"),
            _entry("board", "Board", "board", may=_tending),
        ),
    ),
    (
        "See",
        (
            _entry("dashboard", "Dashboard", "gauge"),
            _entry("sla", "SLA, both ways", "scales"),
            _entry("seams", "Seams", "clock"),
            _entry("funnel", "Funnel", "funnel"),
            _entry("campaigns", "Campaigns", "campaign"),
            _entry("rejections", "Rejections", "reject"),
            _entry("leaks", "Leaks", "drop"),
        ),
    ),
    (
        "Learn",
        (
            _entry("backtests", "Backtests", "flask", may=_tending),
            _entry("calibration", "Calibration", "dial", may=_tending),
            _entry("capacity", "Capacity", "stairs", may=_tending),
            _entry("audit", "Audit", "search", may=_tending),
        ),
    ),
    (
        "Agree",
        (
            _entry("playbook", "Playbook", "book"),
            _entry("joint-review", "Joint review", "target"),
            _entry("meeting", "Meeting pack", "pack", may=_tending),
            _entry("matches", "Matches", "link", may=_tending),
        ),
    ),
    (
        "Set up",
        (
            _entry("start", "Set-up", "sliders", may=_ruling),
            _entry("forms", "Forms", "form", may=_shaping),
            _entry("routing", "Routing tester", "path"),
            _entry("people", "People", "people"),
            _entry("pools", "Pools", "turns"),
            _entry("calendars", "Calendars", "calendar"),
            _entry("passed", "Passed over", "skip", may=_tending),
        ),
    ),
    (
        "Operate",
        (
            _entry("attention", "Attention", "alert", may=_tending, waits=lambda tally: tally.set_aside + tally.dead),
            _entry("imports", "Imports", "upload", may=_seeing_all),
            _entry("connectors", "Connectors", "plug", may=_tending),
            _entry("outbox", "Outbox", "sent", may=_tending),
            _entry("system", "System", "pulse", may=_tending),
            _entry("changes", "Changes", "history", may=_tending),
            _entry("privacy", "Personal data", "shield", may=_ruling),
            _entry("access", "Users and keys", "key", may=_ruling),
            _entry("mail", "Caught mail", "mail", may=_catching),
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
    return "Team inbox" if entry.key == "inbox" and reader.leads_others else entry.name
