"""Do stated 95 % intervals hold the truth in 93 to 97 of 100 towns?

    python -m bench.coverage [--towns 100] [--people 600]

People are drawn as the town draws them. Rates: each source's chance to convert is known. Precision, recall and points:
each person converts by points that are known, drawn around what is believed beforehand, as the calibration says it
believes; precision and recall are told for the people of all towns together, of whom each town is a sample.
"""

from __future__ import annotations

import argparse
from collections import Counter
from dataclasses import dataclass, field

import numpy as np

from batonpass.learn.backtest import backtest
from batonpass.learn.calibrate import PRIOR, calibrate
from batonpass.learn.inputs import Input, Inputs
from batonpass.learn.intervals import rate_of
from town.company import accounts
from town.firms import firms
from town.truth import SIZES, SOURCES, Nature, chance
from town.visitors import visitor

RULES = ("large", "small", "partner", "search", "event", "buyer")
TODAY = np.array([12.0, -8.0, 20.0, 8.0, 5.0, 15.0])
SLOPE = 0.06
BAR = 20.0
ALWAYS = -2.0


@dataclass(slots=True)
class Tally:
    """How many intervals were asked for, and how many held the truth, by figure."""

    asked: Counter[str] = field(default_factory=Counter)
    held: Counter[str] = field(default_factory=Counter)

    def note(self, name: str, holds: bool) -> None:  # noqa: FBT001 - what was found, not a switch
        """Count one."""
        self.asked[name] += 1
        self.held[name] += holds


def people(seed: int, count: int):
    """The town's people as inputs, and where each came from."""
    known = accounts()
    names = firms(("strangers", seed), reserved=frozenset(firm.domain for firm in known))
    strangers = [next(names) for _ in range(max(1, count // 3))]
    return [visitor(seed, n, known=known, strangers=strangers) for n in range(count)]


def rows_of(who) -> np.ndarray:
    large, small = SIZES[1][0], SIZES[0][0]
    return np.array(
        [
            [
                one.firm.employees >= large,
                one.firm.employees < small,
                one.source.channel == "partner",
                one.source.channel == "search",
                one.source.medium == "event",
                one.nature is Nature.BUYER,
            ]
            for one in who
        ],
        dtype=float,
    )


def one_town(seed: int, who, everybody: np.ndarray, tally: Tally) -> None:
    """One town: count which intervals hold their truth."""
    dice = np.random.default_rng(seed)
    rates(who, seed, tally)
    rows = rows_of(who)
    truth = TODAY * SLOPE + dice.normal(0, PRIOR, len(TODAY))
    won = dice.random(len(who)) < likely(rows, truth)
    points(rows, won, truth, tally)
    shares(rows, won, (everybody, likely(everybody, truth)), tally)


def likely(rows: np.ndarray, truth: np.ndarray) -> np.ndarray:
    """How likely each person is to convert."""
    return 1 / (1 + np.exp(-(ALWAYS + rows @ truth)))


def rates(who, seed: int, tally: Tally) -> None:
    """The share of each source's people that convert, with every person at the source's own chance."""
    for source in SOURCES:
        luck = chance("coverage", seed, source.campaign)
        count = sum(one.source is source for one in who)
        found = rate_of(sum(luck.random() < source.converts for _ in range(count)), count)
        if found.low is not None and found.high is not None:
            tally.note("rate", found.low <= source.converts <= found.high)


def points(rows, won, truth, tally: Tally) -> None:
    """Every rule's points, in log-odds, so that what a point is worth cancels out."""
    inputs = Inputs(
        inputs=tuple(Input(kind="fit", name=name, says=name) for name in RULES),
        models=("base",),
        today=TODAY[None, :],
        present=np.ones((1, len(RULES)), dtype=bool),
        rows=rows,
        model=np.zeros(len(rows), dtype=np.int32),
    )
    found = calibrate(inputs, won)
    for one, true in zip(found.weighed, truth, strict=True):
        tally.note("points", one.low * found.slope <= true <= one.high * found.slope)


def shares(rows, won, whole: tuple[np.ndarray, np.ndarray], tally: Tally) -> None:
    """Precision and recall of today's bar, against what they are among all people there are."""
    everybody, chances = whole
    ready, there = rows @ TODAY >= BAR, everybody @ TODAY >= BAR
    side = backtest(ready, ready, won.astype(np.int8), np.full(len(won), np.nan)).after
    truths = {"precision": chances[there].mean(), "recall": chances[there].sum() / chances.sum()}
    for name, rate in (("precision", side.precision), ("recall", side.recall)):
        if rate.low is not None and rate.high is not None:
            tally.note(name, bool(rate.low <= truths[name] <= rate.high))


def covered(towns: int, count: int) -> dict[str, float]:
    """By figure, how many of a hundred intervals hold the truth."""
    tally = Tally()
    each = [people(seed, count) for seed in range(towns)]
    everybody = np.vstack([rows_of(who) for who in each])
    for seed, who in enumerate(each):
        one_town(seed, who, everybody, tally)
    return {name: 100 * tally.held[name] / tally.asked[name] for name in tally.asked}


def main() -> None:
    parse = argparse.ArgumentParser(description=__doc__)
    parse.add_argument("--towns", type=int, default=100)
    parse.add_argument("--people", type=int, default=600)
    said = parse.parse_args()
    for name, share in covered(said.towns, said.people).items():
        print(f"{name:<10} holds the truth in {share:.1f} of 100 (stated: 95)")


if __name__ == "__main__":
    main()
