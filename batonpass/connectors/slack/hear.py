"""Which button did a member of Slack press, and is it truly Slack that says so?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import parse_qs, urlsplit

import msgspec

from batonpass.connectors.links import Link, LinkRefused, Secrets, read_link
from batonpass.connectors.post import Poster
from batonpass.connectors.shapes import obj
from batonpass.connectors.signatures import mac, must_be_fresh, must_match
from batonpass.connectors.source import Delivery, Forged

from .send import PRESSED

SECRET_SETTING = "BATONPASS_SLACK_SIGNING_SECRET"  # noqa: S105 - the name of a setting
ANSWERS_AT = "hooks.slack.com"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressed:
    """What was pressed: a signed link, or in words why it does nothing; `reply_to` is where the presser reads that."""

    link: Link | None = None
    says: str = ""
    reply_to: str = ""
    forged: bool = False


class SlackDesk:
    """Hears buttons and answers who pressed them."""

    def __init__(
        self,
        secret_of: Callable[[str], str | None],
        link_secret: Secrets,
        poster: Poster,
        *,
        answers_at: str = ANSWERS_AT,
    ) -> None:
        """Remember the secrets."""
        self._secret_of, self._link_secret, self._poster, self._answers_at = secret_of, link_secret, poster, answers_at

    def pressed(self, headers: Mapping[str, str], body: bytes, now: datetime) -> Pressed:
        """Prove the raw bytes first (signature `v0`, 300 seconds), then read which button it was and whose.

        The button carries a link made for one member: who was forwarded the message presses in vain.
        """
        secret = self._secret_of(SECRET_SETTING)
        try:
            _prove(headers, body, now, secret or "")
            user, value, reply_to = _read(body)
        except (Forged, ValueError) as error:
            return Pressed(says=str(error), forged=True)
        if not value:
            return Pressed()
        try:
            link = read_link(value, secret=self._link_secret, now=now, purpose=PRESSED + user)
        except LinkRefused as refused:
            return Pressed(says=str(refused), reply_to=reply_to)
        return Pressed(link=link, reply_to=reply_to)

    async def reply(self, reply_to: str, says: str) -> None:
        """Tell the one who pressed, and nobody else, what came of it."""
        if urlsplit(reply_to).hostname == self._answers_at:
            told = {"response_type": "ephemeral", "replace_original": False, "text": says}
            await self._poster.post(reply_to, told)


def _prove(headers: Mapping[str, str], body: bytes, now: datetime, secret: str) -> None:
    if not secret:
        raise Forged(f"the setting {SECRET_SETTING} is not set")
    said_at = headers.get("x-slack-request-timestamp", "")
    delivery = Delivery(method="POST", url="", headers=headers, body=body, at=now)
    must_be_fresh(said_at, delivery, where="X-Slack-Request-Timestamp")
    made = mac(secret, f"v0:{said_at}:".encode() + body)
    must_match(headers.get("x-slack-signature", ""), made, where="X-Slack-Signature", prefix="v0=")


def _read(body: bytes) -> tuple[str, str, str]:
    """Who pressed, what the button carries, where to answer; ValueError for anything else."""
    payload = parse_qs(body.decode("utf-8", "replace"), max_num_fields=10).get("payload", [""])[0]
    try:
        told = obj(msgspec.json.decode(payload))
    except msgspec.DecodeError:
        raise ValueError("there is no payload") from None
    actions = told.get("actions")
    first = obj(actions[0]) if isinstance(actions, list) and actions else {}
    return str(obj(told.get("user")).get("id", "")), str(first.get("value") or ""), str(told.get("response_url", ""))
