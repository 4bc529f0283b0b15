"""What did somebody answer in a Typeform?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from batonpass.connectors.naming import Naming, slug
from batonpass.connectors.shapes import listed, obj, text
from batonpass.connectors.source import Came, Delivery, Item, Kind, Unkept

FORM_RESPONSE = "form_response"
OF_TYPE = {"email": "email", "phone_number": "phone"}
CONTACT = {"first_name", "last_name", "email", "phone_number", "company"}


def read(delivery: Delivery, naming: Naming) -> Sequence[Item]:
    """One response; partial responses and other events are let go."""
    data = obj(delivery.data)
    kind = text(data, "event_type") or FORM_RESPONSE
    if kind != FORM_RESPONSE:
        return (Unkept(because=f"{kind} is no event we know"),)
    response = obj(data.get("form_response")) or data
    definition = obj(response.get("definition"))
    form, title = text(response, "form_id"), text(definition, "title")
    hidden = obj(response.get("hidden"))
    sent = naming.submission(
        [*_answers(response, definition), *hidden.items()],
        form=naming.form(form, title, otherwise=slug(title) or "typeform"),
        occurred_at=text(response, "submitted_at"),
        source={"channel": "typeform"},
    )
    return (Came(kind=Kind.SUBMISSION, sent=sent, key=text(data, "event_id") or text(response, "token")),)


def _answers(response: Mapping[str, Any], definition: Mapping[str, Any]) -> Iterator[tuple[str, object]]:
    """Each answer by what the playbook may call it: the question's ref, or else by its type or title."""
    titles = {text(one, "id"): text(one, "title") for one in listed(definition, "fields")}
    for answer in listed(response, "answers"):
        asked = obj(answer.get("field"))
        kind = text(answer, "type")
        title = titles.get(text(asked, "id"), "").strip(". ")
        name = OF_TYPE.get(kind) or title or text(asked, "ref")
        if text(asked, "type") in CONTACT:
            name = text(asked, "type").removesuffix("_number")
        yield text(asked, "ref") if not title and kind not in OF_TYPE else name, _value(answer, kind)


def _value(answer: Mapping[str, Any], kind: str) -> object:
    value = answer.get(kind)
    if isinstance(value, Mapping):
        return value.get("label") or value.get("labels") or value.get("other")
    return value
