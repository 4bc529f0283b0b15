"""How are shares, waits and months drawn, so that they are read at any width, in print and without colours?

Positions are percentages and heights are pixels: a drawing fills whatever width there is and its text never shrinks.
Every drawing stands beside its words, so it is hidden from those who listen.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

STRIP: Final = 22
COLUMNS: Final = 150
LABELS_MOST: Final = 13


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What a strip shows, in shares of its width: a point with its interval, a bar from 0, the band of chance."""

    at: float | None = None
    low: float | None = None
    high: float | None = None
    bar: float | None = None
    reach: float | None = None
    band: tuple[float, float] | None = None
    reference: float | None = None
    tone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One month: its label, its height as a share of the highest, an interval around it, and whether it is greyed."""

    label: str
    height: float | None
    low: float | None = None
    high: float | None = None
    grey: bool = False
    says: str = ""


def strip(mark: Mark, ticks: Iterable[float] = ()) -> Markup:
    """One row of a chart."""
    parts = [f'<line class="tick" x1="{_p(x)}" x2="{_p(x)}" y1="0" y2="{STRIP}"/>' for x in ticks]
    middle = STRIP / 2
    if mark.band:
        low, high = mark.band
        parts.append(
            f'<rect class="band" x="{_p(low)}" width="{_p(max(high - low, 0.004))}" y="3" height="{STRIP - 6}"/>'
        )
    if mark.reference is not None:
        parts.append(f'<line class="all" x1="{_p(mark.reference)}" x2="{_p(mark.reference)}" y1="0" y2="{STRIP}"/>')
    if mark.bar is not None:
        parts.append(f'<rect class="bar" x="0" width="{_p(mark.bar)}" y="5" height="{STRIP - 10}" rx="2"/>')
    if mark.reach is not None and mark.at is not None:
        parts.append(f'<line class="reach" x1="{_p(mark.at)}" x2="{_p(mark.reach)}" y1="{middle}" y2="{middle}"/>')
        parts.append(f'<line class="end" x1="{_p(mark.reach)}" x2="{_p(mark.reach)}" y1="6" y2="{STRIP - 6}"/>')
    if mark.low is not None and mark.high is not None:
        parts.append(f'<line class="span" x1="{_p(mark.low)}" x2="{_p(mark.high)}" y1="{middle}" y2="{middle}"/>')
    if mark.at is not None:
        parts.append(f'<circle class="dot" cx="{_p(mark.at)}" cy="{middle}" r="4.5"/>')
    return _svg(f"strip {mark.tone}".strip(), STRIP, parts)


def columns(shown: Sequence[Column], *, dots: bool, ticks: Sequence[tuple[float, str]] = ()) -> Markup:
    """Months side by side, as bars, or as dots with their intervals; greyed ones are hatched as well."""
    width = 1 / max(len(shown), 1)
    parts: list[str] = [_tick(place) for place, _ in ticks]
    for n, one in enumerate(shown):
        centre = (n + 0.5) * width
        body = _dot(one, centre) if dots else _bar(one, n * width, width)
        grey = "col grey" if one.grey else "col"
        parts.append(f'<g class="{grey}"><title>{Markup.escape(one.says)}</title>{body}</g>')
    every = -(-len(shown) // LABELS_MOST)
    for n, one in enumerate(shown):
        if n % every == 0:
            alt = ' class="alt"' if n // every % 2 else ""
            parts.append(f'<text{alt} x="{_p((n + 0.5) * width)}" y="{COLUMNS + 15}">{Markup.escape(one.label)}</text>')
    return _svg("columns", COLUMNS + 20, [HATCH, *parts, *(_scale(place, label) for place, label in ticks)])


HATCH: Final = (
    '<defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect class="hatch-ground" width="6" height="6"/><line class="hatch" x1="0" x2="0" y1="0" y2="6"/></pattern>'
    "</defs>"
)


def _bar(one: Column, left: float, width: float) -> str:
    height = (one.height or 0.0) * (COLUMNS - 12)
    return (
        f'<rect x="{_p(left + width * 0.12)}" width="{_p(width * 0.76)}" y="{COLUMNS - height:.1f}" '
        f'height="{max(height, 1):.1f}" rx="2"/>'
    )


def _dot(one: Column, centre: float) -> str:
    if one.height is None or one.low is None or one.high is None:
        return f'<text class="none" x="{_p(centre)}" y="{COLUMNS - 6}">?</text>'
    y, low, high = (COLUMNS - share * (COLUMNS - 12) for share in (one.height, one.low, one.high))
    return (
        f'<line class="span" x1="{_p(centre)}" x2="{_p(centre)}" y1="{low:.1f}" y2="{high:.1f}"/>'
        f'<circle class="dot" cx="{_p(centre)}" cy="{y:.1f}" r="4.5"/>'
    )


def _tick(place: float) -> str:
    y = COLUMNS - place * (COLUMNS - 12)
    return f'<line class="tick" x1="0" x2="100%" y1="{y:.1f}" y2="{y:.1f}"/>'


def _scale(place: float, label: str) -> str:
    """Drawn last, with a ground of its own: it may lie over the first column."""
    y = COLUMNS - place * (COLUMNS - 12)
    return f'<text class="scale" x="0" y="{y - 3:.1f}">{Markup.escape(label)}</text>'


def _p(share: float) -> str:
    """A share as a percentage within the drawing."""
    return f"{100 * min(max(share, 0.0), 1.0):.2f}%"


def _svg(kind: str, height: int, parts: Iterable[str]) -> Markup:
    return Markup(f'<svg class="{kind}" width="100%" height="{height}" aria-hidden="true">{"".join(parts)}</svg>')  # noqa: S704  numbers of ours, and labels that were escaped
