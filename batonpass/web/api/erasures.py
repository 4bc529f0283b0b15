"""What happens when a person wants to be forgotten?"""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, Field

from batonpass.store.erase import erase
from batonpass.web.api.guard import Given, scoped
from batonpass.web.api.shapes_sent import Text

routes = scoped("admin")


class ErasureIn(BaseModel):
    person: Text = Field(min_length=3, description="an address, a number as tel:+351…, or the id of a lead")


class ErasedOut(BaseModel):
    erased: tuple[str, ...] = Field(description="the leads that are gone; none when nobody was known")


@routes.post("/erasures", response_model=ErasedOut, summary="Forget a person, everywhere")
async def forget(sent: ErasureIn, given: Given) -> Any:
    """Their leads, what they sent, what was said to and about them; counts stay. It cannot be taken back."""
    gone = await erase(given.pool, sent.person)
    given.poke()
    return ErasedOut(erased=gone.leads)
