"""Posts to other programs are signed, bounded and tried as the receiver's answers deserve (S37, S39, S40)."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st
from standardwebhooks.webhooks import Webhook

from batonpass.connectors.channel import Later, Never, Sent
from batonpass.connectors.webhook.answer import PATIENCE, judged
from batonpass.connectors.webhook.guard import allowed
from batonpass.connectors.webhook.send import WebhookChannel
from batonpass.connectors.webhook.sign import BadSecret, signed
from tests.connectors.sample import NOW, hook, tell
from tests.connectors.untimed import given

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
HERE = allowed("127.0.0.0/8")


@pytest.fixture
async def webhook():
    """The channel, allowed to call this machine."""
    way = WebhookChannel({"CRM_HOOK_SECRET": SECRET, "SHORT": "abc"}.get, HERE, seconds=5)
    yield way
    await way.close()


async def impatient(to: str):
    way = WebhookChannel({"CRM_HOOK_SECRET": SECRET}.get, HERE, seconds=0.2)
    result = await way.send(hook(to))
    await way.close()
    return result


def answer(status: str, *headers: str, body: str = "") -> bytes:
    lines = [f"HTTP/1.1 {status}", *headers, f"content-length: {len(body)}", "connection: close", "", body]
    return "\r\n".join(lines).encode()


async def test_a_post_carries_the_event_and_what_is_known(webhook, listener):
    assert await webhook.send(hook(listener.url)) == Sent(detail="127.0.0.1 answers 200 OK")
    (request,) = listener.requests
    assert request.line == "POST /hook HTTP/1.1"
    assert json.loads(request.body) == {"type": "assigned", "data": {"lead_id": "L42", "owner": "ana"}}


async def test_the_receiver_can_prove_that_the_post_is_ours(webhook, listener):
    message = replace(hook(listener.url), at=datetime.now(UTC))
    await webhook.send(message)
    (request,) = listener.requests
    assert Webhook(SECRET).verify(request.body, request.headers)["type"] == "assigned"


async def test_the_id_stays_and_the_instant_moves_when_it_is_tried_again(webhook, listener):
    await webhook.send(hook(listener.url))
    await webhook.send(replace(hook(listener.url), at=NOW + timedelta(hours=2), tries=1))
    first, again = listener.requests
    assert first.headers["webhook-id"] == again.headers["webhook-id"] == "L42/7/assigned/crm"
    assert int(again.headers["webhook-timestamp"]) - int(first.headers["webhook-timestamp"]) == 7200
    assert first.body == again.body


@given(key=st.text(min_size=1, max_size=50), body=st.text(max_size=50))
def test_a_signature_is_what_the_standard_says(key, body):
    headers = signed(body, key=key, at=datetime.now(UTC), secret=SECRET)
    assert all(value.isascii() and value.isprintable() for value in headers.values())
    Webhook(SECRET).verify(body, headers, json_parse=False)


def test_a_secret_in_plain_text_signs_too():
    headers = signed("{}", key="k", at=datetime.now(UTC), secret="a plain secret of ours")
    Webhook(b"a plain secret of ours").verify("{}", headers)


def test_a_receiver_that_follows_the_document_knows_what_is_ours_by_either_kind_of_secret():
    page = (Path(__file__).parents[2] / "docs/connectors.md").read_text("utf-8")
    told: dict[str, Any] = {}
    exec(page.partition("```python\n")[2].partition("```")[0], told)  # noqa: S102 - the document's own words
    is_ours, body, at = told["is_ours"], '{"é": 1}', NOW.timestamp()
    for secret in (SECRET, "a plain secret of ours"):
        headers = signed(body, key="L1/7/assigned/crm", at=NOW, secret=secret)
        assert is_ours(headers, body.encode(), secret, at)
        assert not is_ours(headers, body.encode() + b" ", secret, at)
        assert not is_ours(headers, body.encode(), secret, at + 301)
        assert not is_ours(headers, body.encode(), "another secret of ours", at)


@pytest.mark.parametrize("secret", ["short", "whsec_YWJj", "whsec_!"])
def test_a_weak_secret_is_refused_without_being_said(secret):
    with pytest.raises(BadSecret) as caught:
        signed("{}", key="k", at=NOW, secret=secret)
    assert secret not in str(caught.value)


async def test_a_secret_that_is_not_set_can_be_set_later(webhook, listener):
    result = await webhook.send(hook(listener.url, secret_setting="NOT_SET"))
    assert isinstance(result, Later)
    assert "NOT_SET" in result.why
    assert listener.connections == 0


async def test_a_secret_that_cannot_sign_can_be_mended(webhook, listener):
    assert isinstance(await webhook.send(hook(listener.url, secret_setting="SHORT")), Later)


async def test_no_result_holds_a_secret_or_a_path(webhook, listener):
    listener.answer = answer("400 Bad Request", body=f"you sent {SECRET}")
    result = await webhook.send(hook(f"{listener.url}/path-with-a-token"))
    assert SECRET not in f"{result}"
    assert "token" not in f"{result}"


async def test_exact_points_travel_exactly(webhook, listener):
    await webhook.send(hook(listener.url, body={"score": Decimal("40.10"), "name": "Zoë"}))
    assert json.loads(listener.requests[0].body)["data"] == {"score": "40.10", "name": "Zoë"}


async def test_a_redirect_is_not_followed(webhook, listener):
    listener.answer = answer("302 Found", f"location: {listener.url}/elsewhere")
    result = await webhook.send(hook(listener.url))
    assert isinstance(result, Later)
    assert "not followed" in result.why
    assert len(listener.requests) == 1


async def test_a_receiver_that_is_silent_is_tried_later(listener):
    listener.silent = True
    assert await impatient(listener.url) == Later(why="127.0.0.1 did not answer within 0.2 seconds")


async def test_a_receiver_that_never_ends_its_headers_is_tried_later(listener):
    listener.answer, listener.endless = b"HTTP/1.1 200 OK\r\nx-junk: ", True
    assert isinstance(await impatient(listener.url), Later)


async def test_an_endless_answer_is_read_for_a_while_only(webhook, listener):
    listener.answer, listener.endless = b"HTTP/1.1 200 OK\r\n\r\n", True
    assert isinstance(await webhook.send(hook(listener.url)), Sent)


async def test_an_answer_is_never_unpacked(webhook, listener):
    listener.answer = answer("200 OK", "content-encoding: gzip", body="this is no gzip")
    assert isinstance(await webhook.send(hook(listener.url)), Sent)
    assert listener.requests[0].headers["accept-encoding"] == "identity"


async def test_a_receiver_that_talks_nonsense_is_tried_later(webhook, listener):
    listener.answer = b"220 mail.firm.example ESMTP\r\n\r\n"
    assert isinstance(await webhook.send(hook(listener.url)), Later)


async def test_a_slow_receiver_holds_nobody_else_up(webhook, listener):
    async with type(listener)(silent=True) as slow:
        waiting = [webhook.send(hook(slow.url)) for _ in range(20)]
        tasks = [asyncio.create_task(one) for one in waiting]
        assert isinstance(await webhook.send(hook(listener.url)), Sent)
        assert not any(task.done() for task in tasks)
        for task in tasks:
            task.cancel()


async def test_a_message_for_a_person_is_not_posted(webhook):
    assert isinstance(await webhook.send(tell()), Never)


@pytest.mark.parametrize(
    ("status", "verdict"),
    [
        (200, Sent), (201, Sent), (204, Sent), (301, Later), (307, Later), (400, Later), (401, Later), (403, Later),
        (404, Later), (408, Later), (409, Later), (410, Never), (422, Later), (425, Later), (429, Later), (500, Later),
        (503, Later), (599, Later), (299, Sent), (102, Later),
    ],
)  # fmt: skip
def test_the_first_answer_is_judged(status, verdict):
    assert isinstance(judged(status, {}, tries=0, host="crm.example"), verdict)


@pytest.mark.parametrize("status", [301, 400, 401, 404, 422])
def test_a_plain_refusal_is_believed_after_some_tries(status):
    last = judged(status, {}, tries=PATIENCE - 1, host="crm.example")
    assert isinstance(judged(status, {}, tries=PATIENCE - 2, host="crm.example"), Later)
    assert isinstance(last, Never)
    assert f"{status} " in last.why
    assert "8 times" in last.why


@pytest.mark.parametrize("status", [408, 429, 500, 503])
def test_a_busy_receiver_is_tried_to_the_end(status):
    assert isinstance(judged(status, {}, tries=12, host="crm.example"), Later)


DATE = "Tue, 02 Mar 2027 13:00:00 GMT"


@pytest.mark.parametrize(
    ("headers", "after"),
    [
        ({"retry-after": "120"}, timedelta(minutes=2)),
        ({"retry-after": "0"}, timedelta()),
        ({"retry-after": "99999999999999"}, timedelta(hours=24)),
        ({"retry-after": "Tue, 02 Mar 2027 13:10:00 GMT", "date": DATE}, timedelta(minutes=10)),
        ({"retry-after": "Tue, 02 Mar 2027 12:00:00 GMT", "date": DATE}, timedelta()),
        ({"retry-after": "Tue, 02 Mar 2027 13:10:00 GMT"}, None),
        ({"retry-after": "soon", "date": DATE}, None),
        ({"retry-after": "-5"}, None),
        ({"retry-after": "²"}, None),
        ({}, None),
    ],
)
def test_a_receiver_may_say_when_to_come_back(headers, after):
    assert judged(503, headers, tries=0, host="crm.example") == Later(
        why="crm.example answers 503 Service Unavailable", after=after
    )
