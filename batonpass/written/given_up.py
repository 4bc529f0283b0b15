"""Which examples does a playbook give up that were agreed on, and does it say why?"""

from __future__ import annotations

import json
import re

from batonpass.written.cases import Case
from batonpass.written.load import Written
from batonpass.written.refused import Problem, Refused, quoted


def refuse_silent_removals(written: Written, where: str, *, before: Written | None) -> None:
    """Raise Refused naming each example of the version in force that is gone, or expects something else, unexplained.

    A definition is what its counter-examples keep out: one that vanishes unnoticed lets in what was agreed to be out.
    """
    if before is None:
        return
    silent = [one for one in given_up(written, before=before) if one.name not in written.file.definition.removed]
    if silent:
        raise Refused([_problem(one, where, before.playbook.version) for one in silent])


def given_up(written: Written, *, before: Written) -> tuple[Case, ...]:
    """The examples of the version before that are gone, or expect something else, whether it says why or not."""
    now = {(case.kind, case.name): case for case in written.cases}
    return tuple(one for one in before.cases if not _kept(one, now.get((one.kind, one.name))))


def _kept(was: Case, now: Case | None) -> bool:
    return now is not None and now.expect == was.expect


def _problem(case: Case, where: str, version: str) -> Problem:
    author = f"by {case.by or 'nobody'}, {case.on or 'no date'}"
    return Problem(
        where=where,
        path="definition.removed",
        says=f"{case.kind} {quoted(case.name)} ({author}) of version {version} is gone or expects something else",
        instead=f"Put it back, or say why it goes: removed: {{{_key(case.name)}: the reason}}",
    )


def _key(name: str) -> str:
    """A name as it may stand within { }: in quotes where a comma or a colon would end it."""
    plain = re.fullmatch(r"[^\W\d][\w ]*", name) and name.lower() not in ("true", "false", "null")
    return name if plain else json.dumps(name, ensure_ascii=False)
