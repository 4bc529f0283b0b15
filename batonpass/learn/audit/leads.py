"""What do the texts of an export say about each lead: dates, outcome, follow-up, who and where?"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final

import polars as pl

from batonpass.learn.audit import log
from batonpass.learn.audit.columns import Columns, without_nothing
from batonpass.learn.audit.dates import Order, Ordered, Reading, order_of, read_dates
from batonpass.learn.audit.day_only import Midnights, days_among
from batonpass.learn.audit.log import Log
from batonpass.learn.audit.read import MET, ROW
from batonpass.learn.audit.roles import DATES, PAST, STEP_WORDS, STEPS, Role
from batonpass.learn.audit.status import Standing, standings
from batonpass.written.mapping_words import plain

YES: Final = ("true", "yes", "y", "1", "t", "x", "won", "converted", "ja", "oui", "si", "sim", "closed won", "met")
WON: Final = "is_won"
FOLLOWED: Final = "is_followed"
NUMBERS: Final = (Role.AMOUNT, Role.TOUCHES, Role.HANDOVERS)

IN_AMOUNT: Final = r"([A-Z]{3}|\p{Sc})"
"""A currency that is written into the amount: its three letters, or its sign."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clocks:
    """How instants are read: when the report is made, whose days are told, and the zone of times without one."""

    at: datetime
    zone: str = "UTC"
    written_in: str = "UTC"
    order: Order | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DateColumn:
    """What reading a column of dates showed; `ahead` are instants after the report, which have not happened."""

    role: Role
    column: str
    reading: Reading
    midnights: Midnights | None
    ahead: int = 0

    @property
    def days(self) -> bool:
        """Whether the column holds days, and no times."""
        held = self.reading.at.is_not_null()
        return bool(held.any()) and bool((self.reading.day_only | ~held).all())


@dataclass(frozen=True, slots=True, kw_only=True)
class Leads:
    """One row a lead: `at_…`, `day_…` and `on_…` (the local date) for each step that is dated, and a column a role.

    `until` is the last instant of which the export tells. `followed_by` and `won_by` say what these are read from;
    `repeated` is how many rows were left out because they say word for word what an earlier one does.
    """

    rows: pl.DataFrame
    columns: Columns
    clocks: Clocks
    dates: tuple[DateColumn, ...]
    ordered: Ordered
    until: datetime | None
    won_by: str = ""
    outcome: str = "won"
    followed_by: str = ""
    log: Log | None = None
    joined: frozenset[Role] = field(default_factory=frozenset[Role])
    repeated: int = 0

    def has(self, name: str) -> bool:
        """Whether there is such a column with anything in it."""
        return name in self.rows.columns and self.rows[name].is_not_null().any()

    def word(self, step: Role) -> str:
        """What a step is called here."""
        return self.outcome if step is Role.WON_AT else STEP_WORDS[step]

    @property
    def steps(self) -> tuple[Role, ...]:
        """The steps that are dated, in their order."""
        return tuple(role for role in STEPS if self.has(at_(role)))


def at_(role: Role) -> str:
    """The column with a step's instants."""
    return log.AT.format(role)


def day_(role: Role) -> str:
    """The column that says which of them are days only."""
    return log.DAY.format(role)


def on_(role: Role) -> str:
    """The column with a step's local dates."""
    return f"on_{role}"


def assemble(
    rows: pl.DataFrame, columns: Columns, clocks: Clocks, *, joined: frozenset[str], step: Callable[[str], None]
) -> Leads:
    """Make leads of texts; a log is folded to one row a lead."""
    step("Reading dates")
    whole = rows.height
    rows = rows if log.is_log(rows, columns) else _each_once(rows, columns)
    found = {one.role: without_nothing(rows[one.column]) for one in columns.found}
    ordered = order_of((texts for role, texts in found.items() if role in DATES), clocks.order)
    dates = tuple(
        _dated(role, found[role], columns.of(role), ordered=ordered, clocks=clocks) for role in found if role in DATES
    )
    frame = _columns(rows, found, dates, clocks)
    kept: Log | None = None
    if log.is_log(rows, columns):
        step("Folding the log to one row a lead")
        frame, kept = log.fold(frame, frozenset(found))
    elif Role.EVENT_AT in found and Role.CREATED not in found:
        new = {at_(Role.EVENT_AT): at_(Role.CREATED), day_(Role.EVENT_AT): day_(Role.CREATED)}
        frame = frame.rename(new)
    made = Leads(
        rows=frame,
        columns=columns,
        clocks=clocks,
        dates=dates,
        ordered=ordered,
        until=None,
        log=kept,
        joined=frozenset(one.role for one in columns.found if one.column in joined),
        repeated=whole - rows.height,
    )
    return _told(made)


def _each_once(rows: pl.DataFrame, columns: Columns) -> pl.DataFrame:
    """The rows without those that say again, word for word, what an earlier row of the same id does."""
    key = columns.of(Role.ID)
    if not key or rows[key].n_unique() == rows.height:
        return rows
    return rows.unique(subset=[one for one in rows.columns if one != ROW], keep="first", maintain_order=True)


def _dated(role: Role, texts: pl.Series, column: str, *, ordered: Ordered, clocks: Clocks) -> DateColumn:
    reading = read_dates(texts, ordered.order, written_in=clocks.written_in)
    reading, midnights = days_among(reading, (clocks.zone, "UTC"))
    ahead = int((reading.at > clocks.at + timedelta(days=1)).sum()) if role in PAST else 0
    return DateColumn(role=role, column=column, reading=reading, midnights=midnights, ahead=ahead)


def _columns(
    rows: pl.DataFrame, found: Mapping[Role, pl.Series], dates: tuple[DateColumn, ...], clocks: Clocks
) -> pl.DataFrame:
    """The columns under the names of their roles; what lies ahead of the report has not happened."""
    made = [rows[ROW], *([rows[MET]] if MET in rows.columns else [])]
    for one in dates:
        late = one.reading.at > clocks.at + timedelta(days=1)
        past = one.reading.at.set(late.fill_null(value=False), None) if one.role in PAST else one.reading.at
        made += [past.alias(at_(one.role)), (one.reading.day_only & past.is_not_null()).alias(day_(one.role))]
    for role, texts in found.items():
        if role in NUMBERS:
            made.append(_number(texts).alias(role))
        elif role not in DATES:
            made.append(texts.str.to_uppercase().alias(role) if role is Role.CURRENCY else texts.alias(role))
    if Role.AMOUNT in found and Role.CURRENCY not in found:
        made.append(found[Role.AMOUNT].str.extract(IN_AMOUNT).alias(Role.CURRENCY))
    return pl.DataFrame(made)


def _number(texts: pl.Series) -> pl.Series:
    """Amounts with whatever currency; 1.234,50 and 1,234.50 are the same.

    1.234 is a thousand and more where every point in the column stands before three figures, and 1.2 elsewhere.
    """
    bare = texts.str.replace_all(r"[^\d.,\-]", "")
    comma = bare.str.contains(r",\d{1,2}$") & ~bare.str.contains(r"\.\d{1,2}$")
    dotted = bare.str.contains(".", literal=True) & ~bare.str.contains(",", literal=True)
    grouped = bare.str.contains(r"^-?[1-9]\d{0,2}(\.\d{3})+$")
    many = bare.str.contains(r"\..*\.") & dotted
    thousands = many if (dotted & ~grouped).any() else many | grouped
    bare = bare.str.replace_all(".", "", literal=True).zip_with(thousands, bare)
    plain_comma = bare.str.replace_all(".", "", literal=True).str.replace(",", ".", literal=True)
    plain_point = bare.str.replace_all(",", "", literal=True)
    return plain_comma.zip_with(comma, plain_point).cast(pl.Float64, strict=False)


def _told(leads: Leads) -> Leads:
    """Add what follows: the outcome, the follow-up, local dates and how far the export reaches."""
    won, won_by, outcome = _won(leads)
    rows = leads.rows.with_columns(won.alias(WON)) if won is not None else leads.rows
    leads = _won_is_closed(_with_won_date(replace(leads, rows=rows, won_by=won_by, outcome=outcome)))
    followed, followed_by = _followed(leads)
    if followed is not None:
        leads = replace(leads, rows=leads.rows.with_columns(followed.alias(FOLLOWED)), followed_by=followed_by)
    local = [_local_date(leads.rows, role, leads.clocks.zone) for role in leads.steps]
    rows = leads.rows.with_columns(local)
    return replace(leads, rows=rows, until=_until(rows, leads.clocks.at))


def _won(leads: Leads) -> tuple[pl.Series | None, str, str]:
    rows, column = leads.rows, leads.columns.of(Role.WON)
    if column and leads.has(Role.WON):
        said = rows[Role.WON].str.to_lowercase().is_in(YES).fill_null(value=False)
        return said, column, "converted" if "conver" in plain(column) else "won"
    if leads.has(at_(Role.WON_AT)):
        return rows[at_(Role.WON_AT)].is_not_null(), leads.columns.of(Role.WON_AT), "won"
    if leads.has(Role.STATUS):
        standing = standings(rows[Role.STATUS])
        if (standing == Standing.WON).any():
            return (standing == Standing.WON).fill_null(value=False), leads.columns.of(Role.STATUS), "won"
    return None, "", "won"


def _with_won_date(leads: Leads) -> Leads:
    """Where no column says when a lead was won, the date of closing or converting says it for those that were."""
    if not leads.has(WON) or leads.has(at_(Role.WON_AT)):
        return leads
    by_name = Role.OPPORTUNITY if leads.outcome == "converted" else Role.CLOSED
    if not leads.has(at_(by_name)):
        return leads
    won = leads.rows[WON].fill_null(value=False)
    late = leads.rows[at_(by_name)] > leads.clocks.at
    at = leads.rows[at_(by_name)].set(~won | late.fill_null(value=False), None)
    added = leads.rows.with_columns(at.alias(at_(Role.WON_AT)), leads.rows[day_(by_name)].alias(day_(Role.WON_AT)))
    return replace(leads, rows=added.drop(at_(by_name), day_(by_name)))


def _won_is_closed(leads: Leads) -> Leads:
    """Where only lost deals have a date of closing, those that were won were closed by that."""
    if not leads.has(at_(Role.WON_AT)) or not leads.has(at_(Role.CLOSED)):
        return leads
    pairs = [(at_(Role.CLOSED), at_(Role.WON_AT)), (day_(Role.CLOSED), day_(Role.WON_AT))]
    unsaid = pl.col(at_(Role.CLOSED)).is_null() & pl.col(at_(Role.WON_AT)).is_not_null()
    filled = [pl.when(unsaid).then(pl.col(won)).otherwise(pl.col(closed)).alias(closed) for closed, won in pairs]
    return replace(leads, rows=leads.rows.with_columns(filled))


def _followed(leads: Leads) -> tuple[pl.Series | None, str]:
    """Whether each lead was followed up, by the best evidence there is; null where it says nothing."""
    rows = leads.rows
    if leads.has(at_(Role.TOUCHED)):
        by = leads.columns.of(Role.TOUCHED) or "the first change of state"
        return rows[at_(Role.TOUCHED)].is_not_null(), by
    if leads.has(Role.TOUCHES):
        return (rows[Role.TOUCHES].fill_null(0) > 0), leads.columns.of(Role.TOUCHES)
    if leads.has(at_(Role.LAST_ACTIVITY)):
        return rows[at_(Role.LAST_ACTIVITY)].is_not_null(), leads.columns.of(Role.LAST_ACTIVITY)
    if leads.has(Role.STATUS):
        standing = standings(rows[Role.STATUS])
        untouched = standing == Standing.UNTOUCHED
        if untouched.any() and (~untouched).any():
            return ~untouched, leads.columns.of(Role.STATUS)
    return None, ""


def _local_date(rows: pl.DataFrame, role: Role, zone: str) -> pl.Series:
    at = rows[at_(role)]
    local = at.dt.convert_time_zone(zone).dt.date()
    return at.dt.date().zip_with(rows[day_(role)].fill_null(value=False), local).alias(on_(role))


def _until(rows: pl.DataFrame, asked: datetime) -> datetime | None:
    """The last instant that has happened, of all steps and activity."""
    ends = [rows[at_(role)].filter(rows[at_(role)] <= asked).max() for role in DATES if at_(role) in rows.columns]
    known = [end for end in ends if isinstance(end, datetime)]
    return max(known, default=None)
