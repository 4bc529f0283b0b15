"""How does a report become one page that can be sent on: nothing loaded from anywhere, no script, good in print?"""

import base64
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined

from batonpass.learn.audit import charts, months, words
from batonpass.learn.audit.charts import Chart
from batonpass.learn.audit.headline import headline
from batonpass.learn.audit.report import Report
from batonpass.learn.audit.when import When
from batonpass.learn.intervals import RATE_LEAST, Rate

SHADES: Final = 6
ALWAYS: Final = ("money", "data", "untold", "how")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """A figure on top: what it is, the figure, and how sure."""

    name: str
    value: str
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of the page: where links lead to, its title, what it rests on, and its charts."""

    anchor: str
    title: str
    lede: str
    charts: tuple[Chart, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Heat:
    """Waits by weekday and hour: the names of the hours, and a row a weekday of (shade, words)."""

    hours: tuple[str, ...]
    rows: tuple[tuple[str, tuple[tuple[int, str], ...]], ...]
    says: str
    slots: tuple[tuple[str, ...], ...]


def page(report: Report) -> str:
    """The whole page as HTML."""
    parts = tuple(_parts(report))
    waits = [part.anchor for part in parts if part.anchor in ("touch", "seams")]
    heat = _heat(report.when)
    return (
        _environment()
        .get_template("report.html")
        .render(
            r=report,
            w=words,
            style=_style(),
            policy=policy(),
            headline=headline(report),
            tiles=tuple(_tiles(report)),
            parts=parts,
            anchors={*ALWAYS, *(part.anchor for part in parts), *(["when"] if heat else [])},
            heat=heat,
            heat_after=waits[-1] if waits and heat else None,
            least=RATE_LEAST,
        )
    )


@cache
def policy() -> str:
    """What a browser may do with the page: show its one style, and nothing else."""
    mark = base64.b64encode(hashlib.sha256(_style().encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{mark}'; base-uri 'none'; form-action 'none'"


@cache
def _style() -> str:
    made = _environment()
    assert made.loader is not None  # noqa: S101  it is given below
    return made.loader.get_source(made, "report.css")[0]


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("batonpass.learn.audit", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _tiles(r: Report) -> Iterator[Tile]:
    yield Tile(
        name="Leads",
        value=words.number(r.leads),
        says=f"{r.since} to {r.until:%Y-%m-%d}" if r.since and r.until else "",
    )
    if r.followed:
        yield _share("Followed up", r.followed)
    if r.touch:
        p90 = f"; one in ten over {words.length(r.touch.p90.value, days=r.touch.days)}" if r.touch.p90.value else ""
        yield Tile(
            name="First touch, median",
            value=words.length(r.touch.median.value, days=r.touch.days),
            says=words.quantile(r.touch.median, days=r.touch.days) + p90,
        )
        if r.touch.working_median:
            median, slow = r.touch.working_median, r.touch.working_p90
            over = f"; one in ten over {words.length(slow.value)}" if slow and slow.value else ""
            says = words.quantile(median) + over
            yield Tile(name="First touch, working time", value=words.length(median.value), says=says)
    if r.won:
        settled = r.cohorts.settled if r.cohorts and any(one.state for one in r.cohorts.months) else None
        more = f"; months that can be compared: {words.percent(settled.rate)}" if settled and settled.rate else ""
        yield _share(r.outcome.capitalize(), r.won, more)
    if r.kept_overall:
        yield _share("Promise kept", r.kept_overall)
    if r.context.complete:
        yield _share("Complete context", r.context.complete, f"; {words.listed(r.context.needed)}")


def _share(name: str, share: Rate, more: str = "") -> Tile:
    return Tile(name=name, value=words.percent(share.rate), says=words.between(share) + more)


def _parts(r: Report) -> Iterator[Part]:
    if r.cohorts:
        yield Part(anchor="volume", title="Volume", lede="", charts=(months.volume(r.cohorts),))
    if r.within:
        lede = f"By {r.followed_by}. The wall clock runs at night and on holidays; working time does not."
        shown = [charts.first_touch(r.within, "Touched within, by the wall clock")]
        if r.within_working:
            shown.append(charts.first_touch(r.within_working, f"Touched within, in working time ({r.calendar})"))
        yield Part(anchor="touch", title="First touch", lede=lede, charts=tuple(shown))
    if r.seams:
        yield Part(anchor="seams", title="Where the time goes", lede="", charts=(charts.seams(r.seams),))
    if r.stays:
        yield Part(anchor="stays", title="States", lede="", charts=(charts.stays(r.stays),))
    leaks = tuple(one for one in r.leakage if one.groups)
    if leaks:
        lede = "Leads that nobody followed up. " + _COMPARED
        yield Part(anchor="leakage", title="Where leads leak", lede=lede, charts=tuple(map(charts.league, leaks)))
    if r.kept:
        lede = "As the export itself says. " + _COMPARED
        yield Part(
            anchor="kept",
            title="Promises kept",
            lede=lede,
            charts=tuple(charts.league(one) for one in r.kept if one.groups),
        )
    if r.context.fields:
        yield Part(anchor="context", title="Missing context", lede="", charts=(charts.context(r.context),))
    if len(r.stages) > 1:
        shown = [charts.funnel(r.stages)]
        by_month = months.conversion_by_month(r.cohorts) if r.cohorts else None
        yield Part(anchor="stages", title="Stages", lede="", charts=(*shown, *([by_month] if by_month else [])))
    leagues = tuple(charts.league(one) for one in r.conversion if one.groups or one.passed_over)
    if leagues:
        within = any(one.by_months for one in r.conversion)
        lede = "All leads so far, also of months that cannot be compared. " + _COMPARED + (_WITHIN if within else "")
        yield Part(anchor="conversion", title=f"{r.outcome.capitalize()}, by group", lede=lede, charts=leagues)


_COMPARED: Final = (
    "A group counts as different only if chance would rarely make it so, all groups of this part taken into account "
    "(Benjamini and Hochberg, 5 %). That it differs does not say why."
)
_WITHIN: Final = (
    " Each is laid beside the leads that came in in the same months: who came lately had less time, and who came "
    "before outcomes were written down shows none."
)


def _heat(when: When | None) -> Heat | None:
    if when is None:
        return None
    known = sorted(cell for row in when.cells for cell in row if cell is not None)
    worst = ", ".join(filter(None, (when.worst_weekday, when.worst_hour)))
    clock = "working time" if when.working else "the wall clock"
    while_open = "; those that came in outside working time are left out" if when.working else ""
    verdict = (
        f"Slowest beyond chance: {worst}."
        if worst
        else "No hour and no weekday is slower than the rest by more than chance gives."
    )
    return Heat(
        hours=tuple(slot.name[:2] for slot in when.hours),
        rows=tuple(
            (day.name, tuple((_shade(cell, known), words.brief(cell)) for cell in row))
            for day, row in zip(when.weekdays, when.cells, strict=False)
        ),
        says=f"Median until {when.end} by {clock}, by hour and weekday of coming in{while_open}. {verdict}",
        slots=tuple(
            (slot.name, words.number(slot.leads), words.quantile(slot.wait), words.chance(slot.adjusted))
            for slot in (*when.weekdays, *when.hours)
        ),
    )


def _shade(cell: float | None, known: list[float]) -> int:
    """From 1, the quickest sixth of all cells, to 6, the slowest; 0 where too few leads came in."""
    if cell is None:
        return 0
    return 1 + min(SHADES - 1, SHADES * sum(one < cell for one in known) // max(len(known), 1))
