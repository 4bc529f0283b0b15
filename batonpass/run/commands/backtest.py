"""What does `batonpass backtest` answer: had this playbook been in force, whom would sales have got?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from batonpass.handoff.words import percent
from batonpass.run.named_files import bytes_of
from batonpass.run.past_leads import DATABASE, FileAsked, file_asked, gather, in_force, promised_by_rep
from batonpass.run.printed import AsJson
from batonpass.run.worked_files import AsCsv, Which, csv_of

if TYPE_CHECKING:
    from batonpass.learn.backtest import Amount, Backtest, Bounds, Flip, Load, Side
    from batonpass.learn.intervals import Rate


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("backtest")(backtest_command)


def backtest_command(
    playbook: Annotated[Path, typer.Argument(metavar="PLAYBOOK", help="The changed one.", exists=True, dir_okay=False)],
    *,
    against: Annotated[
        Path | None,
        typer.Option(metavar="PLAYBOOK", help="The present one; else the one in force.", exists=True, dir_okay=False),
    ] = None,
    outcomes: Annotated[
        str, typer.Option(metavar="FILE.csv|database", help="The past leads, with their outcomes.")
    ] = DATABASE,
    outcome: Annotated[str, typer.Option(metavar="COLUMN=VALUES", help="What says converted, and which values.")] = "",
    worth: Annotated[str, typer.Option(metavar="COLUMN", help="The revenue of a lead.")] = "",
    maps: Annotated[list[str] | None, typer.Option("--map", metavar="COLUMN=FIELD", help="What a column is.")] = None,
    empty: Annotated[list[str] | None, typer.Option(help="A value that stands for nothing, such as Select.")] = None,
    table: Which = "",
    as_csv: AsCsv = False,
    as_json: AsJson = False,
) -> None:
    """Try a changed playbook on past leads: who would have been handed over, and what became of them."""
    from batonpass.learn.retried import retried, setting_of
    from batonpass.written.load import load
    from batonpass.written.refused import Problem, Refused

    after = load(bytes_of(playbook, "PLAYBOOK"), str(playbook))
    before = load(bytes_of(against, "--against"), str(against)) if against else in_force()
    asked: FileAsked = file_asked(outcome, worth, maps, empty)
    gathered = gather(outcomes, before, asked)
    if not gathered.leads:
        raise Refused([Problem(where="--outcomes", says=gathered.says[0], instead="Name a CSV file of past leads")])
    now = datetime.now(UTC)
    found = retried(gathered, setting_of(before, now), setting_of(after, now), kept=promised_by_rep(outcomes))
    told = {"says": gathered.says, "backtest": found.backtest, "load": found.loads, "at_risk": found.at_risk}
    if as_csv:
        typer.echo(csv_of("backtest", told, table), nl=False)
    elif as_json:
        import msgspec

        typer.echo(msgspec.json.format(msgspec.json.encode(told), indent=2).decode())
    else:
        typer.echo(
            "\n".join([*gathered.says, "", *_lines(found.backtest), *late(found.at_risk), "", *_loads(found.loads)])
        )


def _lines(found: Backtest) -> Iterator[str]:
    yield f"{found.leads:,} leads; each range holds the truth 95 times in 100"
    for name, side in (("present", found.before), ("changed", found.after)):
        yield from _side(name, side)
    yield f"joins     {_flip(found.joins)}"
    yield f"leaves    {_flip(found.leaves)}"
    yield f"volume    {_signed(found.volume, '{:+,.0f}')}"
    for name, apart in (("precision", found.precision), ("recall", found.recall)):
        yield f"{name:<10}{_points(apart) if apart else 'cannot be compared'}"
    if found.revenue:
        yield f"revenue   {_signed(found.revenue, '{:+,.0f}')}"


def late(more: Amount | None) -> Iterator[str]:
    """First touches that would come late beyond those that do, if each rep keeps as large a share as lately."""
    if more:
        yield f"late      {_signed(more, '{:+,.0f}')} first touches, if each rep keeps as large a share as lately"


def _side(name: str, side: Side) -> Iterator[str]:
    volume = f"{side.volume.value:,.0f} MQLs ({side.volume.low:,.0f} to {side.volume.high:,.0f})"
    yield f"{name:<10}{volume}, {side.unknown:,} of them unknown: nobody worked them"
    yield f"          precision {_rate(side.precision, side.precision_bounds)}"
    yield f"          recall    {_rate(side.recall, side.recall_bounds)}"
    if side.revenue:
        yield f"          revenue   {side.revenue.value:,.0f} ({side.revenue.low:,.0f} to {side.revenue.high:,.0f})"


def _rate(rate: Rate, bounds: Bounds) -> str:
    if rate.rate is None:
        return f"{rate.hits} of {rate.of}: too few to say"
    text = _within(rate)
    if bounds.low is None or bounds.high is None or bounds.low == bounds.high:
        return text
    return f"{text}; {percent(bounds.low, places=1)} to {percent(bounds.high, places=1)} whatever became of the unknown"


def _flip(flip: Flip) -> str:
    came = f"{flip.converted:,} converted, {flip.failed:,} did not, {flip.unknown:,} unknown"
    share = flip.rate
    return f"{flip.leads:,} leads: {came}" + (f" ({_within(share)})" if share.rate is not None else "")


def _points(apart: Amount) -> str:
    """A difference of two shares, in percentage points."""
    value, low, high = (f"{100 * one:+.1f}" for one in (apart.value, apart.low, apart.high))
    return f"{value} points ({low} to {high})"


def _signed(amount: Amount, form: str) -> str:
    return f"{form.format(amount.value)} ({form.format(amount.low)} to {form.format(amount.high)})"


def _loads(shared: tuple[Load, ...]) -> Iterator[str]:
    yield f"{'would have got':<24}{'present':>9}{'changed':>9}  difference"
    for one in sorted(shared, key=lambda load: -abs(load.more.value)):
        yield f"{one.to:<24}{one.before.value:>9,.0f}{one.after.value:>9,.0f}  {_signed(one.more, '{:+,.0f}')}"


def _within(rate: Rate) -> str:
    """The share, then its interval."""
    share, low, high = (percent(one or 0.0, places=1) for one in (rate.rate, rate.low, rate.high))
    return f"{share}, {low} to {high}"
