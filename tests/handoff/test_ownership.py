"""Is a lead always somebody's who is there and may have it, and does somebody who is there hear of it?"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from batonpass.handoff import record
from batonpass.handoff.answer import answer
from batonpass.handoff.effects import TellRep
from batonpass.handoff.facts import Learned
from batonpass.handoff.facts.merge import Merged
from batonpass.handoff.fold.second import second_of
from batonpass.handoff.joining import join, part
from batonpass.handoff.merge import union
from batonpass.handoff.off_shift import Hold, OffShift
from batonpass.handoff.path import advance
from batonpass.handoff.people import Leave, Member, Pool, Queue
from batonpass.handoff.playbook import Case, Rung, RungKind, Target
from batonpass.handoff.refusal import Refusal
from batonpass.handoff.requests import Reassign, Ring, RouteAgain
from batonpass.handoff.requests_second import GiveBack, HandOver, TakeOver
from batonpass.store.held import keeps_together
from tests.handoff import cast
from tests.handoff.cast import PEOPLE, PLAYBOOK, minutes, submission, walk, when
from tests.handoff.second_half import BOOK, HANDED, HOUSE, SECOND, WORKED

WEEK_OFF = {"leave": (Leave(first=date(2027, 3, 1), last=date(2027, 3, 5)),)}
NEEDS = Rung(kind=RungKind.NEEDS, name="needs", needs=("lead.country",))
NIGHT = 60 * 9
FRIDAY_NIGHT = NIGHT + 3 * 24 * 60


def but(people, **changes):
    return replace(people, reps={name: replace(rep, **changes.get(name, {})) for name, rep in people.reps.items()})


def second(*rungs):
    return replace(BOOK, second=replace(SECOND, routing=(*rungs, SECOND.routing[-1])))


def held_for(*pools, then=()):
    hold = Hold(queue="triage", at_most=timedelta(hours=20), then=then)
    return Rung(kind=RungKind.SEND, name="pool", target=Target(pools=pools, off_shift=OffShift.HOLD, hold=hold))


def told(done, kind):
    return [e.rep for e in done.effects if isinstance(e, TellRep) and e.kind == kind]


def learned(lead, **fields):
    return Learned(at=minutes(50), arrived_at=minutes(50), source_name="look-up", fields=fields, person=lead.person)


def test_a_lead_that_found_no_account_executive_goes_to_one_who_is_back():
    waits = walk(*HANDED, playbook=BOOK, people=but(HOUSE, otto=WEEK_OFF, paula=WEEK_OFF)).lead
    done = answer(waits, RouteAgain(by="mara"), cast.setting(minutes(60), BOOK, HOUSE))
    assert (waits.queue, done.lead.owner, done.lead.running("ae_accept").due_at) == ("triage", "otto", minutes(270))


def test_an_account_executive_gets_what_waited_for_a_country_and_reads_what_was_found_out():
    book = second(NEEDS, *SECOND.routing[:-1])
    waits = walk(*HANDED, playbook=book, people=HOUSE).lead
    done = advance(waits, learned(waits, country="SE"), cast.setting(minutes(50), book, HOUSE))
    assert (waits.owner, done.lead.owner, told(done, "handed_over")) == (None, "otto", ["otto"])
    assert any(line.startswith("Found out: ") and "Yes" in line for line in done.lead.brief)


def test_whoever_writes_again_and_says_the_country_this_time_is_routed_by_it():
    book = replace(PLAYBOOK, routing=(NEEDS, *PLAYBOOK.routing))
    again = submission(at=minutes(5), country="SE")
    done = walk(submission(), again, playbook=book)
    assert (done.lead.owner, done.lead.clock.due_at, told(done, "assigned")) == ("astrid", minutes(30), ["astrid"])


def test_what_belongs_in_another_queue_goes_there_once_that_is_known():
    house = replace(PEOPLE, queues={**PEOPLE.queues, "north": Queue(name="north", calendar="lisbon", manager="sven")})
    north = Case(name="Sweden", when=when('lead.country == "SE"'), target=Target(queue="north"))
    rung = Rung(kind=RungKind.CASES, name="territory", cases=(north,))
    done = walk(
        submission(),
        submission(at=minutes(5), country="SE"),
        playbook=replace(PLAYBOOK, routing=(rung, NEEDS, *PLAYBOOK.routing[2:])),
        people=house,
    )
    assert (done.lead.queue, told(done, "queued")) == ("north", ["mara", "sven"])


def test_a_lead_held_overnight_for_account_executives_is_never_its_sdrs_in_the_morning():
    ae = Pool(name="ae", members=(Member(rep="ana"), Member(rep="otto")))
    house, book = replace(HOUSE, pools={**HOUSE.pools, "ae": ae}), second(held_for("ae", then=("ae",)))
    held = walk(*WORKED, (minutes(NIGHT), HandOver(by="ana")), playbook=book, people=house).lead
    after = held.running("hold").due_at + timedelta(milliseconds=1)
    assert answer(held, Ring(by="clock", promise="hold"), cast.setting(after, book, house)).lead.owner == "otto"


def given_back(at=60, book=BOOK, **away):
    lead = walk(*HANDED, playbook=BOOK, people=HOUSE).lead
    request = GiveBack(by="otto", reason="no_meeting")
    return answer(lead, request, cast.setting(minutes(at), book, but(HOUSE, **away)))


def test_what_comes_back_while_every_sdr_is_away_is_told_to_who_answers_for_the_queue():
    done = given_back(ana=WEEK_OFF, bruno=WEEK_OFF, nina=WEEK_OFF)
    assert (done.lead.queue, told(done, "returned")) == ("triage", ["mara"])


def test_what_comes_back_at_night_is_held_no_longer_than_agreed():
    book = replace(BOOK, routing=(held_for("emea"), BOOK.routing[-1]))
    done = given_back(NIGHT, book, ana={"active": False})
    assert done.lead.running("hold").due_at == minutes(23 * 60)


def test_nobody_on_leave_is_given_a_lead_by_hand_though_they_have_switched_leads_off_as_well():
    house = but(PEOPLE, bruno={**WEEK_OFF, "available": False})
    with pytest.raises(Refusal, match="away until 2027-03-05"):
        walk(submission(), (minutes(5), Reassign(by="mara", to="bruno")), people=house)


def leave(last, delegate=None, first=date(2027, 3, 1)):
    return Leave(first=first, last=last, delegate=delegate)


@pytest.mark.parametrize("told", [(None, "bruno"), ("bruno", None)])
def test_who_stands_in_does_so_whichever_of_two_leaves_that_overlap_names_them(told):
    short, long = leave(date(2027, 3, 3), told[0]), leave(date(2027, 3, 5), told[1])
    for both in ((short, long), (long, short)):
        done = walk(submission(email="x@volvo.example"), people=but(PEOPLE, astrid={"leave": both}))
        assert (done.lead.owner, "away until 2027-03-05" in done.lead.routed_because) == ("bruno", True)


def test_somebody_who_leaves_for_good_tomorrow_stops_no_lead_tonight():
    for_good = {"leave": (leave(date.max, first=date(2027, 3, 3)),)}
    assert walk(submission(at=minutes(13 * 60)), people=but(PEOPLE, ana=for_good)).lead.owner == "bruno"


@pytest.mark.parametrize("manager", [None, "ana"])
def test_a_broken_promise_is_told_to_its_owner_where_nobody_stands_above(manager):
    alone = replace(PEOPLE, reps={"ana": replace(PEOPLE.reps["ana"], manager=manager)}, queues={}, accounts={})
    lead = walk(submission(), people=alone).lead
    for at in (16, 31):
        done = answer(lead, Ring(by="clock", promise="first_touch"), cast.setting(minutes(at), people=alone))
        lead = done.lead
    assert told(done, "breach") == ["ana"]


def test_a_lead_in_a_queue_that_nobody_manages_is_told_to_somebody_who_is_there():
    reps = {name: replace(PEOPLE.reps[name], manager=None) for name in ("ana", "bruno")}
    house = but(replace(PEOPLE, reps=reps, queues={"triage": Queue(name="triage", calendar="lisbon")}), ana=WEEK_OFF)
    done = walk(submission(), playbook=replace(PLAYBOOK, routing=PLAYBOOK.routing[-1:]), people=house)
    assert told(done, "queued") == ["bruno"]


def test_nobody_who_has_left_is_written_to():
    house = but(PEOPLE, mara={"active": False})
    done = walk(submission(at=minutes(FRIDAY_NIGHT)), people=but(house, nina=WEEK_OFF))
    assert told(done, "uncovered") == ["sven"]
    left = cast.setting(minutes(60), BOOK, but(HOUSE, ana={"active": False}))
    done = answer(walk(*HANDED, playbook=BOOK, people=HOUSE).lead, TakeOver(by="otto"), left)
    assert (done.lead.owner, told(done, "taken_over")) == ("otto", [])


def test_the_second_ladder_keeps_a_company_together_too():
    assert keeps_together(second(Rung(kind=RungKind.SAME_COMPANY, name="same_company")))
    assert not keeps_together(BOOK)


def test_an_sdr_who_works_the_company_last_does_not_hide_the_account_executive_who_works_it_too():
    book = second(Rung(kind=RungKind.SAME_COMPANY, name="same_company"))
    worked = walk(*WORKED, playbook=book, people=HOUSE).lead
    at_work = cast.setting(minutes(30), book, HOUSE, colleagues={"firm.example": ("ana", "paula")})
    assert answer(worked, HandOver(by="ana"), at_work).lead.owner == "paula"


def test_what_a_guest_sent_while_three_were_one_is_nobody_elses_once_all_are_apart():
    one, other, guest = (
        record.replace(walk(submission("ebook", email=f"{name}@firm.example")).lead, id=lead_id)
        for lead_id, name in (("L1", "eva"), ("L2", "eva.berg"), ("L3", "gus"))
    )
    now = cast.setting(minutes(5))
    first = join(one, other, now, by="mara")
    second = join(first.lead.lead, guest, now, by="mara")
    sent = advance(second.lead.lead, submission("paper", email="gus@firm.example", at=minutes(6)), now)
    happened = [*second.lead.facts, *sent.facts]
    back = taken_back(happened, (sent.lead, second.other.lead), now)
    assert back.other.lead.forms == ("ebook", "paper")
    happened = [*first.lead.facts, *happened, *back.lead.facts]
    apart = taken_back(happened, (back.lead.lead, first.other.lead), now)
    assert (apart.lead.lead.forms, apart.other.lead.forms) == (("ebook",), ("ebook",))


def taken_back(happened, pair, now):
    """The first merge of what happened, taken back after all the rest of it."""
    begun, *since = happened
    assert isinstance(begun, Merged)
    return part(begun, pair, [(fact, PLAYBOOK.version) for fact in since], setting=now, by="mara")


def test_a_lead_that_waits_for_an_account_executive_goes_on_waiting_when_it_is_merged():
    waits = walk(*HANDED, playbook=BOOK, people=HOUSE).lead
    other = record.replace(walk(submission("paper"), playbook=BOOK, people=HOUSE).lead, id="L2")
    merged = union(other, waits, minutes(40))
    assert (merged.owner, second_of(merged).waiting, merged.running("ae_accept") is None) == ("otto", True, False)
