"""What does an export tell about the handoff, all in all, with its evidence and its limits?"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from batonpass.handoff.hours import Hours
from batonpass.learn.audit import groups, waits
from batonpass.learn.audit.business import worked_between
from batonpass.learn.audit.cohorts import Cohorts, cohorts
from batonpass.learn.audit.columns import Column, recognise, said_roles
from batonpass.learn.audit.context import Context, context
from batonpass.learn.audit.fixes import Evidence, Fix, five_to_fix
from batonpass.learn.audit.funnel import Stage, funnel
from batonpass.learn.audit.groups import League
from batonpass.learn.audit.join import Joined, join
from batonpass.learn.audit.leads import Clocks, Leads, assemble, at_, on_
from batonpass.learn.audit.money import Money, money
from batonpass.learn.audit.quality import Finding, findings
from batonpass.learn.audit.read import Table, columns_of
from batonpass.learn.audit.roles import Role
from batonpass.learn.audit.stays import Stay, stays
from batonpass.learn.audit.untold import told_and_untold
from batonpass.learn.audit.waits import Wait, Within
from batonpass.learn.audit.when import When, by_hour_and_weekday
from batonpass.learn.intervals import Rate


def quietly(step: str) -> None:
    """Say nothing about progress."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked of an export: columns as somebody said (`role=Column`), clocks, and what a deal is worth."""

    file: str
    clocks: Clocks
    said: Sequence[str] = ()
    hours: Hours | None = None
    calendar: str = ""
    deal_value: float | None = None
    currency: str = ""
    more: Table | None = None
    more_file: str = ""
    on: str = ""
    step: Callable[[str], None] = field(default=quietly)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The audit of one export. Nothing in it names a lead: rows are told by their number below the header."""

    file: str
    made_at: datetime
    rows: int
    leads: int
    crm: str
    columns: tuple[Column, ...]
    passed_over: tuple[str, ...]
    since: date | None
    until: datetime | None
    zone: str
    written_in: str
    calendar: str
    currency: str
    joined: Joined | None
    outcome: str
    won: Rate | None
    followed: Rate | None
    followed_by: str
    touch: Wait | None
    within: tuple[Within, ...]
    within_working: tuple[Within, ...]
    seams: tuple[Wait, ...]
    stays: tuple[Stay, ...]
    when: When | None
    leakage: tuple[League, ...]
    conversion: tuple[League, ...]
    kept_overall: Rate | None
    kept: tuple[League, ...]
    context: Context
    stages: tuple[Stage, ...]
    cohorts: Cohorts | None
    money: Money
    findings: tuple[Finding, ...]
    fixes: tuple[Fix, ...]
    notes: tuple[str, ...]
    untold: tuple[str, ...]


def audit(table: Table, asked: Asked) -> Report:
    """Read a table of texts into a report; raise Refused where columns or the second export are said wrongly."""
    joined: Joined | None = None
    if asked.more is not None:
        asked.step("Joining the two exports")
        table, joined = join(table, asked.more, on=asked.on, names=(asked.file, asked.more_file))
    asked.step("Recognising columns")
    texts = table.rows.select(columns_of(table))
    columns = recognise(texts, said_roles(asked.said, texts.columns, asked.file))
    added = frozenset(joined.added) if joined else frozenset[str]()
    leads = assemble(table.rows, columns, asked.clocks, joined=added, step=asked.step)
    return _analysed(leads, table, asked, joined)


def _analysed(leads: Leads, table: Table, asked: Asked, joined: Joined | None) -> Report:
    worked = worked_between(asked.hours) if asked.hours else None
    asked.step("Measuring waits")
    seams = waits.seams(leads, worked)
    touch = waits.first_touch(leads, seams, worked)
    wall, working = waits.within(leads, worked)
    when = by_hour_and_weekday(leads, worked)
    asked.step("Comparing sources, owners, regions and months")
    leakage, conversion, kept = groups.leakage(leads), groups.conversion(leads), groups.kept(leads)
    asked.step("Following months and stages")
    months = cohorts(leads)
    stages = funnel(leads, months)
    asked.step("Looking at the data itself")
    all_waits = seams if touch is None or touch in seams else (*seams, touch)
    found = findings(leads, table, waits=all_waits, months=months, joined=joined)
    notes, untold = told_and_untold(leads, calendar=asked.calendar)
    stakes = money(leads, asked.deal_value)
    report = Report(
        file=asked.file, made_at=asked.clocks.at, rows=table.rows.height, leads=leads.rows.height,
        crm=leads.columns.crm, columns=leads.columns.found, passed_over=leads.columns.passed_over,
        since=_since(leads), until=leads.until, zone=asked.clocks.zone, written_in=asked.clocks.written_in,
        calendar=asked.calendar, currency=asked.currency or stakes.currency, joined=joined, outcome=leads.outcome,
        won=conversion[0].overall if conversion else groups.overall_won(leads),
        followed=waits.followed_up(leads), followed_by=leads.followed_by, touch=touch, within=wall,
        within_working=working, seams=seams, stays=stays(leads.log), when=when, leakage=leakage, conversion=conversion,
        kept_overall=kept[0].overall if kept else None, kept=kept, context=context(leads), stages=stages,
        cohorts=months, money=stakes, findings=found, fixes=(), notes=notes, untold=untold,
    )  # fmt: skip
    return replace(report, fixes=five_to_fix(_evidence(report, leads)))


def _evidence(report: Report, leads: Leads) -> Evidence:
    return Evidence(
        leads=report.leads,
        touched_known=leads.has(at_(Role.TOUCHED)),
        followed=report.followed,
        touch=report.touch,
        seams=report.seams,
        stays=report.stays,
        when=report.when,
        leakage=report.leakage,
        conversion=report.conversion,
        kept=report.kept,
        context=report.context,
        findings=report.findings,
    )


def _since(leads: Leads) -> date | None:
    if not leads.has(on_(Role.CREATED)):
        return None
    first = leads.rows[on_(Role.CREATED)].min()
    return first if isinstance(first, date) else None
