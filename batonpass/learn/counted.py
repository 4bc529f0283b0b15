"""Which leads does each figure that both sides look at count, and of which? Dashboard, SLA and pack ask here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Final, TypeAlias

import numpy as np

from batonpass.learn.rounds import Flags, Rounds
from batonpass.learn.verdicts import verdicts

BEYOND: Final = timedelta(days=14)
"""A lead in work without a disposition is late after so long where no promise says sooner."""
WHOLE: Final = 100
Share: TypeAlias = tuple[Flags, Flags]
"""Those that count, and those of which they are a share."""
OPENS: Final[Mapping[str, Mapping[str, str]]] = {
    "followed_up": {"promise": "first_touch", "result": "broken"},
    "accepted": {"only": "given_back"},
    "qualified": {"only": "qualified"},
    "undisposed": {"only": "undisposed"},
    "unworked": {"only": "unworked"},
    "complete": {"complete": "no"},
    "source_known": {"only": "unknown_source"},
    "rejected": {"only": "rejected"},
}
"""What lists the leads that a meeting wants to see behind each figure: mostly those that fell short."""


def shares(part: Rounds) -> dict[str, Share]:
    """Every figure of leads that were handed over, by name."""
    yes, no = answers(part)
    taken, over = decided(part)
    touch, never = verdicts(part, "first_touch"), unworked(part)
    complete = part.arrays["completeness"]
    return {
        "followed_up": (touch.kept, touch.kept | touch.broken),
        "accepted": (yes, yes | no),
        "qualified": (taken & part.has("sql"), over),
        "undisposed": undisposed(part),
        "unworked": (never, touch.kept | touch.broken | touch.excused | never),
        "complete": (complete >= WHOLE, ~np.isnan(complete)),
        "source_known": (~part.says("source", ""), np.ones(len(part), np.bool_)),
        "rejected": (part.has("rejected"), yes | no),
    }


def answers(rounds: Rounds) -> Share:
    """Which leads sales took on, and which it gave back without; the others it has not answered."""
    yes = rounds.has("accepted") | rounds.has("sql")
    return yes, rounds.has("rejected") & ~yes


def decided(part: Rounds) -> Share:
    """The leads that sales took on, and those of them of which it is known whether they are sales-qualified."""
    taken = part.has("sal")
    return taken, taken & (part.has("sql") | part.has("disposed") | part.has("rejected") | part.has("ended"))


def unworked(rounds: Rounds) -> Flags:
    """Handed over, past the promise of a first touch, and nobody touched it or gave it back."""
    late = verdicts(rounds, "first_touch")
    return (late.broken | late.excused) & ~rounds.has("touched") & ~rounds.has("rejected")


def undisposed(rounds: Rounds) -> Share:
    """Leads in work past the limit of a disposition without one, and all whose limit has passed or who have one.

    Whoever is sales-qualified has one: an account executive who took a lead over says so without a word beside it.
    """
    promised = verdicts(rounds, "dispose")
    told = promised.kept | promised.broken | promised.excused | promised.running | promised.closed
    worked = rounds.has("touched") | rounds.has("accepted")
    over = rounds.has("disposed") | rounds.has("rejected") | rounds.has("sql")
    old = rounds.at("mql") < np.int64((rounds.now - BEYOND).timestamp() * 1e6)
    passed = np.where(told, promised.broken | promised.excused, old)
    late = worked & ~over & ~rounds.has("ended") & passed
    return late, late | (worked & over)
