"""How sure is the matcher of names of companies, on names that people judged by hand?

Run by hand: `python -m bench.matching`. The register is not ours to ship: put it into ../shared/data/entity_resolution.
Every name is compared with every other. A pair is right when people gave both the same number. It prints, for each
band, how many of its pairs are right (precision) and how many of all true pairs it holds (recall).
"""

from __future__ import annotations

import csv
import sys
import time
from collections import Counter
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from batonpass.handoff.match import PERHAPS, SURELY, likeness
from batonpass.handoff.names import words_of

DATA = Path(__file__).parents[2] / "shared" / "data" / "entity_resolution"
REGISTER, INDEX = DATA / "patstat_reference.csv", DATA / "sp500_constituents.csv"


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """All pairs from a likeness on: how many are right, how many wrong, and how many true pairs there are at all."""

    name: str
    right: int
    wrong: int
    true: int

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong)

    @property
    def recall(self) -> float:
        return self.right / self.true


def judged(path: Path = REGISTER) -> list[tuple[str, str]]:
    """Each name of the register with the number that people gave its company."""
    with path.open(encoding="utf-8", newline="") as file:
        return [(row["person_name"], row["leuven_id"]) for row in csv.DictReader(file)]


def bands(names: list[tuple[str, str]]) -> tuple[Band, Band, Band]:
    """The automatic band, review with it, and the names that are the same but for spelling."""
    held = Counter((words_of(name), number) for name, number in names)
    spelt = {(words_of(name), number): name for name, number in names}
    true = sum(n * (n - 1) // 2 for n in Counter(number for _, number in names).values())
    pairs = [(1.0, True, n * (n - 1) // 2) for n in held.values() if n > 1]
    for (one, many), (other, more) in combinations(held.items(), 2):
        alike = likeness(spelt[one], spelt[other])
        if alike >= PERHAPS:
            pairs.append((alike, one[1] == other[1], many * more))
    cuts = (("automatic", SURELY), ("automatic or to review", PERHAPS), ("the same name", 1.0))
    first, second, third = (_band(name, cut, pairs, true) for name, cut in cuts)
    return first, second, third


def mistaken(path: Path = INDEX) -> list[tuple[str, str]]:
    """Pairs of listed companies that the automatic band would take for one; share classes of one company are one."""
    with path.open(encoding="utf-8", newline="") as file:
        names = sorted({row["Security"].partition(" (Class")[0] for row in csv.DictReader(file)})
    return [(one, other) for one, other in combinations(names, 2) if likeness(one, other) >= SURELY]


def _band(name: str, cut: float, pairs: list[tuple[float, bool, int]], true: int) -> Band:
    within = [(right, count) for alike, right, count in pairs if alike >= cut]
    return Band(
        name=name,
        right=sum(count for right, count in within if right),
        wrong=sum(count for right, count in within if not right),
        true=true,
    )


def main() -> None:
    if not REGISTER.exists():
        sys.exit(f"{REGISTER.name} is not ours to ship; put it into {DATA}")
    names = judged()
    began = time.process_time()
    found = bands(names)
    spent = time.process_time() - began
    print(f"{len(names):,} names of {len({number for _, number in names})} companies, {found[0].true:,} true pairs")
    print(f"{'band':24} {'precision':>9} {'recall':>7} {'wrong pairs':>12}")
    for band in found:
        print(f"{band.name:24} {band.precision:9.4f} {band.recall:7.3f} {band.wrong:12,}")
    different = len({words_of(name) for name, _ in names})
    compared = different * (different - 1) / 2
    print(f"{spent / compared * 1e6:.0f} us a comparison of two names that differ")
    print(f"{len(mistaken())} pairs of different listed companies taken for one")


if __name__ == "__main__":
    main()
