"""Which rounds has a lead had so far, told fact by fact, the last one open?"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from .playbook import Stage

PERSONAS = ("persona", "role", "title")
ENDED = frozenset({Stage.NURTURE, Stage.DISQUALIFIED, Stage.LOST, Stage.WON})
Row = dict[str, Any]


class RoundsSoFar:
    """The rounds so far, the last one open; and what is known of the lead whatever the round."""

    def __init__(self, lead: str) -> None:
        self.lead = lead
        self.rounds: list[Row] = []
        self.known: dict[str, str] = {}
        self.came: Row = {}
        self.arrival: Row = {}
        self.scored: Row = {}
        self.before: Row = {}
        self.review: Row = {}
        self.let_go: tuple[list[Row], Row] = ([], {})
        self.merged_into = ""
        self.guests: dict[str, tuple[int, Row | None]] = {}

    @property
    def row(self) -> Row:
        """The round that is open."""
        return self.rounds[-1]

    def open(self, number: int, playbook: str) -> None:
        """Begin a round at the arrival that made it; round 0 becomes the first."""
        first = self.rounds[0]["first_seen_at"] if self.rounds else self.arrival["arrived_at"]
        waited = [self.rounds.pop()] if self.rounds and self.row["round"] == 0 else []
        self.let_go = waited, self.review
        fresh = {**self.came, **self.arrival, **self.scored, **self._words(), **self.review}
        self.review = {}
        self.rounds.append({"lead": self.lead, "round": number, "first_seen_at": first, "playbook": playbook, **fresh})
        self.before = {}

    def came_before(self, at: datetime) -> None:
        """A second list of the past may tell that who came in one, and was handed over by none, came earlier still."""
        if self.rounds and self.row["round"] == 0 and self.row.get("historic") and at < self.row["arrived_at"]:
            self.row.update(submitted_at=at, arrived_at=at, first_seen_at=at)

    def first(self, **told: Any) -> None:  # noqa: ANN401 - the fields of Round, checked there
        """Set what has not happened yet in this round."""
        self.row.update({name: value for name, value in told.items() if self.row.get(name) is None})

    def _words(self) -> Row:
        persona = next((self.known[name] for name in PERSONAS if self.known.get(name)), "")
        return {"persona": persona, "segment": self.known.get("segment", "")}
