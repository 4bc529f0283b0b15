"""What does the owner of a lead do next, in a few words?"""

from __future__ import annotations

from collections.abc import Mapping

from .lead import ASKED, Lead
from .stages import WORKED, Stage

ONWARD: Mapping[Stage, str] = {Stage.SQL: "open an opportunity or close", Stage.OPPORTUNITY: "win or lose"}
"""What is next of a lead that an account executive has taken over."""


CLAIM = "claim"


def next_action(lead: Lead) -> str:
    """What the owner does next, in a few words; nothing open is left without one. In a queue it is claimed first."""
    words = _next(lead)
    return f"claim, then {words}" if words and lead.queue and not words.startswith(CLAIM) else words


def _next(lead: Lead) -> str:
    asked = lead.running(ASKED)
    if asked:
        return "answer them: they asked again" + (" (late)" if asked.breached_at else "")
    if lead.second and (onward := _onward(lead)):
        return onward
    clock, plan = lead.clock, lead.follow_up
    planned = plan.next_words if plan else ""
    if clock:
        late = " (late)" if clock.breached_at else ""
        first = f"claim and touch first{late}" if lead.queue else f"first touch{late}"
        return f"{first}: {planned}" if planned else first
    if lead.waiting:
        return "marketing reviews"
    if lead.stage is Stage.MQL:
        return f"accept or reject; then {planned}" if planned else "accept or reject"
    over = lead.stage not in WORKED or lead.stage is Stage.WON
    return "" if over else planned or "work and dispose"


def _onward(lead: Lead) -> str:
    """What is next in the second half; empty where the lead is not in it."""
    second = lead.second
    if second is None or second.cycle != lead.cycle or second.sdr is None:
        return ""
    if second.waiting:
        return "claim, then take over or give back" if lead.queue else "take over or give back"
    if second.came_back and lead.stage is Stage.SAL:
        planned = lead.follow_up.next_words if lead.follow_up else ""
        return f"work on what came back: {second.came_back.replace('_', ' ')}" + (planned and f"; then {planned}")
    return ONWARD.get(lead.stage, "")
