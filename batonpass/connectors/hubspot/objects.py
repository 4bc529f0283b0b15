"""How is HubSpot written to, and read: contacts one by one, by what changed, and from one end to the other?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Any
from urllib.parse import quote, urlencode

from batonpass.connectors.channel import Later, Never
from batonpass.connectors.crm import (
    CrmWrite,
    Deleted,
    Expired,
    Lost,
    News,
    Page,
    Record,
    Wrote,
    data_in,
    deleted,
    no_data,
    stamp_in,
)
from batonpass.connectors.post import Answered, Poster
from batonpass.connectors.shapes import listed, obj, text

CONTACTS = "/crm/v3/objects/contacts"
A_PAGE = 100
SEARCH_MOST = 10_000
"""HubSpot's search tells no more than this; what is beyond is asked for anew from the last stamp."""
LAGS = timedelta(seconds=60)
"""What was just written may not be found for so long: each look goes back a little, and knows what it has seen."""
CHANGED = "lastmodifieddate"


@dataclass(frozen=True, slots=True, kw_only=True)
class HubSpot:
    """Contacts over version 3 of the objects API. `fields` are the properties that are kept alike."""

    poster: Poster
    url: str
    token: str
    fields: tuple[str, ...]
    marker: str = ""

    async def write(self, write: CrmWrite) -> Wrote | Lost | Later | Never:
        """A known contact by its id, another by its address: made if there is none. Twice is as good as once."""
        if write.record:
            answer = await self._ask(
                "PATCH", f"{CONTACTS}/{quote(write.record, safe='')}", {"properties": dict(write.values)}
            )
        elif write.email:
            one = {"idProperty": "email", "id": write.email, "properties": {"email": write.email, **write.values}}
            answer = await self._ask("POST", f"{CONTACTS}/batch/upsert", {"inputs": [one]})
        else:
            return Never(why="the lead has no e-mail address, and HubSpot knows people by theirs")
        if isinstance(answer, Answered) and answer.status == HTTPStatus.NOT_FOUND and write.record:
            return Lost(why=f"HubSpot has no contact {write.record}")
        if not isinstance(answer, Mapping):
            return no_data(answer)
        data = obj((listed(answer, "results") or [answer])[0])
        stamp = stamp_in(text(data, "updatedAt"))
        if not text(data, "id") or stamp is None:
            return Later(why="HubSpot did not say which contact it wrote, and when")
        return Wrote(record=text(data, "id"), at=stamp)

    async def delete(self, record: str) -> Deleted | Later | Never:
        """For good: what is only archived could be brought back for ninety days."""
        return deleted(await self._ask("POST", f"{CONTACTS}/gdpr-delete", {"objectId": record}))

    async def news(self, position: str, *, now: datetime) -> News | Expired | Later | Never:
        """Contacts changed since the position: a stamp, and while one look is not at its end, where it goes on."""
        if not position:
            return News(records=(), position=_millis(now))
        stamp, _, after = position.partition("/")
        since = datetime.fromtimestamp(int(stamp) / 1000, UTC) - LAGS
        answer = await self._ask("POST", f"{CONTACTS}/search", self._search(since, after))
        if not isinstance(answer, Mapping):
            return no_data(answer)
        records = self._records(answer)
        last = max((one.at for one in records), default=None)
        goes_on = text(obj(obj(answer.get("paging")).get("next")), "after")
        if goes_on and int(goes_on) < SEARCH_MOST:
            return News(records=records, position=f"{stamp}/{goes_on}", more=True)
        reached = max(int(stamp), int(_millis(last))) if last else int(stamp)
        return News(records=records, position=str(reached), more=bool(goes_on))

    async def page(self, cursor: str) -> Page | Later | Never:
        """All contacts, a hundred at a time."""
        asked = {"limit": str(A_PAGE), "properties": ",".join(self._wanted())} | ({"after": cursor} if cursor else {})
        answer = await self._ask("GET", f"{CONTACTS}?{urlencode(asked)}", None)
        if not isinstance(answer, Mapping):
            return no_data(answer)
        goes_on = text(obj(obj(answer.get("paging")).get("next")), "after")
        return Page(records=self._records(answer), cursor=goes_on)

    async def lives_on(self, record: str) -> str | Later | Never:
        """HubSpot answers an id that was merged away with the contact that it became."""
        answer = await self._ask("GET", f"{CONTACTS}/{quote(record, safe='')}", None)
        if isinstance(answer, Answered) and answer.status == HTTPStatus.NOT_FOUND:
            return ""
        return text(answer, "id") if isinstance(answer, Mapping) else no_data(answer)

    async def close(self) -> None:
        """Let go of all connections."""
        await self.poster.close()

    def _search(self, since: datetime, after: str) -> Mapping[str, object]:
        newer = {"propertyName": CHANGED, "operator": "GTE", "value": _millis(since)}
        return {
            "filterGroups": [{"filters": [newer]}],
            "sorts": [{"propertyName": CHANGED, "direction": "ASCENDING"}],
            "properties": self._wanted(),
            "limit": A_PAGE,
        } | ({"after": after} if after else {})

    def _wanted(self) -> list[str]:
        return ["email", *self.fields, *((self.marker,) if self.marker else ())]

    def _records(self, answer: Mapping[str, Any]) -> tuple[Record, ...]:
        return tuple(found for one in listed(answer, "results") if (found := self._record(obj(one))))

    def _record(self, data: Mapping[str, Any]) -> Record | None:
        said, stamp = obj(data.get("properties")), stamp_in(text(data, "updatedAt"))
        if stamp is None or data.get("archived") is True:
            return None
        return Record(
            id=text(data, "id"),
            at=stamp,
            values={name: text(said, name) for name in self.fields if name in said},
            email=text(said, "email").lower(),
            marker=text(said, self.marker) if self.marker else "",
        )

    async def _ask(self, method: str, path: str, told: object) -> Mapping[str, Any] | Answered | Later | Never:
        """What a success says, as data; what is no success, as it was answered."""
        answer = await self.poster.call(
            method, f"{self.url}{path}", told, {"authorization": f"Bearer {self.token}", "accept": "application/json"}
        )
        return data_in(answer)


def _millis(at: datetime) -> str:
    return str(int(at.timestamp() * 1000))
