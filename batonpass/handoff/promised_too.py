"""What of the promise to the lead that is merged away does whoever works the other one keep?"""

from __future__ import annotations

from .clock import calendars_of, hand_on, tier_of
from .lead import ASKED, Clock, Lead
from .merge import reached_since
from .pledges import begun, on_asking
from .qualify import raised_hand
from .record import replace
from .requests import Resume
from .resumed import go_on
from .stages import OPEN
from .walk import Walk
from .worked import worked_seconds


def promised_too(walk: Walk, loser: Lead) -> bool:
    """What is worked goes on though the other was promised the sooner touch; whoever works it keeps that promise.

    Gives whether they promise anything by it that they did not promise before.

    Of two promises to one person the stricter holds, as when they ask twice (A05, F01): a merge loosens none. A hand
    that was raised and has no answer yet is answered, also where nothing else is promised any more.
    """
    known = len(walk.facts)
    _kept_too(walk, loser)
    return len(walk.facts) > known


def _kept_too(walk: Walk, loser: Lead) -> None:
    theirs, asked = loser.clock, loser.running(ASKED)
    if walk.lead.clock:
        for one in (theirs, asked):
            _tightened(walk, walk.lead.clock, one, loser)
        return
    waits = asked or (theirs if raised_hand(loser, None, walk.setting.playbook.definition) else None)
    if waits is None or walk.lead.stage not in OPEN or reached_since(walk.lead, waits):
        return
    mine = walk.lead.running(ASKED)
    if mine:
        _tightened(walk, mine, waits, loser)
    else:
        _answered_by_then(walk, waits, loser)


def _answered_by_then(walk: Walk, theirs: Clock, loser: Lead) -> None:
    """Their hand is answered by when it was promised; one that was forgotten, as fast as a new one."""
    lead, setting = walk.lead, walk.setting
    fresh = on_asking(lead, theirs.tier, setting)
    if theirs.due_at > setting.at and theirs.paused_at is None:
        tier, says = tier_of(theirs.tier, setting), f"answered as promised to them as {loser.name}"
        hours = calendars_of(lead, tier, setting)
        team = bool(tier.team)
        fresh = begun(ASKED, lead, setting, due_at=theirs.due_at, calendars=hours, says=says, team=team)
    if fresh:
        walk.keep(fresh)


def _tightened(walk: Walk, mine: Clock, theirs: Clock | None, loser: Lead) -> None:
    at = walk.setting.at
    if theirs is None or theirs.paused_at is not None or theirs.due_at <= at:
        return
    if mine.paused_at is not None:
        mine = replace(mine, due_at=go_on(walk, mine, Resume(by="", why=f"for {loser.name} asked as well")).due_at)
    if mine.due_at <= theirs.due_at:
        return
    terms = replace(theirs, promise=mine.promise, cycle=mine.cycle)
    moved = hand_on(walk.lead, terms, walk.setting)
    worked = worked_seconds(mine, at, walk.setting)
    because = f"tightened to {theirs.tier}: promised to them as {loser.name}"
    walk.keep(replace(moved, at=at, worked_seconds=worked, because=because))
