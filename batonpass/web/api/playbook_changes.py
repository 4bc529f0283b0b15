"""What would a playbook change, who changed it and why, and may the one before come back?"""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import Annotated, Any

from fastapi import Body, Path, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from batonpass.store import playbooks
from batonpass.store.playbooks import Why
from batonpass.web.api.guard import Given, Who, scoped
from batonpass.web.api.playbooks import TAKES, WHERE, Text, Yaml
from batonpass.web.playbook.plan_words import plan_data
from batonpass.web.playbook.planned import DAYS, SHOWN, plan
from batonpass.web.problem import Problem
from batonpass.written.load import load
from batonpass.written.refused import Refused

reads = scoped("read")
steers = scoped("admin")
Days = Annotated[int, Query(ge=1, le=3650, description="How far back volume and load look.")]
Shown = Annotated[int, Query(ge=0, le=10_000, description="At most so many leads that change are told.")]
Note = Annotated[str, Query(max_length=2_000, description="Why it changes.")]


class PlanOut(BaseModel):
    """What would change, as `batonpass plan --json` tells it."""

    model_config = ConfigDict(extra="allow")

    active: str
    draft: str
    leads: int
    changed: int


class ChangeOut(BaseModel):
    """What was done with a version, by whom, when and why; `before` stepped down for it."""

    version: str
    what: str
    by: str
    note: str
    before: str | None
    at: datetime


class DraftOut(BaseModel):
    """A version that waits for signatures."""

    version: str
    state: str


class NoteIn(BaseModel):
    """Why it changes."""

    note: str = Field("", max_length=2_000)


class BackOut(BaseModel):
    """The version that is in force again, and the one that stepped down."""

    version: str
    stepped_down: str


@steers.post("/playbooks/plan", response_model=PlanOut, openapi_extra=TAKES, summary="What a playbook would change")
async def plan_playbook(text: Text, given: Given, days: Days = DAYS, shown: Shown = SHOWN) -> Any:
    """Look at every lead under the playbook in force and under this one, as of now; nothing is written."""
    written = await asyncio.to_thread(load, text, WHERE)
    planned = await plan(given.pool, given.watched, written, days=days, shown=shown)
    return plan_data(planned, given.base_url)


@reads.get("/playbooks/history", response_model=list[ChangeOut], summary="Who changed the playbook, and why")
async def list_changes(given: Given) -> Any:
    """The latest first."""
    return await playbooks.history(given.pool)


@reads.get("/playbooks/{version}", response_class=Yaml, summary="A version of the playbook")
async def one_version(version: Annotated[str, Path(max_length=200)], given: Given) -> Response:
    """Word for word, as YAML, whether it is in force, was, or is a draft."""
    try:
        return Yaml((await playbooks.find(given.pool, version)).text)
    except Refused:
        says = f"there is no version named {version[:80]}; GET /v1/playbooks lists those there are"
        raise Problem("not-found", says) from None


@steers.post(
    "/playbooks/drafts", response_model=DraftOut, status_code=201, openapi_extra=TAKES, summary="Draft a version"
)
async def draft_playbook(text: Text, given: Given, who: Who, note: Note = "") -> Any:
    """Keep a sound playbook for people to plan, shadow and sign; nobody works by it yet."""
    version = await playbooks.draft(given.pool, text, where=WHERE, why=Why(by=who.label, note=note))
    return {"version": version, "state": "draft"}


@steers.post("/playbooks/rollback", response_model=BackOut, summary="Let the version before come back")
async def roll_back(given: Given, who: Who, note: Note = "", sent: Annotated[NoteIn | None, Body()] = None) -> Any:
    """In one step; running clocks are untouched. The note stands in the address or in the body."""
    why = Why(by=who.label, note=note or (sent.note if sent else ""))
    stepped_down, version = await playbooks.rollback(given.pool, why=why)
    given.poke()
    return {"version": version, "stepped_down": stepped_down}
