"""How does a message reach a person in Slack?"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import quote

import msgspec

from batonpass.connectors.channel import Later, Message, Never, Result, Sent
from batonpass.connectors.email.news import links_until
from batonpass.connectors.email.render import Desk, Stationery, Told
from batonpass.connectors.links import Link, sign_link
from batonpass.connectors.post import Answered, Poster
from batonpass.connectors.webhook.answer import judged
from batonpass.handoff.effects import TellRep
from batonpass.tongue.spoken import say, speaking

from .blocks import Button, card, together

TOKEN_SETTING = "BATONPASS_SLACK_TOKEN"  # noqa: S105 - the name of a setting
API = "https://slack.com/api/"
PRESSED = "slack:"
"""The purpose of what a button carries: with the member's id after it, so that only who got it can press it."""
_MEMBER = re.compile(r"[UWDCG][A-Z0-9]{5,20}")
_SETTING = re.compile(r"[A-Z][A-Z0-9]*_[A-Z0-9_]+")
_NEVER = frozenset({
    "channel_not_found", "user_not_found", "users_not_found", "is_archived", "not_in_channel", "msg_too_long",
    "no_text", "invalid_blocks", "invalid_blocks_format", "user_disabled", "cannot_dm_bot",
})  # fmt: skip
_MEMBERS_MOST = 5_000


class SlackChannel:
    """Blocks to a member by our app, whose buttons act, or to an incoming webhook, whose buttons open our page."""

    name = "slack"

    def __init__(
        self,
        secret_of: Callable[[str], str | None],
        stationery: Stationery,
        poster: Poster,
        *,
        api: str = API,
    ) -> None:
        self._secret_of, self._ours, self._poster, self._api = secret_of, stationery, poster, api
        self._desk = Desk(stationery)
        self._members: dict[str, str] = {}

    async def send(self, message: Message) -> Result:
        """Send one message; see `Channel`."""
        if not isinstance(message.effect, TellRep):
            return Never(why=f"{type(message.effect).__name__} is not something that is told in Slack")
        if _SETTING.fullmatch(message.recipient):
            return await self._by_webhook(message, message.effect)
        token = self._secret_of(TOKEN_SETTING)
        if not token:
            return Later(why=f"the setting {TOKEN_SETTING} is not set")
        member = await self._member(message.recipient, token)
        if not isinstance(member, str):
            return member
        body = {"channel": member, **self._body(message, message.effect, member)}
        answer = await self._poster.post(f"{self._api}chat.postMessage", body, _head(token))
        said = _said(answer, message.tries)
        return Sent(detail=f"ts {said.get('ts', '')} in {said.get('channel', '')}") if isinstance(said, dict) else said

    async def close(self) -> None:
        """Let go of all connections."""
        await self._poster.close()

    async def _by_webhook(self, message: Message, effect: TellRep) -> Result:
        url = self._secret_of(message.recipient)
        if not url:
            return Later(why=f"the setting {message.recipient} is not set")
        answer = await self._poster.post(url, self._body(message, effect, ""))
        if not isinstance(answer, Answered):
            return answer
        return judged(answer.status, answer.headers, tries=message.tries, host=answer.host)

    async def _member(self, recipient: str, token: str) -> str | Result:
        """The id of a member: as it was written, or asked for by mail address, once."""
        if _MEMBER.fullmatch(recipient):
            return recipient
        if recipient in self._members:
            return self._members[recipient]
        answer = await self._poster.get(
            f"{self._api}users.lookupByEmail?email={quote(recipient, safe='')}", _head(token)
        )
        said = _said(answer, 0)
        if not isinstance(said, dict):
            return said
        found = str(said.get("user", {}).get("id", ""))
        if not _MEMBER.fullmatch(found):
            return Later(why="Slack named no member for that address")
        if len(self._members) >= _MEMBERS_MOST:
            self._members.clear()
        self._members[recipient] = found
        return found

    def _body(self, message: Message, effect: TellRep, member: str) -> dict[str, Any]:
        with speaking(message.language):
            return self._said_to(message, effect, member)

    def _said_to(self, message: Message, effect: TellRep, member: str) -> dict[str, Any]:
        if message.together:
            leads, opening = self._desk.all_told(message)
            return together(leads, opening)
        told = self._desk.told(message, effect)
        return card(told, self._buttons(message, effect, told, member))

    def _buttons(self, message: Message, effect: TellRep, told: Told, member: str) -> Sequence[Button]:
        """To a member: buttons that act once they are confirmed. To a channel: links to the page that asks."""
        news = told.news
        open_it = Button(name="open", says=say("Open the lead"), url=news.lead_url)
        if not member:
            links = [
                (say(news.accept_says), news.accept_url),
                *((say(one.says), one.url) for one in news.others),
                *((one.says, one.url) for one in news.rejections),
            ]
            return [
                *(Button(name=f"link_{n}", says=says, url=url) for n, (says, url) in enumerate(links) if url),
                open_it,
            ]
        until = links_until(message.at, effect.due_at)
        bound = Link(
            lead=message.lead, action="", rep=effect.rep, cycle=message.cycle, until=until, purpose=PRESSED + member
        )
        acting = [
            Button(
                name=name,
                says=says,
                asks=asks,
                main=name in ("accept", "approve"),
                value=self._signed(bound, action, message.at),
            )
            for name, says, asks, action in _choices(effect)
        ]
        return [*acting, open_it]

    def _signed(self, bound: Link, action: str, now: datetime) -> str:
        return sign_link(replace(bound, action=action), secret=self._ours.link_secret, now=now)


def _choices(effect: TellRep) -> list[tuple[str, str, str, str]]:
    """Name, words, question and signed action of each button."""
    known = {
        "accept": [("accept", say("Accept"), say("Take this lead on?"), "accept")],
        "call": [("call", say("I called"), say("Log a call of just now?"), "touch:call")],
        "snooze": [("snooze", say("Tell me again in 1 hour"), "", "snooze:60")],
        "reject": [
            (
                f"reject_{code}",
                say("Reject: {says}", says=says),
                say("Give this lead back: {says}?", says=says),
                f"reject:{code}",
            )
            for code, says in effect.reasons
        ],
        "approve": [("approve", say("Approve"), say("Let this lead go to sales?"), "approve")],
        "refuse": [
            (
                f"refuse_{code}",
                say("Send back: {says}", says=says),
                say("Send this lead back: {says}?", says=says),
                f"refuse:{code}",
            )
            for code, says in effect.reasons
        ],
    }
    order = ("approve", "accept", "call", "snooze", "reject", "refuse")
    return [choice for name in order if name in effect.actions for choice in known[name]]


def _head(token: str) -> dict[str, str]:
    return {"authorization": f"Bearer {token}"}


def _said(answer: Answered | Later | Never, tries: int) -> dict[str, Any] | Result:
    """What the Web API says, when it says ok; else what follows from its error."""
    if not isinstance(answer, Answered):
        return answer
    if answer.status != 200:  # noqa: PLR2004 - the one status under which the Web API speaks
        return judged(answer.status, answer.headers, tries=tries, host=answer.host)
    try:
        said = msgspec.json.decode(answer.body)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return Later(why="Slack did not answer JSON")
    if isinstance(said, dict) and said.get("ok") is True:
        return said
    error = re.sub(r"[^a-z_]", "", str(said.get("error", "") if isinstance(said, dict) else ""))[:60] or "nothing"
    return Never(why=f"Slack says {error}") if error in _NEVER else Later(why=f"Slack says {error}")
