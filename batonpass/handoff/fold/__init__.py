"""What does each fact change about a lead?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from batonpass.handoff import facts as f
from batonpass.handoff.doings import kept, overtaken, reached_us
from batonpass.handoff.facts.clock import Snoozed
from batonpass.handoff.facts.match import AccountMatched
from batonpass.handoff.facts.merge import Merged, MergedAway, Unmerged
from batonpass.handoff.facts.touch import TouchBounced
from batonpass.handoff.lead import FIRST_TOUCH, MADE_MAX, NOBODY_ELSE, REST, Activity, Clock, Lead, Stood
from batonpass.handoff.playbook import WORKED, Stage
from batonpass.handoff.playbook.review import REVIEW
from batonpass.handoff.record import replace
from batonpass.handoff.stages import GIVEN_BACK
from batonpass.handoff.verified import learned
from batonpass.handoff.wishes import heard

from .cadence import FOLLOWED, followed, with_clock
from .clock import CLOCKS, booked, not_accepted
from .merge import matched, merged, merged_away, unmerged
from .records import RECORDS
from .review import REVIEWS
from .review import undone as review_undone
from .second import SECOND, asked, is_asked
from .touch import touch_bounced

Changes = Mapping[str, Any]
"""The fields of a lead that a fact changes, with their values after it."""
_NOBODYS: Changes = {"owner": None, "queue": None, "undo": None}


def fold(lead: Lead, fact: f.Fact, playbook: str = "") -> Lead:
    """The lead after one more fact. `playbook` is the version the fact was decided under."""
    return replace(lead, **{**TURNS_INTO[type(fact)](lead, fact, playbook), "seq": lead.seq + 1})


def _captured(lead: Lead, fact: f.Captured, _: str) -> Changes:
    done = tuple(
        Activity(signal=s, at=fact.at, arrived_at=reached_us(fact, lead.cycle_since), detail=fact.form)
        for s in fact.signals
    )
    latest = not overtaken(fact, lead)
    return {
        "person": lead.person or fact.person,
        **_told(lead, fact.fields, fact.at, fact.door, ids=fact.ids),
        "source": fact.source if lead.source == f.NOWHERE else lead.source,
        "last_source": fact.source if latest or lead.last_source == f.NOWHERE else lead.last_source,
        "message": (fact.message or lead.message) if latest else (lead.message or fact.message),
        **(heard(lead, fact.consent, fact.at, by=fact.door) if fact.consent else {}),
        "forms": (*lead.forms, fact.form) if fact.form else lead.forms,
        "activities": kept(lead.activities + done),
        "created_at": lead.created_at or fact.arrived_at,
        "changed_at": fact.arrived_at,
    }


def _observed(lead: Lead, fact: f.Observed, _: str) -> Changes:
    done = Activity(signal=fact.signal, at=fact.at, arrived_at=reached_us(fact, lead.cycle_since), detail=fact.detail)
    email = fact.email or (fact.person if "@" in fact.person else "")
    unknown = {} if "email" in lead.known else {"email": email}
    if fact.named and not lead.known.keys() & {"first_name", "last_name"}:
        unknown |= fact.named
    return {
        "person": lead.person or fact.person,
        **(_told(lead, unknown, fact.at, "event") if unknown else {}),
        "activities": kept((*lead.activities, done)),
        "created_at": lead.created_at or fact.arrived_at,
        "changed_at": fact.arrived_at,
    }


def _learned(lead: Lead, fact: f.Learned, _: str) -> Changes:
    return {
        "person": lead.person or fact.person,
        **_told(lead, fact.fields, fact.at, fact.source_name, ids=fact.ids),
        **(heard(lead, fact.consent, fact.at, by=fact.source_name) if fact.consent else {}),
        "created_at": lead.created_at or fact.arrived_at,
        "changed_at": fact.arrived_at,
    }


def _told(
    lead: Lead, told: Mapping[str, str], at: datetime, by: str, *, ids: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """What is held of each field after one more word; a claim against a verified value stands beside it (S09)."""
    who = lead.identity or NOBODY_ELSE
    held, claims = learned(lead.known, who.said, told, at=at, by=by)
    if claims is who.said and not ids:
        return {"known": held}
    return {"known": held, "identity": replace(who, said=claims, ids={**who.ids, **(ids or {})})}


def _identified(lead: Lead, fact: f.Identified, _: str) -> Changes:
    return {
        "person": fact.person,
        "account": fact.account,
        "account_name": fact.account_name,
        "account_owner": fact.account_owner,
        "account_fields": fact.account_fields,
        "free_mail": fact.free_mail,
        "identity": replace(lead.identity or NOBODY_ELSE, doubts=fact.doubts) if fact.doubts else lead.identity,
    }


def _scored(_lead: Lead, fact: f.Scored, _: str) -> Changes:
    return {"score": fact}


def _qualified(lead: Lead, fact: f.Qualified, _: str) -> Changes:
    let_go = lead.stage is Stage.MQL and fact.stage is Stage.NURTURE
    return {
        **(_NOBODYS if let_go else {}),
        "stage": fact.stage,
        "tier": fact.tier,
        "band": fact.band,
        "cycle": fact.cycle,
        "cycle_since": fact.at if fact.starts_cycle else lead.cycle_since,
        "made": () if fact.starts_cycle else lead.made,
        "accepted_at": None if fact.starts_cycle else lead.accepted_at,
        "customer": lead.customer or (lead.stage is Stage.WON and fact.starts_cycle),
        "because": fact.because,
    }


def _briefed(_lead: Lead, fact: f.Briefed, _: str) -> Changes:
    return {"brief": fact.lines, "briefed_at": fact.at, "brief_missing": fact.missing}


def _routed(lead: Lead, fact: f.Routed, _: str) -> Changes:
    return {
        "owner": fact.owner,
        "queue": fact.queue,
        "routed_because": fact.because,
        "route_missing": fact.missing,
        "pool": fact.pool,
        "dealt_at": fact.at if fact.pool else None,
        "turn_returned": False,
        "clocks": booked(lead, fact.at),
        "undo": _not_overtaken(lead, fact.at),
    }


def _not_overtaken(lead: Lead, at: datetime) -> Stood | None:
    """A decision can be taken back until the lead moves on; who moves it on by approving moves it in one breath."""
    was = lead.undo
    return was if was and was.what == "approval" and was.at == at else None


def _turn_returned(_lead: Lead, fact: f.TurnReturned, _: str) -> Changes:
    return {"turn_returned": fact.turns > 0}


def _clocked(lead: Lead, fact: f.Fact, playbook: str) -> Changes:
    return {"clocks": CLOCKS[type(fact)](lead, fact, playbook)}


def _touched(lead: Lead, fact: f.Touched, _: str) -> Changes:
    if fact.earlier:
        return {}
    was = lead.undo
    if was and was.review is None:
        was = replace(was, touched_at=min(was.touched_at or fact.at, fact.at))
    plan = lead.follow_up
    if plan is not None:
        plan = replace(plan, touched_at=max(plan.touched_at or fact.at, fact.at))
    made = (*lead.made, fact)[-MADE_MAX:]
    return {"touches": lead.touches + 1, "made": made, "undo": was, "follow_up": plan, "changed_at": fact.at}


def _accepted(lead: Lead, fact: f.Accepted, _: str) -> Changes:
    undo = _before(lead, "accept", fact)
    return {
        "stage": Stage.SAL,
        "accepted_at": fact.at,
        "undo": undo,
        "because": fact.because,
        "changed_at": fact.at,
    }


def _rejected(lead: Lead, fact: f.Rejected, _: str) -> Changes:
    return {**_ended(lead, "reject", fact), "ended_why": f"{GIVEN_BACK}/{fact.reason}"}


def _disposed(lead: Lead, fact: f.Disposed, _: str) -> Changes:
    return {**_ended(lead, "disposition", fact), "ended_why": f"{fact.outcome}/{fact.reason}"}


def _ended(lead: Lead, what: str, fact: f.Rejected | f.Disposed) -> Changes:
    stage = lead.left_as(fact.then)
    kept = stage in WORKED
    return {
        "stage": stage,
        "tier": None,
        "owner": lead.owner if kept else None,
        "queue": None,
        "ended_at": None if kept else fact.at,
        "ended_in": lead.kept_in,
        "second": asked(lead, waits=False),
        "undo": _before(lead, what, fact),
        "because": fact.because,
        "changed_at": fact.at,
    }


def _before(lead: Lead, what: str, fact: f.Accepted | f.Rejected | f.Disposed) -> Stood:
    was = lead.before(what, by=fact.by, at=fact.at)
    return replace(was, tier=lead.tier, follow_up=lead.follow_up, asked=is_asked(lead), cycle=lead.cycle)


def _undone(lead: Lead, fact: f.Undone, _: str) -> Changes:
    was = lead.undo
    if was is None:
        return {}
    if was.review is not None:
        return review_undone(lead, was, fact)
    over = {"stage": was.stage, "undo": None, "because": fact.because, "changed_at": fact.at}
    if was.what == "accept":
        return {**over, "accepted_at": None, "clocks": not_accepted(lead.clocks, was)}
    tiers = (c.tier for c in reversed(was.clocks) if (c.promise, c.cycle) == (FIRST_TOUCH, lead.cycle))
    return {
        **over,
        "owner": was.owner,
        "queue": was.queue,
        "clocks": with_clock((*was.clocks, *_rests(lead, was)), was.follow_up),
        "follow_up": was.follow_up,
        "tier": next(tiers, lead.tier) if was.tier == "" else was.tier,
        "ended_at": None,
        "cycle": lead.cycle if was.cycle is None else was.cycle,
        "second": asked(lead, waits=True) if was.asked else lead.second,
    }


def _rests(lead: Lead, was: Stood) -> tuple[Clock, ...]:
    """The clocks of a rest or review that had begun with what is taken back: they are to be ended yet."""
    return tuple(clock for clock in lead.clocks if clock.promise in (REST, REVIEW) and clock not in was.clocks)


def _acknowledged(_lead: Lead, fact: f.Acknowledged, _: str) -> Changes:
    return {"acknowledged_at": fact.at}


def _counted(_lead: Lead, fact: f.Fact, _: str) -> Changes:
    return {"changed_at": fact.at}


TURNS_INTO: Mapping[type[f.Fact], Callable[[Lead, Any, str], Changes]] = {
    f.Captured: _captured,
    f.Observed: _observed,
    f.Learned: _learned,
    f.Identified: _identified,
    f.Scored: _scored,
    f.Qualified: _qualified,
    f.Briefed: _briefed,
    f.Routed: _routed,
    **dict.fromkeys(CLOCKS, _clocked),
    f.TurnReturned: _turn_returned,
    f.AskedAgain: _counted,
    f.Acknowledged: _acknowledged,
    f.Touched: _touched,
    TouchBounced: touch_bounced,
    f.Accepted: _accepted,
    f.Rejected: _rejected,
    f.Disposed: _disposed,
    f.Undone: _undone,
    f.OwnerLost: _counted,
    Snoozed: _counted,
    **dict.fromkeys(FOLLOWED, followed),
    AccountMatched: matched,
    **RECORDS,
    Merged: merged,
    MergedAway: merged_away,
    Unmerged: unmerged,
    **REVIEWS,
    **SECOND,
}
