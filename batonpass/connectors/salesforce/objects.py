"""How is Salesforce written to, and read: leads one by one, and from one end to the other?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

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
from batonpass.connectors.shapes import listed, text

from .feed import TIP, ChangeFeed

VERSION = "v62.0"
DATA = f"/services/data/{VERSION}"
KEY = "Batonpass_Id__c"
"""The external id by which a lead is written before Salesforce has told us its own."""
CLIENT = "batonpass"
AT = "LastModifiedDate"
OF_OLD = "-1"
"""A position that an earlier version kept while the feed had told it nothing yet."""
OF_PEOPLE = {"00Q": "Lead", "003": "Contact"}
"""What a record is of, by the first letters of its id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Salesforce:
    """Leads over the REST API; what changed comes from the change data capture feed. Our mark is the client's name."""

    poster: Poster
    url: str
    token: str
    fields: tuple[str, ...]
    marker: str = ""

    async def write(self, write: CrmWrite) -> Wrote | Lost | Later | Never:
        """A known record by its id, another by our external id: made if there is none. Twice is as good as once."""
        where = f"{DATA}/sobjects/Lead/" + (quote(write.record, safe="") or f"{KEY}/{quote(write.lead_id, safe='')}")
        fields: dict[str, str] = dict(write.values)
        if not write.record:
            fields |= {"Email": write.email, "LastName": write.last_name, "Company": write.company or "unknown"}
        answer = await self._ask("PATCH", where, fields)
        if isinstance(answer, Answered) and answer.status == HTTPStatus.NOT_FOUND and write.record:
            return Lost(why=f"Salesforce has no lead {write.record}")
        if not isinstance(answer, Mapping):
            return no_data(answer)
        return await self._stamped(write, text(answer, "id") or write.record)

    async def delete(self, record: str) -> Deleted | Later | Never:
        """Into the bin over there, which empties itself after fifteen days."""
        return deleted(await self._ask("DELETE", f"{DATA}/sobjects/Lead/{quote(record, safe='')}", None))

    async def news(self, position: str, *, now: datetime) -> News | Expired | Later | Never:
        """Change events after the replay id that is the position; from now on, where there is none."""
        if position in ("", OF_OLD):
            return News(records=(), position=f"{TIP}{int(now.timestamp() * 1000)}")
        feed = ChangeFeed(poster=self.poster, url=self.url, token=self.token, version=VERSION.removeprefix("v"))
        return await feed.after(position, fields=self.fields)

    async def page(self, cursor: str) -> Page | Later | Never:
        """All leads, some hundred at a time, in the order of their ids."""
        named = ", ".join(("Id", "Email", AT, *self.fields, *((self.marker,) if self.marker else ())))
        since = f" WHERE Id > '{cursor}'" if cursor.isalnum() else ""
        asked = f"SELECT {named} FROM Lead{since} ORDER BY Id LIMIT 200"  # noqa: S608 - names are the playbook's, and an id is letters and digits
        answer = await self._ask("GET", f"{DATA}/query?q={quote(asked)}", None)
        if not isinstance(answer, Mapping):
            return no_data(answer)
        rows = listed(answer, "records")
        records = tuple(found for one in rows if (found := self._record(one)))
        return Page(records=records, cursor=text(rows[-1], "Id") if rows else "")

    async def lives_on(self, record: str) -> str | Later | Never:
        """The bin still knows into which master a record was merged, which no change event tells."""
        kind = OF_PEOPLE.get(record[:3])
        if kind is None or not record.isalnum():
            return ""
        asked = f"SELECT Id, IsDeleted, MasterRecordId FROM {kind} WHERE Id = '{record}'"  # noqa: S608 - an id is letters and digits
        answer = await self._ask("GET", f"{DATA}/queryAll?q={quote(asked)}", None)
        if not isinstance(answer, Mapping):
            return no_data(answer)
        row = next(iter(listed(answer, "records")), {})
        return text(row, "MasterRecordId") or (text(row, "Id") if row.get("IsDeleted") is False else "")

    async def close(self) -> None:
        """Let go of all connections."""
        await self.poster.close()

    async def _stamped(self, write: CrmWrite, record: str) -> Wrote | Lost | Later | Never:
        """A PATCH answers nothing: the stamp, and an unknown id, are asked for."""
        where = quote(record, safe="") or f"{KEY}/{quote(write.lead_id, safe='')}"
        answer = await self._ask("GET", f"{DATA}/sobjects/Lead/{where}?fields=Id,{AT}", None)
        if not isinstance(answer, Mapping):
            return no_data(answer)
        at = stamp_in(text(answer, AT))
        return Wrote(record=text(answer, "Id"), at=at) if at else Later(why="Salesforce did not say when it wrote")

    def _record(self, row: Mapping[str, Any]) -> Record | None:
        at = stamp_in(text(row, AT))
        if at is None:
            return None
        return Record(
            id=text(row, "Id"),
            at=at,
            values={name: text(row, name) for name in self.fields},
            email=text(row, "Email").lower(),
            marker=text(row, self.marker) if self.marker else "",
        )

    async def _ask(self, method: str, path: str, told: object) -> Mapping[str, Any] | Answered | Later | Never:
        head = {"authorization": f"Bearer {self.token}", "sforce-call-options": f"client={CLIENT}"}
        answer = await self.poster.call(method, f"{self.url}{path}", told, head)
        return data_in(answer)
