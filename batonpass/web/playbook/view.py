"""What does the page show of a version: its rules, its examples as they come out now, who has signed, what differs?"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from functools import lru_cache

import asyncpg

from batonpass.handoff.words import plain
from batonpass.store import entries, playbooks, shadow, signatures
from batonpass.store.playbooks import Entry
from batonpass.store.shadow import Report
from batonpass.store.signatures import SIDES, Mode, Side, Signature
from batonpass.tongue.spoken import later, say
from batonpass.web.parts import words
from batonpass.web.parts.reader import Reader
from batonpass.written.check import Checked, check
from batonpass.written.in_words import Section, in_words
from batonpass.written.load import Written, load
from batonpass.written.unlike import Change, unlike

STATES = {
    "active": later("in force"),
    "draft": later("draft"),
    "shadow": later("in shadow"),
    "retired": later("retired"),
}
WAITING = ("draft", "shadow")
DID = {
    "drafted": later("drafted"),
    "signed": later("signed"),
    "shadowed": later("put in shadow"),
    "unshadowed": later("taken out of shadow"),
    "applied": later("put in force"),
    "rolled_back": later("put in force again"),
    "discarded": later("put away"),
}
TEXTS_KEPT = 8
"""Playbooks that are kept as read: the one in force, and those that people look at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """An example or counter-example as it comes out now."""

    name: str
    kind: str
    author: str
    holds: bool
    got: str
    because: str
    line: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A version in the list of all."""

    version: str
    state: str
    says: str
    when: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Something that was done with a version."""

    when: str
    says: str
    by: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaybookView:
    """A version's page. `sides` are those for which this reader may sign; `lacks` those that have not yet."""

    version: str
    name: str
    state: str
    says: str
    note: str
    waiting: bool
    changes: tuple[Change, ...]
    active: str
    sections: tuple[Section, ...]
    examples: tuple[Example, ...]
    signed: tuple[Signature, ...]
    lacks: tuple[Side, ...]
    sides: tuple[Side, ...]
    shadow: Report | None
    versions: tuple[Line, ...]
    history: tuple[Told, ...]
    text: str


async def playbook_view(pool: asyncpg.Pool, reader: Reader, version: str, mode: Mode) -> PlaybookView:
    """The page of a version for this reader. Refused when there is none."""
    found = await playbooks.find(pool, version)
    active = found if found.state == "active" else await playbooks.find(pool, "active")
    waiting = found.state in WAITING
    written, in_force, cases = await asyncio.to_thread(_read, found.text, active.text, reader)
    given = await signatures.signatures(pool, found.version)
    return PlaybookView(
        version=found.version,
        name=written.playbook.name,
        state=found.state,
        says=STATES[found.state],
        note=found.note,
        waiting=waiting,
        changes=unlike(in_force, written) if found.version != active.version else (),
        active=active.version,
        sections=in_words(written),
        examples=tuple(example_of(one) for one in cases),
        signed=given,
        lacks=await signatures.missing(pool, found.version, mode) if waiting else (),
        sides=_may_sign(reader, given) if waiting else (),
        shadow=await shadow.report(pool, found.version) if found.state == "shadow" else None,
        versions=tuple(_line(one, reader) for one in await entries.versions(pool)),
        history=tuple(_told(one, reader) for one in await playbooks.history(pool, 60)),
        text=found.text,
    )


def _read(text: str, active: str, reader: Reader) -> tuple[Written, Written, tuple[Checked, ...]]:
    """Reading takes a moment, so it is done aside."""
    written, in_force = _loaded(text), _loaded(active)
    return written, in_force, check(written, reader.now)


@lru_cache(maxsize=TEXTS_KEPT)
def _loaded(text: str) -> Written:
    """A text that was kept never changes, so it is read once."""
    return load(text, "the playbook", kept=True)


def _may_sign(reader: Reader, given: tuple[Signature, ...]) -> tuple[Side, ...]:
    if any(one.signed_by == reader.user.email for one in given):
        return ()
    taken = {one.side for one in given}
    return tuple(side for side in SIDES.get(reader.user.role, ()) if side.value not in taken)


def example_of(checked: Checked) -> Example:
    """How an example or counter-example came out, in words."""
    case, nobody, undated = checked.case, say("nobody"), say("no date")
    total = say(" with {got}", got=checked.got["total"]) if checked.got.get("total", "none") != "none" else ""
    tier = f" {checked.got['tier']}" if checked.got.get("tier", "none") != "none" else ""
    points = ", ".join(f"{plain(part.points)} {part.says}" for part in checked.parts)
    return Example(
        name=case.name,
        kind=case.kind,
        author=f"{case.by or nobody}, {case.on or undated}",
        holds=checked.passed,
        got=f"{checked.got.get('stage', 'undecided')}{tier}{total}",
        because=f"{checked.because}{': ' + points if points else ''}",
        line=case.line,
    )


def _line(one: entries.Version, reader: Reader) -> Line:
    when = words.moment(one.applied_at, zone=reader.zone, now=reader.now)
    return Line(version=one.version, state=one.state, says=STATES[one.state], when=when)


def _told(one: Entry, reader: Reader) -> Told:
    instead = say(" in place of {before}", before=one.before) if one.before else ""
    return Told(
        when=words.moment(one.at, zone=reader.zone, now=reader.now),
        says=f"{one.version} {DID[one.what]}{instead}",
        by=one.by,
        note=one.note,
    )
