"""Is a playbook redrafted in the right places, and left alone in all others?"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from batonpass.written.load import load
from batonpass.written.redraft import redraft, with_values, with_version
from batonpass.written.yaml12 import parse

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "playbooks" / "small-saas.yaml").read_text("utf-8")

MQL_FROM = ("definition", "mql_from")
MQL = {MQL_FROM: Decimal(50)}


def drafted(numbers, text=TEXT):
    return redraft(text, "it.yaml", numbers, version="next")


def test_points_stand_where_the_old_ones_stood_and_nothing_else_moves():
    found = drafted({("fit", "right_size", "points"): Decimal(23)})
    changed = [line for line in found.diff.splitlines() if line[0] in "+-" and line[:3] not in ("+++", "---")]
    assert changed[2:] == ["-    points: 20", "+    points: 23"]
    assert len(changed) == 4


def test_a_new_version_is_named_and_its_comment_kept():
    found = drafted({})
    assert load(found.text, "it.yaml").playbook.version == "next"
    assert "# change it with every change" in found.text


def test_points_on_one_line_with_others_are_found():
    found = drafted({("models", "dach", "signals", "whitepaper", "points"): Decimal(-7)})
    assert "whitepaper: {points: -7}" in found.text


def test_a_rule_that_a_model_does_not_write_yet_is_written_below_it():
    found = drafted({("models", "dach", "fit", "decides", "points"): Decimal(4)})
    (dach, _) = load(found.text, "it.yaml").playbook.models
    assert {rule.name: rule.points for rule in dach.fit}["decides"] == 4


def test_two_numbers_in_one_draft_do_not_disturb_each_other():
    numbers = {("fit", name, "points"): Decimal(n) for n, name in enumerate(("right_size", "decides", "private_mail"))}
    base = load(drafted(numbers).text, "it.yaml").playbook.models[-1]
    assert [rule.points for rule in base.fit if rule.name in ("right_size", "decides", "private_mail")] == [0, 1, 2]


@pytest.mark.parametrize("name", ["starter.yaml", "european.yaml", "small-saas.yaml"])
def test_every_example_playbook_can_be_redrafted_throughout(name):
    text = (ROOT / "playbooks" / name).read_text("utf-8")
    base = load(text, name).playbook.models[-1]
    found = drafted({("fit", rule.name, "points"): rule.points + 1 for rule in base.fit}, text)
    again = load(found.text, name).playbook.models[-1]
    assert ([rule.points for rule in again.fit], found.by_hand) == ([rule.points + 1 for rule in base.fit], ())


@pytest.mark.parametrize("written", ["40", "4e1", "40.0", "+40", "4E+1  # four tens"])
def test_a_number_is_exchanged_whole_however_it_is_written(written):
    found = redraft(f'version: "1"\ndefinition:\n  mql_from: {written}\n', "it", MQL, version="2")
    assert parse(found.text, "it").data == {"version": "2", "definition": {"mql_from": 50}}


def test_the_mark_that_an_editor_writes_before_a_text_shifts_nothing():
    marked = '\ufeffversion: "1"\ndefinition: {mql_from: 40}\n'
    texts = (redraft(marked, "it", MQL, version="2").text, with_values(marked, "it", {MQL_FROM: "50"}, version="2"))
    assert [parse(text, "it").data for text in texts] == [{"version": "2", "definition": {"mql_from": 50}}] * 2
    assert with_version(marked, "it", "3") == 'version: "3"\ndefinition: {mql_from: 40}\n'


def test_what_has_no_place_is_left_to_a_person():
    assert drafted({("definition", "nowhere"): Decimal(5)}).by_hand == ("definition.nowhere: 5",)
