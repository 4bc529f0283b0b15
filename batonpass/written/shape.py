"""Does this data have the shape of that section, and if not, what is wrong at which place?"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Any, Final, TypeVar, cast, get_args, get_origin

from pydantic import Tag, ValidationError
from pydantic_core import ErrorDetails

from batonpass.written.nearest import did_you_mean, nearest
from batonpass.written.notes import MOST, Notes
from batonpass.written.refused import kind_of, quoted
from batonpass.written.schema.kinds import WRONG, Section

S = TypeVar("S", bound=Section)
Step = str | int

_CUT_OFF: Final = "Within { } a comma ends a text: put one that has a comma in quotes"
_NEEDED: Final[Mapping[str, tuple[str, str]]] = {
    "model_type": ("a group of settings is needed here", "Write `name: value` lines below it"),
    "model_attributes_type": ("a group of settings is needed here", "Write `name: value` lines below it"),
    "dict_type": ("a group of named settings is needed here", "Write `name: …` lines below it"),
    "list_type": ("a list is needed here", "Write it as `[a, b]`, or as lines that begin with `- `"),
    "too_short": ("nothing is in it", "Add one, or remove the setting"),
    "rung": ("this is not a rung", "Write account_owner, `needs: […]`, `pool: …`, `rep: …`, `queue: …` or named cases"),
}


def shaped(model: type[S], data: object, notes: Notes) -> S | None:
    """Give the data as that section with its defaults; note everything that is wrong with it and give None instead."""
    try:
        return model.model_validate(data)
    except ValidationError as error:
        details = error.errors(include_url=False)[: MOST + 1]
        meant = _meant(model, details)
        for detail in details:
            # A setting that is missing because its name was misspelt is told once, at the misspelt name.
            if detail["type"] != "missing" or detail["loc"] not in meant:
                _note(model, data, detail, notes)
        return None


def _meant(model: type[Section], details: Iterable[ErrorDetails]) -> set[tuple[Step, ...]]:
    """Give the settings that unknown names probably stand for."""
    unknown = [detail["loc"] for detail in details if detail["type"] == "extra_forbidden"]
    return {(*loc[:-1], nearest(str(loc[-1]), _section_at(model, loc[:-1]).settings()) or "") for loc in unknown}


def _note(model: type[Section], data: object, detail: ErrorDetails, notes: Notes) -> None:
    path = _as_written(detail["loc"], data)
    here = notes.under(*path)
    match detail["type"]:
        case "missing":
            name = str(detail["loc"][-1])
            here.add(f"{quoted(name)} is missing", f"Add `{name}: …`")
        case "extra_forbidden":
            section = _section_at(model, detail["loc"][:-1])
            name = str(detail["loc"][-1])
            meant = did_you_mean(name, section.settings())
            cut_off = detail["input"] is None and " " in name
            here.add(f"{quoted(name)} is not a setting here", _CUT_OFF if cut_off else meant, at_key=True)
        case kind if kind == WRONG:
            context = detail.get("ctx", {})
            here.add(str(context["says"]), str(context["instead"]), at_key=detail["loc"][-1:] == ("[key]",))
        case kind:
            says, instead = _NEEDED.get(kind, (detail["msg"], ""))
            here.add(f"{says}, not {kind_of(detail['input'])}" if kind.endswith("_type") else says, instead)


def _as_written(loc: Sequence[Step], whole: object) -> tuple[Step, ...]:
    """Drop the steps of a location that name a branch of the schema and not a place in the file."""
    path: list[Step] = []
    data = whole
    for place, step in enumerate(loc):
        group = _is_group(cast("object", data))
        if isinstance(data, dict) and step in data:
            data = cast("dict[Step, object]", data)[step]
            path.append(step)
        elif isinstance(data, list) and isinstance(step, int):
            data = cast("list[object]", data)[step]
            path.append(step)
        elif place == len(loc) - 1 and group and not str(step).startswith(("<", "[")):
            path.append(step)
    return tuple(path)


def _is_group(data: object) -> bool:
    return data is None or isinstance(data, dict)


def _section_at(model: type[Section], loc: Sequence[Step]) -> type[Section]:
    """Find the section that a location leads to, for the names it knows."""
    kind: Any = model
    for step in loc:
        kind = _inside(kind, step)
    return next(arm for arm in _arms(kind) if _is_section(arm))


def _inside(kind: Any, step: Step) -> Any:
    arms, picked = _arms(kind), _arms(kind, step)
    if picked and picked != arms:
        return picked[0]
    for arm in arms:
        if _is_section(arm):
            return next(field.annotation for name, field in arm.model_fields.items() if step in (field.alias, name))
        if get_origin(arm) in (dict, list):
            return get_args(arm)[-1]
    return kind


def _arms(kind: Any, step: Step = "") -> list[Any]:
    """The kinds that a kind may be: its own self, or each side of `a | b`; of tagged sides only the one named."""
    if get_origin(kind) is Annotated:
        first, *marks = get_args(kind)
        if isinstance(step, str) and step.startswith("<") and any(isinstance(mark, Tag) for mark in marks):
            return [first] if Tag(step) in marks else []
        return _arms(first, step)
    sides: tuple[Any, ...] = () if get_origin(kind) in (dict, list) else get_args(kind)
    return [arm for side in sides for arm in _arms(side, step)] if sides else [kind]


def _is_section(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Section)
