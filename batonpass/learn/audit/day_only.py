"""Which instants are really days: dates that somebody's program wrote as the midnight of its own zone?

A date picker keeps 5 March as midnight, often in UTC; read as a time it becomes a touch in the middle of the night, and
west of Greenwich the day before. Such rows stand at exactly midnight far more often than their neighbours.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

import polars as pl

from batonpass.learn.audit.dates import Reading

LEAST: Final = 5
"""Fewer rows than this at midnight may be chance."""
OFTENER: Final = 5
"""So many times oftener than the seconds or minutes around it must midnight be."""
PLACES: Final = (
    "America/Sao_Paulo", "America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles",
    "Europe/London", "Europe/Berlin", "Europe/Athens", "America/Mexico_City", "America/Bogota",
    "America/Argentina/Buenos_Aires", "America/Santiago", "Africa/Cairo", "Africa/Johannesburg", "Europe/Istanbul",
    "Asia/Dubai", "Asia/Kolkata", "Asia/Singapore", "Asia/Tokyo", "Australia/Sydney", "Pacific/Auckland",
)  # fmt: skip
"""Whose midnights are tried when neither the team's nor UTC's stand out; the first that fits is named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Midnights:
    """Rows that stand exactly at a zone's midnight; `guessed` when nobody said that zone."""

    rows: int
    of: int
    zone: str
    guessed: bool
    hours: tuple[str, ...] = ()


def days_among(reading: Reading, zones: Iterable[str]) -> tuple[Reading, Midnights | None]:
    """Mark as days the instants at midnight of the first zone where they stand out; they move to UTC's midnight.

    Without such a zone the reading is given back as it is.
    """
    timed = reading.at.filter(~reading.day_only & reading.at.is_not_null())
    if timed.len() < LEAST:
        return reading, None
    said = tuple(dict.fromkeys(zones))
    for zone in said:
        if _stands_out(timed, zone):
            return _marked(reading, zone, guessed=False)
    zone = next(_fitting(timed, said), "")
    return _marked(reading, zone, guessed=True) if zone else (reading, None)


def _stands_out(timed: pl.Series, zone: str) -> bool:
    """Whether midnight is far more frequent than the rest of its hour, and than other full hours."""
    local = timed.dt.convert_time_zone(zone)
    first = local.filter(local.dt.hour() == 0)
    at_midnight = int(_at_midnight(first).sum())
    coarse = not (timed.dt.second() != 0).any()
    expected = (first.len() - at_midnight) / (59 if coarse else 3_599)
    full_hours = int(((local.dt.minute() == 0) & (local.dt.second() == 0)).sum()) - at_midnight
    return at_midnight >= max(LEAST, OFTENER * expected, OFTENER * full_hours / 23)


def _at_midnight(local: pl.Series) -> pl.Series:
    return (local.dt.hour() == 0) & (local.dt.minute() == 0) & (local.dt.second() == 0) & (local.dt.nanosecond() == 0)


def _fitting(timed: pl.Series, tried: tuple[str, ...]) -> Iterator[str]:
    """Zones in which all instants at a crowded full hour are midnights, summer and winter: two hours apart in UTC."""
    if not (timed.dt.second() != 0).any():
        return
    sharp = timed.filter((timed.dt.minute() == 0) & (timed.dt.second() == 0) & (timed.dt.nanosecond() == 0))
    crowded = sharp.dt.hour().value_counts().filter(pl.col("count") >= LEAST)
    hours = crowded.get_column(crowded.columns[0])
    chance = timed.len() / 86_400
    if hours.len() != 2 or sharp.len() < LEAST + OFTENER * chance * 24:  # noqa: PLR2004  summer's and winter's
        return
    spike = sharp.filter(sharp.dt.hour().is_in(hours.to_list()))
    for zone in PLACES:
        if zone not in tried and _at_midnight(spike.dt.convert_time_zone(zone)).all():
            yield zone


def _marked(reading: Reading, zone: str, *, guessed: bool) -> tuple[Reading, Midnights]:
    frame = pl.DataFrame({"at": reading.at, "day": reading.day_only})
    local = frame["at"].dt.convert_time_zone(zone)
    found = (_at_midnight(local) & ~frame["day"]).fill_null(value=False)
    day = local.dt.replace_time_zone(None).dt.truncate("1d").dt.replace_time_zone("UTC")
    hours = frame["at"].filter(found).dt.strftime("%H:%M:%S").unique().sort()
    midnights = Midnights(
        rows=int(found.sum()),
        of=int(frame["at"].is_not_null().sum()),
        zone=zone,
        guessed=guessed,
        hours=tuple(hours.head(4).to_list()),
    )
    return replace(reading, at=day.zip_with(found, reading.at), day_only=reading.day_only | found), midnights
