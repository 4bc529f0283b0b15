"""Does the second handoff go by its own definition, promise and ways back?"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from batonpass.handoff.answer import answer
from batonpass.handoff.effects import TellRep
from batonpass.handoff.facts.second import ChecklistAnswered, HandedOver, NoteTaken
from batonpass.handoff.lead import ClockState
from batonpass.handoff.next_action import next_action
from batonpass.handoff.playbook import Stage
from batonpass.handoff.refusal import Refusal
from batonpass.handoff.requests import Accept, Claim, Dispose, LoseOwner, Reassign, Reject, Ring
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
from tests.handoff import cast
from tests.handoff.cast import minutes
from tests.handoff.second_half import BOOK, FOUND, HANDED, HOUSE, WORKED


def walk(*steps, playbook=BOOK, people=HOUSE):
    return cast.walk(*steps, playbook=playbook, people=people)


def clocks(*steps, **kind):
    return {clock.promise: clock for clock in walk(*steps, **kind).lead.clocks}


def told(done, kind):
    return [(e.rep, e.lines) for e in done.effects if isinstance(e, TellRep) and e.kind == kind]


def ring(promise):
    return Ring(by="clock", promise=promise)


TAKEN = (*HANDED, (minutes(60), TakeOver(by="otto")))
OPENED = (*TAKEN, (minutes(90), OpenOpportunity(by="otto", amount=Decimal(12_000), currency="EUR")))


def test_a_lead_that_is_ready_goes_to_the_next_account_executive_with_a_clock_of_its_own():
    lead = walk(*HANDED).lead
    assert (lead.owner, lead.stage, lead.running("ae_accept").due_at) == ("otto", Stage.SAL, minutes(30 + 240))


@pytest.mark.parametrize(
    ("answers", "says"),
    [
        ({}, "find out: Do they have the problem we solve"),
        ({"need": "unknown", "budget": "yes"}, "find out: Do they have the problem we solve"),
        ({"need": "no", "budget": "yes"}, "it does not hold that they have the problem"),
        ({"need": "yes"}, "nobody can tell whether money is near: budget unknown"),
        ({"need": "yes", "budget": "unknown"}, "nobody can tell whether money is near: budget unknown"),
    ],
)
def test_a_lead_that_is_not_ready_is_not_handed_over_and_the_refusal_says_what_is_missing(answers, says):
    told_so = [(minutes(20), AnswerChecklist(by="ana", answers=answers))] if answers else []
    with pytest.raises(Refusal, match=says):
        walk(*WORKED[:3], *told_so, (minutes(30), HandOver(by="ana")))


@pytest.mark.parametrize(
    ("answers", "notes", "says"),
    [
        ({"colour": "red"}, {}, "no question of the playbook"),
        ({"need": "maybe"}, {}, "one of yes, no, unknown"),
        ({"budget": "none"}, {}, "one of yes, path, unknown"),
        ({"tools": "  "}, {}, "in words"),
        ({}, {"need": "said so"}, "needs its answer"),
        ({"need": "yes"}, {"need": "n" * 2_001}, "shorten the note on need to 2000 characters: it has 2001"),
    ],
)
def test_an_answer_that_is_none_is_refused_in_words(answers, notes, says):
    with pytest.raises(Refusal, match=says):
        walk(*WORKED[:3], (minutes(20), AnswerChecklist(by="ana", answers=answers, notes=notes)))


def test_only_what_is_new_is_written_down():
    again = AnswerChecklist(by="ana", answers={"need": "yes", "tools": "a spreadsheet"})
    found = [f.answers for f in walk(*WORKED, (minutes(25), again)).facts if isinstance(f, ChecklistAnswered)]
    assert found == [{"need": "yes", "budget": "path"}, {"tools": "a spreadsheet"}]


def test_the_same_key_takes_a_note_once_and_with_other_words_is_refused():
    note = TakeNote(by="ana", text="likes us", key="k1", asked="a")
    done = walk(*WORKED, (minutes(21), note), (minutes(22), note))
    assert sum(isinstance(f, NoteTaken) for f in done.facts) == 1
    with pytest.raises(Refusal, match="another request before"):
        walk(*WORKED, (minutes(21), note), (minutes(22), replace(note, text="hates us", asked="b")))


def test_whose_lead_it_is_not_writes_nothing_to_it():
    with pytest.raises(Refusal, match="belongs to Ana"):
        walk(*WORKED, (minutes(21), TakeNote(by="bruno", text="mine")))
    assert walk(*WORKED, (minutes(21), TakeNote(by="mara", text="as their manager"))).lead.second.notes


def test_the_sdr_may_choose_who_gets_it_but_nobody_who_is_away():
    assert walk(*WORKED, (minutes(30), HandOver(by="ana", to="paula"))).lead.owner == "paula"
    away = replace(HOUSE, reps={**HOUSE.reps, "paula": replace(HOUSE.reps["paula"], active=False)})
    with pytest.raises(Refusal, match="choose somebody else"):
        walk(*WORKED, (minutes(30), HandOver(by="ana", to="paula")), people=away)


def test_a_second_handing_over_of_what_waits_is_refused():
    with pytest.raises(Refusal, match="handed over already"):
        walk(*HANDED, (minutes(31), HandOver(by="ana")))


def test_taking_over_makes_an_sql_ends_the_sdrs_clock_and_begins_the_next():
    found = clocks(*TAKEN)
    states = {name: found[name].state for name in ("ae_accept", "dispose", "opportunity")}
    assert states == {"ae_accept": ClockState.MET, "dispose": ClockState.MET, "opportunity": ClockState.RUNNING}
    assert walk(*TAKEN).lead.stage is Stage.SQL


def test_accept_and_reject_serve_both_handoffs():
    assert walk(*HANDED, (minutes(60), Accept(by="otto")), (minutes(61), Accept(by="otto"))).lead.stage is Stage.SQL
    back = walk(*HANDED, (minutes(60), Reject(by="otto", reason="no_meeting"))).lead
    assert (back.stage, back.owner) == (Stage.SAL, "ana")


def test_only_who_was_asked_takes_over():
    with pytest.raises(Refusal, match="belongs to Otto"):
        walk(*HANDED, (minutes(60), TakeOver(by="ana")))


def test_an_account_executive_who_does_not_answer_is_reminded_then_told_on_then_passed_over():
    steps = *HANDED, (minutes(151), ring("ae_accept")), (minutes(271), ring("ae_accept"))
    assert [rep for rep, _ in told(walk(*steps), "reminder") + told(walk(*steps), "breach")] == ["otto", "mara"]
    late = datetime(2027, 3, 3, 9, 31, tzinfo=UTC)
    assert walk(*steps, (late, ring("ae_accept"))).lead.owner == "paula"


def test_the_sdrs_clock_stands_still_while_account_executives_decide():
    moved = walk(*HANDED, (minutes(60), Reassign(by="mara", to="paula"))).lead
    assert moved.running("dispose").paused_at == minutes(30)
    assert moved.running("ae_accept").due_at == minutes(270)


def test_what_comes_back_goes_on_with_what_was_left():
    day_later = minutes(30) + timedelta(days=1)
    before = clocks(*WORKED)["dispose"]
    back = walk(*HANDED, (day_later, GiveBack(by="otto", reason="no_meeting"))).lead
    after = back.running("dispose")
    assert (back.owner, after.paused_at, after.budget_seconds) == ("ana", None, before.budget_seconds)
    assert after.due_at == before.due_at + timedelta(days=1)


def test_what_was_late_before_it_was_handed_over_is_late_since_then_and_breaks_once():
    """Fourteen days after the acceptance nobody has said what became of it; then an account executive is asked."""
    day = 24 * 60
    due = minutes(14 * day + 6)
    handed = (*WORKED, (minutes(14 * day + 7), ring("dispose")), (minutes(15 * day), HandOver(by="ana", to="otto")))
    back = (minutes(16 * day), GiveBack(by="otto", reason="no_meeting"))
    done = walk(*handed, back, (minutes(16 * day + 1), ring("dispose")))
    late = done.lead.running("dispose")
    assert (late.due_at, late.breached_at, late.steps) == (due, due, ())
    assert [e.rep for e in done.effects if isinstance(e, TellRep) and e.kind == "breach"] == ["mara"]


def test_only_a_listed_reason_gives_the_sdr_the_whole_time_again():
    later = minutes(30) + timedelta(days=3)
    fresh = walk(*HANDED, (later, GiveBack(by="otto", reason="new_need"))).lead.running("dispose")
    assert (fresh.used_seconds, fresh.due_at) == (0, datetime(2027, 3, 19, 10, 30, tzinfo=UTC))


def test_a_reason_may_send_the_lead_back_to_marketing():
    lead = walk(*HANDED, (minutes(60), GiveBack(by="otto", reason="bad_timing"))).lead
    running = [c.promise for c in lead.clocks if c.state is ClockState.RUNNING]
    assert (lead.stage, lead.owner, lead.ended_at, running) == (Stage.NURTURE, None, minutes(60), [])


@pytest.mark.parametrize(("reason", "note"), [("", ""), ("other", " "), ("weather", "")])
def test_giving_back_needs_its_reason(reason, note):
    with pytest.raises(Refusal):
        walk(*HANDED, (minutes(60), GiveBack(by="otto", reason=reason, note=note)))


def test_an_sdr_who_left_does_not_get_it_back():
    gone = replace(HOUSE, reps={**HOUSE.reps, "ana": replace(HOUSE.reps["ana"], active=False)})
    lead = walk(*HANDED).lead
    back = answer(lead, GiveBack(by="otto", reason="no_meeting"), cast.setting(minutes(60), BOOK, gone)).lead
    assert (back.owner, back.stage) == ("bruno", Stage.SAL)


@pytest.mark.parametrize("steps", [HANDED, TAKEN, OPENED])
@pytest.mark.parametrize(("left", "owner"), [(("otto",), "paula"), (("otto", "paula"), None)])
def test_what_an_account_executive_leaves_behind_never_goes_back_to_sdrs(steps, left, owner):
    gone = replace(HOUSE, reps={**HOUSE.reps, **{one: replace(HOUSE.reps[one], active=False) for one in left}})
    lost = LoseOwner(by="mara", owner="otto", why="left")
    assert answer(walk(*steps).lead, lost, cast.setting(minutes(120), BOOK, gone)).lead.owner == owner


def test_what_came_back_may_be_handed_over_again():
    steps = *HANDED, (minutes(60), GiveBack(by="otto", reason="no_meeting")), (minutes(90), HandOver(by="ana"))
    done = walk(*steps)
    assert [f.round for f in done.facts if isinstance(f, HandedOver)] == [1, 2]
    assert done.lead.running("ae_accept").started_at == minutes(90)


def test_an_opportunity_is_won_with_all_that_is_known_of_its_deal():
    closing = OpenOpportunity(by="otto", close_on=date(2027, 5, 31), deal_id="D-7")
    lead = walk(*OPENED, (minutes(95), closing)).lead
    assert (lead.stage, lead.running("win").due_at) == (Stage.OPPORTUNITY, datetime(2027, 6, 1, 8, tzinfo=UTC))
    done = walk(*OPENED, (minutes(95), closing), (minutes(99), Win(by="otto"))).lead
    assert (done.stage, done.second.deal.amount, done.second.deal.deal_id) == (Stage.WON, Decimal(12_000), "D-7")
    assert done.next_due_at is None


def test_lost_needs_one_of_the_agreed_reasons_and_the_lead_rests():
    with pytest.raises(Refusal, match="price, no_decision"):
        walk(*OPENED, (minutes(99), Lose(by="otto", reason="weather")))
    lead = walk(*OPENED, (minutes(99), Lose(by="otto", reason="price"))).lead
    assert (lead.stage, lead.owner, lead.ended_at) == (Stage.LOST, None, minutes(99))


@pytest.mark.parametrize(
    "deal",
    [
        {"amount": Decimal(-1), "currency": "EUR"},
        {"amount": Decimal("0.001"), "currency": "EUR"},
        {"amount": Decimal(5)},
        {"amount": Decimal(5), "currency": "euro"},
        {"amount": Decimal("NaN"), "currency": "EUR"},
        {"close_on": date(2099, 1, 1)},
    ],
)
def test_a_deal_that_cannot_be_is_refused(deal):
    with pytest.raises(Refusal):
        walk(*TAKEN, (minutes(90), OpenOpportunity(by="otto", **deal)))


@pytest.mark.parametrize("steps", [WORKED[:1], WORKED, HANDED])
def test_no_stage_is_jumped_over(steps):
    owner = walk(*steps).lead.owner
    with pytest.raises(Refusal, match="only an SQL"):
        walk(*steps, (minutes(90), OpenOpportunity(by=owner)))


def test_with_a_second_handoff_nobody_converts_past_it():
    with pytest.raises(Refusal, match="hand it over to an account executive"):
        walk(*WORKED, (minutes(30), Dispose(by="ana", outcome="converted")))


def test_who_claims_a_waiting_lead_may_take_it_over():
    queued = (*WORKED, (minutes(30), HandOver(by="ana", to="triage")))
    lead = walk(*queued, (minutes(40), Claim(by="paula")), (minutes(41), TakeOver(by="paula"))).lead
    assert (lead.stage, lead.owner) == (Stage.SQL, "paula")


def test_every_step_of_the_second_half_has_a_next_action_and_a_due_time():
    for steps in (WORKED, HANDED, TAKEN, OPENED, (*HANDED, (minutes(60), GiveBack(by="otto", reason="no_meeting")))):
        lead = walk(*steps).lead
        assert (bool(next_action(lead)), lead.owner is not None, lead.next_due_at is not None) == (True, True, True)


def test_after_fourteen_local_days_the_rep_is_reminded_and_their_manager_told():
    done = walk(*WORKED, (minutes(6) + timedelta(days=14, seconds=1), ring("dispose")))
    assert [rep for rep, _ in told(done, "reminder") + told(done, "breach")] == ["ana", "mara"]


def test_a_new_cycle_keeps_what_was_found_out_and_begins_the_handoff_anew():
    back = (*HANDED, (minutes(60), GiveBack(by="otto", reason="bad_timing")))
    again = walk(*back, cast.submission(at=minutes(60 * 24 * 7)))
    assert (again.lead.cycle, again.lead.second.answers["need"].value, again.lead.owner is None) == (2, "yes", False)
    with pytest.raises(Refusal, match="handed over can be given back"):
        walk(
            *back,
            cast.submission(at=minutes(60 * 24 * 7)),
            (minutes(60 * 24 * 7 + 5), GiveBack(by=again.lead.owner, reason="no_meeting")),
        )


def test_without_a_second_handoff_in_the_playbook_nothing_is_handed_over():
    with pytest.raises(Refusal, match="no second_handoff"):
        walk(*WORKED, (minutes(30), HandOver(by="ana")), playbook=replace(BOOK, second=None))
    with pytest.raises(Refusal, match="no questions"):
        walk(*WORKED[:3], (minutes(20), FOUND), playbook=replace(BOOK, questions={}))
