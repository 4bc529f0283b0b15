"""How does a post to another program leave the house?"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal

import httpx

from batonpass.connectors.channel import Later, Message, Never, Result
from batonpass.connectors.strangers import client_for
from batonpass.handoff.effects import PostWebhook

from .answer import judged
from .dial import GuardedTransport, Lookup, look_up
from .guard import UNREADABLE, AddressRefused, Allowed, host_of
from .sign import BadSecret, signed

_SECONDS = 15.0
_ANSWER_MOST = 64 * 1024


class WebhookChannel:
    """Signed JSON posts. `secret_of` gives the secret that a setting names, or None when it is not set.

    No redirect is followed, no more than 64 KB of an answer is read, nothing takes longer than 15 seconds, and neither
    secrets nor paths, which may be secrets too, stand in any result.
    """

    name = "webhook"

    def __init__(
        self,
        secret_of: Callable[[str], str | None],
        open_to: Allowed,
        *,
        lookup: Lookup = look_up,
        seconds: float = _SECONDS,
    ) -> None:
        self._secret_of, self._seconds = secret_of, seconds
        self._http = client_for(open_to, transport=GuardedTransport(open_to, lookup=lookup))

    async def send(self, message: Message) -> Result:
        """Post one message; see `Channel`."""
        effect = message.effect
        if not isinstance(effect, PostWebhook):
            return Never(why=f"{type(effect).__name__} is not something that is told to other programs")
        secret = self._secret_of(effect.secret_setting)
        if not secret:
            return Later(why=f"the secret {effect.secret_setting} is not set; set it in the environment")
        body = _body(effect)
        try:
            headers = signed(body, key=message.key, at=message.at, secret=secret)
        except BadSecret as error:
            return Later(why=f"the secret {effect.secret_setting} cannot sign: {error}")
        return await self._post(message, body, headers)

    async def close(self) -> None:
        """Let go of all connections."""
        await self._http.aclose()

    async def _post(self, message: Message, body: str, headers: dict[str, str]) -> Result:
        host = "the address"
        try:
            url = httpx.URL(message.recipient)
            host = host_of(url)
            async with asyncio.timeout(self._seconds):
                return await self._answered(message, httpx.Request("POST", url, content=body, headers=_ours(headers)))
        except AddressRefused as error:
            return Never(why=str(error))
        except (httpx.InvalidURL, httpx.UnsupportedProtocol, UnicodeError):
            return Never(why=UNREADABLE)
        except TimeoutError:
            return Later(why=f"{host} did not answer within {self._seconds:g} seconds")
        except httpx.HTTPError as error:
            return Later(why=f"{host} cannot be reached ({_fault(error)})")

    async def _answered(self, message: Message, request: httpx.Request) -> Result:
        answer = await self._http.send(request, stream=True)
        try:
            await _read_some(answer)
            return judged(answer.status_code, answer.headers, tries=message.tries, host=host_of(request.url))
        finally:
            await answer.aclose()


def _fault(error: httpx.HTTPError) -> str:
    """No more than an outsider may know: closed and filtered ports look alike, so that nobody scans with us (S41)."""
    return "its certificate does not hold" if "CERTIFICATE_VERIFY" in str(error) else type(error).__name__


async def _read_some(answer: httpx.Response) -> None:
    """Let the receiver finish speaking, up to a bound; what it says is not kept, and never unpacked."""
    read = 0
    async for piece in answer.aiter_raw():
        read += len(piece)
        if read >= _ANSWER_MOST:
            return


def _body(effect: PostWebhook) -> str:
    """The same bytes at each try, so that a receiver may compare them."""
    told = {"type": effect.event, "data": effect.body}
    return json.dumps(told, default=_as_json, ensure_ascii=False, separators=(",", ":"))


def _as_json(value: object) -> str:
    match value:
        case datetime():
            return value.isoformat().replace("+00:00", "Z")
        case Decimal():
            return str(value)
        case _:
            raise TypeError(f"{type(value).__name__} has no place in a webhook")


def _ours(headers: dict[str, str]) -> dict[str, str]:
    return {
        **headers,
        "content-type": "application/json",
        "user-agent": "Batonpass",
        "accept-encoding": "identity",
        "connection": "close",
    }
