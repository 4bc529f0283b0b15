"""Does guessing become slow, by account and by place, without locking anybody out for good?"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from batonpass.web.sign_in.patience import (
    FORGET_AFTER,
    FREE_TRIES,
    FREE_TRIES_OF_PLACE,
    LONGEST,
    REMEMBERED_MOST,
    Patience,
)

NOW = datetime(2027, 3, 2, 10, tzinfo=UTC)


def tried(times: int, *, email: str = "ana@lumen.example", place: str = "192.0.2.{}") -> Patience:
    """Somebody who has tried in vain so often, each time from another place unless told."""
    patience = Patience()
    for n in range(times):
        patience.in_vain(email.format(n), place.format(n), NOW)
    return patience


def test_the_first_tries_are_free():
    assert tried(FREE_TRIES - 1).wait("ana@lumen.example", "198.51.100.1", NOW) == timedelta(0)


def test_an_account_that_is_guessed_at_from_everywhere_waits():
    assert tried(FREE_TRIES).wait("ana@lumen.example", "198.51.100.1", NOW) == timedelta(seconds=1)


def test_capitals_make_no_other_account():
    assert tried(FREE_TRIES).wait("ANA@lumen.example", "198.51.100.1", NOW) > timedelta(0)


def test_a_place_that_guesses_at_everybody_waits():
    patience = tried(FREE_TRIES_OF_PLACE, email="{}@lumen.example", place="192.0.2.1")
    assert patience.wait("new@lumen.example", "192.0.2.1", NOW) > timedelta(0)


def test_of_tries_that_come_at_once_no_more_are_heard_than_one_after_the_other():
    patience = Patience()
    heard = [not patience.heard("ana@lumen.example", f"192.0.2.{n}", NOW) for n in range(100)]
    assert sum(heard) == FREE_TRIES


def test_an_office_full_of_people_who_sign_in_waits_for_nothing():
    patience = Patience()
    for n in range(FREE_TRIES_OF_PLACE * 3):
        assert not patience.heard(f"{n}@lumen.example", "192.0.2.1", NOW)
        patience.right(f"{n}@lumen.example", "192.0.2.1")


def test_each_try_doubles_the_wait():
    assert tried(FREE_TRIES + 3).wait("ana@lumen.example", "198.51.100.1", NOW) == timedelta(seconds=8)


def test_no_wait_is_longer_than_a_quarter_of_an_hour():
    assert tried(500).wait("ana@lumen.example", "198.51.100.1", NOW) == LONGEST


def test_a_wait_runs_out():
    assert tried(500).wait("ana@lumen.example", "198.51.100.1", NOW + LONGEST) == timedelta(0)


def test_nobody_waits_for_an_instant_of_a_clock_that_was_set_back():
    assert tried(500).wait("ana@lumen.example", "198.51.100.1", NOW - timedelta(days=365)) == timedelta(0)


def test_the_right_password_makes_an_account_free_again():
    patience = tried(FREE_TRIES)
    patience.right("ana@lumen.example", "198.51.100.1")
    assert patience.wait("ana@lumen.example", "198.51.100.1", NOW) == timedelta(0)


def test_the_right_password_for_one_account_does_not_free_the_place():
    patience = tried(FREE_TRIES_OF_PLACE - 1, email="{}@lumen.example", place="192.0.2.1")
    patience.heard("own@lumen.example", "192.0.2.1", NOW)
    patience.right("own@lumen.example", "192.0.2.1")
    patience.heard("new@lumen.example", "192.0.2.1", NOW)
    assert patience.wait("next@lumen.example", "192.0.2.1", NOW) > timedelta(0)


def test_tries_of_long_ago_are_forgotten():
    patience = tried(FREE_TRIES)
    later = NOW + FORGET_AFTER + timedelta(seconds=1)
    patience.in_vain("ana@lumen.example", "198.51.100.1", later)
    assert patience.wait("ana@lumen.example", "198.51.100.1", later) == timedelta(0)


@pytest.mark.parametrize("many", [REMEMBERED_MOST * 2])
def test_remembering_has_a_bound(many):
    assert len(tried(many, email="{}@lumen.example").known) == REMEMBERED_MOST
