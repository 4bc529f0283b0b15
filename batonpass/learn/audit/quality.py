"""What is wrong with the data itself: dates that cannot be, owners that are missing, stages that went silent?"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import polars as pl

from batonpass.learn.audit.cohorts import Cohorts, State
from batonpass.learn.audit.join import Joined
from batonpass.learn.audit.leads import DateColumn, Leads, at_
from batonpass.learn.audit.read import ROW, Table
from batonpass.learn.audit.roles import Role
from batonpass.learn.audit.silence import gone_silent
from batonpass.learn.audit.waits import SHOWN_ROWS, Wait
from batonpass.learn.audit.words import listed, number, plural

CROWD_LEAST: Final = 20
CROWD_SHARE: Final = 0.05
_VARIANTS: Final = (Role.SOURCE, Role.OWNER, Role.REGION, Role.STATUS, Role.TEAM)


class Weight(StrEnum):
    """How bad a finding is: figures are wrong because of it; it should be looked at; it is good to know."""

    WRONG = "wrong"
    LOOK = "look at it"
    NOTE = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing about the data: what, in how many rows, where for instance, and what was done about it here."""

    weight: Weight
    kind: str
    says: str
    rows: int = 0
    such_as: str = ""
    done: str = ""


def findings(
    leads: Leads, table: Table, *, waits: tuple[Wait, ...], months: Cohorts | None, joined: Joined | None
) -> tuple[Finding, ...]:
    """All that was found, the worst first."""
    found = [
        *_broken(table),
        *_dates(leads),
        *_backwards(waits),
        *_joined(joined),
        *_doubles(leads),
        *_owners(leads),
        *_silent(leads),
        *_records(months),
        *_crowded(leads),
        *_variants(leads),
        *_states(leads),
        *_survivors(leads),
        *_thin(months),
    ]
    order = list(Weight)
    return tuple(sorted(found, key=lambda one: order.index(one.weight)))


def _broken(table: Table) -> Iterator[Finding]:
    if table.broken:
        says = f"{plural(table.broken, 'row')} could not be read"
        yield Finding(
            weight=Weight.WRONG, kind="broken rows", says=says, rows=table.broken, such_as=table.broken_such_as,
            done="left out",
        )  # fmt: skip
    if table.footer:
        lines = "1 line at the end holds" if table.footer == 1 else f"{table.footer} lines at the end hold"
        says = f"{lines} a first cell alone, as reports write below their rows"
        yield Finding(weight=Weight.NOTE, kind="lines below the rows", says=says, rows=table.footer, done="left out")


def _dates(leads: Leads) -> Iterator[Finding]:
    ordered = leads.ordered
    if ordered.against:
        says = (
            f"{ordered.settled} dates can only be read {ordered.order}, and {ordered.against} only the other way round"
        )
        yield Finding(weight=Weight.WRONG, kind="two orders of day and month", says=says, rows=ordered.against)
    elif ordered.slashed and not ordered.settled and not ordered.said:
        says = "no date says whether 3/4 is in March or April"
        yield Finding(
            weight=Weight.LOOK, kind="order of day and month", says=says, rows=ordered.slashed,
            done=f"read {ordered.order}; say --dates if that is wrong",
        )  # fmt: skip
    for one in leads.dates:
        yield from _of_column(one)


def _of_column(one: DateColumn) -> Iterator[Finding]:
    read = one.reading
    if read.impossible:
        yield Finding(
            weight=Weight.WRONG, kind="impossible dates", rows=read.impossible, such_as=listed(read.impossible_such_as),
            says=f"{one.column}: {plural(read.impossible, 'date')} out of all reason", done="taken for empty",
        )  # fmt: skip
    if one.ahead:
        says = f"{one.column}: {plural(one.ahead, 'date')} in the future"
        yield Finding(weight=Weight.WRONG, kind="dates ahead", says=says, rows=one.ahead, done="taken for empty")
    if read.unread:
        says = f"{one.column}: {plural(read.unread, 'cell')} that no date can be read from"
        yield Finding(
            weight=Weight.LOOK, kind="unreadable dates", says=says, rows=read.unread,
            such_as=listed(read.unread_such_as), done="taken for empty",
        )  # fmt: skip
    if read.skipped_by_clock:
        says = f"{one.column}: {plural(read.skipped_by_clock, 'time')} in an hour that the clock change skips"
        yield Finding(
            weight=Weight.LOOK, kind="times that never were", says=says, rows=read.skipped_by_clock,
            done="moved on by an hour; is --times-in right?",
        )  # fmt: skip
    if one.midnights:
        yield _midnights(one)


def _midnights(one: DateColumn) -> Finding:
    found = one.midnights
    assert found is not None  # noqa: S101 - the caller looked
    whose = f"{found.zone} (a guess: the only hours at which so many stand)" if found.guessed else found.zone
    says = f"{one.column}: {number(found.rows)} of {number(found.of)} stand at exactly midnight in {whose}"
    return Finding(
        weight=Weight.NOTE if found.rows == found.of else Weight.LOOK,
        kind="dates written as times",
        says=says,
        rows=found.rows,
        such_as=f"{', '.join(found.hours)} UTC",
        done="taken for days without a time, and left out of waits by the hour",
    )


def _backwards(waits: tuple[Wait, ...]) -> Iterator[Finding]:
    for wait in waits:
        if wait.backwards:
            days = "" if not wait.worst_backwards else f", by up to {plural(abs(int(wait.worst_backwards)), 'day')}"
            says = f'"{wait.end}" lies before "{wait.start}" in {plural(wait.backwards, "row")}{days}'
            yield Finding(
                weight=Weight.WRONG if wait.impossible else Weight.LOOK, says=says,
                kind="steps before the lead came in" if wait.impossible else "steps in another order",
                rows=wait.backwards,
                such_as=f"row {listed(wait.backwards_rows)}", done="left out of the waits",
            )  # fmt: skip


def _joined(joined: Joined | None) -> Iterator[Finding]:
    if joined is None:
        return
    if joined.without_lead:
        says = f"{plural(joined.without_lead, 'row')} of {joined.file} found no lead ({joined.on[0]})"
        yield Finding(
            weight=Weight.LOOK, kind="rows without a lead", says=says, rows=joined.without_lead, done="left out"
        )
    if joined.twice:
        says = f"{joined.file} has {plural(joined.twice, 'further row')} for leads it has already"
        yield Finding(
            weight=Weight.LOOK, kind="several for one lead", says=says, rows=joined.twice, done="the first counts"
        )


def _doubles(leads: Leads) -> Iterator[Finding]:
    if leads.repeated:
        says = f"{plural(leads.repeated, 'row')} that repeat an earlier row word for word"
        yield Finding(weight=Weight.LOOK, kind="repeated rows", says=says, rows=leads.repeated, done="counted once")
    for role, what in ((Role.ID, "id"), (Role.EMAIL, "e-mail address")):
        if leads.log is not None or not leads.has(role):
            continue
        held = leads.rows[role].drop_nulls()
        extra = held.len() - held.n_unique()
        if extra:
            says = f"{plural(extra, 'row')} with the {what} of an earlier row ({leads.columns.of(role)})"
            yield Finding(weight=Weight.LOOK, kind="doubles", says=says, rows=extra, done="each row counts as a lead")


def _owners(leads: Leads) -> Iterator[Finding]:
    if not leads.has(Role.OWNER) or Role.OWNER in leads.joined:
        return
    nobody = leads.rows.filter(pl.col(Role.OWNER).is_null())
    if nobody.height:
        says = f"{plural(nobody.height, 'lead')} of {number(leads.rows.height)} without an owner"
        rows = listed(nobody[ROW].head(SHOWN_ROWS).to_list())
        yield Finding(weight=Weight.LOOK, kind="no owner", says=says, rows=nobody.height, such_as=f"row {rows}")


def _silent(leads: Leads) -> Iterator[Finding]:
    for what, since, last, rows in gone_silent(leads):
        weight = Weight.LOOK if rows else Weight.WRONG
        kind = "a source that went silent" if rows else "a stage that went silent"
        says = f"nothing is recorded as {what} since {since}, while leads came in until {last}"
        yield Finding(weight=weight, kind=kind, says=says, rows=rows)


def _records(months: Cohorts | None) -> Iterator[Finding]:
    if months is not None and months.recorded_since is not None:
        young = [one.month for one in months.months if one.month < f"{months.recorded_since:%Y-%m-%d}"]
        says = f'no lead is "{months.outcome}" before {months.recorded_since}, though earlier ones should have been'
        yield Finding(
            weight=Weight.WRONG, kind="outcomes that were recorded late", says=says,
            such_as=" to ".join(dict.fromkeys(young[:1] + young[-1:])),
            done="these months are greyed and not compared",
        )  # fmt: skip


def _crowded(leads: Leads) -> Iterator[Finding]:
    """One instant that very many leads share: they were imported, not submitted."""
    name = at_(Role.CREATED)
    if not leads.has(name) or bool(leads.rows[f"day_{Role.CREATED}"].all()):
        return
    held = leads.rows.filter(~pl.col(f"day_{Role.CREATED}"))[name].drop_nulls()
    top = held.value_counts(sort=True).head(1)
    if top.height and (count := int(top["count"][0])) >= max(CROWD_LEAST, CROWD_SHARE * held.len()):
        says = (
            f"{number(count)} leads came in at the same instant, {top[name][0]:%Y-%m-%d %H:%M} UTC: an import, it seems"
        )
        yield Finding(weight=Weight.LOOK, kind="imported at once", says=says, rows=count)


def _variants(leads: Leads) -> Iterator[Finding]:
    """The same name in large and small letters: two rows in every report."""
    for role in _VARIANTS:
        if not leads.has(role):
            continue
        counts = leads.rows[role].drop_nulls().value_counts()
        pairs = counts.group_by(pl.col(role).str.to_lowercase().str.strip_chars().alias("plain")).agg(role, "count")
        for names, rows in pairs.filter(pl.col(role).list.len() > 1).head(3).select(role, "count").iter_rows():
            says = f"{leads.columns.of(role)}: {' and '.join(sorted(names))} are one and the same"
            yield Finding(weight=Weight.LOOK, kind="written two ways", says=says, rows=min(rows))


def _states(leads: Leads) -> Iterator[Finding]:
    """A state that is a bare number among words."""
    if not leads.has(Role.STATUS):
        return
    held = leads.rows[Role.STATUS].drop_nulls() if leads.log is None else leads.log.stays[Role.STATUS]
    odd = held.filter(held.str.contains(r"^-?\d+$"))
    if 0 < odd.len() < held.len() / 100:
        says = f"{leads.columns.of(Role.STATUS)}: a state that is a number among words"
        yield Finding(
            weight=Weight.LOOK, kind="odd state", says=says, rows=odd.len(), such_as=listed(odd.unique().to_list())
        )


def _survivors(leads: Leads) -> Iterator[Finding]:
    """An export in which everything has ended was filtered: what is still open is missing from it."""
    whole = leads.rows.height
    for step in (Role.CLOSED, Role.RESOLVED):
        if whole >= CROWD_LEAST and leads.has(at_(step)) and leads.rows[at_(step)].is_not_null().all():
            says = f'each of the {number(whole)} leads is "{leads.word(step)}": those still open seem to be missing'
            yield Finding(
                weight=Weight.LOOK, kind="only finished ones", says=says, rows=whole,
                done="waits are those of finished leads, and shorter than all leads' would be",
            )  # fmt: skip


def _thin(months: Cohorts | None) -> Iterator[Finding]:
    thin = [one for one in months.months if one.cut is State.THIN] if months else []
    if thin:
        says = f"hardly any lead comes in from {thin[0].month} to {thin[-1].month}: the export seems to be cut"
        yield Finding(
            weight=Weight.LOOK, kind="months run dry", says=says, rows=sum(one.leads for one in thin),
            done="these months are greyed",
        )  # fmt: skip
