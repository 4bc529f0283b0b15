"""How do the turns of the pools stand, and do we hold them yet?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

Tally = Mapping[str, int]


class NotHeld(Exception):
    """Turns were asked for before anybody held them: what others decide meanwhile would not be seen."""


class Tallies(Mapping[str, Tally]):
    """The tallies by pool, as every decision of a batch sees them; to look at them before they are held is NotHeld."""

    def __init__(self, turns: Mapping[str, Tally] | None) -> None:
        """Begin with the tallies as they were locked; None when they are not yet."""
        self._turns = None if turns is None else dict(turns)

    def hold(self, turns: Mapping[str, Tally]) -> None:
        """They are locked now, and stand like this."""
        self._turns = dict(turns)

    def stand(self, pool: str, tally: Tally) -> None:
        """After a decision that took or gave back a turn, this pool stands like this."""
        self._held()[pool] = tally

    def _held(self) -> dict[str, Tally]:
        if self._turns is None:
            raise NotHeld
        return self._turns

    def __getitem__(self, pool: str) -> Tally:
        """How that pool stands; KeyError for one that nobody has had a turn in."""
        return self._held()[pool]

    def __iter__(self) -> Iterator[str]:
        """The pools."""
        return iter(self._held())

    def __len__(self) -> int:
        """How many pools there are."""
        return len(self._held())
