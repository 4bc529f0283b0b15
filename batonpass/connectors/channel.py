"""What does every way out of the house promise, and how long do we wait before we try again?"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Protocol

from batonpass.handoff.effects import Effect

_WAITS = (
    timedelta(seconds=5),
    timedelta(seconds=30),
    timedelta(minutes=2),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
    timedelta(hours=24),
)
"""One wait after each failed try. The last stands there twice: 75 hours are kept even if luck shortens every wait."""

TRIES_MAX = len(_WAITS) + 1
_JITTER = 0.2
SPREAD = tuple(wait * _JITTER for wait in _WAITS)
"""By the number of tries that failed: so much later than planned may the next one come by luck alone."""
_LONGEST = timedelta(hours=24)


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One row of the outbox, on its way.

    `at` is database time at this try; `tries` counts the tries before it; links are bound to `lead` and `cycle`.
    `together` holds all the messages that go to this person in this one, itself among them; empty when it goes alone.
    `language` is what its reader has chosen; English without.
    """

    key: str
    kind: str
    recipient: str
    effect: Effect
    at: datetime
    tries: int = 0
    lead: str = ""
    cycle: int = 0
    together: tuple[Message, ...] = ()
    language: str = ""

    def with_others(self, all_of_them: tuple[Message, ...]) -> Message:
        """These messages as one, known by a key that is the same whenever the same messages go together."""
        keys = "\n".join(sorted(one.key for one in all_of_them))
        return replace(self, key=f"together/{sha256(keys.encode()).hexdigest()[:32]}", together=all_of_them)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """The other side took it. `detail` is what they said, for the operator."""

    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Later:
    """The world was not ready. `after` is set when the other side named how long to wait."""

    why: str
    after: timedelta | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Never:
    """Trying again cannot help: a person has to change something. The message becomes a dead letter."""

    why: str


Result = Sent | Later | Never


class Channel(Protocol):
    """A way out of the house. `send` never raises for what the world does; a raise is a bug of ours."""

    @property
    def name(self) -> str: ...

    async def send(self, message: Message) -> Result: ...

    async def close(self) -> None: ...


def wait(message: Message, later: Later, *, luck: float) -> timedelta | None:
    """How long until the next try; None when the tries are used up and the message is a dead letter.

    `luck` is a random number from 0 to 1: it moves the wait by up to a fifth either way, so that a crowd of messages
    that failed together does not come back together. A wait that the other side asked for is never shortened.
    """
    if message.tries + 1 >= TRIES_MAX:
        return None
    ours = _WAITS[message.tries] * (1 - _JITTER + 2 * _JITTER * luck)
    theirs = (later.after or timedelta()) * (1 + _JITTER * luck)
    return max(ours, min(theirs, _LONGEST))
