"""What do the playbook's conditions see of a lead now?"""

from __future__ import annotations

from .lead import Lead
from .qualify import Arrived, raised_hand
from .setting import Setting, condition_facts


def seen_now(lead: Lead, setting: Setting, arrived: Arrived | None = None) -> dict[str, object]:
    """The lead as it stands, a hand that it raised in this cycle or raises with what arrived, others of its account."""
    hand = raised_hand(lead, arrived, setting.playbook.definition)
    return condition_facts(lead, setting.playbook, hand_raised=hand, at=setting.at, others=setting.others)
