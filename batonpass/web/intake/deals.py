"""What becomes of a lead when its deal opens, is won or is lost in the CRM?"""

from __future__ import annotations

import hashlib
from dataclasses import asdict
from types import SimpleNamespace
from typing import Any

from batonpass.handoff.deal import CRM, day, money
from batonpass.handoff.refusal import Refusal
from batonpass.handoff.requests_second import Lose, OpenOpportunity, Win
from batonpass.store.arrival import Kind
from batonpass.store.deal_steps import DealStep, let_wait, take_ripe
from batonpass.store.deals import lead_of_deal
from batonpass.store.take import act
from batonpass.store.visitors import Unclaimed, claimed, keep, waiting
from batonpass.web.wiring import Collaborators

NOBODYS = "no lead has this deal; it waits until the CRM says which contact it is with"
UNTIL_SQL = "it waits until the lead is one"
WAITS = "deal:"
"""Under this and its name waits what was said of a deal before anybody knew whose it is."""


async def deal_told(given: Collaborators, item: Any, *, key: str) -> dict[str, Any]:
    """Do to the lead what its deal says, and then what waited; what cannot be done to it now is answered with why.

    CRMs tell things in any order (R22): a stage may come before the contact that the deal is with, and before sales
    here has come so far; such a step waits for its lead.
    """
    lead = await lead_of_deal(given.pool, item.deal, email=item.email, known_by=item.person)
    if lead is None:
        await _let_wait(given, item, key)
        lead = await lead_of_deal(given.pool, item.deal)  # who told us whose it is may have come in between
        if lead is None:
            return {"kept": False, "lead_id": None, "because": NOBODYS}
        told = {"kept": True, "lead_id": lead, "deal": item.deal}
    else:
        told = await _done(given, lead, item, key)
    if told["kept"] or told.get("waits"):
        await _take_up(given, lead, item.deal)
    return told


async def _let_wait(given: Collaborators, item: Any, key: str) -> None:
    """Keep it under the name of its deal, once, for as long as events of an unknown browser are kept."""
    event = Unclaimed(
        alias=WAITS + item.deal, door="deal", caller="deal", kind=Kind.EVENT, sent=asdict(item), idem_key=key
    )
    await keep(given.pool, [event])


async def _take_up(given: Collaborators, lead: str, deal: str) -> None:
    """What waited for this deal's lead, in the order in which it came; what is refused now is let go."""
    waited = await waiting(given.pool, [WAITS + deal])
    for one in waited:
        await _done(given, lead, SimpleNamespace(**one.sent), one.idem_key or str(one.id))
    if waited:
        await claimed(given.pool, waited)


async def _done(given: Collaborators, lead: str, item: Any, key: str) -> dict[str, Any]:
    step = _request(item, key)
    await take_ripe(given.pool, given.watched, lead_id=lead)
    try:
        outcome = await act(given.pool, given.watched, lead, step)
    except Refusal as refusal:
        if not refusal.early:
            return {"kept": False, "lead_id": lead, "because": refusal.says}
        await let_wait(given.pool, lead, step, refusal)
        return {"kept": False, "waits": True, "lead_id": lead, "because": f"{refusal.says}; {UNTIL_SQL}"}
    given.poke()
    return {"kept": True, "lead_id": lead, "state": outcome.state.value, "deal": item.deal}


def _request(item: Any, key: str) -> DealStep:
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
