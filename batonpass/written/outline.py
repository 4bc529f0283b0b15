"""What may stand where in a playbook, which words does each setting take, and what do they mean? For who writes one."""

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from types import NoneType
from typing import Annotated, Any, Final, TypeAlias, cast, get_args, get_origin

from pydantic import BeforeValidator

from batonpass.handoff.playbook import Stage
from batonpass.written.fields import condition_schema, sendable
from batonpass.written.schema import PlaybookFile, kinds
from batonpass.written.schema.given_back import GIVEN_TO, given_to
from batonpass.written.schema.kinds import OneOf, Section
from batonpass.written.schema.people import WORD_RUNGS, MemberFile, PoolSection, WordRung
from batonpass.written.yaml12 import parse

Shape: TypeAlias = dict[str, Any]
"""What may stand in one place: `in` these sections, `each` of free names or `keys`, a `list`, `words`, a `form`.

`of` and `names` are sections of the same playbook whose names stand here, as a value or as a key.
"""
MEANINGS: Final = Path(__file__).with_name("meanings.yaml")
_FORMS: Final = {
    kinds.Number: "a number such as 10 or 4.3",
    kinds.Whole: "a whole number such as 3",
    kinds.Often: "a whole number such as 3",
    kinds.Count: "a whole number, or 0",
    kinds.Length: "a length of time such as 30m, 4h, 1h30m or 14d",
    kinds.WorkingTime: "working time such as 30m or 4h",
    kinds.Days: "whole days such as 14d",
    kinds.Percent: "a share such as 50%",
    kinds.StepTime: "a share such as 50%, working time since the start such as 20m, or since it was due such as +30m",
    kinds.Day: "a day such as 2027-03-01",
    kinds.Moment: "an instant such as 2027-03-02T10:00:00Z",
    kinds.EMail: "an address such as ana@firm.example",
}
_FORM_OF: Final = {cast("BeforeValidator", get_args(kind)[1]).func: form for kind, form in _FORMS.items()}
_STAGES: Final = tuple(stage.value for stage in Stage if stage is not Stage.MERGED)
_WORDS_OF: Final = {
    cast("BeforeValidator", get_args(kinds.YesNo)[1]).func: ("true", "false"),
    cast("BeforeValidator", get_args(kinds.AnyStage)[1]).func: _STAGES,
    given_to: GIVEN_TO,
    cast("BeforeValidator", get_args(WordRung)[1]).func: WORD_RUNGS,
}
CALENDAR: Final = "Calendar"
"""What a calendar file holds is read outside of the schema."""
SENT_BESIDE: Final = ("form", "message", "campaign", "medium", "channel", "page")


@cache
def outline() -> Mapping[str, Any]:
    """Everything an editor offers: sections with their settings, fields of conditions, and what examples may say."""
    said = meanings()
    sections: dict[str, dict[str, Any]] = {}
    _section(PlaybookFile, sections, said)
    calendar: Shape = {name: {"says": says, "is": {}} for name, says in said[CALENDAR].items()}
    sections[CALENDAR] = calendar
    sections["PlaybookFile"]["calendars"]["is"]["each"] = {"in": [CALENDAR]}
    fields = {
        path: {"says": said["fields"].get(path, ""), "kind": kind.kind.value, "words": list(kind.values)}
        for path, kind in condition_schema({}, ()).items()
    }
    return {
        "root": PlaybookFile.__name__,
        "sections": sections,
        "fields": fields,
        "sent": [*sendable(()), *SENT_BESIDE],
    }


@cache
def meanings() -> Mapping[str, Any]:
    """The sentences by section and setting, as they are written down."""
    return cast("Mapping[str, Any]", parse(MEANINGS.read_bytes(), MEANINGS.name).data)


def _section(model: type[Section], into: dict[str, dict[str, Any]], said: Mapping[str, Any]) -> None:
    if model.__name__ in into:
        return
    into[model.__name__] = told = {}
    for name, field in model.model_fields.items():
        written = field.alias or name
        entry = _said(model, written, said)
        shape: Shape = {}
        _annotated(shape, field.annotation, field.metadata, into)
        _meant(shape, entry, said["words"])
        told[written] = {"says": entry["says"], "is": shape, **({"needed": True} if field.is_required() else {})}


def _said(model: type[Section], name: str, said: Mapping[str, Any]) -> Mapping[str, Any]:
    """What is written about a setting, at its own section or at the one it takes its settings from."""
    for one in model.__mro__:
        held = said.get(one.__name__, {})
        held = said[held["like"]] if "like" in held else held
        if name in held:
            return held[name] if isinstance(held[name], dict) else {"says": held[name]}
    raise KeyError(f"{MEANINGS.name} does not say what {model.__name__}.{name} means")


def _annotated(shape: Shape, kind: Any, marks: Iterable[Any], into: dict[str, dict[str, Any]]) -> None:
    for check in (mark.func for mark in marks if isinstance(mark, BeforeValidator)):
        if isinstance(check, OneOf):
            shape.setdefault("words", {}).update(dict.fromkeys(check.words, ""))
        elif check in _WORDS_OF:
            shape.setdefault("words", {}).update(dict.fromkeys(_WORDS_OF[check], ""))
        elif check in _FORM_OF:
            shape["form"] = _FORM_OF[check]
    _kind(shape, kind, into)


def _kind(shape: Shape, kind: Any, into: dict[str, dict[str, Any]]) -> None:
    """Lay what a kind allows into a shape; the sides of `a | b` lie in it together."""
    inside = get_args(kind)
    if get_origin(kind) is Annotated:
        _annotated(shape, inside[0], inside[1:], into)
    elif get_origin(kind) is list:
        _kind(shape.setdefault("list", {}), inside[0], into)
    elif get_origin(kind) is dict:
        names: Shape = {}
        _kind(names, inside[0], into)
        shape["keys"] = names.get("words", {})
        _kind(shape.setdefault("each", {}), inside[1], into)
    elif isinstance(kind, type) and issubclass(kind, PoolSection):
        _pool(shape, into)
    elif isinstance(kind, type) and issubclass(kind, Section):
        _section(kind, into, meanings())
        shape.setdefault("in", []).append(kind.__name__)
    else:
        for side in inside:
            if side is not NoneType:
                _kind(shape, side, into)


def _pool(shape: Shape, into: dict[str, dict[str, Any]]) -> None:
    """Members stand beside the two settings of a pool, or are a list."""
    _section(PoolSection, into, meanings())
    into[PoolSection.__name__].pop("members", None)
    _section(MemberFile, into, meanings())
    shape |= {"in": [PoolSection.__name__], "each": {"in": [MemberFile.__name__]}, "names": "people"}
    shape["list"] = {"of": "people"}


def _meant(shape: Shape, entry: Mapping[str, Any], words: Mapping[str, str]) -> None:
    """Give each word its sentence, and say which names of the playbook stand here, however deep the values lie."""
    own = {name: says for name, says in entry.items() if name not in ("says", "of", "keys")}
    for one in _within(shape):
        told = {**one.get("words", {}), **(own if "of" in entry else {})}
        if told:
            one["words"] = {name: says or own.get(name) or words.get(name, "") for name, says in told.items()}
        if one.get("keys"):
            one["keys"] = {name: says or words.get(name, "") for name, says in one["keys"].items()}
        if "of" in entry:
            one["of"] = entry["of"]
    if "keys" in entry:
        shape["names"] = entry["keys"]


def _within(shape: Shape) -> Iterable[Shape]:
    yield shape
    for inner in ("list", "each"):
        if inner in shape:
            yield from _within(shape[inner])
