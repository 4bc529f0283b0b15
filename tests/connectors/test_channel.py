"""How long a message waits after a failed try, and when it is given up."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import strategies as st

from batonpass.connectors.channel import TRIES_MAX, Later, wait
from tests.connectors.sample import tell
from tests.connectors.untimed import given

LUCK = st.floats(0, 1, exclude_max=True)
BUSY = Later(why="busy")


def waits(luck: float, later: Later = BUSY) -> list[timedelta]:
    found = (wait(replace(tell(), tries=tries), later, luck=luck) for tries in range(TRIES_MAX))
    return [one for one in found if one is not None]


def test_with_middling_luck_the_waits_are_the_agreed_ones():
    assert [round(one.total_seconds()) for one in waits(0.5)][:6] == [5, 30, 120, 300, 1800, 7200]


@given(LUCK)
def test_a_message_is_tried_for_75_hours_whatever_the_luck(luck):
    assert sum(waits(luck), timedelta()) >= timedelta(hours=75)


@given(LUCK)
def test_luck_moves_a_wait_by_a_fifth_at_most(luck):
    for lucky, agreed in zip(waits(luck), waits(0.5), strict=True):
        assert agreed * 0.8 - timedelta(microseconds=1) <= lucky <= agreed * 1.2 + timedelta(microseconds=1)


def test_after_the_last_wait_the_message_is_given_up():
    assert wait(replace(tell(), tries=TRIES_MAX - 1), BUSY, luck=0.5) is None


@given(LUCK)
def test_a_wait_that_was_asked_for_is_never_shortened(luck):
    asked = Later(why="busy", after=timedelta(minutes=10))
    assert all(one >= timedelta(minutes=10) for one in waits(luck, asked))


def test_nobody_can_make_us_wait_longer_than_a_day():
    asked = Later(why="busy", after=timedelta(days=400))
    assert wait(tell(), asked, luck=0.9) == timedelta(hours=24)


def test_a_crowd_that_failed_together_does_not_come_back_together():
    assert len({wait(tell(), BUSY, luck=luck / 10) for luck in range(10)}) == 10
