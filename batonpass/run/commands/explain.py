"""What does `batonpass explain` answer: why a lead stands where it stands, or stood at an instant?"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Annotated, Any

import typer

from batonpass.handoff.explain import Advice, Explanation, Near
from batonpass.handoff.words import plain
from batonpass.run.commands.time import read_instant
from batonpass.run.printed import AsJson, exact, short
from batonpass.run.settings import read_settings
from batonpass.store.open import open_store
from batonpass.store.past import Explained, explained
from batonpass.written.refused import Problem, Refused

WAYS_TOLD = 6
Who = Annotated[str, typer.Argument(metavar="LEAD", help="A lead's id, or the person's e-mail address.")]
At = Annotated[
    datetime | None,
    typer.Option("--at", parser=read_instant, metavar="INSTANT", help="As it was then. Default: now."),
]


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command("explain")(explain_command)


def explain_command(lead: Who, *, at: At = None, as_json: AsJson = False) -> None:
    """Say what a lead's points add up from, what nearly counted, what is unknown, and what would make it ready."""
    try:
        found = asyncio.run(_explained(lead, at))
    except LookupError:
        says, instead = f"there is no lead {lead}", "Give its id or the person's e-mail address"
        raise Refused([Problem(where="LEAD", says=says, instead=instead)]) from None
    typer.echo(as_data(found) if as_json else "\n".join(in_words(found)))


async def _explained(lead: str, at: datetime | None) -> Explained:
    async with open_store(read_settings().where, connections=1) as pool:
        return await explained(pool, lead, at)


def as_data(found: Explained) -> str:
    """The explanation as JSON, numbers to the last digit."""
    one = found.explanation
    told: dict[str, Any] = {
        "lead_id": found.lead_id,
        "at": one.at,
        "playbook": one.playbook,
        "stage": one.stage,
        "band": one.band,
        "cell": one.cell,
        "fit": short(one.scored.fit),
        "behaviour": short(one.scored.behaviour),
        "total": short(one.scored.total),
        "model": one.scored.model,
        "contributions": [{**_fields(p), "points": short(p.points)} for p in one.scored.parts],
        "unknown": one.scored.unknown,
        "recorded": {"at": found.recorded.at, "total": short(found.recorded.total), "identical": found.identical},
        "because": one.because,
        "short": one.short,
        "points_short": short(one.points_short),
        "near": one.near,
        "ways": one.ways,
        "owner": found.owner,
        "queue": found.queue,
        "routed_because": found.routed_because if found.owner or found.queue else "",
        "unknown_fields": one.missing,
    }
    return exact(told)


def in_words(found: Explained) -> Iterator[str]:
    """The explanation as a person reads it."""
    one, scored = found.explanation, found.explanation.scored
    yield f"{found.lead_id} as of {one.at:%Y-%m-%d %H:%M} UTC, by playbook {one.playbook}"
    yield f"{one.stage.value}: {one.because}" if one.because else one.stage.value
    if found.owner or found.queue:
        yield f"with {found.owner or f'the queue {found.queue}'}: {found.routed_because}"
    cell = f", cell {one.cell}" if one.cell else ""
    yield f"{scored.because}{cell}"
    yield from (f"  {plain(part.points):>7}  {part.says} ({part.kind}: {part.rule})" for part in scored.parts)
    yield _recorded(found)
    if one.near:
        yield "nearly counted:"
        yield from (f"  {_near(near)}" for near in one.near)
    yield from _what_helps(one)


def _recorded(found: Explained) -> str:
    recorded = found.recorded
    same = "worked out anew it is the same" if found.identical else "WORKED OUT ANEW IT DIFFERS: look into it"
    return f"last decided {recorded.at:%Y-%m-%d %H:%M} UTC at {plain(recorded.total)} points; {same}"


def _near(near: Near) -> str:
    points = f"{plain(near.points)} points" if near.points is not None else near.kind
    why = f"unknown: {', '.join(near.missing)}" if near.missing else f"lacks: {near.lacks}"
    return f"{near.says} ({points}, {near.rule}); {why}"


def _what_helps(one: Explanation) -> Iterator[str]:
    if not one.short:
        return
    missing = f" ({plain(one.points_short)} points short)" if one.points_short else ""
    yield f"not ready for sales: {one.short}{missing}"
    if one.ways:
        yield "what would help:"
        yield from (f"  {_way(way)}" for way in _told(one.ways))


def _told(ways: Iterable[Advice]) -> list[Advice]:
    return list(ways)[:WAYS_TOLD]


def _way(way: Advice) -> str:
    often = f" {way.times} times" if way.times > 1 else ""
    what = f"if it were known and so: {way.says}" if way.kind == "field" else f"{way.says}{often}"
    return f"+{plain(way.gain)}  {what}" + (" - enough by itself" if way.enough else "")


def _fields(part: Any) -> dict[str, Any]:
    return {"rule": part.rule, "says": part.says, "kind": part.kind}
