"""How many seconds of processor did a program with all its children take?"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


def seconds_of(root: int) -> float:
    """CPU seconds of a process, its living descendants, and those that have ended and were waited for."""
    stats = {pid: words for pid in _pids() if (words := _stat(pid))}
    tree, grown = {root}, True
    while grown:
        more = {pid for pid, words in stats.items() if int(words[1]) in tree} - tree
        tree, grown = tree | more, bool(more)
    # Fields 14 to 17 of the line: user and system time of the process itself and of its children that were waited for.
    return sum(int(stats[pid][n]) for pid in tree if pid in stats for n in (11, 12, 13, 14)) / TICKS


@dataclass(slots=True)
class Meter:
    """CPU and wall time since it was made: of this process, and of other trees by name."""

    others: dict[str, int]
    began: float = 0.0
    own: float = 0.0
    theirs: dict[str, float] | None = None

    def __post_init__(self):
        self.theirs = {name: seconds_of(pid) for name, pid in self.others.items()}
        self.own, self.began = time.process_time(), time.perf_counter()

    def read(self) -> Spent:
        wall, own = time.perf_counter() - self.began, time.process_time() - self.own
        trees = {name: seconds_of(pid) - self.theirs[name] for name, pid in self.others.items()}
        return Spent(wall=wall, own=own, trees=trees)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spent:
    """What a stretch of work cost."""

    wall: float
    own: float
    trees: dict[str, float]

    @property
    def cpu(self) -> float:
        return self.own + sum(self.trees.values())


def _pids() -> Iterable[int]:
    return (int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit())


def _stat(pid: int) -> list[str]:
    """The words after the program's name, which may hold anything; state is the first, the parent the second."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []
