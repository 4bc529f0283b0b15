"""What do we not know yet that others may, and what does a lead do once they have told us?"""

from __future__ import annotations

from dataclasses import replace

from . import clock as promises
from .brief import brief
from .effects import CancelPending, LookUp
from .lead import Lead
from .notify import announce, of_route
from .qualify import raised_hand
from .route import route
from .setting import Setting, condition_facts
from .walk import Walk

CHANNEL = "look_up"


def look_up(lead: Lead, setting: Setting) -> list[LookUp]:
    """Ask for what the playbook wants and nobody has said: once for each set of missing fields, beside the decision.

    The lead is routed at once on what is known: a raised hand never waits for somebody else's answer.
    """
    agreed, email = setting.playbook.enrichment, lead.value("email")
    if agreed is None or not email:
        return []
    missing = tuple(name for name in agreed.wants if not _held(lead, name))
    if not missing:
        return []
    asked = LookUp(
        key=f"{lead.id}/{CHANNEL}/{'+'.join(missing)}",
        kind=CHANNEL,
        because=f"nobody has said {', '.join(missing)}",
        to=email,
        domain="" if lead.free_mail else email.rpartition("@")[2],
        company=lead.account_name or lead.value("company"),
        wants=missing,
        since=setting.at,
    )
    return [asked]


def route_on(walk: Walk) -> None:
    """What was missing is known now: a lead that waits in the default queue for it goes on to its owner.

    The promise goes along and buys no time (T7). A lead that somebody has claimed is left where it is.
    """
    lead, setting = walk.lead, walk.setting
    running = lead.clock
    if running is None or lead.owner is not None or not lead.route_missing:
        return
    hand = raised_hand(lead, None, setting.playbook.definition)
    seen = condition_facts(lead, setting.playbook, hand_raised=hand, at=setting.at, others=setting.others)
    routed = route(lead, setting, seen)
    if routed.owner is None:
        return
    known = ", ".join(name.rpartition(".")[2] for name in lead.route_missing)
    walk.keep(replace(routed, because=f"{known} known now: {routed.because}"))
    walk.keep(promises.hand_on(walk.lead, running, setting))
    walk.keep(brief(walk.lead, setting))
    walk.ask([CancelPending(key=f"{lead.id}/queued/cancel", kind="cancel", kinds=("queued",))])
    walk.ask(of_route(walk.lead, routed, setting))
    walk.ask(announce("assigned", walk.lead, setting, because=routed.because))


def _held(lead: Lead, name: str) -> bool:
    return bool(lead.value(name) or lead.account_fields.get(name) or (name == "company" and lead.account_name))
