"""What do we hold in our hands while one playbook is being read?"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from batonpass.handoff.condition import LENGTH_MOST, Condition, ConditionError, compile_condition
from batonpass.handoff.condition.form import Schema
from batonpass.written.countries import which_country
from batonpass.written.nearest import did_you_mean
from batonpass.written.notes import Notes
from batonpass.written.refused import Problem, quoted
from batonpass.written.schema import PlaybookFile
from batonpass.written.yaml12 import Parsed

NEVER = compile_condition("false", {})
"""Stands in for a condition that could not be read, so that the rest of the file can be."""

_SIZE = re.compile(r"; lead\.(\w+) is (?:text|a choice) and has no size$")
_COUNTRY = re.compile(r'"(.{1,40})" is not a value of (?:lead|account)\.country')


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The file, its lines, the fields its conditions may read; and what was found out about it so far."""

    parsed: Parsed
    lines: tuple[str, ...]
    file: PlaybookFile
    schema: Schema
    problems: Notes
    warnings: Notes
    newer: Notes
    """What is asked since texts were in force without it: a problem of a new text, a warning of one that was kept."""
    elsewhere: dict[str, set[str]] = field(default_factory=dict[str, set[str]])
    reads: set[str] = field(default_factory=set[str])
    """Every field that a condition compiled so far reads."""

    def at(self, *steps: str | int) -> Notes:
        """Give the notebook of problems, opened at a place in the file."""
        return self.problems.under(*steps)

    def warn(self, *steps: str | int) -> Notes:
        """Give the notebook of warnings, opened at a place in the file."""
        return self.warnings.under(*steps)

    def ask_since(self, *steps: str | int) -> Notes:
        """Give the notebook of what earlier versions did not ask for, opened at a place in the file."""
        return self.newer.under(*steps)

    def refer(self, section: str, name: str | None, here: Notes) -> None:
        """Note a name that its section does not hold; what a section left out would hold is trusted."""
        known: Mapping[str, object] = getattr(self.file, section)
        if name is None or name in known:
            return
        if known:
            here.add(f"{quoted(name)} is not among the {section}", did_you_mean(name, known))
        else:
            self.elsewhere.setdefault(section, set()).add(name)

    def condition(
        self, source: str, here: Notes, schema: Schema | None = None, *, most: int = LENGTH_MOST
    ) -> Condition:
        """Compile a condition; note what is wrong in it at its very column, and then give one that never holds."""
        try:
            condition = compile_condition(source, self.schema if schema is None else schema, most=most)
        except ConditionError as error:
            self.problems.problems.append(self._in_condition(error, here))
            return NEVER
        self.reads.update(condition.fields)
        if not condition.fields:
            here.add(f"{quoted(source)} asks about no field, so it is the same for every lead", "Compare a field")
        return condition

    def _number_meant(self, message: str) -> str:
        """What is asked how large it is and is no number: a field of their own can become one."""
        about = _SIZE.search(message)
        if about is None:
            return ""
        if about[1] in self.file.fields:
            return f"Give it `type: number` under fields.{about[1]}"
        return "Ask it with ==, in […] or contains(…), or compare a field that is a number"

    def _in_condition(self, error: ConditionError, here: Notes) -> Problem:
        line, column = self.parsed.position(here.at)
        written = self.lines[line - 1][column - 1 :] if line <= len(self.lines) else ""
        quote = 1 if written[:1] in ("'", '"') else 0
        exact = written[quote:].startswith(error.source)
        instead = _country_meant(error.message) or self._number_meant(error.message)
        problem = here.point(here.at, error.message, instead)
        if not exact:
            return problem
        return Problem(
            where=problem.where,
            path=problem.path,
            says=problem.says,
            instead=problem.instead,
            line=line,
            column=column + quote + error.position,
        )


def same_conditions(conditions: Mapping[str, str | None]) -> Collection[tuple[str, str]]:
    """Give each name whose condition stands, word for word, at an earlier name too, with that name."""
    first: dict[str, str] = {}
    found: list[tuple[str, str]] = []
    for name, source in conditions.items():
        plain = " ".join(source.split()) if source is not None else None
        if plain is not None and plain in first:
            found.append((name, first[plain]))
        elif plain is not None:
            first[plain] = name
    return found


def _country_meant(message: str) -> str:
    about = _COUNTRY.match(message)
    return which_country(about[1]) if about else ""
