"""Whatever is asked of a lead in whatever order: has it somebody, something to do and a time?"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from batonpass.handoff.answer import answer
from batonpass.handoff.facts import Fact
from batonpass.handoff.fold import fold
from batonpass.handoff.lead import REST, ClockState, Lead
from batonpass.handoff.next_action import next_action
from batonpass.handoff.path import advance
from batonpass.handoff.playbook import PauseReason, Stage
from batonpass.handoff.playbook.review import Review
from batonpass.handoff.refusal import Refusal
from batonpass.handoff.requests import (
    Accept,
    Approve,
    AskMore,
    Claim,
    Dispose,
    LoseOwner,
    Pause,
    Reassign,
    Reject,
    Relay,
    Reply,
    Request,
    Resume,
    Ring,
    SendBack,
    SkipStep,
    Snooze,
    Touch,
    Undo,
)
from batonpass.handoff.requests_second import (
    AnswerChecklist,
    GiveBack,
    HandOver,
    Lose,
    OpenOpportunity,
    TakeNote,
    TakeOver,
    Win,
)
from batonpass.handoff.stages import OPEN
from tests.handoff.cast import PLAYBOOK, event, minutes, setting, submission
from tests.handoff.plans import OUTCOMES, STANDARD
from tests.handoff.second_half import BOOK, HOUSE

PAUSES = {"waiting": PauseReason(code="waiting", says="waiting for the lead", at_most=timedelta(days=5))}
TIERS = tuple(replace(tier, accept=timedelta(hours=2)) for tier in BOOK.tiers)
WHOLE = replace(BOOK, cadences=(STANDARD,), outcomes=OUTCOMES, pauses=PAUSES, tiers=TIERS)
REVIEWED = replace(WHOLE, definition=replace(WHOLE.definition, review=Review(people=("mara",), hands_pass=False)))
ONE_HALF = replace(WHOLE, second=None)
BOOKS = {"both halves": WHOLE, "reviewed": REVIEWED, "one half": ONE_HALF, "without plans": PLAYBOOK}
OWNER = "the owner"
WORKS = (
    Touch(by=OWNER, kind="call"),
    Touch(by=OWNER, kind="meeting"),
    Touch(by=OWNER, kind="video"),
    Reply(by=OWNER),
    SkipStep(by=OWNER, step=2, reason="they know it"),
    Accept(by=OWNER),
    Reject(by=OWNER, reason="no_budget"),
    Reject(by=OWNER, reason="no_meeting"),
    Dispose(by=OWNER, outcome="converted"),
    Dispose(by=OWNER, outcome="recycled", reason="timing"),
    Dispose(by="mara", outcome="no_response", override="they moved"),
    Undo(by=OWNER),
    Pause(by=OWNER, reason="waiting"),
    Resume(by=OWNER),
    Snooze(by=OWNER, minutes=60),
)
MOVES = (
    Claim(by="bruno"),
    Reassign(by="mara", to="bruno"),
    Reassign(by="mara", to="triage"),
    LoseOwner(by="mara", owner=OWNER),
    LoseOwner(by="mara", owner=OWNER, to="triage"),
    Relay(by="clock", used_seconds=60, why="other hours", promise="dispose"),
    Relay(by="clock", used_seconds=60, why="other hours", promise="follow_up"),
    *(
        Ring(by="clock", promise=promise)
        for promise in ("first_touch", "accept", "dispose", "follow_up", "ae_accept", "opportunity", "win", "review")
    ),
    Approve(by="mara"),
    SendBack(by="mara", reason="not_yet"),
    AskMore(by="mara", says="which plant?"),
)
ONWARDS = (
    AnswerChecklist(by=OWNER, answers={"need": "yes", "budget": "path"}),
    TakeNote(by=OWNER, text="they like it"),
    HandOver(by=OWNER),
    HandOver(by=OWNER, to="triage"),
    TakeOver(by=OWNER),
    *(GiveBack(by=OWNER, reason=reason) for reason in ("no_meeting", "new_need", "bad_timing")),
    OpenOpportunity(by=OWNER, amount=Decimal(9), currency="EUR"),
    Win(by=OWNER),
    Lose(by="crm"),
)
ARRIVALS = ("demo", "ebook", "pricing", "whitepaper", "no calls")
LATER = st.sampled_from((1, 20, 90, 600, 24 * 60, 9 * 24 * 60, 40 * 24 * 60))
WAY = (
    Touch(by=OWNER, kind="call"),
    Accept(by=OWNER),
    AnswerChecklist(by=OWNER, answers={"need": "yes", "budget": "path"}),
    HandOver(by=OWNER),
    TakeOver(by=OWNER),
    OpenOpportunity(by=OWNER, amount=Decimal(9), currency="EUR"),
)
"""The way as it should go; a walk begins somewhere on it."""
ANYTHING = st.sampled_from((*ARRIVALS, *WORKS, *MOVES, *ONWARDS, *WAY))
WALKS = st.tuples(st.integers(0, len(WAY)), st.lists(st.tuples(LATER, ANYTHING), max_size=15)).map(
    lambda drawn: [(10, what) for what in WAY[: drawn[0]]] + drawn[1]
)


def arrival(name, at) -> Fact:
    if name in ("pricing", "whitepaper"):
        return event(name, at)
    consent = {"phone": "no", "marketing": "no"} if name == "no calls" else {}
    return submission("demo" if name == "demo" else "ebook", at, consent=consent)


def by_whoever_has_it(request: Request, lead: Lead) -> Request:
    has_it = lead.owner or "ana"
    names = {name: has_it for name in ("by", "owner") if getattr(request, name, "") == OWNER}
    return replace(request, **names)


def step(lead, what, then):
    try:
        if isinstance(what, Request):
            return answer(lead, by_whoever_has_it(what, lead), then)
        return advance(lead, arrival(what, then.at), then)
    except Refusal:
        return None


def taken(steps, book):
    """The leads along a random walk, each with the facts that led to it."""
    lead, at, facts = Lead(id="L1"), 0, []
    for later, what in ((1, "demo"), *steps):
        at += later
        done = step(lead, what, setting(minutes(at), book, HOUSE))
        if done:
            lead, facts = done.lead, [*facts, *done.facts]
            yield lead, facts, (what, at)


@pytest.mark.parametrize("name", BOOKS)
@given(steps=WALKS)
@settings(max_examples=60, deadline=None)
def test_every_open_lead_has_somebody_something_to_do_and_a_time(name, steps):
    for lead, _, what in taken(steps, BOOKS[name]):
        if lead.stage in OPEN:
            assert (lead.owner is None) != (lead.queue is None), what
            assert next_action(lead), what
            assert lead.next_due_at, what


@pytest.mark.parametrize("name", BOOKS)
@given(steps=WALKS)
@settings(max_examples=40, deadline=None)
def test_a_lead_that_nobody_works_has_no_promise_of_sales_and_no_plan(name, steps):
    for lead, _, what in taken(steps, BOOKS[name]):
        if lead.stage not in OPEN and not lead.waiting:
            running = {c.promise for c in lead.clocks if c.state is ClockState.RUNNING}
            assert running <= {REST}, what
            assert not (lead.follow_up and lead.follow_up.live), what


@pytest.mark.parametrize("name", BOOKS)
@given(steps=WALKS)
@settings(max_examples=30, deadline=None)
def test_the_facts_alone_give_the_same_lead(name, steps):
    book = BOOKS[name]
    for lead, facts, what in list(taken(steps, book))[-1:]:
        again = Lead(id="L1")
        for fact in facts:
            again = fold(again, fact, book.version)
        assert again == lead, what


@given(steps=WALKS)
@settings(max_examples=40, deadline=None)
def test_an_account_executive_is_never_asked_for_a_planned_touch(steps):
    for lead, _, what in taken(steps, WHOLE):
        beyond = lead.stage in (Stage.SQL, Stage.OPPORTUNITY)
        asked = lead.second is not None and lead.second.cycle == lead.cycle and lead.second.waiting
        if lead.follow_up and lead.follow_up.cycle == lead.cycle and (beyond or asked):
            assert not lead.follow_up.running, what
