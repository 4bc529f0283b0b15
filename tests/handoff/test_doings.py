"""Does a lead remember the right things of all that a person did, in whichever order they are told?"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from batonpass.handoff import record
from batonpass.handoff.doings import kept
from batonpass.handoff.facts import Learned
from batonpass.handoff.lead import ACTIVITIES_MAX, Activity
from batonpass.handoff.playbook import Stage
from tests.handoff.cast import PLAYBOOK, TUESDAY_TEN, event, minutes, submission, walk


def acts(signal: str, count: int, *, days_ago: int) -> tuple[Activity, ...]:
    begun = TUESDAY_TEN - timedelta(days=days_ago)
    moments = [begun + timedelta(seconds=n) for n in range(count)]
    return tuple(Activity(signal=signal, at=at, arrived_at=TUESDAY_TEN) for at in moments)


def test_a_thousand_old_doings_that_come_late_push_out_no_new_one():
    new = acts("pricing", 3, days_ago=0)
    assert kept(new + acts("pricing", ACTIVITIES_MAX, days_ago=900))[:3] == new


def test_what_comes_often_gives_way_before_what_comes_seldom():
    seldom = acts("pricing", 3, days_ago=9)
    left = kept(seldom + acts("page_view", ACTIVITIES_MAX + 5, days_ago=1))
    assert (left[:3], len(left)) == (seldom, ACTIVITIES_MAX)


def test_a_demo_of_a_list_of_the_past_is_worth_its_points_and_raises_no_hand_now():
    listed = record.replace(submission("demo", at=minutes(5)), historic=True)
    assert walk(submission("ebook"), listed, event("pricing", at=minutes(9))).lead.tier == "high"


def test_what_they_wrote_last_stands_though_older_words_come_later():
    new = submission("demo", message="new", source={"campaign": "spring"})
    late = submission(
        "ebook", at=minutes(9), occurred_at="2027-02-01T09:00:00Z", message="old", source={"campaign": "winter"}
    )
    one, other = walk(new, late).lead, walk(late, record.replace(new, arrived_at=minutes(10))).lead
    assert [(lead.message, lead.last_source.campaign) for lead in (one, other)] == [("new", "spring")] * 2


def told(at, **fields: str) -> Learned:
    return Learned(at=at, arrived_at=at, source_name="crm", fields=fields, person="eva@firm.example")


PAST = record.replace(submission("demo", fields={"employees": "100"}), historic=True)


def test_what_is_told_of_somebody_in_a_list_of_the_past_pages_nobody_either():
    later = walk(PAST, told(minutes(9), title="CTO"), event("nothing_agreed", at=minutes(10))).lead
    assert (later.stage, later.owner, later.clocks) == (Stage.ENGAGED, None, ())


@pytest.mark.parametrize(("word", "stage"), [("no", Stage.ENGAGED), ("withdrawn", Stage.ENGAGED), ("yes", Stage.MQL)])
def test_who_is_of_the_past_and_refuses_something_is_not_brought_to_sales_by_that(word, stage):
    said = record.replace(told(minutes(9)), consent={"phone": word})
    assert walk(PAST, said).lead.stage is stage


def test_what_adds_points_brings_somebody_of_the_past_to_sales():
    assert walk(PAST, event("pricing", at=minutes(9))).lead.stage is Stage.MQL
    fitter = told(minutes(9), employees="100")
    assert walk(record.replace(submission("ebook"), historic=True), fitter).lead.stage is Stage.MQL


def test_a_reader_whom_a_list_of_the_past_gives_points_is_no_news_either():
    reader = (submission("paper"), record.replace(submission("ebook", at=minutes(5)), historic=True))
    lead = walk(*reader).lead
    assert (lead.stage, lead.score.total, lead.because) == ("Engaged", 50, "imported as history: nobody is paged")
    assert walk(*reader, told(minutes(9), title="CTO")).lead.stage is Stage.ENGAGED
    assert walk(*reader, event("pricing", at=minutes(9))).lead.stage is Stage.MQL


def test_a_reader_who_objects_and_has_points_enough_says_why_they_wait():
    lead = walk(submission("paper", consent={"marketing": "objected"}), submission("ebook", at=minutes(5))).lead
    assert (lead.stage, lead.because.partition(":")[0]) == ("Nurture", "they object to marketing")


def test_the_first_that_is_heard_of_somebody_is_no_old_news():
    low = replace(PLAYBOOK, definition=replace(PLAYBOOK.definition, mql_from=Decimal(20)))
    assert walk(told(TUESDAY_TEN, employees="100"), playbook=low).lead.stage is Stage.MQL
