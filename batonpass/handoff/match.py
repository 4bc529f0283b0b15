"""Is this company one of our accounts: surely, perhaps, or not?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from .legal_forms import COMMON
from .names import key_of, words_of
from .people import Account

SURELY, PERHAPS = 0.92, 0.75
"""Published thresholds: from `SURELY` on two names are one company, from `PERHAPS` on a person looks."""
WEIGHT_OF_COMMON = 0.4
SAME_WORD = 0.8
"""Two words this alike count as one, misspelt; words shorter than `SPELT_OUT` must be equal."""
SPELT_OUT = 5
ALMOST_ALL = 0.85
"""Whole names compared letter by letter must share so much: less is chance."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The account that surely is meant, if there is one, and why or why not."""

    account: Account | None = None
    because: str = ""


def by_name(company: str, country: str, named: Mapping[str, tuple[Account, ...]]) -> Found:
    """The one account whose name is the same but for spelling, legal form and accents; nothing when in any doubt.

    Two accounts of the name, or another country than the account's, are for a person to look at.
    """
    accounts = named.get(key_of(company))
    if not accounts:
        return Found()
    if len(accounts) > 1:
        domains = ", ".join(sorted(account.domain for account in accounts))
        return Found(because=f"{company} could be any of {domains}")
    account = next(iter(accounts))
    if country and account.country and country != account.country:
        return Found(because=f"{company} of {country} has the name of {account.name} of {account.country}")
    return Found(account=account, because=f"{company} is the name of {account.name} ({account.domain})")


@lru_cache(maxsize=50_000)
def likeness(one: str, other: str) -> float:
    """How alike two companies' names are, from 0 to 1; 1 when only spelling, accents or legal form differ.

    Words are compared with words: each finds its most alike, a misspelt one counts for a little less, common words
    weigh little, and what only one of the names has pulls them apart. A number must be the same in both.
    """
    mine, theirs = words_of(one), words_of(other)
    key = key_of(one)
    if key and key == key_of(other):
        return 1.0
    if _numbers(mine) != _numbers(theirs):
        return 0.0
    return max(_by_words(mine, theirs), _as_one("".join(mine), "".join(theirs)))


def alike(one: str, other: str) -> float:
    """How alike two words are: 1 less the share of letters to change, drop, add or swap."""
    if one == other:
        return 1.0
    return 1 - _changes(one, other) / max(len(one), len(other))


def _by_words(mine: tuple[str, ...], theirs: tuple[str, ...]) -> float:
    left = list(theirs)
    shared = 0.0
    for word in mine:
        best = max(left, key=lambda other: _same(word, other), default="")
        worth = _same(word, best)
        if worth:
            left.remove(best)
            shared += worth * (_weight(word) + _weight(best))
    whole = sum(map(_weight, mine)) + sum(map(_weight, theirs))
    distinct = any(word not in COMMON and any(_same(word, other) for other in theirs) for word in mine)
    return shared / whole if whole and distinct else 0.0


def _as_one(mine: str, theirs: str) -> float:
    """Names written together or apart, or misspelt across words; only long ones can be told by their letters."""
    if min(len(mine), len(theirs)) < 2 * SPELT_OUT or abs(len(mine) - len(theirs)) > len(mine) // SPELT_OUT:
        return 0.0
    worth = alike(mine, theirs)
    return worth if worth >= ALMOST_ALL else 0.0


def _same(one: str, other: str) -> float:
    if one == other:
        return 1.0
    if min(len(one), len(other)) < SPELT_OUT or abs(len(one) - len(other)) > 2:  # noqa: PLR2004 - letters
        return 0.0
    worth = alike(one, other)
    return worth if worth >= SAME_WORD else 0.0


def _weight(word: str) -> float:
    return WEIGHT_OF_COMMON if word in COMMON else 1.0


def _numbers(words: Iterable[str]) -> list[str]:
    return sorted(word for word in words if word.isdigit())


def _changes(one: str, other: str) -> int:
    """Letters to change, drop, add or swap with their neighbour (optimal string alignment)."""
    before, last = [0] * (len(other) + 1), list(range(len(other) + 1))
    for i, mine in enumerate(one, 1):
        row = [i]
        for j, theirs in enumerate(other, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (mine != theirs))
            if i > 1 and j > 1 and mine == other[j - 2] and one[i - 2] == theirs:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, last = last, row
    return last[-1]
