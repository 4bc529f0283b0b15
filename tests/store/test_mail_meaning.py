"""Does a mail mean to us what it says, whoever wrote it and however late it comes?"""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from batonpass.handoff.people import Rep
from batonpass.handoff.requests import Away
from batonpass.store.mail_meaning import Aside, Ask, Called, Nothing, meaning_of
from batonpass.written.mail import Mail, read_mail
from tests.mails import ANA, ANNA, bounce, invitation, written

NOW = datetime(2027, 3, 2, 12, tzinfo=UTC)
REPS = {"ana": Rep(id="ana", name="Ana", email="Ana@Lumen.example", calendar="office")}
LEADS = {ANNA: ("L1", "ana")}


def meant(mail, **more) -> object:
    raw = mail if isinstance(mail, bytes) else mail.as_bytes()
    return meaning_of(read_mail(raw), leads=more.get("leads", LEADS), reps=REPS, at=NOW)


def test_a_mail_of_a_rep_is_a_touch_at_its_date():
    asked = meant(written())
    assert isinstance(asked, Ask)
    assert (asked.what, asked.by, asked.at) == ("touch", "ana", datetime(2027, 3, 2, 10, tzinfo=UTC))


def test_a_later_date_than_ours_is_not_believed():
    asked = meant(written(date="Tue, 02 Mar 2027 12:00:01 +0000"))
    assert isinstance(asked, Ask)
    assert asked.at is None


def test_fourteen_days_are_not_too_old():
    assert isinstance(meant(written(date="Tue, 16 Feb 2027 12:00:00 +0000")), Ask)


def test_a_mail_older_than_fourteen_days_is_looked_at():
    assert isinstance(meant(written(date="Tue, 16 Feb 2027 11:59:59 +0000")), Aside)


def test_ten_leads_are_people_and_eleven_are_a_list():
    each = [f"p{n}@firm.example" for n in range(11)]
    leads = {one: (f"L{n}", "ana") for n, one in enumerate(each)}
    kinds = [type(meant(written(to=", ".join(each[:n])), leads=leads)) for n in (10, 11)]
    assert kinds == [Ask, Aside]


def test_a_lead_whom_nobody_owns_is_answered_for_by_whom_they_wrote_to():
    asked = meant(written(by=ANNA, to=ANA), leads={ANNA: ("L1", "")})
    assert isinstance(asked, Ask)
    assert (asked.what, asked.by) == ("reply", "ana")


@pytest.mark.parametrize("submitted", ["auto-replied", "auto-generated", "Auto-Replied; owner-email=x"])
def test_what_says_to_be_automatic_is(submitted):
    assert isinstance(meant(written(Auto_Submitted=submitted)), Nothing)


def test_what_says_not_to_be_automatic_is_not():
    assert isinstance(meant(written(Auto_Submitted="no")), Ask)


@pytest.mark.parametrize(
    "subject",
    [
        "Automatic reply: Your question",
        "Out of Office Re: Your question",
        "=?utf-8?q?R=C3=A9ponse_automatique_=3A_Your_question?=",
        "Abwesenheitsnotiz: Your question",
    ],
)
def test_an_absence_that_only_its_subject_tells_is_no_answer(subject):
    away = written(by=ANNA, to=ANA)
    away.replace_header("Subject", subject)
    assert isinstance(meant(away), Nothing)


@pytest.mark.parametrize("letters", ["utf-8", "cp1252"])
def test_a_subject_in_plain_letters_beyond_ascii_is_read(letters):
    raw = written(by=ANNA, to=ANA).as_bytes().replace(b"Your question", "Réponse automatique : congés".encode(letters))
    assert isinstance(meant(raw), Nothing)


def away(text: str, **more: str) -> object:
    mail = written(by=ANNA, to=ANA, **({"Auto_Submitted": "auto-replied"} | more))
    mail.set_content(text)
    return meant(mail)


def test_an_automatic_reply_that_names_the_return_says_from_when_on_they_are_back():
    asked = away("Bonjour, je suis de retour le 9 mars.\n")
    assert isinstance(asked, Ask)
    assert (asked.what, asked.request) == ("automatic", Away(by="ana", back_on=date(2027, 3, 9)))


@pytest.mark.parametrize(
    ("text", "more"),
    [
        ("I am out of the office.", {}),
        ("I will be back on 9 March 2028.", {}),
        ("I will be back on 9 March.", {"Auto_Submitted": "auto-generated"}),
        ("I will be back on 9 March.", {"List_Id": "<news.acme.example>"}),
        ("I will be back on 9 March.", {"date": ""}),
    ],
)
def test_an_automatic_mail_that_names_none_says_nothing(text, more):
    assert isinstance(away(text, **more), Nothing)


def test_a_person_who_writes_when_they_are_back_has_answered():
    asked = away("I will be back on 9 March, let us talk then.", Auto_Submitted="no")
    assert isinstance(asked, Ask)
    assert asked.what == "reply"


def test_a_day_of_return_is_read_in_the_letters_of_its_mail():
    mail = written(by=ANNA, to=ANA, Auto_Submitted="auto-replied")
    mail.set_content("Ich bin bis einschließlich 8. März nicht im Büro.", charset="iso-8859-1", cte="quoted-printable")
    asked = meant(mail)
    assert isinstance(asked, Ask)
    assert asked.request == Away(by="ana", back_on=date(2027, 3, 9))


def test_whoever_writes_about_an_automatic_reply_has_answered():
    asked = written(by=ANNA, to=ANA)
    asked.replace_header("Subject", "Re: Automatic reply: Your question")
    assert isinstance(meant(asked), Ask)


def test_a_declined_meeting_is_called_off():
    assert isinstance(meant(invitation(by=ANNA, method="REPLY", answer="DECLINED")), Called)


def test_an_accepted_meeting_changes_nothing():
    assert isinstance(meant(invitation(by=ANNA, method="REPLY", answer="ACCEPTED")), Nothing)


def test_a_folded_attendee_is_read_whole():
    told = read_mail(invitation()).invitation
    assert told is not None
    assert told.attendees == (ANNA,)


def test_a_report_tells_what_came_back_to_whom_and_why():
    back = read_mail(bounce()).came_back
    assert back is not None
    assert (back.of, back.to, back.why) == ("<m1@lumen.example>", (ANNA,), "550 no such person")


def test_a_delay_is_no_failure():
    assert read_mail(bounce(action="delayed")).came_back is None


@given(
    raw=st.binary(max_size=400),
    head=st.sampled_from([b"", b"From: ", b"From: a@b.example\nDate: ", written().as_bytes()]),
)
def test_whatever_is_sent_is_read_or_said_to_be_unreadable(raw, head):
    mail = read_mail(head + raw)
    assert isinstance(mail, Mail)
    assert all(text.isprintable() for text in (mail.sender, mail.automatic, mail.unreadable, *mail.recipients))


@given(cut=st.integers(0, 900), junk=st.binary(max_size=40), which=st.sampled_from([bounce(), invitation()]))
def test_a_report_that_is_broken_anywhere_is_read_all_the_same(cut, junk, which):
    mail = read_mail(which[:cut] + junk + which[cut:])
    assert len(mail.id) == 40


def test_reading_a_nest_costs_no_more_than_its_limits():
    nest = b"".join(b'Content-Type: multipart/mixed; boundary="x"\n\n--x\n' for _ in range(5_000))
    assert read_mail(b"From: ana@lumen.example\n" + nest).sender == ANA


HEAD = b"From: anna@acme.example\nDate: Mon, 01 Mar 2027 10:00:00 +0000\nAuto-Submitted: auto-replied\n"


@pytest.mark.parametrize(
    "sent",
    [
        b"Content-Type: text/plain; charset=punycode\n\na-" + b"b9" * 450_000,
        b"Content-Type: text/html\n\n" + b"<" * 1_900_000,
        b"\n" + b"\n" * 30_000,
        b"\n" + b"-" * 30_000,
    ],
    ids=["letters of host names", "tags that never end", "nothing but lines", "nothing but dashes"],
)
def test_an_automatic_reply_is_read_in_no_time_whatever_it_is_written_in(sent):
    began = time.process_time()
    assert read_mail(HEAD + sent).automatic
    assert time.process_time() - began < 1


def test_the_age_of_a_mail_is_bounded():
    asked = meant(written(date=""))
    assert isinstance(asked, Ask)
    assert NOW - (asked.at or NOW) == timedelta(0)


def test_an_address_with_signs_that_nobody_can_see_is_none():
    assert read_mail(b"From: a\x01na@lumen.example\r\n\r\nhi").unreadable
