"""Which field does each column of a file stand for, how sure are we, and what did a person decide?"""

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from enum import StrEnum
from typing import Final

from batonpass.handoff.capture import FIELDS_MAX, OURS, SHAPE
from batonpass.handoff.meant import folded
from batonpass.handoff.person import EMAIL
from batonpass.written.countries import country_names
from batonpass.written.csv_moments import is_moment
from batonpass.written.mapping_words import CALLED, FIELD_OF, ID_NAMES, plain, word
from batonpass.written.nearest import did_you_mean
from batonpass.written.refused import Problem, Refused, quoted

DROPPED: Final = "-"
EXTERNAL_ID: Final = "external_id"
FIELDS: Final = (*CALLED, EXTERNAL_ID)
APART: Final = 0.9
"""An id tells apart so large a share of rows: a few leads stand there twice, a company's number stands at many."""
WHO: Final = frozenset({"email", "phone", EXTERNAL_ID})
OUR_COLUMNS: Final = ("batonpass_line", "batonpass_column", "batonpass_says")
"""What a file of errors has before its own columns; a mended one is imported without them."""

_FREE: Final = re.compile(r"(?:consent\.)?[a-z][a-z0-9_]{0,39}")
_CONSENT: Final = re.compile(r"consent[._ -]([a-z][a-z0-9_]{0,31})")
_PHONE: Final = re.compile(r"\+?[\d ()./-]{7,24}(?: ?(?:x|ext\.?) ?\d+)?")
_ALIKE: Final = 0.86
_MOSTLY, _HALF = 0.8, 0.5


class Sure(StrEnum):
    """How sure we are of a suggestion."""

    SAID = "you said so"
    CERTAIN = "certain"
    LIKELY = "likely"
    GUESS = "a guess"
    NONE = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """What one column is taken for, how sure that is and why; `field` is DROPPED when it is left out."""

    column: str
    field: str
    sure: Sure = Sure.NONE
    because: str = ""
    example: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnMap:
    """What was decided: a field for each column in the file's order, and how its values are read.

    `empty` are values that stand for nothing; `day_first` reads 3/4/2027 as the third of April; instants without a zone
    are of `zone`; `form` is the form whose signals each row gives.
    """

    columns: tuple[tuple[str, str], ...]
    empty: tuple[str, ...] = ()
    day_first: bool = True
    zone: str = "UTC"
    form: str = ""

    def as_text(self) -> str:
        """The same text for the same decisions: a file is known by its bytes and by this."""
        return json.dumps(
            {"columns": dict(self.columns), "empty": self.empty, "day_first": self.day_first, "zone": self.zone}
            | {"form": self.form},
            ensure_ascii=False,
        )

    def column_of(self, name: str) -> str:
        """The column that fills a field, empty when none does; a full name fills first and last name."""
        short = name.removeprefix("fields.")
        wanted = (short, "full_name") if short in ("first_name", "last_name") else (short,)
        return next((column for column, of in self.columns if of in wanted), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hints:
    """What may guide suggestions: the fields a playbook declares with their labels, and what a person has decided."""

    declared: Mapping[str, str | None] = field(default_factory=dict[str, "str | None"])
    said: Mapping[str, str] = field(default_factory=dict[str, str])


def suggest(columns: Sequence[str], sample: Sequence[Sequence[str]], hints: Hints) -> tuple[Suggestion, ...]:
    """Suggest a field for each column, by its name and by its values; each field at most once, the surest first.

    A column that is no field we know keeps its own name as a word, for the playbook to use.
    """
    values = [[row[n].strip() for row in sample if row[n].strip()] for n in range(len(columns))]
    first = [_first(column, held, hints) for column, held in zip(columns, values, strict=True)]
    order = sorted(range(len(columns)), key=lambda n: list(Sure).index(first[n].sure))
    taken: dict[str, int] = {}
    for n in order:
        if first[n].field and first[n].field != DROPPED:
            taken.setdefault(first[n].field, n)
    _name_names(first, values, taken)
    names: set[str] = {*taken, *SHAPE, *OURS}
    done = [_settled(n, first[n], taken, names) for n in range(len(columns))]
    return tuple(_within(done))


def decide(
    suggestions: Iterable[Suggestion],
    *,
    empty: Iterable[str] = (),
    day_first: bool = True,
    zone: str = "UTC",
    form: str = "",
) -> ColumnMap:
    """Take the suggestions as decided."""
    columns = tuple((one.column, one.field) for one in suggestions)
    return ColumnMap(columns=columns, empty=tuple(empty), day_first=day_first, zone=zone, form=form)


def check_said(said: Mapping[str, str], columns: Sequence[str], where: str) -> dict[str, str]:
    """What a person decided, by the file's own names of columns; Refused with everything in it that cannot be."""
    problems: list[Problem] = []
    known = {column.casefold(): column for column in columns}
    checked: dict[str, str] = {}
    for column, to in said.items():
        own = known.get(column.strip().casefold())
        name = to.strip()
        if own is None:
            says = f"the file has no column {quoted(column)}"
            problems.append(Problem(where=where, says=says, instead=did_you_mean(column, columns)))
        elif name != DROPPED and name not in FIELDS and (not _FREE.fullmatch(name) or name in OURS or name in SHAPE):
            says = f"{quoted(name)} is no field a column can fill"
            instead = "Only Batonpass sets it; choose another name" if name in OURS else did_you_mean(name, FIELDS)
            problems.append(Problem(where=where, says=says, instead=instead, path=own))
        elif name != DROPPED and name in checked.values():
            problems.append(Problem(where=where, says=f"two columns would fill {name}", instead="Keep one", path=own))
        else:
            checked[own] = name
    if problems:
        raise Refused(problems)
    return checked


def check_who(mapped: ColumnMap, where: str, sample: Sequence[Sequence[str]]) -> None:
    """Refuse a mapping that cannot tell one person from another, naming a column that might."""
    if WHO & {name for _, name in mapped.columns}:
        return
    says = "no column holds an e-mail address or a phone number, so nobody could be recognised"
    column = id_column([column for column, _ in mapped.columns], sample) or "COLUMN"
    named = f'--map "{column}={EXTERNAL_ID}"'
    instead = f'Say which one does (--map "COLUMN=email"), or know people by an id of the file: {named}'
    raise Refused([Problem(where=where, says=says, instead=instead)])


def _first(column: str, values: Sequence[str], hints: Hints) -> Suggestion:
    """What one column looks like by itself."""
    example = min(values[0], values[0][:60], key=len) if values else ""

    def of(name: str, sure: Sure, because: str) -> Suggestion:
        return Suggestion(column=column, field=name, sure=sure, because=because, example=example)

    if column in hints.said:
        return of(hints.said[column], Sure.SAID, "")
    if column.casefold() in OUR_COLUMNS:
        return of(DROPPED, Sure.CERTAIN, "from a file of errors")
    own = next((name for name in (word(column, 1), word(folded(column), 1)) if name in hints.declared), "")
    labels = {plain(label): name for name, label in hints.declared.items() if label}
    if own or plain(column) in labels:
        return of(own or labels[plain(column)], Sure.CERTAIN, "the playbook declares it")
    spelt = column.strip().casefold()
    name, sure = (spelt, Sure.CERTAIN) if spelt in CALLED else _by_header(plain(column))
    if not name and (consent := _CONSENT.fullmatch(spelt)):
        name, sure = f"consent.{consent[1]}", Sure.CERTAIN
    if name and _denied(name, values):
        name, sure = "", Sure.NONE
    if name:
        return of(name, sure, "by its name")
    found = next((kind for kind, looks in LOOKS.items() if _share(_telling(values), looks) >= _MOSTLY), "")
    return of(found, Sure.LIKELY if found == "email" else Sure.GUESS if found else Sure.NONE, "by its values")


def _telling(values: Sequence[str]) -> list[str]:
    """The values but for a bare `no`, which is Norway in a column of countries and only there."""
    return [text for text in values if text.lower() != "no"]


def _by_header(header: str) -> tuple[str, Sure]:
    if header in FIELD_OF:
        return FIELD_OF[header], Sure.CERTAIN
    near = get_close_matches(header, FIELD_OF, n=1, cutoff=_ALIKE)
    return (FIELD_OF[near[0]], Sure.LIKELY) if near else ("", Sure.NONE)


def _denied(name: str, values: Sequence[str]) -> bool:
    """Whether the values speak against the name: a column `E-mail` of yes and no is no address."""
    looks = MUST_LOOK.get(name)
    return bool(looks and values) and _share(values, looks or bool) < _HALF


def _share(values: Sequence[str], looks: Callable[[str], bool]) -> float:
    return sum(map(looks, values)) / len(values) if values else 0.0


def _is_email(text: str) -> bool:
    return bool(EMAIL.fullmatch(text.lower()))


def _is_phone(text: str) -> bool:
    return bool(_PHONE.fullmatch(text)) and any(mark in text for mark in "+ ()/") and not is_moment(text)


def _has_digits(text: str) -> bool:
    return sum(letter.isdigit() for letter in text) >= 6  # noqa: PLR2004 - no phone number is shorter


def _is_country(text: str) -> bool:
    return text.lower() in country_names()


LOOKS: Final = {"email": _is_email, "phone": _is_phone, "country": _is_country}
MUST_LOOK: Final[Mapping[str, Callable[[str], bool]]] = {
    "email": lambda text: "@" in text,
    "phone": _has_digits,
    "occurred_at": is_moment,
}


def _name_names(first: list[Suggestion], values: Sequence[Sequence[str]], taken: dict[str, int]) -> None:
    """Beside a first name, `Name` is the last name; a first name alone that mostly has two words is the full name."""
    if "first_name" in taken and "full_name" in taken and first[taken["full_name"]].sure is not Sure.SAID:
        place = taken.pop("full_name")
        if "last_name" not in taken:
            taken["last_name"] = place
            first[place] = replace(first[place], field="last_name", sure=Sure.LIKELY, because="beside a first name")
    elif "first_name" in taken and "last_name" not in taken:
        place = taken["first_name"]
        if first[place].sure is not Sure.SAID and _share(values[place], lambda text: " " in text) >= _HALF:
            taken["full_name"] = taken.pop("first_name")
            first[place] = replace(first[place], field="full_name", sure=Sure.LIKELY, because="most are two names")


def _settled(place: int, first: Suggestion, taken: Mapping[str, int], names: set[str]) -> Suggestion:
    """The suggestion if it is the surest for its field; else the column keeps its own name."""
    if first.field == DROPPED or (first.field and taken.get(first.field) == place):
        return first
    own = word(first.column, place + 1)
    own = f"their_{own}"[:40] if own in OURS or own in SHAPE else own
    name, copy = own, 2
    while name in names:
        name, copy = f"{own[:37]}_{copy}", copy + 1
    names.add(name)
    return Suggestion(column=first.column, field=name, because="kept by its name", example=first.example)


def _within(done: Iterable[Suggestion]) -> Iterable[Suggestion]:
    """No more fields than one submission holds; the rest are left out and say so."""
    free = 0
    for one in done:
        free += one.field not in CALLED and one.field != DROPPED
        if free > FIELDS_MAX - 2 and one.field not in CALLED and one.sure is not Sure.SAID:
            because = "more columns than a lead can hold"
            yield Suggestion(column=one.column, field=DROPPED, because=because, example=one.example)
        else:
            yield one


def id_column(columns: Sequence[str], sample: Sequence[Sequence[str]]) -> str:
    """A column that is called an id and tells nearly all rows apart, if there is one; what stands twice does so."""
    for n, column in enumerate(columns):
        values = [row[n].strip() for row in sample]
        if plain(column) in ID_NAMES and all(values) and len({*values}) >= APART * len(values):
            return column
    return ""
