"""How does a plan read on its page: what goes where, how many a week, whose load, and which leads?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from batonpass.handoff.people import Directory
from batonpass.learn.rounds import UNKNOWN
from batonpass.store.named import Named
from batonpass.tongue.heard import heard, heard_term
from batonpass.tongue.spoken import later, say, say_of
from batonpass.tongue.written_out import numeral, percent
from batonpass.web.parts import words
from batonpass.web.parts.tabled import Shown, Tabled

from .plan_words import WEEK, method_lines, risks
from .planned import Planned

if TYPE_CHECKING:
    from batonpass.learn.plan import Flow, Standing
    from batonpass.store.snapshot import Kept

SEGMENTS = {"country": later("Country"), "source": later("Source"), "band": later("Band")}
NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Moves:
    """A lead that would stand elsewhere: its name, and where it would stand before and after."""

    id: str
    name: str
    company: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanShown:
    """A plan in words: what is said of the whole, its tables, what its promises risk, its leads, how it was made."""

    says: str
    tables: tuple[Tabled, ...]
    promises: tuple[str, ...]
    leads: tuple[Moves, ...]
    method: tuple[str, ...]


def plan_shown(planned: Planned, directory: Directory, leads: Mapping[str, Named]) -> PlanShown:
    """A plan with people and leads by their names; `leads` are those of its leads that are there."""
    every = (_flows(planned), _volume(planned), _loads(planned, directory), _segments(planned))
    return PlanShown(
        says=_whole(planned),
        tables=tuple(one for one in every if one.rows),
        promises=tuple(_promises(planned, directory)),
        leads=tuple(
            Moves(
                id=one.lead,
                name=leads[one.lead].name,
                company=leads[one.lead].company,
                before=_stands(one.before, directory),
                after=_stands(one.after, directory),
            )
            for one in planned.plan.moved
            if one.lead in leads
        ),
        method=tuple(heard(line) for line in method_lines(planned)),
    )


def _whole(planned: Planned) -> str:
    plan = planned.plan
    return say(
        "If {draft} took the place of {active} now, {changed} of {leads} leads would change ({share}); "
        "none does until its next arrival.",
        draft=plan.draft,
        active=plan.active,
        changed=_count(plan.changed),
        leads=_count(plan.leads),
        share=percent(plan.changed / plan.leads if plan.leads else 0.0, places=1),
    )


def _flows(planned: Planned) -> Tabled:
    plan = planned.plan
    rows = [_flow(say("Stage"), one, _term) for one in plan.stages]
    rows += [_flow(say("Tier"), one, _theirs) for one in plan.tiers]
    if plan.owners:
        rows.append((Shown(text=say("Owner")), _text(""), _text(say("somebody else")), _number(plan.owners)))
    heads = (say("What changes"), say("Before"), say("After"), say("Leads"))
    return Tabled(title=say("Who would change"), heads=heads, rows=tuple(rows), notes=())


def _flow(what: str, one: Flow, named: Callable[[str], str]) -> tuple[Shown, ...]:
    return Shown(text=what), _text(named(one.before)), _text(named(one.after)), _number(one.leads)


def _volume(planned: Planned) -> Tabled:
    told = planned.plan.volume
    weeks = told.days / WEEK
    a_week = [Shown(text=numeral(f"{count / weeks:,.1f}")) for count in (told.before, told.after)]
    rows = (
        (Shown(text="MQL"), _number(told.before), _number(told.after)),
        (Shown(text=say("MQL a week")), *a_week),
        *((Shown(text=_theirs(name)), _number(a), _number(b)) for name, (a, b) in told.tiers.items()),
    )
    note = say(
        "Of {came} leads that came in the last {days} days, judged as they came.",
        came=_count(told.came),
        days=told.days,
    )
    return Tabled(title=say("Ready for sales"), heads=("", *_versions(planned)), rows=rows, notes=(note,))


def _loads(planned: Planned, directory: Directory) -> Tabled:
    lately = say("of the last {days} days", days=planned.plan.volume.days)
    rows = tuple(
        (
            Shown(text=_theirs(load.name) if load.queue else directory.name_of(load.name)),
            _number(planned.open(load)),
            _pair(load.lately),
            _pair(load.at_once),
            Shown(text=_record(kept)),
        )
        for load in planned.plan.loads
        for kept in [None if load.queue else planned.kept.get(load.name)]
    )
    heads = (
        say("Rep or queue"),
        say("Open now"),
        say("Leads {lately}", lately=lately),
        say("If every lead came back now"),
        say("First touch in time"),
    )
    note = say(
        "Before → after: under {active} and under {draft}.", active=planned.plan.active, draft=planned.plan.draft
    )
    return Tabled(title=say("Load"), heads=heads, rows=rows, notes=(note,))


def _record(kept: Kept | None) -> str:
    ended = kept.met + kept.broken if kept else 0
    return say("{hits} of {of}", hits=_count(kept.met), of=_count(ended)) if kept and ended else ""


def _segments(planned: Planned) -> Tabled:
    rows = tuple(
        (
            Shown(text=say(SEGMENTS.get(one.by, one.by))),
            _text(words.country(one.name) if one.by == "country" else _theirs(one.name)),
            _number(one.leads),
            _pair((one.before, one.after)),
            _number(one.changed),
        )
        for one in planned.plan.segments
        if one.changed or one.before != one.after
    )
    heads = (say("By"), say("Which"), say("Leads"), say("Ready for sales"), say("Would change"))
    return Tabled(title=say("Where"), heads=heads, rows=rows, notes=())


def _promises(planned: Planned, directory: Directory) -> Iterator[str]:
    yield say_of(
        planned.running,
        "{n} clock runs; it keeps the due instant and the version it started with.",
        "{n} clocks run; all keep the due instant and the version they started with.",
        n=_count(planned.running),
    )
    if stricter := planned.plan.stricter:
        yield say("{n} of them would be pulled forward by their lead's next arrival.", n=_count(len(stricter)))
    for load in planned.plan.loads:
        if not load.queue and risks(planned.kept.get(load.name), load.lately):
            yield say("{name} would get more, and broke promises lately.", name=directory.name_of(load.name))


def _stands(one: Standing, directory: Directory) -> str:
    """Where a lead would stand, as people say it: MQL, urgent, Ana Duarte."""
    who = directory.name_of(one.owner) if one.owner else _theirs(one.queue) if one.queue else ""
    return ", ".join(part for part in (_term(one.stage), _theirs(one.tier or ""), who) if part)


def _versions(planned: Planned) -> tuple[str, str]:
    return say("Version {one}", one=planned.plan.active), say("Version {one}", one=planned.plan.draft)


def _term(text: str) -> str:
    return say("none") if text == NONE else heard_term(words.plain(text))


def _theirs(name: str) -> str:
    """A tier, a queue or a source as the playbook calls it; that there is none, or none is known, is our word."""
    return _term(name) if name in (NONE, UNKNOWN) else words.plain(name)


def _text(text: str) -> Shown:
    return Shown(text=text, words=True)


def _count(count: int) -> str:
    return numeral(f"{count:,}")


def _number(count: int) -> Shown:
    return Shown(text=_count(count))


def _pair(pair: tuple[int, int]) -> Shown:
    before, after = pair
    return Shown(
        text=f"{_count(before)} → {_count(after)}" if before != after else _count(before), soft=before == after
    )
