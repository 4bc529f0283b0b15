"""How does a disagreement become an example, or a counter-example, in a draft of the playbook?"""

from __future__ import annotations

from collections import Counter
from datetime import datetime

import asyncpg

from batonpass.handoff.lead import Lead
from batonpass.handoff.refusal import conflict, invalid
from batonpass.store import joint_review, playbooks
from batonpass.store.joint_review import Review, Said, Sampled
from batonpass.store.playbooks import WAITING, Version, Why
from batonpass.tongue.spoken import say
from batonpass.web.parts.numbers import whole
from batonpass.written.load import Written, load
from batonpass.written.new_case import SECTIONS, Deed, NewCase, with_case

PERSONAL = frozenset({"email", "phone", "first_name", "last_name", "message"})
"""A playbook keeps its words for ever, so nobody's name, address or number goes into one."""
FIELDS = ("title", "country", "employees", "industry", "language")
SOURCE = ("campaign", "medium", "channel")
SHORT = 60
NUMBER_MOST = 999_999_999


async def make_case(pool: asyncpg.Pool, review: Review, place: int, *, kind: str, name: str, email: str) -> str:
    """Write a disagreement into a draft that holds all examples of this sample; give the draft's version.

    The words are those of the side that the example follows. Raises Refusal for what is no disagreement or is written
    already, LookupError for a place that is none, Refused when the playbook leaves no room for it.
    """
    if kind not in SECTIONS:
        raise invalid(
            say("{kind!r} is neither an example nor a counter-example", kind=kind),
            field="kind",
            allowed=tuple(SECTIONS),
        )
    one, said = await _found(pool, review, place)
    if any(case.place == place for case in await joint_review.cases(pool, review.id)):
        raise conflict(say("this lead is written into a draft already"))
    wanted = "ready" if kind == "example" else "not_ready"
    follows = next((each for each in said if each.label == wanted), None)
    if follows is None:
        raise conflict(say("neither side called this lead {replace}", replace=wanted.replace("_", " ")))
    base = await _base(pool, review)
    lead, _ = await joint_review.as_it_was(pool, one.lead_id, one.seq)
    written = load(base.text, base.version, kept=True)
    case = _case(lead, written, follows, kind=kind, at=review.in_at or review.drawn_at, review=review.id)
    number = len(await joint_review.cases(pool, review.id)) + 1
    version = f"{review.playbook}-review-{review.id}.{number}"
    text = with_case(base.text, base.version, case, version=version)
    note = f"Joint review {review.id}, lead {place}: {follows.side} says {wanted.replace('_', ' ')}. {follows.why}"
    await playbooks.draft(pool, text, where="playbook", why=Why(by=email, note=note), may_break=True)
    await joint_review.put_case(
        pool, review.id, place, kind=kind, version=version, instead_of=base.version, by=name or email
    )
    if base.state in WAITING:
        await playbooks.discard(pool, base.version, why=Why(by=email, note=f"goes on in {version}"))
    return version


async def _found(pool: asyncpg.Pool, review: Review, place: int) -> tuple[Sampled, list[Said]]:
    if review.in_at is None:
        raise conflict(say("labels are still missing: nothing is shown or decided before both sides are through"))
    one = next((each for each in await joint_review.sampled(pool, review.id) if each.place == place), None)
    if one is None:
        raise LookupError(place)
    said = [each for each in await joint_review.labels(pool, review.id) if each.place == place]
    if len({each.label for each in said}) == 1:
        raise conflict(say("both sides say the same of this lead: that is no disagreement"))
    return one, said


async def _base(pool: asyncpg.Pool, review: Review) -> Version:
    """The draft that holds the sample's other examples, while it is one; else the version in force."""
    for case in await joint_review.cases(pool, review.id):
        found = await playbooks.find(pool, case.version)
        if found.state in WAITING:
            return found
    return await playbooks.find(pool, "active")


def _case(lead: Lead, written: Written, follows: Said, *, kind: str, at: datetime, review: str) -> NewCase:
    title = lead.value("title") or "somebody"
    return NewCase(
        kind=kind,
        name=f"{title[:SHORT]}, joint review {review}, lead {follows.place}",
        lead=_known(lead, written),
        did=_did(lead, written),
        by=follows.name,
        on=at.date(),
        why=" ".join(follows.why.split()),
    )


def _known(lead: Lead, written: Written) -> dict[str, object]:
    """What a rule could ask about and nobody is known by: a mailbox at the same host stands for the address."""
    declared = {name: one for name, one in written.file.fields.items() if one.type != "text"}
    known: dict[str, object] = {}
    domain = lead.value("email").partition("@")[2]
    if domain:
        known["email"] = f"somebody@{domain}"
    for name in (*FIELDS, *declared):
        value = lead.value(name) or lead.account_fields.get(name, "")
        if value and name not in PERSONAL:
            number = name == "employees" or (name in declared and declared[name].type == "number")
            known[name] = _number(value) if number else value
    known |= {name: value for name in SOURCE if (value := getattr(lead.source, name))}
    return known


def _number(value: str) -> object:
    number = whole(value.replace(",", "").strip(), NUMBER_MOST)
    return value if number is None else number


def _did(lead: Lead, written: Written) -> tuple[Deed, ...]:
    """What they did, as told by how long before the last of it, in days; the same on one day once with how often."""
    if not lead.activities:
        return ()
    latest = max(one.at for one in lead.activities)
    known = written.file.signals
    days = Counter((one.signal, (latest - one.at).days) for one in lead.activities if one.signal in known)
    first = {(one.signal, (latest - one.at).days): latest - one.at for one in lead.activities}
    return tuple(
        Deed(signal=signal, ago=first[signal, day], times=times)
        for (signal, day), times in sorted(days.items(), key=lambda pair: -pair[0][1])
    )
