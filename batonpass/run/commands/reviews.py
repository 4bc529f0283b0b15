"""What does `batonpass reviews` show, and how does somebody of marketing answer?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Annotated, Any

import asyncpg
import msgspec
import typer

from batonpass.handoff.lead import Lead
from batonpass.handoff.playbook.review import REVIEW
from batonpass.handoff.refusal import Refusal
from batonpass.handoff.requests import Approve, Request, SendBack
from batonpass.handoff.words import plain
from batonpass.run.in_store import in_store
from batonpass.run.printed import AsJson
from batonpass.store import named, reviewers, reviews
from batonpass.store.in_force import in_force_on
from batonpass.store.take import act
from batonpass.store.world import Watched
from batonpass.written.refused import Problem, Refused

LeadName = Annotated[str, typer.Argument(metavar="LEAD", help="Its id, or the person's e-mail address.")]
By = Annotated[str, typer.Option("--as", help="The address of the user who answers.", metavar="USER")]
Note = Annotated[str, typer.Option(help="What else there is to say.")]
Reason = Annotated[str, typer.Option(help="A reason of the playbook's review, such as not_yet.")]
commands = typer.Typer(help="Leads that wait for marketing's yes: see them, let them go, send them back.")


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(commands, name="reviews")


@commands.command("list")
def list_command(*, as_json: AsJson = False) -> None:
    """Show what waits, the most pressing first."""
    waiting = in_store(reviews.waiting)
    told = msgspec.json.encode([_data(lead) for lead in waiting]).decode()
    typer.echo(told if as_json else "\n".join(_lines(waiting)) or "Nothing waits for marketing.")


@commands.command()
def approve(lead: LeadName, by: By, *, note: Note = "", as_json: AsJson = False) -> None:
    """Let a lead go to sales: it is routed now, and the first touch is promised from now."""
    _answer(lead, by, lambda who: Approve(by=who, note=note), as_json=as_json)


@commands.command("return")
def send_back(lead: LeadName, by: By, reason: Reason, *, note: Note = "", as_json: AsJson = False) -> None:
    """Send a lead back, saying why; the reason says whether it rests or is out for good."""
    _answer(lead, by, lambda who: SendBack(by=who, reason=reason, note=note), as_json=as_json)


def _answer(lead: str, by: str, asks: Callable[[str], Request], *, as_json: bool) -> None:
    async def work(pool: asyncpg.Pool) -> tuple[str, str, str | None, str | None]:
        watched = Watched()
        async with pool.acquire() as connection:
            _, world = await in_force_on(connection, watched)
            who = await reviewers.reviewer(connection, by, world)
            found = await connection.fetchval(reviewers.SQL.find_waiting, lead)
        if found is None:
            raise Refused(
                [Problem(where="reviews", says=f"there is no lead {lead}", instead="batonpass reviews list shows them")]
            )
        await act(pool, watched, found, asks(who))
        (stands,) = await named.whole(pool, [found])
        owner = world.directory.name_of(stands.owner) if stands.owner else stands.queue
        return found, stands.name, stands.stage.value, owner

    try:
        lead_id, name, stage, owner = in_store(work)
    except Refusal as refusal:
        raise Refused([Problem(where="reviews", says=refusal.says)]) from None
    told = {"lead_id": lead_id, "stage": stage, "owner": owner}
    words = f"{name} is {stage} now" + (f", with {owner}." if owner else ".")
    typer.echo(msgspec.json.encode(told).decode() if as_json else words)


def _lines(waiting: Sequence[Lead]) -> Iterator[str]:
    for lead in waiting:
        clock, held = lead.running(REVIEW), lead.waiting
        if clock and held:
            late = "LATE since" if clock.breached_at else "look by"
            company = lead.account_name or lead.value("company")
            yield f"{lead.id}  {lead.name}{', ' + company if company else ''}: {late} {clock.due_at:%Y-%m-%d %H:%M} UTC"
            yield f"    {plain(lead.score.total) if lead.score else 0} points, {held.tier or 'no'} tier; {held.because}"


def _data(lead: Lead) -> dict[str, Any]:
    clock, held = lead.running(REVIEW), lead.waiting
    return {
        "lead_id": lead.id,
        "name": lead.name,
        "company": lead.account_name or lead.value("company"),
        "score": float(lead.score.total) if lead.score else None,
        "tier": held.tier if held else "",
        "because": held.because if held else "",
        "due_at": clock.due_at if clock else None,
        "late": bool(clock and clock.breached_at),
    }
