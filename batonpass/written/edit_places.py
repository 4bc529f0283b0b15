"""Which single values of a playbook can a meeting change without writing the file?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import cast

from batonpass.handoff.words import plain
from batonpass.written.redraft import with_values
from batonpass.written.refused import Problem, Refused
from batonpass.written.yaml12 import parse

THRESHOLDS = ("mql_from", "hot_from", "hot_exit_below", "mql_exit_below", "fit_at_least", "behaviour_at_least")
PROMISES = ("first_touch", "accept", "dispose")
POINTED = ("fit", "signals")
LONGEST = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class EditPlace:
    """A value that may be changed: where it stands, what it says, and how it is written now."""

    path: str
    says: str
    value: str


def edit_places(text: str) -> tuple[EditPlace, ...]:
    """The thresholds, promises and points that a playbook writes, in its order."""
    return tuple(_places(cast("dict[str, object]", parse(text, "playbook").data)))


def edited(text: str, path: str, value: str, *, version: str) -> str:
    """The playbook with another value at one of its places, comments untouched, under another version.

    Raises Refused for a place that is none of these, or a value that could be more than one value.
    """
    if path not in {one.path for one in edit_places(text)}:
        raise _wrong(path, "is no value that a meeting changes", "Choose one of the list, or draft the file itself")
    plain_value = value.replace(".", "", 1).lstrip("-").isalnum()
    if not plain_value or len(value) > LONGEST:
        raise _wrong(path, f"cannot be {value!r}", "Write a number, or a length such as 45m, 4h or 14d")
    try:
        return with_values(text, "playbook", {tuple(path.split(".")): value}, version=version)
    except KeyError:
        raise _wrong(path, "is written where one value cannot be exchanged", "Draft the file itself") from None


def _places(data: dict[str, object]) -> Iterator[EditPlace]:
    definition = _group(data, "definition")
    for name in THRESHOLDS:
        yield from _place(definition, name, f"definition.{name}", f"definition: {name.replace('_', ' ')}")
    for tier, body in _group(data, "tiers").items():
        for name in PROMISES:
            inside = cast("dict[str, object]", body) if isinstance(body, dict) else {}
            says = f"promise {tier}: {name}".replace("_", " ")
            yield from _place(inside, name, f"tiers.{tier}.{name}", says)
    for section in POINTED:
        for rule, body in _group(data, section).items():
            inside = cast("dict[str, object]", body) if isinstance(body, dict) else {}
            says = inside.get("says") or rule
            yield from _place(inside, "points", f"{section}.{rule}.points", f"points: {says}")


def _place(group: dict[str, object], name: str, path: str, says: str) -> Iterator[EditPlace]:
    value = group.get(name)
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        yield EditPlace(path=path, says=says, value=plain(Decimal(value)))
    elif isinstance(value, str):
        yield EditPlace(path=path, says=says, value=value)


def _group(data: dict[str, object], name: str) -> dict[str, object]:
    found = data.get(name)
    return cast("dict[str, object]", found) if isinstance(found, dict) else {}


def _wrong(path: str, says: str, instead: str) -> Refused:
    return Refused([Problem(where="playbook", path=path, says=says, instead=instead)])
