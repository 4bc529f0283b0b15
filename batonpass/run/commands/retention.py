"""What do `batonpass retention` and `batonpass legal-hold` do?"""

from __future__ import annotations

import getpass
from shlex import quote
from typing import Annotated

import typer

from batonpass.run.in_store import as_it_stands
from batonpass.run.printed import AsJson, say
from batonpass.store.retention import forget_old, hold_for_law, nights, whose_time_is_over
from batonpass.store.world import Watched
from batonpass.written.refused import Problem, Refused


def register(app: typer.Typer) -> None:
    """Add both commands."""
    app.command("retention")(retention_command)
    app.command("legal-hold")(legal_hold_command)


def retention_command(
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say who would go.")] = False,
    report: Annotated[bool, typer.Option("--report", help="Only say how many went, night by night.")] = False,
    as_json: AsJson = False,
) -> None:
    """Forget whose time is over by the playbook's `privacy`; a worker does the same every night."""
    if report:
        told = [{"day": str(day), "gone": gone} for day, gone in as_it_stands(nights)]
        lines = [f"{one['day']}  {_counts(one['gone'])}" for one in told] or ["Nobody has gone yet."]
        say(told, "\n".join(lines), as_json=as_json)
    elif dry_run:
        over = as_it_stands(lambda pool: whose_time_is_over(pool, Watched()))
        told = [{"lead_id": one.lead_id, "kind": one.kind, "since": one.since.isoformat()} for one in over]
        lines = [f"{one.lead_id}  {one.kind}, over since {one.since.isoformat()}" for one in over]
        say(told, "\n".join(lines or ["Nobody's time is over."]), as_json=as_json)
    else:
        gone = as_it_stands(lambda pool: forget_old(pool, Watched()))
        say(gone, f"Forgotten: {_counts(gone)}.", as_json=as_json)


def legal_hold_command(
    who: Annotated[str, typer.Argument(help="The person: an address, a number as tel:+351…, or the id of their lead.")],
    why: Annotated[str, typer.Option(help="The reason to keep them, such as a lawsuit.")] = "",
    *,
    lift: Annotated[bool, typer.Option("--lift", help="Hold them no more: they go when their time is over.")] = False,
    as_json: AsJson = False,
) -> None:
    """Keep a person beyond the playbook's time, for a reason, or lift that again."""
    reason = why.strip()
    if lift == bool(reason):
        says = "--why holds and --lift lets go: say one of them" if lift else "say why, or that the hold is lifted"
        instead = f"Write one of: batonpass legal-hold {quote(who)} --why 'a lawsuit', or with --lift in its place"
        raise Refused([Problem(where="--why", says=says, instead=instead)])
    leads = as_it_stands(lambda pool: hold_for_law(pool, who, reason, by=getpass.getuser()))
    if not leads:
        raise Refused([Problem(where="WHO", says=f"nobody is known as {who}")])
    words = f"{', '.join(leads)}: {'held no more' if lift else 'held'}."
    say({"leads": leads, "held": not lift}, words, as_json=as_json)


def _counts(gone: object) -> str:
    counts = gone if isinstance(gone, dict) else {}
    return ", ".join(f"{count} {kind}" for kind, count in counts.items()) or "nobody"
