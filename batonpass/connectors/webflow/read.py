"""What did somebody send with a form of a Webflow site?"""

from __future__ import annotations

from collections.abc import Sequence

from batonpass.connectors.naming import Naming, slug
from batonpass.connectors.shapes import obj, text
from batonpass.connectors.source import Came, Delivery, Item, Kind, Unkept

SUBMITTED = "form_submission"


def read(delivery: Delivery, naming: Naming) -> Sequence[Item]:
    """One form; version 2 wraps what version 1 sends bare."""
    data = obj(delivery.data)
    trigger = text(data, "triggerType") or SUBMITTED
    if trigger != SUBMITTED:
        return (Unkept(because=f"{trigger} is no event we know"),)
    form = obj(data.get("payload")) or data
    title = text(form, "name")
    sent = naming.submission(
        obj(form.get("data")).items(),
        form=naming.form(text(form, "formId"), title, otherwise=slug(title) or "webflow"),
        occurred_at=text(form, "submittedAt") or text(form, "d"),
        source={"channel": "webflow"},
    )
    return (Came(kind=Kind.SUBMISSION, sent=sent, key=text(form, "id") or text(form, "_id")),)
