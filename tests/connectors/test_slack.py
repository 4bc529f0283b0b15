"""A message in Slack reaches one member, names nobody else, and only its own member's button acts (S20)."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlencode

import pytest

from batonpass.connectors.channel import Later, Never, Sent
from batonpass.connectors.links import read_link
from batonpass.connectors.post import Poster
from batonpass.connectors.slack.hear import SlackDesk
from batonpass.connectors.slack.send import SlackChannel
from batonpass.connectors.webhook.guard import allowed
from tests.connectors.sample import NOW, OURS, SECRET, ack, tell

DATA = Path(os.environ.get("SHARED_DATA", Path(__file__).parents[3] / "shared" / "data"))
SETTINGS = {"BATONPASS_SLACK_TOKEN": "xoxb-very-secret", "BATONPASS_SLACK_SIGNING_SECRET": "signed by them"}
POSTED = {"ok": True, "channel": "D024BE91L", "ts": "1503435956.000247", "message": {}}
ALL = ("accept", "reject", "snooze", "call")


def said(told: object, status: str = "200 OK", more: str = "") -> bytes:
    body = json.dumps(told)
    return f"HTTP/1.1 {status}\r\ncontent-length: {len(body)}\r\n{more}connection: close\r\n\r\n{body}".encode()


@pytest.fixture
async def slack(listener):
    """The channel, with a server of ours where Slack's would be."""
    listener.answer = said(POSTED)
    settings = {**SETTINGS, "ANA_SLACK": listener.url}
    channel = SlackChannel(
        settings.get, OURS, Poster(allowed("127.0.0.0/8")), api=f"http://127.0.0.1:{listener.port}/api/"
    )
    yield channel
    await channel.close()


def to_ana(to: str = "U02AB34CD", **other):
    return tell(to=to, channel="slack", actions=ALL, **other)


async def told(slack, listener, message) -> dict:
    await slack.send(message)
    return json.loads(listener.requests[-1].body)


async def test_a_message_that_slack_took_is_proven_by_its_time_stamp(slack):
    assert await slack.send(to_ana()) == Sent(detail="ts 1503435956.000247 in D024BE91L")


async def test_a_member_without_an_id_is_found_by_mail_address_once(slack, listener):
    listener.answer = said({"ok": True, "user": {"id": "U0FOUND11"}, "ts": "1", "channel": "D1"})
    await slack.send(to_ana("ana@lumen.example"))
    await slack.send(to_ana("ana@lumen.example"))
    assert ["lookupByEmail?email=ana%40lumen.example" in one.line for one in listener.requests] == [True, False, False]
    assert json.loads(listener.requests[-1].body)["channel"] == "U0FOUND11"


async def test_the_number_to_call_stands_in_slack(slack, listener):
    body = await told(slack, listener, to_ana(reach=("+46812345678",)))
    assert "+46812345678" in json.dumps(body["blocks"])


async def test_nobody_in_slack_is_called_by_the_name_of_a_lead(slack, listener):
    evil = "<!channel> <@U02AB34CD> *bold* <https://evil.example|click>"
    body = await told(slack, listener, to_ana(lead_name=evil, lines=(evil, f"They wrote: {evil}"), because=evil))
    assert "<" not in body["text"]
    assert '"mrkdwn"' not in json.dumps(body["blocks"])


async def test_the_parts_of_a_message_keep_to_slacks_bounds(slack, listener):
    long = "x" * 5000
    body = await told(slack, listener, to_ana(lead_name=long, lines=tuple([long] * 20), reasons=(("a", long),)))
    texts = [block["text"]["text"] for block in body["blocks"] if "text" in block]
    assert len(texts[0]) <= 150
    assert max(len(text) for text in texts) <= 3000
    assert all(len(one["text"]["text"]) <= 75 for one in body["blocks"][-1]["elements"])


async def test_what_is_sent_is_what_slack_says_it_takes(slack, listener):
    spec = DATA / "specs/slack/slack_web_openapi_v2_without_examples.json"
    if not spec.exists():
        pytest.skip("the description of Slack's own interface is not on this machine")
    known = {one["name"] for one in json.loads(spec.read_text())["paths"]["/chat.postMessage"]["post"]["parameters"]}
    assert set(await told(slack, listener, to_ana())) <= known


async def test_each_button_carries_one_action_for_one_member(slack, listener):
    body = await told(slack, listener, to_ana())
    carried = [one["value"] for one in body["blocks"][-1]["elements"] if "value" in one]
    links = [read_link(one, secret=SECRET, now=NOW, purpose="slack:U02AB34CD") for one in carried]
    assert [link.action for link in links] == [
        "accept", "touch:call", "snooze:60", "reject:no_budget", "reject:wrong_person",
    ]  # fmt: skip


async def test_whatever_changes_a_lead_for_good_asks_once_more(slack, listener):
    body = await told(slack, listener, to_ana())
    asks = {one["action_id"]: "confirm" in one for one in body["blocks"][-1]["elements"]}
    assert asks == {
        "accept": True, "call": True, "snooze": False, "reject_no_budget": True, "reject_wrong_person": True,
        "open": False,
    }  # fmt: skip


async def test_what_asks_once_more_speaks_the_members_language(slack, listener):
    body = await told(slack, listener, replace(to_ana(), language="de"))
    asks = next(one["confirm"] for one in body["blocks"][-1]["elements"] if one["action_id"] == "accept")
    assert (asks["confirm"]["text"], asks["deny"]["text"]) == ("Ja", "Nein")


async def test_an_incoming_webhook_gets_buttons_that_open_our_page(slack, listener):
    body = await told(slack, listener, to_ana("ANA_SLACK"))
    assert all("value" not in one and one["url"] for one in body["blocks"][-1]["elements"])
    assert "authorization" not in listener.requests[-1].headers


async def test_many_leads_are_one_message_that_leaves_none_out(slack, listener):
    each = tuple(replace(to_ana(lead_name=f"Lead{n:03}", lines=(f"Lead{n:03}",)), lead=f"L{n}") for n in range(120))
    body = await told(slack, listener, each[0].with_others(each))
    shown = json.dumps(body["blocks"])
    assert all(f"Lead{n:03}" in shown for n in range(120))
    assert len(body["blocks"]) <= 50


@pytest.mark.parametrize(
    ("error", "verdict"),
    [("users_not_found", Never), ("is_archived", Never), ("invalid_auth", Later), ("token_revoked", Later),
     ("internal_error", Later), ("brand_new_error", Later)],
)  # fmt: skip
async def test_only_what_no_operator_can_mend_is_never_tried_again(slack, listener, error, verdict):
    listener.answer = said({"ok": False, "error": error})
    assert await slack.send(to_ana()) == verdict(why=f"Slack says {error}")


async def test_a_busy_slack_names_how_long_to_wait(slack, listener):
    listener.answer = said({"ok": False}, "429 Too Many Requests", "retry-after: 30\r\n")
    result = await slack.send(to_ana())
    assert isinstance(result, Later)
    assert result.after == timedelta(seconds=30)


async def test_a_webhook_that_is_gone_is_given_up(slack, listener):
    listener.answer = said("no_service", "410 Gone")
    assert isinstance(await slack.send(to_ana("ANA_SLACK")), Never)


async def test_without_a_token_messages_wait_and_say_so(listener):
    channel = SlackChannel({}.get, OURS, Poster(allowed("")))
    assert await channel.send(to_ana()) == Later(why="the setting BATONPASS_SLACK_TOKEN is not set")


async def test_what_goes_wrong_never_holds_the_token_or_the_webhook(slack, listener):
    listener.answer = b"nonsense"
    results = [await slack.send(to_ana()), await slack.send(to_ana("ANA_SLACK"))]
    assert not any(secret in str(results) for secret in ("xoxb", listener.url, str(listener.port)))


async def test_a_letter_to_a_lead_is_nothing_for_slack(slack):
    assert isinstance(await slack.send(ack()), Never)


def pressed(value: str, *, user: str = "U02AB34CD", key: str = "signed by them", age: int = 0, **changed: str):
    payload = {"type": "block_actions", "user": {"id": user}, "actions": [{"action_id": "accept", "value": value}],
               "response_url": "https://hooks.slack.com/actions/T1/2/3"}  # fmt: skip
    body = urlencode({"payload": json.dumps(payload)}).encode()
    at = str(int(NOW.timestamp()) - age)
    made = hmac.new(key.encode(), f"v0:{at}:".encode() + body, hashlib.sha256).hexdigest()
    headers = {"x-slack-request-timestamp": at, "x-slack-signature": f"v0={made}", **changed}
    return SlackDesk(SETTINGS.get, SECRET, Poster(allowed(""))).pressed(headers, body, NOW)


async def value_of(slack, listener, name: str = "accept") -> str:
    body = await told(slack, listener, to_ana())
    return next(one["value"] for one in body["blocks"][-1]["elements"] if one["action_id"] == name)


async def test_a_pressed_button_is_what_was_signed_for_its_member(slack, listener):
    heard = pressed(await value_of(slack, listener))
    assert (heard.link.action, heard.link.rep, heard.link.lead) == ("accept", "ana", "L42")


async def test_who_was_forwarded_the_message_presses_in_vain(slack, listener):
    heard = pressed(await value_of(slack, listener), user="U0SOMEBODY")
    assert (heard.link, heard.says) == (None, "This link was made for something else. Open the lead and act there.")


@pytest.mark.parametrize("trick", [{"key": "guessed"}, {"age": 301}, {"age": -301}, {"x-slack-signature": "v0="}])
async def test_what_slack_did_not_sign_is_forged(slack, listener, trick):
    assert pressed(await value_of(slack, listener), **trick).forged


def test_without_the_signing_secret_everything_is_forged():
    assert SlackDesk({}.get, SECRET, Poster(allowed(""))).pressed({}, b"payload={}", NOW).forged


def test_a_button_that_opens_a_page_asks_nothing_of_us():
    assert pressed("") == type(pressed(""))()


async def test_an_answer_goes_to_slack_and_nowhere_else(listener):
    desk = SlackDesk(SETTINGS.get, SECRET, Poster(allowed("127.0.0.0/8")))
    await desk.reply(listener.url, "Accepted.")
    assert listener.requests == []
