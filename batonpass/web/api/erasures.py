"""What happens when a person wants to be forgotten, or to see what is held about them?"""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, Field

from batonpass.store.erase import erase
from batonpass.store.export import held_about
from batonpass.web.api.guard import Given, Who, scoped
from batonpass.web.api.shapes_sent import Text
from batonpass.web.problem import Problem

routes = scoped("admin")


class ErasureIn(BaseModel):
    person: Text = Field(min_length=3, description="an address, a number as tel:+351…, or the id of a lead")


class ErasedOut(BaseModel):
    erased: tuple[str, ...] = Field(description="the leads that are gone; none when nobody was known")
    waiting: int = Field(description="how much that had become nobody's lead is gone, such as what was in quarantine")


@routes.post("/erasures", response_model=ErasedOut, summary="Forget a person, everywhere")
async def forget(sent: ErasureIn, given: Given, who: Who) -> Any:
    """Their leads, what they sent, what was said to and about them; counts stay. It cannot be taken back."""
    gone = await erase(given.pool, sent.person, by=f"key:{who.label}")
    given.poke()
    return ErasedOut(erased=gone.leads, waiting=gone.waiting)


class HeldOut(BaseModel):
    at: str
    person: list[str] = Field(description="the addresses and numbers they are known by")
    leads: list[str]
    held: dict[str, list[dict[str, Any]]] = Field(description="every row about them, by what it is")


@routes.post("/exports", response_model=HeldOut, summary="All that is held about a person")
async def export(sent: ErasureIn, given: Given, who: Who) -> Any:
    """For whoever asks what you know about them; who took it is noted among the changes."""
    held = await held_about(given.pool, sent.person, by=f"key:{who.label}")
    if held is None:
        raise Problem("not-found", "nobody is known as that: give an address, tel:+351…, or the id of a lead")
    return held.as_data()
