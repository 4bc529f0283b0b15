"""What does the editor show: the text, what is wrong with it, what it would change, and who else writes?"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace

import asyncpg

from batonpass.store import playbooks, unfinished
from batonpass.store.in_force import in_force
from batonpass.store.unfinished import Overtaken, Unfinished
from batonpass.store.world import Watched
from batonpass.tongue.spoken import say
from batonpass.web.parts import words
from batonpass.web.parts.reader import Reader
from batonpass.web.playbook.planned import ask
from batonpass.written.load import Written
from batonpass.written.refused import Refused

from .beside import Row, beside
from .looked import Look, findings, look_at, taken
from .pinned import Pinned, pin
from .sample import Sampled, sample

DAYS = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """What somebody has before them: the text, the version it began with, and what was saved of it when they began.

    `number` and `seen` are 0 for what was never saved. `lead` is who is pinned, as it was asked for.
    """

    text: str
    begun_from: str
    number: int = 0
    seen: int = 0
    lead: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Other:
    """Somebody else's text that took the place of what was seen: who, when, and in what it differs from ours."""

    gone: bool
    by: str = ""
    when: str = ""
    revision: int = 0
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """A text in the list of those being written."""

    number: int
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What became of a text that was sent."""

    writing: Writing
    saved: str
    other: Other | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EditorView:
    """The editor's page."""

    writing: Writing
    look: Look
    active: str
    saved: str
    rows: tuple[Row, ...]
    sampled: Sampled | None
    pinned: Pinned | None
    others: tuple[Shelf, ...]
    other: Other | None = None
    barred: bool = False
    """It reads, and could not be in force as things are: nothing can be tried with it."""


async def editor_view(pool: asyncpg.Pool, watched: Watched, writing: Writing, reader: Reader) -> EditorView:
    """Look at a text in every way; what cannot be asked before it reads is left out."""
    _, world = await in_force(pool, watched)
    active = world.written
    agreed = await playbooks.agreed_on(pool)
    look = await asyncio.to_thread(look_at, writing.text, active, reader.now, agreed=agreed)
    written, sampled, pinned, barred = look.written, None, None, False
    if written is not None:
        changed, asked = written is not active, None
        try:
            asked = await ask(pool, watched, written, DAYS) if changed or writing.lead else None
        except Refused as refused:
            look, barred = replace(look, gates=(*look.gates, *findings(refused.problems))), True
        sampled = await sample(pool, asked, reader) if asked and changed else None
        pinned = await pin(pool, writing.lead, asked, reader) if asked and writing.lead else None
        look = await _with_version(pool, look, written)
    there = await unfinished.all_of_them(pool)
    return EditorView(
        writing=writing,
        look=look,
        active=active.playbook.version,
        saved=next((_saved(one, reader) for one in there if one.id == writing.number), ""),
        rows=await asyncio.to_thread(beside, active.text, writing.text),
        sampled=sampled,
        pinned=pinned,
        others=tuple(
            Shelf(
                number=one.id,
                says=say("begun from {begun_from}, {saved}", begun_from=one.begun_from, saved=_saved(one, reader)),
            )
            for one in there
            if one.id != writing.number
        ),
        barred=barred,
    )


async def told_view(pool: asyncpg.Pool, writing: Writing, reader: Reader, other: Other | None) -> Told:
    """The text as it is kept now, without a look at it."""
    found = await unfinished.find(pool, writing.number) if writing.number else None
    return Told(writing=writing, saved=_saved(found, reader) if found else "", other=other)


def other_of(overtaken: Overtaken, writing: Writing, reader: Reader) -> Other:
    """What somebody else did to the text that we had before us."""
    theirs = overtaken.theirs
    if theirs is None:
        return Other(gone=True)
    return Other(
        gone=False,
        by=theirs.saved_by,
        when=words.moment(theirs.saved_at, zone=reader.zone, now=reader.now),
        revision=theirs.revision,
        rows=beside(theirs.text, writing.text),
    )


def _saved(one: Unfinished, reader: Reader) -> str:
    return say(
        "saved {moment} by {saved_by}",
        moment=words.moment(one.saved_at, zone=reader.zone, now=reader.now),
        saved_by=one.saved_by,
    )


async def _with_version(pool: asyncpg.Pool, look: Look, written: Written) -> Look:
    """A version whose name was used for other words can be no draft; better to hear it now."""
    try:
        before = await playbooks.find(pool, written.playbook.version)
    except Refused:
        return look
    found = taken(written, before.text)
    return replace(look, gates=(found, *look.gates)) if found else look
