"""How does a program that holds a side's key agree to a version, and put it in force once both sides have?"""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Query
from pydantic import BaseModel

from batonpass.store import playbooks, signatures
from batonpass.store.playbooks import Why
from batonpass.store.signatures import Mode, Side
from batonpass.web.api.guard import Given, Who, scoped
from batonpass.web.problem import Problem
from batonpass.web.wiring import Collaborators

for_sales, for_marketing, steers = scoped("sales"), scoped("marketing"), scoped("admin")
Note = Annotated[str, Query(max_length=2_000, description="Why.")]


class SignedOut(BaseModel):
    """Which side has signed a version, and which have still to."""

    version: str
    signed: str
    lacks: list[str]


class InForceOut(BaseModel):
    """The version that is in force now."""

    version: str
    state: str


@for_sales.post("/playbooks/{version}/signatures/sales", response_model=SignedOut, summary="Sign for sales")
async def sign_for_sales(version: str, given: Given, who: Who, note: Note = "") -> Any:
    """With a key of the scope `sales`; a key signs once, and an administrator's key signs for nobody."""
    return await _signed(version, given, who, side=Side.SALES, note=note)


@for_marketing.post("/playbooks/{version}/signatures/marketing", response_model=SignedOut, summary="Sign for marketing")
async def sign_for_marketing(version: str, given: Given, who: Who, note: Note = "") -> Any:
    """With a key of the scope `marketing`; a key signs once, and an administrator's key signs for nobody."""
    return await _signed(version, given, who, side=Side.MARKETING, note=note)


@steers.post("/playbooks/{version}/activate", response_model=InForceOut, summary="The same as apply")
@steers.post("/playbooks/{version}/apply", response_model=InForceOut, summary="Put a signed version in force")
async def apply_version(version: str, given: Given, who: Who, note: Note = "") -> Any:
    """Once its examples hold and both sides have signed, where this installation asks for that."""
    why = Why(by=who.label, note=note)
    await signatures.activate(given.pool, version, why=why, mode=Mode(given.signatures), through="api")
    found = await playbooks.find(given.pool, version)
    given.poke()
    return {"version": found.version, "state": found.state}


async def _signed(version: str, given: Collaborators, who: Who, *, side: Side, note: str) -> Any:
    if side.value not in who.scopes:
        raise Problem("not-allowed", f"signing needs the scope {side.value} itself: admin stands for neither side")
    absent = await signatures.sign_with_key(given.pool, version, side=side, key_id=who.id, label=who.label, note=note)
    return {"version": version, "signed": side.value, "lacks": [one.value for one in absent]}
