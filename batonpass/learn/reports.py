"""Which reports are made from rounds, from which columns, and over which days?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, TypeAlias

from batonpass.learn.asked import Asked, chosen
from batonpass.learn.commitments import commitments_report, month_of
from batonpass.learn.diagnosis import OF_DIAGNOSIS, diagnosis_report, old_enough
from batonpass.learn.funnel import Step
from batonpass.learn.headline import headline_report, weeks_of
from batonpass.learn.leaks import OF_LEAKS, leaks_report
from batonpass.learn.loop_reports import OF_FUNNEL, OF_REJECTIONS, campaigns_report, funnel_report, rejections_report
from batonpass.learn.rounds import COLUMN_OF, WORDED, Rounds
from batonpass.learn.seam_map import COLUMNS
from batonpass.learn.seams_told import seams_report
from batonpass.learn.seams_when import OF_WHEN, when_report
from batonpass.learn.sla import PROMISES, sla_report
from batonpass.learn.table import Table
from batonpass.learn.terms import Terms
from batonpass.learn.verdicts import columns_of
from batonpass.learn.why_not import OF_WHY_NOT, why_not_report

Span: TypeAlias = tuple[datetime, datetime]
Make: TypeAlias = Callable[[Rounds, Asked, Terms], tuple[Table, ...]]
ALWAYS: Final = ("arrived_at", "mql_at", "ended_at", "historic")
OUTCOMES: Final = ("accepted_at", "rejected_at", "touched_at", "disposed_at", "sal_at", "sql_at")


OF_SHARES: Final = (*ALWAYS, *OUTCOMES, "completeness", "source", "first_touch.state", "first_touch.due_at",
                    "first_touch.excuse", "dispose.state", "dispose.due_at", "dispose.excuse")  # fmt: skip
"""What the figures that both sides look at are counted from."""
OF_PACK: Final = (*OF_SHARES, "tier", "band", "outcome", "outcome_reason", "reject_reason")
"""What a meeting's pack is made from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One report: what it is called, how it is made, and what it reads.

    `days` is how many it tells about when nobody says; `span` the instants of the arrivals it looks at, as of now;
    `about` the days that it then tells about, where these are others than were asked for.
    """

    name: str
    title: str
    says: str
    make: Make
    columns: tuple[str, ...]
    span: Callable[[Asked, datetime], Span]
    days: int
    about: Callable[[Asked, datetime], Asked] = lambda asked, _: asked


def promised(names: Iterable[str]) -> tuple[str, ...]:
    """The columns of these promises."""
    return tuple(column for name in names for column in columns_of(name))


def _asked(asked: Asked, _now: datetime) -> Span:
    return asked.since, asked.until


def _with_before(asked: Asked, _now: datetime) -> Span:
    return asked.before.since, asked.until


REPORTS: Final[Mapping[str, Report]] = {
    one.name: one
    for one in (
        Report(
            name="headline", title="Handoff health", says="The four figures that both teams look at", days=7,
            make=headline_report, columns=OF_SHARES,
            span=lambda asked, now: (min(weeks_of(asked, now).since, asked.before.since), asked.until),
        ),
        Report(
            name="seams", title="Seams", says="Where the minutes hide between a submission and its outcome", days=28,
            make=seams_report, span=_with_before, columns=(*ALWAYS, *COLUMNS, "first_owner", "lead"),
        ),
        Report(
            name="sla", title="SLA, both ways", says="What each side promised the other, by the same rules", days=28,
            make=sla_report, span=_asked,
            columns=(
                *ALWAYS, *OUTCOMES, "completeness", "source", "tier", "owner", "first_owner", *promised(PROMISES),
                "first_touch.owner", "first_touch.breached_owner", "waived", "told_late",
            ),
        ),
        Report(
            name="commitments", title="Commitments", says="The month's promises and their pace", days=31,
            make=commitments_report, about=lambda asked, _: month_of(asked),
            span=lambda asked, _: (month_of(asked).since, asked.until),
            columns=(*ALWAYS, *OUTCOMES, "completeness", "source", *promised(PROMISES)),
        ),
        Report(
            name="diagnosis", title="Diagnosis", says="Where a change of MQL to SQL lies", days=28,
            make=diagnosis_report, about=old_enough, span=lambda asked, now: _with_before(old_enough(asked, now), now),
            columns=(*ALWAYS, *OUTCOMES, *OF_DIAGNOSIS, "source", "tier", "first_owner", *promised(("first_touch",))),
        ),
        Report(
            name="funnel", title="Funnel", says="How far leads of each kind get, and those of each month", days=180,
            make=funnel_report, span=_asked, columns=(*ALWAYS, *OF_FUNNEL),
        ),
        Report(
            name="campaigns", title="Campaigns", says="What each campaign brings, from first form to won", days=180,
            make=campaigns_report, span=_asked, columns=(*ALWAYS, *OF_FUNNEL),
        ),
        Report(
            name="rejections", title="Rejections", says="What sales gives back, against the trip-wire", days=90,
            make=rejections_report, span=_asked, columns=(*ALWAYS, *OF_REJECTIONS),
        ),
        Report(
            name="leaks", title="Leaks", says="Which leads nobody followed up, and where most of them are", days=90,
            make=leaks_report, span=_asked, columns=(*OF_SHARES, *OF_LEAKS),
        ),
    )
}  # fmt: skip
WHEN: Final = Report(
    name="when", title="Seams", says="When in the week buyers wait the longest", days=28,
    make=lambda rounds, asked, terms: when_report(rounds, weeks_of(asked, rounds.now), terms),
    span=lambda asked, now: (weeks_of(asked, now).since, asked.until), columns=(*ALWAYS, *OF_WHEN),
)  # fmt: skip
"""The part of the seams that the dashboard shows too, of more days; it reads far less than the whole."""
WHY_NOT: Final = Report(
    name="why_not", title="Rejections", says="Why sales said no, week by week", days=90, make=why_not_report,
    span=lambda asked, now: (weeks_of(asked, now).since, asked.until), columns=(*ALWAYS, *OF_WHY_NOT),
)  # fmt: skip
"""The part of the rejections that the dashboard shows too."""


def behind_columns(asked: Asked) -> tuple[str, ...]:
    """What a list of the leads behind a figure reads: what the words that ask for it look at, and no more."""
    found = [*ALWAYS, "lead"]
    promise = asked.which.get("promise", "first_touch")
    for name, value in asked.which.items():
        match name:
            case "reached" | "not_reached":
                found += [f"{one}_at" for one in (Step if value in set(Step) else (value,))]
            case "promise":
                found += promised({promise} & {*PROMISES})
            case "excuse":
                found += promised({promise} & {*PROMISES})
            case "seam":
                found += COLUMNS
            case "only":
                found += (*OF_SHARES, "waived", "told_late")
            case "kept_by":
                found += ("first_owner", *(f"{one}.owner" for one in {promise} & {*PROMISES}))
            case "breached_by":
                found += ("owner", *(f"{one}.breached_owner" for one in {promise} & {*PROMISES}))
            case "reason" | "ending":
                found += ("reject_reason", "outcome_reason", "outcome", "rejected_at", "disposed_at")
            case _:
                found.append("completeness")
    return tuple(dict.fromkeys(found))


def needed(columns: Iterable[str], asked: Asked) -> tuple[str, ...]:
    """The columns, with those by which the leads are cut."""
    cut = [COLUMN_OF.get(name, name) for name in (asked.by, *asked.only) if name in WORDED]
    return tuple(dict.fromkeys((*columns, *cut)))


def made(report: Report, rounds: Rounds, asked: Asked, terms: Terms) -> tuple[Table, ...]:
    """The tables of a report about the leads asked for."""
    return report.make(chosen(rounds, asked.only), asked, terms)
