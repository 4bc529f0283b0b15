"""Which chart shows what of a report, in which words, and with which figures under it?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log
from typing import Final

from markupsafe import Markup

from batonpass.learn.audit import svg, words
from batonpass.learn.audit.context import Context
from batonpass.learn.audit.funnel import Stage
from batonpass.learn.audit.groups import LEAK, Group, League
from batonpass.learn.audit.stays import Stay
from batonpass.learn.audit.svg import Mark
from batonpass.learn.audit.waits import Wait, Within
from batonpass.learn.intervals import Quantile, Rate

TICKS: Final = ((60.0, "1 min"), (3_600.0, "1 h"), (86_400.0, "1 day"), (604_800.0, "1 week"), (2_592_000.0, "30 days"))
SHORTEST: Final = 10.0
_HOW: Final = {"above": "higher", "below": "lower"}
_SCALES: Final = (0.02, 0.05, 0.1, 0.2, 0.25, 0.5, 0.75, 1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of a chart: its name, its drawing, and its figure in words."""

    name: str
    drawing: Markup
    value: str
    note: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A chart: what it shows, what it says, its rows or its one drawing, its scale, and the figures for a table."""

    title: str
    says: str = ""
    rows: tuple[Row, ...] = ()
    drawing: Markup | None = None
    scale: tuple[tuple[float, str], ...] = ()
    legend: str = ""
    head: tuple[str, ...] = ()
    table: tuple[tuple[str, ...], ...] = ()


def first_touch(within: Sequence[Within], title: str) -> Chart:
    """The share touched within five minutes, an hour and so on."""
    return Chart(
        title=title,
        says="Of all leads that came in early enough to tell; untouched ones count as not touched.",
        rows=tuple(
            Row(name=f"within {one.limit}", drawing=_bar(one.share), value=words.rate(one.share)) for one in within
        ),
        legend="Bar: share. Line: 95 % interval.",
        head=("within", "touched", "of", "share", "95 % interval"),
        table=tuple((one.limit, *_rate_cells(one.share)) for one in within),
    )


def seams(waits: Sequence[Wait]) -> Chart:
    """How long each seam takes."""
    rows = [row for wait in waits for row in _seam(wait)]
    return Chart(
        title="Time at each seam",
        says="Of leads that reached both ends. Those still waiting are counted beside, not in the waits.",
        rows=tuple(rows),
        scale=tuple((_log(at), label) for at, label in TICKS),
        legend="Dot: median, with its 95 % interval. Line to the right: nine in ten are faster than its end. "
        "The scale is logarithmic.",
        head=("from", "to", "leads", "median", "nine in ten within", "still waiting", "only a day known", "backwards"),
        table=tuple(
            (
                w.start, w.end, words.number(w.median.of), words.quantile(w.median, days=w.days),
                words.quantile(w.p90, days=w.days), words.number(w.waiting), words.number(w.left_out),
                words.number(w.backwards),
            )
            for w in waits
        ),
    )  # fmt: skip


def stays(found: Sequence[Stay]) -> Chart:
    """How long leads stay in each state."""
    rows = [
        _wait_row(one.state, one.median, one.p90, note=f"{words.percent(one.share_of_time, digits=0)} of all time")
        for one in found
    ]
    return Chart(
        title="Time in each state",
        says="All visits of a lead together; the state in which it stands now has no end yet and is not in it.",
        rows=tuple(rows),
        scale=tuple((_log(at), label) for at, label in TICKS),
        legend="Dot: median. Line to the right: nine in ten are faster than its end. The scale is logarithmic.",
        head=("state", "leads", "median", "nine in ten within", "of all time"),
        table=tuple(
            (
                one.state, words.number(one.median.of), words.quantile(one.median), words.quantile(one.p90),
                words.percent(one.share_of_time),
            )
            for one in found
        ),
    )  # fmt: skip


def league(one: League) -> Chart:
    """All groups of one kind against the band of chance."""
    if one.passed_over:
        return Chart(title=f"By {one.by}", says=f"Nothing is compared by {one.column}: {one.passed_over}.")
    top = top_of(max([group.share.high or group.band_high for group in one.groups], default=1.0))
    rows = [
        Row(
            name=group.name,
            drawing=svg.strip(_against_chance(one, group, top)),
            value=words.rate(group.share),
            note=f"{words.number(group.share.of)} leads"
            + (f", {_HOW[group.differs]} than chance gives" if group.differs else ""),
            tone=_tone(one, group.differs),
        )
        for group in one.groups
    ]
    others = (
        f" {words.plural(one.others, 'further group')} with {words.plural(one.others_leads, 'lead')} are not shown."
    )
    verdict = (
        f"All differences are what chance gives (p {words.chance(one.alike)} that they are alike)."
        if one.by_chance
        else f"{sum(bool(g.differs) for g in one.groups)} of {len(one.groups)} differ from the rest beyond chance."
    )
    return Chart(
        title=f"{one.question.capitalize()}, by {one.by}",
        says=verdict + (others if one.others else ""),
        rows=tuple(rows),
        scale=((0.0, "0 %"), *ticks_of(top)),
        legend="Dot: share, with its 95 % interval. Grey band: where chance puts a group of this size"
        f"{' that came in in these months' if one.by_months else ''}. "
        f"Upright line: all, {words.percent(one.overall.rate)}.",
        head=(one.by, one.question, "of", "share", "95 % interval", "p", "p, all groups", "beyond chance?"),
        table=tuple(
            (g.name, *_rate_cells(g.share), words.chance(g.p), words.chance(g.adjusted), g.differs or "no")
            for g in one.groups
        ),
    )


def context(found: Context) -> Chart:
    """How often each field is empty."""
    rows = [
        Row(
            name=f"no {one.field}",
            drawing=_bar(one.missing),
            value=words.rate(one.missing),
            note=(f"{words.number(one.unknown)} more say unknown" if one.unknown else "")
            + (" (of rows that were joined)" if one.joined else ""),
        )
        for one in found.fields
    ]
    whole = f"Complete ({words.listed(found.needed)}): {words.rate(found.complete)}." if found.complete else ""
    return Chart(
        title="What a rep does not find",
        says=whole,
        rows=tuple(rows),
        legend="Bar: share of leads in which the field is empty. Line: 95 % interval.",
        head=("field", "column", "empty", "of", "share", "95 % interval", "say unknown"),
        table=tuple((o.field, o.column, *_rate_cells(o.missing), words.number(o.unknown)) for o in found.fields),
    )


def funnel(stages: Sequence[Stage]) -> Chart:
    """How many leads reached which stage."""
    most = max(stage.leads for stage in stages) or 1
    return Chart(
        title="How far leads got",
        says="The bars are all leads, also those too young to have got further; those old enough stand beside them.",
        rows=tuple(
            Row(
                name=stage.name,
                drawing=svg.strip(Mark(bar=stage.leads / most)),
                value=words.number(stage.leads),
                note=_how_far(stage) if n else "",
            )
            for n, stage in enumerate(stages)
        ),
        head=("stage", "leads", "of all", "of the stage before", "of those old enough"),
        table=tuple(
            (s.name, words.number(s.leads), words.rate(s.of_all), words.rate(s.of_previous), words.rate(s.of_mature))
            for s in stages
        ),
    )


def _how_far(stage: Stage) -> str:
    mature = stage.of_mature
    old = f"; of those old enough {words.percent(mature.rate)}" if mature and mature.rate is not None else ""
    told = words.rate(stage.of_all)
    return f"{told} of all{old}" if stage.of_all.rate is not None else told


def _seam(wait: Wait) -> Iterable[Row]:
    waiting = f"{words.number(wait.waiting)} still waiting" if wait.waiting else ""
    yield _wait_row(
        f"{wait.start} \N{RIGHTWARDS ARROW} {wait.end}", wait.median, wait.p90, days=wait.days, note=waiting
    )
    if wait.working_median is not None and wait.working_p90 is not None:
        yield _wait_row("in working time", wait.working_median, wait.working_p90)


def _wait_row(name: str, median: Quantile, p90: Quantile, *, days: bool = False, note: str = "") -> Row:
    if median.value is None:
        return Row(name=name, drawing=svg.strip(Mark()), value=words.quantile(median), note=note)
    mark = Mark(
        at=_log(median.value),
        low=None if median.low is None else _log(median.low),
        high=None if median.high is None else _log(median.high),
        reach=None if p90.value is None else _log(p90.value),
    )
    slow = f"nine in ten within {words.length(p90.value, days=days)}" if p90.value is not None else ""
    return Row(
        name=name,
        drawing=svg.strip(mark, [_log(at) for at, _ in TICKS]),
        value=words.quantile(median, days=days),
        note=", ".join(filter(None, (slow, note))),
    )


def _log(seconds: float) -> float:
    """Where a length lies on the scale from ten seconds to a year."""
    year = 365 * words.DAY
    return min(max(log(max(seconds, SHORTEST) / SHORTEST) / log(year / SHORTEST), 0.0), 1.0)


def _against_chance(one: League, group: Group, top: float) -> Mark:
    share, band = group.share, (group.band_low / top, group.band_high / top)
    reference = None if one.overall.rate is None else one.overall.rate / top
    if share.rate is None or share.low is None or share.high is None:
        return Mark(band=band, reference=reference)
    tone = _tone(one, group.differs)
    return Mark(
        at=share.rate / top, low=share.low / top, high=share.high / top, band=band, reference=reference, tone=tone
    )


def _bar(share: Rate) -> Markup:
    return svg.strip(Mark(bar=share.rate or 0.0, low=share.low, high=share.high))


def _rate_cells(share: Rate) -> tuple[str, str, str, str]:
    if share.rate is None or share.low is None or share.high is None:
        return words.number(share.hits), words.number(share.of), "too few", "\N{EN DASH}"
    between = f"{100 * share.low:.1f} to {100 * share.high:.1f}"
    return words.number(share.hits), words.number(share.of), words.percent(share.rate), between


def top_of(highest: float) -> float:
    """The end of a scale that holds the highest value, in round numbers."""
    return next((one for one in _SCALES if highest <= one), 1.0)


def _tone(one: League, differs: str) -> str:
    """Whether a difference is good or bad news, which depends on what is counted."""
    if not differs:
        return ""
    return "bad" if (differs == "above") == (one.question == LEAK) else "good"


def ticks_of(top: float) -> tuple[tuple[float, str], ...]:
    """The middle and the end of such a scale."""
    digits = 0 if (50 * top).is_integer() else 1
    return (0.5, words.percent(top / 2, digits=digits)), (1.0, words.percent(top, digits=0))
