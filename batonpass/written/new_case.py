"""How does a playbook read with one more example in it, and nothing else changed?"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from batonpass.written.redraft import with_version
from batonpass.written.refused import Refused
from batonpass.written.yaml12 import Parsed, parse
from batonpass.written.yaml12_text import UNREADABLE

SECTIONS = {"example": "examples", "counter_example": "counter_examples"}
DASH = re.compile(r"^(\s*)-\s")
TIMES_MOST = 50
INSTEAD = "Write the definition without braces, and each example on lines of its own, with a dash"


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """A signal of the story: how long before the end, and how often."""

    signal: str
    ago: timedelta
    times: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCase:
    """An example (it must become an MQL) or a counter-example (it must not), by whom, on which day and why."""

    kind: str
    name: str
    lead: Mapping[str, object]
    did: Sequence[Deed]
    by: str
    on: date
    why: str


def with_case(text: str, where: str, case: NewCase, *, version: str) -> str:
    """The text under another version with the case as the first of its section; comments and all else untouched.

    Raises Refused when the section is written in a way that leaves no place for a line of its own.
    """
    parsed, lines = parse(text, where), text.splitlines(keepends=True)
    section = SECTIONS[case.kind]
    definition = parsed.root.inside.get("definition")
    held = definition.inside.get(section) if definition else None
    if definition is None or not definition.inside:
        raise _no_place(parsed, section)
    if held and held.inside:
        at = held.inside[0].at[0] - 1
        dash = DASH.match(lines[at])
        if dash is None:
            raise _no_place(parsed, section)
        at = _above_remarks(lines, at)
        lines[at:at] = _written(case, len(dash[1]))
    elif held is None:
        first = min(one.key_at for one in definition.inside.values() if one.key_at)
        if definition.key_at and first[0] <= definition.key_at[0]:
            raise _no_place(parsed, section)
        indent = " " * (first[1] - 1)
        at = _above_remarks(lines, first[0] - 1)
        lines[at:at] = [f"{indent}{section}:\n", *_written(case, first[1] + 1)]
    else:
        raise _no_place(parsed, section)
    try:
        return with_version("".join(lines), where, version)
    except Refused:  # within braces no line can be put between two
        raise _no_place(parsed, section) from None


def _above_remarks(lines: Sequence[str], at: int) -> int:
    """The line of the first of the remarks right above this one: they go on belonging to it."""
    while at and lines[at - 1].lstrip().startswith("#"):
        at -= 1
    return at


def _written(case: NewCase, indent: int) -> list[str]:
    pad = " " * indent
    expect = "{stage: MQL}" if case.kind == "example" else "{not: MQL}"
    lead = ", ".join(f"{name}: {_value(value)}" for name, value in case.lead.items())
    did = ", ".join(_deed(one) for one in case.did)
    rest = (
        f"lead: {{{lead}}}",
        f"did: [{did}]",
        f"expect: {expect}",
        f"by: {_value(case.by)}",
        f"on: {case.on.isoformat()}",
        f"why: {_value(case.why)}",
    )
    return [f"{pad}- name: {_value(case.name)}\n", *(f"{pad}  {line}\n" for line in rest)]


def _deed(one: Deed) -> str:
    minutes = int(one.ago.total_seconds()) // 60
    ago = f"{minutes // 1440}d" if minutes >= 1440 else f"{minutes}m"  # noqa: PLR2004 - a day
    parts = [f"signal: {one.signal}", *([f"ago: {ago}"] if minutes else [])]
    if one.times > 1:
        parts.append(f"times: {min(one.times, TIMES_MOST)}")
    return one.signal if len(parts) == 1 else f"{{{', '.join(parts)}}}"


def _value(value: object) -> str:
    """As YAML reads it; what a form sent along unseen is written out, so that the text can be read again."""
    return UNREADABLE.sub(lambda hidden: f"\\u{ord(hidden[0]):04x}", json.dumps(value, ensure_ascii=False))


def _no_place(parsed: Parsed, section: str) -> Refused:
    says = f"there is no place for another line under {section}"
    return Refused([parsed.problem(("definition",), says, INSTEAD)])
