"""What does `batonpass simulate` answer: will so many reps keep this promise at this volume?"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import asdict
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated, Any

import typer

from batonpass.handoff.words import percent
from batonpass.run.printed import AsJson

if TYPE_CHECKING:
    from batonpass.learn.capacity import Office, Share
    from batonpass.learn.office import Answer, Stated

SHOWN = 0.05


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("simulate")(simulate_command)


def simulate_command(
    *,
    leads: Annotated[float | None, typer.Option(min=0.1, help="Leads a week that need a first touch.")] = None,
    reps: Annotated[int | None, typer.Option(min=1, max=100, help="Reps who work at the same time.")] = None,
    handling: Annotated[float | None, typer.Option(min=0.1, help="Minutes one lead takes, on average.")] = None,
    tiers: Annotated[
        list[str] | None, typer.Option("--tier", metavar="NAME=SHARE%:BUDGET", help="Such as urgent=20%:30m.")
    ] = None,
    hours: Annotated[str, typer.Option(help="When they work.")] = "9-18",
    days: Annotated[int, typer.Option(min=1, max=7, help="Working days, from Monday on.")] = 5,
    in_hours: Annotated[
        float | None, typer.Option(min=0, max=100, help="Per cent of leads that come in working time.")
    ] = None,
    allowed: Annotated[float, typer.Option(min=0, max=100, help="Per cent of promises that may break.")] = 5,
    weeks: Annotated[int, typer.Option(min=1, max=104, help="Weeks in each of twenty runs.")] = 13,
    as_json: AsJson = False,
) -> None:
    """Let leads come at random and see which promises break, how many wait when, and what would mend it cheapest.

    What is not said of leads, reps, minutes and tiers is as the last eight weeks of the database measured it.
    """
    import numpy as np

    from batonpass.learn.office import office_from, simulated
    from batonpass.learn.past import SEED
    from batonpass.written.refused import Refused

    said = {"leads": leads, "reps": reps, "handling": handling, "tiers": tuple(tiers or ()) or None}
    stated = _stated(
        said | {"hours": hours, "days": days, "in_hours": in_hours, "allowed": allowed, "weeks": weeks},
        whole=all(value is not None for value in said.values()),
    )
    try:
        office = office_from(stated)
    except Refused as refused:
        raise typer.BadParameter(str(refused)) from None
    answer = simulated(stated, np.random.default_rng(SEED))
    if as_json:
        import msgspec

        typer.echo(msgspec.json.format(msgspec.json.encode({"stated": stated, **asdict(answer)}), indent=2).decode())
    else:
        typer.echo("\n".join(_lines(stated, office, answer)))


def _stated(said: dict[str, Any], *, whole: bool) -> Stated:
    """The office as it was said, over what the last weeks measured where not all of it was."""
    from batonpass.learn.office import Stated, stated_from

    given = {name: value for name, value in said.items() if value is not None}
    return Stated(**given) if whole else stated_from(given, asyncio.run(_measured()))


async def _measured() -> Stated:
    from batonpass.learn.office import NEEDS, WEEKS, assumed, measured
    from batonpass.run.settings import read_settings
    from batonpass.store.open import open_store
    from batonpass.store.round_days import read_columns
    from batonpass.store.world import read_world
    from batonpass.web.parts.reader import zone_of

    async with open_store(read_settings().where, connections=2) as pool:
        async with pool.acquire() as connection:
            world = await read_world(connection)
            now = await connection.fetchval("select app.now()")
        rounds = await read_columns(pool, now - timedelta(weeks=WEEKS), now, NEEDS)
        for name in assumed(rounds, now):
            typer.echo(f"--{name.replace('_', '-')} is assumed: too little happened in {WEEKS} weeks to say", err=True)
        return measured(rounds, world.playbook.tiers, zone_of(None, world), now)


ATTENTIVE = (
    "This counts hands, not attention: a free rep begins the next lead at once. "
    "Who looks only now and then is later; what really came late is in `batonpass report sla`."
)
"""What nobody should take the answer for."""


def _lines(stated: Stated, office: Office, answer: Answer) -> Iterator[str]:
    found, allowed = answer.simulated, stated.allowed / 100
    reps = f"{stated.reps} rep{'s' if stated.reps > 1 else ''} at once"
    yield f"{stated.leads:g} leads a week, {reps}, {stated.handling:g} minutes a lead"
    yield f"{found.leads:,} leads let come at random; reps are busy {percent(found.busy)} of their time"
    yield f"broken promises: {_share(found.broken)} of all"
    for tier in office.tiers:
        yield f"  {tier.name} ({tier.budget:g} minutes): {_share(found.tiers[tier.name])}"
    waits = [f"{hour}:30 {queue:.1f}" for hour, queue in enumerate(found.waiting) if queue >= SHOWN]
    yield f"leads that wait, on average: {', '.join(waits) or 'hardly any'}"
    yield _verdict(answer, allowed)
    yield ATTENTIVE
    if answer.keepable:
        kept = ", ".join(f"{tier.name} within {tier.budget:g} minutes" for tier in answer.keepable)
        yield f"As it is, this office keeps: {kept}."


def _verdict(answer: Answer, allowed: float) -> str:
    from batonpass.learn.office import Verdict, verdict_of

    found, change = answer.simulated, answer.change
    verdict = verdict_of(found.broken.low, found.broken.high, allowed)
    if verdict is Verdict.HOLDS:
        return f"The promise holds: no more than {percent(allowed)} break."
    fails = "It does not hold" if verdict is Verdict.FAILS else "It is not sure to hold"
    if change:
        return (
            f"{fails}. Cheapest: {change.says} ({change.hours:g} rep hours a week); then {_share(change.broken)} break."
        )
    if verdict is Verdict.UNSURE:
        return f"{fails}: {found.leads:,} leads are too few to tell. Let them come for longer (--weeks)."
    return f"{fails}, and neither thrice the reps nor longer hours mend it: promise less, or be faster."


def _share(share: Share) -> str:
    return f"{percent(share.value, places=1)} ({percent(share.low, places=1)} to {percent(share.high, places=1)})"
