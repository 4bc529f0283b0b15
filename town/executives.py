"""How do the account executives of the town work: what SDRs find out before they hand over, and how deals end?"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import TypedDict

from batonpass.handoff.hours import Hours, due
from batonpass.handoff.requests import Touch
from batonpass.handoff.requests_second import (
    AnswerChecklist,
    GiveBack,
    HandOver,
    Lose,
    OpenOpportunity,
    TakeNote,
    TakeOver,
    Win,
)

from .acts import Act
from .truth import GIVEN_BACK, OFFERED_OF_LOST, WON_OF_CONVERTED, WORTH_A_ROOT, WORTH_SPREAD, chance
from .visitors import Visitor

LOST = (("price", 3), ("chose_other", 3), ("no_decision", 4))
RETURNED = (("no_show", 3), ("other_people", 1))
NOTES = (
    ("They run three lines by paper and lose an hour a shift.", "Show the handover of a shift on their own line."),
    ("The plant manager wants it, the group decides on money.", "Bring the sums for one plant and for all."),
    ("Their tracing takes a day when a customer asks.", "A lot of theirs, traced while they watch."),
    ("They tried to build it themselves and stopped.", "Ask what was missing, then show that first."),
)


class Price(TypedDict):
    """What is asked for in a deal."""

    amount: Decimal
    currency: str


def hands_over(who: Visitor, *, owner: str, at: datetime, desk: Hours) -> tuple[Act, ...]:
    """Give how an SDR ends with somebody who means it: what was found out, what was said, and the second handoff."""
    draw = chance("finds out", who.number, owner)
    text, next_step = draw.choice(NOTES)
    answers = {
        "need": "yes",
        "authority": draw.choice(("yes", "yes", "unknown")),
        "budget": draw.choice(("approved", "path", "path")),
        "timing": draw.choice(("this_quarter", "this_year")),
    }
    written = due(at, timedelta(minutes=3), desk)
    return (
        Act(at=at, request=AnswerChecklist(by=owner, answers=answers)),
        Act(at=written, request=TakeNote(by=owner, text=text, kind="call", next_step=next_step)),
        Act(at=due(written, timedelta(minutes=draw.randrange(1, 20)), desk), request=HandOver(by=owner)),
    )


def closes(seed: object, who: Visitor, *, owner: str, asked: int, since: datetime, desk: Hours) -> tuple[Act, ...]:
    """Give all that an account executive does who was asked for the first or second time, to the end of the deal.

    Now and then nobody came to the first meeting: then the SDR has the lead again.
    """
    draw = chance("closes", seed, who.number, owner, asked)
    at = due(since, timedelta(minutes=draw.randrange(8, 200)), desk)
    if asked == 1 and draw.random() < GIVEN_BACK:
        return (Act(at=at, request=GiveBack(by=owner, reason=_pick(draw, RETURNED))),)
    taken = Act(at=at, request=TakeOver(by=owner))
    met_at = due(at, timedelta(hours=draw.randrange(3, 20)), desk)
    met = Act(at=met_at, request=Touch(by=owner, kind="meeting", at=met_at))
    won = draw.random() < WON_OF_CONVERTED
    offered = won or chance("offers", who.number).random() < OFFERED_OF_LOST
    # Without an offer it is over soon: an opportunity, or an end, is promised within a fortnight.
    closed_at = due(at, timedelta(hours=draw.randrange(60, 600) if offered else draw.randrange(21, 60)), desk)
    offer = (_offer(who, owner=owner, since=at, close_on=closed_at.date(), desk=desk),) if offered else ()
    end = Win(by=owner, **_price(who)) if won else Lose(by=owner, reason=_pick(draw, LOST))
    ordered = sorted((met, *offer), key=lambda act: act.at)
    return (taken, *ordered, Act(at=closed_at, request=end))


def asks_again(who: Visitor, *, owner: str, since: datetime, desk: Hours) -> tuple[Act, ...]:
    """Give what an SDR does with a lead that came back: one more call, and the handoff once more."""
    called_at = due(since, timedelta(hours=chance("again", who.number).randrange(2, 18)), desk)
    again_at = due(called_at, timedelta(minutes=30), desk)
    call = Act(at=called_at, request=Touch(by=owner, kind="call", at=called_at))
    return (call, Act(at=again_at, request=HandOver(by=owner)))


def _offer(who: Visitor, *, owner: str, since: datetime, close_on: date, desk: Hours) -> Act:
    """Some days after it is clear that they mean it, the owner opens the opportunity."""
    at = due(since, timedelta(hours=chance("offer", who.number).randrange(6, 50)), desk)
    return Act(at=at, request=OpenOpportunity(by=owner, close_on=close_on, **_price(who)))


def _price(who: Visitor) -> Price:
    return {"amount": worth(who.number, who.firm.employees), "currency": "EUR"}


def worth(number: int, employees: int) -> Decimal:
    """Give what somebody who buys pays in the first year, in whole hundreds: more in a large company."""
    spread = chance("worth", number).lognormvariate(0, WORTH_SPREAD)
    return Decimal(max(1, round(WORTH_A_ROOT * employees**0.5 * spread / 100)) * 100)


def _pick(draw: Random, weighted: tuple[tuple[str, int], ...]) -> str:
    return draw.choices([name for name, _ in weighted], [weight for _, weight in weighted])[0]
