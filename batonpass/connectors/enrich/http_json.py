"""How is a provider asked that answers JSON over HTTP?"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from urllib.parse import quote

import httpx
import msgspec

from batonpass.connectors.strangers import ask, client_for
from batonpass.connectors.webhook.guard import AddressRefused, Allowed, host_of
from batonpass.handoff.playbook.enrichment import Provider

from .answers import told
from .provider import Said, Subject, Unavailable

ANSWER_MOST = 256 * 1024
NOT_FOUND = (204, 404, 422)
NOT_LET_IN = (401, 402, 403)
KEY_IN = "Authorization"


class JsonOverHttp:
    """One GET a question, to judged addresses alone; no redirect is followed, and no answer is read beyond a bound."""

    def __init__(
        self,
        secret_of: Callable[[str], str | None],
        open_to: Allowed,
        *,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        """Remember where secrets are and what an operator has opened."""
        self._secret_of = secret_of
        self._http = client_for(open_to, transport=transport)

    async def ask(self, provider: Provider, subject: Subject) -> Said:
        """Ask one provider about one subject, within the time that the playbook gives it."""
        secret = self._secret_of(provider.secret_setting) if provider.secret_setting else ""
        if provider.secret_setting and not secret:
            return Unavailable(why=f"the secret {provider.secret_setting} is not set")
        try:
            url = httpx.URL(_address(provider.url, subject))
            async with asyncio.timeout(provider.within.total_seconds()):
                return await self._answered(provider, url, _key(provider, secret or ""))
        except AddressRefused as error:
            return Unavailable(why=str(error))
        except (httpx.InvalidURL, httpx.UnsupportedProtocol):
            return Unavailable(why="its address cannot be read")
        except TimeoutError:
            return Unavailable(why=f"it did not answer within {provider.within.total_seconds():g} s")
        except httpx.HTTPError as error:
            return Unavailable(why=f"it cannot be reached ({type(error).__name__})")

    async def close(self) -> None:
        """Let go of all connections."""
        await self._http.aclose()

    async def _answered(self, provider: Provider, url: httpx.URL, headers: dict[str, str]) -> Said:
        request = httpx.Request("GET", url, headers={**headers, "accept": "application/json"})
        heard = await ask(self._http, request, ANSWER_MOST)
        if heard.status in NOT_FOUND:
            return {}
        if heard.status in NOT_LET_IN:
            return Unavailable(why=f"{host_of(url)} does not let us in ({heard.status}): look at its key")
        if heard.status != httpx.codes.OK or not heard.whole:
            more = "" if heard.whole else f", and more than {ANSWER_MOST:,} bytes"
            return Unavailable(why=f"{host_of(url)} answered {heard.status}{more}")
        try:
            return told(provider, msgspec.json.decode(heard.body))
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            return Unavailable(why=f"{host_of(url)} did not answer JSON")


def _address(url: str, subject: Subject) -> str:
    """The address with what is asked for in it, so written that it can be nothing else there."""
    for name in ("email", "domain", "company"):
        url = url.replace(f"{{{name}}}", quote(getattr(subject, name), safe=""))
    return url


def _key(provider: Provider, secret: str) -> dict[str, str]:
    if not secret:
        return {}
    return {provider.header: secret} if provider.header else {KEY_IN: f"Bearer {secret}"}
