"""Why does a lead stand where it stands, or stood at an instant, and what would change that?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any

from fastapi import Query
from pydantic import AwareDatetime, Field

from batonpass.handoff.explain import Advice, Near, before
from batonpass.handoff.facts import Routed
from batonpass.handoff.route import Tried
from batonpass.store import past, read
from batonpass.store.past import Explained
from batonpass.store.trial import setting_now
from batonpass.web.api.guard import Given, scoped
from batonpass.web.api.leads import held_lead
from batonpass.web.api.shapes import ScoreOut, Shape, WhyOut
from batonpass.web.api.told import number, score_out, why_out
from batonpass.written.trial import tried_on

routes = scoped("read")
_NOBODY: Mapping[str, Any] = {"owner": None, "queue": None, "passed": (), "missing": ()}


class NearOut(Shape):
    """A rule that nearly counted."""

    rule: str
    kind: str = Field(description="fit, disqualifier or model")
    says: str
    points: int | float | None
    missing: tuple[str, ...] = Field(description="fields that are not known, so that nobody can tell")
    lacks: str = Field(description="the one clause that does not hold")


class WayOut(Shape):
    """What would bring the lead nearer to sales."""

    kind: str = Field(description="signal or field")
    name: str
    says: str
    gain: int | float
    times: int
    enough: bool = Field(description="whether the lead is then ready for sales")


class ThenOut(Shape):
    """The lead as of an instant, worked out anew from its facts under the playbook of its last decision."""

    at: datetime
    playbook: str
    stage: str
    band: str
    cell: str = Field(description="the cell of the matrix, if the playbook has one")
    score: ScoreOut
    recorded_at: datetime = Field(description="when the score was last decided on")
    identical: bool = Field(description="whether working that decision out anew gives the same to the last digit")
    short: str = Field(description="what keeps the lead from being ready; empty when nothing does")
    points_short: int | float
    near: tuple[NearOut, ...]
    ways: tuple[WayOut, ...]
    unknown_fields: tuple[str, ...]


class RungOut(Shape):
    """One rung of the ladder of routing: who would have the lead by it, and who would not."""

    rung: str
    decided: bool = Field(description="whether this is the rung that gave the lead to whom it is with")
    recorded: bool = Field(description="as it was written when it was decided; else as the rung answers now")
    owner: str | None
    queue: str | None
    because: str
    passed: tuple[str, ...] = Field(description="each candidate of this rung who does not get it, and why")
    missing: tuple[str, ...] = Field(description="fields that are not known, so that the rung cannot tell")


class WhyThenOut(WhyOut):
    """The decisions as they were written, and the lead explained as of the instant."""

    then: ThenOut
    ladder: tuple[RungOut, ...] = Field(description="every rung, also those below the one that decided")


@routes.get("/leads/{lead_id}/why", response_model=WhyThenOut, summary="Why a lead stands where it stands, or stood")
async def get_why(
    lead_id: str,
    given: Given,
    at: Annotated[AwareDatetime | None, Query(description="as of then; now without it")] = None,
) -> Any:
    """What its points add up from, what nearly counted, what is unknown, and what would make it ready for sales."""
    held = await held_lead(given, lead_id)
    found = await past.explained(given.pool, held.lead.id, at)
    kept = [one for one in await read.timeline(given.pool, lead_id) if at is None or one.kept_at <= at]
    lead = held.lead if at is None else before(((one.fact, one.playbook) for one in kept), lead_id)[0]
    setting = await setting_now(given.pool, given.watched, [lead.person])
    routed = next((one.fact for one in reversed(kept) if isinstance(one.fact, Routed)), None)
    ladder = tuple(_rung(one, routed) for one in tried_on(lead, setting).rungs)
    return WhyThenOut(**why_out(lead, kept).model_dump(), then=_then(found), ladder=ladder)


def _rung(asked: Tried, routed: Routed | None) -> RungOut:
    """What was written of this rung when the lead was routed; of those below it what they say now."""
    answer, name = asked.answer, asked.rung
    lost = {rung: why for rung, _, why in (one.partition(": ") for one in (routed.tried if routed else ()))}
    decided = routed if routed and routed.rung == name else None
    said = decided or answer
    if name in lost:
        return RungOut(rung=name, decided=False, recorded=True, because=lost[name], **_NOBODY)
    return RungOut(
        rung=name,
        decided=decided is not None,
        recorded=decided is not None,
        owner=said.owner,
        queue=said.queue,
        because=said.because,
        passed=said.passed,
        missing=said.missing,
    )


def _then(found: Explained) -> ThenOut:
    one = found.explanation
    return ThenOut(
        at=one.at,
        playbook=one.playbook,
        stage=one.stage.value,
        band=one.band,
        cell=one.cell,
        score=score_out(one.scored),
        recorded_at=found.recorded.at,
        identical=found.identical,
        short=one.short,
        points_short=number(one.points_short),
        near=tuple(_near(near) for near in one.near),
        ways=tuple(_way(way) for way in one.ways),
        unknown_fields=one.missing,
    )


def _near(near: Near) -> NearOut:
    points: Decimal | None = near.points
    return NearOut(
        rule=near.rule,
        kind=near.kind,
        says=near.says,
        points=None if points is None else number(points),
        missing=near.missing,
        lacks=near.lacks,
    )


def _way(way: Advice) -> WayOut:
    return WayOut(
        kind=way.kind, name=way.name, says=way.says, gain=number(way.gain), times=way.times, enough=way.enough
    )
