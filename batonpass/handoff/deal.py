"""May this lead become an opportunity, be won or be lost, and with which amount?"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from .facts.second import Lost, OpportunityOpened, Won
from .fold.second import second_of
from .lead import Lead
from .may import must_own_or_lead
from .playbook import Stage
from .refusal import conflict, invalid
from .requests_second import Lose, OpenOpportunity, Win
from .setting import Setting
from .words import worth_said

AMOUNT_MOST = Decimal(10) ** 12
CENTS = 2
ID_MOST = 200
DAYS_AWAY_MOST = 3_660
"""A close date further away than ten years is a slip."""
CRM = "crm"
"""By whom a word of the CRM is: a system of ours, and no person."""
_OVER = (Stage.WON, Stage.LOST, Stage.MERGED)
"""A deal is over then, or the lead lives on elsewhere: no step of it comes too early any more."""
_COMMA = re.compile(r"[^,]*,\d{1,2}")
_CURRENCY = re.compile(r"[A-Z]{3}")


def opportunity(lead: Lead, request: OpenOpportunity, setting: Setting) -> OpportunityOpened:
    """An SQL becomes an opportunity; one that is open is brought up to date."""
    _must_have(lead, request.by, setting)
    _must_be_money(request.amount, request.currency)
    _must_be_id(request.deal_id)
    if request.close_on is not None and abs((request.close_on - setting.at.date()).days) > DAYS_AWAY_MOST:
        raise invalid("the close date lies more than ten years away", field="close_date")
    _must_be_of_now(lead, request.deal_id)
    if not _is_open(lead, request):
        says = f"only an SQL becomes an opportunity; this lead is {lead.stage.value}"
        raise conflict(says, early=lead.stage not in _OVER)
    name, worth = setting.directory.name_of(request.by), _worth(request.amount, request.currency)
    what = "opened an opportunity" if lead.stage is Stage.SQL else "brought the opportunity up to date"
    by = f", to close by {request.close_on.isoformat()}" if request.close_on else ""
    return OpportunityOpened(
        at=setting.at,
        by=request.by,
        amount=request.amount,
        currency=request.currency,
        close_on=request.close_on,
        deal_id=request.deal_id,
        key=request.key,
        asked=request.asked,
        because=f"{name} {what}{worth}{by}",
    )


def won(lead: Lead, request: Win, setting: Setting) -> Won:
    """An opportunity, or an SQL that needed none, was bought."""
    _must_have(lead, request.by, setting)
    _must_be_money(request.amount, request.currency)
    _must_be_id(request.deal_id)
    _must_be_of_now(lead, request.deal_id)
    _must_be_open(lead, request)
    return Won(
        at=setting.at,
        by=request.by,
        amount=request.amount,
        currency=request.currency,
        deal_id=request.deal_id,
        key=request.key,
        asked=request.asked,
        because=f"{setting.directory.name_of(request.by)}: won{_worth(request.amount, request.currency)}",
    )


def lost(lead: Lead, request: Lose, setting: Setting) -> Lost:
    """It was not bought, for one of the playbook's reasons where it names any."""
    reasons = setting.playbook.second.lost if setting.playbook.second else ()
    if request.by != CRM and reasons and request.reason not in reasons:
        raise invalid(f"lost needs its reason; choose one of: {', '.join(reasons)}", field="reason", allowed=reasons)
    _must_have(lead, request.by, setting)
    _must_be_id(request.deal_id)
    _must_be_of_now(lead, request.deal_id)
    _must_be_open(lead, request)
    why = f" ({request.reason.replace('_', ' ')})" if request.reason else ""
    return Lost(
        at=setting.at,
        by=request.by,
        reason=request.reason,
        note=request.note,
        deal_id=request.deal_id,
        key=request.key,
        asked=request.asked,
        because=f"{setting.directory.name_of(request.by)}: lost{why}",
    )


def money(text: str) -> Decimal | None:
    """An amount as a CRM writes it, to the cent; None for what is none.

    A comma is a decimal one where one or two digits follow it to the end, else it stands between thousands.
    """
    plain = "".join(text.split())
    plain = plain.replace(".", "").replace(",", ".") if _COMMA.fullmatch(plain) else plain.replace(",", "")
    try:
        amount = Decimal(plain)
    except ArithmeticError:
        return None
    return round(amount, CENTS) if amount.is_finite() and 0 <= amount <= AMOUNT_MOST else None


def day(text: str) -> date | None:
    """A day as a CRM writes it, of which only the date counts; None for what is none."""
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def _worth(amount: Decimal | None, currency: str) -> str:
    return f" of {worth_said(amount, currency)}" if amount is not None else ""


def _must_have(lead: Lead, by: str, setting: Setting) -> None:
    """Refuse everybody but its owner, who leads them, and the CRM itself."""
    if by != CRM:
        must_own_or_lead(lead, by, setting)


def _must_be_of_now(lead: Lead, deal_id: str) -> None:
    """What is said later of a deal that was over in an earlier round says nothing of this one."""
    if deal_id and deal_id in second_of(lead).past:
        raise conflict(f"the deal {deal_id} belongs to an earlier round of this lead")


def _is_open(lead: Lead, request: OpenOpportunity | Win | Lose) -> bool:
    """Who asks as a customer is with whoever sold to them: nobody else need take them over first.

    That a CRM calls them a customer says nothing of what they ask now; a deal of its own does.
    """
    if lead.stage in (Stage.SQL, Stage.OPPORTUNITY):
        return True
    return lead.customer and lead.stage is Stage.SAL and (request.by != CRM or bool(request.deal_id))


def _must_be_open(lead: Lead, request: Win | Lose) -> None:
    if not _is_open(lead, request):
        says = f"only an SQL or an opportunity is won or lost; this lead is {lead.stage.value}"
        raise conflict(says, early=lead.stage not in _OVER)


def _must_be_money(amount: Decimal | None, currency: str) -> None:
    if currency and not _CURRENCY.fullmatch(currency):
        raise invalid(f"{currency!r} is no currency; write its three letters, such as EUR", field="currency")
    if amount is None:
        return
    places = -int(amount.as_tuple().exponent) if amount.is_finite() else CENTS + 1
    if not amount.is_finite() or not 0 <= amount <= AMOUNT_MOST or places > CENTS:
        raise invalid("the amount is a number of at least 0, with two places at most", field="amount")
    if not currency:
        raise invalid("an amount needs its currency, such as EUR", field="currency")


def _must_be_id(deal_id: str) -> None:
    if len(deal_id) > ID_MOST:
        raise invalid(f"the id of a deal has {ID_MOST} characters at most", field="deal_id")
