"""How do the agreement and the people of the bench's playbook come into the tables of the whole reference?"""

from __future__ import annotations

import json
import re
from datetime import time, timedelta
from typing import Any

import yaml
from sqlalchemy import text
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine

from bench.ground import PLAYBOOK
from bench.orm_whole.base import SETUP
from bench.orm_whole.settings import (
    Calendar,
    FitRule,
    Member,
    Playbook,
    Pool,
    Queue,
    Rejection,
    Rep,
    ScoringModel,
    Setting,
    Shift,
    Signal,
    Step,
    Territory,
    Tier,
)

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
UNITS = {"m": "minutes", "h": "hours", "d": "days"}
CLAUSE = re.compile(r"(\S+) (<|>=|in) (.+)")


async def fill(url: str) -> None:
    """Create the tables of the settings, and put the same agreement into them that we work by."""
    engine = create_async_engine(url.replace("postgresql://", "postgresql+asyncpg://"))
    written = yaml.safe_load(PLAYBOOK.read_text("utf-8"))
    async with engine.begin() as connection:
        await connection.execute(text(f"create schema {SETUP}"))
        await connection.run_sync(Setting.metadata.create_all)
    async with async_sessionmaker(engine)() as db:
        calendars = {name: _calendar(name, one) for name, one in written["calendars"].items()}
        reps = {code: _rep(code, one, calendars) for code, one in written["people"].items()}
        db.add_all((*calendars.values(), *reps.values()))
        await db.flush()
        for code, one in written["people"].items():
            reps[code].manager_id = reps[one["manager"]].id if "manager" in one else None
        pools = {name: _pool(name, [reps[code] for code in codes]) for name, codes in written["pools"].items()}
        queues = {
            name: Queue(name=name, calendar=calendars[one["calendar"]], manager=reps[one["manager"]])
            for name, one in written["queues"].items()
        }
        db.add_all((*pools.values(), *queues.values()))
        await db.flush()
        db.add(_playbook(written, pools, queues))
        await db.commit()
    async with engine.begin() as connection:
        await connection.execute(text(f"analyze {', '.join(map(str, Setting.metadata.sorted_tables))}"))
    await engine.dispose()


def _playbook(written: dict[str, Any], pools: dict[str, Pool], queues: dict[str, Queue]) -> Playbook:
    definition, (_, territory, last) = written["definition"], written["routing"]
    policy = written["acknowledge"]
    models = {**written["models"], "base": {}}
    return Playbook(
        version=written["version"],
        in_force=True,
        company=written["company"],
        mql_from=definition["mql_from"],
        hot_from=definition["hot_from"],
        hot_exit_below=definition["hot_exit_below"],
        hand_raisers=definition["hand_raisers"],
        brief_needs=written["brief"]["needs"],
        acknowledge={"every_hours": 24, **policy},
        default_queue_id=queues[last["queue"]].id,
        models=[_model(name, one, written["fit"]) for name, one in models.items()],
        signals=[_signal(name, one) for name, one in written["signals"].items()],
        tiers=[
            Tier(name=name, when=clauses(one.get("when", "")), first_touch=length(one["first_touch"]))
            for name, one in written["tiers"].items()
        ],
        steps=[_step(one) for one in written["escalation"]["steps"]],
        territories=[
            Territory(name=name, when=clauses(one["when"]), pool_id=pools[one["pool"]].id)
            for name, one in territory["territory"].items()
        ],
        rejections=[
            Rejection(code=code, says=one["says"], needs_note=one.get("needs_note", False))
            for code, one in written["rejections"].items()
        ],
    )


def _model(name: str, own: dict[str, Any], fit: dict[str, Any]) -> ScoringModel:
    changed = own.get("fit", {})
    rules = [
        FitRule(
            name=rule,
            says=one["says"],
            when=clauses(one["when"]),
            points={**one, **changed.get(rule, {})}["points"],
        )
        for rule, one in fit.items()
    ]
    return ScoringModel(name=name, when=clauses(own.get("when", "")), rules=rules)


def _signal(name: str, one: dict[str, Any]) -> Signal:
    cap = one.get("cap", {})
    return Signal(
        name=name,
        says=one["says"],
        points=one["points"],
        forms=one.get("forms", []),
        half_life=length(one["half_life"]) if "half_life" in one else None,
        most=cap.get("times"),
        within=length(cap["within"]) if cap else None,
    )


def _step(one: dict[str, Any]) -> Step:
    ((kind, who),) = ((name, value) for name, value in one.items() if name != "at")
    return Step(percent=int(one["at"].rstrip("%")), kind=kind, who=who)


def _calendar(name: str, one: dict[str, Any]) -> Calendar:
    opens, closes = map(time.fromisoformat, one["hours"])
    shifts = [Shift(weekday=DAYS.index(day), opens=opens, closes=closes) for day in one["days"]]
    return Calendar(name=name, zone=one["tz"], country=one["holidays"]["country"], shifts=shifts)


def _rep(code: str, one: dict[str, Any], calendars: dict[str, Calendar]) -> Rep:
    where = calendars[one["calendar"]]
    return Rep(code=code, name=one["name"], email=one["email"], active=True, available=True, calendar=where)


def _pool(name: str, reps: list[Rep]) -> Pool:
    return Pool(name=name, members=[Member(rep=rep, weight=1) for rep in reps])


def clauses(written: str) -> list[Any]:
    """`a.b >= 50 && a.b < 1000` as an editor of rules keeps it: what, how, and beside what; all of them must hold."""
    told = [part.strip() for part in written.split("&&") if part.strip()]
    found = [(part, CLAUSE.fullmatch(part)) for part in told]
    return [[one[1], one[2], json.loads(one[3])] if one else [part, "is", True] for part, one in found]


def length(written: str) -> timedelta:
    return timedelta(**{UNITS[written[-1]]: int(written[:-1])})
