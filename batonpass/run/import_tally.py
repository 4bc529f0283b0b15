"""What do the rows of a file come to, counted so that a person can judge them before they are taken in?"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise
from typing import Any

from batonpass.handoff.lead import Lead
from batonpass.store.rehearsal import Rehearsed
from batonpass.written.csv_sent import FileRow

LINES_SHOWN = 5
_PARTICULAR = re.compile(r"'[^']*'|\"[^\"]*\"|\d[\d,.]*")
BANDS = (("<40", None, 40), ("40-69", 40, 70), ("70+", 70, None))


@dataclass(slots=True)
class Wrong:
    """Rows that fail for the same reason: how many, an example of the words, the first lines."""

    column: str
    says: str
    rows: int = 0
    lines: list[int] = field(default_factory=list[int])


@dataclass(frozen=True, slots=True)
class Standing:
    """What one person counts as: each person once, however many rows they have."""

    stage: str
    model: str
    total: Decimal
    account: bool
    known: bool


@dataclass(slots=True)
class Tally:
    """The counts of a dry run. `held` keeps the standing of people who come again, so that each counts once."""

    again: frozenset[str]
    rows: int = 0
    sound: int = 0
    wrong: dict[tuple[str, str], Wrong] = field(default_factory=dict[tuple[str, str], Wrong])
    people: Counter[Standing] = field(default_factory=Counter[Standing])
    held: dict[str, Standing] = field(default_factory=dict[str, Standing])
    owners: Counter[str] = field(default_factory=Counter[str])
    queues: Counter[str] = field(default_factory=Counter[str])
    tiers: Counter[str] = field(default_factory=Counter[str])

    def failed(self, rows: Iterable[FileRow]) -> None:
        """Count rows that cannot be taken in, by reason."""
        for row in rows:
            self.rows += 1
            kind = (row.column, _PARTICULAR.sub("…", row.wrong))
            wrong = self.wrong.setdefault(kind, Wrong(row.column, row.wrong))
            wrong.rows += 1
            if len(wrong.lines) < LINES_SHOWN:
                wrong.lines.append(row.line)

    def stands(self, done: Rehearsed) -> None:
        """Count a row that would be taken in, by where its person would stand after it."""
        self.rows += 1
        self.sound += 1
        if done.lead is None:
            return
        standing = _standing(done.lead, known=done.known)
        before = self.held.get(done.person)
        if before:
            self.people[before] -= 1
        if done.person in self.again:
            self.held[done.person] = standing
        self.people[standing] += 1

    def routed(self, done: Rehearsed) -> None:
        """Count whom a row would go to, if it is handed over as it comes in."""
        if done.lead is None or not done.handed_over:
            return
        self.tiers[done.lead.tier or ""] += 1
        if done.lead.owner:
            self.owners[done.lead.owner] += 1
        elif done.lead.queue:
            self.queues[done.lead.queue] += 1

    def as_dict(self) -> dict[str, Any]:
        """The counts as plain data."""
        people = +self.people
        total = people.total()
        known = sum(count for standing, count in people.items() if standing.known)
        wrong = sorted(self.wrong.values(), key=lambda one: -one.rows)
        return {
            "rows": self.rows,
            "sound": self.sound,
            "errors": self.rows - self.sound,
            "new_people": total - known,
            "known_people": known,
            "repeated_in_file": self.sound - total,
            "account_matches": sum(count for standing, count in people.items() if standing.account),
            "stages": _by(people, lambda s: s.stage),
            "bands": _bands(people),
            "tens": _tens(people),
            "models": {m: _bands(_only(people, m)) for m in sorted({s.model for s in people})},
            "handed_over": {
                "leads": self.owners.total() + self.queues.total(),
                "tiers": dict(self.tiers.most_common()),
                "owners": dict(self.owners.most_common()),
                "queues": dict(self.queues.most_common()),
            },
            "errors_by_kind": [
                {"column": one.column, "says": one.says, "rows": one.rows, "first_lines": one.lines} for one in wrong
            ],
        }


def twice(people: Sequence[int]) -> frozenset[int]:
    """Which numbers come more than once, of numbers in order."""
    return frozenset(one for one, other in pairwise(people) if one == other)


def _standing(lead: Lead, *, known: bool) -> Standing:
    score = lead.score
    total = score.total if score else Decimal(0)
    return Standing(lead.stage.value, score.model if score else "", total, lead.account is not None, known)


def _by(people: Counter[Standing], what: Any) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for standing, count in people.items():
        counts[what(standing)] += count
    return dict(counts.most_common())


def _only(people: Counter[Standing], model: str) -> Counter[Standing]:
    return Counter({standing: count for standing, count in people.items() if standing.model == model})


def _bands(people: Counter[Standing]) -> dict[str, int]:
    return {
        name: sum(n for s, n in people.items() if (low is None or s.total >= low) and (high is None or s.total < high))
        for name, low, high in BANDS
    }


def _tens(people: Counter[Standing]) -> dict[str, int]:
    """How many people have how many points, by tens; below nothing and from a hundred on in one each."""
    counts: Counter[int] = Counter()
    for standing, count in people.items():
        counts[max(-1, min(10, int(standing.total // 10)))] += count
    if not counts:
        return {}
    names = {-1: "below 0", 10: "100+"}
    low, high = min(counts), max(counts)
    return {names.get(n, f"{n * 10}-{n * 10 + 9}"): counts[n] for n in range(low, high + 1)}
