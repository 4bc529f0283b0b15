"""Which touches does a lead get after the hand-over, when is each due, and have enough been made?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from .clock import calendars_of
from .facts import Touched
from .facts.cadence import FollowUpRelaid, FollowUpResumed, FollowUpStarted, StepsWanted, Window
from .follow_up import FINISHED, OUTCOME, FollowUp, PlannedStep, StepState
from .hours import Hours, due, elapsed, local_days_later, next_open, open_between
from .lead import Lead
from .playbook import Tier
from .playbook.cadence import Cadence, CadenceStep, Span
from .setting import Setting
from .wishes import unwanted

BOTH = Tier(name="follow-up", when=None, first_touch=timedelta(0), both_hours=True)
"""A planned touch lies in the hours of whoever makes it and of the lead, whatever the tier says of its promise."""
HANDED_ON = "handed on: the plan goes along, and no step is later"
DAY = timedelta(days=1)
Laid = tuple[datetime, datetime]
"""When a planned touch opens, and when it is due."""


def choose(cadences: Iterable[Cadence], tier: str | None, seen: Mapping[str, object]) -> Cadence | None:
    """The first cadence that is for this tier and whose condition holds."""
    for cadence in cadences:
        if cadence.tiers and tier not in cadence.tiers:
            continue
        if cadence.when is None or cadence.when.holds(seen) is True:
            return cadence
    return None


def plan(lead: Lead, cadence: Cadence, setting: Setting) -> FollowUpStarted:
    """The touches of this round, from this instant on, in the owner's hours and the lead's contact window (T6)."""
    calendars = calendars_of(lead, BOTH, setting)
    steps = _steps(cadence, calendars, setting)
    return FollowUpStarted(
        at=setting.at,
        because=f"{cadence.name.replace('_', ' ')}: {len(steps)} planned touches, the first is {steps[0].name}",
        plan=FollowUp(
            cadence=cadence.name,
            cycle=lead.cycle,
            tier=lead.tier or "",
            started_at=setting.at,
            calendars=calendars,
            steps=steps,
            least=cadence.least,
            least_for=tuple(sorted(cadence.least_for)),
            replies=tuple(sorted(cadence.replies)),
            meetings=tuple(sorted(cadence.meetings)),
            answer_seconds=int(cadence.answer_within.total_seconds()),
            decide_days=cadence.decide_within.days,
        ),
    )


def lay(steps: Iterable[tuple[Span, Span | None]], start: datetime, hours: Hours) -> list[Laid]:
    """When each touch opens and is due: inside the hours, never before its offset, none before the one before it."""
    laid: list[Laid] = []
    earliest = due_at = start
    for after, within in steps:
        earliest = max(earliest, _opens(after, start, hours))
        due_at = max(due_at, ends(within, earliest, hours))
        laid.append((earliest, due_at))
    return laid


def hand_on(lead: Lead, running: FollowUp, setting: Setting) -> FollowUpRelaid:
    """The touches to come in the hours of whoever has the lead now; a hand-over never makes one due later (T7)."""
    return _laid_again(lead, running, setting, later=False, why=HANDED_ON)


def lay_again(lead: Lead, running: FollowUp, setting: Setting, *, why: str) -> FollowUpRelaid:
    """The hours have changed: the touches to come that are not late are laid out on the new ones, earlier or later."""
    return _laid_again(lead, running, setting, later=True, why=why)


def in_hours_of(lead: Lead, setting: Setting) -> FollowUpRelaid:
    """What a lead waits for once its touches are over waits on; what comes after it is reckoned in the new hours."""
    calendars = calendars_of(lead, BOTH, setting)
    return FollowUpRelaid(at=setting.at, calendars=calendars, windows=(), because=HANDED_ON)


def go_on(lead: Lead, running: FollowUp, setting: Setting) -> FollowUpResumed:
    """A lead that comes back is followed up where that stopped: the time away does not count, what was late stays so.

    No touch is late the moment the lead is back.
    """
    stopped = running.ended_at or setting.at
    away = running.away_seconds + int((setting.at - stopped).total_seconds())
    calendars = calendars_of(lead, BOTH, setting)
    hours = setting.hours(calendars)
    fresh = lay(
        [(step.after, step.within) for step in running.steps], running.started_at + timedelta(seconds=away), hours
    )
    left = to_come(running, stopped)
    opens = next_open(setting.at, hours)
    laid = [
        fresh[n - 1] if fresh[n - 1][1] > setting.at else (opens, ends(step.within, opens, hours)) for n, step in left
    ]
    return FollowUpResumed(
        at=setting.at,
        calendars=calendars,
        windows=windows([n for n, _ in left], laid, hours),
        away_seconds=away,
        because="the lead came back: the plan goes on where it stopped",
    )


def does(running: FollowUp, fact: Touched, hours: Hours) -> int | None:
    """Which planned touch this one does: the first to come that takes its kind and whose day has come; None for none.

    Whoever calls before the hours open, or before the lead was theirs, has called: it is not asked for once more.
    """
    for number, step in running.numbered:
        if step.state is not StepState.OPEN or _too_soon(step, fact.at, hours):
            continue
        if fact.kind == step.kind or fact.kind in step.counts:
            return number
    return None


def still_to_make(lead: Lead, outcome: str) -> tuple[int, int, tuple[str, ...]]:
    """How many touches this outcome takes, how many were made in this round, and which planned ones are missing.

    What the lead does not want to get is not asked for. Nothing is asked for where no cadence runs.
    """
    running = lead.follow_up
    if running is None or running.cycle != lead.cycle or outcome not in running.least_for:
        return 0, 0, ()
    wanted = [step for step in running.steps if step.state is not StepState.LEFT_OUT]
    needed, made = min(running.least, len(wanted)), lead.touches - running.touches_before
    return needed, made, tuple(step.name for step in wanted if step.state is not StepState.DONE)


def _steps(cadence: Cadence, calendars: tuple[str, ...], setting: Setting) -> tuple[PlannedStep, ...]:
    """The touches of a plan that begins now in these hours; reckoned once an instant."""
    key = ("planned", setting.at, cadence.name, calendars)
    known: tuple[PlannedStep, ...] | None = setting.reckoned.get(key)
    if known is None:
        hours = setting.hours(calendars)
        laid = lay([(step.after, step.within) for step in cadence.steps], setting.at, hours)
        known = tuple(_planned(step, window, hours) for step, window in zip(cadence.steps, laid, strict=True))
        setting.reckon(key, known)
    return known


def _planned(step: CadenceStep, laid: Laid, hours: Hours) -> PlannedStep:
    return PlannedStep(
        name=step.name,
        kind=step.kind,
        opens_at=laid[0],
        due_at=laid[1],
        seconds=_seconds(laid, hours),
        after=step.after,
        within=step.within,
        counts=step.counts,
        says=step.says,
    )


def _too_soon(step: PlannedStep, at: datetime, hours: Hours) -> bool:
    if step.after.days:
        return at < midnight(step.opens_at, 0, hours)
    return step.after.working > timedelta(0) and at < step.opens_at


def _opens(after: Span, start: datetime, hours: Hours) -> datetime:
    """The first open instant after so much working time, or of the local day so many days later."""
    if after.days:
        return next_open(max(start, midnight(start, after.days, hours)), hours)
    return next_open(due(start, after.working, hours), hours)


def ends(within: Span | None, opens_at: datetime, hours: Hours) -> datetime:
    """When a touch that opens then is due: its window later, by the end of the day where none is written.

    What ends at close is due at close (T3).
    """
    if within is None:
        return open_between(opens_at, midnight(opens_at, 1, hours), hours)[-1][1]
    if within.days:
        return local_days_later(opens_at, within.days, hours)
    return due(opens_at, within.working, hours)


def midnight(at: datetime, days: int, hours: Hours) -> datetime:
    """When the local day begins that comes so many days after that of the instant."""
    day = at.astimezone(hours.zone).replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None) + DAY * days
    return day.replace(tzinfo=hours.zone).astimezone(UTC)


def _laid_again(lead: Lead, running: FollowUp, setting: Setting, *, later: bool, why: str) -> FollowUpRelaid:
    calendars = calendars_of(lead, BOTH, setting)
    hours = setting.hours(calendars)
    left = to_come(running, setting.at)
    fresh = _fresh(running, left, setting.at, hours)
    if not later:
        fresh = [_never_later(step, one, setting.at, hours) for one, (_, step) in zip(fresh, left, strict=True)]
    laid = windows([n for n, _ in left], fresh, hours)
    return FollowUpRelaid(at=setting.at, calendars=calendars, windows=laid, because=why)


def _fresh(running: FollowUp, left: Iterable[tuple[int, PlannedStep]], at: datetime, hours: Hours) -> list[Laid]:
    """These touches in such hours, reckoned from the start.

    Of a plan that stood still it is not known from when, and none is to be late by this: there a touch stays where it
    was, and moves where that is closed.
    """
    laid = lay([(step.after, step.within) for step in running.steps], running.begun_at, hours)
    stays = bool(running.away_seconds)
    return [_where_open(step, at, hours) if stays or laid[n - 1][1] <= at else laid[n - 1] for n, step in left]


def _where_open(step: PlannedStep, at: datetime, hours: Hours) -> Laid:
    opens_at, within = next_open(step.opens_at, hours), step.within
    if within is None:
        due_at = ends(None, opens_at, hours)
    elif within.days:
        at_close = open_between(opens_at, step.due_at, hours)[-1:]
        due_at = step.due_at if at_close and at_close[0][1] == step.due_at else next_open(step.due_at, hours)
    else:
        due_at = due(opens_at, timedelta(seconds=step.seconds), hours)
    return opens_at, due_at if due_at > at else step.due_at


def to_come(running: FollowUp, at: datetime) -> list[tuple[int, PlannedStep]]:
    """The touches that are neither made nor late at that instant, with their numbers."""
    return [(n, step) for n, step in running.numbered if step.state is StepState.OPEN and step.due_at > at]


def windows(numbers: Sequence[int], laid: Sequence[Laid], hours: Hours) -> tuple[Window, ...]:
    """The touches of these numbers as they are laid now, each opening and due no sooner than the one before it."""
    return tuple(
        Window(step=n, opens_at=opens, due_at=ends, seconds=_seconds((opens, ends), hours))
        for n, (opens, ends) in zip(numbers, _in_order(laid), strict=True)
    )


def _never_later(step: PlannedStep, fresh: Laid, at: datetime, hours: Hours) -> Laid:
    """Not later than it was: in the new hours if they leave time for it before, else at the instant that stood."""
    opens_at, due_at = min(fresh[0], step.due_at), min(fresh[1], step.due_at)
    open_until = open_between(max(opens_at, at), due_at, hours)
    return opens_at, open_until[-1][1] if open_until else due_at


def _in_order(laid: Sequence[Laid]) -> Iterator[Laid]:
    earliest = latest = datetime.min.replace(tzinfo=UTC)
    for opens_at, due_at in laid:
        earliest, latest = max(earliest, opens_at), max(latest, due_at)
        yield earliest, latest


def _seconds(laid: Laid, hours: Hours) -> int:
    return int(elapsed(laid[0], laid[1], hours).total_seconds())


def left_out(running: FollowUp, lead: Lead) -> list[tuple[int, PlannedStep, str]]:
    """The touches to come that the lead does not want, each with the name under which they were refused."""
    numbered = running.numbered if running.running else ()
    found = ((n, step, unwanted(lead, step.kind)) for n, step in numbered if step.state is StepState.OPEN)
    return [(n, step, name) for n, step, name in found if name]


def wanted_again(running: FollowUp, lead: Lead, setting: Setting) -> StepsWanted | None:
    """The touches that were left out and that the lead wants again; those whose time is over are not chased."""
    goes_on = running.running or (running.ended == FINISHED and running.waits_for == OUTCOME)
    left = [(n, step) for n, step in running.numbered if step.state is StepState.LEFT_OUT]
    if not goes_on or not left or all(unwanted(lead, step.kind) for _, step in left):
        return None
    hours = setting.hours(running.calendars)
    fresh = lay([(step.after, step.within) for step in running.steps], running.begun_at, hours)
    again = [n for n, step in left if not unwanted(lead, step.kind) and fresh[n - 1][1] > setting.at]
    if not again:
        return None
    planned = windows(again, [fresh[n - 1] for n in again], hours)
    names = ", ".join(running.steps[n - 1].name for n in again)
    return StepsWanted(at=setting.at, windows=planned, because=f"planned again, for they may be reached so: {names}")


def overdue(running: FollowUp, at: datetime) -> tuple[int, ...]:
    """The touches to come whose due instant has passed and of whose lateness nobody has heard (T4)."""
    numbered = running.numbered if running.running and not running.still else ()
    return tuple(n for n, s in numbered if s.state is StepState.OPEN and not s.reminded and s.due_at < at)
