"""What does a reader see of a sample: blind leads while labels are missing, and everything once all are in?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import asyncpg

from batonpass.handoff.lead import Lead
from batonpass.learn.agreement import Measure
from batonpass.learn.joint_labels import LABELS, Compared, Label, compared
from batonpass.store import joint_review, past
from batonpass.store.joint_review import SIDE_OF, Cased, Review, Said, Sampled
from batonpass.tongue.spoken import later, say
from batonpass.tongue.written_out import numeral

from .evidence import Evidence, Verdict, evidence, verdict

WORDS = {Label.READY: later("Ready"), Label.NOT_READY: later("Not ready"), Label.CANNOT_TELL: later("Cannot tell")}
GOOD, FAIR = 0.6, 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Blind:
    """A lead to be labelled. `mine` is what this reader said of it; `taken` which colleague speaks for their side."""

    place: int
    evidence: Evidence
    mine: Said | None
    taken: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """A lead of which both sides have said what they think, beside what the machine said and what became of it."""

    place: int
    lead_id: str
    name: str
    company: str
    evidence: Evidence
    verdict: Verdict
    sales: Said
    marketing: Said
    apart: bool
    stage: str
    owner: str | None
    outcome: str
    case: Cased | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One month's agreement, for the trend."""

    id: str
    compared: Compared


async def blind(pool: asyncpg.Pool, review: Review, *, email: str, role: str) -> tuple[Blind, ...]:
    """The leads of a sample for who has still to label: nothing in it tells what others said or what became of them."""
    side = SIDE_OF.get(role)
    said = {one.place: one for one in await joint_review.labels(pool, review.id) if one.side == side}
    found: list[Blind] = []
    for one in await joint_review.sampled(pool, review.id):
        lead, version = await joint_review.as_it_was(pool, one.lead_id, one.seq)
        mine = said.get(one.place)
        ours = mine is None or mine.by == email
        found.append(
            Blind(
                place=one.place,
                evidence=await _evidence(pool, lead, version),
                mine=mine if ours else None,
                taken="" if ours or mine is None else mine.name,
            )
        )
    return tuple(found)


async def opened(pool: asyncpg.Pool, review: Review) -> tuple[tuple[Open, ...], Compared]:
    """The leads of a sample whose labels are all in, disagreements first, and how far both sides agree."""
    said = await joint_review.labels(pool, review.id)
    both = {side: {one.place: one for one in said if one.side == side} for side in ("sales", "marketing")}
    result = compared(_labels(both["sales"]), _labels(both["marketing"]))
    cases = {one.place: one for one in await joint_review.cases(pool, review.id)}
    drawn = await joint_review.sampled(pool, review.id)
    leads = [await _open(pool, one, both, result=result, cases=cases) for one in drawn]
    return tuple(sorted(leads, key=lambda one: (not one.apart, one.place))), result


async def trend(pool: asyncpg.Pool) -> tuple[Point, ...]:
    """How far both sides agreed, month by month, the oldest first."""
    said: dict[str, dict[str, dict[int, Label]]] = {}
    for row in await joint_review.labels_of_all(pool):
        sides = said.setdefault(row["review"], {"sales": {}, "marketing": {}})
        sides[row["side"]][row["place"]] = Label(row["label"])
    return tuple(
        Point(id=name, compared=compared(sides["sales"], sides["marketing"])) for name, sides in sorted(said.items())
    )


def measure(one: Measure) -> str:
    """Agreement beyond chance as people read it: 0.55 (0.10 to 0.99)."""
    if one.value is None:
        return say("cannot be told")
    if one.low is None or one.high is None:
        return say("{value}, too few leads for an interval", value=numeral(f"{one.value:.2f}"))
    value, low, high = (round(number, 2) + 0.0 for number in (one.value, one.low, one.high))
    return say(
        "{value} ({low} to {high})",
        value=numeral(f"{value:.2f}"),
        low=numeral(f"{low:.2f}"),
        high=numeral(f"{high:.2f}"),
    )


def told(result: Compared) -> str:
    """One sentence on what the agreement means; nothing is claimed that the interval leaves open."""
    ac1 = result.agreement.ac1
    if ac1.value is None:
        return say(
            "Both sides gave one and the same label to every lead: they agree, and no measure beyond chance exists."
        )
    if ac1.low is not None and ac1.low > GOOD:
        return say("Both sides mean the same by ready.")
    if ac1.high is not None and ac1.high < FAIR:
        return say("Both sides do not mean the same by ready: the definition needs words.")
    return say(
        "Ten leads cannot tell how far both sides agree; look at the disagreements, and at the trend over months."
    )


def table_rows(result: Compared) -> Sequence[tuple[str, tuple[int, ...]]]:
    """The table of labels, a row for each of sales' labels."""
    return [(WORDS[label], counts) for label, counts in zip(LABELS, result.table, strict=True)]


def _labels(said: Mapping[int, Said]) -> dict[int, Label]:
    return {place: Label(one.label) for place, one in said.items()}


async def _open(
    pool: asyncpg.Pool,
    one: Sampled,
    both: Mapping[str, Mapping[int, Said]],
    *,
    result: Compared,
    cases: Mapping[int, Cased],
) -> Open:
    lead, version = await joint_review.as_it_was(pool, one.lead_id, one.seq)
    return Open(
        place=one.place,
        lead_id=one.lead_id,
        name=one.name,
        company=one.company,
        evidence=await _evidence(pool, lead, version),
        verdict=verdict(lead, version),
        sales=both["sales"][one.place],
        marketing=both["marketing"][one.place],
        apart=one.place in result.apart,
        stage=one.stage,
        owner=one.owner,
        outcome=await joint_review.outcome(pool, one.lead_id, one.seq),
        case=cases.get(one.place),
    )


async def _evidence(pool: asyncpg.Pool, lead: Lead, version: str) -> Evidence:
    return evidence(lead, (await past.playbook_of(pool, version)).playbook)
