"""What do the leads tell as a whole, and what would have been, had another playbook been in force?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, Final

from fastapi import Path, Query
from pydantic import BaseModel, ConfigDict, Field, StrictFloat, StrictInt, ValidationError

from batonpass.learn.office import NEEDS, WEEKS, measured, office_from, stated_from
from batonpass.learn.table import Table
from batonpass.learn.worked_tables import tables_of
from batonpass.store import computations, playbooks, proposals
from batonpass.store.computations import Computation
from batonpass.store.in_force import in_force
from batonpass.store.proposals import Proposal
from batonpass.store.round_days import read_columns
from batonpass.web.api.guard import TENDED, Given, Sent, Who, scoped
from batonpass.web.api.openapi import takes
from batonpass.web.api.reports import FILES, Format, WhichTable, as_file
from batonpass.web.calibration.page import asked_calibration
from batonpass.web.parts.reader import zone_of
from batonpass.web.problem import Problem
from batonpass.web.rejections.page import ABOUT
from batonpass.written.refused import Refused

reads = scoped("read")
steers = scoped("admin")
Id = Annotated[str, Path(pattern="^[0-9a-f]{16}$", description="The id of a computation.")]
Version = Annotated[str, Path(max_length=200, description="A version of the playbook.")]
Day = Annotated[datetime | None, Query(description="Leads since then; a year without it.")]
Number = StrictInt | StrictFloat
_CALLED: Final = {"tier": "tiers"}
"""What the command line calls otherwise than the body."""
_KINDS: Final = ("int", "float")
_IN_WORDS: Final = {
    "extra_forbidden": "is not known here; leave it out",
    "missing": "is missing; send it",
    "int_type": "should be a number",
    "float_type": "should be a number",
}


class ComputationOut(BaseModel):
    """Something worked out aside: waiting, running, done with its `result`, or failed with what `says` why."""

    id: str
    what: str
    asked: dict[str, Any]
    asked_by: str
    asked_at: datetime
    state: str
    ended_at: datetime | None = None
    result: dict[str, Any] | None = None
    says: str = ""


class ProposalOut(BaseModel):
    """A change that the figures ask for, with the leads that ask."""

    id: int
    about: str
    kind: str
    segment: str
    says: str
    state: str
    opened_at: datetime
    hits: int
    of: int
    low: float
    high: float
    wire: float
    leads: list[str]
    version: str | None = None
    answer: str = ""
    answered_by: str = ""
    answered_at: datetime | None = None
    closed_at: datetime | None = None
    closed_because: str = ""


class OfficeIn(BaseModel):
    """An office to simulate; what is left out is as the last weeks measured it."""

    model_config = ConfigDict(extra="forbid")

    leads: Number | None = Field(default=None, description="Leads a week that need a first touch.")
    reps: StrictInt | None = None
    handling: Number | None = Field(default=None, description="Minutes one lead takes.")
    tiers: list[str] | None = Field(default=None, description="Such as urgent=20%:30m.")
    hours: str | None = Field(default=None, description="Such as 9-18.")
    days: StrictInt | None = None
    in_hours: Number | None = None
    allowed: Number | None = None
    weeks: StrictInt | None = None


class SharesIn(BaseModel):
    """Which share of MQLs, and of the fast lane, shall convert, in per cent; without them volumes stay."""

    model_config = ConfigDict(extra="forbid")

    acceptance: Number | None = None
    hot_acceptance: Number | None = None
    predictive: bool = Field(default=False, description="Draft weights free of today's points, if they beat points.")


class AnswerIn(BaseModel):
    """What answers a proposal: the draft, if one does, and why."""

    model_config = ConfigDict(extra="forbid")

    version: str | None = None
    note: str


@reads.get(
    "/reports/calibration",
    response_model=ComputationOut,
    dependencies=[TENDED],
    summary="The latest calibration",
    responses=FILES,
)
async def calibration(given: Given, *, format: Format = "json", table: WhichTable = "") -> Any:  # noqa: A002 - as in reports
    """Which points the outcomes spoke for when it was last asked; `POST /v1/calibrations` asks anew."""
    latest = await computations.last_done(given.pool, "calibration")
    if latest is None:
        raise Problem("not-found", "no calibration was worked out yet; ask for one with POST /v1/calibrations")
    return _computation(latest) if format == "json" else as_file(worked_table(latest, table), format)


@steers.post(
    "/calibrations",
    response_model=ComputationOut,
    status_code=202,
    openapi_extra=takes(SharesIn),
    summary="Weigh the points",
)
async def ask_calibration(sent: Sent, given: Given, who: Who) -> Any:
    """Weigh the points of the playbook in force by what became of past leads; the result proposes a draft."""
    with _fields_named():
        asked = asked_calibration(_plain(SharesIn, sent))
    return await _asked(given, "calibration", asked, who.label)


@steers.post(
    "/playbooks/{version}/backtest",
    response_model=ComputationOut,
    status_code=202,
    summary="Try a version on past leads",
)
async def ask_backtest(version: Version, given: Given, who: Who, *, since: Day = None) -> Any:
    """Compare it with the version in force on past rounds with their outcomes; ask `/v1/computations/{id}` for it."""
    with _fields_named("version"):
        found = await playbooks.find(given.pool, version)
    asked = {"version": found.version}
    if since:
        asked["since"] = (since if since.tzinfo else since.replace(tzinfo=UTC)).isoformat()
    return await _asked(given, "backtest", asked, who.label)


@steers.post(
    "/simulations",
    response_model=ComputationOut,
    status_code=202,
    openapi_extra=takes(OfficeIn),
    summary="Will reps keep the promises?",
)
async def ask_simulation(sent: Sent, given: Given, who: Who) -> Any:
    """Let leads come at random in this office; ask `/v1/computations/{id}` for what came of it.

    It counts hands, not attention: a free rep begins the next lead at once.
    """
    now, world = await in_force(given.pool, given.watched)
    rounds = await read_columns(given.pool, now - timedelta(weeks=WEEKS), now, NEEDS)
    usual = measured(rounds, world.playbook.tiers, zone_of(None, world), now)
    with _fields_named():
        stated = stated_from(_plain(OfficeIn, sent), usual)
        office_from(stated)
    return await _asked(given, "simulation", asdict(stated), who.label)


@reads.get(
    "/computations/{id}",
    response_model=ComputationOut,
    dependencies=[TENDED],
    summary="What came of a computation",
    responses=FILES,
)
async def one_computation(
    id: Id,  # noqa: A002 - the word callers write
    given: Given,
    *,
    format: Format = "json",  # noqa: A002 - as in reports
    table: WhichTable = "",
) -> Any:
    """How it stands, and its result once it is done; a calibration or a backtest as CSV or Parquet, a table each."""
    try:
        found = await computations.find(given.pool, id)
    except LookupError:
        raise Problem("not-found", f"there is no computation {id}") from None
    return _computation(found) if format == "json" else as_file(worked_table(found, table), format)


def worked_table(one: Computation, name: str) -> Table:
    """A table of what was worked out, the first without a name; a Problem where there is none."""
    if one.state != "done" or not one.result:
        raise Problem("conflict", f"the {one.what} is {one.state}; a table is there once it is done")
    there = tables_of(one.what, one.result)
    found = next((each for each in there if name in ("", each.name)), None)
    if found is None:
        has = ", ".join(each.name for each in there) or "none, and is told as JSON"
        raise Problem("not-found", f"the {one.what} has no such table; it has {has}", field="table")
    return found


@reads.get("/proposals", response_model=list[ProposalOut], summary="Changes the figures ask for")
async def list_proposals(given: Given) -> Any:
    """Those of the trip-wire and the drift alarm, those that wait first."""
    return [_proposal(one) for one in await proposals.proposals(given.pool, ABOUT)]


@steers.post(
    "/proposals/{number}/answer",
    response_model=list[ProposalOut],
    openapi_extra=takes(AnswerIn),
    summary="Answer a proposal",
)
async def answer_proposal(number: Annotated[int, Path(ge=1, lt=2**62)], sent: Sent, given: Given, who: Who) -> Any:
    """With a draft, or with why nothing changes."""
    said = _plain(AnswerIn, sent)
    if version := said.get("version"):
        with _fields_named("version"):
            await playbooks.find(given.pool, version)
    await proposals.answer(given.pool, number, by=who.label, says=said["note"], version=version)
    return [_proposal(one) for one in await proposals.proposals(given.pool, ABOUT) if one.id == number]


async def _asked(given: Any, what: str, asked: Mapping[str, Any], by: str) -> dict[str, Any]:
    return _computation(await computations.find(given.pool, await computations.ask(given.pool, what, asked, by=by)))


@contextmanager
def _fields_named(field: str = "") -> Iterator[None]:
    """What is wrong here is wrong in a field of the body: in this one, or in the one that the refusal calls so."""
    try:
        yield
    except Refused as refused:
        first = refused.problems[0]
        name = field or _CALLED.get(first.where, first.where)
        raise Problem("invalid", f"{name}: {first.says}. {first.instead}", field=name) from None


def _plain(model: type[BaseModel], sent: Mapping[str, Any]) -> dict[str, Any]:
    try:
        return model.model_validate(dict(sent)).model_dump(exclude_none=True)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(step) for step in first["loc"] if step not in _KINDS)
        says = _IN_WORDS.get(first["type"], first["msg"].removeprefix("Input "))
        raise Problem("invalid", f"{field}: {says}", field=field) from None


def _computation(one: Computation) -> dict[str, Any]:
    return asdict(one)


OF_ANSWER = (
    "id", "state", "opened_at", "version", "answer", "answered_by", "answered_at", "closed_at", "closed_because",
)  # fmt: skip


def _proposal(one: Proposal) -> dict[str, Any]:
    told = {
        name: getattr(one.found, name)
        for name in ("about", "kind", "segment", "says", "hits", "of", "low", "high", "wire")
    }
    own = {name: getattr(one, name) for name in OF_ANSWER}
    return told | own | {"leads": [each.lead for each in one.found.leads]}
