"""Does a mail say days, hours, places and how long ago as its reader does, on the day on which it is read?"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.connectors.sample import DESK, NOW, tell


def test_a_mail_that_was_held_up_for_days_says_nothing_of_just_now():
    held_up = DESK.letter(tell(briefed_at=NOW - timedelta(days=2)))
    assert "looked at pricing 3 times (4 days ago), then asked for a demo (2 days ago)" in held_up.text
    assert "just now" not in held_up.text + held_up.html


def test_a_rep_reads_who_it_is_in_their_own_language():
    told = tell(lines=("Eva Lind, Head of Operations, at Firm AB (Sweden)",))
    assert "Head of Operations bei Firm AB (Schweden)" in DESK.letter(replace(told, language="de")).text


def test_days_in_the_reason_are_said_as_people_say_them():
    told = tell(because="Bo, delegate of Jon (owns it, away until 2027-03-05)")
    assert "away until 5 Mar 2027)" in DESK.letter(told).text


def test_a_german_mail_says_everything_but_the_playbooks_words_in_german():
    text = DESK.letter(replace(tell(), language="de")).text
    assert ("Ablehnen, no budget:" in text, "(Lissabon)" in text, "Reject" in text) == (True, True, False)


@pytest.mark.parametrize("kind", ["reassigned", "snoozed", "reminder", "breach"])
def test_the_subject_of_what_an_account_executive_owes_names_their_answer(kind):
    subject = DESK.letter(tell(kind=kind, promise="ae_accept")).subject
    assert ("your answer by" in subject or "your answer was due" in subject, "first touch" in subject) == (True, False)
