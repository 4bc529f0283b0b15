"""How does one decision gather what is true and what is wished for?"""

from __future__ import annotations

from . import facts as f
from .effects import CancelPending, Effect
from .fold import fold
from .lead import Lead
from .record import Record
from .setting import Setting


class Advanced(Record):
    """The lead after the step, the facts that became true, the wishes they raise."""

    lead: Lead
    facts: tuple[f.Fact, ...]
    effects: tuple[Effect, ...]


class Walk:
    """One lead on its way through one decision: each fact is folded in before the next is sought.

    `lead` is as it stands by now, `before` as it stood when the decision began.
    """

    __slots__ = ("before", "effects", "facts", "lead", "setting", "version")

    def __init__(self, lead: Lead, setting: Setting) -> None:
        """Begin where the lead stands."""
        self.lead, self.before = lead, lead
        self.setting, self.version = setting, setting.playbook.version
        self.facts: list[f.Fact] = []
        self.effects: list[Effect] = []

    def keep(self, fact: f.Fact) -> None:
        """One more thing is true."""
        self.lead = fold(self.lead, fact, self.version)
        self.facts.append(fact)

    def ask(self, effects: list[Effect]) -> None:
        """One more thing is wished for."""
        self.effects += effects

    def withdraw(self, *kinds: str) -> None:
        """Messages of these kinds about this lead that have not left by now are no news any more."""
        self.effects.append(CancelPending(key=f"{self.lead.id}/{self.lead.seq}/cancel", kind="cancel", kinds=kinds))

    def done(self) -> Advanced:
        """What came of it."""
        return Advanced(lead=self.lead, facts=tuple(self.facts), effects=tuple(self.effects))
