"""What is a sentence that was decided and kept in English called in the language that is spoken?

The decisions and the reports write their sentences once, in English, from a closed list of forms with values in them;
here such a sentence is recognised as it is read, and said again. What no form fits stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from string import Formatter
from typing import Final

from .forms_decided import DECIDED
from .forms_inside import INSIDE
from .forms_leaders import LEADERS
from .forms_playbook import PLAYBOOK_SENTENCES, PLAYBOOK_TERMS
from .forms_refused import REFUSED
from .forms_report_words import REPORT_TERMS
from .forms_reports import REPORT_SENTENCES
from .forms_worked import WORKED
from .spoken import ENGLISH, later, speaking, spoken, translated
from .written_out import MONTHS, country, full_day, month, numeral, town, wall

NUMBER: Final = r"-?\d[\d,.]*"
AGO_WORDS: Final = r"just now|\d+ (?:minute|hour|day)s? ago|on \d+ [A-Z][a-z]{2} \d{4}"
DAY: Final = r"\d{4}-\d{2}-\d{2}|\d{1,2} [A-Z][a-z]{2} \d{4}"
WALL: Final = r"[A-Z][a-z]{2} \d{1,2} [A-Z][a-z]{2} \d{2}:\d{2}"
INSTANT: Final = re.compile(WALL)
MONTH: Final = re.compile(rf"({'|'.join(MONTHS)}) (\d{{4}})")
POINTS: Final = re.compile(r"^[+-]\d+\.\d+(?= )")
OURS, LIST, WHEN, AGO, AT, TOWN, PARTS = "the_", "list_", "when_", "ago_", "at_", "town_", "parts_"
SEPARATORS: Final = ("; ", later(", and "), later(", then "), ", ", later(" and "), later(" or "))
LONGEST: Final = 2_000
"""A longer text is no sentence of ours, and nobody's page waits for the search."""
WEIGHTY: Final = 8
"""A form with fewer letters of its own fits only what it knows in all its holes."""
VALUE: Final = ".+?"
BEGINS: Final = "(?:(?!; ).)+?"
"""A value at the head of a sentence is a name; with a semicolon another sentence of ours would hide in it."""
BOTH_OR_EITHER: Final = re.compile("( and | or )")
FIRST_WORD: Final = re.compile(r"[\w'-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A sentence with holes.

    One letter is a number, `the_…` our own words, `list_…` several of them, `when_…` a condition,
    `day_…` a day,
    `ago_…` how long ago, `at_…` an instant on a wall, `town_…` the town of a zone,
    `parts_…` values and our words with commas between, else a value.
    """

    text: str
    pattern: re.Pattern[str]
    longest: str
    weight: int


def heard(text: str) -> str:
    """A sentence of ours, kept in English, in the language that is spoken; itself where it is none of ours."""
    if spoken() == ENGLISH or not text or len(text) > LONGEST:
        return text
    return _heard(spoken(), str(text))


def heard_term(text: str) -> str:
    """The same for the name of a thing of ours, such as a column or a field: never for what somebody else wrote."""
    if spoken() == ENGLISH or not text:
        return text
    return _inner(str(text)) or text


def known(text: str) -> bool:
    """Whether a form of ours fits this sentence, or each of its parts."""
    return _whole(text, _sentences()) is not None or _parts(text) is not None


@lru_cache(maxsize=8_192)
def _heard(language: str, text: str) -> str:
    with speaking(language):
        said = _whole(text, _sentences()) or _parts(text)
        return said or text


def _parts(text: str) -> str | None:
    """Sentences joined by a semicolon, each said by itself; None when none is ours."""
    parts = text.split("; ")
    said = [_whole(part, _sentences()) for part in parts]
    if len(parts) == 1 or not any(said):
        return None
    return "; ".join(one or part for one, part in zip(said, parts, strict=True))


def _inner(text: str) -> str | None:
    if text in _sentences().exact:
        return translated(text)
    return _whole(text, _terms()) or _whole(text, _sentences()) or country(text) or None


def _whole(text: str, forms: Forms) -> str | None:
    """The text by the form that fits it best: the one with the most words of its own."""
    if text in forms.exact:
        return translated(text)
    second = None
    for form in forms.that_may_fit(text):
        found = form.pattern.fullmatch(text)
        if not found:
            continue
        said, all_known = _filled(form, found.groupdict())
        if all_known:
            return said
        second = second or (said if form.weight >= WEIGHTY else None)
    return second


def _filled(form: Form, holes: Mapping[str, str]) -> tuple[str, bool]:
    said: dict[str, str] = {}
    every = True
    for name, value in holes.items():
        if len(name) == 1:
            said[name] = numeral(value)
        elif name.startswith("day_"):
            said[name] = _day(value)
        elif name.startswith(AT):
            said[name] = wall(value)
        elif name.startswith(TOWN):
            said[name] = town(value)
        elif name.startswith((OURS, AGO)):
            ours = _inner(value) or _parts(value)
            said[name], every = ours or value, every and ours is not None
        elif name.startswith(LIST):
            said[name] = _listed(value)
        elif name.startswith(PARTS):
            said[name] = ", ".join(_inner(part) or POINTS.sub(_weighed, part) for part in value.split(", "))
        elif name.startswith(WHEN):
            said[name], all_clauses = _condition(value)
            every = every and all_clauses
        else:
            said[name] = _instant(value)
    return translated(form.text).format(**said), every


def _listed(text: str) -> str:
    """Several of our words, each said by itself, with what stands between them."""
    for between in SEPARATORS:
        if between in text:
            return translated(between).join(_listed(part) for part in text.split(between))
    return _inner(text) or text


def _day(text: str) -> str:
    """A day as it was kept, 2026-03-08 or 8 Mar 2026, in the language that is spoken."""
    number, _, rest = text.partition(" ")
    if not rest:
        return full_day(date.fromisoformat(text))
    name, _, year = rest.partition(" ")
    return full_day(date(int(year), MONTHS.index(name) + 1, int(number)))


def _instant(text: str) -> str:
    """A value as it is, but for an instant on a wall, at which a leave may end as well as on a day, and a month."""
    if INSTANT.fullmatch(text):
        return wall(text)
    found = MONTH.fullmatch(text)
    return month(date(int(found[2]), MONTHS.index(found[1]) + 1, 1)) if found else text


def _weighed(found: re.Match[str]) -> str:
    return numeral(found[0])


def _condition(text: str) -> tuple[str, bool]:
    """A condition of the playbook, clause by clause; whether each clause is known."""
    clauses = BOTH_OR_EITHER.split(text)
    said = [translated(one) if n % 2 else _inner(one) for n, one in enumerate(clauses)]
    return "".join(one or was for one, was in zip(said, clauses, strict=True)), all(said)


@dataclass(frozen=True, slots=True, kw_only=True)
class Forms:
    """The forms to look among: those without holes, and the others by their first word."""

    exact: frozenset[str]
    by_word: Mapping[str, tuple[Form, ...]]
    anywhere: tuple[Form, ...]

    def that_may_fit(self, text: str) -> Iterable[Form]:
        """Those that begin like the text or with a value, the longest words of their own first."""
        first = FIRST_WORD.match(text)
        begin = self.by_word.get(first[0], ()) if first else ()
        return sorted((*begin, *(one for one in self.anywhere if one.longest in text)), key=lambda one: -one.weight)


def _forms(texts: Iterable[str]) -> Forms:
    every = frozenset(str.__str__(text) for text in texts)
    holed = [_form(text) for text in sorted(every) if "{" in text]
    by_word: dict[str, list[Form]] = {}
    anywhere: list[Form] = []
    for form in holed:
        first = FIRST_WORD.match(form.text)
        whole = first and form.text[first.end() : first.end() + 1] != "{"
        (by_word.setdefault(first[0], []) if first and whole else anywhere).append(form)
    return Forms(
        exact=frozenset(text for text in every if "{" not in text),
        by_word={word: tuple(some) for word, some in by_word.items()},
        anywhere=tuple(anywhere),
    )


def _form(text: str) -> Form:
    pattern, literals = "", []
    for literal, name, _, _ in Formatter().parse(text):
        pattern += re.escape(literal)
        literals.append(literal)
        if name:
            kind = _kind_of(name)
            pattern += f"(?P<{name}>{BEGINS if kind == VALUE and not pattern else kind})"
    return Form(
        text=text,
        pattern=re.compile(pattern, re.DOTALL),
        longest=max(literals, key=len),
        weight=sum(map(len, literals)),
    )


def _kind_of(hole: str) -> str:
    """What may stand in a hole."""
    if len(hole) == 1:
        return NUMBER
    kinds = {"day_": DAY, AGO: AGO_WORDS, AT: WALL}
    return next((kind for begins, kind in kinds.items() if hole.startswith(begins)), VALUE)


@cache
def _sentences() -> Forms:
    return _forms((*DECIDED, *WORKED, *REFUSED, *LEADERS, *PLAYBOOK_SENTENCES, *REPORT_SENTENCES))


@cache
def _terms() -> Forms:
    return _forms((*INSIDE, *PLAYBOOK_TERMS, *REPORT_TERMS))
