"""A CRM of our own for tests: it keeps contacts like HubSpot, tells changes, limits, refuses and fails as that does."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

TOKEN = "crm-token"
A_PAGE = 100
TICK = timedelta(milliseconds=5)


@dataclass(slots=True)
class Contact:
    """One contact: its id, what it holds, when it changed."""

    id: str
    properties: dict[str, str]
    at: datetime


@dataclass(slots=True, kw_only=True)
class FakeCrm:
    """What it holds and what was asked of it. `workflow` runs at each write, as automations over there do."""

    now: datetime
    contacts: dict[str, Contact] = field(default_factory=dict)
    writes: list[dict[str, str]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    answers: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    workflow: Callable[[Contact, dict[str, str]], dict[str, str]] = lambda *_: {}
    lock: threading.RLock = field(default_factory=threading.RLock)
    url: str = ""
    merged: dict[str, str] = field(default_factory=dict)

    def add(self, **properties: str) -> Contact:
        """Somebody enters a contact over there."""
        with self.lock:
            one = Contact(str(1000 + len(self.contacts)), properties, self._stamp())
            self.contacts[one.id] = one
            return one

    def edit(self, contact: Contact, **properties: str) -> None:
        """Somebody changes a contact over there."""
        with self.lock:
            contact.properties |= properties
            contact.at = self._stamp()

    def delete(self, contact: Contact) -> None:
        """Somebody deletes a contact over there."""
        with self.lock:
            del self.contacts[contact.id]

    def merge(self, contact: Contact, *, into: Contact) -> Contact:
        """Somebody merges a contact into another, which its id leads to from now on."""
        with self.lock:
            self.delete(contact)
            self.merged[contact.id] = into.id
            self.edit(into, email=contact.properties["email"])
            return into

    def of(self, email: str) -> Contact:
        return next(one for one in self.contacts.values() if one.properties["email"] == email)

    def fail(self, status: int, times: int = 1, **headers: str) -> None:
        """Answer so often with this instead."""
        self.answers += [(status, headers)] * times

    def write(self, contact: Contact, properties: dict[str, str]) -> dict[str, Any]:
        """Somebody writes over the API; the workflows over there see it."""
        with self.lock:
            self.writes.append(properties)
            self.edit(contact, **properties)
            answer = shown(contact)
            after = self.workflow(contact, properties)
            if after:
                self.edit(contact, **after)
            return answer

    def upsert(self, one: dict[str, Any]) -> dict[str, Any]:
        with self.lock:
            there = [c for c in self.contacts.values() if c.properties.get("email") == one["id"]]
            return self.write(there[0] if there else self.add(email=one["id"]), one["properties"])

    def listed(self, found: list[Contact], after: int) -> dict[str, Any]:
        page = found[after : after + A_PAGE]
        answer: dict[str, Any] = {"results": [shown(one) for one in page]}
        if after + A_PAGE < len(found):
            answer["paging"] = {"next": {"after": str(after + A_PAGE)}}
        return answer

    def search(self, asked: dict[str, Any]) -> dict[str, Any]:
        since = int(asked["filterGroups"][0]["filters"][0]["value"])
        with self.lock:
            found = [one for one in self.contacts.values() if one.at.timestamp() * 1000 >= since]
            return self.listed(sorted(found, key=lambda one: one.at), int(asked.get("after", 0)))

    def answer(self, method: str, path: str, body: Any, token: str) -> tuple[int, dict[str, str], Any]:
        """What a request is answered, as HubSpot would."""
        self.asked.append(f"{method} {path}")
        if token != f"Bearer {TOKEN}":
            return 401, {}, {"status": "error", "message": "Authentication credentials not found"}
        if self.answers:
            return *self.answers.pop(0), {"status": "error"}
        where = urlsplit(path)
        asked = unquote(where.path.rpartition("/")[2])
        known = self.contacts.get(self.merged.get(asked, asked))
        match method, where.path.removeprefix("/crm/v3/objects/contacts"):
            case "POST", "/batch/upsert":
                return 200, {}, {"status": "COMPLETE", "results": [self.upsert(one) for one in body["inputs"]]}
            case "POST", "/search":
                return 200, {}, self.search(body)
            case "POST", "/gdpr-delete":
                gone = self.contacts.pop(body["objectId"], None)
                return (204, {}, None) if gone else (404, {}, {"category": "OBJECT_NOT_FOUND"})
            case "GET", "":
                return (
                    200,
                    {},
                    self.listed(list(self.contacts.values()), int(parse_qs(where.query).get("after", ["0"])[0])),
                )
            case "GET", _ if known:
                return 200, {}, shown(known)
            case "PATCH", _ if known:
                return 200, {}, self.write(known, body["properties"])
            case _:
                return 404, {}, {"status": "error", "category": "OBJECT_NOT_FOUND"}

    def _stamp(self) -> datetime:
        self.now += TICK
        return self.now


def shown(one: Contact) -> dict[str, Any]:
    stamp = one.at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return {"id": one.id, "properties": dict(one.properties), "updatedAt": stamp, "archived": False}


@contextmanager
def served(crm: Any) -> Iterator[str]:
    """The CRM behind a real HTTP server; gives its address."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _any(self) -> None:
            length = int(self.headers.get("content-length") or 0)
            body = json.loads(self.rfile.read(length)) if length else None
            status, headers, told = crm.answer(self.command, self.path, body, self.headers.get("authorization", ""))
            said = b"" if told is None else json.dumps(told).encode()
            self.send_response(status)
            for name, value in {
                **headers,
                "content-type": "application/json",
                "content-length": str(len(said)),
            }.items():
                self.send_header(name.replace("_", "-"), value)
            self.end_headers()
            self.wfile.write(said)

        do_GET = do_POST = do_PATCH = do_DELETE = _any  # noqa: N815 - the names that http.server calls

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)


ALL = -2


class FakeForce:
    """The same behind Salesforce's doors: records over REST, changes over Bayeux, kept for 72 hours and no longer."""

    KEEPS = timedelta(hours=72)

    def __init__(self, now: datetime) -> None:
        self.now, self.writes, self.leads, self.bin = now, [], {}, {}
        self.events: list[tuple[int, datetime, dict[str, Any]]] = []
        self.lock, self.subscribed = threading.RLock(), 0
        self.queries = 0

    def edit(self, record: str, **values: str) -> None:
        """Somebody changes a lead over there."""
        with self.lock:
            self.now += TICK
            self.leads[record] |= {**values, "LastModifiedDate": self._stamp()}
            header = {"entityName": "Lead", "recordIds": [record], "changedFields": list(values)}
            header["commitTimestamp"] = int(self.now.timestamp() * 1000)
            self.events.append((len(self.events) + 1, self.now, {"ChangeEventHeader": header, **values}))

    def add(self, **values: str) -> str:
        """Somebody enters a lead over there."""
        with self.lock:
            record = f"00Q{len(self.leads) + len(self.bin):012}AAA"
            self.leads[record] = {"Id": record, "Batonpass_Id__c": ""}
            self.edit(record, **values)
            return record

    def delete(self, record: str, *, master: str | None = None) -> None:
        """Somebody deletes a lead over there, or merges it into another: the event tells both alike."""
        with self.lock:
            self.now += TICK
            self.bin[record] = {**self.leads.pop(record), "IsDeleted": True, "MasterRecordId": master}
            header = {"entityName": "Lead", "recordIds": [record], "changeType": "DELETE", "changedFields": []}
            header["commitTimestamp"] = int(self.now.timestamp() * 1000)
            self.events.append((len(self.events) + 1, self.now, {"ChangeEventHeader": header}))

    def answer(self, method: str, path: str, body: Any, token: str) -> tuple[int, dict[str, str], Any]:
        """What a request is answered, as Salesforce would."""
        where = urlsplit(path)
        with self.lock:
            if token != f"Bearer {TOKEN}":
                return 401, {}, [{"errorCode": "INVALID_SESSION_ID"}]
            if "/cometd/" in path:
                return 200, {}, [one for said in body for one in self._bayeux(said)]
            if where.path.endswith("/queryAll"):
                record = parse_qs(where.query)["q"][0].partition("Id = '")[2].partition("'")[0]
                return 200, {}, {"records": [one for one in [self.bin.get(record)] if one]}
            if where.path.endswith("/query"):
                return 200, {}, self._query(parse_qs(where.query)["q"][0])
            return self._record(method, unquote(where.path.partition("/sobjects/Lead/")[2]), body)

    def _record(self, method: str, key: str, body: Any) -> tuple[int, dict[str, str], Any]:
        ours = key.removeprefix("Batonpass_Id__c/")
        found = next((one for one, held in self.leads.items() if ours in (one, held["Batonpass_Id__c"])), "")
        if method == "DELETE":
            return (204, {}, None) if self.leads.pop(key, None) else (404, {}, [{"errorCode": "ENTITY_IS_DELETED"}])
        if method == "GET":
            return 200, {}, {"Id": found, "LastModifiedDate": self.leads[found]["LastModifiedDate"]}
        if not found:
            found = f"00Q{len(self.leads):012}AAA"
            self.leads[found] = {"Id": found, "Batonpass_Id__c": ours}
        self.writes.append(body)
        self.edit(found, **body)
        return 204, {}, None

    def _query(self, asked: str) -> dict[str, Any]:
        self.queries += 1
        after = asked.partition("Id > '")[2].partition("'")[0]
        rows = sorted((one for one in self.leads.values() if one["Id"] > after), key=lambda one: one["Id"])[:A_PAGE]
        return {"done": True, "records": rows}

    def _bayeux(self, said: dict[str, Any]) -> Iterator[dict[str, Any]]:
        channel = said["channel"]
        told = {"channel": channel, "successful": True, "clientId": "c1"}
        if channel == "/meta/subscribe":
            self.subscribed = said["ext"]["replay"][said["subscription"]]
            kept = [number for number, at, _ in self.events if at > self.now - self.KEEPS]
            if self.subscribed >= 0 and kept and self.subscribed < kept[0] - 1:
                told |= {
                    "successful": False,
                    "error": f"400::The replayId {{{self.subscribed}}} you provided was invalid.",
                }
        yield told
        if channel == "/meta/connect":
            kept = sum(at <= self.now - self.KEEPS for _, at, _ in self.events)
            since = self.subscribed if self.subscribed >= 0 else kept if self.subscribed == ALL else len(self.events)
            for number, _, payload in self.events[since:]:
                data = {"event": {"replayId": number}, "payload": payload}
                yield {"channel": "/data/LeadChangeEvent", "data": data}

    def _stamp(self) -> str:
        return f"{self.now.astimezone(UTC):%Y-%m-%dT%H:%M:%S}.{self.now.microsecond // 1000:03}+0000"
