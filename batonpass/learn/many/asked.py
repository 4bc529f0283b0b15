"""Which of many leads does each condition of a playbook hold for? Each different condition is worked out once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import polars as pl

from batonpass.handoff.condition import Condition
from batonpass.handoff.condition.form import TRUTH, All, Among, Either, Field, Flag, Form, Not, Value

from . import Many, Truth
from .conditions import ManyConditions, NotInColumns
from .numbers import SCORE, Ranks
from .read import HAND, SIGNALS

BATCH = 60
"""So many conditions are worked out side by side: enough to keep the processors busy, few enough for the memory."""


@dataclass(slots=True)
class Asked:
    """What is known of many leads, and what conditions have answered about them. Points have so many `places`."""

    many: Many
    places: int
    frame: pl.DataFrame = field(default_factory=pl.DataFrame)
    answers: dict[Form, Truth] = field(default_factory=dict[Form, Truth])

    def __post_init__(self) -> None:
        """Begin with what the leads are."""
        self.frame = self.many.seen

    def tell(self, *columns: pl.Series) -> None:
        """Add what has become known; conditions that read it must be asked afterwards."""
        self.frame = self.frame.with_columns(columns)

    def ask(self, conditions: Sequence[Condition]) -> None:
        """Work conditions out, several at once. Raises NotInColumns for what columns cannot answer."""
        for one in conditions:
            if one.form in self.many.worked_out and _lasting(one):
                self.answers[one.form] = self.many.worked_out[one.form]
        asked = {one.form: one for one in conditions if one.form not in self.answers}
        new = list(asked)
        for first in range(0, len(new), BATCH):
            self._ask(new[first : first + BATCH])
        self.many.worked_out.update({form: self.answers[form] for form, one in asked.items() if _lasting(one)})

    def holds(self, condition: Condition) -> Truth:
        """For whom it holds; unknown is no."""
        self.ask((condition,))
        return self.answers[condition.form]

    def known(self, path: str) -> Truth:
        """Of whom a field is known."""
        return self.frame[path].is_not_null().to_numpy()

    def _ask(self, forms: list[Form]) -> None:
        compiled = ManyConditions(numbers=Ranks(known=self.many.ranks.known, places=self.places))
        told = {str(n): compiled.expression(self._with_signals(form)) for n, form in enumerate(forms)}
        answered = self.frame.lazy().select(pl.lit(0).alias("_"), **told).collect()
        for n, form in enumerate(forms):
            answer = answered[str(n)].fill_null(value=False).to_numpy()
            self.answers[form] = answer if len(answer) == len(self.many) else np.resize(answer, len(self.many))

    def _with_signals(self, form: Form) -> Form:
        """The same form, in which each signal that is looked for is a column of its own."""
        match form:
            case All(parts=parts):
                return All(parts=tuple(self._with_signals(part) for part in parts))
            case Either(parts=parts):
                return Either(parts=tuple(self._with_signals(part) for part in parts))
            case Not(part=part):
                return Not(part=self._with_signals(part))
            case Among(operand=Value(value=str(name)), field=Field(path=path)) if path == SIGNALS:
                return Flag(field=Field(path=self._did(name), type=TRUTH, label=name))
            case Among(field=Field(path=path)):
                raise NotInColumns(f"a condition looks for a field's own value in {path}")
            case _:
                return form

    def _did(self, signal: str) -> str:
        column = f"{SIGNALS}/{signal}"
        if column not in self.frame.columns:
            self.tell(pl.Series(column, self.many.did(signal)))
        return column


def _lasting(condition: Condition) -> bool:
    """Is the answer the same whichever playbook asks? Points and raised hands are a playbook's own."""
    return HAND not in condition.fields and not any(path.startswith(SCORE) for path in condition.fields)
