"""Who kept their promises of a first touch how often, and is a difference between people more than chance?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

import numpy as np

from batonpass.handoff.words import percent
from batonpass.learn.asked import Asked
from batonpass.learn.intervals import alike, band, benjamini_hochberg, difference, rate_of
from batonpass.learn.rounds import Flags, Rounds
from batonpass.learn.table import Column, Row, Table, Type
from batonpass.learn.terms import Terms
from batonpass.learn.verdicts import Verdicts

SURE: Final = 0.05
LEAST: Final = 0.001
COLUMNS: Final = (
    Column(name="person", says="Person", type=Type.TEXT),
    Column(name="kept", says="Kept", type=Type.SHARE),
    Column(name="broken", says="Broken", type=Type.COUNT),
    Column(name="chance_low", says="Chance alone: from", type=Type.CHANCE),
    Column(name="chance_high", says="up to", type=Type.CHANCE),
    Column(name="chance", says="Chance of such a difference", type=Type.CHANCE),
    Column(name="finding", says="Finding", type=Type.TEXT),
)


def league(now: Rounds, told: Verdicts, asked: Asked, terms: Terms) -> Table:
    """Whose promises of a first touch were kept how often; a breach counts for who held the lead when it broke."""
    kept_by, broken_by = held(now, told)
    nobodys = sum(count for who, count in broken_by.items() if who in terms.queues)
    reps = sorted(who for who in kept_by.keys() | broken_by.keys() if who not in terms.queues)
    hits, of = [kept_by[rep] for rep in reps], [kept_by[rep] + broken_by[rep] for rep in reps]
    chances, share = compared(hits, of)
    rows: list[Row] = []
    for rep, kept, count, p in zip(reps, hits, of, chances, strict=True):
        low, high = band(count, share)
        rate = rate_of(kept, count)
        says = "too few to say" if rate.rate is None else _apart(kept / count, share, p)
        cells = (terms.name(rep), rate, broken_by[rep], low, high, p, says)
        broken = asked.opens(promise="first_touch", result="broken", breached_by=rep)
        made = asked.opens(promise="first_touch", result="kept", kept_by=rep)
        rows.append(Row(cells=cells, opens={"kept": made, "broken": broken}))
    overall = _chance(alike(hits, of))
    unheld = (
        (f"{nobodys:,} broke in a queue, while nobody held the lead; they count for no person.",) if nobodys else ()
    )
    return Table(
        name="league",
        title="First touch by person",
        columns=COLUMNS,
        rows=tuple(sorted(rows, key=lambda row: str(row.cells[0]))),
        notes=(
            "By name, for an order by share would rank chance.",
            "Who differs the most is compared first, and the rest without them.",
            "A person differs only where the chance of such a difference, adjusted for all compared, is below 5 %.",
            f"Taken together, differences such as these have a chance of {overall} if all keep promises alike.",
            "Who holds harder leads or works other hours differs for that alone: this is no judgement of anybody.",
            *unheld,
        ),
    )


def _chance(overall: float) -> str:
    """As people read it; nobody needs to know how far below a thousandth it lies."""
    return percent(overall, places=1) if overall >= LEAST else f"< {percent(LEAST, places=1)}"


def held(now: Rounds, told: Verdicts) -> tuple[Counter[str], Counter[str]]:
    """How many promises each person kept, and how many broke, while they held the lead.

    As `kept_under` and `broke_under` say.
    """
    kept = _held(now, told.kept, "first_touch.owner", otherwise="first_owner")
    return kept, _held(now, told.broken, "first_touch.breached_owner", otherwise="owner")


def compared(hits: Sequence[int], of: Sequence[int]) -> tuple[list[float], float]:
    """The chance that each person differs from the others by chance alone, adjusted; and the share of the others.

    Whoever differs most is taken out before the rest is compared anew: one who is far below would else put everybody
    who is as all others are above them.
    """
    left = [n for n, count in enumerate(of) if count]
    found = [1.0] * len(of)
    while left:
        kept, count = sum(hits[n] for n in left), sum(of[n] for n in left)
        adjusted = benjamini_hochberg([difference(hits[n], of[n], kept - hits[n], count - of[n]) for n in left])
        most = min(range(len(left)), key=lambda place: adjusted[place])
        if adjusted[most] >= SURE:
            for n, p in zip(left, adjusted, strict=True):
                found[n] = p
            return found, kept / count
        found[left.pop(most)] = adjusted[most]
    return found, sum(hits) / max(1, sum(of))


def _held(now: Rounds, flags: Flags, column: str, *, otherwise: str) -> Counter[str]:
    """How many each held, by a column that may lack, or say nothing of some."""
    if column not in now.arrays:
        return _by_name(now, otherwise, flags)
    unnoted = now.says(column, "")
    return _by_name(now, column, flags & ~unnoted) + _by_name(now, otherwise, flags & unnoted)


def _by_name(now: Rounds, column: str, flags: Flags) -> Counter[str]:
    counts, words = np.bincount(now.arrays[column][flags]), now.words[column]
    return Counter({words[place]: int(counts[place]) for place in np.flatnonzero(counts).tolist() if words[place]})


def _apart(rate: float, share: float, p: float) -> str:
    if p >= SURE:
        return "no more than chance"
    return "below the others" if rate < share else "above the others"
