"""Does every step of the ladder reach somebody at once, whoever is away, asleep or the late owner?"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from batonpass.handoff.answer import answer
from batonpass.handoff.effects import TellRep
from batonpass.handoff.people import Leave, Member, Pool
from batonpass.handoff.playbook import LadderStep, Rung, RungKind, StepKind, Target
from batonpass.handoff.pools import EVERYBODY
from batonpass.handoff.requests import Accept, Reassign, Ring
from tests.handoff.cast import PEOPLE, PLAYBOOK, REPS, minutes, setting, submission, walk
from tests.handoff.second_half import BOOK, HOUSE

EVERYBODYS = Rung(kind=RungKind.SEND, name="pool", target=Target(pools=(EVERYBODY,)))
RING = Ring(by="clock", promise="first_touch")
AWAY = (Leave(first=date(2027, 3, 1), last=date(2027, 3, 5)),)
ASLEEP = "new_york"


def house(**changed: dict[str, object]):
    return replace(PEOPLE, reps={**REPS, **{name: replace(REPS[name], **change) for name, change in changed.items()}})


def told(people, *steps) -> list[tuple[str, str, str]]:
    done = walk(submission(), *steps, people=people)
    kinds = ("reminder", "breach")
    return [(e.kind, e.rep, e.because) for e in done.effects if isinstance(e, TellRep) and e.kind in kinds]


def breach(people) -> tuple[str, str]:
    """Who hears at once, and why."""
    (_, rep, why), *_ = told(people, (minutes(31), RING))
    return rep, why


def when_awake(people) -> list[tuple[str, int]]:
    """Who hears later, and after how many minutes from the start."""
    done = walk(submission(), (minutes(31), RING), people=people)
    told_later = [e for e in done.effects if isinstance(e, TellRep) and e.not_before]
    return [(e.rep, (e.not_before - minutes(0)) // timedelta(minutes=1)) for e in told_later if e.not_before]


def test_a_broken_promise_reaches_the_manager():
    assert breach(PEOPLE)[0] == "mara"


def test_a_manager_who_is_away_is_stood_in_for():
    away = (replace(AWAY[0], delegate="astrid"),)
    assert breach(house(mara={"leave": away}))[0] == "astrid"


def test_a_stand_in_who_is_away_too_is_stood_in_for():
    away = (replace(AWAY[0], delegate="bruno"),), (replace(AWAY[0], delegate="astrid"),)
    assert breach(house(mara={"leave": away[0]}, bruno={"leave": away[1]}))[0] == "astrid"


def test_a_stand_in_is_not_woken_at_half_past_five_and_the_next_one_up_hears_at_once():
    """Scenario E08: the manager is on leave or asleep: somebody who is there hears at once, and nobody is woken."""
    away = (replace(AWAY[0], delegate="nina"),)
    rep, why = breach(house(mara={"leave": away}))
    assert rep == "sven"
    assert why.startswith("Ana has it, and 100 % of the window passed")


def test_who_was_meant_and_sleeps_finds_it_when_their_day_begins():
    """Scenario E08: ten in Lisbon is five in New York, whose day begins four hours later."""
    away = (replace(AWAY[0], delegate="nina"),)
    assert when_awake(house(mara={"leave": away})) == [("nina", 240)]
    assert when_awake(house(mara={"calendar": ASLEEP})) == [("mara", 240)]
    assert when_awake(PEOPLE) == []


@pytest.mark.parametrize("gone", [{"active": False}, {"leave": AWAY}, {"calendar": ASLEEP}])
def test_a_step_that_would_reach_nobody_goes_one_up_at_once(gone):
    assert breach(house(mara=gone))[0] == "sven"


def test_when_all_sleep_the_manager_still_hears():
    assert breach(house(mara={"calendar": ASLEEP}, sven={"calendar": ASLEEP}))[0] == "mara"


def test_the_late_owner_is_never_told_of_being_late_as_the_manager():
    """Scenario E07: the late owner is the manager who would be told: the one above hears, else the queue."""
    moved = (minutes(5), Reassign(by="sven", to="mara"))
    assert [rep for kind, rep, _ in told(PEOPLE, moved, (minutes(31), RING)) if kind == "breach"] == ["sven"]


@pytest.mark.parametrize(
    ("gone", "hear"),
    [({"available": False}, ["mara"]), ({"calendar": ASLEEP}, ["mara", "ana"])],
    ids=["away", "asleep"],
)
def test_a_reminder_of_somebody_who_is_not_there_reaches_the_manager_and_calls_nothing_broken(gone, hear):
    """Who is asleep hears it too, when their day begins."""
    done = walk(submission(), playbook=PLAYBOOK).lead
    rung = answer(done, RING, setting(minutes(16), people=house(ana=gone))).effects
    heard = [(e.kind, e.rep) for e in rung if isinstance(e, TellRep) and e.because.startswith("Ana has it")]
    assert heard == [("reminder", rep) for rep in hear]


def test_a_manager_who_is_to_hear_before_it_is_due_is_told_of_nothing_broken():
    early = replace(PLAYBOOK, ladder=(LadderStep(percent=75, kind=StepKind.NOTIFY, who="manager"),))
    *_, last = walk(submission(), (minutes(23), RING), playbook=early).effects
    assert (last.kind, last.rep) == ("reminder", "mara")


MEANT = [
    (StepKind.REMIND, "owner", [("reminder", "ana"), ("reminder", "ana")]),
    (StepKind.REMIND, "manager", [("reminder", "mara"), ("breach", "mara")]),
    (StepKind.REMIND, "bruno", [("reminder", "bruno"), ("reminder", "bruno")]),
    (StepKind.NOTIFY, "owner", [("reminder", "ana"), ("breach", "ana")]),
    (StepKind.NOTIFY, "manager", [("reminder", "mara"), ("breach", "mara")]),
    (StepKind.NOTIFY, "bruno", [("reminder", "bruno"), ("breach", "bruno")]),
]


@pytest.mark.parametrize(("kind", "who", "hear"), MEANT)
def test_a_step_reaches_whom_it_names_before_the_end_and_at_it(kind, who, hear):
    ladder = replace(PLAYBOOK, ladder=tuple(LadderStep(percent=share, kind=kind, who=who) for share in (75, 100)))
    done = walk(submission(), (minutes(23), RING), (minutes(31), RING), playbook=ladder).effects
    assert [(e.kind, e.rep) for e in done if isinstance(e, TellRep) and e.kind in ("reminder", "breach")][-2:] == hear


def test_a_late_owner_who_stands_in_for_their_manager_is_not_told_in_their_place():
    """Scenarios E07 and E08 at once."""
    away = (replace(AWAY[0], delegate="ana"),)
    assert breach(house(mara={"leave": away}))[0] == "sven"


def test_a_manager_hears_of_what_an_outage_skipped_though_the_lead_went_on():
    """The highest step is to give it on; that the promise broke is told with it, once, by who had it then."""
    heard = told(PEOPLE, (minutes(61), RING))
    assert [(kind, rep) for kind, rep, _ in heard] == [("breach", "mara")]
    assert heard[0][2].startswith("Ana had it, and 200 % of the window passed without a touch; skipped 50 %, 100 %")
    assert heard[0][2].endswith("Bruno has it now")


def test_without_an_outage_giving_it_on_is_told_once():
    heard = told(PEOPLE, *((minutes(n), RING) for n in (16, 31, 61)))
    assert [(kind, rep) for kind, rep, _ in heard] == [("reminder", "ana"), ("breach", "mara")]


def test_a_manager_hears_why_a_lead_that_should_go_on_stays_where_it_is():
    alone = replace(PEOPLE, pools={"emea": Pool(name="emea", members=(Member(rep="ana"),))})
    rings = [(minutes(n), RING) for n in (16, 31, 61)]
    late = "Ana has it, and 200 % of the window passed without a touch; it stays with Ana"
    assert told(alone, *rings)[-1] == ("breach", "mara", f"{late}, for nobody else could take it")
    assert told(alone, (minutes(1), Accept(by="ana")), *rings)[-1] == ("breach", "mara", f"{late}, who accepted it")


def passed_on(*routing, **pools) -> str | None:
    """Who has a lead of Ana's after nobody touched it for twice its time, with these pools beside everybody's."""
    made = {name: Pool(name=name, members=tuple(Member(rep=rep) for rep in reps)) for name, reps in pools.items()}
    everybody = tuple(dict.fromkeys(member for pool in made.values() for member in pool.members))
    people = replace(PEOPLE, pools={**made, EVERYBODY: Pool(name=EVERYBODY, members=everybody)})
    book = replace(PLAYBOOK, routing=routing) if routing else PLAYBOOK
    rings = ((minutes(n), RING) for n in (16, 31, 61))
    return walk(submission(), *rings, people=people, playbook=book).lead.owner


@pytest.mark.parametrize(
    ("pools", "owner"),
    [
        ({"emea": ["ana", "bruno"], "others": ["astrid"]}, "bruno"),
        ({"others": ["ana", "astrid"], "emea": ["ana", "bruno"]}, "bruno"),
        ({"emea": ["ana"], "others": ["astrid"]}, "ana"),
        ({"emea": ["ana", "nina"], "others": ["astrid"]}, "ana"),
        ({"emea": ["ana"], "others": ["ana", "astrid"]}, "astrid"),
    ],
)
def test_a_late_lead_stays_with_the_team_it_was_given_to(pools, owner):
    assert passed_on(**pools) == owner


def test_a_late_lead_goes_to_anybody_where_the_ladder_sends_leads_to_everybody():
    assert passed_on(EVERYBODYS, emea=["ana"], others=["astrid"]) == "astrid"


def test_a_late_lead_of_an_sdr_is_no_account_executives():
    """Ana takes turns in both halves; nobody has qualified this lead yet."""
    playbook = replace(BOOK, ladder=PLAYBOOK.ladder)
    pools = {"emea": ["ana"], "ae": ["ana", "otto"]}
    made = {name: Pool(name=name, members=tuple(Member(rep=rep) for rep in reps)) for name, reps in pools.items()}
    people = replace(HOUSE, pools=made)
    rings = ((minutes(n), RING) for n in (16, 31, 61))
    assert walk(submission(), *rings, people=people, playbook=playbook).lead.owner == "ana"
