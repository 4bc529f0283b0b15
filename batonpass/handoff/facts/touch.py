"""What can happen to a touch after it was made?"""

from __future__ import annotations

from datetime import datetime

from . import Fact, RungAt


class TouchBounced(Fact):
    """A touch never reached the lead, so it does not count (T13).

    `touched_at` is the touch, told at `told_at`; one that was never `counted` is not taken off either. If it had kept
    the promise of this round, the promise runs again (`reopens`) with the `steps` still to come, until `next_at`, when
    another touch was made that did arrive.
    """

    by: str
    touched_at: datetime
    told_at: datetime | None = None
    counted: bool = True
    reopens: bool = False
    steps: tuple[RungAt, ...] = ()
    next_at: datetime | None = None
