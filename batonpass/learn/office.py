"""Which office is to be simulated: as somebody states it, and as the last weeks measured it where nobody does?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo
from enum import StrEnum
from math import isfinite, nan
from typing import Any, Final

import numpy as np

from batonpass.handoff.instants import NEVER, since_1970
from batonpass.handoff.playbook import Tier as Promised
from batonpass.learn.capacity import Change, Office, Simulated, Tier, cheapest, keepable, simulate
from batonpass.learn.columns_of import Columns
from batonpass.learn.many import Truth
from batonpass.learn.rounds import local_hours
from batonpass.written.refused import Problem, Refused, quoted

TIER: Final = re.compile(r"([\w-]+)=(\d+(?:\.\d+)?)%:(\d+(?:\.\d+)?)(m|h)")
HOURS: Final = re.compile(r"(\d{1,2})-(\d{1,2})")
DAY_HOURS, WEEK_DAYS, MINUTES = 24, 7, 60
ALL, HUNDRED = 1e-6, 100
HANDLING: Final = 12.0
"""Minutes that one lead takes, where nobody says and too little was touched to measure it."""
MICROS_A_MINUTE, GAP_MOST, GAPS_LEAST = 60_000_000, 120, 20
NEEDS: Final = ("arrived_at", "mql_at", "historic", "tier", "first_owner", "touched_at", "delivered_at")
WEEKS: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """An office in words and numbers: leads a week, reps at once, minutes a lead, tiers such as urgent=20%:30m."""

    leads: float
    reps: int
    handling: float
    tiers: tuple[str, ...]
    hours: str = "9-18"
    days: int = 5
    in_hours: float = 70.0
    allowed: float = 5.0
    weeks: int = 13


def tiers_from(written: Iterable[str]) -> tuple[Tier, ...]:
    """Read tiers; Refused for what is none, or where the shares do not make 100 %."""
    read = [TIER.fullmatch(one.replace(" ", "")) for one in written]
    if not all(read) or not read:
        raise _wrong("tier", "a tier is not written as one", "Write NAME=SHARE%:BUDGET, such as urgent=20%:30m")
    tiers = tuple(
        Tier(name=one[1], share=float(one[2]) / HUNDRED, budget=float(one[3]) * (MINUTES if one[4] == "h" else 1))
        for one in read
        if one
    )
    if len({tier.name for tier in tiers}) < len(tiers):
        raise _wrong("tier", "two tiers have the same name", "Give each a name of its own")
    if abs(sum(tier.share for tier in tiers) - 1) > ALL:
        raise _wrong("tier", "the shares of all tiers do not make 100 %", "Change one of them")
    return tiers


def office_from(stated: Stated) -> Office:
    """The office; Refused for hours that are none, or numbers that no office has."""
    read = HOURS.fullmatch(stated.hours.replace(" ", ""))
    opens, closes = (int(read[1]), int(read[2])) if read else (0, 0)
    if not 0 <= opens < closes <= DAY_HOURS:
        raise _wrong("hours", f"{stated.hours!r} are no hours of a day", "Write such as 9-18")
    for name, least, most in BOUNDS:
        if not least <= getattr(stated, name) <= most:
            raise _wrong(name, f"{getattr(stated, name):g} is not between {least:g} and {most:g}", "Change it")
    open_ = np.zeros((WEEK_DAYS, DAY_HOURS), dtype=np.bool_)
    open_[: stated.days, opens:closes] = True
    inside = 1.0 if open_.all() else stated.in_hours / HUNDRED
    volume = np.where(
        open_, stated.leads * inside / open_.sum(), stated.leads * (1 - inside) / max(int((~open_).sum()), 1)
    )
    return Office(
        volume=volume,
        reps=stated.reps,
        opens=opens,
        closes=closes,
        days=stated.days,
        handling=stated.handling,
        tiers=tiers_from(stated.tiers),
    )


BOUNDS: Final = (
    ("leads", 0.1, 100_000),
    ("reps", 1, 100),
    ("handling", 0.1, 480),
    ("days", 1, 7),
    ("in_hours", 0, 100),
    ("allowed", 0, 100),
    ("weeks", 1, 104),
)
"""Between what each number lies."""


class Verdict(StrEnum):
    """Whether no more promises break than may: surely, surely not, or nobody can tell from so few leads."""

    HOLDS = "holds"
    UNSURE = "unsure"
    FAILS = "fails"


def verdict_of(low: float, high: float, allowed: float) -> Verdict:
    """What a share with this interval says of a promise; all are shares of one."""
    if high <= allowed:
        return Verdict.HOLDS
    return Verdict.UNSURE if low <= allowed else Verdict.FAILS


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came of letting leads come, the cheapest change that mends it where it does not hold, and what it keeps.

    `keepable` are the promises that the office keeps as it is; None where it keeps none.
    """

    simulated: Simulated
    change: Change | None
    keepable: tuple[Tier, ...] | None


def simulated(stated: Stated, chance: np.random.Generator) -> Answer:
    """Let leads come, and look for what mends it and for what can be promised."""
    office = office_from(stated)
    allowed = stated.allowed / HUNDRED
    found = simulate(office, stated.weeks, chance)
    holds = verdict_of(found.broken.low, found.broken.high, allowed) is Verdict.HOLDS
    return Answer(
        simulated=found,
        change=None if holds else cheapest(office, stated.weeks, chance, allowed=allowed),
        keepable=keepable(office, stated.weeks, chance, allowed=allowed),
    )


def handling_of(rounds: Columns, since: datetime) -> float | None:
    """Minutes, on average, from one first touch of a rep to the next, where the next lead was waiting all the while.

    A rep who goes from one lead to the next takes no longer for the first than that; who does other work meanwhile
    makes it look longer. Gaps of two hours and more are no work on one lead. No figure for fewer than 20 gaps.
    """
    arrays = rounds.arrays
    start = since_1970(since)
    here = (arrays["touched_at"] != NEVER) & (arrays["delivered_at"] != NEVER) & ~arrays["historic"]
    here &= arrays["touched_at"] >= start
    order = np.lexsort((arrays["touched_at"][here], arrays["first_owner"][here]))
    touched, told, who = (arrays[name][here][order] for name in ("touched_at", "delivered_at", "first_owner"))
    gaps = (touched[1:] - touched[:-1]) / MICROS_A_MINUTE
    one_by_one = (who[1:] == who[:-1]) & (told[1:] <= touched[:-1]) & (gaps > 0) & (gaps < GAP_MOST)
    return float(gaps[one_by_one].mean()) if one_by_one.sum() >= GAPS_LEAST else None


def assumed(rounds: Columns, now: datetime) -> tuple[str, ...]:
    """Which numbers of `measured` are our guess, because the last weeks hold too little to measure them."""
    since = now - timedelta(weeks=WEEKS)
    arrays = rounds.arrays
    here = (arrays["mql_at"] != NEVER) & ~arrays["historic"]
    some = bool((here & (arrays["arrived_at"] >= since_1970(since))).any())
    guessed = () if some else ("leads", "reps", "tiers", "in_hours")
    return guessed if handling_of(rounds, since) is not None else (*guessed, "handling")


def measured(rounds: Columns, promised: Sequence[Promised], zone: tzinfo, now: datetime) -> Stated:
    """What the last weeks say of volume, mix, hours of arrival, reps, and at most how long a lead takes."""
    arrays = rounds.arrays
    here = (arrays["mql_at"] != NEVER) & ~arrays["historic"]
    since = now - timedelta(weeks=WEEKS)
    here &= arrays["arrived_at"] >= since_1970(since)
    local = local_hours(arrays["arrived_at"][here], zone)
    hour, weekday = local % 24, (local // 24 + 3) % 7
    inside = int(((weekday < 5) & (hour >= 9) & (hour < 18)).sum())  # noqa: PLR2004 - the usual office
    owners = {*np.unique(arrays["first_owner"][here]).tolist()} - {_place(rounds, "first_owner", "")}
    return Stated(
        leads=round(max(len(local) / WEEKS, 0.1), 1),
        reps=max(1, len(owners)),
        handling=HANDLING if (took := handling_of(rounds, since)) is None else round(max(took, 0.1), 1),
        tiers=_mix(rounds, here, promised),
        in_hours=round(HUNDRED * inside / len(local)) if len(local) else 70,
    )


def _mix(rounds: Columns, here: Truth, promised: Sequence[Promised]) -> tuple[str, ...]:
    """The playbook's tiers with the share of leads each had; equal shares where there were none. They make 100."""
    counts = [int((rounds.arrays["tier"][here] == _place(rounds, "tier", one.name)).sum()) for one in promised]
    whole = sum(counts) or len(promised)
    exact = [(count if sum(counts) else 1) * HUNDRED / whole for count in counts]
    shares = [int(one) for one in exact]
    for n in sorted(range(len(exact)), key=lambda n: shares[n] - exact[n])[: HUNDRED - sum(shares)]:
        shares[n] += 1
    return tuple(
        f"{one.name}={share}%:{one.first_touch // timedelta(minutes=1)}m"
        for one, share in zip(promised, shares, strict=True)
        if share
    )


def _place(rounds: Columns, name: str, word: str) -> int:
    words = rounds.words[name]
    return words.index(word) if word in words else -1


def stated_from(said: Mapping[str, Any], usual: Stated) -> Stated:
    """What somebody states, over what is usual; Refused for what is no number."""
    tiers = said.get("tiers", usual.tiers)
    lines = tuple(tiers.split()) if isinstance(tiers, str) else tuple(tiers)
    numbers = {name: _number(name, said[name]) for name, _, _ in BOUNDS if said.get(name) not in (None, "")}
    whole = {name: int(value) for name, value in numbers.items() if name in ("reps", "days", "weeks")}
    changes: dict[str, Any] = {**numbers, **whole, "tiers": lines, "hours": str(said.get("hours") or usual.hours)}
    return replace(usual, **changes)


def _number(name: str, value: object) -> float:
    try:
        number = float(str(value).replace(",", "."))
    except ValueError:
        number = nan
    if not isfinite(number):
        raise _wrong(name, f"{quoted(value)} is no number", "Write a number")
    return number


def _wrong(where: str, says: str, instead: str) -> Refused:
    return Refused([Problem(where=where, says=says, instead=instead)])
