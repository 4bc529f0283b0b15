"""Who may act on a lead, and what hears everybody else?"""

from __future__ import annotations

from dataclasses import replace

import pytest

from batonpass.handoff import record
from batonpass.handoff.may import must_own, must_own_or_lead, must_work_on, owns_or_leads, works_on
from batonpass.handoff.refusal import Refusal, RefusalKind
from batonpass.handoff.requests_second import TakeOver
from tests.handoff.cast import PEOPLE, minutes, setting, submission, walk
from tests.handoff.second_half import BOOK, HANDED, HOUSE
from tests.handoff.test_touch import IN_QUEUE

ANAS = walk(submission()).lead
OTTOS = walk(*HANDED, (minutes(60), TakeOver(by="otto")), playbook=BOOK, people=HOUSE).lead
WAITS = walk(submission(), playbook=IN_QUEUE).lead
EVERYBODY = (must_own, must_own_or_lead, must_work_on)


def refused(must, lead, by, people=HOUSE):
    with pytest.raises(Refusal) as told:
        must(lead, by, setting(people=people))
    return told.value.kind, told.value.says


@pytest.mark.parametrize(
    ("by", "may"), [("ana", True), ("mara", True), ("sven", False), ("bruno", False), (None, False)]
)
def test_the_owner_may_and_who_leads_them_and_nobody_above_or_beside(by, may):
    assert owns_or_leads(ANAS, by, PEOPLE) == may == works_on(ANAS, by, PEOPLE)


def test_who_handed_it_over_still_works_on_it_but_owns_it_no_more():
    assert [works_on(OTTOS, one, HOUSE) for one in ("otto", "ana", "mara", "bruno")] == [True, True, True, False]
    assert not owns_or_leads(OTTOS, "ana", HOUSE)


def test_who_handed_it_over_in_an_earlier_round_works_on_it_no_more():
    assert not works_on(record.replace(OTTOS, cycle=OTTOS.cycle + 1), "ana", HOUSE)


@pytest.mark.parametrize("must", EVERYBODY)
def test_everybody_else_hears_whose_it_is_in_the_same_words(must):
    assert refused(must, ANAS, "nina", PEOPLE) == (RefusalKind.FORBIDDEN, "this lead belongs to Ana")
    assert refused(must, WAITS, "nina", PEOPLE) == (
        RefusalKind.CONFLICT,
        "this lead waits in triage; claim it first",
    )
    assert refused(must, ANAS, "nemo", PEOPLE) == (RefusalKind.INVALID, "'nemo' is not one of our people")


def test_an_owner_who_has_left_acts_no_more():
    left = replace(PEOPLE, reps={**PEOPLE.reps, "ana": replace(PEOPLE.reps["ana"], active=False)})
    assert refused(must_own, ANAS, "ana", left) == (RefusalKind.FORBIDDEN, "Ana is no longer active")
