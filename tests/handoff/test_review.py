"""Does a lead wait for marketing's yes exactly as agreed, and does it never wait in silence?"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from batonpass.handoff import record
from batonpass.handoff.effects import AcknowledgeLead, CancelPending, TellRep
from batonpass.handoff.facts import ClockStopped, TurnReturned
from batonpass.handoff.lead import ClockState
from batonpass.handoff.merge import union
from batonpass.handoff.path import advance
from batonpass.handoff.playbook import Stage
from batonpass.handoff.playbook.review import REVIEW, Review, Unseen
from batonpass.handoff.refusal import Refusal, RefusalKind
from batonpass.handoff.requests import Accept, Approve, AskMore, Ring, SendBack, Touch, Undo
from batonpass.handoff.review import LATE
from tests.handoff.cast import PEOPLE, PLAYBOOK, TUESDAY_TEN, event, minutes, setting, submission, walk, when

MARA = Review(people=("mara",), within=timedelta(hours=2))


def under(policy: Review = MARA, **more):
    return replace(PLAYBOOK, definition=replace(PLAYBOOK.definition, review=policy), **more)


ALL = under(replace(MARA, hands_pass=False))
PASSES = under(replace(MARA, hands_pass=False, unseen=Unseen.PASS_ON))
RING = Ring(by="clock", promise=REVIEW)


def ebook(at=TUESDAY_TEN, **sent):
    return submission("ebook", at, **sent)


def yes(by="mara", at=60):
    return (minutes(at), Approve(by=by))


def clock(lead, promise=REVIEW):
    return next(c for c in lead.clocks if c.promise == promise)


def told(done, kind=REVIEW):
    return [e.rep for e in done.effects if isinstance(e, TellRep) and e.kind == kind]


def refused(*steps, playbook=ALL) -> Refusal:
    with pytest.raises(Refusal) as caught:
        walk(*steps, playbook=playbook)
    return caught.value


def test_a_lead_that_is_ready_stays_with_marketing_and_sales_has_no_clock():
    lead = walk(ebook(), playbook=ALL).lead
    assert (lead.stage, lead.owner, lead.queue, lead.clock) == (Stage.ENGAGED, None, None, None)


def test_its_own_promise_runs_in_the_hours_of_who_is_asked():
    promise = clock(walk(ebook(), playbook=ALL).lead)
    assert (promise.state, promise.due_at, promise.calendars) == (ClockState.RUNNING, minutes(120), ("lisbon",))


def test_the_reviewer_hears_with_the_brief_and_when_it_is_due():
    (message,) = [e for e in walk(ebook(), playbook=ALL).effects if isinstance(e, TellRep)]
    assert (message.rep, message.kind, message.due_at, bool(message.lines)) == ("mara", REVIEW, minutes(120), True)


def test_a_raised_hand_passes_without_a_review_where_that_is_agreed():
    assert walk(submission(), playbook=under()).lead.stage is Stage.MQL


def test_a_hand_raised_while_it_waits_is_promised_what_hands_are():
    lead = walk(ebook(), submission(at=minutes(30)), yes(), playbook=ALL).lead
    assert (lead.tier, lead.clock and lead.clock.due_at) == ("urgent", minutes(90))


def test_a_raised_hand_waits_where_everybody_does_and_is_answered_at_once_all_the_same():
    done = walk(submission(), playbook=ALL)
    assert done.lead.waiting
    assert any(isinstance(e, AcknowledgeLead) for e in done.effects)


def test_only_leads_that_the_condition_names_wait():
    policy = replace(MARA, when=when("account.employees >= 500"))
    assert walk(ebook(fields={"employees": 100}), playbook=under(policy)).lead.stage is Stage.MQL


def test_a_lead_whose_condition_is_unknown_is_looked_at():
    policy = replace(MARA, when=when("account.employees >= 500"))
    assert walk(ebook(), playbook=under(policy)).lead.waiting


@pytest.mark.parametrize(("models", "waits"), [({"base"}, True), ({"dach"}, False)])
def test_only_leads_of_the_named_models_wait(models, waits):
    done = walk(ebook(), playbook=under(replace(MARA, models=frozenset(models))))
    assert bool(done.lead.waiting) is waits


@pytest.mark.parametrize(("tiers", "waits"), [({"standard"}, True), ({"urgent"}, False)])
def test_only_leads_of_the_named_tiers_wait(tiers, waits):
    done = walk(ebook(), playbook=under(replace(MARA, tiers=frozenset(tiers))))
    assert bool(done.lead.waiting) is waits


def test_the_first_touch_is_promised_from_the_yes_and_not_from_the_arrival():
    lead = walk(ebook(), yes(), playbook=ALL).lead
    assert lead.clock
    assert (lead.clock.started_at, lead.clock.due_at) == (minutes(60), minutes(300))


def test_a_raised_hand_keeps_its_tier_while_it_waits():
    lead = walk(submission(), yes(), playbook=ALL).lead
    assert lead.clock
    assert (lead.tier, lead.clock.due_at) == ("urgent", minutes(90))


def test_a_yes_in_time_keeps_marketing_s_promise():
    lead = walk(ebook(), yes(at=120), playbook=ALL).lead
    assert (clock(lead).state, clock(lead).response_seconds) == (ClockState.MET, 7200)


def test_a_yes_a_microsecond_late_breaks_it():
    late = minutes(120) + timedelta(microseconds=1)
    assert clock(walk(ebook(), (late, Approve(by="mara")), playbook=ALL).lead).state is ClockState.BREACHED


def test_a_yes_withdraws_the_messages_of_the_review_and_tells_the_owner():
    done = walk(ebook(), yes(), playbook=ALL)
    assert any(REVIEW in e.kinds for e in done.effects if isinstance(e, CancelPending))
    assert told(done, "assigned") == [done.lead.owner]


def test_of_two_who_answer_the_second_hears_who_was_faster():
    late = refused(ebook(), yes(), (minutes(61), SendBack(by="maya@lumen.example", reason="not_yet")))
    assert (late.kind, "approved by Mara" in late.says, "11:00" in late.says) == (RefusalKind.CONFLICT, True, True)


def test_nobody_answers_for_a_lead_that_does_not_wait():
    assert "does not wait" in refused(ebook(), yes(), playbook=PLAYBOOK).says


def test_a_lead_sent_back_rests_in_nurture_with_its_reason():
    done = walk(ebook(), (minutes(60), SendBack(by="mara", reason="not_yet")), playbook=ALL)
    assert (done.lead.stage, done.lead.waiting, "not ready yet" in done.lead.because) == (Stage.NURTURE, None, True)


def test_a_lead_sent_back_for_good_is_disqualified():
    done = walk(ebook(), (minutes(60), SendBack(by="mara", reason="not_our_customer")), playbook=ALL)
    assert done.lead.stage is Stage.DISQUALIFIED


@pytest.mark.parametrize(("reason", "field"), [("", "reason"), ("nonsense", "reason"), ("other", "note")])
def test_sending_back_needs_a_reason_that_is_known_and_said(reason, field):
    assert refused(ebook(), (minutes(1), SendBack(by="mara", reason=reason))).field == field


def test_a_lead_sent_back_does_not_return_at_its_next_click():
    back = (minutes(60), SendBack(by="mara", reason="not_yet"))
    done = walk(ebook(), back, event("pricing", minutes(70)), playbook=ALL)
    assert (done.lead.stage, done.lead.waiting) == (Stage.NURTURE, None)


def test_a_raised_hand_brings_a_lead_back_that_was_sent_back():
    back = (minutes(60), SendBack(by="mara", reason="not_yet"))
    lead = walk(ebook(), back, submission(at=minutes(70)), playbook=ALL).lead
    assert lead.waiting
    assert [c.cycle for c in lead.clocks] == [1, 2]


def test_a_question_is_asked_of_who_completes_briefs_and_the_promise_runs_on():
    asked = (minutes(30), AskMore(by="mara", says="How many people?"))
    done = walk(ebook(), asked, playbook=under(replace(MARA, hands_pass=False), brief_by="sven"))
    assert told(done)[1:] == ["sven"]
    assert clock(done.lead).due_at == minutes(120)


def test_who_asked_hears_once_what_the_lead_says_next():
    asked = (minutes(30), AskMore(by="mara", says="How many people?"))
    done = walk(ebook(), asked, ebook(minutes(40)), ebook(minutes(50)), playbook=ALL)
    keys = {e.key for e in done.effects if isinstance(e, TellRep) and "more is known" in e.because}
    assert len(keys) == 1


def test_a_reminder_comes_half_way():
    done = walk(ebook(), (minutes(61), RING), playbook=ALL)
    assert told(done) == ["mara", "mara"]


def test_nothing_rings_at_the_due_instant_itself():
    done = walk(ebook(), (minutes(61), RING), (minutes(120), RING), playbook=ALL)
    assert told(done, LATE) == []


def test_nobody_looking_alarms_who_leads_the_reviewer():
    done = walk(ebook(), (minutes(61), RING), (minutes(121), RING), playbook=ALL)
    assert told(done, LATE) == ["sven", "mara"]


def test_the_alarm_does_not_cease_by_itself():
    rings = [(minutes(121 + 125 * n), RING) for n in range(3)]
    done = walk(ebook(), *rings, playbook=ALL)
    assert told(done, LATE).count("mara") == 3
    assert clock(done.lead).steps


def test_nobody_looking_passes_the_lead_on_where_that_is_agreed_and_the_reviewer_hears():
    done = walk(ebook(), (minutes(121), RING), playbook=PASSES)
    assert (done.lead.stage, clock(done.lead).state) == (Stage.MQL, ClockState.BREACHED)
    assert done.lead.clock
    assert done.lead.clock.started_at == minutes(121)
    assert told(done, LATE) == ["mara"]


def test_a_raised_hand_takes_a_waiting_lead_past_the_review():
    lead = walk(ebook(), submission(at=minutes(30)), playbook=under()).lead
    assert (lead.stage, lead.tier, clock(lead).state) == (Stage.MQL, "urgent", ClockState.CLOSED)


def test_a_disqualified_lead_waits_for_nobody():
    lead = walk(ebook(), ebook(minutes(10), title="Student"), playbook=ALL).lead
    out = replace(PLAYBOOK.definition.disqualifiers[0], when=when('lead.title == "Student"'))
    playbook = under(replace(MARA, hands_pass=False))
    playbook = replace(playbook, definition=replace(playbook.definition, disqualifiers=(out,)))
    lead = walk(ebook(), ebook(minutes(10), title="Student"), playbook=playbook).lead
    assert (lead.stage, lead.waiting, clock(lead).state) == (Stage.DISQUALIFIED, None, ClockState.CLOSED)


def test_history_neither_asks_for_a_review_nor_ends_one():
    past = record.replace(ebook(minutes(5)), historic=True)
    assert walk(past, playbook=ALL).lead.review is None
    assert walk(ebook(), past, playbook=ALL).lead.waiting


def test_a_waiting_lead_keeps_its_policy_when_the_playbook_drops_reviews():
    waiting = walk(ebook(), playbook=PASSES).lead
    after = advance(waiting, event("pricing", minutes(10)), setting(minutes(10), replace(PLAYBOOK, version="v2"))).lead
    assert after.waiting
    assert clock(after).due_at == minutes(120)


def test_an_approval_is_taken_back_with_the_turn_and_the_promise_runs_on():
    done = walk(ebook(), yes(), (minutes(65), Undo(by="mara")), playbook=ALL)
    assert (done.lead.stage, done.lead.owner, clock(done.lead).state) == (Stage.ENGAGED, None, ClockState.RUNNING)
    assert clock(done.lead).due_at == minutes(120)
    assert [f.turns for f in done.facts if isinstance(f, TurnReturned)] == [1]
    assert told(done, "taken_away") == ["ana"]


def test_what_sales_was_promised_is_closed_and_not_forgotten():
    done = walk(ebook(), yes(), (minutes(65), Undo(by="mara")), playbook=ALL)
    assert clock(done.lead, "first_touch").state is ClockState.CLOSED
    assert any(isinstance(f, ClockStopped) and f.promise == "first_touch" for f in done.facts)


def test_a_lead_approved_again_gets_a_round_of_its_own():
    done = walk(ebook(), yes(), (minutes(65), Undo(by="mara")), yes(at=70), playbook=ALL)
    touches = [(c.cycle, c.state) for c in done.lead.clocks if c.promise == "first_touch"]
    assert touches == [(1, ClockState.CLOSED), (2, ClockState.RUNNING)]


def test_an_approval_is_not_taken_back_once_sales_reached_out():
    touched = (minutes(62), Touch(by="ana", kind="call"))
    assert "reached out" in refused(ebook(), yes(), touched, (minutes(65), Undo(by="mara"))).says


def test_nor_once_sales_took_the_lead_on():
    accepted = (minutes(62), Accept(by="ana"))
    assert refused(ebook(), yes(), accepted, (minutes(65), Undo(by="mara"))).kind is RefusalKind.FORBIDDEN


def test_sending_back_is_taken_back_and_the_promise_runs_on():
    back = (minutes(60), SendBack(by="mara", reason="not_yet"))
    lead = walk(ebook(), back, (minutes(65), Undo(by="mara")), playbook=ALL).lead
    assert (lead.stage, bool(lead.waiting), clock(lead).state) == (Stage.ENGAGED, True, ClockState.RUNNING)


def test_a_waiting_lead_merged_into_one_that_rests_goes_on_waiting():
    rests = walk(submission("newsletter", email="other@firm.example"), playbook=ALL).lead
    both = union(rests, record.replace(walk(ebook(), playbook=ALL).lead, id="L2"), minutes(30))
    assert both.waiting
    assert clock(both).cycle == both.waiting.cycle


def test_who_is_away_is_passed_over_and_somebody_hears_all_the_same():
    away = replace(PEOPLE, reps={**PEOPLE.reps, "mara": replace(PEOPLE.reps["mara"], active=False)})
    assert told(walk(ebook(), playbook=ALL, people=away)) == ["sven"]
