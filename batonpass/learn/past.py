"""What do past leads look like to whoever learns from them: as they were when handed over, and what became of each?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Protocol

import numpy as np

from batonpass.handoff.instants import NEVER, since_1970
from batonpass.handoff.lead import Lead
from batonpass.handoff.playbook import Playbook
from batonpass.learn.backtest import Codes
from batonpass.learn.inputs import Inputs, inputs_of
from batonpass.learn.inputs_apart import inputs_apart
from batonpass.learn.intervals import Floats
from batonpass.learn.leakage import Column
from batonpass.learn.many import Many, Whole
from batonpass.learn.many.conditions import NotInColumns
from batonpass.learn.many.read import many_of, reader
from batonpass.learn.outcome import code_of, outcome_of
from batonpass.written.refused import Problem, Refused, quoted

SEED: Final = 20_270_302
"""Chance is dealt from this number, so that the same leads give the same answer."""


class Passed(Protocol):
    """One round of a lead: as it was handed over, and as it stood when the round was over."""

    @property
    def handed(self) -> Lead: ...
    @property
    def ended(self) -> Lead: ...
    @property
    def handed_at(self) -> datetime | None: ...
    @property
    def amount(self) -> float | None: ...
    @property
    def currency(self) -> str: ...
    @property
    def qualified(self) -> bool: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """Leads as they were when they were handed over, and what became of each (1, 0, or -1: nobody knows)."""

    leads: Sequence[Lead]
    outcome: Codes
    worth: Floats
    columns: tuple[Column, ...]
    field_of: Mapping[str, str]
    handed_at: Whole | None
    says: tuple[str, ...]

    def inputs(self, playbook: Playbook, at: datetime) -> Inputs:
        """What each rule and signal counts, as of the handoff, or as of `at` where that is not known."""
        try:
            return inputs_of(self.many([playbook], at), playbook)
        except NotInColumns:
            instants = [lead.cycle_since or at if self.handed_at is not None else at for lead in self.leads]
            return inputs_apart(self.leads, playbook, instants)

    def many(self, playbooks: Sequence[Playbook], at: datetime) -> Many:
        """As columns, each as of its handoff, or as of `at` where that is not known."""
        many = many_of(self.leads, playbooks, at=at)
        if self.handed_at is None:
            return many
        return replace(many, at=np.where(self.handed_at == NEVER, many.at, self.handed_at), worked_out={})

    def as_new(self, playbook: Playbook, at: datetime) -> Many:
        """As columns, each as if it came new at its handoff, or with its latest act where none is known."""
        new = self.many([playbook], at).as_new()
        if self.handed_at is None:
            return new
        handed = self.handed_at != NEVER
        instants = np.where(handed, self.handed_at, new.at)
        return replace(new, at=instants, hand_since=np.where(handed, self.handed_at, new.hand_since), worked_out={})

    def values(self, path: str) -> list[str]:
        """What each lead holds of a field, "unknown" where nothing is; Refused for a field that is none."""
        try:
            read = reader(path)
        except NotInColumns:
            says = f"{quoted(path)} is no field of a lead"
            raise Refused([Problem(where="--by", says=says, instead="Name one such as account.country")]) from None
        return [str(value) if (value := read(lead)) is not None else "unknown" for lead in self.leads]


def gathered_from(rounds: Sequence[Passed]) -> Gathered:
    """Rounds of the database, each field with the instant it was written at, so that what came late can be seen."""
    leads = [one.handed for one in rounds]
    fields = sorted({name for lead in leads for name in lead.known})
    held = {name: [lead.known.get(name) for lead in leads] for name in fields}
    outcome = [code_of(outcome_of(one.ended, qualified=one.qualified)) for one in rounds]
    known = sum(code >= 0 for code in outcome)
    currencies = sorted({one.currency for one in rounds if one.amount is not None})
    several = len(currencies) > 1
    return Gathered(
        leads=leads,
        outcome=np.array(outcome, dtype=np.int8),
        worth=np.array([np.nan if one.amount is None or several else one.amount for one in rounds], dtype=np.float64),
        columns=tuple(
            Column(
                name=name,
                values=[one.value if one else None for one in words],
                written_at=np.array([since_1970(one.at) if one else NEVER for one in words], dtype=np.int64),
            )
            for name, words in held.items()
        ),
        field_of={name: name for name in fields},
        handed_at=np.array([since_1970(one.handed_at) if one.handed_at else NEVER for one in rounds], dtype=np.int64),
        says=(
            f"{len(leads):,} rounds in the database, each lead as it was when handed over; {known:,} have an outcome",
            *([f"what was won is in several currencies ({', '.join(currencies)}), so no revenue is told"] * several),
        ),
    )
