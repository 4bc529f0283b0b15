"""Would the tests notice that a promise runs otherwise than agreed: minutes, team hours, waivers? Each in a copy.

Run by hand: `python -m tests.faults.agreed`; exit code 1 if one lived.
"""

from __future__ import annotations

from tests.breaking import tell
from tests.faults.hard import fault

FAULTS = (
    fault(
        "handoff/ladder.py",
        "handoff/test_ladder_minutes.py",
        "a step agreed in minutes moves with a hand-over",
        "        after = None if step.after is None else int(share)\n",
        "        after = None\n",
    ),
    fault(
        "handoff/ladder.py",
        "handoff/test_ladder_minutes.py",
        "a step close to the end breaks the promise before it is due",
        "return max(1, min(percent, WHOLE - 1)) if share < budget",
        "return round(share * WHOLE / budget) if share < budget",
    ),
    fault(
        "handoff/clock.py",
        "handoff/test_team_hours.py",
        "a promise in the team's hours runs by whoever gets the lead",
        "    if clock.team:\n",
        "    if False:\n",
    ),
    fault(
        "handoff/moves.py",
        "handoff/test_waive.py",
        "whoever has a lead buys themselves time by handing it on",
        "request.by in people.reps and request.by != leads",
        "False",
    ),
    fault(
        "handoff/clock.py",
        "handoff/test_waive.py",
        "a broken promise is made whole by handing it on",
        "bool(waive) and clock.breached_at is None",
        "bool(waive)",
    ),
)

if __name__ == "__main__":
    tell(FAULTS)
