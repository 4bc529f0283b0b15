"""Which of these acts did a machine do, such as a mail scanner that follows every link?"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from batonpass.handoff.bursts import done_by_people
from batonpass.handoff.lead import Activity
from batonpass.handoff.playbook.bursts import Burst
from tests.handoff.cast import PLAYBOOK, TUESDAY_TEN, event, walk

SCANNER = Burst(
    name="scanner",
    signals=frozenset({"step", "small_step"}),
    more_than=3,
    within=timedelta(seconds=10),
    says="a mail scanner, not a person",
)
ON_DELIVERY = replace(SCANNER, name="on_delivery", more_than=0, within=timedelta(seconds=2), after="whitepaper")
WATCHFUL = replace(PLAYBOOK, bursts=(SCANNER,))


def acts(*seconds: float, signal: str = "step") -> tuple[Activity, ...]:
    moments = (TUESDAY_TEN + timedelta(seconds=s) for s in seconds)
    return tuple(Activity(signal=signal, at=at, arrived_at=at) for at in moments)


def left(*activities: Activity, burst: Burst = SCANNER) -> int:
    return len(done_by_people((burst,), activities, TUESDAY_TEN + timedelta(days=1))[0])


def clicks(count: int):
    return [event("step", occurred=(TUESDAY_TEN - timedelta(seconds=n)).isoformat()) for n in range(count)]


def test_four_clicks_in_three_seconds_are_a_machines_and_three_are_a_persons():
    assert left(*acts(0, 1, 2)) == 3
    assert left(*acts(0, 1, 2, 3)) == 0


def test_clicks_a_whole_window_apart_are_not_together():
    assert left(*acts(0, 1, 2, 10)) == 4
    assert left(*acts(0, 1, 2, 9.999999)) == 0


def test_a_burst_spares_what_was_done_at_leisure():
    assert left(*acts(0, 1, 2, 3), *acts(600)) == 1


def test_different_links_of_one_mail_are_one_burst():
    assert left(*acts(0, 1), *acts(2, 3, signal="small_step")) == 0


def test_what_the_rule_does_not_name_is_left_alone():
    assert left(*acts(0, 1, 2, 3, signal="demo_request")) == 4


def test_a_click_at_once_after_delivery_is_a_machines_and_a_later_one_is_not():
    delivered = acts(0, signal="whitepaper")
    assert left(*delivered, *acts(1), burst=ON_DELIVERY) == 1
    assert left(*delivered, *acts(2), burst=ON_DELIVERY) == 2


def test_a_burst_is_worth_nothing_and_the_score_says_why():
    scored = walk(*clicks(5), playbook=WATCHFUL).lead.score
    part = scored.parts[-1]
    assert scored.total == 0
    assert (part.rule, part.kind, part.points) == ("scanner", "burst", Decimal(0))
    assert part.says == "a mail scanner, not a person: 5 within 10 seconds count nothing"


def test_without_the_rule_the_same_clicks_are_worth_their_points():
    assert walk(*clicks(5)).lead.score.total == Decimal("21.5")


@given(st.lists(st.integers(0, 30), max_size=10), st.randoms())
def test_the_order_of_arrival_never_changes_who_is_a_machine(seconds, chance):
    done = list(acts(*seconds))
    shuffled = list(done)
    chance.shuffle(shuffled)
    at = TUESDAY_TEN + timedelta(days=1)
    people, parts = done_by_people((SCANNER,), tuple(done), at)
    again, told = done_by_people((SCANNER,), tuple(shuffled), at)
    assert (sorted(a.at for a in people), parts) == (sorted(a.at for a in again), told)
