"""Which one clause keeps a condition from holding, when all the others do?"""

from __future__ import annotations

from .condition_form import All, Either, Form
from .condition_run import Facts, runner
from .condition_words import say


def nearly(form: Form, facts: Facts) -> str:
    """The words of the one clause a false condition lacks; empty when it lacks more, or is no more than a clause."""
    match form:
        case All(parts=parts):
            lacking = [part for part in parts if runner(part)(facts) is not True]
            if len(lacking) != 1:
                return ""
            only = lacking[0]
            return nearly(only, facts) if isinstance(only, All | Either) else say(only)
        case Either(parts=parts):
            return next((words for part in parts if (words := nearly(part, facts))), "")
        case _:
            return ""
