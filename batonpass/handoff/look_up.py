"""What do we not know yet that others may?"""

from __future__ import annotations

from .effects import LookUp
from .lead import Lead
from .setting import Setting

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


def _held(lead: Lead, name: str) -> bool:
    return bool(lead.value(name) or lead.account_fields.get(name) or (name == "company" and lead.account_name))
