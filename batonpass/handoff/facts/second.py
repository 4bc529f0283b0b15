"""What can have happened between an SDR and an account executive, and after? Found out, handed over, won, lost."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from batonpass.handoff.playbook import Stage
from batonpass.handoff.record import field

from . import Fact


class ChecklistAnswered(Fact):
    """Somebody found out more; only the answers that are new or changed, each with the note beside it."""

    by: str
    answers: Mapping[str, str]
    notes: Mapping[str, str] = field(default_factory=dict[str, str])
    key: str = ""
    asked: str = ""


class NoteTaken(Fact):
    """A conversation was written down: what was said, what comes next, when they meet."""

    by: str
    text: str
    kind: str = ""
    next_step: str = ""
    meeting_at: datetime | None = None
    key: str = ""
    asked: str = ""


class HandedOver(Fact):
    """The SDR asked an account executive to take the lead; `sdr` is who worked it until now."""

    by: str
    sdr: str | None
    round: int
    key: str = ""
    asked: str = ""


class TakenOver(Fact):
    """An account executive accepted the lead: it is an SQL."""

    by: str
    key: str = ""
    asked: str = ""


class Returned(Fact):
    """An account executive gave the lead back, saying why; `anew` lets the SDR's clock run from the start."""

    by: str
    reason: str
    note: str = ""
    then: Stage = Stage.SAL
    anew: bool = False
    key: str = ""
    asked: str = ""


class OpportunityOpened(Fact):
    """The lead became an opportunity, or what is known of it changed; the CRM knows it as `deal_id`."""

    by: str
    amount: Decimal | None = None
    currency: str = ""
    close_on: date | None = None
    deal_id: str = ""
    key: str = ""
    asked: str = ""


class Won(Fact):
    """They bought."""

    by: str
    amount: Decimal | None = None
    currency: str = ""
    deal_id: str = ""
    key: str = ""
    asked: str = ""


class Lost(Fact):
    """They did not buy, for this reason."""

    by: str
    reason: str = ""
    note: str = ""
    deal_id: str = ""
    key: str = ""
    asked: str = ""
