"""Rounds drawn from a law that the tests know: who waits how long at which seam, who keeps what, who converts."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import numpy as np

from batonpass.handoff.instants import NEVER, since_1970
from batonpass.learn.rounds import Rounds

ZONE = UTC
NOW = datetime(2027, 3, 29, tzinfo=UTC)
MINUTE = 60_000_000
DAY = 1440 * MINUTE
FIRST, LAST = date(2027, 3, 1), date(2027, 3, 28)
MEDIANS = {
    "kept": 0.01, "decided": 0.001, "routed": 0.002, "told": 0.02, "delivered": 0.1,
    "looked": 6, "answered": 8, "touched": 10, "disposed": 4000,
}  # fmt: skip
"""Median minutes from each step to the next; each wait is drawn from a skewed law around it."""


def drawn(count=4000, seed=1, *, days=56, never=0.1, more=None, when=None, slower=0):
    """Leads over some days up to now, a share of which is never looked at; `slower` minutes at the step `more`.

    The slower ones are those of the leads that arrived in the last week, or for which `when` holds.
    """
    rng = np.random.default_rng(seed)
    arrived = np.sort(since_1970(NOW) - rng.integers(0, days * DAY, count))
    at = {"submitted": arrived}
    before = arrived
    slowed = arrived >= since_1970(NOW) - 7 * DAY if when is None else when(arrived)
    going = np.ones(count, bool)
    for step, median in MEDIANS.items():
        wait = median * np.exp(rng.normal(0, 0.6, count)) + (slower * slowed if step == more else 0)
        going &= (rng.random(count) >= never) if step in ("looked", "disposed") else True
        before = before + (wait * MINUTE).astype(np.int64)
        happened = going & (before <= since_1970(NOW))
        going &= happened | (step != "looked")
        at[step] = np.where(happened, before, NEVER)
    return rounds_of(at, rng, count)


def rounds_of(at, rng, count):
    """The columns that reports read, with promises of a first touch within 30 minutes."""
    answered = at.pop("answered")
    accepts = rng.random(count) < 0.8
    at["accepted"] = np.where(accepts, answered, NEVER)
    at["rejected"] = np.where(accepts, NEVER, answered)
    for step in ("touched", "disposed"):
        at[step] = np.where(accepts, at[step], NEVER)
    converts = (rng.random(count) < 0.4) & (at["disposed"] != NEVER)
    at["sql"] = np.where(converts, at["disposed"], NEVER)
    at["sal"], at["mql"], at["arrived"] = at["accepted"], at["submitted"], at["submitted"]
    at["ended"] = np.where(converts, NEVER, np.where(accepts, at["disposed"], at["rejected"]))
    for step in ("opportunity", "won", "lost"):
        at[step] = np.full(count, NEVER)
    due = at["arrived"] + 40 * MINUTE
    answer = np.where(at["touched"] != NEVER, at["touched"], at["rejected"])
    state = np.where(answer == NEVER, 0, np.where(answer <= due, 1, 2)).astype(np.int32)
    blank = np.zeros(count, np.int32)
    arrays = {f"{name}_at": values for name, values in at.items()}
    arrays |= {
        "historic": np.zeros(count, bool), "waived": np.zeros(count), "told_late": np.zeros(count),
        "completeness": rng.choice([60.0, 100.0], count, p=[0.1, 0.9]),
        "source": rng.integers(0, 3, count).astype(np.int32),
        "tier": rng.integers(0, 2, count).astype(np.int32),
        "team": rng.integers(0, 2, count).astype(np.int32),
        "channel": rng.integers(0, 3, count).astype(np.int32),
        "owner": rng.integers(1, 4, count).astype(np.int32),
        "reject_reason": blank, "outcome_reason": blank, "breached_owner": blank, "currency": blank,
        "first_touch.state": state, "first_touch.due_at": due,
        "first_touch.breached_at": np.full(count, NEVER),
        "first_touch.excuse": (rng.random(count) < 0.05).astype(np.int32),
        "first_touch.breached_owner": blank,
    }  # fmt: skip
    arrays["first_owner"] = arrays["owner"]
    words = {
        "source": ("", "search", "fair"), "tier": ("urgent", "standard"), "team": ("dach", "uki"),
        "channel": ("", "search", "fair"), "owner": ("", "ana", "bruno", "astrid"),
        "first_owner": ("", "ana", "bruno", "astrid"), "reject_reason": ("",), "outcome_reason": ("",),
        "breached_owner": ("",), "currency": ("",), "first_touch.state": ("running", "met", "breached", "closed"),
        "first_touch.excuse": ("", "notification_outage"), "first_touch.breached_owner": ("",),
    }  # fmt: skip
    leads = np.array([f"L{n}" for n in range(count)])
    return Rounds(arrays=arrays, words=words, now=NOW, zone=ZONE, leads=leads)


def days_before(days):
    """So many days before the instant of the report."""
    return NOW - timedelta(days=days)
