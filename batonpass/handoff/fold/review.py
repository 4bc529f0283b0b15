"""What does marketing's review change about a lead?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from batonpass.handoff.facts import Fact, Undone
from batonpass.handoff.facts.review import Approved, MoreAsked, PassedOn, ReviewAsked, ReviewDropped, SentBack
from batonpass.handoff.lead import Lead, Stood
from batonpass.handoff.playbook.review import REVIEW, Question, Waiting
from batonpass.handoff.record import replace

Changes = Mapping[str, Any]


def undone(lead: Lead, was: Stood, fact: Undone) -> Changes:
    """The lead waits for marketing again, under the promise it had: its clock runs on as if nothing had been.

    What sales was promised meanwhile stays closed, as the facts before this one left it.
    """
    before = {clock.promise: clock for clock in was.clocks if clock.promise == REVIEW and clock.cycle == _cycle(was)}
    clocks = tuple(before[c.promise] if c.promise in before and c.cycle == _cycle(was) else c for c in lead.clocks)
    return {
        "stage": was.stage,
        "tier": None,
        "owner": None,
        "queue": None,
        "pool": None,
        "turn_returned": False,
        "clocks": clocks,
        "ended_at": lead.ended_at if was.what == "approval" else None,
        "review": was.review,
        "undo": None,
        "because": fact.because,
        "changed_at": fact.at,
    }


def _cycle(was: Stood) -> int:
    return was.review.cycle if was.review else 0


def _asked(lead: Lead, fact: ReviewAsked, playbook: str) -> Changes:
    waiting = Waiting(
        since=fact.at,
        cycle=lead.cycle,
        tier=fact.tier,
        rule=fact.rule,
        because=fact.because,
        people=fact.people,
        unseen=fact.unseen,
        hands_pass=fact.hands_pass,
        hand=fact.hand,
        playbook=playbook,
    )
    rejected = lead.undo and lead.undo.what == "reject" and lead.undo.at == fact.at
    return {"review": waiting, "undo": lead.undo if rejected else None}


def _more(lead: Lead, fact: MoreAsked, _: str) -> Changes:
    asked = Question(by=fact.by, at=fact.at, says=fact.says)
    held = lead.review
    return {"review": replace(held, questions=(*held.questions, asked)) if held else None, "changed_at": fact.at}


def _approved(lead: Lead, fact: Approved, _: str) -> Changes:
    undo = _before(lead, "approval", fact)
    return {"review": _ended(lead, "approved", fact.at, by=fact.by), "undo": undo, "changed_at": fact.at}


def _passed(lead: Lead, fact: PassedOn, _: str) -> Changes:
    return {"review": _ended(lead, "passed on", fact.at), "undo": None, "changed_at": fact.at}


def _dropped(lead: Lead, fact: ReviewDropped, _: str) -> Changes:
    return {"review": _ended(lead, "dropped", fact.at)}


def _sent_back(lead: Lead, fact: SentBack, _: str) -> Changes:
    return {
        "stage": fact.then,
        "tier": None,
        "ended_at": fact.at,
        "ended_in": lead.kept_in,
        "ended_why": "",
        "review": _ended(lead, "sent back", fact.at, by=fact.by),
        "undo": _before(lead, "sending back", fact),
        "because": fact.because,
        "changed_at": fact.at,
    }


def _ended(lead: Lead, verdict: str, at: datetime, *, by: str = "") -> Waiting | None:
    return replace(lead.review, verdict=verdict, by=by, ended_at=at) if lead.review else None


def _before(lead: Lead, what: str, fact: Approved | SentBack) -> Stood:
    return replace(lead.before(what, by=fact.by, at=fact.at), review=lead.review)


REVIEWS: Mapping[type[Fact], Callable[[Lead, Any, str], Changes]] = {
    ReviewAsked: _asked,
    MoreAsked: _more,
    Approved: _approved,
    PassedOn: _passed,
    SentBack: _sent_back,
    ReviewDropped: _dropped,
}
