"""What has happened to this lead, in words, and how long lay between?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from batonpass.handoff import facts as f
from batonpass.handoff.playbook import Stage
from batonpass.handoff.reasons import reason_words
from batonpass.store.read import Kept
from batonpass.tongue.heard import heard
from batonpass.tongue.spoken import later, say, say_of
from batonpass.web.parts import words
from batonpass.web.parts.reader import Reader
from batonpass.web.parts.rows import signal_says

from .offers import GIVEN_TO
from .story_clock import CLOCKED
from .story_follow_up import PLANNED
from .story_review import REVIEWED
from .story_who import WHO

ARRIVALS = f.Captured | f.Observed | f.Learned
LATE_FROM = timedelta(minutes=1)
"""An arrival that reached us later than this after it happened says so."""

DID = {
    "call": later("called"),
    "email": later("wrote an e-mail"),
    "message": later("sent a message"),
    "meeting": later("booked a meeting"),
    "video": later("sent a video"),
    "voicemail": later("left a voicemail"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One fact in words. `tone` is key, good, bad or nothing; `late` says how much later than it happened it came."""

    says: str
    why: str
    tone: str
    at: str
    iso: str
    gap: str
    late: str
    playbook: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a fact says, why, and how it is marked."""

    says: str
    why: str = ""
    tone: str = ""


def story(kept: Iterable[Kept], reader: Reader) -> tuple[Line, ...]:
    """The facts in their order; the playbook's version is named where it changes."""
    return tuple(_line(one, previous, reader) for previous, one in pairwise((None, *kept)) if one)


def begins(kept: Sequence[Kept]) -> int:
    """Where the present round begins: at the arrival that brought the lead to sales, or at the first fact of all."""
    started = [n for n, one in enumerate(kept) if isinstance(one.fact, f.Qualified) and one.fact.starts_cycle]
    if not started:
        return 0
    arrivals = (n for n in range(started[-1], -1, -1) if isinstance(kept[n].fact, ARRIVALS))
    return next(arrivals, 0)


def first_seam(kept: Iterable[Kept]) -> timedelta | None:
    """From the arrival at our door until an owner or queue was written down: what our own machinery took."""
    arrived: datetime | None = None
    for one in kept:
        if isinstance(one.fact, ARRIVALS):
            arrived = one.fact.arrived_at
        elif isinstance(one.fact, f.Routed) and arrived:
            return one.kept_at - arrived
    return None


def _line(one: Kept, previous: Kept | None, reader: Reader) -> Line:
    told = tell(one.fact, reader)
    passed = (one.at - previous.at).total_seconds() if previous else 0
    changed = previous is None or previous.playbook != one.playbook
    return Line(
        says=told.says,
        why=words.dated(told.why),
        tone=told.tone,
        at=words.second(one.at, zone=reader.zone, now=reader.now),
        iso=one.at.isoformat(),
        gap=f"+{words.length(passed)}" if passed > 0 else "",
        late=_late(one.fact),
        playbook=one.playbook if changed else "",
    )


def _late(fact: f.Fact) -> str:
    if isinstance(fact, f.Touched) and fact.kept_late_seconds:
        return say("told {length} after it happened", length=words.length(fact.kept_late_seconds))
    if isinstance(fact, ARRIVALS) and fact.arrived_at - fact.at > LATE_FROM:
        return say(
            "reached us {length} after it happened", length=words.length((fact.arrived_at - fact.at).total_seconds())
        )
    return ""


def tell(fact: f.Fact, reader: Reader) -> Told:
    """One fact in words; a kind that only a newer version knows is named by its reason."""
    teller = SAYS.get(type(fact))
    if teller is None:
        return Told(says=words.sentence(heard(fact.because) or say("something newer than this version")))
    return teller(fact, reader)


def _captured(fact: f.Captured, reader: Reader) -> Told:
    did = " and ".join(signal_says(signal, reader.agreed.playbook) for signal in fact.signals)
    form = say("the {plain} form", plain=words.plain(fact.form)) if fact.form else say("a submission")
    came = [
        say("campaign {campaign}", campaign=fact.source.campaign) if fact.source.campaign else "",
        fact.source.medium,
        fact.source.channel,
    ]
    page = say("on {page}", page=fact.source.page) if fact.source.page else ""
    whence = ", ".join(part for part in (*came, page) if part)
    history = say("imported as history; ") if fact.historic else ""
    says = words.sentence(did) if did else say("Sent {form}", form=form)
    return Told(says=says, why=f"{history}{form}, {whence}" if whence else f"{history}{form}", tone="key")


def _observed(fact: f.Observed, reader: Reader) -> Told:
    return Told(
        says=words.sentence(signal_says(fact.signal, reader.agreed.playbook)), why=fact.detail or heard(fact.because)
    )


def _learned(fact: f.Learned, _: Reader) -> Told:
    what = ", ".join(f"{words.plain(name)} {value}" for name, value in fact.fields.items())
    return Told(
        says=say("{sentence} told us more", sentence=words.sentence(fact.source_name)), why=what or heard(fact.because)
    )


def _identified(fact: f.Identified, _: Reader) -> Told:
    says = (
        say("Recognised as {account_name}", account_name=fact.account_name)
        if fact.account
        else say("No account recognised")
    )
    return Told(says=says, why=heard(fact.because))


def _scored(fact: f.Scored, _: Reader) -> Told:
    silent = len(fact.unknown)
    unknown = say_of(
        silent,
        "; {n} rule could not be judged, for want of data",
        "; {n} rules could not be judged, for want of data",
    )
    unknown = unknown if silent else ""
    return Told(says=say("Scored {number}", number=words.number(fact.total)), why=heard(fact.because) + unknown)


def _qualified(fact: f.Qualified, _: Reader) -> Told:
    tier = say(", {tier} tier", tier=fact.tier) if fact.tier else ""
    return Told(
        says=say("Now {value}{tier}", value=fact.stage.value, tier=tier),
        why=heard(fact.because),
        tone="key" if fact.starts_cycle else "",
    )


def _briefed(fact: f.Briefed, _: Reader) -> Told:
    return Told(
        says=say("Brief written, {complete_percent} % complete", complete_percent=fact.complete_percent),
        why=heard(fact.because),
    )


def _routed(fact: f.Routed, reader: Reader) -> Told:
    to = (
        say("Given to {name}", name=_name(fact.owner, reader))
        if fact.owner
        else say("Put into the queue {queue}", queue=fact.queue)
    )
    tried = say(" (before that: {join})", join="; ".join(map(_lost, fact.tried))) if fact.tried else ""
    why = "; ".join((heard(fact.because), *map(heard, fact.passed)))
    return Told(says=to, why=why + tried, tone="key")


def _lost(tried: str) -> str:
    """A rung that did not decide, by its name in words, and why."""
    rung, _, why = tried.partition(": ")
    return f"{words.plain(rung)}: {heard(why)}"


def _turn_returned(fact: f.TurnReturned, reader: Reader) -> Told:
    name = reader.agreed.directory.name_of(fact.rep)
    says = (
        say("{name} gets the turn back", name=name) if fact.turns > 0 else say("{name}'s turn counts again", name=name)
    )
    return Told(says=says, why=heard(fact.because))


def _asked_again(fact: f.AskedAgain, _: Reader) -> Told:
    return Told(says=say("Asked again"), why=heard(fact.because), tone="key")


def _acknowledged(fact: f.Acknowledged, _: Reader) -> Told:
    return Told(says=say("Automatic answer to {to}", to=fact.to), why=heard(fact.because))


def _touched(fact: f.Touched, reader: Reader) -> Told:
    why = say("before this round, whose promises it keeps none of") if fact.earlier else ""
    return Told(says=f"{_name(fact.by, reader)} {DID.get(fact.kind, words.plain(fact.kind))}", why=why, tone="good")


def _accepted(fact: f.Accepted, reader: Reader) -> Told:
    return Told(says=say("{name} accepted the lead", name=_name(fact.by, reader)), tone="good")


def _rejected(fact: f.Rejected, reader: Reader) -> Told:
    reason = reason_words(fact.reason, reader.agreed.playbook)
    says = say("{name} rejected the lead: {reason}", name=_name(fact.by, reader), reason=reason)
    return Told(says=says, why=_then(fact.note, fact.then), tone="bad")


def _disposed(fact: f.Disposed, reader: Reader) -> Told:
    reason = f", {reason_words(fact.reason, reader.agreed.playbook)}" if fact.reason else ""
    says = say(
        "{name} closed the work: {plain}{reason}",
        name=_name(fact.by, reader),
        plain=words.plain(fact.outcome),
        reason=reason,
    )
    return Told(says=says, why=_then(fact.note, fact.then), tone="key")


def _undone(fact: f.Undone, reader: Reader) -> Told:
    return Told(says=say("{name} took the {plain} back", name=_name(fact.by, reader), plain=words.plain(fact.undone)))


def _owner_lost(fact: f.OwnerLost, reader: Reader) -> Told:
    return Told(
        says=say("{name} can no longer work this lead", name=_name(fact.owner, reader)),
        why=heard(fact.because),
        tone="bad",
    )


def _then(note: str, stage: Stage) -> str:
    goes = say(GIVEN_TO[stage]) if stage in GIVEN_TO else say("goes to {stage}", stage=stage.value)
    return say("“{note}” · {goes}", note=note, goes=goes) if note else goes


def _name(who: str | None, reader: Reader) -> str:
    return reader.agreed.directory.name_of(who)


def _about_who(fact: f.Fact, reader: Reader) -> Told:
    says, why, tone = ELSEWHERE[type(fact)](fact, reader)
    return Told(says=says, why=why, tone=tone)


ELSEWHERE = {**WHO, **REVIEWED, **PLANNED, **CLOCKED}
"""Facts whose words stand in files of their own."""
SAYS: Mapping[type[f.Fact], Callable[[Any, Reader], Told]] = {
    f.Captured: _captured,
    f.Observed: _observed,
    f.Learned: _learned,
    f.Identified: _identified,
    f.Scored: _scored,
    f.Qualified: _qualified,
    f.Briefed: _briefed,
    f.Routed: _routed,
    f.AskedAgain: _asked_again,
    f.Acknowledged: _acknowledged,
    f.Touched: _touched,
    f.Accepted: _accepted,
    f.Rejected: _rejected,
    f.Disposed: _disposed,
    f.Undone: _undone,
    f.OwnerLost: _owner_lost,
    f.TurnReturned: _turn_returned,
    **dict.fromkeys(ELSEWHERE, _about_who),
}
