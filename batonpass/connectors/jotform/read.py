"""What did somebody answer in a Jotform? It posts a plain form, in which the answers stand once more as JSON."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from email.parser import BytesParser
from email.policy import HTTP
from typing import Any
from urllib.parse import parse_qsl

import msgspec

from batonpass.connectors.naming import Naming, slug
from batonpass.connectors.shapes import obj, text
from batonpass.connectors.source import Came, Delivery, Item, Kind, Unreadable

NUMBERED = re.compile(r"q\d+_")
ABOUT = frozenset({
    "form_id", "formID", "submission_id", "submissionID", "ip", "type", "pretty", "webhookURL", "username", "formTitle",
    "slug", "jsExecutionTracker", "submitSource", "buildDate", "uploadServerUrl", "eventObserver", "event_id",
    "timeToSubmit", "validatedNewRequiredFieldIDs", "path", "visitedPages", "website", "simple_spc", "rawRequest",
})  # fmt: skip
INPUTS_MOST = 300


def read(delivery: Delivery, naming: Naming) -> Sequence[Item]:
    """One submission, known by its id."""
    said = _fields(delivery)
    answers = obj(_json(text(said, "rawRequest"))) or said
    form, title = text(said, "formID") or text(said, "form_id"), text(said, "formTitle")
    sent = naming.submission(
        list(_answers(answers)),
        form=naming.form(form, title, otherwise=slug(title) or "jotform"),
        source={"channel": "jotform"},
    )
    known_by = text(said, "submissionID") or text(said, "submission_id")
    return (Came(kind=Kind.SUBMISSION, sent=sent, key=known_by),)


def _fields(delivery: Delivery) -> Mapping[str, Any]:
    kind = delivery.header("content-type").partition(";")[0].strip().lower()
    if kind == "application/json":
        return obj(_json(delivery.body))
    try:
        if kind == "multipart/form-data":
            return dict(_parts(delivery))
        return dict(parse_qsl(delivery.body.decode(), max_num_fields=INPUTS_MOST))
    except ValueError:
        raise Unreadable("Jotform sends a plain form in UTF-8") from None


def _parts(delivery: Delivery) -> Iterator[tuple[str, str]]:
    head = f"Content-Type: {delivery.header('content-type')}\r\n\r\n".encode("latin-1", "replace")
    message = BytesParser(policy=HTTP).parsebytes(head + delivery.body)
    for part in message.iter_parts():
        name = part.get_param("name", header="content-disposition")
        payload = part.get_payload(decode=True)
        if isinstance(name, str) and isinstance(payload, bytes) and not part.get_filename():
            yield name, payload.decode()


def _answers(answers: Mapping[str, Any]) -> Iterator[tuple[str, object]]:
    for name, value in answers.items():
        bare = NUMBERED.sub("", name)
        if name not in ABOUT and bare not in ABOUT:
            yield bare, value


def _json(said: str | bytes) -> Any:
    if not said:
        return None
    try:
        return msgspec.json.decode(said)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise Unreadable("what Jotform calls rawRequest is not JSON") from None
