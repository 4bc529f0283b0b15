"""Which instants do the texts of a column mean, however somebody's program wrote them?

What orders 3/4 is read off all date columns of a file together: one program wrote them all.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Final

import polars as pl

FIRST_YEAR, LAST_YEAR = 1990, 2100
"""Years outside are no dates of leads: 1900-01-01 and 9999-12-31 are what programs write for none."""
EXAMPLES: Final = 3
_TRIED: Final = 1_000
_HOUR: Final = pl.duration(hours=1)
_SEEN: Final = "seen"
_ZONED: Final = ("%Y-%m-%dT%H:%M:%S%.f%#z", "%Y-%m-%dT%H:%M%#z", "%Y-%m-%d %H:%M:%S%.f%#z", "%Y-%m-%d %H:%M:%S%.f %#z")
_ISO: Final = (
    "%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M", "%Y/%m/%d %H:%M:%S%.f",
    "%Y/%m/%d %H:%M", "%Y-%m-%d %I:%M %p", "%Y-%m-%d %I:%M:%S %p",
)  # fmt: skip
_ISO_DAYS: Final = ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d")
_WORDY_DAYS: Final = ("%d %b %Y", "%b %d, %Y", "%d-%b-%Y", "%d %B %Y", "%B %d, %Y", "%b %d %Y", "%d-%b-%y")
_CLOCKS: Final = ("%H:%M:%S", "%H:%M", "%I:%M:%S %p", "%I:%M %p")
_JOINTS: Final = (" ", ", ")
_WORDY: Final = tuple(f"{day}{joint}{clock}" for day in _WORDY_DAYS for joint in _JOINTS for clock in _CLOCKS)
_DIGIT: Final = r"\d"
Ways = tuple[tuple[str, pl.Expr], ...]
"""What a way of writing gives, and how it is read."""
_SLASHED: Final = r"^(\d{1,2})[./-](\d{1,2})[./-]\d{2,4}\b"


class Order(StrEnum):
    """How 3/4 is read."""

    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ordered:
    """The order of day and month in a file, how many dates settle it, and how many speak against it."""

    order: Order
    settled: int = 0
    against: int = 0
    slashed: int = 0
    said: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A column as instants in UTC, and which of them are days without a time (as the midnight of their day, in UTC).

    `unread` and `impossible` count the texts that are no date and those out of all reason, with a few of each.
    """

    at: pl.Series
    day_only: pl.Series
    unread: int = 0
    unread_such_as: tuple[str, ...] = ()
    impossible: int = 0
    impossible_such_as: tuple[str, ...] = ()
    skipped_by_clock: int = 0
    epoch: int = 0


def looks_like_dates(held: pl.Series, *, numbers: bool = True) -> float:
    """Which share of the texts, none of them null, can be read as a date in one order or the other.

    Bare `numbers` may be instants since 1970, or anybody's keys.
    """
    if not held.len():
        return 0.0
    dated = _read(held, Order.DAY_FIRST)[0].is_not_null()
    for ways in _together([_slashed_ways(Order.MONTH_FIRST)], held):
        for _, more in _tried(held, ~dated & _maybe(held), ways):
            dated = dated | more.is_not_null()
    return float((dated if numbers else dated & ~held.str.contains(r"^\d+$")).sum()) / held.len()


def order_of(columns: Iterable[pl.Series], said: Order | None = None) -> Ordered:
    """Whether 3/4 is the third of April: what all dates of the file say together; day first when they leave it open."""
    day_first = month_first = slashed = 0
    for texts in columns:
        parts = texts.drop_nulls().str.extract_groups(_SLASHED).struct
        first, second = (parts.field(name).cast(pl.Int64, strict=False) for name in ("1", "2"))
        months = 12
        day_first += int((first > months).sum())
        month_first += int((second > months).sum())
        slashed += int(first.is_not_null().sum())
    order = said or (Order.MONTH_FIRST if month_first > day_first else Order.DAY_FIRST)
    for_it, against = (day_first, month_first) if order is Order.DAY_FIRST else (month_first, day_first)
    return Ordered(order=order, settled=for_it, against=against, slashed=slashed, said=said is not None)


def read_dates(texts: pl.Series, order: Order, *, written_in: str) -> Reading:
    """Read a column; instants without a zone are of `written_in`, an IANA name (T5 where its clock changes)."""
    at, day_only, zoned, epoch = _read(texts, order)
    impossible = at.is_not_null() & ~at.dt.year().is_between(FIRST_YEAR, LAST_YEAR)
    unread = texts.is_not_null() & at.is_null()
    at = at.set(impossible, None)
    universal, skipped = _universal(at, day_only | zoned, written_in)
    return Reading(
        at=universal.alias(texts.name),
        day_only=(day_only & universal.is_not_null()).alias(texts.name),
        unread=int(unread.sum()),
        unread_such_as=_some(texts.filter(unread)),
        impossible=int(impossible.sum()),
        impossible_such_as=_some(texts.filter(impossible)),
        skipped_by_clock=skipped,
        epoch=epoch,
    )


def _some(texts: pl.Series) -> tuple[str, ...]:
    return tuple(texts.unique(maintain_order=True).head(EXAMPLES).to_list())


def _universal(at: pl.Series, settled: pl.Series, written_in: str) -> tuple[pl.Series, int]:
    """Wall times of a zone as UTC: of two equal hours the first, and what a clock skips moves on by the hour (T5)."""
    frame = pl.DataFrame({"at": at, "settled": settled})
    here = pl.col("at").dt.replace_time_zone(written_in, ambiguous="earliest", non_existent="null")
    later = (pl.col("at") + _HOUR).dt.replace_time_zone(written_in, ambiguous="earliest", non_existent="null")
    there = pl.col("at").dt.replace_time_zone("UTC")
    found = frame.select(
        pl.when("settled").then(there).otherwise(here.dt.convert_time_zone("UTC")).alias("known"),
        later.dt.convert_time_zone("UTC").alias("later"),
        pl.col("at").is_not_null().alias("given"),
    )
    skipped = found.select((pl.col("known").is_null() & pl.col("given")).sum()).item()
    return found.select(pl.coalesce("known", "later").alias("at"))["at"], int(skipped)


def _read(texts: pl.Series, order: Order) -> tuple[pl.Series, pl.Series, pl.Series, int]:
    """The wall times that the texts mean; whether each is a day only, and whether it is in UTC already."""
    no = pl.Series(texts.name, [False]).new_from_index(0, texts.len())
    at, day_only, zoned, epochs = _never(texts), no, no, 0
    maybe = _maybe(texts)
    for ways in _together(_ways(order), texts):
        left = at.is_null() & maybe
        if not left.any():
            break
        for kind, more in _tried(texts, left, ways):
            new = more.is_not_null() & at.is_null()
            at = at.zip_with(~new, more)
            day_only = day_only | (new if kind == "day" else no)
            zoned = zoned | (new if kind in ("zoned", "epoch") else no)
            epochs += int(new.sum()) if kind == "epoch" else 0
    return at, day_only, zoned, epochs


def _never(texts: pl.Series) -> pl.Series:
    return pl.Series(texts.name, [None], dtype=pl.Datetime("us")).new_from_index(0, texts.len())


def _maybe(texts: pl.Series) -> pl.Series:
    """Which texts hold a digit: no date is without one, and each way of writing costs."""
    return texts.str.contains(_DIGIT).fill_null(value=False)


def _together(groups: Iterable[Ways], texts: pl.Series) -> Iterator[Ways]:
    """Ways that are tried at once: a group for a short column; one by one for a long one, as most do not fit it."""
    for ways in groups:
        yield from (ways,) if texts.len() <= _TRIED else ((one,) for one in ways)


def _tried(texts: pl.Series, left: pl.Series, ways: Ways) -> list[tuple[str, pl.Series]]:
    """What those ways that read any of the texts that are left make of them; of a long column a few are asked first."""
    waiting = texts.filter(left)
    if texts.len() > _TRIED and not _reads(waiting.head(_TRIED), ways):
        unlike = waiting.len() > _TRIED and _reads(waiting.gather_every(max(1, waiting.len() // _TRIED)), ways)
        if not unlike:
            return []
    return _reads(texts if left.all() else texts.set(~left, None), ways)


def _reads(texts: pl.Series, ways: Ways) -> list[tuple[str, pl.Series]]:
    read = texts.alias(_SEEN).to_frame().select(way.alias(f"{n}") for n, (_, way) in enumerate(ways))
    return [
        (kind, column.alias(texts.name))
        for (kind, _), column in zip(ways, read, strict=True)
        if column.null_count() < column.len()
    ]


@cache
def _ways(order: Order) -> tuple[Ways, ...]:
    """All ways to write an instant that we know, the usual ones first, in groups of a kin."""
    seen = pl.col(_SEEN)
    years_first = pl.when(seen.str.contains(r"^\d{4}")).then(seen)
    number = pl.when(seen.str.contains(r"^\d{13}$")).then(seen.cast(pl.Int64, strict=False) * 1_000)
    short = pl.when(seen.str.contains(r"^1\d{9}$")).then(seen.cast(pl.Int64, strict=False) * 1_000_000)
    return (
        tuple(("time", _written(years_first, form)) for form in _ISO),
        tuple(("day", _written(years_first, form)) for form in _ISO_DAYS),
        tuple(("zoned", _zoned(seen, form)) for form in _ZONED),
        _slashed_ways(order),
        tuple(("epoch", pl.from_epoch(one, time_unit="us").cast(pl.Datetime("us"))) for one in (number, short)),
        (
            *(("day", _written(seen, form)) for form in _WORDY_DAYS),
            *(("time", _written(seen, form)) for form in _WORDY),
        ),
    )


@cache
def _slashed_ways(order: Order) -> Ways:
    """The ways whose order is in question."""
    seen = pl.col(_SEEN)
    slashed = seen.str.replace(r"^(\d{1,2})[.-](\d{1,2})[.-]", "$1/$2/").str.replace(",", "", literal=True)
    front = "%d/%m" if order is Order.DAY_FIRST else "%m/%d"
    return (
        *(("day", _of_our_time(slashed, f"{front}/{year}")) for year in ("%Y", "%y")),
        *(("time", _of_our_time(slashed, f"{front}/{year} {clock}")) for year in ("%Y", "%y") for clock in _CLOCKS),
    )


def _written(texts: pl.Expr, form: str) -> pl.Expr:
    return texts.str.to_datetime(form, strict=False, time_unit="us")


def _of_our_time(texts: pl.Expr, form: str) -> pl.Expr:
    """As written, but 24 is no year: two figures are read by the form that means them."""
    at = _written(texts, form)
    return pl.when(at.dt.year() >= 100).then(at)  # noqa: PLR2004  a year of two figures


def _zoned(texts: pl.Expr, form: str) -> pl.Expr:
    """With an offset of its own, or with UTC or Z behind it."""
    named = texts.str.replace(r"(?: UTC| GMT|Z)$", "+00:00")
    return (
        named.str.to_datetime(form, strict=False, time_unit="us").dt.convert_time_zone("UTC").dt.replace_time_zone(None)
    )
