"""How is a plan told: as data for programs, as lines for who reads a terminal?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from batonpass.handoff.words import plain

from .planned import Planned

if TYPE_CHECKING:
    from batonpass.learn.plan import Moved, Plan, Standing
    from batonpass.store.snapshot import Kept

LINES_MOST = 10
WEEK = 7


def plan_data(planned: Planned, base_url: str = "") -> dict[str, Any]:
    """Everything in a plan, with a link to each lead when it is known where people reach us."""
    plan = planned.plan
    return {
        "at": plan.at,
        "active": plan.active,
        "draft": plan.draft,
        "leads": plan.leads,
        "changed": plan.changed,
        "stages": [{"before": one.before, "after": one.after, "leads": one.leads} for one in plan.stages],
        "tiers": [{"before": one.before, "after": one.after, "leads": one.leads} for one in plan.tiers],
        "owners": plan.owners,
        "volume": _volume(plan),
        "loads": list(_loads(planned)),
        "promises": _promises(planned),
        "segments": [
            {name: getattr(one, name) for name in ("by", "name", "leads", "before", "after", "changed")}
            for one in plan.segments
        ],
        "moved": [_moved(one, base_url) for one in plan.moved],
        "method": {"one_by_one": planned.one_by_one or None, "checked": planned.checked},
    }


def plan_lines(planned: Planned, name_of: Callable[[str | None], str], base_url: str = "") -> Iterator[str]:
    """A plan in words and columns."""
    plan = planned.plan
    yield f"If {plan.draft} took the place of {plan.active} now, {plan.at:%Y-%m-%d %H:%M} UTC:"
    share = f" ({100 * plan.changed / plan.leads:.1f} %)" if plan.leads else ""
    yield f"{plan.changed:,} of {plan.leads:,} leads would change{share}; none does until their next arrival."
    yield from (f"  {one.leads:>9,}  {one.before} -> {one.after}" for one in plan.stages)
    yield from (f"  {one.leads:>9,}  tier {one.before} -> {one.after}" for one in plan.tiers)
    if plan.owners:
        yield f"  {plan.owners:>9,}  handed over to somebody else"
    yield from _volume_lines(plan)
    yield from _load_lines(planned, name_of)
    yield from _promise_lines(planned, name_of)
    yield from _segment_lines(plan)
    yield from _lead_lines(plan.moved, name_of, base_url)
    yield from method_lines(planned)


def method_lines(planned: Planned) -> Iterator[str]:
    """How far the numbers go."""
    if planned.one_by_one:
        yield f"Each lead was asked by itself: {planned.one_by_one}."
    elif planned.checked:
        yield f"{planned.checked:,} leads were asked one by one as well: the same answers."
    yield "Accounts are as last recognised. Turns are dealt as of now: who is away now gets none."


def _volume(plan: Plan) -> dict[str, Any]:
    told = plan.volume
    tiers = {name: {"before": before, "after": after} for name, (before, after) in told.tiers.items()}
    return {"days": told.days, "came": told.came, "before": told.before, "after": told.after, "tiers": tiers}


def _loads(planned: Planned) -> Iterator[dict[str, Any]]:
    for load in planned.plan.loads:
        kept = None if load.queue else planned.kept.get(load.name)
        yield {
            "queue" if load.queue else "rep": load.name,
            "open": planned.open(load),
            "if_all_came_back": {"before": load.at_once[0], "after": load.at_once[1]},
            "lately": {"before": load.lately[0], "after": load.lately[1]},
            "promises": {"met": kept.met, "broken": kept.broken} if kept else None,
        }


def _promises(planned: Planned) -> dict[str, Any]:
    return {
        "running": planned.running,
        "untouched_by_activation": planned.running,
        "stricter_at_the_next_arrival": len(planned.plan.stricter),
        "leads": list(planned.plan.stricter[:LINES_MOST]),
    }


def _moved(one: Moved, base_url: str) -> dict[str, Any]:
    told: dict[str, Any] = {"lead": one.lead, "before": _standing(one.before), "after": _standing(one.after)}
    return {**told, "link": f"{base_url}/leads/{one.lead}"} if base_url else told


def _standing(one: Standing) -> dict[str, Any]:
    names = ("stage", "tier", "owner", "queue")
    return {"total": float(one.total), **{name: getattr(one, name) for name in names}}


def _volume_lines(plan: Plan) -> Iterator[str]:
    told, weeks = plan.volume, plan.volume.days / WEEK
    yield ""
    yield f"Volume: of {told.came:,} leads that came in the last {told.days} days, judged as they came:"
    yield f"  {'':<14}{plan.active:>14}{plan.draft:>14}"
    yield f"  {'MQL':<14}{told.before:>14,}{told.after:>14,}"
    yield f"  {'MQL a week':<14}{told.before / weeks:>14.1f}{told.after / weeks:>14.1f}"
    yield from (f"  {'tier ' + name:<14}{a:>14,}{b:>14,}" for name, (a, b) in told.tiers.items())


def _load_lines(planned: Planned, name_of: Callable[[str | None], str]) -> Iterator[str]:
    plan = planned.plan
    if not plan.loads:
        return
    yield ""
    lately = f"of the last {plan.volume.days} days"
    yield f"Load: open now; if every lead came back now; {lately} (before -> after); first touch in time"
    for load in plan.loads:
        kept = None if load.queue else planned.kept.get(load.name)
        name = f"queue {load.name}" if load.queue else name_of(load.name)
        at_once, came = (f"{a:,} -> {b:,}" for a, b in (load.at_once, load.lately))
        yield f"  {name:<24}{planned.open(load):>6,}{at_once:>14}{came:>18}  {_record(kept)}"


def _record(kept: Kept | None) -> str:
    ended = kept.met + kept.broken if kept else 0
    return f"{kept.met} of {ended}" if kept and ended else ""


def _promise_lines(planned: Planned, name_of: Callable[[str | None], str]) -> Iterator[str]:
    stricter = planned.plan.stricter
    yield ""
    yield f"Promises: {planned.running:,} clocks run; all keep the due instant and the version they started with."
    if stricter:
        yield f"  at risk: {len(stricter):,} would be pulled forward by their lead's next arrival: {_some(stricter)}"
    short = [load for load in planned.plan.loads if not load.queue and risks(planned.kept.get(load.name), load.lately)]
    yield from (f"  at risk: {name_of(load.name)} would get more, and broke promises lately" for load in short)


def risks(kept: Kept | None, lately: tuple[int, int]) -> bool:
    """Whether somebody who broke promises lately would get more."""
    return kept is not None and kept.broken > 0 and lately[1] > lately[0]


def _some(leads: Iterable[str]) -> str:
    named = list(leads)
    more = f" and {len(named) - 3:,} more" if len(named) > 3 else ""  # noqa: PLR2004 - three are enough to look at
    return ", ".join(named[:3]) + more


def _segment_lines(plan: Plan) -> Iterator[str]:
    yield ""
    yield "Where: leads, ready for sales as they came (before -> after), changed"
    for one in plan.segments:
        if one.changed or one.before != one.after:
            ready = f"{one.before:,} -> {one.after:,}"
            yield f"  {one.by + ' ' + one.name:<24}{one.leads:>10,}{ready:>20}{one.changed:>10,}"


def _lead_lines(moved: Iterable[Moved], name_of: Callable[[str | None], str], base_url: str) -> Iterator[str]:
    told = list(moved)
    if told:
        yield ""
        yield "Such as:"
    for one in told[:LINES_MOST]:
        goes = one.after.owner or one.after.queue
        to = f", to {name_of(goes)}" if goes and goes != (one.before.owner or one.before.queue) else ""
        before, after = (_stands(standing) for standing in (one.before, one.after))
        yield f"  {base_url + '/leads/' if base_url else ''}{one.lead}  {before} -> {after}{to}"


def _stands(one: Standing) -> str:
    tier = f" {one.tier}" if one.tier else ""
    return f"{one.stage}{tier} ({plain(one.total)})"
