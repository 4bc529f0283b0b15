"""What does a row of a file send us, under the mapping that was decided?"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import tzinfo
from typing import Any, Final

from batonpass.handoff.meant import NO_VALUE
from batonpass.handoff.zones import zone
from batonpass.written.csv_moments import moment
from batonpass.written.csv_records import Row
from batonpass.written.csv_safe import as_it_was
from batonpass.written.mapping import DROPPED, EXTERNAL_ID, OUR_COLUMNS, ColumnMap

_NOTHING: Final = NO_VALUE | {"\\n"}
"""What programs write when they have no value; never taken for a name, for people are called Null."""
_NOT_SO: Final = frozenset(
    {
        "no",
        "n",
        "false",
        "f",
        "0",
        "off",
        "never",
        "nein",
        "falsch",
        "non",
        "faux",
        "falso",
        "nao",
        "não",
        "nee",
        "nej",
        "nei",
    }
)
REFUSED: Final = {
    "opted_out": ("marketing", "opted_out"),
    "do_not_call": ("call", "no"),
    "do_not_contact": ("contact", "no"),
}
"""Columns that say what somebody does not want, and how we say that; a date in one of them is a yes."""
_NAMES: Final = frozenset({"first_name", "last_name", "full_name", "company"})
_PARTICLES: Final = frozenset(
    {"van", "von", "der", "den", "de", "del", "della", "di", "da", "dos", "das", "do", "du", "la", "le", "ten", "ter",
     "zu", "zum", "zur", "af", "av", "bin", "ibn", "el", "al", "mac", "st."}
)  # fmt: skip
_SALUTATIONS: Final = frozenset(
    {"mr", "mrs", "ms", "miss", "dr", "prof", "herr", "frau", "m", "mme", "sr", "sra", "sig", "dott", "ing", "dipl"}
)
_ADDRESS: Final = re.compile(r".*<([^<>]+@[^<>]+)>\s*")
_TOP: Final = frozenset({"email", "first_name", "last_name", "company", "title", "phone", "country", "language"})


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRow:
    """A row ready to be taken in: what it sends, or in which column what is wrong."""

    line: int
    cells: tuple[str, ...]
    sent: Mapping[str, object] | None = None
    column: str = ""
    wrong: str = ""


class Sender:
    """Turns rows into submissions, all by one mapping."""

    def __init__(self, mapped: ColumnMap) -> None:
        self.mapped = mapped
        self.zone: tzinfo = zone(mapped.zone)
        plan = [(n, column, to) for n, (column, to) in enumerate(mapped.columns) if to != DROPPED]
        # What somebody refuses stands over what another column says they agreed to.
        self._plan = sorted(plan, key=lambda one: one[2] in REFUSED)
        self._empty = _NOTHING | {value.strip().lower() for value in mapped.empty}
        self._own_empty = frozenset(value.strip().lower() for value in mapped.empty)
        # A file of errors came out of our own hands, with a quote before what looks like a formula.
        self._mended = any(column in OUR_COLUMNS for column, _ in mapped.columns)

    def read(self, row: Row) -> FileRow:
        """Give what the row sends, or what is wrong with it."""
        if row.wrong:
            return FileRow(line=row.line, cells=row.cells, wrong=row.wrong)
        sent: dict[str, Any] = {"form": self.mapped.form} if self.mapped.form else {}
        for place, column, to in self._plan:
            text = row.cells[place].strip()
            text = as_it_was(text) if self._mended else text
            if not text or text.lower() in (self._own_empty if to in _NAMES else self._empty):
                continue
            try:
                self._put(sent, to, text)
            except ValueError as error:
                return FileRow(line=row.line, cells=row.cells, column=column, wrong=str(error))
        return FileRow(line=row.line, cells=row.cells, sent=sent)

    def _put(self, sent: dict[str, Any], to: str, text: str) -> None:
        group, _, name = to.partition(".")
        if to in READS:
            sent.update(READS[to](text, self))
        elif to in REFUSED:
            what, how = REFUSED[to]
            if text.lower() not in _NOT_SO:
                sent.setdefault("consent", {})[what] = how
        elif name:
            sent.setdefault(group, {})[name] = text
        elif to in _TOP or to in ("message", "form", EXTERNAL_ID):
            sent[to] = text
        else:
            sent.setdefault("fields", {})[to] = text


def split_name(text: str) -> tuple[str, str]:
    """First and last name of a full one: `Berg, Anna` and `Dr. Anna van den Berg` too; one word is a first name."""
    last, comma, first = (part.strip() for part in text.partition(","))
    if comma and first:
        return first, last
    words = text.replace(",", " ").split()
    while _is_salutation(words):
        words.pop(0)
    cut = len(words) - 1
    while cut > 1 and words[cut - 1].lower() in _PARTICLES:
        cut -= 1
    return (" ".join(words[:cut]), " ".join(words[cut:])) if len(words) > 1 else (text.strip(), "")


def _is_salutation(words: list[str]) -> bool:
    """Whether the first word is no name: `Dr.`, or `Herr` when two names are left without it."""
    names_left = len(words) - 1
    said = words[0].lower().rstrip(".") in _SALUTATIONS
    return said and names_left > (0 if words[0].endswith(".") else 1)


def _full_name(text: str, _: Sender) -> Mapping[str, Any]:
    first, last = split_name(text)
    return {"first_name": first, "last_name": last} if last else {"first_name": first}


def _email(text: str, _: Sender) -> Mapping[str, Any]:
    framed = _ADDRESS.fullmatch(text)
    return {"email": (framed[1] if framed else text).strip().removeprefix("mailto:")}


def _occurred(text: str, sender: Sender) -> Mapping[str, Any]:
    return {"occurred_at": moment(text, day_first=sender.mapped.day_first, zone=sender.zone).isoformat()}


READS: Final[Mapping[str, Callable[[str, Sender], Mapping[str, Any]]]] = {
    "full_name": _full_name,
    "email": _email,
    "occurred_at": _occurred,
}
