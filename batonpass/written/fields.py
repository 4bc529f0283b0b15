"""Which fields may a condition read, and which may a form send?"""

from collections.abc import Iterable, Mapping
from typing import Final

from batonpass.handoff.capture import OURS, PERSON_FIELDS, SHAPE
from batonpass.handoff.condition.form import NUMBER, TEXT, TEXTS, TRUTH, Schema, Type, choice, choices
from batonpass.handoff.meant import answers_of
from batonpass.handoff.titles import FUNCTIONS, SENIORITIES
from batonpass.written.countries import country_codes
from batonpass.written.notes import Notes
from batonpass.written.refused import quoted
from batonpass.written.schema import FieldFile

COMPANY_FIELDS: Final = ("employees", "industry")
"""What a person may say about the company; conditions read it as account.*, where the account's own data come first."""

PLACE_FIELDS: Final = ("region", "postal_code")
"""Where in the country they are, when a form or somebody else tells; a playbook may declare them in its own way."""

SOURCE_FIELDS: Final = ("campaign", "medium", "channel", "page")
BUILT_IN_NUMBERS: Final = frozenset({"account.employees"})
_TAKEN = {*PERSON_FIELDS, *COMPANY_FIELDS, *SOURCE_FIELDS, *SHAPE, *OURS}
_DERIVED = ("email_domain", "free_mail", "hand_raised", "signals", "seniority", "function")


def check_fields(declared: Mapping[str, FieldFile], notes: Notes) -> None:
    """Note declared fields that are built in, that no form may set, or whose choices are missing or twice there."""
    for name, field in declared.items():
        here = notes.under(name)
        if name in OURS:
            here.add(f"{quoted(name)} is decided here and no form may send it", "Choose another name", at_key=True)
        elif name in _TAKEN or name in _DERIVED:
            here.add(f"{quoted(name)} is built in", "Remove it, or choose another name", at_key=True)
        if field.type == "choice" and not field.of:
            here.add("a choice needs its answers", "Add them, such as of: [reports, alerts]")
        if field.type != "choice" and field.of:
            here.under("of").add(f"only a choice has answers, and this is a {field.type}", "Write type: choice")
        for answer in _twice(field.of):
            here.under("of").add(f"{quoted(answer)} is offered twice", "Keep one")


def condition_schema(declared: Mapping[str, FieldFile], signals: Iterable[str], *, scored: bool = True) -> Schema:
    """Give the fields a condition may read, with their types; `scored` ones exist only once the score is known.

    A country, a choice and a signal take known values only, so that a slip of the pen cannot match nothing in silence.
    """
    country = choice(*country_codes())
    names = tuple(signals)
    fields: dict[str, Type] = {
        **{f"lead.{name}": TEXT for name in PLACE_FIELDS},
        **{f"lead.{name}": _type(field, name) for name, field in declared.items()},
        **{f"lead.{name}": TEXT for name in (*PERSON_FIELDS, "email_domain", "form")},
        "lead.seniority": choice(*SENIORITIES),
        "lead.function": choice(*FUNCTIONS).labelled("part of the firm"),
        "lead.country": country,
        "lead.free_mail": TRUTH,
        "lead.hand_raised": TRUTH,
        "lead.signals": choices(*names) if names else TEXTS,
        **{f"account.{name}": TEXT for name in ("domain", "name", "owner", "industry")},
        "account.known": TRUTH,
        "account.target": TRUTH,
        "account.employees": NUMBER,
        "account.country": country,
        **{f"source.{name}": TEXT for name in SOURCE_FIELDS},
    }
    return {**fields, **{f"score.{part}": NUMBER for part in ("fit", "behaviour", "total")}} if scored else fields


def number_fields(declared: Mapping[str, FieldFile]) -> frozenset[str]:
    """Give the paths whose text stands for a number."""
    return BUILT_IN_NUMBERS | {f"lead.{name}" for name, field in declared.items() if field.type == "number"}


def asked_of(declared: Mapping[str, FieldFile]) -> Mapping[str, Mapping[str, str]]:
    """Give the fields a form answers beside the person's own, of a choice with its answers."""
    return {name: {} for name in (*COMPANY_FIELDS, *PLACE_FIELDS)} | {
        name: answers_of(field.of) for name, field in declared.items()
    }


def sendable(declared: Iterable[str]) -> tuple[str, ...]:
    """Give the names a form, or an example, may give a value."""
    return (*PERSON_FIELDS, *COMPANY_FIELDS, *PLACE_FIELDS, *declared)


def briefable(declared: Iterable[str]) -> tuple[str, ...]:
    """Give the names a brief may ask for."""
    return (*sendable(declared), *SOURCE_FIELDS, "message")


def _type(field: FieldFile, name: str) -> Type:
    plain = {"text": TEXT, "number": NUMBER, "choice": choice(*field.of)}[field.type]
    return plain.labelled(field.label or name.replace("_", " "))


def _twice(names: list[str]) -> list[str]:
    return sorted({name for name in names if names.count(name) > 1})
