"""How long does a backtest of a million leads take once they are in memory, and how good are calibrated points?

    python -m bench.learn [--leads 1000000] [--x-education Leads.csv]

40 signals, 10 activities a lead, 20 fit rules, 5 models; two playbooks, whom each hands over, and the comparison.
With the public X Education list, points in bands stand beside the same list scored by slopes.
"""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from batonpass.learn.auc import area
from batonpass.learn.backtest import backtest
from batonpass.learn.inputs import inputs_of
from batonpass.learn.logistic import Belief, chances, fit
from batonpass.learn.many.qualify import judge_many
from batonpass.learn.many.read import many_of
from batonpass.learn.trial import tried
from batonpass.written.csv_file import look
from batonpass.written.load import load
from batonpass.written.outcomes import Asked, read_outcomes
from bench.plan_many import crowd, playbook, settings, timed

BANDS = Path(__file__).parent / "playbooks" / "x_education_bands.yaml"
AT = datetime(2027, 3, 2, 10, tzinfo=UTC)
NUMBERS = ("visits", "pages", "seconds")


def million(leads: int) -> None:
    before, after = playbook(), playbook("2", 50)
    many = crowd(leads, [before, after]).as_new()
    chance = np.random.default_rng(1)
    outcome = chance.choice(np.array([-1, 0, 1], np.int8), leads)
    worth = chance.random(leads) * 1_000
    with timed(f"backtest of {leads:,} leads, two playbooks"):
        was, becomes = (judge_many(many, one.playbook, one.hours).fresh for one in settings([before, after]))
        found = backtest(was, becomes, outcome, worth)
    print(f"  before {found.before.volume.value:,.0f}, after {found.after.volume.value:,.0f} handed over")


def bands(path: Path) -> None:
    written = load(BANDS.read_text("utf-8"), BANDS.name)
    with timed("reading X Education"):
        past = read_outcomes(look(path), written, Asked(empty=("Select",)), at=AT).past
    won = np.array([bool(one.converted) for one in past])
    leads = [one.lead for one in past]
    inputs = inputs_of(many_of(leads, [written.playbook], at=AT), written.playbook)
    with timed("five fifths calibrated"):
        found = tried(inputs, won, np.random.default_rng(0))
    print(f"  today's points in bands       AUC {area(inputs.totals, won):.4f}")
    print(f"  calibrated, unseen leads      AUC {found.auc.value:.4f}  ECE10 {found.said.ece:.4f}")
    print(f"  slopes, unseen leads          AUC {slopes(inputs, leads, won):.4f}")


def slopes(inputs, leads, won) -> float:
    """The same rules, but each number as a straight line instead of its bands."""
    banded = [any(f"lead.{name}" in one.reads for name in NUMBERS) for one in inputs.inputs]
    numbers = np.array([[float(one.value(name) or 0) for name in NUMBERS] for one in leads])
    rows = np.column_stack([np.ones(len(won)), inputs.rows[:, ~np.array(banded)], numbers / numbers.std(axis=0)])
    folds = np.random.default_rng(0).permutation(len(won)) % 5
    belief = Belief(mean=np.zeros(rows.shape[1]), firmness=np.r_[0, np.full(rows.shape[1] - 1, 0.1)])
    areas = []
    for fold in range(5):
        here = folds == fold
        learned = fit(rows[~here], won[~here].astype(float), belief)
        areas.append(area(chances(rows[here], learned.weights), won[here]))
    return float(np.mean(areas))


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--leads", type=int, default=1_000_000)
    asked.add_argument("--x-education", type=Path)
    given = asked.parse_args()
    if given.x_education:
        bands(given.x_education)
    million(given.leads)


if __name__ == "__main__":
    main()
