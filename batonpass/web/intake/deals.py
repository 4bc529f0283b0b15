"""What becomes of a lead when its deal opens, is won or is lost in the CRM?"""

from __future__ import annotations

import hashlib
from typing import Any

from batonpass.handoff.deal import CRM, day, money
from batonpass.handoff.refusal import Refusal
from batonpass.handoff.requests_second import Lose, OpenOpportunity, SecondRequest, Win
from batonpass.store.deals import lead_of_deal
from batonpass.store.take import act
from batonpass.web.wiring import Collaborators

NOBODYS = "no lead has this deal; it is taken up once the CRM says which contact it is with"


async def deal_told(given: Collaborators, item: Any, *, key: str) -> dict[str, Any]:
    """Do to the lead what its deal says; what cannot be done to it now is answered with the reason."""
    lead = await lead_of_deal(given.pool, item.deal, email=item.email, known_by=item.person)
    if lead is None:
        return {"kept": False, "lead_id": None, "because": NOBODYS}
    try:
        outcome = await act(given.pool, given.watched, lead, _request(item, key))
    except Refusal as refusal:
        return {"kept": False, "lead_id": lead, "because": refusal.says}
    given.poke()
    return {"kept": True, "lead_id": lead, "state": outcome.state.value, "deal": item.deal}


def _request(item: Any, key: str) -> SecondRequest:
    """Their words as ours; an amount without its currency is no amount."""
    content = repr((item.deal, item.stage, item.amount, item.currency, item.close_on, item.reason))
    asked = hashlib.sha256(content.encode()).hexdigest()
    amount = money(item.amount) if item.currency and item.amount else None
    worth = {"amount": amount, "currency": item.currency if amount is not None else ""}
    said: dict[str, Any] = {"by": CRM, "deal_id": item.deal, "key": key, "asked": asked}
    match item.stage:
        case "won":
            return Win(**said, **worth)
        case "lost":
            return Lose(**said, reason=item.reason)
        case _:
            return OpenOpportunity(**said, **worth, close_on=day(item.close_on))
