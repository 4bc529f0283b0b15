"""What does a change in the CRM mean: our own echo, old news, somebody's word, or one more blow in a quarrel?"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from .playbook.crm import OWNER, STAGE, Crm, CrmField, Wins
from .stages import Stage

WRITES_MAX = 8
STAGES = frozenset(stage.value for stage in Stage)
SAME_MOMENT = timedelta(seconds=2)
"""The stamp of an event and that of the answer to our write may differ by so much and still mean one modification."""


class Verdict(StrEnum):
    """What a change is to us. Only `theirs` becomes a fact, and only `rewrite` is written again."""

    ECHO = "echo"
    STALE = "stale"
    SAME = "same"
    FROZEN = "frozen"
    FREEZES = "freezes"
    REWRITE = "rewrite"
    THEIRS = "theirs"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Write:
    """Something we wrote into a field: what, under which mark, and when by the CRM's own stamp."""

    value: str
    marker: str
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What we know of one field over there.

    `value` is what the CRM holds, as of its stamp `at`, and `ours` says that we put it there. `sending` is on its way
    now. `steady` is the last value that routing or a person gave; a frozen field keeps it.
    """

    value: str | None = None
    at: datetime | None = None
    ours: bool = False
    sending: Write | None = None
    writes: tuple[Write, ...] = ()
    flips: tuple[datetime, ...] = ()
    frozen_at: datetime | None = None
    steady: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A value that the CRM says it holds, since when, who marked it, and whether a person set it."""

    value: str
    at: datetime
    marker: str = ""
    person: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What it is to us, and what we know of the field from now on."""

    verdict: Verdict
    held: Held


def judge(change: Change, held: Held, one: CrmField, crm: Crm, *, now: datetime) -> Judged:
    """Weigh one change against what we know; the CRM's stamps are compared with each other alone, never with ours."""
    if _is_echo(change, held):
        return Judged(verdict=Verdict.ECHO, held=_seen(held, change) if change.value == held.value else held)
    if held.at and change.at < held.at:
        return Judged(verdict=Verdict.STALE, held=held)
    if change.value == held.value:
        return Judged(verdict=Verdict.SAME, held=_seen(held, change))
    after = replace(held, value=change.value, at=change.at, ours=False)
    if held.frozen_at:
        return Judged(verdict=Verdict.FROZEN, held=after)
    flips = tuple(at for at in held.flips if at > now - crm.within)
    after = replace(after, flips=(*flips, now) if held.ours else flips)
    if len(after.flips) >= crm.flips:
        return Judged(verdict=Verdict.FREEZES, held=replace(after, frozen_at=now))
    verdict = _whose(change, one, crm)
    if verdict is Verdict.THEIRS and change.person:
        after = replace(after, steady=change.value)
    return Judged(verdict=verdict, held=after)


def to_write(value: str, held: Held, one: CrmField, crm: Crm) -> bool:
    """Does the CRM lack this value of ours? Not in a frozen field, nor over a word of theirs that we do not know."""
    if held.frozen_at or held.value == value:
        return False
    strange = held.value is not None and not held.ours and _unknown(held.value, one, crm)
    return not (strange and one.wins is Wins.CRM and held.steady == value)


def sending(held: Held, value: str, marker: str) -> Held:
    """We are about to write this value: its echo may be here before the answer is."""
    return replace(held, sending=Write(value=value, marker=marker), steady=value)


def wrote(held: Held, at: datetime) -> Held:
    """The CRM has taken what was on its way, and stamped it."""
    if held.sending is None:
        return held
    done = replace(held.sending, at=at)
    newer = held.at is None or at >= held.at
    known = replace(held, value=done.value, at=at, ours=True) if newer else held
    return replace(known, sending=None, writes=(*held.writes, done)[-WRITES_MAX:])


def thawed(held: Held) -> Held:
    """A person has settled the quarrel: the field lives again."""
    return replace(held, frozen_at=None, flips=())


def rep_of(value: str, crm: Crm) -> str | None:
    """Our person behind the CRM's owner."""
    return next((rep for rep, theirs in crm.owners.items() if theirs == value), None)


def ours_of(value: str, one: CrmField) -> str:
    """Our word for the CRM's."""
    return next((ours for ours, theirs in one.values.items() if theirs == value), value)


def _is_echo(change: Change, held: Held) -> bool:
    """By our mark; or, without one, by the value and the stamp of a write of ours."""
    if held.sending and change.value == held.sending.value:
        return True
    if held.at and change.at > held.at and change.value != held.value:
        return False
    return any(change.value == write.value and _same_write(change, write) for write in held.writes)


def _same_write(change: Change, write: Write) -> bool:
    near = write.at is not None and abs(change.at - write.at) <= SAME_MOMENT
    return near and (not change.marker or change.marker == write.marker)


def _seen(held: Held, change: Change) -> Held:
    return replace(held, at=max(held.at or change.at, change.at))


def _whose(change: Change, one: CrmField, crm: Crm) -> Verdict:
    if one.name == OWNER and (change.value in crm.house_accounts or not change.value):
        return Verdict.REWRITE
    if one.wins is Wins.OURS:
        return Verdict.REWRITE
    return Verdict.UNKNOWN if _unknown(change.value, one, crm) else Verdict.THEIRS


def _unknown(value: str, one: CrmField, crm: Crm) -> bool:
    if one.name == OWNER:
        return bool(value) and value not in crm.house_accounts and rep_of(value, crm) is None
    return one.name == STAGE and ours_of(value, one) not in STAGES
