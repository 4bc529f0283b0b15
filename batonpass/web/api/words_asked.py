"""Does a call know every word of its query? A filter that is left out unseen answers with everybody's leads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any, get_args, get_origin

from fastapi.dependencies.models import Dependant
from starlette.datastructures import QueryParams

from batonpass.web.problem import Problem
from batonpass.written.nearest import nearest

SHOWN = 40


def words_of(dependant: Dependant) -> dict[str, bool]:
    """The words a call may be asked with, and whether each may stand there several times."""
    known = {field.alias: _several(field.field_info.annotation) for field in dependant.query_params}
    for one in dependant.dependencies:
        known |= words_of(one)
    return known


def must_know(asked: QueryParams, known: Mapping[str, bool]) -> None:
    """Refuse a word that the call does not know, before anything is read or done."""
    for word in asked:
        if word not in known:
            raise _unknown(word[:SHOWN], known)
    must_be_once(asked, known)


def must_be_once(asked: QueryParams, known: Mapping[str, bool] | None = None) -> None:
    """Refuse a word that stands there twice: the answer would be to one of them alone."""
    for word, often in Counter(name for name, _ in asked.multi_items()).items():
        if often > 1 and not (known or {}).get(word):
            raise Problem("invalid", f"{word[:SHOWN]} stands there {often} times; ask for one", field=word[:SHOWN])


def _unknown(word: str, known: Mapping[str, bool]) -> Problem:
    if not known:
        return Problem("invalid", f"{word} is nothing to ask for: this call is asked nothing in its query", field=word)
    near = nearest(word, known)
    meant = f"did you mean {near}?" if near else f"there are {', '.join(known)}"
    return Problem("invalid", f"{word} is nothing to ask for here; {meant}", field=word, allowed=known)


def _several(annotation: Any) -> bool:
    return any(get_origin(one) is list for one in (annotation, *get_args(annotation)))
