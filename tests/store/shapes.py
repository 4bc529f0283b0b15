"""Of which fields is everything made that is kept as JSON, and which of them must be there?

`python -m tests.store.shapes`, run before a release, adds to the list what came since; it takes nothing out of it.
"""

from __future__ import annotations

import json
import typing
from collections.abc import Iterator
from dataclasses import MISSING, is_dataclass
from dataclasses import fields as fields_of
from enum import Enum
from pathlib import Path
from typing import Any

import msgspec
from msgspec.structs import fields

from batonpass.handoff.lead import Lead
from batonpass.store.shape import EFFECTS, FACTS

LIST = Path(__file__).with_name("shapes.json")
Shape = dict[str, str]
NEEDED = "needed "
"""Before the type of a field without a default."""


def shapes() -> dict[str, Shape]:
    """Each kind by its name: its fields with their type, and `needed` where there is no default; an enum's values."""
    found: dict[str, Shape] = {}
    for kind in (Lead, *FACTS.values(), *EFFECTS.values()):
        _walk(kind, found)
    return dict(sorted(found.items()))


def _walk(kind: Any, found: dict[str, Shape]) -> None:
    for part in typing.get_args(kind):
        _walk(part, found)
    if not isinstance(kind, type) or kind.__name__ in found:
        return
    if issubclass(kind, Enum):
        found[kind.__name__] = {str(one.value): "value" for one in kind}
    elif issubclass(kind, msgspec.Struct) or is_dataclass(kind):
        hints = typing.get_type_hints(kind)
        found[kind.__name__] = {
            name: f"{NEEDED if needed else ''}{_said(hints[name])}" for name, needed in _fields(kind)
        }
        for name, _ in _fields(kind):
            _walk(hints[name], found)


def _fields(kind: Any) -> Iterator[tuple[str, bool]]:
    if is_dataclass(kind):
        yield from ((one.name, one.default is MISSING and one.default_factory is MISSING) for one in fields_of(kind))
    else:
        yield from ((one.name, one.required) for one in fields(kind))


def _said(kind: Any) -> str:
    """A type by the bare names of its parts, wherever they live."""
    parts = typing.get_args(kind)
    origin = typing.get_origin(kind) or kind
    name = getattr(origin, "__name__", str(origin))
    if name in ("UnionType", "Union"):
        return " | ".join(sorted(_said(one) for one in parts))
    return f"{name}[{', '.join(map(_said, parts))}]" if parts else name


def listed() -> dict[str, Shape]:
    """What was kept so far."""
    return json.loads(LIST.read_text("utf-8"))


def broken(before: dict[str, Shape], now: dict[str, Shape]) -> list[str]:
    """What one of two versions that work side by side writes and the other cannot read."""
    return [
        *(f"{kind} is gone" for kind in before if kind not in now),
        *(
            f"{kind}.{field} was {said}, and is {now[kind].get(field, 'gone')}"
            for kind in before.keys() & now.keys()
            for field, said in before[kind].items()
            if now[kind].get(field) != said
        ),
        *(
            f"{kind}.{field} is new and needed"
            for kind in before.keys() & now.keys()
            for field in now[kind].keys() - before[kind].keys()
            if now[kind][field].startswith(NEEDED)
        ),
    ]


def kinds() -> Iterator[type[msgspec.Struct]]:
    """Every kind of fact and effect, and the lead."""
    yield from (Lead, *FACTS.values(), *EFFECTS.values())


if __name__ == "__main__":
    was, is_now = listed() if LIST.exists() else {}, shapes()
    if wrong := broken(was, is_now):
        raise SystemExit("\n".join(wrong))
    lines = (f"{json.dumps(kind)}: {json.dumps(shape, ensure_ascii=False)}" for kind, shape in is_now.items())
    LIST.write_text("{\n" + ",\n".join(lines) + "\n}\n", "utf-8")
