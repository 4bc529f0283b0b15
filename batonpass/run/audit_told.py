"""How is an audit told in a terminal: what it rests on, the five things to fix first, and the figures behind them?"""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console
from rich.table import Table
from rich.text import Text

from batonpass.learn.audit import words
from batonpass.learn.audit.cohorts import State
from batonpass.learn.audit.groups import Group, League
from batonpass.learn.audit.report import Report
from batonpass.learn.intervals import RATE_LEAST

GROUPS_SHOWN = 6
FINDINGS_SHOWN = 8


def tell(report: Report, console: Console) -> None:
    """Print the summary, the most useful first."""
    _head(report, console)
    _fixes(report, console)
    _figures(report, console)
    _seams(report, console)
    for league in (*report.leakage, *report.conversion, *report.kept):
        _league(league, console)
    _months(report, console)
    _lines("The data itself", (f"[{f.weight}] {f.says}{_of(f.such_as)}{_of(f.done)}" for f in report.findings), console)
    _lines("What this export cannot tell", report.untold, console)
    console.print(
        f"Shares and medians carry 95 % intervals; no share of fewer than {RATE_LEAST} leads is told. "
        "Differences are shown, causes are not.",
        style="dim",
    )


def _head(report: Report, console: Console) -> None:
    crm = f", looks like {report.crm}" if report.crm else ""
    span = f", {report.since} to {report.until:%Y-%m-%d}" if report.since and report.until else ""
    console.print(Text(f"{report.file}: {report.leads:,} leads{span}{crm}", style="bold"))
    if report.joined:
        j = report.joined
        console.print(f"Joined with {j.file} on {j.on[0]}: {j.met:,} leads met one of its {j.rows:,} rows.")
    known = ", ".join(f"{one.role}={one.column}" for one in report.columns)
    found = f"Columns: {known}. Wrong?" if known else "No column was recognised."
    console.print(Text(f"{found} Say --map role=Column.", style="dim"))
    for note in report.notes:
        console.print(Text(note, style="dim"))


def _fixes(report: Report, console: Console) -> None:
    if report.fixes:
        console.print(Text("\nFix first", style="bold"))
    for place, fix in enumerate(report.fixes, 1):
        console.print(Text(f"{place}. {fix.what}", style="bold"))
        console.print(Text(f"   {fix.evidence}"))
        console.print(Text(f"   Next: {fix.next_step}"))


def _figures(report: Report, console: Console) -> None:
    table = Table(title="Figures", title_justify="left", show_header=False)
    if report.followed:
        table.add_row("Followed up", words.rate(report.followed))
    if report.touch:
        table.add_row("First touch, median", words.quantile(report.touch.median, days=report.touch.days))
        table.add_row("First touch, one in ten over", words.quantile(report.touch.p90, days=report.touch.days))
        if report.touch.working_median:
            table.add_row("First touch, working time, median", words.quantile(report.touch.working_median))
            table.add_row("First touch, working time, one in ten over", words.quantile(report.touch.working_p90))
    for one in report.within:
        old_enough = f", of {one.share.of:,} old enough" if one.share.of < report.within[0].share.of else ""
        table.add_row(f"Touched within {one.limit}{old_enough}", words.rate(one.share))
    for one in report.within_working:
        table.add_row(f"Touched within {one.limit} of working time", words.rate(one.share))
    if report.when:
        table.add_row(
            "Slowest beyond chance",
            f"{report.when.worst_weekday or 'no weekday'}, {report.when.worst_hour or 'no hour'}",
        )
    for stage in report.stages[1:]:
        said = words.rate(stage.of_all)
        table.add_row(stage.name.capitalize(), said if stage.of_all.rate is None else f"{stage.leads:,}: {said}")
    if report.kept_overall:
        table.add_row("Promise kept", words.rate(report.kept_overall))
    for one in report.context.fields[:4]:
        if one.missing.hits or one.unknown:
            table.add_row(
                f"Without {one.field}",
                f"{words.rate(one.missing)}{_of(f'{one.unknown:,} say unknown') if one.unknown else ''}",
            )
    for stake in report.money.stakes[: bool(report.money.untouched)]:
        value = (
            f", {words.money(stake.value_low)} to {words.money(stake.value_high, report.currency)}"
            if stake.value
            else ""
        )
        value = value or f" ({report.money.worth_from})"
        table.add_row(
            "At stake, if the untouched were won as often", f"{stake.wins_low:.0f} to {stake.wins_high:.0f} wins{value}"
        )
    if table.row_count:
        console.print(table)


def _seams(report: Report, console: Console) -> None:
    if not report.seams:
        return
    table = Table("from", "to", "leads", "median", "p90", "still waiting", title="Seams", title_justify="left")
    for s in report.seams:
        table.add_row(
            s.start, s.end, f"{s.median.of:,}", words.quantile(s.median, days=s.days),
            words.quantile(s.p90, days=s.days), f"{s.waiting:,}",
        )  # fmt: skip
    console.print(table)


def _league(league: League, console: Console) -> None:
    if league.passed_over:
        console.print(Text(f"By {league.by} ({league.column}) nothing is compared: {league.passed_over}.", style="dim"))
        return
    if not league.groups:
        return
    if league.by_chance:
        says = f"{league.question.capitalize()} by {league.by}: no difference beyond chance among {len(league.groups)}."
        console.print(Text(says, style="dim"))
        return
    title = f"{league.question.capitalize()} by {league.by}, of all {words.rate(league.overall)}"
    table = Table(league.by, "leads", league.question, "beyond chance?", title=title, title_justify="left")
    shown = _worth_a_line(league)
    for group in shown:
        table.add_row(Text(group.name), f"{group.share.of:,}", words.rate(group.share), group.differs or "no")
    console.print(table)
    if left := len(league.groups) - len(shown):
        console.print(Text(f"and {left:,} more in the report", style="dim"))


def _worth_a_line(league: League) -> list[Group]:
    """The largest groups, and those that differ; of months the last."""
    few = league.groups[-GROUPS_SHOWN:] if league.by == "month" else league.groups[:GROUPS_SHOWN]
    return [group for group in league.groups if group in few or (group.differs and league.by != "month")]


def _months(report: Report, console: Console) -> None:
    months = report.cohorts
    if months is None or all(one.share is None for one in months.months):
        return
    title = f"{months.outcome.capitalize()} by month of coming in; settled months together {words.rate(months.settled)}"
    table = Table("month", "leads", "so far", "within 30 days", "", title=title, title_justify="left")
    for one in months.months:
        grey = "dim" if one.state is not State.WHOLE or one.cut is not State.WHOLE else ""
        why = "; ".join(filter(None, (one.state, one.cut)))
        table.add_row(one.month, f"{one.leads:,}", words.rate(one.share), words.rate(one.soon), why, style=grey)
    console.print(table)


def _lines(title: str, lines: Iterable[str], console: Console) -> None:
    shown = list(lines)
    if not shown:
        return
    console.print(Text(title, style="bold"))
    for line in shown[:FINDINGS_SHOWN]:
        console.print(Text(f"- {line}"))
    if len(shown) > FINDINGS_SHOWN:
        console.print(f"- and {len(shown) - FINDINGS_SHOWN} more in the report")


def _of(text: str) -> str:
    return f" ({text})" if text else ""
