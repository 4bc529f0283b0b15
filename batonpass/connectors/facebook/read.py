"""Who filled in a lead ad? Meta tells the lead's id; what was answered is asked for, unless it stands there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from batonpass.connectors.naming import Naming
from batonpass.connectors.shapes import instant, listed, obj, text
from batonpass.connectors.source import Came, Delivery, Fetch, Item, Kind, Unkept

LEAD = "leadgen"


def read(delivery: Delivery, naming: Naming) -> Sequence[Item]:
    """Each change of each entry by itself; changes of other fields are let go."""
    data = obj(delivery.data)
    if "field_data" in data:
        return (lead(data, naming),)
    return tuple(_changes(data, naming)) or (Unkept(because="it holds no change of a page"),)


def lead(data: Mapping[str, Any], naming: Naming) -> Item:
    """A lead as it is told when it is asked for by its id."""
    form, campaign = text(data, "form_id"), text(data, "campaign_name") or text(data, "ad_name")
    answers = [(text(one, "name"), one.get("values")) for one in listed(data, "field_data")]
    created = data.get("created_time")
    sent = naming.submission(
        answers,
        form=naming.form(form, text(data, "form_name"), otherwise="facebook"),
        occurred_at=instant(created) or _instant_text(created),
        source={"channel": "facebook", "medium": "lead ad", **({"campaign": campaign} if campaign else {})},
    )
    test = "<test lead" in str(answers)
    return Came(
        kind=Kind.SUBMISSION,
        sent=sent,
        key=text(data, "leadgen_id") or text(data, "id"),
        held="a test lead of Meta's; release it to see where it would go" if test else "",
    )


def _changes(data: Mapping[str, Any], naming: Naming) -> Iterator[Item]:
    for entry in listed(data, "entry"):
        for change in listed(entry, "changes"):
            value = obj(change.get("value"))
            if text(change, "field") != LEAD or not text(value, "leadgen_id"):
                yield Unkept(because=f"{text(change, 'field') or 'this'} is no event we know")
            elif "field_data" in value:
                yield lead(value, naming)
            else:
                yield Fetch(what="facebook_lead", id=text(value, "leadgen_id"), form=text(value, "form_id"))


def _instant_text(value: object) -> str:
    """`2027-03-02T10:00:00+0000` with the colon that ISO 8601 asks for."""
    if not isinstance(value, str):
        return ""
    signed = value[-5:-4] in ("+", "-") and value[-4:].isdigit()
    return f"{value[:-2]}:{value[-2:]}" if signed else value
