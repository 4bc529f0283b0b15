"""Are these two leads one person, and what does that person look like then?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from itertools import chain

from .doings import kept
from .follow_up import FollowUp
from .lead import NOBODY_ELSE, Clock, ClockState, Identity, Known, Lead
from .playbook import WORKED, Stage
from .record import replace
from .stages import OPEN
from .verified import stronger
from .wishes import said_by_both

FURTHER = (
    Stage.MERGED, Stage.DISQUALIFIED, Stage.NEW, Stage.LOST, Stage.NURTURE, Stage.ENGAGED,
    Stage.MQL, Stage.SAL, Stage.SQL, Stage.OPPORTUNITY, Stage.WON,
)  # fmt: skip
"""Of two leads that nobody is promised a touch of, the one further along this way goes on."""
DECIDED, REVIEWED = FURTHER.index(Stage.MQL) - 0.7, FURTHER.index(Stage.MQL) - 0.5
"""What a person decided of them counts more than what nobody looked at: no merge brings back whom sales gave up."""


def working(one: Lead, other: Lead) -> Lead:
    """Whose owner, stage and promise go on: who is worked, else the stricter promise (F01), else who is further.

    Of two that sales gave up, the later word stands. Where whoever has the one has reached them since the other asked,
    it is with them: one person is called once, and the call kept both promises (T13).
    """
    for lead, asked in ((one, other), (other, one)):
        if lead.stage is asked.stage is Stage.MQL and not lead.clock and reached_since(lead, asked.clock):
            return lead
    return max(one, other, key=_weight)  # the first of two equals


def reached_since(lead: Lead, promise: Clock | None) -> bool:
    """Has a person of ours reached this lead since that promise was made? Never, where there is none."""
    return promise is not None and any(made.at > promise.started_at and not made.earlier for made in lead.made)


def surviving(one: Lead, other: Lead) -> Lead:
    """Which of two leads keeps its id when nobody says: the one that is worked on; of equals the older."""
    first, second = sorted((one, other), key=lambda lead: (lead.created_at is None, lead.created_at, lead.id))
    return working(first, second)


def union(lead: Lead, other: Lead, at: datetime) -> Lead:
    """The lead with all that is known of the other; nothing that either person said or did is lost."""
    older, newer = sorted((lead, other), key=lambda one: (one.changed_at is None, one.changed_at))
    first = min(lead, other, key=lambda one: (one.created_at is None, one.created_at))
    done = sorted(lead.activities + other.activities, key=lambda activity: (activity.arrived_at, activity.at))
    return replace(
        _going_on(lead, other, at),
        known=_best(lead.known, other.known),
        source=first.source,
        last_source=newer.last_source,
        message=newer.message or older.message,
        **said_by_both(older, newer),
        forms=older.forms + newer.forms,
        activities=kept(tuple(done)),
        touches=lead.touches + other.touches,
        acknowledged_at=max(filter(None, (lead.acknowledged_at, other.acknowledged_at)), default=None),
        created_at=first.created_at,
        changed_at=at,
        identity=_identity(lead, other),
    )


def gone(lead: Lead, into: str, at: datetime) -> Lead:
    """The lead that lives on in another: nobody owns it, nothing is promised, its verdicts stay."""
    return replace(
        lead,
        stage=Stage.MERGED,
        tier=None,
        owner=None,
        queue=None,
        undo=lead.undo if given_back_as_double(lead) else None,
        review=None,
        clocks=_closed(lead.clocks, at),
        follow_up=replace(lead.follow_up, ended="merge", ended_at=at, waits_for="") if lead.follow_up else None,
        changed_at=at,
        identity=replace(lead.identity or NOBODY_ELSE, merged_into=into),
    )


def given_back_as_double(lead: Lead) -> bool:
    """Has sales given it back as a duplicate, so that the lead it duplicates goes on as that one stands?"""
    return lead.stage is Stage.MERGED and not lead.merged_into


def _weight(lead: Lead) -> tuple[int, float, float]:
    if given_back_as_double(lead):
        return (-1, 0, 0)
    if lead.waiting:
        return (0, REVIEWED, 0)
    if lead.stage in WORKED and lead.stage is not Stage.WON:
        return (2, FURTHER.index(lead.stage), 0)
    if lead.clock:
        return (1, -lead.clock.due_at.timestamp(), 0)
    if lead.ended_at:
        return (0, DECIDED, lead.ended_at.timestamp())
    return (0, FURTHER.index(lead.stage), 0)


def _going_on(lead: Lead, other: Lead, at: datetime) -> Lead:
    """The lead with the work of whichever goes on; the promise that does not is closed without a verdict."""
    if working(lead, other) is lead:
        going_on = replace(lead, follow_up=_besides(lead.follow_up, other.touches))
        return _rests_too(going_on, other) if given_back_as_double(other) else going_on
    clocks = _closed(lead.clocks, at)
    cycle = 1 + max(chain((lead.cycle,), (clock.cycle for clock in clocks)))
    running = tuple(replace(clock, cycle=cycle) for clock in other.clocks if clock.state is ClockState.RUNNING)
    return replace(
        lead,
        stage=other.stage,
        band=other.band,
        tier=other.tier,
        cycle=cycle,
        cycle_since=other.cycle_since,
        brief=other.brief,
        briefed_at=other.briefed_at,
        brief_missing=other.brief_missing,
        owner=other.owner,
        queue=other.queue,
        pool=other.pool,
        dealt_at=other.dealt_at,
        turn_returned=other.turn_returned,
        routed_because=other.routed_because,
        because=other.because,
        clocks=clocks + running,
        accepted_at=other.accepted_at,
        made=other.made,
        customer=other.customer or lead.customer or (lead.stage is Stage.WON and other.stage in OPEN),
        second=replace(other.second, cycle=cycle) if other.second else lead.second,
        follow_up=_along(other, lead, cycle),
        ended_at=other.ended_at,
        ended_why=other.ended_why,
        ended_in=other.ended_in,
        review=replace(other.review, cycle=cycle) if other.review else None,
        undo=None,
    )


def _rests_too(lead: Lead, double: Lead) -> Lead:
    """Whom sales gave back just now is left alone, under whichever of two names; whoever works them goes on."""
    lead = replace(lead, customer=lead.customer or double.customer)
    if lead.waiting or lead.owner or lead.queue or lead.stage not in (Stage.NEW, Stage.ENGAGED, Stage.NURTURE):
        return lead
    ended = {"ended_at": double.ended_at, "ended_why": double.ended_why, "ended_in": double.ended_in}
    return replace(lead, stage=lead.left_as(Stage.NURTURE), tier=None, because=double.because, **ended)


def _along(other: Lead, lead: Lead, cycle: int) -> FollowUp | None:
    """The planned touches of whose work goes on."""
    plan = _besides(other.follow_up, lead.touches)
    return replace(plan, cycle=cycle) if plan else None


def _besides(plan: FollowUp | None, touches: int) -> FollowUp | None:
    """What the other lead had got is none of the touches of this plan, which is to be followed whoever else called."""
    return replace(plan, touches_before=plan.touches_before + touches) if plan else None


def _closed(clocks: tuple[Clock, ...], at: datetime) -> tuple[Clock, ...]:
    return tuple(
        replace(clock, state=ClockState.CLOSED, ended_at=at, steps=()) if clock.state is ClockState.RUNNING else clock
        for clock in clocks
    )


def _best(mine: Mapping[str, Known], theirs: Mapping[str, Known]) -> dict[str, Known]:
    """Each field by the stronger word; the address we write to stays this lead's own."""
    best = {**theirs, **mine}
    for name in mine.keys() & theirs.keys() - {"email"}:
        best[name] = stronger(mine[name], theirs[name])
    return best


def _identity(lead: Lead, other: Lead) -> Identity:
    mine, theirs = lead.identity or NOBODY_ELSE, other.identity or NOBODY_ELSE
    also = dict.fromkeys((*mine.also, other.person, *theirs.also))
    return Identity(
        also=tuple(also),
        merged=(*mine.merged, other.id),
        said={**theirs.said, **mine.said},
        doubts=tuple(dict.fromkeys(mine.doubts + theirs.doubts)),
        ids={**theirs.ids, **mine.ids},
        account=mine.account or theirs.account,
    )
