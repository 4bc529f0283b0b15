"""Which lead is tried, and as of which instant? The address of the page says it, and can be sent to a colleague."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from batonpass.handoff.playbook import Playbook
from batonpass.handoff.refusal import invalid
from batonpass.tongue.spoken import later, say
from batonpass.web.parts.reader import Reader

LONGEST = 200
YEARS = range(1971, 2100)
FIELDS = (
    ("email", later("E-mail")),
    ("company", later("Company")),
    ("country", later("Country")),
    ("title", later("Job title")),
    ("employees", later("People at the company")),
    ("industry", later("Industry")),
    ("postal_code", later("Postal code")),
    ("language", later("Language")),
    ("campaign", later("Campaign")),
    ("product", later("Product")),
)
IN_BODY = ("email", "company", "country", "title", "language")
LIKELY = ("email", "company", "country", "title", "employees", "campaign")
"""Shown at once; the others when the ladder reads them, or when they were filled in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A lead to try: an existing one by its id, or one that is described; `at` is empty for now."""

    lead: str = ""
    form: str = ""
    at: str = ""
    values: Mapping[str, str]

    @property
    def any(self) -> bool:
        return bool(self.lead or any(self.values.values()))


def read_asked(sent: Mapping[str, str], playbook: Playbook) -> Asked:
    """What the address says; the playbook's first hand-raising form stands in when none is named."""
    forms = forms_of(playbook)
    told = {name: sent.get(name, "").strip()[:LONGEST] for name in ("lead", "form", "at")}
    values = {name: sent.get(name, "").strip()[:LONGEST] for name, _ in FIELDS}
    return Asked(lead=told["lead"], form=told["form"] or next(iter(forms), ""), at=told["at"], values=values)


def forms_of(playbook: Playbook) -> tuple[str, ...]:
    """The forms that give signals, those of hand-raisers first."""
    raisers, gives = playbook.definition.hand_raisers, playbook.signals_of_forms
    found = {form: any(name in raisers for name in signals) for form, signals in gives.items()}
    return tuple(sorted(found, key=lambda form: (not found[form], form)))


def submission(asked: Asked) -> dict[str, Any]:
    """The description as the door would get it."""
    given = {name: value for name, value in asked.values.items() if value}
    body: dict[str, Any] = {name: given[name] for name in IN_BODY if name in given}
    fields = {name: value for name, value in given.items() if name not in (*IN_BODY, "campaign")}
    source = {"campaign": given["campaign"]} if "campaign" in given else {}
    return body | {"form": asked.form, "fields": fields, "source": source}


def instant(asked: Asked, reader: Reader) -> datetime:
    """The instant to try it at, read on the reader's own clock. Raises Refusal for what is no time."""
    if not asked.at:
        return reader.now
    try:
        local = datetime.fromisoformat(asked.at)
    except ValueError:
        raise invalid(say("write the time as 2027-03-02T10:15, or leave it empty for now"), field="at") from None
    if local.year not in YEARS:
        raise invalid(say("choose a year between 1971 and 2099"), field="at")
    return (local if local.tzinfo else local.replace(tzinfo=reader.zone)).astimezone(UTC)
