"""Which reports were counted so lately that they need not be counted again?

Sorting the waits of a quarter with hundreds of thousands of rounds takes half a second, and one round more among them
changes little. So a report over many rounds is counted at most once a minute, and its page says when; one over few is
always counted anew.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from datetime import datetime, timedelta
from typing import Final, Generic, TypeVar

MANY: Final = 20_000
"""Rounds; fewer are counted in less time than the page takes to draw."""
FRESH: Final = timedelta(minutes=1)
MOST: Final = 64

Answer = TypeVar("Answer")


class KeptReports(Generic[Answer]):
    """Answers by their questions, each with the instant it was counted at; the oldest go when there are too many."""

    def __init__(self, most: int = MOST) -> None:
        """Hold so many answers at most."""
        self.most = most
        self._held: OrderedDict[Hashable, tuple[datetime, Answer]] = OrderedDict()

    def of(self, question: Hashable, now: datetime) -> Answer | None:
        """What was answered less than a minute before `now`; None when it must be counted, as after the clock moved."""
        found = self._held.get(question)
        if found is None:
            return None
        at, answer = found
        return answer if timedelta() <= now - at < FRESH else None

    def keep(self, question: Hashable, now: datetime, answer: Answer) -> None:
        """Hold an answer as of `now`."""
        self._held[question] = (now, answer)
        self._held.move_to_end(question)
        while len(self._held) > self.most:
            self._held.popitem(last=False)
