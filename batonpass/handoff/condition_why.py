"""Why does a condition hold, or not, or why can nobody tell? Clause by clause, with what was seen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .condition_form import All, Either, Form, Not, fields_of
from .condition_run import Facts, runner
from .condition_words import say


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
    return tuple(dict.fromkeys(_missing(form, facts)))


def _missing(form: Form, facts: Facts) -> Iterator[str]:
    if runner(form)(facts) is not None:
        return
    match form:
        case All(parts=parts) | Either(parts=parts):
            for part in parts:
                yield from _missing(part, facts)
        case Not(part=part):
            yield from _missing(part, facts)
        case _:
            yield from (field.path for field in fields_of(form) if facts.get(field.path) is None)
