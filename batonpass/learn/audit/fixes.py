"""Which five things should be fixed first, and what is the evidence for each?

Ranked by how many leads each concerns, weighted by how directly it costs them. They are places to look at, not causes:
an export shows that things differ, never why.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from batonpass.learn.audit import words
from batonpass.learn.audit.context import Context
from batonpass.learn.audit.groups import MISSING, Group, League
from batonpass.learn.audit.quality import Finding, Weight
from batonpass.learn.audit.remedies import remedy
from batonpass.learn.audit.roles import Role
from batonpass.learn.audit.stays import Stay
from batonpass.learn.audit.waits import A_DAY, Wait
from batonpass.learn.audit.when import When
from batonpass.learn.intervals import RATE_LEAST, Rate

FIVE: Final = 5
BLANK_LEAST: Final = 0.1
"""A field that is empty in fewer leads than one in ten is not among the first things to fix."""
CLEARLY: Final = 0.8
"""A difference may be more than chance and still too small to matter; a fifth less matters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fix:
    """One thing to fix: what, how we know, what to do next, and which part of the report shows it."""

    what: str
    evidence: str
    next_step: str
    see: str
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The parts of a report from which things to fix are read."""

    leads: int
    touched_known: bool
    followed: Rate | None
    touch: Wait | None
    seams: tuple[Wait, ...]
    stays: tuple[Stay, ...]
    when: When | None
    leakage: tuple[League, ...]
    conversion: tuple[League, ...]
    kept: tuple[League, ...]
    context: Context
    findings: tuple[Finding, ...]


def five_to_fix(evidence: Evidence) -> tuple[Fix, ...]:
    """The five that weigh most; fewer when the export shows fewer."""
    unattributed = [*_unattributed(evidence)]
    found = [
        *_unfollowed(evidence),
        *_leaks(evidence.leakage, evidence.leads),
        *_slow(evidence),
        *_seams(evidence),
        *_slots(evidence.when),
        *_handed_over(evidence.kept),
        *unattributed,
        *_blanks(evidence.context, _MATTERS - {Role.SOURCE} if unattributed else _MATTERS),
        *_data(evidence.findings, evidence.leads),
        *_unmeasured(evidence),
        *_stays(evidence.stays),
        *_sources(evidence.conversion, evidence.leads),
    ]
    return tuple(sorted(found, key=lambda fix: -fix.weight)[:FIVE])


def _unfollowed(evidence: Evidence) -> Iterator[Fix]:
    rate = evidence.followed
    if rate is None or rate.rate is None or rate.hits == rate.of:
        return
    left = rate.of - rate.hits
    missed = Rate(hits=left, of=rate.of, rate=1 - rate.rate, low=1 - (rate.high or 0), high=1 - (rate.low or 0))
    yield Fix(
        what=f"{words.plural(left, 'lead')} never followed up",
        evidence=f"{words.rate(missed)} of leads at least a day old show no touch.",
        next_step="Give each an owner and a due time; decide about the old ones in one sitting.",
        see="leakage",
        weight=0.7 + 3 * (1 - rate.rate),
    )


def _leaks(leagues: Iterable[League], leads: int) -> Iterator[Fix]:
    above = [
        (excess, league, group)
        for league in leagues
        for group in league.groups
        if group.differs == "above" and league.overall.rate is not None
        for excess in [group.share.hits - group.share.of * league.overall.rate]
    ]
    if not above:
        return
    excess, league, group = max(above, key=lambda one: one[0])
    yield Fix(
        what=f"The leak is largest at {league.by} {group.name}",
        evidence=f"{words.rate(group.share)} never followed up, against {words.percent(league.overall.rate)} of all; "
        f"more than chance (p {words.chance(group.adjusted)}, all groups taken into account).",
        next_step=f"Follow ten of these {words.number(group.share.hits)} leads from coming in to an owner.",
        see="leakage",
        weight=3 * excess / max(leads, 1) + 0.15,
    )


def _slow(evidence: Evidence) -> Iterator[Fix]:
    touch = evidence.touch
    if touch is None or touch.median.value is None:
        return
    working = touch.working_median
    by_work = f", {words.quantile(working)} of working time" if working is not None else ""
    day = touch.median.value / A_DAY
    yield Fix(
        what=f"Half of the touched leads wait longer than {words.length(touch.median.value, days=touch.days)}",
        evidence=f"Median to first touch {words.quantile(touch.median, days=touch.days)}{by_work}; one in ten waits "
        f"longer than {words.length(touch.p90.value, days=touch.days)}.",
        next_step="Agree on a time for each kind of lead, and put it on a clock that rings before it runs out.",
        see="touch",
        weight=min(1.5, 0.3 + day),
    )


def _seams(evidence: Evidence) -> Iterator[Fix]:
    known = [seam for seam in evidence.seams if seam.ours and seam.median.of and seam.total]
    if len(known) < 2:  # noqa: PLR2004  one seam is the whole way
        return
    worst = max(known, key=lambda seam: seam.total)
    part = worst.total / (sum(seam.total for seam in known) or 1.0)
    yield Fix(
        what=f'Before the buyer has a say, most time goes between "{worst.start}" and "{worst.end}"',
        evidence=f"{words.percent(part, digits=0)} of the time at these seams; median "
        f"{words.quantile(worst.median, days=worst.days)}, one in ten longer than "
        f"{words.length(worst.p90.value, days=worst.days)}, of {words.number(worst.median.of)} leads.",
        next_step="Name one owner for this seam and look at its ten slowest leads together.",
        see="seams",
        weight=0.5,
    )


def _slots(when: When | None) -> Iterator[Fix]:
    if when is None:
        return
    slots = [(s, "on " + s.name) for s in when.weekdays if s.name == when.worst_weekday]
    slots += [(s, _hour(s.name)) for s in when.hours if s.name == when.worst_hour]
    if not slots:
        return
    slot, said = max(slots, key=lambda one: one[0].leads)
    clock = " of working time" if when.working else ""
    yield Fix(
        what=f"Leads that come in {said} wait longest",
        evidence=f"Median {words.quantile(slot.wait)}{clock} until {when.end}; slower than the rest beyond chance "
        f"(p {words.chance(slot.adjusted)}, all hours and weekdays taken into account).",
        next_step="See who is on duty then, and whom a lead goes to when nobody is.",
        see="when",
        weight=0.35,
    )


def _hour(name: str) -> str:
    began = int(name.partition(":")[0])
    return f"between {name} and {(began + 1) % 24:02}:00"


def _handed_over(leagues: Iterable[League]) -> Iterator[Fix]:
    league = next((one for one in leagues if one.by == "hand-overs" and len(one.groups) > 1), None)
    if league is None:
        return
    first, last = league.groups[0], league.groups[-1]
    if not last.differs or first.share.rate is None or last.share.rate is None:
        return
    passed_on = league.overall.of - first.share.of
    yield Fix(
        what=f"{words.number(passed_on)} leads were handed on at least once, and fewer of their promises were kept",
        evidence=f"Promise kept: {words.rate(first.share)} without a hand-over, {words.rate(last.share)} with "
        f"{last.name}. Hard cases may also be handed on more: this is no cause shown.",
        next_step="Read ten that were handed on most: who should have had them first?",
        see="kept",
        weight=0.3 + passed_on / max(league.overall.of, 1),
    )


def _unattributed(evidence: Evidence) -> Iterator[Fix]:
    source = next((one for one in evidence.context.fields if one.role is Role.SOURCE), None)
    if source is None:
        return
    blind = source.missing.hits + source.unknown
    if source.missing.of < RATE_LEAST or blind < BLANK_LEAST * source.missing.of:
        return
    league = next((one for one in evidence.conversion if one.by == "source"), None)
    high = [g for g in league.groups if g.differs == "above" and _nameless(g)] if league else []
    more = f' "{high[0].name}" shows {words.rate(high[0].share)}: a gap, not a channel.' if high else ""
    yield Fix(
        what=f"{words.number(blind)} leads have no usable source",
        evidence=f"{words.number(source.missing.hits)} are blank and {words.number(source.unknown)} say unknown or "
        f"other, of {words.number(source.missing.of)}.{more}",
        next_step="Fill the source in at the door, from the form's own address, instead of asking reps.",
        see="context",
        weight=0.3 + 1.5 * blind / max(source.missing.of, 1),
    )


def _nameless(group: Group) -> bool:
    return group.name.lower() in ("unknown", "other", MISSING)


def _blanks(context: Context, matters: frozenset[Role]) -> Iterator[Fix]:
    for one in [one for one in context.fields if one.role in matters and not one.joined][:2]:
        if one.missing.rate is not None and one.missing.rate >= BLANK_LEAST:
            nobody = one.role is Role.OWNER
            have = "are nobody's" if nobody else f"arrive without {one.field}"
            yield Fix(
                what=f"{words.percent(one.missing.rate, digits=0)} of leads {have}",
                evidence=f"{one.column} is empty in {words.number(one.missing.hits)} of "
                f"{words.number(one.missing.of)}: {words.rate(one.missing)}.",
                next_step="Say who gets a lead that no rule gives to anybody, and hand these out in one sitting."
                if nobody
                else f"Ask for {one.field} on the form or fill it in before the lead reaches a rep.",
                see="context",
                weight=(1.2 if nobody else 0.6) * one.missing.rate,
            )


_MATTERS: Final = frozenset({Role.OWNER, Role.REGION, Role.COMPANY, Role.TITLE, Role.EMAIL, Role.PHONE, Role.SOURCE})


def _data(findings: Iterable[Finding], leads: int) -> Iterator[Fix]:
    for found in findings:
        if found.weight is not Weight.WRONG:
            continue
        where = f" ({found.such_as})" if found.such_as else ""
        done = f" Here: {found.done}." if found.done else ""
        matters, next_step = remedy(found.kind)
        silent = found.kind in ("a stage that went silent", "outcomes that were recorded late")
        yield Fix(
            what=words.sentence(found.says),
            evidence=f"{matters}{where}.{done}",
            next_step=next_step,
            see="data",
            weight=0.8 if silent else 0.1 + min(1.0, found.rows / max(leads, 1)),
        )


def _unmeasured(evidence: Evidence) -> Iterator[Fix]:
    if evidence.touched_known:
        return
    yield Fix(
        what="Nobody can say how fast leads are touched",
        evidence="The export has no instant of the first touch, so neither speed nor a kept promise can be shown.",
        next_step="Have the first call or mail stamped by the system, or export the column if there is one.",
        see="untold",
        weight=0.9,
    )


def _stays(stays: Iterable[Stay]) -> Iterator[Fix]:
    waiting = [stay for stay in stays if stay.state.lower() not in ("closed", "resolved")]
    worst = max(waiting, key=lambda stay: stay.share_of_time, default=None)
    if worst is None:
        return
    yield Fix(
        what=f'{words.percent(worst.share_of_time, digits=0)} of all time passes in "{worst.state}"',
        evidence=f"Median stay {words.quantile(worst.median)} of {words.number(worst.median.of)} leads; one in ten "
        f"stays longer than {words.length(worst.p90.value)}.",
        next_step="Agree on how long this state may last, and who hears when it lasts longer.",
        see="stays",
        weight=0.3 + worst.share_of_time,
    )


def _sources(leagues: Iterable[League], leads: int) -> Iterator[Fix]:
    """The largest group that converts less than the rest, beyond chance."""
    below = [
        (g.share.of * g.usual - g.share.hits, league, g)
        for league in leagues
        for g in league.groups
        if g.differs == "below" and not _nameless(g) and (g.share.rate or 0.0) < CLEARLY * g.usual
    ]
    if not below:
        return
    short, league, group = max(below, key=lambda one: one[0])
    months = " that came in in the same months" if league.by_months else ""
    yield Fix(
        what=f"{league.by.capitalize()} {group.name} brings {words.number(group.share.of)} leads, few of them "
        f"{league.question}",
        evidence=f"{words.rate(group.share)} against {words.percent(group.usual)} of all{months}; more than chance "
        f"(p {words.chance(group.adjusted)}). Lead quality and follow-up are both possible reasons.",
        next_step="Review ten of these leads blind, marketing and sales together, before moving any budget.",
        see="conversion",
        weight=0.3 + 5 * short / max(leads, 1),
    )
