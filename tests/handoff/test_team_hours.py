"""Does a promise in the team's hours run by them, whoever has the lead (T6)?"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from batonpass.handoff.answer import answer
from batonpass.handoff.requests import Accept, Reassign, Relay
from tests.handoff.cast import PLAYBOOK, setting, submission, walk

EVENING = datetime(2027, 3, 2, 17, 40, tzinfo=UTC)
MORNING = datetime(2027, 3, 3, 9, 10, tzinfo=UTC)
"""Twenty minutes of Lisbon's Tuesday, and ten of its Wednesday."""
FIVE_LATER = EVENING + timedelta(minutes=5)


def in_team_hours(calendar: str = "lisbon", version: str = "team"):
    tiers = tuple(
        replace(one, team=calendar, accept=timedelta(minutes=30), dispose=timedelta(days=14)) for one in PLAYBOOK.tiers
    )
    return replace(PLAYBOOK, version=version, tiers=tiers)


AGREED = in_team_hours()
ASKED = submission(at=EVENING)


def test_it_runs_by_the_calendar_that_the_tier_names():
    nina = replace(AGREED, routing=PLAYBOOK.routing[2:])
    lead = walk(ASKED, playbook=nina).lead
    assert (lead.clock.calendars, lead.clock.due_at) == (("lisbon",), MORNING)


def test_a_hand_over_to_another_zone_moves_nothing():
    for to in ("nina", "astrid", "triage"):
        done = walk(ASKED, (FIVE_LATER, Reassign(by="mara", to=to)), playbook=AGREED)
        assert {(one.calendars, one.due_at) for one in done.lead.clocks} == {(("lisbon",), MORNING)}


def test_under_a_later_version_it_goes_on_as_it_was_agreed():
    lead, later = walk(ASKED, playbook=AGREED).lead, setting(FIVE_LATER, PLAYBOOK)
    moved = answer(lead, Reassign(by="mara", to="nina"), later).lead
    laid = answer(moved, Relay(by="", promise="first_touch", used_seconds=300, why="new hours"), later).lead
    assert [one.clock.due_at for one in (moved, laid)] == [MORNING] * 2


def test_one_that_began_by_its_owners_hours_stays_so_under_such_a_version():
    lead = walk(ASKED).lead
    moved = answer(lead, Reassign(by="mara", to="bruno"), setting(FIVE_LATER, in_team_hours("stockholm"))).lead
    assert (moved.clock.calendars, moved.clock.due_at) == (("lisbon",), MORNING)


def test_days_are_the_owners():
    done = walk(ASKED, (FIVE_LATER, Accept(by="ana")), playbook=in_team_hours("stockholm"))
    assert {one.promise: one.calendars for one in done.lead.clocks} == {
        "first_touch": ("stockholm",),
        "accept": ("stockholm",),
        "dispose": ("lisbon",),
    }
