"""Why does a condition hold, or not, or why can nobody tell? Clause by clause, with what was seen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from .form import All, Either, Form, Not, fields_of
from .run import Facts, runner
from .words import say


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """One clause, or several joined: its answer (None is unknown), its words, and the field values it saw."""

    value: bool | None
    words: str
    seen: tuple[tuple[str, object], ...]
    parts: tuple[Why, ...] = ()


def why(form: Form, facts: Facts) -> Why:
    """Explain a form for these facts; every clause is asked, also those behind the one that decided."""
    inner = form.part if isinstance(form, Not) else form
    parts = inner.parts if isinstance(inner, All | Either) else ()
    return Why(
        value=runner(form)(facts),
        words=say(form),
        seen=tuple((field.path, facts.get(field.path)) for field in fields_of(form)),
        parts=tuple(why(part, facts) for part in parts),
    )


def missing(form: Form, facts: Facts) -> tuple[str, ...]:
    """Give the absent fields that made the form unknown, in the order written; none if it is known."""
    return misser(form)(facts)


def misser(form: Form) -> Callable[[Facts], tuple[str, ...]]:
    """Make `missing` of a form ready to be asked again and again."""
    listed = _misser(form)
    return lambda facts: tuple(dict.fromkeys(listed(facts)))


def _misser(form: Form) -> Callable[[Facts], list[str]]:
    run = runner(form)
    match form:
        case All(parts=parts) | Either(parts=parts):
            inner = [_misser(part) for part in parts]
        case Not(part=part):
            inner = [_misser(part)]
        case _:
            paths = [field.path for field in fields_of(form)]
            return lambda facts: [] if run(facts) is not None else [p for p in paths if facts.get(p) is None]
    return lambda facts: [] if run(facts) is not None else [path for ask in inner for path in ask(facts)]
