"""What does each fact between an SDR and an account executive, and after, say about a round?"""

from __future__ import annotations

from datetime import datetime

from .facts.second import HandedOver, Lost, OpportunityOpened, Returned, TakenOver, Won
from .playbook import Stage
from .round_row import ENDED, RoundsSoFar


def handed_over(so_far: RoundsSoFar, fact: HandedOver, _kept: datetime, _: str) -> None:
    """The SDR asked an account executive; the first time counts."""
    so_far.first(handed_over_at=fact.at)


def taken_over(so_far: RoundsSoFar, fact: TakenOver, _kept: datetime, _: str) -> None:
    """An account executive took it over: it is sales-qualified."""
    so_far.first(sal_at=fact.at, sql_at=fact.at, taken_over_at=fact.at)
    so_far.row["stage"] = Stage.SQL.value


def returned(so_far: RoundsSoFar, fact: Returned, _kept: datetime, _: str) -> None:
    """An account executive gave it back; where it goes nowhere on, the round is over."""
    so_far.first(returned_at=fact.at)
    so_far.row["stage"] = fact.then.value
    if fact.then in ENDED:
        so_far.first(ended_at=fact.at)


def opened(so_far: RoundsSoFar, fact: OpportunityOpened, _kept: datetime, _: str) -> None:
    """It is an opportunity, and so was sales-qualified before."""
    so_far.first(sal_at=fact.at, sql_at=fact.at)
    so_far.first(opportunity_at=fact.at)
    _worth(so_far, fact, Stage.OPPORTUNITY)


def won(so_far: RoundsSoFar, fact: Won, _kept: datetime, _: str) -> None:
    """They bought; whoever was won was an opportunity before."""
    so_far.first(sal_at=fact.at, sql_at=fact.at, opportunity_at=fact.at)
    so_far.first(won_at=fact.at, ended_at=fact.at)
    _worth(so_far, fact, Stage.WON)


def lost(so_far: RoundsSoFar, fact: Lost, _kept: datetime, _: str) -> None:
    """They did not buy."""
    so_far.first(lost_at=fact.at, ended_at=fact.at)
    so_far.row.update(stage=Stage.LOST.value, outcome_reason=fact.reason)


def _worth(so_far: RoundsSoFar, fact: OpportunityOpened | Won, stage: Stage) -> None:
    so_far.row["stage"] = stage.value
    if fact.amount is not None:
        so_far.row.update(amount=float(fact.amount), currency=fact.currency)
