"""What became of a lead that was handed over?"""

from __future__ import annotations

from batonpass.handoff.lead import Lead
from batonpass.handoff.playbook import Stage

CONVERTED = frozenset({Stage.SQL, Stage.OPPORTUNITY, Stage.WON})
WAITS = frozenset({Stage.MQL, Stage.SAL})


def code_of(converted: bool | None) -> int:  # noqa: FBT001 - an outcome, not a switch
    """An outcome as it stands in a column: 1 converted, 0 not, -1 nobody knows."""
    return -1 if converted is None else int(converted)


def outcome_of(lead: Lead, *, qualified: bool = False) -> bool | None:
    """True: it became an SQL or more. False: sales worked it and it ended otherwise. None: nobody knows yet.

    An SQL that was lost in the end (`qualified`) converted: what is judged is who was ready for sales, and an open
    opportunity must not turn into a failure on the day on which it closes.

    A lead that was never handed over, or whose work still goes on, has no outcome: it is unknown and not lost.
    """
    if lead.stage in CONVERTED:
        return True
    if lead.stage is Stage.LOST:
        return qualified
    if lead.cycle_since is None or lead.stage in WAITS:
        return None
    return False if lead.ended_at is not None else None
