"""How is a calibration told to programs and pages?"""

from __future__ import annotations

from typing import Any

from batonpass.learn.learned import Learned


def _free(learned: Learned) -> dict[str, Any] | None:
    free = learned.free
    if free is None:
        return None
    told = {name: getattr(free, name) for name in ("offered", "because", "auc", "better", "low", "high")}
    return {**told, "points": {one.name: float(free.points[n]) for n, one in enumerate(learned.inputs.inputs)}}


def as_data(learned: Learned) -> dict[str, Any]:
    """Everything of a calibration but the leads, as plain data."""
    trial = learned.trial
    return {
        "leads": learned.found.leads,
        "converted": learned.found.converted,
        "unknown": learned.unknown,
        "leaks": [{"column": one.name, "leaks": one.leaks, "because": one.because} for one in learned.guard if one.why],
        "points": [
            {
                "model": one.model,
                "section": one.input.kind,
                "name": one.input.name,
                "today": one.today,
                "best": one.best,
                "low": one.low,
                "high": one.high,
                "proposed": one.proposed,
                "moves": one.moves,
                "leads": one.leads,
                "borrowed": one.borrowed,
            }
            for one in learned.found.weighed
        ],
        "log_odds_a_point": learned.found.slope,
        "auc_today": learned.before,
        "auc_proposed": trial.auc if trial else None,
        "predictive": _free(learned),
        "reliability": trial.said if trial else None,
        "reliability_by": learned.groups,
        "regions": learned.found.regions,
        "thresholds": learned.bars,
        "draft": {"version": learned.draft.version, "diff": learned.draft.diff, "by_hand": learned.draft.by_hand},
        "breaks": learned.broken,
    }
