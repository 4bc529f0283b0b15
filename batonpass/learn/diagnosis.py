"""Conversion moved: which part lies in other leads, which in follow-up, which in routing and system?

Leads are laid into cells: of which kind (source and tier), and how they were handled: held up by us, followed up late,
or in time. What the change of the mix of kinds explains is lead quality; what the change of handling within a kind
explains is follow-up or routing; what is left within kind and handling nobody can tell. The parts add up exactly. They
are no causes: a kind that converts less may also be handled worse.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

import numpy as np
import numpy.typing as npt

from batonpass.learn.asked import Asked
from batonpass.learn.intervals import Floats, Rate, difference, rate_of
from batonpass.learn.rounds import Flags, Rounds
from batonpass.learn.seam_map import OF_REVIEW, SYSTEM_WHOLE
from batonpass.learn.seams import waits_at
from batonpass.learn.table import Column, Row, Table, Type
from batonpass.learn.terms import Terms
from batonpass.learn.verdicts import verdicts

MATURE: Final = timedelta(days=14)
"""Both spans get as long to convert: a lead counts as converted if it was within so many days."""
HELD_UP: Final = 600 * 1_000_000
"""A lead that took our machines longer than ten minutes, or has no owner, was held up by us."""
SURE: Final = 0.05
NO_CHANGE: Final = "The whole change is no more than chance, and so is whatever its parts seem to say."
IN_TIME, LATE, OURS = 0, 1, 2
OF_DIAGNOSIS: Final = ("submitted_at", "delivered_at", "looked_at", *OF_REVIEW)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """The change of a share and what it is made of, in shares; the parts add up to it."""

    before: Rate
    after: Rate
    p: float
    quality: float
    follow_up: float
    system: float
    rest: float


def diagnosis_report(rounds: Rounds, asked: Asked, _terms: Terms) -> tuple[Table, ...]:
    """The conversion of the last days that are old enough, beside as many before them."""
    span = old_enough(asked, rounds.now)
    handed = rounds.handed()
    now, before = handed.between(span.since, span.until), handed.between(span.before.since, span.before.until)
    return (_table(parts_of(before, now), span),)


def old_enough(asked: Asked, now: datetime) -> Asked:
    """The days asked for, or as many before them, so that the last leads have had their days to convert."""
    old = (now - MATURE).astimezone(asked.zone).date() - timedelta(days=1)
    return asked if asked.last <= old else replace(asked, first=old - (asked.last - asked.first), last=old)


def parts_of(before: Rounds, after: Rounds) -> Parts:
    """Take a change of MQL to SQL apart."""
    kinds_before, kinds_after = _kinds(before, after)
    size = max(int(part.max(initial=0)) for part in (kinds_before, kinds_after)) + 1
    n0, r0 = _cells(kinds_before, handling(before), converted(before), size)
    n1, r1 = _cells(kinds_after, handling(after), converted(after), size)
    r0, r1 = np.where(n0 > 0, r0, r1), np.where(n1 > 0, r1, r0)
    w0, w1 = _shares(n0.sum(1)), _shares(n1.sum(1))
    h0, h1 = _within(n0), _within(n1)
    h0, h1 = np.where(w0[:, None] > 0, h0, h1), np.where(w1[:, None] > 0, h1, h0)
    rate, mean_w, mean_h = (r0 + r1) / 2, (w0 + w1) / 2, (h0 + h1) / 2
    moved = mean_w[:, None] * (h1 - h0) * (rate - rate[:, [IN_TIME]])
    quality = ((w1 - w0) * ((h0 * r0).sum(1) + (h1 * r1).sum(1)) / 2).sum()
    rest = (mean_w[:, None] * mean_h * (r1 - r0)).sum()
    hits0, hits1 = int(converted(before).sum()), int(converted(after).sum())
    return Parts(
        before=rate_of(hits0, len(before)),
        after=rate_of(hits1, len(after)),
        p=difference(hits1, len(after), hits0, len(before)),
        quality=float(quality),
        follow_up=float(moved[:, LATE].sum()),
        system=float(moved[:, OURS].sum()),
        rest=float(rest),
    )


def converted(part: Rounds) -> Flags:
    """Sales-qualified within the days that everybody had."""
    length = np.int64(MATURE.total_seconds() * 1e6)
    return part.has("sql") & (part.at("sql") - part.at("mql") <= length)


def handling(part: Rounds) -> npt.NDArray[np.int64]:
    """How each lead was handled: in time, late by people, or held up by us."""
    told = verdicts(part, "first_touch")
    waits = waits_at(part, SYSTEM_WHOLE)
    took = np.where(waits.here, waits.end - waits.start, 0)
    ours = told.excused | (took > HELD_UP) | part.says("first_owner", "")
    late = told.broken | (~part.has("touched") & ~part.has("rejected"))
    return np.where(ours, OURS, np.where(late, LATE, IN_TIME))


def _kinds(before: Rounds, after: Rounds) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """The kind of each lead, as a number that both spans share."""
    tiers = len(before.words["tier"]) + 1
    both = [part.arrays["source"].astype(np.int64) * tiers + part.arrays["tier"] for part in (before, after)]
    _, places = np.unique(np.concatenate(both), return_inverse=True)
    return places[: len(before)], places[len(before) :]


def _cells(kinds: npt.NDArray[np.int64], how: npt.NDArray[np.int64], won: Flags, size: int) -> tuple[Floats, Floats]:
    cell = kinds * 3 + how
    count = np.bincount(cell, minlength=size * 3).reshape(size, 3).astype(np.float64)
    hits = np.bincount(cell, weights=won.astype(float), minlength=size * 3).reshape(size, 3).astype(np.float64)
    return count, np.divide(hits, count, out=np.zeros_like(hits), where=count > 0)


def _shares(count: Floats) -> Floats:
    return count / max(float(count.sum()), 1.0)


def _within(count: Floats) -> Floats:
    whole = count.sum(1, keepdims=True)
    return np.divide(count, whole, out=np.zeros_like(count), where=whole > 0)


def _table(parts: Parts, span: Asked) -> Table:
    told = parts.before.rate is not None and parts.after.rate is not None
    rows = [
        ("quality", "Lead quality: other kinds of leads", parts.quality),
        ("follow_up", "Follow-up: more or fewer leads touched late", parts.follow_up),
        ("system", "Routing and system: more or fewer leads held up by us", parts.system),
        ("rest", "Within the same kind and handling: nobody can tell", parts.rest),
    ]
    return Table(
        name="diagnosis",
        title="Where a change of MQL to SQL lies",
        columns=(
            Column(name="part", says="Part", type=Type.TEXT),
            Column(name="says", says="What it says", type=Type.TEXT),
            Column(name="points", says="Percentage points", type=Type.NUMBER),
            Column(name="before", says="Before", type=Type.SHARE),
            Column(name="after", says="After", type=Type.SHARE),
            Column(name="chance", says="Chance of such a difference", type=Type.CHANCE),
        ),
        rows=(
            Row(
                cells=(
                    "whole",
                    f"MQL to SQL within {MATURE.days} days",
                    _points(parts),
                    parts.before,
                    parts.after,
                    parts.p,
                ),
                opens={"before": span.before.opens(only="handed"), "after": span.opens(only="handed")},
            ),
            *(Row(cells=(name, says, 100 * points if told else None, None, None, None)) for name, says, points in rows),
        ),
        notes=(
            f"Days old enough to have converted: {span.first} to {span.last}, beside those just before.",
            "The parts add up to the change. They say where it lies, not what caused it.",
            *((NO_CHANGE,) if told and parts.p >= SURE else ()),
        ),
    )


def _points(parts: Parts) -> float | None:
    if parts.before.rate is None or parts.after.rate is None:
        return None
    return 100 * (parts.after.rate - parts.before.rate)
