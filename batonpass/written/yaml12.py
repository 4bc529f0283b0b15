"""What does this YAML file say by the rules of YAML 1.2, and on which line does each thing stand?

`NO`, `on` and `17:00` are text here, as people mean them; the older rules make them false, true and 1020.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import yaml

from batonpass.written.refused import Problem, Refused, dotted, quoted
from batonpass.written.yaml12_text import readable, syntax_problem
from batonpass.written.yaml12_values import Data, NotPlain, value_of

DEPTH_MOST = 64
NODES_MOST = 100_000
PROBLEMS_MOST = 50
_TAGS: Mapping[type, Sequence[str | None]] = {
    dict: (None, "!", "tag:yaml.org,2002:map"),
    list: (None, "!", "tag:yaml.org,2002:seq"),
}
_Collection: TypeAlias = dict[str, Data] | list[Data]


@dataclass(slots=True, kw_only=True)
class Place:
    """Where one value stands, and how large it is once every alias in it is written out."""

    at: tuple[int, int]
    key_at: tuple[int, int] | None = None
    inside: "dict[str | int, Place]" = field(default_factory=dict["str | int", "Place"])
    nodes: int = 1
    height: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """A file that was read: `data` is text, int, Decimal, bool, None, list, or dict whose keys are always text."""

    where: str
    data: Data
    root: Place

    def position(self, path: Sequence[str | int]) -> tuple[int, int]:
        """Give line and column, from 1, of a value; of a group its name; of what is missing what is around it."""
        place = self._nearest(path)
        return (place.key_at if place.inside else None) or place.at

    def key_position(self, path: Sequence[str | int]) -> tuple[int, int]:
        """Give line and column, from 1, of the name before a value: where an unknown setting is to be mended."""
        place = self._nearest(path)
        return place.key_at or place.at

    def problem(self, path: Sequence[str | int], says: str, instead: str = "", *, at_key: bool = False) -> Problem:
        """Say what is wrong with the value at `path` (with its name, if `at_key`), and where that stands."""
        line, column = self.key_position(path) if at_key else self.position(path)
        return Problem(where=self.where, path=dotted(path), line=line, column=column, says=says, instead=instead)

    def _nearest(self, path: Sequence[str | int]) -> Place:
        place = self.root
        for step in path:
            if step not in place.inside:
                break
            place = place.inside[step]
        return place


def parse(text: str | bytes, where: str) -> Parsed:
    """Read one YAML document named `where`; raise Refused, with line and column, for all that is wrong in it.

    Keys are text as written (`1` and `"1"` are the same key). Refused too, though YAML may allow it: duplicate keys,
    tags other than those of plain data or at another kind of it, `<<`, infinite numbers, several documents, aliases
    that write out huge.
    """
    plain = readable(text, where)
    reader = _Reader(where)
    try:
        for event in yaml.parse(plain, Loader=yaml.CSafeLoader):
            reader.take(event)
    except yaml.MarkedYAMLError as error:
        raise Refused([*reader.problems, syntax_problem(error, plain, where)]) from None
    if reader.problems:
        raise Refused(reader.problems)
    return Parsed(where=where, data=reader.data, root=reader.root)


@dataclass(slots=True, kw_only=True)
class _Open:
    """A list or group whose end is still to come; `key` is the name that waits for its value."""

    value: _Collection
    place: Place
    anchor: str | None
    key: str | None = None
    key_at: tuple[int, int] | None = None

    def step(self) -> str | int:
        return len(self.value) if isinstance(self.value, list) else self.key or ""

    def wants_key(self) -> bool:
        return isinstance(self.value, dict) and self.key is None


class _Reader:
    """Takes the parser's events one by one with its own stack, so that depth costs no recursion and is bounded."""

    def __init__(self, where: str) -> None:
        self.where = where
        self.data: Data = None
        self.root = Place(at=(1, 1))
        self.problems: list[Problem] = []
        self._open: list[_Open] = []
        self._anchors: dict[str, tuple[Data, Place]] = {}
        self._nodes = 0
        self._documents = 0

    def take(self, event: yaml.Event) -> None:
        mark = event.start_mark
        at = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        match event:
            case yaml.ScalarEvent():
                self._scalar(event, at)
            case yaml.MappingStartEvent():
                self._begin(event, {}, at)
            case yaml.SequenceStartEvent():
                self._begin(event, [], at)
            case yaml.CollectionEndEvent():
                self._end()
            case yaml.AliasEvent():
                self._alias(event.anchor or "", at)
            case yaml.DocumentStartEvent():
                self._document(at)
            case _:
                pass

    def _document(self, at: tuple[int, int]) -> None:
        self._documents += 1
        if self._documents > 1:
            raise self._stop(at, "a second document begins here", "Keep one document a file; remove the line `---`.")

    def _scalar(self, event: yaml.ScalarEvent, at: tuple[int, int]) -> None:
        if self._open and self._open[-1].wants_key():
            self._key(event, at)
            return
        value: Data = None
        try:
            value = value_of(event.value, plain=event.implicit[0], tag=event.tag)
        except NotPlain as problem:
            self._note(at, problem.says, problem.instead)
        place = Place(at=at)
        self._name(event.anchor, value, place)
        self._put(value, place)

    def _key(self, event: yaml.ScalarEvent, at: tuple[int, int]) -> None:
        parent = self._open[-1]
        parent.key, parent.key_at = event.value, at
        earlier = parent.place.inside.get(event.value)
        if earlier:
            line, column = earlier.key_at or earlier.at
            says = f"{quoted(event.value)} is written twice, first on line {line}, column {column}"
            self._note(at, says, "Keep one.")
        elif event.implicit[0] and event.value in ("", "<<"):
            says = "`<<` does not merge in YAML 1.2" if event.value else "a value without a name"
            self._note(at, says, "Write the settings out." if event.value else "Write the name before the colon.")
        if event.tag:
            self._tag_of_name(event, at)
        self._name(event.anchor, event.value, Place(at=at))

    def _tag_of_name(self, event: yaml.ScalarEvent, at: tuple[int, int]) -> None:
        try:
            value_of(event.value, plain=event.implicit[0], tag=event.tag)
        except NotPlain as problem:
            self._note(at, problem.says, "Remove it.")

    def _begin(self, event: yaml.CollectionStartEvent, value: _Collection, at: tuple[int, int]) -> None:
        if self._open and self._open[-1].wants_key():
            advice = "Write a plain name before the colon; put text that holds braces or brackets in quotes."
            raise self._stop(at, "a list or group stands where a name should", advice)
        if len(self._open) >= DEPTH_MOST:
            raise self._stop(at, f"more than {DEPTH_MOST} levels deep", "Flatten it.")
        if event.tag not in _TAGS[type(value)]:
            other = any(event.tag in tags for tags in _TAGS.values())
            says = f"is not for a {'group' if isinstance(value, dict) else 'list'}" if other else "is not plain data"
            self._note(at, f"the tag {quoted(event.tag)} {says}", "Remove it.")
        if event.anchor:
            self._anchors.pop(event.anchor, None)
        self._open.append(_Open(value=value, place=Place(at=at), anchor=event.anchor))

    def _end(self) -> None:
        done = self._open.pop()
        self._name(done.anchor, done.value, done.place)
        self._put(done.value, done.place)

    def _alias(self, name: str, at: tuple[int, int]) -> None:
        if self._open and self._open[-1].wants_key():
            raise self._stop(at, "an alias stands where a name should", "Write the name out.")
        if name not in self._anchors:
            raise self._stop(at, f"*{name} names nothing that is complete above it", f"Mark that part with &{name}.")
        value, place = self._anchors[name]
        if len(self._open) + place.height > DEPTH_MOST:
            raise self._stop(at, f"*{name} makes the file more than {DEPTH_MOST} levels deep", "Flatten it.")
        self._put(value, Place(at=at, inside=place.inside, nodes=place.nodes, height=place.height), nodes=place.nodes)

    def _put(self, value: Data, place: Place, *, nodes: int = 1) -> None:
        self._count(nodes, place)
        if not self._open:
            self.data, self.root = value, place
            return
        parent = self._open[-1]
        place.key_at = parent.key_at
        parent.place.inside[parent.step()] = place
        parent.place.nodes += place.nodes
        parent.place.height = max(parent.place.height, place.height + 1)
        if isinstance(parent.value, list):
            parent.value.append(value)
        else:
            parent.value[parent.key or ""] = value
        parent.key = parent.key_at = None

    def _name(self, anchor: str | None, value: Data, place: Place) -> None:
        if anchor:
            self._anchors[anchor] = (value, place)

    def _count(self, nodes: int, place: Place) -> None:
        self._nodes += nodes
        if self._nodes > NODES_MOST:
            raise self._stop(place.at, f"more than {NODES_MOST:,} values, aliases written out", "Split the file.")

    def _note(self, at: tuple[int, int], says: str, instead: str) -> None:
        self.problems.append(self._problem(at, says, instead))
        if len(self.problems) >= PROBLEMS_MOST:
            raise Refused(self.problems)

    def _stop(self, at: tuple[int, int], says: str, instead: str) -> Refused:
        return Refused([*self.problems, self._problem(at, says, instead)])

    def _problem(self, at: tuple[int, int], says: str, instead: str) -> Problem:
        path = dotted(open_.step() for open_ in self._open if not open_.wants_key())
        return Problem(where=self.where, path=path, says=says, instead=instead, line=at[0], column=at[1])
