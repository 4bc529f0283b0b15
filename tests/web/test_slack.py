"""Does a button pressed in Slack do what it says, once it is proven whose finger it was?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from batonpass.connectors.links import Link
from batonpass.handoff.requests import Accept
from batonpass.store import users

pytestmark = pytest.mark.asyncio(loop_scope="session")
NOW = datetime(2027, 3, 2, 10, tzinfo=UTC)
REPLY = "https://hooks.slack.com/actions/T1/2/3"


@dataclass
class Finger:
    """Somebody at the other end of Slack: says what was pressed, and keeps what they were answered."""

    link: Link | None = None
    says: str = ""
    forged: bool = False
    reply_to: str = REPLY
    read: list[str] = field(default_factory=list)

    def pressed(self, headers: Mapping[str, str], body: bytes, now: datetime) -> Finger:
        return self

    async def reply(self, reply_to: str, says: str) -> None:
        self.read.append(says)


def link(lead: str, action: str = "accept") -> Link:
    return Link(lead=lead, action=action, rep="ana", cycle=1, until=NOW + timedelta(hours=1))


async def press(site, finger: Finger | None) -> int:
    given = getattr(site.app.state, "given", None)
    site.app.state.given = SimpleNamespace(buttons=finger, trusted_proxies=())
    try:
        async with site.visitor() as visitor:
            return (await visitor.post("/slack/interactive", content=b"payload=x")).status_code
    finally:
        site.app.state.given = given


async def test_a_button_accepts_the_lead_and_says_so_to_who_pressed_it(site):
    lead = await site.lead(email="eva@acme.example")
    finger = Finger(link=link(lead))
    assert await press(site, finger) == 200
    assert (await site.standing(lead))["stage"] == "SAL"
    assert finger.read == ["Accepted: the lead is yours to work. Next: first touch."]


async def test_a_button_rejects_with_its_reason(site):
    lead = await site.lead(email="eva@acme.example")
    await press(site, Finger(link=link(lead, "reject:duplicate")))
    assert (await site.standing(lead))["stage"] == "Disqualified"


@pytest.mark.parametrize("action", ["reject:duplicate", "snooze:60", "touch:call"])
async def test_whoever_presses_reads_what_came_of_it(site, action):
    lead = await site.lead(email="eva@acme.example")
    finger = Finger(link=link(lead, action))
    assert await press(site, finger) == 200
    assert len(finger.read[0].split()) > 2


async def test_a_forged_press_does_nothing(site):
    lead = await site.lead(email="eva@acme.example")
    assert await press(site, Finger(link=link(lead), forged=True)) == 401
    assert (await site.standing(lead))["stage"] == "MQL"


async def test_a_second_press_says_that_it_has_been_decided(site):
    lead = await site.lead(email="eva@acme.example")
    await site.act(lead, Accept(by="ana"))
    finger = Finger(link=link(lead))
    await press(site, finger)
    assert "has been decided already" in finger.read[0]


async def test_a_press_about_an_earlier_round_does_nothing(site):
    lead = await site.lead(email="eva@acme.example")
    finger = Finger(link=replace(link(lead), cycle=0))
    await press(site, finger)
    assert "an earlier time" in finger.read[0]


async def test_who_presses_somebody_elses_button_reads_why_nothing_happens(site):
    finger = Finger(says="This link was made for something else.")
    await press(site, finger)
    assert finger.read == ["This link was made for something else."]


async def test_whoever_presses_reads_it_in_the_language_they_chose(site):
    await users.put_language(site.pool, "ana@lumen.example", "de")
    finger = Finger(link=link(await site.lead(email="eva@acme.example")))
    await press(site, finger)
    await press(site, finger)
    assert [one.split()[0] for one in finger.read] == ["Angenommen:", "Das"]


async def test_who_answers_for_marketing_no_more_approves_nothing(site):
    lead = await site.lead(email="eva@acme.example")
    finger = Finger(link=replace(link(lead, "approve"), rep="vera@left.example"))
    await press(site, finger)
    assert finger.read == ["Who it was made for does not answer for marketing any more."]


async def test_without_slack_there_is_no_such_door(site):
    assert await press(site, None) == 404
