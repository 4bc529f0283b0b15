"""How many due instants and elapsed working times does one core reckon a minute?"""

from __future__ import annotations

import random
import time
from collections.abc import AsyncGenerator, Callable
from datetime import UTC, datetime, timedelta

from batonpass.handoff.hours import Hours, both, due, elapsed
from batonpass.written.load import load
from bench.ground import PLAYBOOK, Ground
from bench.lines import Line, reached
from bench.plan import Plan

TARGET = 1_000_000
FROM = datetime(2026, 1, 1, tzinfo=UTC)
FIVE_YEARS = timedelta(days=5 * 365)
MINUTES_A_YEAR = 365 * 24 * 60
Question = tuple[Callable[..., object], tuple[object, ...]]


async def measure(_ground: Ground, plan: Plan) -> AsyncGenerator[Line]:
    """Each question with its own calendar, start and length, so that nothing can be remembered; by CPU time."""
    calendars = [one.hours for one in load(PLAYBOOK.read_text("utf-8"), PLAYBOOK.name).calendars.values()]
    calendars.append(both(calendars[0], calendars[3]))
    among = f"{len(calendars)} calendars"
    for title, make in (
        ("due, budgets of 5 minutes to 2 days", _due_soon),
        ("due, budgets of up to 5 years of working time", _due_late),
        ("elapsed, spans of up to 3 days", _elapsed_short),
        ("elapsed, spans of up to 5 years", _elapsed_long),
    ):
        rates = [_a_minute(make, calendars, plan.answers, seed) for seed in range(plan.rounds)]
        yield reached(f"{title}, {among}", rates, "a minute", TARGET)


def _a_minute(make: Callable[[random.Random, Hours], Question], calendars: list[Hours], count: int, seed: int) -> float:
    chance = random.Random(seed)
    questions = [make(chance, chance.choice(calendars)) for _ in range(count)]
    for ask, given in questions[:1000]:
        ask(*given)
    began = time.process_time()
    for ask, given in questions:
        ask(*given)
    return 60 * count / (time.process_time() - began)


def _due_soon(chance: random.Random, hours: Hours) -> Question:
    return due, (_instant(chance), timedelta(minutes=chance.randint(5, 2 * 9 * 60)), hours)


def _due_late(chance: random.Random, hours: Hours) -> Question:
    return due, (_instant(chance), timedelta(hours=chance.randint(1, 5 * 250 * 3)), hours)


def _elapsed_short(chance: random.Random, hours: Hours) -> Question:
    start = _instant(chance)
    return elapsed, (start, start + timedelta(minutes=chance.randint(1, 3 * 24 * 60)), hours)


def _elapsed_long(chance: random.Random, hours: Hours) -> Question:
    start = _instant(chance)
    return elapsed, (start, start + chance.random() * FIVE_YEARS, hours)


def _instant(chance: random.Random) -> datetime:
    return FROM + timedelta(minutes=chance.randrange(2 * MINUTES_A_YEAR))
