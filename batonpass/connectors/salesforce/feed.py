"""What has changed in Salesforce since a replay id: change events of 72 hours, over its Bayeux door?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import msgspec

from batonpass.connectors.channel import Later, Never
from batonpass.connectors.crm import Expired, News, Record, refused
from batonpass.connectors.post import Answered, Poster
from batonpass.connectors.shapes import obj, text

from .fates import DELETES

CHANNEL = "/data/LeadChangeEvent"
KEPT = -2
"""All that the feed still keeps. With -1, only what comes from now on, all between two looks would be lost."""
TIP = "@"
"""Begins a position of which no replay id is known yet: the instant from which on changes count, in milliseconds."""
LAGS = 60_000
"""Its clock and ours may differ by so many milliseconds."""
GONE = "replayId"
Messages = list[Mapping[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeFeed:
    """One look at the feed: shake hands, subscribe after the replay id, take what is there."""

    poster: Poster
    url: str
    token: str
    version: str

    async def after(self, position: str, *, fields: tuple[str, ...]) -> News | Expired | Later | Never:
        """Changes after a replay id, or since an instant; Expired when the feed no longer keeps the id."""
        shaken = await self._ask([_said("/meta/handshake", supportedConnectionTypes=["long-polling"], version="1.0",
                                        ext={"replay": True})])  # fmt: skip
        if not isinstance(shaken, tuple):
            return shaken
        (greeting, *_), cookie = shaken
        client = text(greeting, "clientId")
        replay = {"replay": {CHANNEL: KEPT if position.startswith(TIP) else int(position)}}
        asked = _said("/meta/subscribe", clientId=client, subscription=CHANNEL, ext=replay)
        subscribed = await self._ask([asked], cookie)
        if not isinstance(subscribed, tuple):
            return subscribed
        if refusal := _refusal(subscribed[0]):
            return (
                Expired(why=refusal) if GONE in refusal else Later(why=f"Salesforce does not subscribe us: {refusal}")
            )
        polled = _said("/meta/connect", clientId=client, connectionType="long-polling", advice={"timeout": 0})
        told = await self._ask([polled], cookie)
        return told if not isinstance(told, tuple) else _news(told[0], position, fields)

    async def _ask(self, said: list[dict[str, object]], cookie: str = "") -> tuple[Messages, str] | Later | Never:
        head = {"authorization": f"Bearer {self.token}"} | ({"cookie": cookie} if cookie else {})
        answer = await self.poster.post(f"{self.url}/cometd/{self.version}", said, head)
        if not isinstance(answer, Answered):
            return answer
        if answer.status // 100 != 2:  # noqa: PLR2004 - a success
            return refused(answer)
        try:
            data = msgspec.json.decode(answer.body)
        except (msgspec.DecodeError, UnicodeDecodeError):
            return Later(why="Salesforce's feed did not answer JSON")
        messages = [obj(one) for one in data] if isinstance(data, list) else []
        baked = answer.headers.get("set-cookie", "").partition(";")[0]
        return (messages, baked or cookie) if messages else Later(why="Salesforce's feed answered nothing")


def _said(channel: str, **more: object) -> dict[str, object]:
    return {"channel": channel, **more}


def _refusal(messages: Messages) -> str:
    failed = [
        one for one in messages if text(one, "channel") == "/meta/subscribe" and one.get("successful") is not True
    ]
    return text(failed[0], "error") or "no reason given" if failed else ""


def _news(messages: Messages, position: str, fields: tuple[str, ...]) -> News:
    events = [obj(one.get("data")) for one in messages if text(one, "channel") == CHANNEL]
    ids = [text(obj(event.get("event")), "replayId") for event in events]
    since = int(position.removeprefix(TIP)) - LAGS if position.startswith(TIP) else 0
    records = tuple(
        record for event in events for record in _records(event, fields) if record.at.timestamp() * 1000 >= since
    )
    reached = next((one for one in reversed(ids) if one), position)
    return News(records=records, position=reached, more=bool(events))


def _records(event: Mapping[str, Any], fields: tuple[str, ...]) -> list[Record]:
    """One for each record that the event is about; what it does not name has not changed."""
    payload = obj(event.get("payload"))
    header = obj(payload.get("ChangeEventHeader"))
    ids, stamp = header.get("recordIds"), header.get("commitTimestamp")
    if not isinstance(ids, list) or not isinstance(stamp, int):
        return []
    changed = header.get("changedFields")
    named = {one for one in changed if isinstance(one, str)} if isinstance(changed, list) else set(payload)
    return [
        Record(
            id=one,
            at=datetime.fromtimestamp(stamp / 1000, UTC),
            values={name: text(payload, name) for name in fields if name in named or name in payload},
            key=f"{text(obj(event.get('event')), 'replayId')}/{one}",
            gone=text(header, "changeType") in DELETES,
        )
        for one in ids
        if isinstance(one, str)
    ]
