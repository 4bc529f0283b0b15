"""How long must somebody wait who has tried in vain?"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime, timedelta

FREE_TRIES = 5
FREE_TRIES_OF_PLACE = 20
"""An office behind one address has many who mistype."""
LONGEST = timedelta(minutes=15)
FORGET_AFTER = timedelta(hours=1)
REMEMBERED_MOST = 10_000


@dataclass(slots=True)
class Tries:
    """How often in vain since the last success, and when last."""

    count: int = 0
    last: datetime | None = None


@dataclass(slots=True)
class Patience:
    """Slows guessing down, by account and by place; nobody is ever locked out for good (S43)."""

    known: OrderedDict[str, Tries] = field(default_factory=OrderedDict[str, Tries])

    def heard(self, email: str, place: str, now: datetime) -> timedelta:
        """Hear a try, or say how long until one is heard.

        It counts as one in vain before anybody looks at its password: of a hundred that come at once, the hundredth is
        the hundredth.
        """
        wait = self.wait(email, place, now)
        if not wait:
            self.in_vain(email, place, now)
        return wait

    def wait(self, email: str, place: str, now: datetime) -> timedelta:
        """How long until the next try is heard; nothing when at once."""
        waits = (self._wait(key, free, now) for key, free in _keys(email, place))
        return max(timedelta(0), *waits)

    def in_vain(self, email: str, place: str, now: datetime) -> None:
        """One more try was wrong."""
        for key, _ in _keys(email, place):
            tries = self.known.pop(key, Tries())
            if tries.last and now - tries.last > FORGET_AFTER:
                tries = Tries()
            self.known[key] = Tries(count=tries.count + 1, last=now)
        while len(self.known) > REMEMBERED_MOST:
            self.known.popitem(last=False)

    def right(self, email: str, place: str) -> None:
        """The right password: the account's tries are forgotten, of the place only this one: a guesser may have it."""
        (account, _), (place_key, _) = _keys(email, place)
        self.known.pop(account, None)
        if (tries := self.known.get(place_key)) and tries.count:
            tries.count -= 1

    def _wait(self, key: str, free: int, now: datetime) -> timedelta:
        tries = self.known.get(key)
        if tries is None or tries.last is None or tries.count < free or now < tries.last:
            return timedelta(0)
        pause = min(timedelta(seconds=2 ** min(tries.count - free, 10)), LONGEST)
        return max(timedelta(0), tries.last + pause - now)


def _keys(email: str, place: str) -> tuple[tuple[str, int], tuple[str, int]]:
    return (f"account {email.lower()}", FREE_TRIES), (f"place {place}", FREE_TRIES_OF_PLACE)
