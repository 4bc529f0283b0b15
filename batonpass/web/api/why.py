"""Why does a lead stand where it stands, or stood at an instant, and what would change that?"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any

from fastapi import Query
from pydantic import AwareDatetime, Field

from batonpass.handoff.explain import Advice, Near, before
from batonpass.store import past, read
from batonpass.store.past import Explained
from batonpass.web.api.guard import Given, scoped
from batonpass.web.api.leads import held_lead
from batonpass.web.api.shapes import PartOut, ScoreOut, Shape, WhyOut
from batonpass.web.api.told import number, why_out

routes = scoped("read")


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


class WhyThenOut(WhyOut):
    """The decisions as they were written, and the lead explained as of the instant."""

    then: ThenOut


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
    return WhyThenOut(**why_out(lead, kept).model_dump(), then=_then(found))


def _then(found: Explained) -> ThenOut:
    one = found.explanation
    return ThenOut(
        at=one.at,
        playbook=one.playbook,
        stage=one.stage.value,
        band=one.band,
        cell=one.cell,
        score=_score(found),
        recorded_at=found.recorded.at,
        identical=found.identical,
        short=one.short,
        points_short=number(one.points_short),
        near=tuple(_near(near) for near in one.near),
        ways=tuple(_way(way) for way in one.ways),
        unknown_fields=one.missing,
    )


def _score(found: Explained) -> ScoreOut:
    scored = found.explanation.scored
    return ScoreOut(
        fit=number(scored.fit),
        behaviour=number(scored.behaviour),
        total=number(scored.total),
        model=scored.model,
        parts=tuple(PartOut(rule=p.rule, says=p.says, points=number(p.points), kind=p.kind) for p in scored.parts),
        unknown=scored.unknown,
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
