"""Do instants, lengths, points and names read as people say them?"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from batonpass.handoff.zones import zone
from batonpass.web.lead.cards import safe_link
from batonpass.web.parts import words
from batonpass.web.parts.rules import rules_said
from batonpass.written.load import load
from tests.written.sound import SOUND

NOW = datetime(2027, 3, 2, 10, tzinfo=UTC)


def said(text: str) -> str:
    """With common spaces, as one types it."""
    return text.replace(words.NO_BREAK, " ")


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2027-03-02T14:12:00+00:00", "14:12"),
        ("2027-03-01T14:12:00+00:00", "Mon 14:12"),
        ("2027-03-08T14:12:00+00:00", "Mon 14:12"),
        ("2027-03-09T14:12:00+00:00", "9 Mar 14:12"),
        ("2026-12-24T14:12:00+00:00", "24 Dec 2026 14:12"),
    ],
)
def test_a_moment_is_as_short_as_it_can_be_understood(at, expected):
    assert said(words.moment(datetime.fromisoformat(at), zone=UTC, now=NOW)) == expected


def test_today_is_the_day_in_the_readers_zone():
    auckland = zone("Pacific/Auckland")
    assert said(words.moment(NOW + timedelta(hours=2), zone=auckland, now=NOW)) == "Wed 01:00"


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [(0, "0:00"), (250, "4:10"), (3_599, "59:59"), (3_600, "1h 00m"), (9_180, "2h 33m"), (-422, "\N{MINUS SIGN}7:02")],
)
def test_a_clock_shows_seconds_below_an_hour_and_minutes_above(seconds, expected):
    assert said(words.clock_text(seconds)) == expected


@pytest.mark.parametrize(
    ("kept", "read"),
    [
        ("Ana is away until 2027-03-05; choose somebody else", "Ana is away until 5 Mar 2027; choose somebody else"),
        ("write the day as 2027-03-02", "write the day as 2027-03-02"),
    ],
)
def test_a_refusal_has_its_days_as_people_write_them(kept, read):
    assert said(words.told(kept)) == read


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (0.2, "0.2 s"),
        (713, "12 min"),
        (5_520, "1.5 h"),
        (42_000, "12 h"),
        (90_000, "1 d"),
        (216_000, "2.5 d"),
        (1_400_000, "16 d"),
    ],
)
def test_the_end_of_an_interval_has_two_figures(seconds, expected):
    assert said(words.roughly(seconds)) == expected


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (0.2, "0.2 s"),
        (2.0, "2 s"),
        (33, "33 s"),
        (60, "1 min"),
        (725, "12 min 5 s"),
        (7_500, "2 h 5 min"),
        (273_600, "3 d 4 h"),
    ],
)
def test_a_length_has_its_two_largest_units(seconds, expected):
    assert said(words.length(seconds)) == expected


@pytest.mark.parametrize(
    ("seconds", "expected"), [(1, "1 second"), (90, "1 minute"), (5_400, "1 hour 30 minutes"), (90_000, "1 day 1 hour")]
)
def test_a_length_is_said_aloud_in_whole_units(seconds, expected):
    assert words.said(seconds) == expected


@pytest.mark.parametrize(("seconds", "expected"), [(1_800, "30 working minutes"), (3_600, "1 working hour")])
def test_a_budget_is_working_time(seconds, expected):
    assert words.working(seconds) == expected


@pytest.mark.parametrize(("seconds", "expected"), [(0, "just now"), (12, "12 seconds ago"), (691_200, "1 week ago")])
def test_what_is_past_is_told_in_its_largest_unit(seconds, expected):
    assert words.ago(timedelta(seconds=seconds)) == expected


@pytest.mark.parametrize(
    ("value", "expected"), [("20", "+20"), ("4.50", "+4.5"), ("-10", "\N{MINUS SIGN}10"), ("1E+2", "+100")]
)
def test_points_carry_their_sign_and_no_idle_zeros(value, expected):
    assert words.points(Decimal(value)) == expected


def test_a_score_in_a_list_never_shows_points_it_has_not_reached():
    assert words.whole(Decimal("39.99")) == "39"


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Ana Duarte", "AD"), ("Kessler Antriebe GmbH", "KA"), ("acme", "AC"), ("", "?"), ("«»", "?")],
)
def test_a_tile_shows_the_first_letters_of_two_words(name, expected):
    assert words.initials(name) == expected


@pytest.mark.parametrize(("name", "expected"), [("Ana Duarte", "Ana D."), ("Ana de Sousa", "Ana S."), ("Ana", "Ana")])
def test_a_colleague_is_short_where_there_is_little_room(name, expected):
    assert words.short(name) == expected


@pytest.mark.parametrize(("code", "expected"), [("SE", "Sweden"), ("se", "Sweden"), ("Atlantis", "Atlantis"), ("", "")])
def test_a_country_is_told_by_its_name(code, expected):
    assert words.country(code) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("https://acme.example/a?b=c", "https://acme.example/a?b=c"),
        ("eva@acme.example", "mailto:eva@acme.example"),
        ("+46 (8) 123-45", "tel:+46812345"),
        ("javascript:alert(1)", ""),
        ('https://acme.example" onclick="x', ""),
        ("eva?cc=nils@acme.example", "mailto:eva%3Fcc%3Dnils@acme.example"),
        ("eva@acme.example,nils@acme.example", ""),
        ("data:text/html,x", ""),
    ],
)
def test_only_addresses_and_numbers_lead_anywhere(value, expected):
    assert safe_link(value) == expected


@pytest.mark.parametrize(
    ("read", "written", "expected"),
    [
        (words.dated, "2026-09-28 to 2026-10-25", "28 Sep 2026 to 25 Oct 2026"),
        (words.dated, "playbook 2026-11, 2026-99-01", "playbook 2026-11, 2026-99-01"),
        (words.month, "2026-11", "Nov 2026"),
        (words.month, "November", "November"),
        (words.promised, 2070, "34 h 30 min"),
        (words.promised, 45, "45 min"),
        (words.promised, 0, "0 min"),
        (words.language, "pt-BR", "Portuguese (Brazil)"),
        (words.language, "klingonish", "klingonish"),
    ],
)
def test_what_machines_write_is_read_as_people_say_it(read, written, expected):
    assert said(read(written)) == expected


def test_a_rule_is_called_by_its_words_as_all_leads_have_it():
    said = rules_said(load(SOUND, where="sound.yaml").playbook)
    assert (said["right_size"], said["whitepaper"]) == ("50 people or more", "took the white paper")
