"""On which ways does a person hear, in which order, and is no clock ever silenced?"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from batonpass.handoff.answer import answer
from batonpass.handoff.effects import TellRep
from batonpass.handoff.people import Directory
from batonpass.handoff.requests import Pause, Ring, TouchBack
from batonpass.handoff.ways import quiet_until
from tests.handoff.cast import PEOPLE, PLAYBOOK, REPS, TUESDAY_TEN, minutes, setting, submission, walk
from tests.handoff.test_pledges import PAUSING

SLACK_FIRST = replace(PLAYBOOK, notify={"assigned": ("slack",)}, notify_then={"assigned": ("teams", "email")})
NIGHT = ((time(20), time(8)),)
ALL_DAY = ((time(7), time(19)),)
TUESDAY_NIGHT = datetime(2027, 3, 2, 23, tzinfo=UTC)
RING = Ring(by="clock", promise="first_touch")


def people(**changed: dict[str, object]) -> Directory:
    """The cast, with these people as they are described."""
    return replace(PEOPLE, reps=REPS | {name: replace(REPS[name], **change) for name, change in changed.items()})


def told(*steps, **kind) -> list[TellRep]:
    return [e for e in walk(*steps, **kind).effects if isinstance(e, TellRep)]


def test_all_channels_of_a_list_are_used_at_once():
    both = told(submission(), playbook=replace(PLAYBOOK, notify={"assigned": ("email", "slack")}))
    assert [(e.channel, e.not_before, e.chain) for e in both] == [("email", None, ""), ("slack", None, "")]


def test_ways_one_after_the_other_are_a_minute_apart():
    assert [(e.channel, e.not_before) for e in told(submission(), playbook=SLACK_FIRST)] == [
        ("slack", None), ("teams", minutes(1)), ("email", minutes(2)),
    ]  # fmt: skip


def test_ways_one_after_the_other_are_one_piece_of_news():
    ways = told(submission(), playbook=SLACK_FIRST)
    assert {e.chain for e in ways} == {ways[0].key.removesuffix("/slack")}
    assert len({e.key for e in ways}) == 3


def test_a_person_chooses_which_way_comes_first():
    mail_first = people(ana={"channels": ("email", "slack")})
    assert [e.channel for e in told(submission(), playbook=SLACK_FIRST, people=mail_first)] == ["email", "slack"]


def test_a_person_who_chooses_nothing_that_may_be_used_hears_all_the_same():
    assert [e.channel for e in told(submission(), people=people(ana={"channels": ("teams",)}))] == ["email"]


def test_a_member_id_is_where_slack_finds_a_person():
    found = people(ana={"slack": "U02AB34CD"})
    assert told(submission(), playbook=SLACK_FIRST, people=found)[0].to == "U02AB34CD"


@pytest.mark.parametrize(
    ("quiet", "at", "until"),
    [
        (NIGHT, TUESDAY_TEN, None),
        (NIGHT, datetime(2027, 3, 2, 20, tzinfo=UTC), datetime(2027, 3, 3, 8, tzinfo=UTC)),
        (NIGHT, datetime(2027, 3, 2, 7, 59, tzinfo=UTC), datetime(2027, 3, 2, 8, tzinfo=UTC)),
        (NIGHT, datetime(2027, 3, 2, 8, tzinfo=UTC), None),
        (((time(22), time(6)), (time(6), time(9))), TUESDAY_NIGHT, datetime(2027, 3, 3, 9, tzinfo=UTC)),
    ],
)
def test_quiet_is_half_open_and_runs_through_midnight(quiet, at, until):
    assert quiet_until(replace(REPS["ana"], quiet=quiet), setting(at)) == until


def test_quiet_is_kept_on_the_persons_own_clock_when_it_changes():
    before_summer = datetime(2027, 3, 27, 21, tzinfo=UTC)
    assert quiet_until(replace(REPS["ana"], quiet=NIGHT), setting(before_summer)) == datetime(
        2027, 3, 28, 7, tzinfo=UTC
    )


def test_off_hours_are_quiet_until_the_calendar_opens():
    saturday = datetime(2027, 3, 6, 12, tzinfo=UTC)
    assert quiet_until(replace(REPS["ana"], quiet_off_hours=True), setting(saturday)) == datetime(
        2027, 3, 8, 9, tzinfo=UTC
    )


def test_a_lead_that_can_wait_waits_until_the_quiet_ends():
    at = datetime(2027, 3, 2, 6, 5, tzinfo=UTC)
    message = told(submission("ebook", at=at), people=people(ana={"quiet": NIGHT}))[0]
    assert message.not_before == datetime(2027, 3, 2, 8, tzinfo=UTC)


def test_a_promise_that_would_run_out_in_the_quiet_is_told_to_the_manager_at_once():
    messages = told(submission(), people=people(ana={"quiet": ALL_DAY}))
    assert [(e.rep, e.not_before) for e in messages] == [
        ("ana", datetime(2027, 3, 2, 19, tzinfo=UTC)), ("mara", None),
    ]  # fmt: skip
    assert "Ana wants quiet until" in messages[1].because
    assert messages[1].actions == ()


def test_nobody_is_woken_for_a_promise_that_stands_still():
    """Its due instant of before the pause has passed, and it is due for nobody until it goes on."""
    paused = walk(submission(), (minutes(10), Pause(by="ana", reason="waiting")), playbook=PAUSING).lead
    quiet = setting(minutes(60), PAUSING, people(ana={"quiet": ALL_DAY}))
    back = answer(paused, TouchBack(by="ana", touched_at=minutes(-30), why="no such person"), quiet)
    assert [e.rep for e in back.effects if isinstance(e, TellRep)] == ["ana"]


def test_with_nobody_else_awake_quiet_gives_way():
    silent = people(**{name: {"quiet": ALL_DAY} for name in ("ana", "mara", "sven")})
    assert [(e.rep, e.not_before) for e in told(submission(), people=silent)] == [("ana", None)]


def test_a_broken_promise_is_never_kept_quiet():
    silent = people(mara={"quiet": ALL_DAY}, sven={"quiet": ALL_DAY})
    breach = [e for e in told(submission(), (minutes(31), RING), people=silent) if e.kind == "breach"]
    assert [e.not_before for e in breach] == [None]


def test_the_next_way_after_the_quiet_still_waits_its_minute():
    at = datetime(2027, 3, 2, 6, 5, tzinfo=UTC)
    ways = told(submission("ebook", at=at), playbook=SLACK_FIRST, people=people(ana={"quiet": NIGHT}))
    assert ways[1].not_before == datetime(2027, 3, 2, 8, tzinfo=UTC) + timedelta(minutes=1)


@pytest.mark.parametrize(
    ("at", "person", "told_at"),
    [
        (datetime(2027, 3, 2, 6, 5, tzinfo=UTC), {}, datetime(2027, 3, 2, 9, tzinfo=UTC)),
        (datetime(2027, 3, 6, 12, tzinfo=UTC), {}, datetime(2027, 3, 8, 9, tzinfo=UTC)),
        (TUESDAY_TEN, {}, None),
        (datetime(2027, 3, 2, 6, 5, tzinfo=UTC), {"quiet_off_hours": False}, None),
    ],
)
def test_who_has_said_nothing_about_quiet_hears_of_a_new_lead_in_their_hours(at, person, told_at):
    message = told(submission("ebook", at=at), people=people(ana=person))[0]
    assert (message.kind, message.not_before) == ("assigned", told_at)
