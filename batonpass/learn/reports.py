"""Which reports are made from rounds, from which columns, and over which days?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, TypeAlias

from batonpass.learn.asked import Asked, chosen
from batonpass.learn.commitments import commitments_report, month_of
from batonpass.learn.diagnosis import MATURE, diagnosis_report
from batonpass.learn.headline import headline_report, weeks_of
from batonpass.learn.loop_reports import OF_FUNNEL, OF_REJECTIONS, campaigns_report, funnel_report, rejections_report
from batonpass.learn.rounds import COLUMN_OF, WORDED, Rounds
from batonpass.learn.seams import COLUMNS
from batonpass.learn.seams_told import seams_report
from batonpass.learn.sla import PROMISES, sla_report
from batonpass.learn.table import Table
from batonpass.learn.terms import Terms
from batonpass.learn.verdicts import columns_of

Make: TypeAlias = Callable[[Rounds, Asked, Terms], tuple[Table, ...]]
ALWAYS: Final = ("arrived_at", "mql_at", "ended_at", "historic")
OUTCOMES: Final = ("accepted_at", "rejected_at", "touched_at", "disposed_at", "sal_at", "sql_at")
BEHIND: Final = (
    "opportunity_at", "won_at", "lost_at", "breached_owner", "reject_reason", "outcome_reason", "completeness",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One report: what it is called, how it is made, and what it reads. `begins` is the first instant it looks at."""

    name: str
    title: str
    says: str
    make: Make
    columns: tuple[str, ...]
    begins: Callable[[Asked], datetime]


def promised(names: Iterable[str]) -> tuple[str, ...]:
    """The columns of these promises."""
    return tuple(column for name in names for column in columns_of(name))


def _before(asked: Asked) -> datetime:
    return asked.before.since


REPORTS: Final[Mapping[str, Report]] = {
    one.name: one
    for one in (
        Report(
            name="headline", title="Handoff health", says="The four figures that both teams look at",
            make=headline_report, begins=lambda asked: min(weeks_of(asked).since, asked.before.since),
            columns=(*ALWAYS, *OUTCOMES, *promised(("first_touch", "dispose"))),
        ),
        Report(
            name="seams", title="Seams", says="Where the minutes hide between a submission and its outcome",
            make=seams_report, begins=_before, columns=(*ALWAYS, *COLUMNS, "first_owner", "lead"),
        ),
        Report(
            name="sla", title="SLA, both ways", says="What each side promised the other, by the same rules",
            make=sla_report, begins=lambda asked: asked.since,
            columns=(*ALWAYS, *OUTCOMES, "completeness", "source", "tier", "owner", "first_owner", *promised(PROMISES)),
        ),
        Report(
            name="commitments", title="Commitments", says="The month's promises and their pace",
            make=commitments_report, begins=lambda asked: month_of(asked).since,
            columns=(*ALWAYS, *OUTCOMES, "completeness", "source", *promised(PROMISES)),
        ),
        Report(
            name="diagnosis", title="Diagnosis", says="Where a change of MQL to SQL lies",
            make=diagnosis_report, begins=lambda asked: asked.before.before.since - 3 * MATURE,
            columns=(*ALWAYS, *OUTCOMES, *COLUMNS, "source", "tier", "first_owner", *promised(("first_touch",))),
        ),
        Report(
            name="funnel", title="Funnel", says="How far leads of each kind get, and those of each month",
            make=funnel_report, begins=lambda asked: asked.since, columns=(*ALWAYS, *OF_FUNNEL),
        ),
        Report(
            name="campaigns", title="Campaigns", says="What each campaign brings, from first form to won",
            make=campaigns_report, begins=lambda asked: asked.since, columns=(*ALWAYS, *OF_FUNNEL),
        ),
        Report(
            name="rejections", title="Rejections", says="What sales gives back, against the trip-wire",
            make=rejections_report, begins=lambda asked: asked.since, columns=(*ALWAYS, *OF_REJECTIONS),
        ),
    )
}  # fmt: skip
LEADS: Final = (*ALWAYS, *OUTCOMES, *BEHIND, *COLUMNS, *promised(PROMISES), "source", "first_owner", "owner", "lead")
"""What a list of the leads behind a figure reads."""


def needed(columns: Iterable[str], asked: Asked) -> tuple[str, ...]:
    """The columns, with those by which the leads are cut."""
    cut = [COLUMN_OF.get(name, name) for name in (asked.by, *asked.only) if name in WORDED]
    return tuple(dict.fromkeys((*columns, *cut)))


def made(report: Report, rounds: Rounds, asked: Asked, terms: Terms) -> tuple[Table, ...]:
    """The tables of a report about the leads asked for."""
    return report.make(chosen(rounds, asked.only), asked, terms)
