"""Is a change in the CRM taken for what it is?"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from batonpass.handoff.crm_heard import Change, Held, Verdict, judge, sending, thawed, to_write, wrote
from batonpass.handoff.playbook.crm import Crm, CrmField, Wins

NOON = datetime(2027, 3, 2, 12, tzinfo=UTC)
OWNER = CrmField(name="owner", to="owner_id", wins=Wins.CRM)
SCORE = CrmField(name="score", to="lead_score")
CRM = Crm(
    system="hubspot",
    fields={"owner": OWNER, "score": SCORE},
    secret_setting="TOKEN",
    owners={"ana": "101", "bruno": "102"},
    house_accounts=frozenset({"900"}),
)


def later(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def written(value: str = "101", marker: str = "m1", at: datetime = NOON, before: Held | None = None) -> Held:
    return wrote(sending(before or Held(), value, marker), at)


def verdict(value: str, held: Held, *, at: float = 60, one: CrmField = OWNER, **more: object) -> Verdict:
    return judge(Change(value=value, at=later(at), **more), held, one, CRM, now=later(at)).verdict


@pytest.mark.parametrize(("value", "at", "is_"), [
    ("101", 1, Verdict.ECHO), ("101", 600, Verdict.SAME), ("102", 60, Verdict.THEIRS), ("102", -60, Verdict.STALE),
    ("900", 60, Verdict.REWRITE), ("", 60, Verdict.REWRITE), ("555", 60, Verdict.UNKNOWN),
])  # fmt: skip
def test_a_change_is_weighed_by_its_value_and_its_stamp(value, at, is_):
    assert verdict(value, written(), at=at) is is_


def test_an_echo_that_comes_before_the_answer_is_known():
    assert verdict("101", sending(Held(), "101", "m1")) is Verdict.ECHO


def test_a_late_echo_of_an_older_write_changes_nothing():
    held = written("102", "m2", later(60), before=written())
    assert verdict("101", held, at=0) is Verdict.ECHO


def test_somebody_who_sets_our_older_value_anew_is_no_echo():
    held = written("102", "m2", later(60), before=written())
    assert verdict("101", held, at=90) is Verdict.THEIRS


def test_somebody_who_is_quick_is_no_echo_either():
    held = written("102", "m2", later(1), before=written())
    assert verdict("101", held, at=1.5) is Verdict.THEIRS


def test_another_mark_is_no_echo():
    held = written("102", "m2", later(1), before=written())
    assert verdict("101", held, at=1, marker="theirs") is Verdict.THEIRS


def test_what_is_worked_out_here_is_written_again():
    assert verdict("99", written("60"), one=SCORE) is Verdict.REWRITE


def fought(seconds: int, blows: int = 3) -> Verdict:
    held, found = written(), Verdict.SAME
    for blow in range(1, blows + 1):
        at = later(blow * seconds)
        judged = judge(Change(value="900", at=at), held, OWNER, CRM, now=at)
        held, found = written("101", f"m{blow}", at + timedelta(milliseconds=5), before=judged.held), judged.verdict
    return found


@pytest.mark.parametrize(("seconds", "blows", "is_"), [
    (60, 2, Verdict.REWRITE), (60, 3, Verdict.FREEZES), (299, 3, Verdict.FREEZES), (301, 3, Verdict.REWRITE),
    (60, 4, Verdict.FROZEN),
])  # fmt: skip
def test_three_blows_within_ten_minutes_freeze_a_field(seconds, blows, is_):
    assert fought(seconds, blows) is is_


def test_people_who_change_their_minds_do_not_freeze_a_field():
    held = written()
    for n, value in enumerate(("102", "101", "102", "101", "102")):
        judged = judge(Change(value=value, at=later(10 + n), person=True), held, OWNER, CRM, now=later(10 + n))
        held = judged.held
    assert judged.verdict is Verdict.THEIRS


def test_a_frozen_field_is_not_written_until_somebody_lets_it_go_on():
    frozen = Held(value="900", frozen_at=NOON, flips=(NOON,) * 3)
    assert [to_write("101", held, OWNER, CRM) for held in (frozen, thawed(frozen))] == [False, True]


def test_a_stranger_is_left_alone_until_our_own_owner_changes():
    held = judge(Change(value="555", at=later(60)), written(), OWNER, CRM, now=later(60)).held
    assert [to_write(value, held, OWNER, CRM) for value in ("101", "102")] == [False, True]
