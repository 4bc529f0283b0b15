"""Does whoever has a lead that two became hear of every promise they keep now, and of nothing that is over?"""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from batonpass.handoff.effects import CancelPending, TellRep
from batonpass.handoff.joining import join
from batonpass.handoff.lead import ASKED, ClockState, Lead
from batonpass.handoff.merge import working
from batonpass.handoff.notify import ACTIONS, answers_for
from batonpass.handoff.record import replace
from batonpass.handoff.refusal import Refusal
from batonpass.handoff.requests import Accept, Reassign, Touch
from batonpass.handoff.stages import OPEN
from tests.handoff.cast import event, minutes, setting, submission, walk
from tests.handoff.second_half import HOUSE
from tests.handoff.test_walks import BOOKS, OWNER, WAY, step

NIGHT = 60 * 9
CALLED = Touch(by="ana", kind="call")
STEPS = st.sampled_from(("demo", "demo", WAY[0], WAY[0], "ebook", Accept(by=OWNER), Reassign(by="sven", to="triage")))
LATER = st.tuples(st.sampled_from((1, 20, NIGHT)), STEPS)
WALKS = st.tuples(st.sampled_from((1, 1, 0, 2, 4)), st.lists(LATER, max_size=2)).map(
    lambda drawn: [(10, what) for what in WAY[: drawn[0]]] + drawn[1]
)
"""Most are called, and raise their hand again or not; a few are on their way through the second half."""


class Mailbox:
    """What our people are told of a lead; news that is withdrawn before it leaves is told to nobody."""

    def __init__(self):
        self.news = []

    def take(self, effects, at):
        for one in effects:
            if isinstance(one, TellRep):
                self.news.append(one)
            elif isinstance(one, CancelPending):
                self.news = [n for n in self.news if n.kind not in one.kinds or not _waits(n, at)]

    def waiting(self, rep, at):
        return [n.kind for n in self.news if n.rep == rep and _waits(n, at)]


def _waits(news, at):
    return news.not_before is not None and news.not_before > at


def walked(steps, book, name):
    lead, at, box = Lead(id=name), 0, Mailbox()
    for later, what in ((1, "demo"), *steps):
        at += later
        done = step(lead, what, setting(minutes(at), book, HOUSE))
        if done:
            lead = done.lead
            box.take(done.effects, minutes(at))
    return lead, at, box


def running(lead):
    return {(c.promise, c.due_at) for c in lead.clocks if c.state is ClockState.RUNNING}


def told(done, *kinds):
    return [one for one in done.effects if isinstance(one, TellRep) and one.kind in kinds]


@pytest.mark.parametrize("name", BOOKS)
@given(walks=st.tuples(WALKS, WALKS), turned=st.booleans(), wait=st.sampled_from((1, 20, NIGHT)))
@settings(max_examples=30, deadline=None)
def test_after_a_merge_every_promise_is_known_to_who_keeps_it(name, walks, turned, wait):
    first, at, box = walked(walks[0], BOOKS[name], "L1")
    second, later, too = walked(walks[1], BOOKS[name], "L2")
    pair = [(first, box), (replace(second, person="f@firm.example"), too)]
    (lead, mine), (gone, theirs) = reversed(pair) if turned else pair
    now = setting(minutes(max(at, later) + wait), BOOKS[name], HOUSE)
    try:
        both = join(lead, gone, now, by="sven")
    except Refusal:
        return
    stands, goes_on = both.lead.lead, working(lead, gone)
    holder = stands.owner or answers_for(stands.queue, now)
    waited = (mine if goes_on is lead else theirs).waiting(goes_on.owner, now.at)
    mine.take(both.lead.effects, now.at)
    theirs.take(both.other.effects, now.at)
    heard = [news.rep for news in told(both.lead, *(news.kind for news in mine.news))]
    if stands.stage in OPEN and running(stands) - running(goes_on):
        assert holder in heard
    if stands.stage in OPEN and waited and stands.owner == goes_on.owner:
        assert holder in heard or mine.waiting(holder, now.at)
    still = {"asked_again"} if gone.owner == goes_on.owner else set()
    assert still.issuperset(theirs.waiting(gone.owner, now.at))


def reached(*steps):
    """Somebody whom Ana called, and has not taken on."""
    return walk(submission(), (minutes(5), CALLED), *steps).lead


def twin(*steps):
    return replace(reached(*steps), id="L2", person="e@firm.example")


def merged(lead, other, at):
    return join(lead, other, setting(minutes(at)), by="mara")


def test_who_has_called_them_hears_that_the_twins_raised_hand_waits_for_an_answer():
    both = merged(twin((minutes(20), CALLED)), reached(event("demo_request", at=minutes(60))), 70)
    assert (ASKED, minutes(90)) in running(both.lead.lead)
    assert [news.rep for news in told(both.lead, "asked_again")] == ["ana"]


def test_who_answers_for_the_queue_hears_it_where_nobody_has_them():
    waits = twin((minutes(6), Accept(by="ana")), (minutes(20), Reassign(by="mara", to="triage")))
    both = merged(waits, reached(event("demo_request", at=minutes(60))), 70)
    assert [news.rep for news in told(both.lead, "queued")] == ["mara"]


@pytest.mark.parametrize(("email", "withdrawn"), [("x@volvo.example", True), ("e@firm.example", False)])
def test_that_they_asked_again_is_no_news_any_more_to_who_has_them_no_more(email, withdrawn):
    asked = replace(walk(submission(email=email)).lead, id="L2")
    both = merged(reached((minutes(6), Accept(by="ana"))), replace(asked, owner=asked.owner if withdrawn else "ana"), 7)
    gone = [one for one in both.other.effects if isinstance(one, CancelPending)]
    assert any("asked_again" in one.kinds for one in gone) is withdrawn


def test_what_waits_for_the_morning_is_told_of_the_lead_that_they_have_then_with_buttons_that_work():
    paper = replace(walk(submission("paper", email="f@firm.example")).lead, id="L3")
    asked = walk(submission("ebook", at=minutes(NIGHT), email="x@volvo.example")).lead
    both = merged(paper, asked, NIGHT + 5)
    (news,) = told(both.lead, "reassigned")
    assert (news.rep, news.cycle, news.actions) == ("astrid", both.lead.lead.cycle, ACTIONS)
    assert _waits(news, minutes(NIGHT + 5))
    assert any("assigned" in one.kinds for one in both.other.effects if isinstance(one, CancelPending))
