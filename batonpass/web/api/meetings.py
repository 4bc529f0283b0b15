"""How does another program read what both sides met over, and keep what they decided?"""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Path
from pydantic import BaseModel, BeforeValidator, Field

from batonpass.store import meetings
from batonpass.store.meetings import Meeting
from batonpass.web.api.guard import TENDED, Given, Who, scoped
from batonpass.web.api.whose import must_tend, user_named
from batonpass.web.meeting.building import freeze, pack_of
from batonpass.web.meeting.deciding import decide, read_decision
from batonpass.web.problem import Problem

reads, steers = scoped("read"), scoped("act")
Name = Annotated[str, Path(pattern=r"^\d{4}-\d{2}-\d{2}(-definition)?$")]


def _as_written(said: object) -> object:
    """A number as it would be written: a figure is as often sent as one."""
    return str(said) if isinstance(said, int | float) and not isinstance(said, bool) else said


Written = Annotated[str, BeforeValidator(_as_written, json_schema_input_type=str | float)]


class DecisionIn(BaseModel):
    """What was decided, and what is expected of it."""

    model_config = {"extra": "forbid"}
    by: str = Field(description="the address of the user who says so", max_length=254)
    item: str = Field(description="sla, dispositions or definition", max_length=20)
    says: str = Field(description="one sentence", max_length=1000)
    metric: str = Field(description="the figure that is to move, such as followed_up", max_length=20)
    direction: str = Field(description="up or down", max_length=10)
    points: Written = Field(description="by how many percentage points", max_length=10)
    review_on: str = Field(description="the day on which it is judged, such as 2027-05-04", max_length=10)
    place: str = Field("", description="a value of the playbook, such as tiers.urgent.first_touch", max_length=200)
    value: Written = Field("", description="what it is to be", max_length=30)


@reads.get("/meetings", dependencies=[TENDED], summary="The meetings of both sides")
async def list_meetings(given: Given) -> list[dict[str, Any]]:
    """The latest first."""
    return [_told(one) for one in await meetings.meetings(given.pool)]


@reads.get("/meetings/{name}", dependencies=[TENDED], summary="What both sides met over, and decided")
async def read_meeting(name: Name, given: Given) -> dict[str, Any]:
    """Its pack and its decisions, with what came of them."""
    held = await _held(given, name)
    decided = await meetings.decisions(given.pool, name)
    return {**_told(held), "pack": await pack_of(given.pool, given.watched, held), "decisions": decided}


@steers.post("/meetings/{name}/begin", summary="Freeze a meeting's numbers")
async def begin(name: Name, given: Given, who: Who) -> dict[str, Any]:
    """They stay as they are from now on."""
    await must_tend(given, who)
    await _held(given, name)
    await freeze(given.pool, given.watched, name, by=f"key {who.label}")
    return _told(await _held(given, name))


@steers.post("/meetings/{name}/decisions", status_code=201, summary="Keep a decision")
async def put_decision(name: Name, sent: DecisionIn, given: Given, who: Who) -> dict[str, Any]:
    """In the name of a user; a changed value of the playbook becomes a draft for both sides to sign."""
    held = await _held(given, name)
    user = await user_named(given, who, sent.by)
    if user.role == "rep":
        raise Problem("invalid", "managers, marketing and administrators decide; name one who signs in", field="by")
    made = read_decision(sent.model_dump())
    version = await decide(given.pool, held, made, email=user.email, name=user.name)
    given.poke()
    return {"meeting": name, "draft": version or None}


async def _held(given: Given, name: str) -> Meeting:
    found = await meetings.meeting(given.pool, name)
    if found is None:
        raise Problem("not-found", f"no meeting has the name {name}")
    return found


def _told(held: Meeting) -> dict[str, Any]:
    return {
        "id": held.id,
        "kind": held.kind,
        "starts_at": held.starts_at,
        "since": held.since,
        "made_at": held.made_at,
        "made_by": held.made_by,
        "frozen_at": held.frozen_at,
        "frozen_by": held.frozen_by,
        "hash": held.hash,
    }
