"""What does the playbook say of machines, of counts over time, and of the pair of fit and behaviour?"""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from batonpass.handoff.playbook.bursts import Burst
from batonpass.handoff.playbook.features import Feature, FeatureKind
from tests.written.sound import SOUND, changed, read, told

SCANNER = "{signals: [whitepaper], more_than: 3, within: 10s, says: a mail scanner}"
LOOKS = "{count: pricing, within: 7d}"
BAR = "  mql_from: 40\n"
MATRIX = "  matrix: {fit: [30, 20, 10], behaviour: [40, 25, 10.5], cells: {A1: hot, D4: nurture}, slack: 3}\n"


def test_a_burst_is_read_as_written():
    assert read(SOUND).playbook.bursts == (
        Burst(
            name="scanner",
            signals=frozenset({"whitepaper"}),
            more_than=3,
            within=timedelta(seconds=10),
            says="a mail scanner",
        ),
    )


@pytest.mark.parametrize(
    ("written", "kind", "signals", "days"),
    [
        (LOOKS, FeatureKind.COUNT, {"pricing"}, 7),
        ("{count: [pricing, whitepaper]}", FeatureKind.COUNT, {"pricing", "whitepaper"}, None),
        ("{days_since: any}", FeatureKind.DAYS_SINCE, set(), None),
        ("{people: account, within: 14d}", FeatureKind.PEOPLE, set(), 14),
        ("{people: account, did: [pricing], within: 14d}", FeatureKind.PEOPLE, {"pricing"}, 14),
    ],
)
def test_a_feature_is_read_as_written(written, kind, signals, days):
    within = timedelta(days=days) if days else None
    wanted = Feature(name="looks", kind=kind, signals=frozenset(signals), within=within)
    assert read(changed(LOOKS, written)).playbook.features == (wanted,)


def test_the_matrix_is_kept_from_its_lowest_grade_up():
    matrix = read(changed(BAR, BAR + MATRIX)).playbook.definition.matrix
    assert matrix
    assert (matrix.fit, matrix.behaviour[2], matrix.slack) == ((10, 20, 30), Decimal(40), Decimal(3))
    assert matrix.cell(Decimal(30), Decimal("10.5")) == "A3"


def test_once_is_a_cap_of_one():
    signal = read(changed("cap: {times: 3, within: 7d}", "once: true")).playbook.models[-1].signals["pricing"]
    assert (signal.times, signal.within) == (1, None)


def test_a_playbook_knows_which_fields_its_conditions_read():
    reads = read(SOUND).playbook.reads
    assert {"account.employees", "feature.looks", "score.total"} <= reads
    assert "lead.seniority" not in reads


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("signals: [whitepaper], more", "signals: [whitpaper], more", '"whitpaper" is not one'),
        ("more_than: 3,", "more_than: 0,", "bursts.scanner.more_than: every single act would be a machine's"),
        ("within: 10s, says", "within: 10s, after: delivered, says", 'bursts.scanner: "delivered" is not one of the'),
        (LOOKS, "{within: 7d}", "features.looks: this feature measures nothing"),
        (LOOKS, "{count: any, days_since: any}", "features.looks: count and days_since both stand in one feature"),
        (LOOKS, "{people: account}", "features.looks: people who were ever active say nothing of now"),
        (LOOKS, "{days_since: any, within: 7d}", "features.looks.within: the last time needs no window"),
        (LOOKS, "{count: any, did: [pricing]}", "features.looks.did: count names its signals itself"),
        (LOOKS, "{count: prcing}", 'features.looks: "prcing" is not one of the signals'),
        ("feature.looks < 99", "feature.look < 99", "unknown field 'feature.look'"),
        (BAR, BAR + MATRIX.replace("30, 20, 10", "10, 20, 30"), "definition.matrix.fit: the thresholds must fall"),
        (BAR, BAR + MATRIX.replace("[30, 20, 10]", "[30, 20]"), "definition.matrix.fit: three thresholds are needed"),
        (BAR, BAR + MATRIX.replace("A1", "E1"), '"E1" cannot stand here'),
        (BAR, BAR + MATRIX.replace("slack: 3", "slack: -3"), "definition.matrix.slack: a slack is not below zero"),
        (BAR, BAR + "  mql_exit_below: 41\n", "definition.mql_exit_below: a lead ready at 40 would at once"),
        ("cap: {times: 3, within: 7d}", "cap: {times: 3}, once: true", "`once` and `cap` both say how often"),
    ],
)  # fmt: skip
def test_a_slip_is_told_where_it_stands(old, new, says):
    assert any(says in line for line in told(old, new))


def test_a_feature_that_no_rule_reads_is_a_warning():
    warned = [str(w) for w in read(changed(" && feature.looks < 99", "")).warnings]
    assert [w for w in warned if "features.looks: no condition reads it" in w]
