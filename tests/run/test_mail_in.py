"""Do mails that people write anyway become touches, answers and meetings, once, and nothing else?"""

from __future__ import annotations

import pytest

from batonpass.connectors.email.letter import message_id
from tests.database import database, postgres
from tests.mails import ANA, ANNA, bounce, bring, facts, first_touch, house, invitation, lead_of, set_aside, written
from tests.web.doors import PLAYBOOK

__all__ = ["database", "postgres"]
CADENCE = """
cadences:
  short:
    steps: [{call: first call, within: 4h}, {email: a story, after: 2d}]
"""


@pytest.fixture
async def opened(database):
    async with house(database) as both:
        yield both


async def test_a_mail_that_a_rep_writes_keeps_the_promise(opened):
    doors, port = opened
    await doors.submit()
    assert (await bring(port, written()), await first_touch(doors)) == ((250, "2.6.0 touch"), "met")


async def test_a_mail_counts_from_its_date_though_it_comes_late(opened):
    doors, port = opened
    await doors.submit()
    await doors.at("2027-03-02T13:00:00Z")
    before = await first_touch(doors)
    await bring(port, written(date="Tue, 02 Mar 2027 11:05:00 +0100"))
    (touched,) = await facts(doors, "Touched")
    assert (before, await first_touch(doors), touched["at"]) == ("breached", "met", "2027-03-02T10:05:00Z")


async def test_a_mail_dated_tomorrow_counts_from_its_arrival(opened):
    doors, port = opened
    await doors.submit()
    await bring(port, written(date="Wed, 03 Mar 2027 10:00:00 +0000"))
    (touched,) = await facts(doors, "Touched")
    assert touched["at"] == "2027-03-02T10:00:00Z"


async def test_a_mail_of_long_ago_waits_for_a_person(opened):
    doors, port = opened
    await doors.submit()
    await bring(port, written(date="Mon, 01 Feb 2027 10:00:00 +0000"))
    (why,) = await set_aside(doors)
    assert ("more than 14 days ago" in why, await first_touch(doors)) == (True, "running")


async def test_the_same_mail_twice_is_one_touch(opened):
    doors, port = opened
    await doors.submit()
    said = [(await bring(port, written()))[1] for _ in range(2)]
    assert (said, len(await facts(doors, "Touched"))) == (["2.6.0 touch", "2.6.0 replayed"], 1)


@pytest.mark.parametrize(
    "more",
    [{"Auto_Submitted": "auto-replied"}, {"Precedence": "bulk"}, {"List_Id": "<l.example>"}, {"X_Autoreply": "yes"}],
    ids=lambda more: next(iter(more)),
)
async def test_what_a_machine_writes_is_no_touch(opened, more):
    doors, port = opened
    await doors.submit()
    assert (await bring(port, written(**more)), await first_touch(doors)) == ((250, "2.6.0 automatic"), "running")


async def test_a_mail_without_a_return_path_is_no_touch(opened):
    doors, port = opened
    await doors.submit()
    assert (await bring(port, written(), envelope=""))[1] == "2.6.0 automatic"


async def test_a_mail_to_two_leads_touches_both(opened):
    doors, port = opened
    await doors.submit()
    await doors.submit(email="eva@firm.example")
    await bring(port, written(to=f"{ANNA}, Eva <EVA@firm.example>"))
    assert await doors.pool.fetchval("select count(*) from app.facts where kind = 'Touched'") == 2


async def test_a_lead_who_answers_ends_the_plan(database):
    async with house(database, PLAYBOOK + CADENCE) as (doors, port):
        await doors.submit()
        said = await bring(port, written(by=f"Anna Berg <{ANNA}>", to=ANA), envelope=ANNA)
        (ended,) = await facts(doors, "FollowUpEnded")
        assert (said[1], ended["because"]) == ("2.6.0 reply", "Anna replied (email)")


async def test_an_out_of_office_answer_ends_nothing(database):
    async with house(database, PLAYBOOK + CADENCE) as (doors, port):
        await doors.submit()
        await bring(port, written(by=ANNA, to=ANA, Auto_Submitted="auto-replied"), envelope="")
        assert await facts(doors, "Replied") == []


async def test_a_plan_waits_for_whom_an_automatic_reply_says_when_they_are_back(database):
    async with house(database, PLAYBOOK + CADENCE) as (doors, port):
        await doors.submit()
        away = written(by=ANNA, to=ANA, Auto_Submitted="auto-replied")
        away.set_content("I am on leave. I will be back on 9 March.")
        said = await bring(port, away, envelope="")
        (paused,) = await facts(doors, "FollowUpPaused")
        assert (said[1], paused["why"], paused["until"][:10]) == ("2.6.0 automatic", "away", "2027-03-09")
        assert (await facts(doors, "Replied"), await facts(doors, "FollowUpEnded")) == ([], [])


async def test_a_bounced_mail_does_not_count(opened):
    """T13."""
    doors, port = opened
    await doors.submit()
    await bring(port, written())
    before = await first_touch(doors)
    said = await bring(port, bounce(), envelope="")
    assert (before, said[1], await first_touch(doors)) == ("met", "2.6.0 bounced", "running")


async def test_a_bounce_lets_the_old_due_instant_stand(opened):
    doors, port = opened
    due = (await doors.submit())["due_at"]
    await bring(port, written())
    await bring(port, bounce(), envelope="")
    assert (await lead_of(doors))["next_due_at"] == due


async def test_a_bounce_after_the_due_instant_is_a_breach(opened):
    doors, port = opened
    await doors.submit()
    await bring(port, written())
    await doors.at("2027-03-03T15:00:00Z")
    await bring(port, bounce(), envelope="")
    await doors.at("2027-03-03T15:01:00Z")
    (clock, *_) = (await lead_of(doors))["clocks"]
    assert len(await facts(doors, "Escalated")) == 1, clock


async def test_another_touch_stands_in_for_a_bounced_one(opened):
    doors, port = opened
    await doors.submit()
    await bring(port, written())
    lead = await lead_of(doors)
    await doors.at("2027-03-02T10:10:00Z")
    await doors.http.post(f"/v1/leads/{lead['id']}/touches", json={"by": "ana", "kind": "call"})
    await bring(port, bounce(), envelope="")
    clock = next(one for one in (await lead_of(doors))["clocks"] if one["promise"] == "first_touch")
    assert (clock["state"], clock["ended_at"]) == ("met", "2027-03-02T10:10:00Z")


async def test_a_bounce_that_comes_first_is_remembered(opened):
    doors, port = opened
    await doors.submit()
    await bring(port, bounce(), envelope="")
    assert ((await bring(port, written()))[1], await first_touch(doors)) == ("2.6.0 replayed", "running")


async def test_a_mail_that_is_only_late_still_counts(opened):
    doors, port = opened
    await doors.submit()
    await bring(port, written())
    await bring(port, bounce(action="delayed"), envelope="")
    assert await first_touch(doors) == "met"


async def test_an_invitation_is_a_meeting(opened):
    doors, port = opened
    await doors.submit()
    assert ((await bring(port, invitation()))[1], await first_touch(doors)) == ("2.6.0 meeting", "met")


async def test_an_invitation_ends_the_plan_and_calling_it_off_asks_for_another(database):
    async with house(database, PLAYBOOK + CADENCE) as (doors, port):
        await doors.submit()
        await bring(port, invitation())
        await bring(port, invitation(method="CANCEL", known="<i2@cal>"))
        ends = [one["because"] for one in await facts(doors, "FollowUpEnded")]
        assert (len(ends), ends[-1], (await lead_of(doors))["next_action"]) == (
            2,
            "the meeting was called off",
            "accept or reject; then find another time to meet",
        )


async def test_an_invitation_sent_again_is_one_meeting(opened):
    doors, port = opened
    await doors.submit()
    await bring(port, invitation())
    assert (await bring(port, invitation(known="<i2@cal>")))[1] == "2.6.0 nothing"


async def test_a_lead_who_declines_calls_the_meeting_off(opened):
    doors, port = opened
    await doors.submit()
    await bring(port, invitation())
    said = await bring(port, invitation(by=ANNA, method="REPLY", answer="DECLINED", known="<i3@cal>"), envelope=ANNA)
    assert said[1] == "2.6.0 cancelled"


async def test_an_acknowledgement_that_comes_back_is_known_to_have_come_back(opened):
    doors, port = opened
    await doors.submit()
    await doors.at("2027-03-02T10:01:00Z")
    row = await doors.pool.fetchrow("select key from app.outbox where effect = 'AcknowledgeLead' and state = 'sent'")
    await bring(port, bounce(of=message_id(row["key"], "hello@lumen.example")), envelope="")
    told = await doors.pool.fetchrow("select state, error from app.outbox where key = $1", row["key"])
    assert tuple(told) == ("dead", "bounced: 550 no such person")
