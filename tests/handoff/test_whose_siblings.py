"""Whose is a lead in the cases beside those agreed on: people who leave, pools that change, data that lacks?"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from batonpass.handoff.answer import answer
from batonpass.handoff.facts import Routed, TurnReturned
from batonpass.handoff.lead import Lead
from batonpass.handoff.off_shift import Hold, OffShift
from batonpass.handoff.path import advance
from batonpass.handoff.people import Account, Beyond, Leave, Member, Overflow, Pool, Share
from batonpass.handoff.playbook import Case, Rung, RungKind, Target
from batonpass.handoff.requests import Reject, Ring
from tests.handoff.cast import PEOPLE, PLAYBOOK, REPS, TUESDAY_TEN, minutes, setting, submission, when

OWNER = Rung(kind=RungKind.ACCOUNT_OWNER, name="account owner")
TEAM = Rung(kind=RungKind.ACCOUNT_TEAM, name="account team")
SAME = Rung(kind=RungKind.SAME_COMPANY, name="same company")
POOL = Rung(kind=RungKind.SEND, name="pool", target=Target(pools=("emea",)))
SUN = Rung(kind=RungKind.SEND, name="pool", target=Target(pools=("emea", "america")))
QUEUE = Rung(kind=RungKind.SEND, name="queue", target=Target(queue="triage"))
ANA_BRUNO = (Member(rep="ana"), Member(rep="bruno"))
WEEK = Leave(first=date(2027, 3, 1), last=date(2027, 3, 5))
HOLIDAY = datetime(2026, 12, 8, 9, tzinfo=UTC)
CHRISTMAS = datetime(2026, 12, 25, 12, tzinfo=UTC)


def house(*, pools=None, accounts=None, **changed: object):
    reps = {**REPS, **{name: replace(REPS[name], **change) for name, change in changed.items()}}
    return replace(
        PEOPLE,
        reps=reps,
        pools={**PEOPLE.pools, **(pools or {})},
        accounts={**PEOPLE.accounts, **(accounts or {})},
    )


def pool(*members: Member, **more: object) -> dict[str, Pool]:
    return {"emea": Pool(name="emea", members=members, **more)}


def route(*ladder: Rung, people=PEOPLE, at=TUESDAY_TEN, email="x@firm.example", sent=None, **more: object) -> Routed:
    playbook = replace(PLAYBOOK, routing=ladder or PLAYBOOK.routing)
    fact = submission(at=at, email=email, **(sent or {}))
    done = advance(Lead(id="L1"), fact, setting(at, playbook, people, **more))
    return next(one for one in done.facts if isinstance(one, Routed))


def deal(people, count: int, *ladder: Rung, turns=None) -> tuple[list[str | None], dict[str, dict[str, int]]]:
    """So many leads one after the other, each with the tally that the last one left."""
    turns, owners = dict(turns or {}), []
    for _ in range(count):
        found = route(*(ladder or (POOL, QUEUE)), people=people, turns=turns)
        owners.append(found.owner)
        turns |= {found.pool: dict(found.turn)} if found.pool else {}
    return owners, turns


# -- owners of accounts ------------------------------------------------------------------------------------------------


def test_an_inactive_owners_account_goes_to_the_team_before_the_pool():
    volvo = Account(domain="volvo.example", name="Volvo", owner="astrid", team=("bruno",))
    people = house(accounts={"volvo.example": volvo}, astrid={"active": False})
    found = route(OWNER, TEAM, POOL, QUEUE, people=people, email="x@volvo.example")
    assert (found.owner, found.tried) == ("bruno", ("account owner: Astrid is not active",))


def test_a_manager_who_left_as_well_takes_no_account():
    rung = replace(OWNER, inactive_to_manager=True)
    people = house(astrid={"active": False}, mara={"active": False})
    assert route(rung, POOL, QUEUE, people=people, email="x@volvo.example").owner == "ana"


def test_a_stand_in_who_is_away_too_stands_in_for_nobody():
    people = house(astrid={"leave": (replace(WEEK, delegate="bruno"),)}, bruno={"leave": (WEEK,)})
    found = route(OWNER, POOL, QUEUE, people=people, email="x@volvo.example")
    assert found.owner == "ana"
    assert "Astrid owns the account Volvo but is away until 2027-03-05, and nobody stands in" in found.tried[0]


@pytest.mark.parametrize(("onward", "owner"), [("nina", "nina"), ("astrid", "ana")], ids=["onward", "in a circle"])
def test_who_stands_in_for_a_stand_in_stands_in(onward, owner):
    away = {"astrid": replace(WEEK, delegate="bruno"), "bruno": replace(WEEK, delegate=onward)}
    people = house(**{name: {"leave": (leave,)} for name, leave in away.items()})
    assert route(OWNER, POOL, QUEUE, people=people, email="x@volvo.example").owner == owner


def test_a_subsidiary_belongs_to_the_owner_of_its_parent():
    penta = Account(domain="penta.example", name="Penta", parent="volvo.example")
    found = route(OWNER, POOL, QUEUE, people=house(accounts={"penta.example": penta}), email="x@penta.example")
    assert found.owner == "astrid"


def test_an_account_without_owner_or_team_is_nobodys_and_the_reason_is_told():
    found = route(OWNER, TEAM, POOL, QUEUE, email="x@acme.example")
    assert (found.owner, found.tried) == ("ana", ("account owner: Acme has no owner", "account team: Acme has no team"))


def test_of_a_team_who_is_away_gives_their_turn_to_the_next():
    acme = Account(domain="acme.example", name="Acme", team=("ana", "bruno"))
    people = house(accounts={"acme.example": acme}, ana={"leave": (WEEK,)})
    found = route(TEAM, QUEUE, people=people, email="x@acme.example")
    assert (found.owner, found.passed) == ("bruno", ("Ana is away until 2027-03-05",))


# -- one voice ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "owner"),
    [({}, "bruno"), ({"active": False}, "ana"), ({"leave": (replace(WEEK, delegate="nina"),)}, "nina"),
     ({"leave": (WEEK,)}, "ana"), ({"available": False}, "ana")],
    ids=["there", "left", "stood in for", "away", "switched off"],
)  # fmt: skip
def test_who_works_the_company_has_its_next_lead_unless_they_are_gone(change, owner):
    people = house(bruno=change) if change else PEOPLE
    ladder = (SAME, replace(POOL, target=Target(rep="ana")), QUEUE)
    assert route(*ladder, people=people, colleagues={"firm.example": ("bruno",)}).owner == owner


# -- the sun -----------------------------------------------------------------------------------------------------------


def test_with_everybody_off_the_first_to_open_has_it_and_the_gap_is_flagged():
    found = route(SUN, QUEUE, at=CHRISTMAS)
    assert (found.owner, found.uncovered) == ("ana", True)


def test_of_two_pools_that_are_shut_the_one_that_opens_first_has_it():
    sunday_evening = datetime(2027, 3, 7, 20, tzinfo=UTC)
    late = replace(SUN, target=Target(pools=("america", "emea")))
    assert route(late, QUEUE, at=sunday_evening).owner == "ana"


@pytest.mark.parametrize(
    ("members", "owner", "uncovered"), [(("ana", "astrid"), "astrid", False), (("ana",), "ana", True)]
)
def test_a_holiday_of_one_reps_region_is_a_working_day_of_anothers(members, owner, uncovered):
    people = house(pools=pool(*(Member(rep=one) for one in members)))
    found = route(POOL, QUEUE, people=people, at=HOLIDAY)
    assert (found.owner, found.uncovered) == (owner, uncovered)


def test_a_held_lead_waits_no_longer_than_agreed_and_then_goes_to_the_second_pools():
    hold = Hold(queue="triage", at_most=timedelta(hours=2), then=("america",))
    rung = replace(POOL, target=Target(pools=("emea",), off_shift=OffShift.HOLD, hold=hold))
    evening = datetime(2027, 3, 2, 18, 30, tzinfo=UTC)
    playbook = replace(PLAYBOOK, routing=(rung, QUEUE))
    lead = advance(Lead(id="L1"), submission(at=evening), setting(evening, playbook)).lead
    assert (lead.queue, lead.running("hold").due_at) == ("triage", evening + timedelta(hours=2))
    after = answer(lead, Ring(by="clock", promise="hold"), setting(evening + timedelta(hours=2, seconds=1), playbook))
    assert after.lead.owner == "nina"
    assert after.lead.clock.due_at <= lead.clock.due_at


# -- leave -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("hour", "minute", "owner"), [(11, 59, "ana"), (12, 0, "bruno"), (17, 59, "bruno")])
def test_leave_that_begins_at_noon_begins_at_noon(hour, minute, owner):
    noon = datetime(2027, 3, 2, 12, tzinfo=UTC)
    half = Leave(first=noon.date(), last=noon.date(), begins=noon, ends=noon + timedelta(hours=6))
    people = house(pools=pool(Member(rep="ana", weight=9), Member(rep="bruno")), ana={"leave": (half,)})
    assert route(POOL, QUEUE, people=people, at=noon.replace(hour=hour, minute=minute)).owner == owner


def test_the_last_day_of_leave_ends_at_the_reps_own_midnight():
    people = house(pools={"emea": Pool(name="emea", members=(Member(rep="nina"),))}, nina={"leave": (WEEK,)})
    before = datetime(2027, 3, 6, 4, 59, tzinfo=UTC)
    assert route(POOL, QUEUE, people=people, at=before).queue == "triage"
    assert route(POOL, QUEUE, people=people, at=before + timedelta(minutes=1)).owner == "nina"


# -- pools that change -------------------------------------------------------------------------------------------------


def test_weights_that_change_in_the_middle_hold_from_the_next_lead_on():
    even = house(pools=pool(*ANA_BRUNO))
    first, turns = deal(even, 10)
    heavy = house(pools=pool(Member(rep="ana", weight=3), Member(rep="bruno")))
    then, _ = deal(heavy, 40, turns=turns)
    assert (first.count("ana"), abs(then.count("ana") - 30) <= 1) == (5, True)


def test_a_rep_who_is_put_into_the_pool_begins_level():
    _, turns = deal(house(pools=pool(*ANA_BRUNO)), 20)
    three = house(pools=pool(*ANA_BRUNO, Member(rep="nina")))
    then, _ = deal(replace(three, reps={**REPS, "nina": replace(REPS["nina"], calendar="lisbon")}), 9, turns=turns)
    assert sorted(then.count(one) for one in ("ana", "bruno", "nina")) == [3, 3, 3]


def test_a_rep_in_two_pools_has_turns_in_each_and_one_cap_in_all():
    both = {
        **pool(Member(rep="ana", cap=2), Member(rep="bruno")),
        "large": Pool(name="large", members=(Member(rep="ana", cap=2),)),
    }
    large = Rung(kind=RungKind.SEND, name="large", target=Target(pools=("large",)))
    people = house(pools=both)
    assert route(large, QUEUE, people=people, loads={"ana": 1}).owner == "ana"
    full = route(large, POOL, QUEUE, people=people, loads={"ana": 2})
    assert (full.owner, full.tried) == ("bruno", ("large: nobody in large is available: Ana is full (2 of 2 open)",))


def test_a_turn_given_back_after_the_pool_lost_that_rep_harms_nobody():
    people = house(pools=pool(*ANA_BRUNO))
    reasons = {"not_a_fit": replace(PLAYBOOK.rejections["not_a_fit"], turn_back=True)}
    playbook = replace(PLAYBOOK, routing=(POOL, QUEUE), rejections=reasons)
    first = advance(Lead(id="L1"), submission(), setting(TUESDAY_TEN, playbook, people))
    turns = {"emea": dict(next(one.turn for one in first.facts if isinstance(one, Routed)))}
    alone = house(pools=pool(Member(rep="bruno")))
    back = answer(first.lead, Reject(by="ana", reason="not_a_fit"), setting(minutes(5), playbook, alone, turns=turns))
    turns = {"emea": dict(next(one.turn for one in back.facts if isinstance(one, TurnReturned)))}
    owners, turns = deal(alone, 3, turns=turns)
    assert owners == ["bruno"] * 3
    again, _ = deal(people, 6, turns=turns)
    assert again.count("ana") in (3, 4)


def test_a_pool_without_members_is_no_rung_and_says_so():
    found = route(POOL, QUEUE, people=house(pools=pool()))
    assert (found.queue, found.tried) == ("triage", ("pool: nobody in emea is available",))


@pytest.mark.parametrize(
    ("rule", "owner", "queue"),
    [(Overflow(), "nina", None), (Overflow(kind=Beyond.QUEUE, name="triage"), None, "triage"),
     (Overflow(kind=Beyond.OVER_CAP), "bruno", None), (Overflow(kind=Beyond.POOL, name="america"), "nina", None)],
)  # fmt: skip
def test_when_all_have_had_their_day_the_pools_rule_decides(rule, owner, queue):
    people = house(
        pools=pool(Member(rep="ana", a_day=1), Member(rep="bruno", a_day=1), overflow=rule),
        nina={"calendar": "lisbon"},
    )
    _, turns = deal(people, 2)
    found = route(
        POOL, replace(POOL, name="america", target=Target(pools=("america",))), QUEUE, people=people, turns=turns
    )
    assert (found.owner, found.queue) == (owner, queue)
    assert "Ana has had 1 of 1 today" in " ".join((*found.passed, *found.tried))


def test_by_load_a_heavier_weight_carries_more_minutes():
    people = house(pools=pool(Member(rep="ana", weight=2), Member(rep="bruno"), share=Share.LOAD))
    assert route(POOL, QUEUE, people=people, minutes={"ana": 50, "bruno": 30}).owner == "ana"
    assert route(POOL, QUEUE, people=people, minutes={"ana": 70, "bruno": 30}).owner == "bruno"


# -- data that lacks ---------------------------------------------------------------------------------------------------

SWEDEN = Case(name="Sweden", when=when('lead.country == "SE"'), target=Target(rep="astrid"))
LARGE = Case(name="large", when=when("account.employees >= 1000"), target=Target(rep="nina"))
TERRITORY = Rung(kind=RungKind.CASES, name="territory", cases=(SWEDEN, LARGE))


def test_the_queue_names_each_thing_that_lacked_once():
    found = route(TERRITORY, replace(TERRITORY, name="again"), QUEUE)
    assert found.missing == ("lead.country", "account.employees")
    assert "missing: country, employees" in found.because


def test_what_lacks_for_one_case_does_not_hide_another_that_holds():
    assert route(TERRITORY, QUEUE, sent={"country": "SE"}).owner == "astrid"


def test_what_lacks_only_for_a_case_that_cannot_hold_is_not_asked_for():
    both = Case(
        name="large Swedes", when=when('lead.country == "SE" && account.employees >= 1000'), target=Target(rep="nina")
    )
    found = route(replace(TERRITORY, cases=(both,)), QUEUE, sent={"country": "PT"})
    assert (found.queue, found.missing) == ("triage", ())


def test_an_owner_is_found_though_data_lacks_further_down_and_nothing_is_called_missing():
    assert route(TERRITORY, POOL, QUEUE).missing == ()


def test_a_case_for_a_rep_who_is_away_without_a_stand_in_goes_on_and_says_so():
    found = route(TERRITORY, POOL, QUEUE, people=house(astrid={"leave": (WEEK,)}), sent={"country": "SE"})
    assert found.owner == "ana"
    assert "Astrid has territory Sweden but is away until 2027-03-05, and nobody stands in" in found.tried[0]
