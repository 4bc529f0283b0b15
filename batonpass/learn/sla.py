"""Did each side keep what it promised the other, by equal rules?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, TypeAlias

import numpy as np

from batonpass.learn.asked import Asked
from batonpass.learn.counted import OPENS, WHOLE, shares
from batonpass.learn.intervals import Rate, rate_of
from batonpass.learn.league import league
from batonpass.learn.rounds import Rounds, beyond, called, values_of
from batonpass.learn.table import Cell, Column, Row, Table, Type
from batonpass.learn.terms import Terms, name_in
from batonpass.learn.verdicts import Counts, Verdicts, verdicts

Told: TypeAlias = Mapping[str, Verdicts]
PROMISES: Final = (
    "first_touch", "accept", "dispose", "dispose/2", "cadence", "review", "brief", "ae_accept", "ae_accept/2",
    "ae_accept/3", "opportunity", "opportunity/2", "win", "answer", "answer/2",
)  # fmt: skip
"""With a number behind it: of a lead that came back, or asked once more, in the same round."""
SAYS: Final = {
    "first_touch": "First touch in time",
    "accept": "Accepted or given back in time",
    "dispose": "An outcome in time",
    "cadence": "Follow-up plan completed",
    "review": "Reviewed in time",
    "brief": "Missing context filled in time",
    "ae_accept": "Taken over by an account executive in time",
    "ae_accept/2": "Taken over in time when asked a second time",
    "ae_accept/3": "Taken over in time when asked a third time",
    "dispose/2": "An outcome in time, after the lead came back",
    "opportunity": "An opportunity, or an end, in time",
    "opportunity/2": "An opportunity, or an end, in time when taken over again",
    "win": "Won or lost in time",
    "answer": "Answered in time when they asked again",
    "answer/2": "Answered in time when they asked again and again",
}
MARKETING: Final = frozenset({"review", "brief"})
"""Promises that marketing keeps; the others are sales'."""
VERDICTS: Final = (
    Column(name="kept", says="Kept", type=Type.SHARE),
    Column(name="broken", says="Broken", type=Type.COUNT),
    Column(name="excused", says="Broken by an outage of ours", type=Type.COUNT),
    Column(name="running", says="Run still", type=Type.COUNT),
    Column(name="closed", says="Ended without a verdict", type=Type.COUNT),
)
FOUND: Final = (
    Column(name="target", says="Committed, %", type=Type.NUMBER),
    Column(name="finding", says="Finding", type=Type.TEXT),
)
OWNER: Final = "owner"
FIRST: Final = (
    "By who got the leads first: what broke in a queue, or with a colleague they were handed on to, counts here too. "
    "Who kept what stands under First touch by person."
)
KEPT_OPENS: Final = {
    "accepted": {"only": "taken"},
    "brief_complete": {"complete": "yes"},
    "source_known": {"only": "known_source"},
}
"""What lists the leads with which marketing kept its side."""
RULES: Final = (
    "Both sides by the same rules: a share is of what came to a verdict, with its 95 % interval; running promises and "
    "those our own outage broke count for nobody, and are told beside it."
)


def sla_report(rounds: Rounds, asked: Asked, terms: Terms) -> tuple[Table, ...]:
    """Both sides' promises over the days asked for, breaches, and who kept theirs how often."""
    now = rounds.handed().between(asked.since, asked.until)
    told = {promise: verdicts(now, promise) for promise in PROMISES}
    tables = (
        _sides(now, told, asked, terms),
        _tiers(now, told["first_touch"], asked, terms),
        league(now, told["first_touch"], asked, terms),
        _excuses(now, told, asked),
        _waived(now, asked),
        _told_late(now, asked, terms),
    )
    return (*tables, _by(now, told, asked, terms)) if asked.by else tables


def shares_of_marketing(now: Rounds, terms: Terms) -> Iterator[tuple[str, str, Rate, int | None, dict[str, str]]]:
    """What marketing is measured by beside volume: name, words, share, commitment, and what opens its failures."""
    agreed, told = terms.commitments, shares(now)
    for name, figure, says, target in (
        ("accepted", "accepted", "Accepted by sales, of those answered", agreed.accepted),
        ("brief_complete", "complete", "Handed over with a complete brief", agreed.brief_complete),
        ("source_known", "source_known", "Handed over with a known source", agreed.source_known),
    ):
        hits, of = (int(np.count_nonzero(one)) for one in told[figure])
        yield name, says, rate_of(hits, of), target, dict(OPENS[figure])


def finding(rate: Rate, target: int | None) -> str:
    """What a share says beside its commitment; as long as the interval holds it, nothing."""
    if target is None:
        return "no number is committed to"
    if rate.rate is None or rate.low is None or rate.high is None:
        return "too few to say"
    if rate.high < target / WHOLE:
        return "below the commitment"
    return "above the commitment" if rate.low > target / WHOLE else "the commitment lies within its interval"


def _sides(now: Rounds, told: Told, asked: Asked, terms: Terms) -> Table:
    rows: list[Row] = []
    for name, says, rate, target, opens in shares_of_marketing(now, terms):
        missed = rate.of - rate.hits
        cells: tuple[Cell, ...] = ("marketing", name, says, rate, missed, 0, 0, 0, target, finding(rate, target))
        rows.append(Row(cells=cells, opens={"kept": asked.opens(**KEPT_OPENS[name]), "broken": asked.opens(**opens)}))
    for promise, counts in ((name, one.counts()) for name, one in told.items()):
        if not counts.ever:
            continue
        side, target = "marketing" if promise in MARKETING else "sales", terms.commitments.of_sales(promise)
        cells = (side, promise, SAYS[promise], *_cells(counts), target, finding(counts.rate, target))
        rows.append(Row(cells=cells, opens=_opens(asked, promise)))
    return Table(
        name="sla",
        title="What each side promised the other",
        columns=(
            Column(name="side", says="Side", type=Type.TEXT),
            Column(name="promise", says="Promise", type=Type.TEXT),
            Column(name="says", says="What it says", type=Type.TEXT),
            *VERDICTS,
            *FOUND,
        ),
        rows=tuple(sorted(rows, key=lambda row: str(row.cells[0]))),
        notes=(RULES,),
    )


def _tiers(now: Rounds, told: Verdicts, asked: Asked, terms: Terms) -> Table:
    """The first touch by tier, in the playbook's order."""
    found, counts = dict(values_of(now, "tier")), _counts(now, told, "tier")
    order = [*(one for one in terms.tiers if one in found), *(one for one in found if one not in terms.tiers)]
    rows = [
        Row(cells=(tier, *_cells(counts[found[tier]])), opens=_opens(asked, "first_touch", tier=tier)) for tier in order
    ]
    columns = (Column(name="tier", says="Tier", type=Type.TEXT), *VERDICTS)
    return Table(name="tiers", title="First touch by tier", columns=columns, rows=tuple(rows), notes=(RULES,))


def _excuses(now: Rounds, told: Told, asked: Asked) -> Table:
    """Breaches that were ours: by promise and cause."""
    rows: list[Row] = []
    for promise, excused in ((name, one.excused) for name, one in told.items()):
        if not excused.any():
            continue
        column = f"{promise}.excuse"
        codes, counts = np.unique(now.arrays[column][excused], return_counts=True)
        rows += [
            Row(
                cells=(SAYS[promise], now.words[column][int(code)].replace("_", " "), int(count)),
                opens={"leads": asked.opens(promise=promise, result="excused", excuse=now.words[column][int(code)])},
            )
            for code, count in zip(codes, counts, strict=True)
        ]
    return Table(
        name="excused",
        title="Broken by an outage of ours",
        columns=(
            Column(name="promise", says="Promise", type=Type.TEXT),
            Column(name="excuse", says="What was out", type=Type.TEXT),
            Column(name="leads", says="Leads", type=Type.COUNT),
        ),
        rows=tuple(rows),
    )


def _waived(now: Rounds, asked: Asked) -> Table:
    """Leads whose promise a leader allowed to move later, by tier: their verdicts go by the later instant (T7)."""
    flags, tiers = now.arrays["waived"] > 0, [tier for tier, _ in values_of(now, "tier")]
    many = {tier: int(np.count_nonzero(flags & now.of("tier", tier))) for tier in tiers}
    return Table(
        name="waived",
        title="Allowed to move later",
        columns=(
            Column(name="tier", says="Tier", type=Type.TEXT),
            Column(name="leads", says="Leads", type=Type.COUNT),
        ),
        rows=tuple(
            Row(cells=(tier, many[tier]), opens={"leads": asked.opens(only="waived", tier=tier)})
            for tier in tiers
            if many[tier]
        ),
        notes=("A leader handed these on and allowed the promise to run by the hours of who got them.",),
    )


def _told_late(now: Rounds, asked: Asked, terms: Terms) -> Table:
    """First touches that were told long after they were made, by who got the lead: a verdict rests on their word."""
    late, kept = now.arrays["told_late"] > 0, verdicts(now, "first_touch").kept
    rows: list[Row] = []
    for who, _ in values_of(now, OWNER):
        here = late & now.of(OWNER, who)
        if here.any():
            cells: tuple[Cell, ...] = (name_in(terms, OWNER, who), int(here.sum()), int((here & kept).sum()))
            rows.append(Row(cells=cells, opens={"leads": asked.opens(only="told_late", owner=who)}))
    return Table(
        name="told_late",
        title="First touches told late",
        columns=(
            Column(name="group", says="First owner", type=Type.TEXT),
            Column(name="leads", says="Told over 15 minutes after", type=Type.COUNT),
            Column(name="kept", says="Of these in time", type=Type.COUNT),
        ),
        rows=tuple(rows),
    )


def _by(now: Rounds, told: Told, asked: Asked, terms: Terms) -> Table:
    """Each promise for each value of the dimension asked for."""
    counts = {promise: _counts(now, one, asked.by) for promise, one in told.items()}
    rows = [
        Row(
            cells=(name_in(terms, asked.by, group), SAYS[promise], *_cells(here[place])),
            opens=_opens(asked, promise, **{asked.by: group}),
        )
        for group, place in values_of(now, asked.by)
        for promise, here in counts.items()
        if here[place].ever
    ]
    columns = (
        Column(name="group", says=called(asked.by).capitalize(), type=Type.TEXT),
        Column(name="promise", says="Promise", type=Type.TEXT),
        *VERDICTS,
    )
    notes = (RULES, *([FIRST] if asked.by == OWNER else []), *beyond(now, asked.by))
    return Table(name="by", title=f"By {called(asked.by)}", columns=columns, rows=tuple(rows), notes=notes)


def _counts(now: Rounds, told: Verdicts, by: str) -> tuple[Counts, ...]:
    names, places = now.groups(by)
    return told.counts_by(places, len(names))


def _cells(counts: Counts) -> tuple[Cell, ...]:
    return counts.rate, counts.broken, counts.excused, counts.running, counts.closed


def _opens(asked: Asked, promise: str, **more: str) -> dict[str, str]:
    return {
        name: asked.opens(promise=promise, result=name, **more)
        for name in ("kept", "broken", "excused", "running", "closed")
    }
