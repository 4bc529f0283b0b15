"""What is wrong with a text, what may be a slip, and do its examples hold?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from batonpass.store.playbooks import digest_of
from batonpass.tongue.spoken import say
from batonpass.web.playbook.view import Example, example_of
from batonpass.written.broken import why_broken
from batonpass.written.check import Checked, check
from batonpass.written.given_up import refuse_silent_removals
from batonpass.written.load import Written, load
from batonpass.written.refused import Problem, Refused

WHERE = "the playbook"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing to mend, with its place in the text."""

    line: int
    column: int
    path: str
    says: str
    instead: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """An example as it comes out now; `says` is what is not met, empty when it holds."""

    example: Example
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A text as the loader reads it. `written` is there when nothing is wrong.

    `gates` are right in themselves and stand between the text and a draft, such as a version that was used before.
    """

    written: Written | None
    problems: tuple[Finding, ...]
    warnings: tuple[Finding, ...] = ()
    gates: tuple[Finding, ...] = ()
    examples: tuple[Tried, ...] = ()

    @property
    def broken(self) -> int:
        """How many examples do not hold."""
        return sum(bool(one.says) for one in self.examples)


def look_at(text: str, active: Written, at: datetime, *, agreed: bool = True) -> Look:
    """Read a text and decide its examples as of an instant; `active` is in force, `agreed` if somebody put it there."""
    try:
        # What is in force has been read already, and reading is the most of a look.
        written = active if text == active.text else load(text, WHERE)
    except Refused as refused:
        return Look(written=None, problems=findings(refused.problems))
    return Look(
        written=written,
        problems=(),
        warnings=findings(written.warnings),
        gates=findings(_gates(written, active)) if agreed else (),
        examples=tuple(_tried(one, written, active) for one in check(written, at)),
    )


def taken(written: Written, text_before: str) -> Finding | None:
    """The version was used before, with other words than these; None when they are the same."""
    if digest_of(text_before) == digest_of(written.text):
        return None
    version = written.playbook.version
    says = say("version {version} was written before, with other words", version=version)
    return Finding(
        line=line_of_version(written.text), column=1, path="version", says=says, instead=say("Give it a new version")
    )


def line_of_version(text: str) -> int:
    """On which line the version stands, or the first."""
    lines = text.splitlines()
    return next((n for n, line in enumerate(lines, 1) if line.startswith("version:")), 1)


def _gates(written: Written, active: Written) -> tuple[Problem, ...]:
    if written.text == active.text:
        return ()
    try:
        refuse_silent_removals(written, WHERE, before=active)
    except Refused as refused:
        return refused.problems
    return ()


def _tried(checked: Checked, written: Written, active: Written) -> Tried:
    says = "" if checked.passed else why_broken(checked, written, before=active)
    return Tried(example=example_of(checked), says=says)


def findings(problems: Iterable[Problem]) -> tuple[Finding, ...]:
    """Problems as findings; one without a place stands at the head of the text."""
    return tuple(
        Finding(line=one.line or 1, column=one.column or 1, path=one.path, says=one.says, instead=one.instead)
        for one in problems
    )
