"""How are rounds that lie column by column picked, grouped and counted?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final, Protocol

import numpy as np
import numpy.typing as npt

from batonpass.learn.auc import Truth
from batonpass.learn.funnel import STEPS, UNKNOWN, Got, Group, Month, Step
from batonpass.learn.intervals import Floats
from batonpass.learn.many import NEVER, Small, Whole
from batonpass.learn.rejections import Decided

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND: Final = timedelta(microseconds=1)
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
    "accepted_at", "reject_reason", "disposed_at", "outcome_reason", "touched_at", "amount",
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


def chosen(rounds: Columns, wanted: Mapping[str, str]) -> Truth:
    """Which rounds have these words, by column; `unknown` stands for none."""
    count = len(rounds.arrays["arrived_at"])
    here = np.ones(count, dtype=np.bool_)
    for name, word in wanted.items():
        places = [n for n, one in enumerate(rounds.words[name]) if (one or UNKNOWN) == word]
        here &= np.isin(rounds.arrays[name], places)
    return here


def reached_at(rounds: Columns, step: Step) -> Whole:
    """When each round got as far as a step, NEVER if it did not: who got further was there, told or not."""
    later = STEPS[STEPS.index(step) :]
    at: Whole = rounds.arrays[f"{later[0]}_at"]
    for one in later[1:]:
        at = np.where(at != NEVER, at, rounds.arrays[f"{one}_at"])
    return at


def groups_of(rounds: Columns, by: str, here: Truth) -> tuple[Group, ...]:
    """The rounds chosen, by the words of a column; those without a word are a group of their own."""
    codes, words = rounds.arrays[by], rounds.words[by]
    each: list[int] = np.unique(codes[here]).tolist()
    return tuple(_group(rounds, words[code] or UNKNOWN, here & (codes == code)) for code in each)


def _group(rounds: Columns, name: str, here: Truth) -> Group:
    there = {step: int((reached_at(rounds, step)[here] != NEVER).sum()) for step in Step}
    arrived, touched = (rounds.arrays[one][here] for one in ("arrived_at", "touched_at"))
    known = touched != NEVER
    amounts = rounds.arrays["amount"][here]
    return Group(
        name=name,
        leads=int(here.sum()),
        reached=there,
        rejected=int((rounds.arrays["rejected_at"][here] != NEVER).sum()),
        lost=int((rounds.arrays["lost_at"][here] != NEVER).sum()),
        amount=Decimal(str(round(float(np.nansum(amounts)), 2))) if np.isfinite(amounts).any() else None,
        touched=np.maximum(0.0, (touched[known] - arrived[known]) / SECOND),
        reasons=_reasons(rounds, here),
    )


def _reasons(rounds: Columns, here: Truth) -> tuple[tuple[str, int], ...]:
    found: Counter[str] = Counter()
    for name in ("reject_reason", "outcome_reason"):
        codes = rounds.arrays[name][here]
        for code, count in zip(*np.unique(codes, return_counts=True), strict=True):
            found[rounds.words[name][int(code)]] += int(count)
    del found[""]
    return tuple(found.most_common())


def months_of(rounds: Columns, here: Truth) -> tuple[Month, ...]:
    """The rounds chosen, by the month they came in in (UTC)."""
    arrived = rounds.arrays["arrived_at"][here]
    at = {step: reached_at(rounds, step)[here] for step in Step}
    months: Whole = (arrived.astype("datetime64[us]").astype("datetime64[M]")).astype(np.int64)
    return tuple(
        Month(
            first=date(1970 + month // 12, month % 12 + 1, 1),
            leads=int((months == month).sum()),
            reached={step: int((at[step][months == month] != NEVER).sum()) for step in Step},
        )
        for month in np.unique(months).tolist()
    )


def got_there(rounds: Columns, now: datetime) -> dict[Step, Got]:
    """How old the leads are that reached each step, and after how many days they did."""
    instant = (now - EPOCH) // MICROSECOND
    arrived: Floats = rounds.arrays["arrived_at"].astype(np.float64)
    found: dict[Step, Got] = {}
    for step in Step:
        at = reached_at(rounds, step)
        there = at != NEVER
        waits = np.maximum(0.0, (at[there] - arrived[there]) / DAY)
        found[step] = Got(ages=(instant - arrived[there]) / DAY, waits=waits)
    return found


def decided_of(rounds: Columns, kinds: Sequence[str], here: Truth) -> Iterator[Decided]:
    """The rounds chosen that sales accepted or gave back; what was imported from before is left out."""
    arrays = rounds.arrays
    rejected = arrays["rejected_at"] != NEVER
    both = here & (rejected | (arrays["accepted_at"] != NEVER)) & ~arrays["historic"]
    for n in np.flatnonzero(both).tolist():
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
