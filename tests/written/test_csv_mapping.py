"""Are columns recognised by what people call them, and is each row sent as its columns say?"""

from __future__ import annotations

from datetime import UTC
from zoneinfo import ZoneInfo

import pytest

from batonpass.written.csv_moments import day_comes_first, moment
from batonpass.written.csv_records import Row
from batonpass.written.csv_sent import Sender, split_name
from batonpass.written.mapping import DROPPED, Hints, Sure, check_said, check_who, decide, suggest
from batonpass.written.refused import Refused
from batonpass.written.schema.mapping import read_mapping


def becomes(columns, *sample, **hints):
    return {one.column: one.field for one in suggest(columns, sample, Hints(**hints))}


def sent(columns, *cells, **told):
    mapped = decide(suggest(columns, [cells], Hints(said=told.pop("said", {}))), **told)
    return Sender(mapped).read(Row(line=2, cells=cells))


@pytest.mark.parametrize(
    "columns",
    [
        ("E-Mail", "Vorname", "Nachname", "Firma", "Land", "Telefon", "Funktion", "Nachricht"),
        ("Courriel", "Prénom", "Nom", "Société", "Pays", "Téléphone", "Poste", "Commentaire"),
        ("Correo electrónico", "Nombre", "Apellidos", "Empresa", "País", "Teléfono", "Cargo", "Mensaje"),
        ("E-postadress", "Förnamn", "Efternamn", "Företag", "Land", "Telefonnummer", "Befattning", "Meddelande"),
        ("e_mail", "FirstName", "LastName", "Company Name", "COUNTRY", "mobile phone", "Job Title", "Comments"),
    ],
)
def test_columns_are_recognised_in_many_languages(columns):
    wanted = ["email", "first_name", "last_name", "company", "country", "phone", "title", "message"]
    assert list(becomes(columns).values()) == wanted


def test_a_field_may_be_called_by_its_own_name():
    columns = ("email", "occurred_at", "source.campaign", "consent.news", "Consent_Call", "first_name", "employees")
    assert list(becomes(columns).values()) == [*columns[:4], "consent.call", *columns[5:]]


@pytest.mark.parametrize(
    ("column", "field"),
    [
        ("created_time", "occurred_at"),
        ("Lead Submission Date", "occurred_at"),
        ("Person - Person created", "occurred_at"),
        ("Person - Organization", "company"),
        ("Lead Gen Form Name", "form"),
        ("PLZ", "postal_code"),
        ("Zip/Postal Code", "postal_code"),
        ("Code postal", "postal_code"),
        ("State/Region", "region"),
        ("Bundesland", "region"),
        ("State", "state"),
        ("Stückzahl", "stueckzahl"),
        ("Team size", "team_size"),
    ],
)
def test_columns_that_programs_call_so_and_declared_fields_are_recognised(column, field):
    assert becomes(["email", column], declared={"stueckzahl": None, "team_size": None})[column] == field


@pytest.mark.parametrize("no", ["no", "No", "NO"])
def test_a_column_of_yes_and_no_tells_of_no_norwegians(no):
    assert becomes(["email", "VIP"], *[["a@a.example", no]] * 9, ["b@b.example", "yes"])["VIP"] == "vip"


@pytest.mark.parametrize(
    ("column", "cell", "consent"),
    [
        ("Email Opt Out", "TRUE", {"marketing": "opted_out"}),
        ("HasOptedOutOfEmail", "1", {"marketing": "opted_out"}),
        ("Unsubscribed at", "2026-05-04", {"marketing": "opted_out"}),
        ("Do Not Call", "yes", {"call": "no"}),
        ("DoNotContact", "x", {"contact": "no"}),
        ("Email Opt Out", "false", None),
        ("Do Not Call", "No", None),
        ("Marketing consent", "yes", {"marketing": "yes"}),
    ],
)
def test_what_a_list_says_they_refuse_is_heard(column, cell, consent):
    assert sent(("email", column), "eva@firm.example", cell).sent.get("consent") == consent


def test_who_agreed_once_and_opted_out_has_opted_out():
    row = sent(("email", "Opt-out", "Opt-in"), "eva@firm.example", "yes", "yes")
    assert row.sent["consent"] == {"marketing": "opted_out"}


def test_a_slip_of_the_pen_is_likely_what_it_resembles():
    (one,) = suggest(["Emial adress"], [["a@a.example"]], Hints())
    assert (one.field, one.sure) == ("email", Sure.LIKELY)


def test_addresses_are_recognised_by_what_they_look_like():
    assert becomes(["contact point"], ["a@a.example"], ["b@b.example"]) == {"contact point": "email"}


def test_a_column_called_e_mail_that_holds_no_addresses_is_none():
    assert becomes(["email"], ["yes"], ["no"]) == {"email": "their_email"}


def test_a_second_column_for_the_same_field_keeps_its_own_name():
    assert becomes(["Work Email", "Email"], ["a@a.example", "b@b.example"])["Email"] == "their_email"


def test_any_other_column_is_kept_as_a_word_of_its_name():
    assert becomes(["TotalVisits", "Größe (m²)"]) == {"TotalVisits": "total_visits", "Größe (m²)": "grosse_m2"}


def test_what_only_we_may_set_is_kept_as_theirs():
    assert becomes(["Owner", "Score"]) == {"Owner": "their_owner", "Score": "their_score"}


def test_a_field_of_the_playbook_is_known_by_its_label():
    assert becomes(["How many seats?"], declared={"seats": "How many seats"}) == {"How many seats?": "seats"}


def test_name_beside_a_first_name_is_the_last_name():
    assert becomes(["Vorname", "Name"], ["Eva", "Berg"])["Name"] == "last_name"


def test_what_a_person_says_is_never_overruled():
    assert becomes(["email", "x"], ["a@a.example", "b"], said={"email": DROPPED, "x": "email"}) == {
        "email": DROPPED,
        "x": "email",
    }


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"Emial": "email"}, 'no column "Emial"'),
        ({"a": "stage"}, "no field a column can fill"),
        ({"a": "email", "b": "email"}, "two columns would fill"),
        ({"a": "Team Size"}, "no field a column can fill"),
    ],
)
def test_an_impossible_mapping_is_refused(said, words):
    with pytest.raises(Refused, match=words):
        check_said(said, ["a", "b"], "leads.csv")


def test_a_file_that_names_nobody_is_refused_with_the_column_that_could():
    mapped = decide(suggest(["mql_id", "origin"], [["1", "x"]], Hints()))
    with pytest.raises(Refused, match='--map "mql_id=external_id"'):
        check_who(mapped, "leads.csv", [["1", "x"]])


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("Anna Berg", "Anna", "Berg"),
        ("Berg, Anna", "Anna", "Berg"),
        ("Dr. Anna Maria van den Berg", "Anna Maria", "van den Berg"),
        ("Herr Jan Kok", "Jan", "Kok"),
        ("Cher", "Cher", ""),
    ],
)
def test_a_full_name_is_divided(text, first, last):
    assert split_name(text) == (first, last)


@pytest.mark.parametrize(
    ("text", "day_first", "iso"),
    [
        ("2027-03-02", True, "2027-03-01T23:00:00+00:00"),
        ("3/4/2027", True, "2027-04-02T22:00:00+00:00"),
        ("3/4/2027 2:05 PM", False, "2027-03-04T13:05:00+00:00"),
        ("2027-03-02T10:00:00Z", True, "2027-03-02T10:00:00+00:00"),
        ("1803981600000", True, "2027-03-02T10:00:00+00:00"),
    ],
)
def test_an_instant_is_read_in_the_zone_of_the_file(text, day_first, iso):
    assert moment(text, day_first=day_first, zone=ZoneInfo("Europe/Berlin")).isoformat() == iso


def test_no_date_is_an_error_that_says_what_to_write():
    with pytest.raises(ValueError, match="write it like"):
        moment("31/2/2027", day_first=True, zone=UTC)


@pytest.mark.parametrize(
    ("texts", "first"), [(["3/4/2027", "13/4/2027"], True), (["4/13/2027"], False), (["3/4/2027"], None)]
)
def test_the_values_say_whether_the_day_comes_first(texts, first):
    assert day_comes_first(texts) is first


def test_a_row_sends_its_fields_its_source_and_the_rest():
    row = sent(("Name", "E-Mail", "Campaign", "Team size"), "Eva Berg", "Eva <eva@firm.example>", "spring", "12")
    assert row.sent == {
        "first_name": "Eva",
        "last_name": "Berg",
        "email": "eva@firm.example",
        "source": {"campaign": "spring"},
        "fields": {"team_size": "12"},
    }


def test_what_programs_write_for_nothing_is_nothing_but_a_name():
    row = sent(("Last name", "Email", "City", "Plan"), "Null", "a@a.example", "N/A", "Select", empty=["Select"])
    assert row.sent == {"last_name": "Null", "email": "a@a.example"}


def test_a_bad_date_is_an_error_of_its_column():
    row = sent(("Email", "Created"), "a@a.example", "soon", said={"Created": "occurred_at"})
    assert (row.column, row.sent) == ("Created", None)


def test_a_mapping_file_is_read():
    said = read_mapping("columns: {Mail: email}\nempty: [Select]\ndates: month-first\nzone: Europe/Lisbon\n", "m.yaml")
    assert (said.columns, said.dates, said.zone) == ({"Mail": "email"}, "month-first", "Europe/Lisbon")


def test_a_slip_in_a_mapping_file_is_told_with_its_line():
    with pytest.raises(Refused, match=r"m\.yaml:2"):
        read_mapping("columns: {Mail: email}\nzone: Lisbon\n", "m.yaml")
