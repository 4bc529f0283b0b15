"""What does `batonpass simulate` answer: will so many reps keep this promise at this volume?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from batonpass.learn.capacity import Change, Office, Share, Simulated

SHOWN = 0.05


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("simulate")(simulate_command)


def simulate_command(
    *,
    leads: Annotated[float, typer.Option(min=0.1, help="Leads a week that need a first touch.")],
    reps: Annotated[int, typer.Option(min=1, max=100, help="Reps who work at the same time.")],
    handling: Annotated[float, typer.Option(min=0.1, help="Minutes one lead takes, on average.")],
    tiers: Annotated[list[str], typer.Option("--tier", metavar="NAME=SHARE%:BUDGET", help="Such as urgent=20%:30m.")],
    hours: Annotated[str, typer.Option(help="When they work.")] = "9-18",
    days: Annotated[int, typer.Option(min=1, max=7, help="Working days, from Monday on.")] = 5,
    in_hours: Annotated[float, typer.Option(min=0, max=100, help="Per cent of leads that come in working time.")] = 70,
    allowed: Annotated[float, typer.Option(min=0, max=100, help="Per cent of promises that may break.")] = 5,
    weeks: Annotated[int, typer.Option(min=1, max=104, help="Weeks in each of twenty runs.")] = 13,
    as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """Let leads come at random and see which promises break, how many wait when, and what would mend it cheapest."""
    import numpy as np

    from batonpass.learn.office import Stated, office_from, simulated
    from batonpass.learn.past import SEED
    from batonpass.written.refused import Refused

    stated = Stated(
        leads=leads,
        reps=reps,
        handling=handling,
        tiers=tuple(tiers),
        hours=hours,
        days=days,
        in_hours=in_hours,
        allowed=allowed,
        weeks=weeks,
    )
    try:
        office = office_from(stated)
    except Refused as refused:
        raise typer.BadParameter(str(refused)) from None
    found, change = simulated(stated, np.random.default_rng(SEED))
    if as_json:
        import msgspec

        typer.echo(msgspec.json.format(msgspec.json.encode({"simulated": found, "change": change}), indent=2).decode())
    else:
        typer.echo("\n".join(_lines(office, found, change, allowed / 100)))


def _lines(office: Office, found: Simulated, change: Change | None, allowed: float) -> Iterator[str]:
    yield f"{found.leads:,} leads let come at random; reps are busy {found.busy:.0%} of their time"
    yield f"broken promises: {_share(found.broken)} of all"
    for tier in office.tiers:
        yield f"  {tier.name} ({tier.budget:g} minutes): {_share(found.tiers[tier.name])}"
    waits = [f"{hour}:30 {queue:.1f}" for hour, queue in enumerate(found.waiting) if queue >= SHOWN]
    yield f"leads that wait, on average: {', '.join(waits) or 'hardly any'}"
    if found.broken.high <= allowed:
        yield f"The promise holds: no more than {allowed:.0%} break."
    elif change:
        hours = f"{change.hours:g} rep hours a week"
        yield f"It does not hold. Cheapest: {change.says} ({hours}); then {_share(change.broken)} break."
    else:
        yield "It does not hold, and neither thrice the reps nor longer hours mend it: promise less, or handle faster."


def _share(share: Share) -> str:
    return f"{share.value:.1%} ({share.low:.1%} to {share.high:.1%})"
