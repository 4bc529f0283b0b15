"""How do a pack's figures read on paper: shares with intervals, small drawings, and words for what is not known?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

from markupsafe import Markup

from batonpass.learn.figures import Figure
from batonpass.store.meetings import Decision
from batonpass.tongue.heard import heard
from batonpass.tongue.spoken import later, say
from batonpass.tongue.written_out import day, full_day, percent
from batonpass.web.parts import words
from batonpass.web.parts.rendered import STATIC, environment

from .building import expected_words
from .pack import Band, Pack, Past, Week

WIDE, HIGH, PAD = 640, 120, 22
OF_ITEM = {
    "sla": ("followed_up", "undisposed", "unworked", "complete"),
    "dispositions": ("accepted", "rejected", "qualified"),
}
KINDS = {"pack": later("Marketing and sales"), "definition": later("Review of the definition")}
VERDICTS = {
    "came_true": later("came true"),
    "did_not": later("did not come true"),
    "cannot_tell": later("cannot be told yet"),
    "waiting": later("not judged yet"),
}
TONES = {"came_true": "ok", "did_not": "late", "cannot_tell": "warn", "waiting": ""}


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownFigure:
    """A figure in words."""

    says: str
    value: str
    span: str
    counted: str
    before: str
    change: str
    opens: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownDecision:
    """A decision in words: what, by whom, what is expected by when, in which draft, and what came of it."""

    item: str
    says: str
    by: str
    expected: str
    review: str
    change: str
    version: str
    verdict: str
    tone: str
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A pack as its pages show it. `figures` and `past` are by item; `weeks` is a drawing, `week_rows` its table."""

    pack: Pack
    heading: str
    period: str
    made: str
    figures: dict[str, tuple[ShownFigure, ...]]
    tiers: tuple[tuple[str, int, ShownFigure], ...]
    weeks: Markup
    week_rows: tuple[tuple[str, int, str, str], ...]
    past: dict[str, tuple[ShownDecision, ...]]
    decisions: tuple[ShownDecision, ...]
    bands: tuple[tuple[str, int, str, str], ...]


def shown(pack: Pack, decisions: Sequence[Decision], zone: tzinfo) -> Shown:
    """A pack in words, in this zone."""
    figures = {one.name: _figure(one) for one in pack.figures}
    return Shown(
        pack=pack,
        heading=f"{KINDS[pack.kind]}, {words.dated(pack.id)}",
        period=_period(pack, zone),
        made=f"{_day(pack.made_at, zone)}, {pack.made_at.astimezone(zone):%H:%M}",
        figures={item: tuple(figures[name] for name in names if name in figures) for item, names in OF_ITEM.items()},
        tiers=tuple((one.name, one.leads, _figure(one.figure)) for one in pack.tiers),
        weeks=_drawn(pack.weeks),
        week_rows=tuple((day(one.monday), one.leads, _week(one), one.opens) for one in pack.weeks),
        past={item: tuple(_past(one) for one in pack.past if one.item == item) for item in _items(pack.past)},
        decisions=tuple(_decided(one) for one in reversed(decisions)),
        bands=tuple((words.of_kind("band", one.name), one.leads, _share_of(one), one.opens) for one in pack.bands),
    )


def _share_of(one: Band) -> str:
    return _share(one.share, one.low, one.high, hits=one.qualified, of=one.decided)


def by_itself(made: Shown) -> str:
    """The pack as one page with its style inside, which needs nothing else."""
    style = "\n".join((STATIC / name).read_text("utf-8") for name in ("ui.css", "forms.css", "meetings.css"))
    template = environment().get_template("meeting/file.html")
    return template.render(pack=made, style=Markup(style), frame=None)  # noqa: S704 - our own style sheets


def _period(pack: Pack, zone: tzinfo) -> str:
    """The days it looks at, both in."""
    if pack.first and pack.last:
        return say("{first} to {last}", first=full_day(pack.first), last=full_day(pack.last))
    return say("{day} to {day2}", day=_day(pack.since, zone), day2=_day(pack.upto, zone))


def _items(past: Iterable[Past]) -> dict[str, None]:
    return dict.fromkeys(("sla", "dispositions", "definition", *(one.item for one in past)))


def _figure(one: Figure) -> ShownFigure:
    before = say("too few to say") if one.before is None else percent(one.before)
    return ShownFigure(
        says=heard(one.says),
        value=say("too few to say") if one.share is None else percent(one.share, places=1),
        span=""
        if one.low is None or one.high is None
        else say("{low} to {high}", low=percent(one.low), high=percent(one.high)),
        counted=say("{hits} of {of}, {of_what}", hits=one.hits, of=one.of, of_what=heard(one.of_what)),
        before=say(
            "{before} ({before_hits} of {before_of})",
            before=before,
            before_hits=one.before_hits,
            before_of=one.before_of,
        ),
        change=heard(one.change),
        opens=one.opens,
    )


def _week(one: Week) -> str:
    return _share(one.share, one.low, one.high, hits=one.kept, of=one.kept + one.broken)


def _share(share: float | None, low: float | None, high: float | None, *, hits: int, of: int) -> str:
    if share is None or low is None or high is None:
        return say("too few to say ({hits} of {of})", hits=hits, of=of)
    return say(
        "{share}, {low} to {high} ({hits} of {of})",
        share=percent(share),
        low=percent(low),
        high=percent(high),
        hits=hits,
        of=of,
    )


def _drawn(weeks: Sequence[Week]) -> Markup:
    """The weeks side by side: a dot for the share, a line for its interval; a week of too few has none."""
    if not weeks:
        return Markup("")
    step = (WIDE - 2 * PAD) / len(weeks)
    parts = [_line(share) for share in (0.0, 0.5, 1.0)]
    for n, one in enumerate(weeks):
        x = PAD + (n + 0.5) * step
        parts.append(Markup('<text class="name" x="{:.1f}" y="{}">{}</text>').format(x, HIGH + 14, day(one.monday)))
        if one.share is None or one.low is None or one.high is None:
            parts.append(Markup('<text class="name" x="{:.1f}" y="{}">{}</text>').format(x, HIGH - 8, say("too few")))
            continue
        parts.append(
            Markup('<line class="span" x1="{0:.1f}" x2="{0:.1f}" y1="{1:.1f}" y2="{2:.1f}"/>').format(
                x, _y(one.low), _y(one.high)
            )
        )
        parts.append(Markup('<circle class="at" cx="{:.1f}" cy="{:.1f}" r="4"/>').format(x, _y(one.share)))
    return Markup('<svg class="weeks" viewBox="0 0 {} {}" aria-hidden="true">{}</svg>').format(
        WIDE, HIGH + 20, Markup("").join(parts)
    )


def _line(share: float) -> Markup:
    return Markup(
        '<line class="grid" x1="{0}" x2="{1}" y1="{2:.1f}" y2="{2:.1f}"/><text x="0" y="{3:.1f}">{4}</text>'
    ).format(PAD + 10, WIDE, _y(share), _y(share) + 4, percent(share))


def _y(share: float) -> float:
    return HIGH - 6 - share * (HIGH - 16)


def _past(one: Past) -> ShownDecision:
    return ShownDecision(
        item=one.item,
        says=one.says,
        by=f"{one.name}, {words.dated(one.meeting)}",
        expected=heard(one.expected),
        review=_review_day(one.review_at),
        change="",
        version="",
        verdict=VERDICTS[one.verdict],
        tone=TONES[one.verdict],
        because=_reason(one.because),
    )


def _decided(one: Decision) -> ShownDecision:
    verdict = one.verdict or "waiting"
    return ShownDecision(
        item=one.item,
        says=one.says,
        by=one.name,
        expected=heard(expected_words(one)),
        review=_review_day(one.review_at),
        change=say("{place}: {before} becomes {after}", place=one.place, before=one.before, after=one.after)
        if one.place
        else "",
        version=one.version or "",
        verdict=VERDICTS[verdict],
        tone=TONES[verdict],
        because=_reason(one.judged or ""),
    )


def _reason(judged: str) -> str:
    """What a verdict rests on; the verdict itself stands before it already."""
    return judged.partition(": ")[2] or judged


def _review_day(at: datetime) -> str:
    """The day it was agreed to look again, which begins at midnight UTC and is the same day for everybody."""
    return _day(at, UTC)


def _day(at: datetime, zone: tzinfo) -> str:
    return full_day(at.astimezone(zone))
