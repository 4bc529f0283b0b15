"""How does another program draw a joint review, read it as blind as the page is, and label its leads?"""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Path
from pydantic import BaseModel, Field

from batonpass.store import joint_review
from batonpass.store.joint_reminders import remind, tell_all_in
from batonpass.store.joint_review import LABELS, Review
from batonpass.web.api.guard import Given, Who, scoped
from batonpass.web.api.whose import must_tend, user_named
from batonpass.web.joint_review.drawing import draw_sample
from batonpass.web.joint_review.told import in_full, summary
from batonpass.web.problem import Problem

reads, steers = scoped("read"), scoped("act")
Name = Annotated[str, Path(pattern=r"^\d{4}-\d{2}$")]


class LabelIn(BaseModel):
    """What a person says of a lead of the sample."""

    model_config = {"extra": "forbid"}
    place: int = Field(ge=1, le=100)
    by: str = Field(description="the address of the user who says so; their role says for which side", max_length=254)
    label: str = Field(description=f"one of {', '.join(LABELS)}", max_length=20)
    why: str = Field(description="one sentence", max_length=1000)


@reads.get("/joint-reviews", summary="The samples of both sides' joint review")
async def list_reviews(given: Given) -> list[dict[str, Any]]:
    """The latest first, with how far each side has got."""
    return [summary(one) for one in await joint_review.reviews(given.pool)]


@reads.get("/joint-reviews/{name}", summary="One sample, blind until both sides are through")
async def read_review(name: Name, given: Given) -> dict[str, Any]:
    """Its leads without name, score, stage, owner, outcome or labels, until the last label is in."""
    return await in_full(given.pool, await _review(given, name))


@steers.post("/joint-reviews", status_code=201, summary="Draw this month's sample")
async def draw_review(given: Given, who: Who) -> dict[str, Any]:
    """Ten of the leads that became MQL in the last 30 days, by lot; drawn already, it is given as it is."""
    await must_tend(given, who)
    name = await draw_sample(given.pool, by=f"key {who.label}")
    given.poke()
    return summary(await _review(given, name))


@steers.post("/joint-reviews/{name}/labels", summary="Say whether a lead was ready")
async def put_label(name: Name, sent: LabelIn, given: Given, who: Who) -> dict[str, Any]:
    """In the name of a user; one label a side, changed by nobody else, and by nobody once all are in."""
    await _review(given, name)
    user = await user_named(given, who, sent.by)
    try:
        last = await joint_review.put_label(given.pool, name, sent.place, who=user, label=sent.label, why=sent.why)
    except LookupError:
        raise Problem("invalid", f"there is no lead at place {sent.place}", field="place") from None
    if last:
        await tell_all_in(given.pool, name)
        given.poke()
    return summary(await _review(given, name))


@steers.post("/joint-reviews/{name}/remind", summary="Remind who has not labelled")
async def send_reminder(name: Name, given: Given, who: Who) -> dict[str, Any]:
    """By mail; gives the sides that were reminded."""
    await must_tend(given, who)
    await _review(given, name)
    sides = await remind(given.pool, name)
    given.poke()
    return {"reminded": list(sides)}


async def _review(given: Given, name: str) -> Review:
    found = await joint_review.review(given.pool, name)
    if found is None:
        raise Problem("not-found", f"no joint review has the name {name}")
    return found
