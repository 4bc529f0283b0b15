"""What was wrong with a form, beside which field, and what had been written in it?"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as held_in

from batonpass.handoff.refusal import Refusal, RefusalKind
from batonpass.written.refused import Refused

from . import words

STATUS = {RefusalKind.INVALID: 422, RefusalKind.FORBIDDEN: 403, RefusalKind.CONFLICT: 409}
NAME = re.compile(r"[a-z_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """An action that was not carried out; nothing has changed."""

    action: str = ""
    says: str = ""
    field: str = ""
    given: Mapping[str, str] = held_in(default_factory=dict[str, str])
    status: int = 422


def trouble_of(action: str, refused: Refusal | Refused, form: Mapping[str, str]) -> Trouble:
    """What to tell beside the form, in sentences; the field at fault is the last name in its path."""
    given = {name: value for name, value in form.items() if name != "token"}
    if isinstance(refused, Refusal):
        says, at, status = words.sentence(words.told(refused.says)), refused.field, STATUS[refused.kind]
        return Trouble(action=action, says=_full(says), field=at, given=given, status=status)
    says = " ".join(
        _full(words.sentence(one.says)) + (f" {_full(one.instead)}" if one.instead else "")
        for one in refused.problems[:5]
    )
    names = NAME.findall(refused.problems[0].path) if refused.problems else []
    return Trouble(action=action, says=says, field=names[-1] if names else "", given=given)


def _full(sentence: str) -> str:
    return sentence if sentence.endswith((".", "!", "?")) else f"{sentence}."
