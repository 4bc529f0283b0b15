"""How does a message reach a person in Teams? Through a workflow of theirs that posts what it is sent."""

from __future__ import annotations

import re
from collections.abc import Callable

from batonpass.connectors.channel import Later, Message, Never, Result
from batonpass.connectors.email.render import Desk, Stationery
from batonpass.connectors.post import Answered, Poster
from batonpass.connectors.webhook.answer import judged
from batonpass.handoff.effects import TellRep
from batonpass.tongue.spoken import speaking

from .card import card, together

_SETTING = re.compile(r"[A-Z][A-Z0-9]*_[A-Z0-9_]+")


class TeamsChannel:
    """Adaptive cards to the workflow whose address stands in the setting that a person names."""

    name = "teams"

    def __init__(self, secret_of: Callable[[str], str | None], stationery: Stationery, poster: Poster) -> None:
        self._secret_of, self._base_url, self._poster = secret_of, stationery.base_url, poster
        self._desk = Desk(stationery)

    async def send(self, message: Message) -> Result:
        """Send one message; see `Channel`."""
        if not isinstance(message.effect, TellRep):
            return Never(why=f"{type(message.effect).__name__} is not something that is told in Teams")
        if not _SETTING.fullmatch(message.recipient):
            return Never(
                why=f"nobody has said where {message.effect.name} is found in Teams: under People, write the setting "
                "that holds the address of their workflow, or choose other ways for them; that holds for the next "
                "message, this one cannot be sent again"
            )
        url = self._secret_of(message.recipient)
        if not url:
            return Later(why=f"the setting {message.recipient} is not set")
        answer = await self._poster.post(url, self._body(message, message.effect))
        if not isinstance(answer, Answered):
            return answer
        return judged(answer.status, answer.headers, tries=message.tries, host=answer.host)

    async def close(self) -> None:
        """Let go of all connections."""
        await self._poster.close()

    def _body(self, message: Message, effect: TellRep) -> dict[str, object]:
        with speaking(message.language):
            return self._said_to(message, effect)

    def _said_to(self, message: Message, effect: TellRep) -> dict[str, object]:
        if message.together:
            leads, opening = self._desk.all_told(message)
            return together(leads, opening, f"{self._base_url.rstrip('/')}/inbox")
        return card(self._desk.told(message, effect))
