"""Which leads does a case of a rung stand for, when it names countries, postal codes, sizes and the like?"""

import re
from collections.abc import Iterable

from batonpass.handoff.condition import LENGTH_MOST, Condition, ConditionError, compile_condition
from batonpass.handoff.person import in_ascii
from batonpass.handoff.postal import PostalRange, plain_code
from batonpass.written.notes import Notes
from batonpass.written.reading import NEVER, Reading
from batonpass.written.refused import quoted
from batonpass.written.schema.people import CaseFile

_SIZE = re.compile(r"(?:(\d{1,7})\+|(\d{1,7}) ?- ?(\d{1,7})|< ?(\d{1,7}))")
_READS = {
    "country": "lead.country", "region": "lead.region", "industry": "account.industry", "product": "lead.product",
    "offer": "lead.offer", "campaign": "source.campaign",
}  # fmt: skip
"""The terms that list values of one field, and the field."""
LISTED_MOST = 4 * LENGTH_MOST
"""Characters in a condition that was written out of a list."""


def condition_of(reading: Reading, case: CaseFile, here: Notes) -> Condition:
    """Give one condition that holds when all that the case names does; note what is wrong at its own term."""
    parts = list(_sources(reading, case, here))
    if not parts:
        return ALWAYS
    sources = [source for _, source in parts]
    read = [reading.condition(source, here.under(term), most=_most(term)) for term, source in parts]
    if len(read) == 1 or any(condition is NEVER for condition in read):
        return next((one for one in read if one is NEVER), read[0])
    try:
        return compile_condition(" && ".join(f"({source})" for source in sources), reading.schema, most=2 * LISTED_MOST)
    except ConditionError as error:
        here.add(error.message)
        return NEVER


def postal_of(case: CaseFile, here: Notes) -> tuple[PostalRange, ...]:
    """Give the ranges of postal codes of a case; note one that is none."""
    ranges: list[PostalRange] = []
    for place, written in enumerate(case.postal):
        first, dash, last = written.partition("-")
        found = PostalRange(first=plain_code(first), last=plain_code(last if dash else first))
        if not found.first or len(found.first) != len(found.last) or found.last < found.first:
            says = f"{quoted(written)} is no range of postal codes"
            here.under("postal", place).add(says, "Write beginnings of one length, such as 80-87, SW1-SW9 or 1010")
        ranges.append(found)
    return tuple(ranges)


def _sources(reading: Reading, case: CaseFile, here: Notes) -> Iterable[tuple[str, str]]:
    if case.when is not None:
        yield "when", case.when
    for term, path in _READS.items():
        values = getattr(case, term)
        if values and path not in reading.schema:
            says = f"no form sends a field {path.removeprefix('lead.')}"
            here.under(term).add(
                says, f"Declare it under fields: {path.removeprefix('lead.')}: {{type: choice, of: […]}}"
            )
        elif values:
            yield term, f"{path} in [{', '.join(map(_text, values))}]"
    if case.accounts:
        yield "accounts", _of_companies(case.accounts)
    if case.language:
        yield "language", " || ".join(_speaks(one) for one in case.language)
    if case.employees is not None:
        yield "employees", _sized(case.employees, here.under("employees"))
    if case.target is not None:
        yield "target", "account.target" if case.target else "!account.target"


def _most(term: str) -> int:
    return LENGTH_MOST if term == "when" else LISTED_MOST


def _of_companies(domains: Iterable[str]) -> str:
    """These companies, whether we know them as accounts or by nothing but the address of who writes."""
    listed = ", ".join(_text(in_ascii(one.lower()) or one) for one in domains)
    return f"lead.email_domain in [{listed}] || has(account.domain) && account.domain in [{listed}]"


def _speaks(language: str) -> str:
    """The language fr holds for fr, fr-CA and fr_FR, as browsers write it; pt-BR holds for pt-BR and pt_br alone."""
    first, *more = re.split("[-_]", language)
    names = [language.lower(), language.upper()]
    if more:
        told = ([*more], [one.lower() for one in more], [one.upper() for one in more])
        names += [mark.join([first.lower(), *parts]) for mark in "-_" for parts in told]
    exact = f"lead.language in [{', '.join(map(_text, dict.fromkeys(names)))}]"
    begun = names[2:] or names[:1]
    return " || ".join([exact, *(f"lead.language.startsWith({_text(one)})" for one in _further(begun))])


def _further(names: Iterable[str]) -> Iterable[str]:
    """How a name of a language begins that says more: of fr that is fr-, and of zh-Hant zh-Hant-."""
    marks = {name: [mark for mark in "-_" if mark in name] or "-_" for name in names}
    return dict.fromkeys(name + mark for name, own in marks.items() for mark in own)


def _sized(written: str, here: Notes) -> str:
    size = _SIZE.fullmatch(written)
    if size is None:
        here.add(f"{quoted(written)} is no number of people", 'Write "1000+", "50-999" or "<50"')
        return "account.employees >= 0"
    more, first, last, below = size.groups()
    if more:
        return f"account.employees >= {int(more)}"
    return f"account.employees < {int(below)}" if below else _between(int(first), int(last), here)


def _between(first: int, last: int, here: Notes) -> str:
    if last < first:
        here.add(f"{first}-{last} counts backwards", f"Write {last}-{first}")
    return f"account.employees >= {first} && account.employees <= {last}"


def _text(value: str) -> str:
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


ALWAYS = compile_condition("true", {})
"""Stands where only postal codes decide."""
