"""What should the rep say first to this lead, by the agreed messaging?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from .lead import Activity, Lead
from .playbook import WORKED, Playbook, Stage
from .playbook.messaging import Messaging
from .setting import condition_facts
from .template import filled
from .words import NAME_MAX, RAISED, TAKES_NOTHING, ago, plain, when

LATELY = timedelta(days=7)
LATE = timedelta(days=1)
"""What came to us this much later than it happened is told so: the rep must not wonder why nobody called."""
NOTHING_AGREED = Messaging(name="")
OPENER = "Hi {first_name|there}, you {did|were in touch with us} {when}."
ASK = "Would 15 minutes today or tomorrow suit you?"


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """How to begin, and the one thing to ask for; `brief` is the messaging it comes from."""

    brief: Messaging
    says: str
    ask: str


def opening(lead: Lead, playbook: Playbook, *, at: datetime, rep: str = "") -> Opening:
    """The first messaging whose condition holds, its words filled in; without one, plain words about what they did."""
    brief = messaging_for(lead, playbook, at=at)
    values = _values(lead, playbook, at=at, rep=rep)
    says = filled(brief.opener or OPENER, values)
    return Opening(brief=brief, says=says, ask=filled(brief.ask or ASK, values))


def messaging_for(lead: Lead, playbook: Playbook, *, at: datetime) -> Messaging:
    """What is agreed on for leads like this one, by campaign and person."""
    if not playbook.messaging:
        return NOTHING_AGREED
    seen = condition_facts(lead, playbook, at=at)
    return next((one for one in playbook.messaging if one.when is None or one.when.holds(seen) is True), NOTHING_AGREED)


def why_now(lead: Lead, playbook: Playbook, at: datetime) -> str:
    """What happened just now, in the words of the playbook, and how much went before it within a week.

    Why a lead is not ready is no reason to call: for one that sales does not hold only what they did is told.
    """
    last, reason = latest(lead, playbook), reason_of(lead, playbook)
    if last is None:
        return reason
    since, near = at - LATELY, -(at - last.at <= LATELY)
    for one in lead.activities:
        near += one.at >= since
    before = f", after {near} other action{'s' if near > 1 else ''} within 7 days" if near else ""
    reached = f"; {reason}" if reason else ""
    late = f" (told to us {ago(at - last.arrived_at)})" if last.arrived_at - last.at >= LATE else ""
    return f"{words_of(last.signal, playbook)} {when(last.at, at)}{late}{before}{reached}"


def reason_of(lead: Lead, playbook: Playbook) -> str:
    """Why sales holds the lead, beside what they did last; a hand that is raised needs no score, and says so."""
    if lead.stage is not Stage.MQL and lead.stage not in WORKED:
        return ""
    total = lead.score.total if lead.score else None
    if lead.because.startswith(RAISED):
        low = total is not None and total < playbook.definition.mql_from
        return f"a raised hand counts at any score (theirs is {plain(total)})" if low and total is not None else ""
    return "" if lead.because == TAKES_NOTHING else lead.because


def latest(lead: Lead, playbook: Playbook) -> Activity | None:
    """The hand they raised last, if that is no older than a week before anything else; else what they did last."""
    if not lead.activities:
        return None
    last, raised, raisers = lead.activities[0], None, playbook.definition.hand_raisers
    for one in lead.activities:
        if one.at >= last.at:
            last = one
        if one.signal in raisers and (raised is None or one.at >= raised.at):
            raised = one
    return raised if raised and last.at - raised.at <= LATELY else last


def said(lead: Lead, playbook: Playbook) -> Activity | None:
    """The last thing they told us themselves, by a form: nobody likes to hear which pages they were seen on."""
    told = {signal for signals in playbook.signals_of_forms.values() for signal in signals}
    return max((one for one in lead.activities if one.signal in told), key=lambda one: one.at, default=None)


def words_of(signal: str, playbook: Playbook) -> str:
    """A signal as the playbook says it: asked for a demo."""
    for model in playbook.models:
        if signal in model.signals:
            return model.signals[signal].says
    return signal.replace("_", " ")


def _values(lead: Lead, playbook: Playbook, *, at: datetime, rep: str) -> Mapping[str, str]:
    last = said(lead, playbook)
    came = lead.last_source
    held = {name: known.value for name, known in lead.known.items()}
    return {
        **held,
        "first_name": _plain_name(held.get("first_name", "")),
        "name": _plain_name(held.get("first_name", "")),
        "company": lead.account_name or held.get("company", ""),
        "did": words_of(last.signal, playbook) if last else "",
        "when": when(last.at, at) if last else "",
        "page": came.page,
        "campaign": came.campaign or lead.source.campaign,
        "rep": rep,
        "our_company": playbook.company,
    }


def _plain_name(name: str) -> str:
    """A name only if it plainly is one: what a stranger typed never speaks through a rep's mouth."""
    bare = name.replace(" ", "").replace("-", "").replace("'", "").replace("\u2019", "")
    return name if bare.isalpha() and len(name) <= NAME_MAX else ""
