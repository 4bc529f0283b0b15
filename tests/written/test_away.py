"""Is the day of somebody's return read where it is told beyond doubt, and nowhere else?"""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from batonpass.written.away import LONGEST, back_on, words_of

SAID = date(2026, 11, 24)
SEVENTH = date(2026, 12, 7)


@pytest.mark.parametrize(
    "text",
    [
        "I am out of the office and will be back on 7 December.",
        "I'll be back on Monday, 7 December 2026, and answer then.",
        "I will return on December 7th.",
        "I am returning to the office on Dec 7, 2026.",
        "I\N{RIGHT SINGLE QUOTATION MARK}m not in the office. I will be available again from 2026-12-07.",
        "I am out until 4 December. I will be back on Monday 7 December.",
        "Out of office from 1 December through 6 December.",
        "Ich bin ab 07.12. wieder erreichbar.",
        "Ich bin derzeit nicht im Büro und ab dem 07.12.2026 wieder für Sie da.",
        "Vielen Dank. Ich bin am Montag, den 7. Dezember wieder im Büro.",
        "Ich bin wieder da ab 7.12.26",
        "Ich bin bis einschließlich 06.12. nicht im Büro.",
        "Ich bin bis zum 6. Dezember im Urlaub.",
        "Zurück am 07.12.2026",
        "Je suis de retour le 7 décembre.",
        "Je serai de retour au bureau le lundi 7 décembre 2026.",
        "Je suis absent jusqu'au 6 décembre inclus.",
        "Estaré de vuelta el 7 de diciembre.",
        "Estarei de volta no dia 7 de dezembro de 2026.",
        "Sarò di ritorno il 7 dicembre.",
        "Ik ben terug op maandag 7 december.",
        "Jag är tillbaka den 7 december.",
        "Je suis de retour le 07/12.",
        "Ich bin ab Montag, 07.12., wieder erreichbar. Meine Kollegin hilft Ihnen gern.",
        "I am on holiday, returning Monday 7 December",
        "I'm OOO till Dec 6.",
        "I will return on December 7.",
        "I will be back on 7.12.2026",
        "I am away and\nwill be back\non 7 December.\n\nOn Mon, 2 Mar 2026 Ana wrote:\n> I will be back on 3 December",
        "Back on 7 December.\n\n-----Original Message-----\nI return on 9 December",
        "For urgent matters call Max on 0170 12 34. I will be back on 7 December, 09:00.",
    ],
)
def test_a_day_that_is_named_beside_a_return_is_read(text):
    assert back_on(text, SAID) == SEVENTH


@pytest.mark.parametrize(
    "text",
    [
        "I am out of the office.",
        "I will be back on Monday.",
        "I will be back on 12/7.",
        "I will be back on 07/12/2026.",
        "I will not be back on 7 December.",
        "I won't be back on 7 December as planned.",
        "Ich bin ab 07.12. nicht mehr erreichbar.",
        "Ab 07.12. bin ich nicht wieder da.",
        "I am away from 7 December.",
        "Our fair is on 7 December.",
        "I return on 7 December, my colleague returns on 9 December.",
        "I am away until 9 December and back on 7 December.",
        "I will be back on Tuesday, 7 December.",
        "I will be back on 31 November.",
        "I will be back on 7 December 2025.",
        "I will be back on 24 November.",
        "I will be back on 7 June.",
        "> I will be back on 7 December",
        "Am 20.11.2026 schrieb Ana Silva:\nIch bin ab 07.12. wieder da",
        "Order 7.12.2026 is back in stock",
        "Version 3.12.7 is available",
        "Until 7 December our shop sends for free.",
        "I left the company. I will be back on 7 December for a farewell.",
        "Contact Max, who is back on 7 December.",
        "The webinar is available from 7 December.",
        "Meine Kollegin ist ab 07.12. wieder da.",
        "My colleague returns on 7 December.",
        "Mon collègue est de retour le 7 décembre.",
    ],
)
def test_what_is_not_beyond_doubt_is_no_day(text):
    assert back_on(text, SAID) is None


def test_a_day_without_a_year_is_the_next_one_there_is():
    assert back_on("Back on 4 January.", date(2026, 12, 20)) == date(2027, 1, 4)


def test_the_leap_day_is_a_day_in_leap_years_alone():
    assert back_on("back on 29 February", date(2028, 2, 20)) == date(2028, 2, 29)
    assert back_on("back on 29 February", date(2027, 2, 20)) is None


def test_a_page_is_read_by_its_words_and_without_what_it_quotes():
    page = "<style>p{}</style><p>I will be back<br>on <b>7&nbsp;December</b></p>"
    quoted = "<blockquote>back on 9 December</blockquote>"
    assert back_on(words_of(page + quoted, "text/html"), SAID) == SEVENTH


@given(st.text(alphabet="back on 7.12/- ab wieder December\n<>", max_size=300))
def test_whatever_is_written_it_is_a_day_to_come_or_none(text):
    day = back_on(words_of(text, "text/html"), SAID)
    assert day is None or SAID < day <= SAID + LONGEST
