"""How does a brief that was kept read days later, and one that was held up on its way?"""

from __future__ import annotations

from dataclasses import replace

import pytest

from batonpass.handoff import record
from batonpass.handoff.brief_read import brief_now, lines_later
from batonpass.handoff.effects import TellRep
from batonpass.handoff.words import read_later
from tests.handoff.cast import event, minutes, setting, submission, walk
from tests.handoff.second_half import BOOK, HANDED, HOUSE

DAY = 24 * 60
ASKED = walk(event("pricing", at=minutes(-60)), submission(country="SE")).lead


def read(lead, later, **kind):
    return brief_now(lead, replace(setting(at=minutes(later), **kind), country_named={"SE": "Sweden"}))


def line(lines, begins):
    return next(one for one in lines if one.startswith(begins))


def test_a_brief_that_is_opened_two_days_later_says_so():
    assert "asked for a demo just now" in line(ASKED.brief, "Why now")
    assert "asked for a demo 2 days ago" in line(read(ASKED, 2 * DAY), "Why now")
    assert line(read(ASKED, 2 * DAY), "What").endswith("then asked for a demo (2 days ago)")


def test_a_brief_that_is_opened_later_counts_what_went_before_it_as_it_did():
    assert "after 1 other action within 7 days" in line(read(ASKED, 2 * DAY), "Why now")


def test_what_was_found_out_is_in_the_brief_that_is_opened_later_too():
    lead = walk(*HANDED, playbook=BOOK, people=HOUSE).lead
    lines = read(lead, 2 * DAY, playbook=BOOK, people=HOUSE)
    assert line(lines, "Found out") == line(lead.brief, "Found out")
    assert "asked for a demo 2 days ago" in line(lines, "Why now")


def test_without_a_brief_there_is_none_to_read():
    assert read(record.replace(ASKED, brief=()), 0) == ()


def test_a_country_is_named():
    assert (line(read(ASKED, 0), "Eva"), "Sweden" in line(read(ASKED, 0), "Company")) == ("Eva at Firm (Sweden)", True)


@pytest.mark.parametrize(
    ("written", "passed", "says"),
    [
        ("asked for a price just now", 0, "asked for a price just now"),
        ("asked for a price just now", 90, "asked for a price 1 hour ago"),
        ("asked for a price (just now)", 2 * DAY + 60, "asked for a price (2 days ago)"),
        ("read a book 3 days ago", DAY, "read a book 4 days ago"),
        (
            "read a book (59 minutes ago), then wrote (1 minute ago)",
            60,
            "read a book (1 hour ago), then wrote (1 hour ago)",
        ),
        ("asked for a demo just now", 61 * DAY, "asked for a demo on 2 Mar 2027"),
    ],
)
def test_how_long_ago_it_was_is_said_for_who_reads_it(written, passed, says):
    assert read_later(written, written=minutes(0), read=minutes(passed)) == says


def test_what_others_wrote_stays_word_for_word():
    told = (
        "They wrote: we decided just now",
        "Note: called just now (Ana, call, 5 minutes ago)",
        "Next step: they said it 2 days ago",
        "Say first: Hi Eva, you asked for a demo just now.",
    )
    assert lines_later(told, written=minutes(0), read=minutes(DAY)) == (
        "They wrote: we decided just now",
        "Note: called just now (Ana, call, 1 day ago)",
        "Next step: they said it 2 days ago",
        "Say first: Hi Eva, you asked for a demo 1 day ago.",
    )


def test_what_was_found_out_travels_in_the_brief_as_question_and_answer():
    handed = walk(*HANDED, playbook=BOOK, people=HOUSE)
    (told,) = (e for e in handed.effects if isinstance(e, TellRep) and e.kind == "handed_over")
    assert (told.rep, told.lines[1:4]) == (
        "otto",
        (
            "Found out: Do they have the problem we solve? Yes",
            "Found out: Is there a way to a budget? Path (board in May)",
            "Not known: What do they use today?",
        ),
    )


def test_the_day_the_work_began_is_said_as_people_say_days():
    assert "Worked by: Ana, 1 touch since 2 Mar 2027" in walk(*HANDED, playbook=BOOK, people=HOUSE).lead.brief
