"""Who should work this lead?"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from batonpass.handoff.facts import Routed
from batonpass.handoff.lead import Lead
from batonpass.handoff.path import advance
from batonpass.handoff.people import Leave, Member, Pool
from batonpass.handoff.playbook import Rung, RungKind
from batonpass.handoff.turn import next_in_turn
from tests.handoff.cast import PEOPLE, PLAYBOOK, REPS, ROUTING, setting, submission, walk

CHRISTMAS = datetime(2026, 12, 25, 12, tzinfo=UTC)
FRIDAY_EVENING = datetime(2027, 3, 5, 18, 30, tzinfo=UTC)


def routed(*, people=PEOPLE, playbook=PLAYBOOK, at=None, **sent: object) -> Routed:
    asked = submission(**sent) if at is None else submission(at=at, **sent)
    return next(f for f in walk(asked, people=people, playbook=playbook).facts if isinstance(f, Routed))


def away(rep: str, delegate: str | None = None, days: tuple[date, date] = (date(2027, 3, 1), date(2027, 3, 5))):
    gone = replace(REPS[rep], leave=(Leave(first=days[0], last=days[1], delegate=delegate),))
    return replace(PEOPLE, reps={**REPS, rep: gone})


def test_the_owner_of_the_account_comes_before_territory_and_pool():
    found = routed(email="x@volvo.example", country="SE")
    assert (found.owner, found.rung, found.because) == ("astrid", "account owner", "Astrid owns the account Volvo")


def test_a_territory_comes_before_the_pool_and_the_lost_rung_is_told():
    found = routed(country="SE")
    assert (found.owner, found.because, found.tried) == (
        "astrid",
        "Astrid has territory Sweden",
        ("account owner: no account",),
    )


def test_an_account_without_an_owner_goes_down_the_ladder():
    assert routed(email="x@acme.example").tried[0] == "account owner: Acme has no owner"


def test_an_owner_on_leave_is_stood_in_for():
    found = routed(people=away("astrid", "nina"), email="x@volvo.example")
    assert (found.owner, "delegate of Astrid" in found.because) == ("nina", True)


def test_the_day_after_leave_is_a_working_day():
    people = away("astrid", "nina", (date(2027, 2, 20), date(2027, 3, 1)))
    assert routed(people=people, email="x@volvo.example").owner == "astrid"


def test_an_owner_on_leave_without_a_delegate_leaves_it_to_the_ladder():
    found = routed(people=away("astrid"), email="x@volvo.example")
    assert (found.owner, "nobody stands in" in found.tried[0]) == ("ana", True)


def test_an_owner_who_left_is_passed_over():
    gone = replace(PEOPLE, reps={**REPS, "astrid": replace(REPS["astrid"], active=False)})
    assert routed(people=gone, email="x@volvo.example").owner == "ana"


def test_nobody_away_takes_a_turn():
    assert routed(people=away("ana")).owner == "bruno"


def test_when_the_team_is_off_shift_the_sun_is_up_elsewhere():
    assert routed(at=FRIDAY_EVENING).owner == "nina"


def test_on_a_holiday_everywhere_whoever_opens_first_owns_it_and_a_gap_is_told():
    found = routed(at=CHRISTMAS)
    assert (found.owner, found.uncovered) == ("ana", True)


def test_a_holiday_of_the_reps_own_region_is_respected():
    lisbon_holiday = datetime(2026, 12, 8, 9, tzinfo=UTC)
    mixed = replace(PEOPLE, pools={"emea": Pool(name="emea", members=(Member(rep="ana"), Member(rep="astrid")))})
    assert routed(at=lisbon_holiday, people=mixed).owner == "astrid"


def test_a_full_rep_is_passed_over():
    capped = Pool(name="emea", members=(Member(rep="ana", cap=2), Member(rep="bruno", cap=2)))
    here = setting(people=replace(PEOPLE, pools={**PEOPLE.pools, "emea": capped}), loads={"ana": 2})
    assert advance(Lead(id="L1"), submission(), here).lead.owner == "bruno"


def test_missing_data_waits_in_the_default_queue_naming_what_is_missing():
    needs = Rung(kind=RungKind.NEEDS, name="needs", needs=("lead.country", "account.employees"))
    found = routed(playbook=replace(PLAYBOOK, routing=(ROUTING[0], needs, *ROUTING[1:])))
    assert (found.owner, found.queue, found.because) == (None, "triage", "missing: country, employees")
    assert found.missing == ("lead.country", "account.employees")


def test_an_account_owner_needs_no_data():
    needs = Rung(kind=RungKind.NEEDS, name="needs", needs=("lead.country",))
    assert routed(playbook=replace(PLAYBOOK, routing=(ROUTING[0], needs)), email="x@volvo.example").owner == "astrid"


def test_an_empty_house_still_has_its_queue_and_says_what_could_not_be_told():
    found = routed(people=replace(PEOPLE, pools={}))
    assert (found.queue, found.missing) == ("triage", ("lead.country",))
    assert "nobody in emea or america is available" in found.tried[-1]


def test_the_same_input_gives_the_same_owner():
    assert len({routed(country="DE").owner for _ in range(5)}) == 1


def test_seven_equal_reps_share_a_thousand_leads_within_one():
    members, tally, got = [Member(rep=f"r{n}") for n in range(7)], {}, Counter()
    for _ in range(1000):
        chosen, tally = next_in_turn(members, tally)
        got[chosen] += 1
    assert sorted(got.values()) == [142, 143, 143, 143, 143, 143, 143]


@given(st.lists(st.integers(1, 5), min_size=1, max_size=6), st.integers(1, 200))
def test_every_prefix_is_within_one_of_what_the_weights_promise(weights, turns):
    members, tally, got = [Member(rep=f"r{n}", weight=w) for n, w in enumerate(weights)], {}, Counter()
    for turn in range(1, turns + 1):
        chosen, tally = next_in_turn(members, tally)
        got[chosen] += 1
        for member in members:
            assert abs(got[member.rep] - turn * member.weight / sum(weights)) < len(members)
    assert sum(tally.values()) == 0


@given(st.integers(1, 30))
def test_nobody_is_flooded_on_return(away_for):
    both, one = [Member(rep="ana"), Member(rep="bruno")], [Member(rep="bruno")]
    tally: dict[str, int] = {}
    for _ in range(away_for):
        _, tally = next_in_turn(one, tally)
    after = [next_in_turn(both, tally)[0]]
    for _ in range(9):
        _, tally = next_in_turn(both, tally)
        after.append(next_in_turn(both, tally)[0])
    assert abs(after.count("ana") - after.count("bruno")) <= 1


def test_a_lead_at_six_in_the_evening_of_a_delegates_zone_counts_days_there():
    late = datetime(2027, 3, 5, 23, 30, tzinfo=UTC)
    assert routed(people=away("astrid", "nina"), at=late, email="x@volvo.example").owner == "astrid"
    assert routed(people=away("astrid", "nina"), at=late - timedelta(hours=1), email="x@volvo.example").owner == "nina"
