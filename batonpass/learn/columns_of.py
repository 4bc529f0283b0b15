"""How are rounds that lie column by column picked, grouped and counted?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, tzinfo
from decimal import Decimal
from typing import Any, Final, Protocol

import numpy as np
import numpy.typing as npt

from batonpass.handoff.instants import NEVER, since_1970
from batonpass.learn.auc import Truth
from batonpass.learn.funnel import STEPS, UNKNOWN, Got, Group, Month, Step
from batonpass.learn.intervals import Floats
from batonpass.learn.many import Small, Whole
from batonpass.learn.rejections import Decided
from batonpass.learn.rounds import local_hours, told_apart

SECOND, DAY = 1_000_000, 86_400_000_000
Array = npt.NDArray[Any]

KINDS: Final = (
    "source",
    "campaign",
    "medium",
    "channel",
    "form",
    "persona",
    "region",
    "segment",
    "band",
    "tier",
    "team",
)
"""By what leads may be told apart."""
FUNNEL: Final = (
    "arrived_at", "historic", "mql_at", "sal_at", "sql_at", "opportunity_at", "won_at", "lost_at", "rejected_at",
    "accepted_at", "reject_reason", "disposed_at", "outcome_reason", "touched_at", "amount", "currency",
)  # fmt: skip
"""The columns that a funnel reads, beside the one it groups by."""


class Columns(Protocol):
    """Rounds as arrays: instants in microseconds or NEVER, numbers or nan, words as places in `words`."""

    @property
    def arrays(self) -> Mapping[str, Array]: ...
    @property
    def words(self) -> Mapping[str, tuple[str, ...]]: ...
    @property
    def leads(self) -> Any: ...  # noqa: ANN401 - names by place, as a tuple or as an array


def reached_at(rounds: Columns, step: Step) -> Whole:
    """When each round got as far as a step, NEVER if it did not: who got further was there, told or not."""
    later = STEPS[STEPS.index(step) :]
    at: Whole = rounds.arrays[f"{later[0]}_at"]
    for one in later[1:]:
        at = np.where(at != NEVER, at, rounds.arrays[f"{one}_at"])
    return at


def groups_of(rounds: Columns, by: str, here: Truth) -> tuple[Group, ...]:
    """The rounds chosen, by the words of a column; those without a word are a group of their own."""
    words, every = told_apart(rounds.words[by], rounds.arrays[by])
    chosen_ = np.flatnonzero(here)
    codes = every[chosen_]
    order = np.argsort(codes.astype(np.uint16) if len(words) < 1 << 16 else codes, kind="stable")
    counts = np.bincount(codes, minlength=len(words))
    there = {step: _counted(codes, reached_at(rounds, step)[chosen_] != NEVER, len(words)) for step in Step}
    ended = [_counted(codes, rounds.arrays[name][chosen_] != NEVER, len(words)) for name in ("rejected_at", "lost_at")]
    waited, bought = _waited(rounds)[chosen_][order], _won(rounds)[chosen_][order]
    money = rounds.arrays["currency"][chosen_][order]
    reasons = [_said(rounds, name, chosen_, codes) for name in ("reject_reason", "outcome_reason")]
    ends = np.cumsum(counts).tolist()
    found: list[Group] = []
    for code in np.flatnonzero(counts).tolist():
        those = slice(ends[code] - int(counts[code]), ends[code])
        touched = waited[those]
        found.append(
            Group(
                name=words[code],
                leads=int(counts[code]),
                reached={step: int(many[code]) for step, many in there.items()},
                rejected=int(ended[0][code]),
                lost=int(ended[1][code]),
                amounts=_by_currency(rounds.words["currency"], money[those], bought[those]),
                touched=touched[~np.isnan(touched)],
                reasons=_reasons(rounds, [said[code] for said in reasons]),
            )
        )
    return tuple(found)


def _counted(codes: Array, here: Truth, count: int) -> Array:
    return np.bincount(codes[here], minlength=count)


def _waited(rounds: Columns) -> Floats:
    """Seconds from arrival to first touch; nan where nobody touched."""
    arrived, touched = rounds.arrays["arrived_at"], rounds.arrays["touched_at"]
    return np.where(touched != NEVER, np.maximum(0.0, (touched - arrived) / SECOND), np.nan)


def _won(rounds: Columns) -> Floats:
    """What each round that was won brought; nan where it was not won, or nobody said: an open deal brought nothing."""
    return np.where(rounds.arrays["won_at"] != NEVER, rounds.arrays["amount"], np.nan)


def _by_currency(words: Sequence[str], money: Small, won: Floats) -> dict[str, Decimal]:
    """The sum in each currency; euros and dollars are never laid together."""
    told = np.isfinite(won)
    codes: list[int] = np.unique(money[told]).tolist()
    sums = {words[code]: float(won[told & (money == code)].sum()) for code in codes}
    return {name: Decimal(str(round(sums[name], 2))) for name in sorted(sums)}


def _said(rounds: Columns, name: str, places: Array, codes: Array) -> Array:
    """How often each reason was said of each group."""
    width, count = len(rounds.words[name]), int(codes.max(initial=0)) + 1
    both = codes.astype(np.int64) * width + rounds.arrays[name][places]
    return np.bincount(both, minlength=count * width).reshape(count, width)


def _reasons(rounds: Columns, said: Sequence[Array]) -> tuple[tuple[str, int], ...]:
    found: Counter[str] = Counter()
    for name, counts in zip(("reject_reason", "outcome_reason"), said, strict=True):
        for code in np.flatnonzero(counts).tolist():
            found[rounds.words[name][code]] += int(counts[code])
    del found[""]
    return tuple(found.most_common())


def months_of(rounds: Columns, here: Truth, zone: tzinfo = UTC) -> tuple[Month, ...]:
    """The rounds chosen, by the month they came in in, on the calendar of a zone; a month without any is told too."""
    arrived = rounds.arrays["arrived_at"][here]
    if not len(arrived):
        return ()
    months: Whole = (local_hours(arrived, zone).astype("datetime64[h]").astype("datetime64[M]")).astype(np.int64)
    first = int(months.min())
    counts = np.bincount(months - first)
    there = {step: _counted(months - first, reached_at(rounds, step)[here] != NEVER, len(counts)) for step in Step}
    return tuple(
        Month(
            first=date(1970 + (first + n) // 12, (first + n) % 12 + 1, 1),
            leads=int(counts[n]),
            reached={step: int(many[n]) for step, many in there.items()},
        )
        for n in range(len(counts))
    )


def got_there(rounds: Columns, now: datetime) -> dict[Step, Got]:
    """How old the leads are that reached each step, and after how many days they did."""
    instant = since_1970(now)
    arrived: Floats = rounds.arrays["arrived_at"].astype(np.float64)
    found: dict[Step, Got] = {}
    for step in Step:
        at = reached_at(rounds, step)
        there = at != NEVER
        waits = np.maximum(0.0, (at[there] - arrived[there]) / DAY)
        found[step] = Got(ages=(instant - arrived[there]) / DAY, waits=waits)
    return found


def decided_among(rounds: Columns, here: Truth) -> Truth:
    """Which of the rounds chosen were handed over and answered by sales, whatever was answered; not the past."""
    arrays = rounds.arrays
    answered = [arrays[f"{name}_at"] != NEVER for name in ("rejected", "accepted", "sql")]
    return here & np.logical_or.reduce(answered) & (arrays["mql_at"] != NEVER) & ~arrays["historic"]


def decided_of(rounds: Columns, kinds: Sequence[str], here: Truth) -> Iterator[Decided]:
    """The rounds chosen that sales accepted or gave back, one by one."""
    rejected = rounds.arrays["rejected_at"] != NEVER
    for n in np.flatnonzero(decided_among(rounds, here)).tolist():
        yield Decided(
            lead=str(rounds.leads[n]),
            segments={kind: _word(rounds, kind, n) or UNKNOWN for kind in kinds},
            reason=_word(rounds, "reject_reason", n) if rejected[n] else None,
            by=_word(rounds, "owner", n) or _word(rounds, "first_owner", n),
        )


def _word(rounds: Columns, name: str, place: int) -> str:
    return rounds.words[name][int(rounds.arrays[name][place])]


def words_of(rounds: Columns, name: str, order: Small | Whole) -> list[str]:
    """The words of a column for these rounds."""
    words = rounds.words[name]
    codes: list[int] = rounds.arrays[name][order].tolist()
    return [words[code] or UNKNOWN for code in codes]
