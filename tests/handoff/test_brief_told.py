"""Does a rep with ten seconds read why this lead and why now, as a colleague would tell it?"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from batonpass.handoff.brief_before import standing
from batonpass.handoff.brief_full import Around, full_brief
from batonpass.handoff.brief_told import prose, told
from batonpass.handoff.facts import Accepted, Disposed, Rejected, Touched, Undone
from batonpass.handoff.facts.second import Lost, OpportunityOpened
from batonpass.handoff.playbook.bursts import Burst
from batonpass.handoff.requests import Touch
from tests.handoff.cast import PEOPLE, PLAYBOOK, TUESDAY_TEN, event, minutes, submission, walk

DAY = 24 * 60


def say(*steps, at=TUESDAY_TEN, playbook=PLAYBOOK, facts=(), away="") -> str:
    done = walk(*steps, playbook=playbook)
    around = Around(at=at, name_of=PEOPLE.name_of, facts=facts or done.facts, away=away)
    return prose(full_brief(done.lead, playbook, around).told)


def seen(what: str, ago: int):
    return event(what, at=minutes(-ago))


def test_what_they_did_now_stands_first_and_the_week_before_it_second():
    says = say(seen("whitepaper", 2 * DAY), seen("pricing", DAY), seen("pricing", 60), submission())
    assert says.startswith(
        "Asked for a demo just now. In the week before, they read a white paper, and looked at pricing twice."
    )


def test_what_came_after_a_raised_hand_is_told_too():
    says = say(submission(), event("pricing", at=minutes(30)), at=minutes(60))
    assert says.startswith("Asked for a demo 1 hour ago. Since then, they looked at pricing.")


def test_who_came_long_ago_is_told_with_the_day():
    says = say(seen("whitepaper", 40 * DAY), submission())
    assert "We have known them since 21 Jan 2027: earlier, they read a white paper." in says


def test_of_many_kinds_the_latest_are_named_and_the_rest_counted():
    many = [event(f"thing_{n}", at=minutes(-100 + n)) for n in range(6)]
    says = say(*many, submission())
    assert "they thing 2, thing 3, thing 4, thing 5, and did 2 other things." in says


def test_what_fits_and_what_speaks_against_them_is_told():
    lead = walk(submission(country="SE", fields={"employees": "120"})).lead
    clauses = told(lead, PLAYBOOK, at=TUESDAY_TEN, name_of=PEOPLE.name_of)
    assert any(one.startswith("they fit us: ") for one in clauses)


def test_a_rep_is_not_told_that_a_machine_is_interested():
    scanner = Burst(
        name="scanner", signals=frozenset({"pricing"}), more_than=2, within=timedelta(seconds=60), says="a scanner"
    )
    clicks = [event("pricing", at=minutes(-5)) for _ in range(4)]
    brief = full_brief(
        walk(*clicks, submission()).lead,
        replace(PLAYBOOK, bursts=(scanner,)),
        Around(at=TUESDAY_TEN, name_of=PEOPLE.name_of),
    )
    assert "pricing" not in f"{brief.told} {brief.why_now} {brief.journey}"


def test_who_reached_out_already_is_told():
    says = say(submission(country="PT"), (minutes(10), Touch(by="ana", kind="call")), at=minutes(30))
    assert "reached out 20 minutes ago (call)." in says


def test_how_it_ended_the_last_time_is_told_and_what_was_taken_back_is_not():
    at = {"at": TUESDAY_TEN, "because": ""}
    before = (Rejected(by="ana", reason="no_budget", **at), Rejected(by="bruno", reason="bad_fit", **at))
    says = say(submission(), facts=(*before, Undone(by="bruno", undone="reject", **at)))
    assert "The last round ended on 2 Mar 2027 (given back by Ana" in says
    assert "Bruno" not in says.partition("The last round")[2]


def test_a_lost_opportunity_is_among_what_was_before():
    at = {"at": TUESDAY_TEN, "because": ""}
    facts = (OpportunityOpened(by="ana", **at), Lost(by="ana", reason="price", **at))
    brief = full_brief(walk(submission()).lead, PLAYBOOK, Around(at=TUESDAY_TEN, name_of=PEOPLE.name_of, facts=facts))
    assert brief.touchpoints == ("Tue 2 Mar: an opportunity", "Tue 2 Mar: lost, price")


def test_taking_an_acceptance_back_leaves_the_touch_before_it():
    at = {"at": TUESDAY_TEN, "because": ""}
    call, yes = Touched(by="ana", kind="call", **at), Accepted(by="ana", **at)
    end = Disposed(by="ana", outcome="recycled", **at)
    assert standing((call, yes, Undone(by="ana", undone="accept", **at), end)) == (call, end)


def test_the_owner_of_the_account_who_is_away_is_told():
    assert "Ana is away until 2027-03-05." in say(submission(), away="Ana is away until 2027-03-05")
