"""Whose turn is it in a pool, when everybody shall get what their weight promises, to within one turn?

The tally says how far each member is behind (more than zero) or ahead, in parts of a turn, so that it means the same
after weights, members or absences have changed. Who cannot take a lead neither gains nor pays, so nobody comes back to
a flood.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import accumulate, pairwise
from math import lcm
from operator import itemgetter

from .people import Member

TURN = lcm(*range(1, 41))
"""One turn in the parts it is dealt in: pools whose weights add up to 40 or less share it without a rest."""
OWED = "+"
"""`+ana` in a tally: what Ana has to come back for leads that should never have been hers."""
TODAY = "#"
"""`#ana` in a tally: the day of her last counted turn and how many she had on it."""
A_DAY = 1_000_000
HOW_FAR = itemgetter(0)


def next_in_turn(members: Sequence[Member], tally: Mapping[str, int]) -> tuple[str, dict[str, int]]:
    """Deal one turn among these members by weight, and say who takes it; with the tally after that.

    While the members and weights stay as they are, nobody is ever a whole turn away from what their weight promises
    (Tijdeman's rule for the chairman's problem: of those who are behind, who would be a turn behind first). Whom a
    change has left further behind comes first. Ties go to who is written first. The same input gives the same answer.
    """
    now = dict(tally)
    parts, behind = max(1, 2 * len(members) - 2), list[tuple[int, int, str]]()
    for member, share in zip(members, _shares(members, now), strict=True):
        rep = member.rep
        now[rep] = due = now.get(rep, 0) + share
        behind.append((parts * due, share, rep))
    chosen = _first(behind, (parts - 1) * TURN)
    now[chosen] -= TURN
    return chosen, now


def give_back(rep: str, tally: Mapping[str, int], turns: int = 1, *, day: int | None = None) -> dict[str, int]:
    """The tally once a turn was taken for nothing: it comes back bit by bit, by counting double until it has.

    Less than zero turns take back what was given back before. `day` is when the turn was taken: what was had on
    another day leaves no more room on this one.
    """
    now = dict(tally)
    now[OWED + rep] = now.get(OWED + rep, 0) + turns * TURN
    seen, had = divmod(now.get(TODAY + rep, 0), A_DAY)
    if had and seen == day:
        now[TODAY + rep] = seen * A_DAY + max(0, had - turns)
    return now


def had_on(day: int, rep: str, tally: Mapping[str, int]) -> int:
    """How many counted turns a rep had on this day (its ordinal)."""
    seen, had = divmod(tally.get(TODAY + rep, 0), A_DAY)
    return had if seen == day else 0


def count_on(day: int, rep: str, tally: dict[str, int]) -> None:
    """Count one more turn on this day."""
    tally[TODAY + rep] = day * A_DAY + had_on(day, rep, tally) + 1


def _shares(members: Sequence[Member], now: dict[str, int]) -> Sequence[int]:
    """Everybody's share of one turn; who is owed one counts up to double, at the cost of all."""
    weights = tuple([member.weight for member in members])
    shares = split(TURN, weights)
    owed = [now.get(OWED + member.rep, 0) for member in members]
    if not any(owed):
        return shares
    more = [max(-share, min(share, due)) for share, due in zip(shares, owed, strict=True)]
    for member, due, given in zip(members, owed, more, strict=True):
        if due:
            now[OWED + member.rep] = due - given
    paid = split(sum(more), weights)
    return [share + given - cost for share, given, cost in zip(shares, more, paid, strict=True)]


@lru_cache(maxsize=1_024)
def split(whole: int, weights: tuple[int, ...]) -> tuple[int, ...]:
    """Divide a whole by weight into whole parts that add up to it; what is left over goes to the first."""
    total = sum(weights)
    ends = [-(-whole * upto // total) for upto in accumulate(weights, initial=0)]
    return tuple([end - begin for begin, end in pairwise(ends)])


def _first(behind: Sequence[tuple[int, int, str]], limit: int) -> str:
    """Who is late already, the furthest behind first; else, of those behind, who would be late first."""
    furthest = max(behind, key=HOW_FAR)
    if furthest[0] >= limit:
        return furthest[2]
    _, _, chosen = _soonest([one for one in behind if one[0] >= TURN and one[1] > 0] or behind, limit)
    return chosen


def _soonest(behind: Sequence[tuple[int, int, str]], limit: int) -> tuple[int, int, str]:
    """Who reaches the limit first at the pace of their share; compared without division, so that it is exact."""
    soonest = behind[0]
    for one in behind[1:]:
        if (limit - one[0]) * soonest[1] < (limit - soonest[0]) * one[1]:
            soonest = one
    return soonest
