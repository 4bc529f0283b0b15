"""Is this lead ready for sales, by the written definition?"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from batonpass.handoff import record
from batonpass.handoff.facts import AskedAgain, ClockStopped, Qualified
from batonpass.handoff.lead import ClockState
from batonpass.handoff.playbook import Stage
from batonpass.handoff.qualify import rest_of, rested_at
from batonpass.handoff.requests import Accept, Reject, Touch
from batonpass.handoff.stages import GIVEN_BACK
from tests.handoff.cast import PLAYBOOK, event, hours, minutes, submission, walk
from tests.handoff.desks import at


def with_definition(**change: object):
    return replace(PLAYBOOK, definition=replace(PLAYBOOK.definition, **change))


def test_a_demo_request_is_ready_at_once_and_urgent():
    lead = walk(submission("demo")).lead
    assert (lead.stage, lead.tier, lead.because) == ("MQL", "urgent", "hand raised: asked for a demo")


def test_a_score_that_reaches_the_threshold_is_ready_and_standard():
    lead = walk(submission("ebook")).lead
    assert (lead.stage, lead.tier, lead.because) == ("MQL", "standard", "score 40 reaches 40")


def test_a_score_below_is_nurtured_and_says_by_how_much():
    lead = walk(submission("paper")).lead
    assert (lead.stage, lead.tier, lead.owner, lead.because) == ("Nurture", None, None, "score 10 is below 40")


def test_who_is_nurtured_says_so_by_the_points_they_have_now_and_sales_word_stands():
    lead = walk(submission("paper"), event("pricing", at=minutes(5))).lead
    assert (lead.stage, lead.because) == ("Nurture", "score 22 is below 40")
    strict = with_definition(mql_from=Decimal(90), hot_from=Decimal(95))
    given_back = (submission("demo"), (minutes(5), Reject(by="ana", reason="no_budget")))
    looked = walk(*given_back, event("pricing", at=minutes(60)), playbook=strict).lead
    assert (looked.stage, looked.because) == ("Nurture", walk(*given_back, playbook=strict).lead.because)


def test_a_competitor_is_out_however_many_points():
    lead = walk(submission(email="spy@rival.example")).lead
    assert (lead.stage, lead.owner, lead.because) == ("Disqualified", None, "disqualified: works for a competitor")
    assert lead.clock is None


def test_fit_below_its_own_bar_keeps_a_high_total_back():
    lead = walk(submission("ebook"), playbook=with_definition(fit_at_least=Decimal(10))).lead
    assert (lead.stage, lead.because) == ("Engaged", "score 40, but fit is below 10")


def test_a_raised_hand_with_too_little_fit_is_not_enough():
    picky = with_definition(hand_raisers_need_fit=Decimal(10), mql_from=Decimal(60))
    assert walk(submission("demo"), playbook=picky).lead.stage is Stage.NURTURE


def test_what_is_hot_stays_hot_until_the_exit():
    lead = walk(submission("ebook", fields={"employees": "100"}), event("pricing")).lead
    assert (lead.score.total, lead.band) == (Decimal(72), "hot")
    later = walk(
        submission("ebook", fields={"employees": "100"}), event("pricing"), event("unknown", at=minutes(60 * 24 * 10))
    ).lead
    assert Decimal(60) <= later.score.total < Decimal(70)
    assert later.band == "hot"


def test_a_falling_score_takes_nothing_from_the_rep():
    steps = (submission("none", fields={"employees": "100"}), event("pricing"), event("pricing"))
    assert walk(*steps).lead.stage is Stage.MQL
    later = walk(*steps, event("unknown", at=minutes(60 * 24 * 40))).lead
    assert later.score.total < Decimal(40)
    assert (later.stage, later.owner) == ("MQL", "ana")


def test_no_score_moves_a_lead_that_sales_accepted():
    facts = walk(submission("demo"), (minutes(5), Accept(by="ana")), event("pricing", at=minutes(9))).facts
    assert not any(isinstance(f, Qualified) for f in facts[-3:])


def test_a_second_form_of_a_lead_in_work_asks_again_and_starts_nothing():
    done = walk(submission("demo"), (minutes(5), Accept(by="ana")), submission("ebook", at=minutes(9)))
    assert isinstance(done.facts[-1], AskedAgain)
    assert (done.lead.stage, done.lead.owner, len(done.lead.clocks)) == ("SAL", "ana", 1)


CALLED = (minutes(20), Touch(by="ana", kind="call"))
LATER = minutes(60 * 5)


@pytest.mark.parametrize(
    ("before", "back", "said"),
    [
        ((CALLED,), submission("demo", at=minutes(50)), "came back (demo)"),
        ((), submission("demo", at=LATER), "came back (demo)"),
        ((), submission("demo", at=minutes(225)), "came back (demo)"),
        ((CALLED,), event("demo_request", at=minutes(50)), "came back (asked for a demo)"),
        ((CALLED, (minutes(21), Accept(by="ana"))), event("demo_request", at=minutes(50)), "came back (asked for"),
    ],
    ids=["promise kept", "promise broken", "due sooner than anew", "by an event", "by an event, in work"],
)
def test_an_owner_hears_of_a_raised_hand_that_moves_no_promise(before, back, said):
    done = walk(submission("ebook"), *before, back)
    assert any(isinstance(fact, AskedAgain) and fact.because.startswith(said) for fact in done.facts)
    assert [e.rep for e in done.effects if e.kind == "asked_again"] == ["ana"]


def test_the_past_pages_nobody():
    lead = walk(record.replace(submission("demo", fields={"employees": "100"}), historic=True)).lead
    assert (lead.stage, lead.owner, lead.clocks, lead.because) == (
        "Engaged",
        None,
        (),
        "imported as history: nobody is paged",
    )


def test_a_raised_hand_ignores_the_cool_down_and_a_score_does_not():
    rejected = (submission("ebook"), (minutes(5), Reject(by="ana", reason="no_budget")))
    assert walk(*rejected, event("pricing", at=minutes(60))).lead.stage is Stage.NURTURE
    again = walk(*rejected, submission("demo", at=minutes(60))).lead
    assert (again.stage, again.cycle) == ("MQL", 2)


@pytest.mark.parametrize(("came", "stage"), [("ebook", Stage.DISQUALIFIED), ("demo", Stage.MQL)])
def test_whom_a_person_disqualified_a_raised_hand_brings_back_and_points_never(came, stage):
    out = (minutes(5), Reject(by="ana", reason="not_a_fit"))
    late = minutes(60 * 24 * 60)
    assert walk(submission(), out, submission(came, at=late)).lead.stage is stage


def test_after_the_cool_down_a_score_is_enough_again():
    steps = (submission("ebook"), (minutes(5), Reject(by="ana", reason="no_budget")))
    late = at("2027-04-01T09:05Z")
    assert walk(*steps, event("pricing", at=late - timedelta(seconds=1))).lead.stage is Stage.NURTURE
    assert walk(*steps, event("pricing", at=late)).lead.stage is Stage.MQL


@pytest.mark.parametrize(
    ("given_back", "rested"),
    [
        ("2027-02-01T10:05", "2027-03-03T10:05"),
        ("2027-03-02T10:05", "2027-04-01T09:05"),
        ("2027-03-05T10:05", "2027-04-05T08:00"),
        ("2027-03-02T17:59", "2027-04-01T16:59"),
        ("2027-03-02T18:00", "2027-04-02T08:00"),
    ],
)
def test_thirty_days_of_rest_are_local_days_of_who_gave_it_back_and_end_in_their_hours(given_back, rested):
    """T11: the clocks of Lisbon go forward on 28 March."""
    assert rested_at(at(f"{given_back}Z"), timedelta(days=30), "lisbon", hours) == at(f"{rested}Z")


def test_hours_of_rest_are_hours():
    assert rested_at(at("2027-03-27T10:00Z"), timedelta(hours=36), "lisbon", hours) == at("2027-03-28T22:00Z")


def test_a_reason_may_let_a_lead_rest_longer_than_others():
    book = replace(PLAYBOOK, waits={f"{GIVEN_BACK}/no_budget": timedelta(days=90)})
    steps = (submission("ebook"), (minutes(5), Reject(by="ana", reason="no_budget")))
    late = at("2027-05-31T09:05Z")
    soon = walk(*steps, event("pricing", at=late - timedelta(seconds=1)), playbook=book).lead
    assert (soon.stage, walk(*steps, event("pricing", at=late), playbook=book).lead.stage) == ("Nurture", "MQL")


def test_an_outcome_rests_as_its_reason_says_or_else_as_it_says_itself():
    book = replace(PLAYBOOK, waits={"recycled/": timedelta(days=60), "recycled/timing": timedelta(days=120)})
    assert [rest_of(why, book).days for why in ("recycled/timing", "recycled/no_budget", "other/", "")] == [
        120,
        60,
        30,
        30,
    ]


def test_what_disqualifies_a_lead_in_hand_closes_its_clock_without_a_verdict():
    model = replace(PLAYBOOK.definition.disqualifiers[0], when=PLAYBOOK.models[0].when)
    book = with_definition(disqualifiers=(model,))
    done = walk(submission("demo"), submission("demo", at=minutes(1), country="DE"), playbook=book)
    assert any(isinstance(f, ClockStopped) and f.state == ClockState.CLOSED for f in done.facts)
    assert done.lead.stage is Stage.DISQUALIFIED
