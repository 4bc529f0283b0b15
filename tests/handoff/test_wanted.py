"""Does a plan take touches up again that its lead had refused and allows again, and chase none whose time is over?"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from batonpass.handoff.requests import Reassign, SkipStep
from tests.handoff.cast import minutes, submission
from tests.handoff.plans import PLANNED, STANDARD, followed, plan_of, states

DAY = 24 * 60


def consents(said, at):
    return submission("paper", at=at, consent={"call": said})


@pytest.mark.parametrize(
    ("again", "stands"),
    [
        (minutes(60), ["open", "open", "open", "open"]),
        (minutes(5 * 60), ["left_out", "open", "open", "open"]),
        (minutes(7 * DAY), ["left_out", "open", "open", "left_out"]),
    ],
)
def test_what_is_allowed_again_is_planned_again_and_what_is_over_is_not_chased(again, stands):
    cadence = replace(STANDARD, replies=frozenset())
    done = followed(consents("no", minutes(30)), consents("yes", again), playbook=replace(PLANNED, cadences=(cadence,)))
    assert states(done) == stands
    assert plan_of(done).steps[3].due_at == plan_of(followed()).steps[3].due_at


def test_a_plan_without_a_way_to_the_lead_goes_on_when_there_is_one():
    def all_of_them(said, at):
        return submission("ebook", at=at, consent={"contact": said})

    ended = followed(all_of_them("no", minutes(30)))
    again = followed(all_of_them("no", minutes(30)), all_of_them("yes", minutes(60)))
    assert [(plan_of(one).ended, plan_of(one).waits_for, len(plan_of(one).open)) for one in (ended, again)] == [
        ("finished", "outcome", 0),
        ("", "", 4),
    ]


def test_what_a_person_skipped_stays_skipped_whatever_is_allowed():
    skip = (minutes(20), SkipStep(by="ana", step=1, reason="no number"))
    cadence = replace(STANDARD, replies=frozenset())
    book = replace(PLANNED, cadences=(cadence,))
    assert states(followed(skip, consents("no", minutes(30)), consents("yes", minutes(60)), playbook=book)) == [
        "skipped", "open", "open", "open",
    ]  # fmt: skip


def test_touches_that_are_wanted_after_a_pause_are_planned_where_the_others_are():
    moved = (minutes(60), Reassign(by="mara", to="nina"))
    cadence = replace(STANDARD, replies=frozenset())
    book = replace(PLANNED, cadences=(cadence,))
    done = followed(consents("no", minutes(30)), moved, consents("yes", minutes(90)), playbook=book)
    assert plan_of(done).steps[3].opens_at == datetime(2027, 3, 8, 14, tzinfo=UTC)
