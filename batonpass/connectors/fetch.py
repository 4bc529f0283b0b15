"""How is a lead asked for, of which another system told us the id alone?"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import quote

import httpx
import msgspec

from batonpass.handoff.effects import FetchLead
from batonpass.handoff.playbook.doors import Hook

from .facebook import read as facebook
from .linkedin import read as linkedin
from .naming import Naming
from .shapes import obj
from .source import Came, Item
from .strangers import ask, client_for
from .webhook.guard import AddressRefused, Allowed

SECONDS = 10.0
ANSWER_MOST = 256 * 1024
GONE = (400, 404, 410)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a kind of lead is asked for: the address, the setting of its token, and how the answer is read."""

    url: str
    token_setting: str
    source: str
    read: Callable[[Mapping[str, object], Naming], Item]
    headers: Mapping[str, str]


PLACES: Mapping[str, Place] = {
    "facebook_lead": Place(
        url="https://graph.facebook.com/v23.0/{id}?fields=id,created_time,form_id,campaign_name,ad_name,field_data",
        token_setting="FACEBOOK_ACCESS_TOKEN",  # noqa: S106 - the name of a setting
        source="facebook",
        read=facebook.lead,
        headers={},
    ),
    "linkedin_lead": Place(
        url="https://api.linkedin.com/rest/leadFormResponses/{id}",
        token_setting="LINKEDIN_ACCESS_TOKEN",  # noqa: S106 - the name of a setting
        source="linkedin",
        read=linkedin.response,
        headers={"LinkedIn-Version": "202606", "X-Restli-Protocol-Version": "2.0.0"},
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class NotFetched:
    """It could not be asked for; `for_good` when asking again cannot help."""

    why: str
    for_good: bool = False


class Fetches:
    """Asks other systems for single leads, at judged addresses alone."""

    def __init__(
        self,
        secret_of: Callable[[str], str | None],
        open_to: Allowed,
        *,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        """Remember where tokens are."""
        self._secret_of = secret_of
        self._http = client_for(open_to, transport=transport)

    async def fetch(self, wish: FetchLead, hooks: Mapping[str, Hook]) -> Came | NotFetched:
        """The lead as a submission, by the playbook's names for that system."""
        place = PLACES.get(wish.kind)
        if place is None:
            return NotFetched(why=f"{wish.kind} is nothing that can be asked for", for_good=True)
        token = self._secret_of(place.token_setting)
        if not token:
            return NotFetched(why=f"the setting {place.token_setting} is not set")
        try:
            async with asyncio.timeout(SECONDS):
                where = httpx.URL(place.url.format(id=quote(wish.id, safe="")))
                heard = await ask(self._http, httpx.Request("GET", where, headers=_head(place, token)), ANSWER_MOST)
        except (AddressRefused, TimeoutError, httpx.HTTPError) as error:
            return NotFetched(why=f"{place.source} cannot be reached ({type(error).__name__})")
        if heard.status != httpx.codes.OK:
            return NotFetched(why=f"{place.source} answered {heard.status}", for_good=heard.status in GONE)
        if not heard.whole:
            return NotFetched(why=f"{place.source} answered more than {ANSWER_MOST:,} bytes", for_good=True)
        return _read(place, heard.body, hooks.get(place.source, Hook()))

    async def close(self) -> None:
        """Let go of all connections."""
        await self._http.aclose()


def _head(place: Place, token: str) -> dict[str, str]:
    """The token goes into a header, never into the address, where logs keep it."""
    return {"authorization": f"Bearer {token}", "accept": "application/json", **place.headers}


def _read(place: Place, body: bytes, hook: Hook) -> Came | NotFetched:
    try:
        data = obj(msgspec.json.decode(body))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return NotFetched(why=f"{place.source} did not answer JSON")
    item = place.read(data, Naming(forms=hook.forms, fields=hook.fields, stages=hook.stages))
    return item if isinstance(item, Came) else NotFetched(why=f"{place.source} told no lead", for_good=True)
