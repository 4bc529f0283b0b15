"""Which examples and counter-examples does the playbook bring, and do they speak of things that exist?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, cast

from batonpass.handoff.capture import PERSON_FIELDS, capture
from batonpass.handoff.playbook import Playbook
from batonpass.handoff.refusal import Refusal
from batonpass.handoff.words import plain
from batonpass.written.countries import country_names
from batonpass.written.fields import SOURCE_FIELDS, sendable
from batonpass.written.nearest import did_you_mean
from batonpass.written.notes import Notes
from batonpass.written.reading import Reading
from batonpass.written.refused import kind_of, quoted
from batonpass.written.schema import CaseOfDefinition, ExpectFile, FieldFile
from batonpass.written.scoring import BASE, signal_names
from batonpass.written.story import DOOR, Done, Story

SOMEBODY = "somebody@unknown.example"
"""Who writes when nothing says from which address or number: a person at a company that nobody knows."""

KINDS = {"examples": "example", "counter_examples": "counter-example"}
_NOON = 12
_ANY_DAY = datetime(2027, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A case of the definition: a story, what is expected of it, on which line it stands, who said so and when."""

    name: str
    kind: str
    story: Story
    expect: Mapping[str, object]
    line: int
    by: str | None = None
    on: date | None = None
    at: datetime | None = None

    def instant(self, otherwise: datetime) -> datetime:
        """Give the instant at which it is decided: its own, or noon UTC of its day, or the one given."""
        if self.at or not self.on:
            return self.at or otherwise
        return datetime(self.on.year, self.on.month, self.on.day, _NOON, tzinfo=UTC)


def cases_of(reading: Reading, playbook: Playbook) -> tuple[Case, ...]:
    """Build all cases; note what they name and does not exist; warn of a definition without any."""
    definition = reading.file.definition
    if not definition.examples:
        reading.warn("definition", "examples").add(
            "no example shows what sales-ready means", "Add a few, with `expect`"
        )
    if not definition.counter_examples:
        says = "no counter-example shows what is not ready for sales"
        reading.warn("definition", "counter_examples").add(says, "Add a few, with `expect: {not: MQL}`")
    found: list[Case] = []
    for section, kind in KINDS.items():
        for place, written in enumerate(getattr(definition, section)):
            found.append(_case(reading, playbook, written, reading.at("definition", section, place), kind=kind))
    return tuple(found)


def sent_by(lead: Mapping[str, Any]) -> dict[str, object]:
    """Give what a case says of the lead in the shape of a submission."""
    source = {name: as_text(lead[name]) for name in SOURCE_FIELDS if lead.get(name) is not None}
    fields = {name: as_text(value) for name, value in lead.items() if name not in SOURCE_FIELDS}
    somebody = {} if fields.get("email") or fields.get("phone") else {"email": SOMEBODY}
    return {**fields, **somebody, "source": source}


def as_text(value: object) -> object:
    """Write a number as the text that a form would send."""
    return plain(Decimal(value)) if isinstance(value, int | Decimal) and not isinstance(value, bool) else value


def check_value(name: str, value: object, field: FieldFile | None, here: Notes) -> None:
    """Note a value that is no text, number or truth, or that its declared field cannot hold."""
    if isinstance(value, dict | list):
        here.add(f"{kind_of(cast('object', value))} cannot be the value of a field", "Write one value")
    elif field and field.type == "choice" and value is not None and value not in field.of:
        here.add(f"{quoted(value)} is not an answer of {name}", did_you_mean(str(value), field.of))
    elif (name == "employees" or (field and field.type == "number")) and isinstance(value, str | bool):
        here.add(f"{quoted(value)} is not a number", "Write a number, without quotes")


def _case(reading: Reading, playbook: Playbook, written: CaseOfDefinition, here: Notes, *, kind: str) -> Case:
    before = len(reading.problems.problems)
    _check_lead(reading, written, here.under("lead"))
    _check_did(reading, written, here.under("did"))
    _check_expect(reading, written.expect, here.under("expect"))
    sent = sent_by(written.lead)
    if len(reading.problems.problems) == before:
        _check_kept(sent, playbook, here.under("lead"))
    return Case(
        name=written.name,
        kind=kind,
        story=Story(sent=sent, done=tuple(_done(written))),
        expect=_expected(written.expect),
        line=reading.parsed.position(here.at)[0],
        by=written.by,
        on=written.on,
        at=written.at,
    )


def _done(written: CaseOfDefinition) -> list[Done]:
    return [Done(signal=did.signal, times=did.times, **({"ago": did.ago} if did.ago else {})) for did in written.did]


def _expected(expect: ExpectFile) -> dict[str, object]:
    said = {key: getattr(expect, name) for name, key in zip(type(expect).model_fields, expect.settings(), strict=True)}
    return {key: value for key, value in said.items() if value is not None}


def _check_lead(reading: Reading, written: CaseOfDefinition, here: Notes) -> None:
    declared = reading.file.fields
    known = (*sendable(declared), *SOURCE_FIELDS, "form", "message")
    for name, value in written.lead.items():
        if name not in known:
            here.under(name).add(f"{quoted(name)} is not a known field", did_you_mean(name, known), at_key=True)
        check_value(name, value, None if name in PERSON_FIELDS else declared.get(name), here.under(name))


def _check_did(reading: Reading, written: CaseOfDefinition, here: Notes) -> None:
    known = signal_names(reading.file)
    for place, did in enumerate(written.did):
        if did.signal not in known:
            says = f"{quoted(did.signal)} is not one of the signals"
            here.under(place).add(says, did_you_mean(did.signal, known))


def _check_expect(reading: Reading, expect: ExpectFile, here: Notes) -> None:
    if not _expected(expect):
        here.add("nothing is expected, so this proves nothing", "Add stage, tier, total, owner or `not`")
    for key, known in (("tier", reading.file.tiers), ("model", {BASE: None, **reading.file.models})):
        name = getattr(expect, key)
        if name is not None and name not in known:
            here.under(key).add(f"{quoted(name)} is not one of the {key}s", did_you_mean(name, known))
    reading.refer("people", expect.owner, here.under("owner"))
    reading.refer("queues", expect.queue, here.under("queue"))


def _check_kept(sent: Mapping[str, object], playbook: Playbook, here: Notes) -> None:
    """The door itself says whether it would keep this."""
    try:
        capture(sent, door=DOOR, arrived_at=_ANY_DAY, playbook=playbook, countries=country_names())
    except Refusal as refusal:
        here.under(refusal.field.rpartition(".")[2]).add(refusal.says)
