"""Who must hear of it, where, and in which words?"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from batonpass.handoff import record
from batonpass.handoff.effects import AcknowledgeLead, CancelPending, PostWebhook, TellRep
from batonpass.handoff.path import advance
from batonpass.handoff.people import Leave
from batonpass.handoff.playbook import Stage
from batonpass.handoff.refusal import Refusal
from batonpass.handoff.requests import Pause, Reassign, Ring, Snooze, Touch
from batonpass.handoff.words import greeting
from tests.handoff.cast import PEOPLE, PLAYBOOK, REPS, minutes, setting, submission, walk
from tests.handoff.test_pledges import PAUSING

RING = Ring(by="clock", promise="first_touch")
TO_QUEUE = replace(PLAYBOOK, routing=PLAYBOOK.routing[-1:])


def told(*steps, **kind) -> list[tuple[str, str]]:
    return [(e.kind, e.rep) for e in walk(*steps, **kind).effects if isinstance(e, TellRep)]


def answers(*steps, **kind) -> list[AcknowledgeLead]:
    return [e for e in walk(*steps, **kind).effects if isinstance(e, AcknowledgeLead)]


def test_the_new_owner_hears_with_brief_due_time_and_what_can_be_done():
    message = next(e for e in walk(submission()).effects if isinstance(e, TellRep))
    assert (message.to, message.due_at, message.zone) == ("ana@lumen.example", minutes(30), "Europe/Lisbon")
    assert (message.actions, message.lines[0]) == (("accept", "reject", "snooze", "call"), "Eva at Firm")
    assert [code for code, _ in message.reasons] == ["no_budget", "not_a_fit"]


@pytest.mark.parametrize(
    ("consent", "reach"),
    [
        ({}, ("+46812345678", "eva@firm.example")),
        ({"phone": "no"}, ("eva@firm.example",)),
        ({"email": "no"}, ("+46812345678",)),
        ({"contact": "no"}, ()),
    ],
)
def test_who_is_to_reach_out_reads_how_and_nothing_that_is_unwanted(consent, reach):
    sent = submission(phone="+46812345678", consent=consent)
    assert {e.reach for e in walk(sent).effects if isinstance(e, TellRep)} == {reach}


def test_who_gets_a_lead_later_reads_when_things_were_done_as_seen_from_then():
    done = walk(submission(), (minutes(180), Reassign(by="mara", to="bruno")))
    (message,) = [e for e in done.effects if isinstance(e, TellRep) and e.kind == "reassigned"]
    assert "Why now: asked for a demo 3 hours ago" in message.lines


def test_a_lead_in_a_queue_is_told_to_who_answers_for_it():
    assert told(submission(), playbook=TO_QUEUE) == [("queued", "mara")]


def test_a_lead_in_a_queue_that_nobody_answers_for_is_told_to_a_manager_all_the_same():
    nobodys = replace(PEOPLE, queues={"triage": replace(PEOPLE.queues["triage"], manager=None)})
    assert told(submission(), playbook=TO_QUEUE, people=nobodys) == [("queued", "mara")]


def test_a_lead_in_a_queue_is_told_to_a_manager_who_is_there():
    gone = replace(PEOPLE, reps={**REPS, "mara": replace(REPS["mara"], available=False)})
    assert told(submission(), playbook=TO_QUEUE, people=gone) == [("queued", "sven")]


def test_each_step_reaches_somebody_and_the_last_gives_the_lead_on():
    steps = [(minutes(m), RING) for m in (16, 31, 61)]
    assert told(submission(), *steps) == [
        ("assigned", "ana"), ("reminder", "ana"), ("breach", "mara"), ("reassigned", "bruno"), ("taken_away", "ana"),
    ]  # fmt: skip


def test_with_nobody_to_give_it_to_a_manager_hears_instead_of_silence():
    alone = replace(PEOPLE, pools={"emea": replace(PEOPLE.pools["emea"], members=PEOPLE.pools["emea"].members[:1])})
    assert told(submission(), *[(minutes(m), RING) for m in (16, 31, 61)], people=alone)[-1] == ("breach", "mara")


def test_a_manager_who_is_late_is_told_on_to_the_next_one_up():
    steps = (submission(), (minutes(1), Reassign(by="sven", to="mara")), (minutes(31), RING))
    assert told(*steps)[-1] == ("breach", "sven")


def test_without_any_manager_the_default_queues_hears():
    orphan = replace(PEOPLE, reps={**REPS, "ana": replace(REPS["ana"], manager=None)})
    assert told(submission(), (minutes(31), RING), people=orphan)[-1] == ("breach", "mara")


def test_of_a_lead_that_waits_the_stand_in_of_its_manager_hears_before_anybody_else():
    away = Leave(first=date(2027, 3, 1), last=date(2027, 3, 5), delegate="astrid")
    people = replace(PEOPLE, reps={**REPS, "mara": replace(REPS["mara"], leave=(away,))})
    assert told(submission(), playbook=TO_QUEUE, people=people) == [("queued", "astrid")]


def test_a_gap_is_told_once_however_many_leads_fall_into_it():
    christmas = datetime(2026, 12, 25, 12, tzinfo=UTC)
    keys = {
        e.key
        for n in range(3)
        for e in walk(submission(at=christmas + timedelta(minutes=n))).effects
        if e.kind == "uncovered"
    }
    assert keys == {"uncovered/20261228T0900/mara"}


@pytest.mark.parametrize(
    ("at", "heard"),
    [
        (datetime(2027, 3, 2, 6, tzinfo=UTC), []),  # A12: before the day begins
        (datetime(2027, 3, 2, 23, tzinfo=UTC), []),  # after it ended
        (datetime(2027, 3, 5, 23, tzinfo=UTC), ["mara"]),  # Friday night: Saturday and Sunday follow
        (datetime(2026, 12, 24, 23, tzinfo=UTC), ["mara"]),  # the eve of a holiday
    ],
)
def test_a_night_between_two_days_of_work_is_no_gap_and_wakes_nobody(at, heard):
    effects = walk(submission(at=at)).effects
    assert [e.rep for e in effects if isinstance(e, TellRep) and e.kind == "uncovered"] == heard


def test_the_gap_is_told_on_the_wall_of_who_hears_of_it():
    christmas = datetime(2026, 12, 25, 12, tzinfo=UTC)
    (told_of,) = (e.because for e in walk(submission(at=christmas)).effects if e.kind == "uncovered")
    assert told_of == "nobody is at work until Mon 28 Dec 09:00 (Lisbon time); Ana opens first"


def test_the_lead_is_answered_once_a_day_however_often_it_asks():
    day = 24 * 60
    assert len(answers(submission(), submission(at=minutes(20)), submission(at=minutes(day - 1)))) == 1
    assert len(answers(submission(), submission(at=minutes(day)))) == 2


def test_only_what_was_agreed_is_answered():
    assert answers(submission("ebook")) == []


def test_a_competitor_is_not_answered():
    assert answers(submission(email="spy@rival.example")) == []


def test_the_answer_carries_the_promise_in_the_leads_own_time_and_nothing_they_wrote():
    (mail,) = answers(submission(country="SE", message="Win at evil.example", company="Evil http://evil.example"))
    assert mail.by_local == "Tue 2 Mar 11:30 (Stockholm time)"
    assert "evil" not in f"{mail}".replace("eva@firm.example", "")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Eva", "Hello Eva,"),
        ("Anne-Marie", "Hello Anne-Marie,"),
        ("Zoë", "Hello Zoë,"),
        ("O\u2019Neil", "Hello O\u2019Neil,"),
        ("Win at evil.example", "Hello,"),
        ("a/b", "Hello,"),
        ("x" * 41, "Hello,"),
        ("4you", "Hello,"),
        ("", "Hello,"),
    ],
)
def test_the_greeting_names_only_what_is_plainly_a_name(name, said):
    assert greeting(name) == said


def test_outside_systems_hear_what_the_playbook_names_and_no_more():
    posts = [
        e
        for e in walk(submission(message="secret"), (minutes(16), RING), (minutes(31), RING)).effects
        if isinstance(e, PostWebhook)
    ]
    assert [(p.event, p.to) for p in posts] == [
        ("assigned", "https://crm.example/hook"),
        ("breached", "https://crm.example/hook"),
    ]
    assert "secret" not in str(posts[0].body)
    assert (posts[0].body["at"], posts[0].body["due_at"]) == ("2027-03-02T10:00:00Z", "2027-03-02T10:30:00Z")


def test_no_two_wishes_of_a_lead_share_a_key():
    steps = [(minutes(m), RING) for m in (16, 31, 61)]
    keys = [e.key for e in walk(submission(), submission(at=minutes(2)), *steps).effects]
    assert len(keys) == len(set(keys))


def test_coming_back_often_is_told_once_an_hour():
    keys = [
        e.key
        for e in walk(submission(), submission(at=minutes(2)), submission(at=minutes(3))).effects
        if e.kind == "asked_again"
    ]
    assert len(set(keys)) == 1


AWAY = Leave(first=date(2027, 3, 2), last=date(2027, 3, 5))


@pytest.mark.parametrize(
    ("ana", "hears"),
    [
        ({}, "ana"),
        ({"active": False}, "mara"),
        ({"leave": (AWAY,)}, "mara"),
        ({"leave": (replace(AWAY, delegate="bruno"),)}, "bruno"),
        ({"leave": (replace(AWAY, delegate="nina"),), "manager": None}, "mara"),
    ],
)
def test_a_customer_who_asks_again_is_heard_by_somebody_who_is_there(ana, hears):
    won = record.replace(walk(submission()).lead, stage=Stage.WON, clocks=())
    reps = {**REPS, "ana": replace(REPS["ana"], **ana), "nina": replace(REPS["nina"], active=False)}
    taken = advance(
        won, submission("ebook", at=minutes(60)), setting(minutes(60), PLAYBOOK, replace(PEOPLE, reps=reps))
    )
    assert [e.rep for e in taken.effects if isinstance(e, TellRep)] == [hears]


def snoozed(length: int, by: str = "ana") -> list[TellRep]:
    done = walk(submission(), (minutes(5), Snooze(by=by, minutes=length)))
    return [e for e in done.effects if isinstance(e, TellRep) and e.kind == "snoozed"]


def test_who_snoozes_hears_again_when_they_asked_to():
    assert [(e.rep, e.not_before) for e in snoozed(10)] == [("ana", minutes(15))]


def test_nobody_snoozes_through_a_promise():
    assert [e.not_before for e in snoozed(120)] == [minutes(30)]


def test_nobody_snoozes_through_the_answer_that_who_asked_again_was_promised():
    called, again = (minutes(2), Touch(by="ana", kind="call")), submission(at=minutes(20))
    done = walk(submission(), called, again, (minutes(25), Snooze(by="ana", minutes=120)))
    assert [e.not_before for e in done.effects if isinstance(e, TellRep) and e.kind == "snoozed"] == [minutes(50)]


def test_while_a_promise_stands_still_nobody_is_told_when_it_would_have_run_out():
    steps = (minutes(10), Pause(by="ana", reason="waiting")), (minutes(20), Snooze(by="ana", minutes=120))
    *_, again = walk(submission(), *steps, playbook=PAUSING).effects
    assert again.not_before == minutes(140)


def test_a_snooze_moves_no_promise():
    done = walk(submission(), (minutes(5), Snooze(by="ana", minutes=60)), (minutes(16), RING))
    assert (done.lead.clock.due_at, done.effects[-1].kind) == (minutes(30), "reminder")


@pytest.mark.parametrize(("length", "by"), [(0, "ana"), (60 * 25, "ana"), (30, "bruno")])
def test_a_snooze_that_makes_no_sense_is_refused(length, by):
    with pytest.raises(Refusal):
        snoozed(length, by)


def test_who_touches_is_not_told_again():
    done = walk(submission(), (minutes(5), Snooze(by="ana", minutes=10)), (minutes(6), Touch(by="ana", kind="call")))
    assert any("snoozed" in e.kinds for e in done.effects[-1:] if isinstance(e, CancelPending))
