"""What did they send us, and may we keep it?"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from batonpass.handoff.capture import capture, learn
from batonpass.handoff.facts import Captured
from batonpass.handoff.meant import answers_of, as_number
from batonpass.handoff.person import normal_email
from batonpass.handoff.refusal import Refusal
from batonpass.learn.many.read import number_of
from tests.handoff.cast import PLAYBOOK, TUESDAY_TEN, event, minutes, submission

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


def imported(**sent: object) -> Captured:
    return capture(
        sent, door="import", arrived_at=TUESDAY_TEN, playbook=PLAYBOOK, countries={}, historic=True, by_external_id=True
    )


NAMES = st.sampled_from(
    ["form", "email", "phone", "first_name", "country", "fields", "source", "consent", "occurred_at", "x"]
)


def test_an_address_is_compared_in_lower_case_without_spaces():
    assert submission(email="  EVA@Firm.Example ").person == "eva@firm.example"


def test_a_domain_in_other_letters_is_compared_in_ascii():
    assert normal_email("eva@bücher.example") == "eva@xn--bcher-kva.example"


@pytest.mark.parametrize(
    "text", ["e\u200bva@firm.example", "\ufeffeva@firm.example", "eva@firm.exa\u00admple", "\uff45va@\uff46irm.example"]
)
def test_what_cannot_be_seen_makes_nobody_else(text):
    assert normal_email(text) == "eva@firm.example"


def test_an_accent_is_the_same_however_it_is_composed():
    assert normal_email("jo\u0308rg@firm.example") == normal_email("j\u00f6rg@firm.example")


def test_two_domains_that_differ_in_a_sharp_s_are_two():
    assert normal_email("eva@straße.example") == "eva@xn--strae-oqa.example"


def test_a_form_is_known_by_its_name_in_any_capitals_but_not_where_two_differ_by_them():
    sent = {"email": "eva@firm.example", "form": "DEMO"}
    known = {"demo": ("demo_request",), "ebook": ("ebook",)}
    read = {"door": "api", "arrived_at": TUESDAY_TEN, "countries": {}}
    one = capture(sent, playbook=replace(PLAYBOOK, signals_of_forms=known), **read)
    assert (one.form, one.signals) == ("demo", ("demo_request",))
    two = capture(sent, playbook=replace(PLAYBOOK, signals_of_forms={**known, "Demo": ("ebook",)}), **read)
    assert (two.form, two.signals) == ("DEMO", ())


@pytest.mark.parametrize(
    "text", ["eva", "eva@", "@firm.example", "eva@firm", "eva@@firm.example", "e va@firm.example", "eva@-a.example"]
)
def test_what_is_no_address_is_refused_with_its_field(text):
    with pytest.raises(Refusal) as refused:
        submission(email=text)
    assert refused.value.field == "email"


@pytest.mark.parametrize("nothing", ["-", "N/A", "unknown", "null", "?", "(not set)", "--"])
def test_what_stands_for_no_answer_is_none(nothing):
    said = dict.fromkeys(("title", "phone", "country", "language"), nothing)
    assert set(submission(**said).fields) == {"email", "first_name", "company"}


@pytest.mark.parametrize("name", ["Null", "None", "Na", "O", "Å", "3"])
def test_a_name_that_looks_like_no_answer_is_a_name(name):
    assert submission(last_name=name).fields["last_name"] == name


def test_a_phone_number_stands_in_for_a_missing_address():
    assert submission(email=None, phone="+351 21 000 00 00").person == "tel:+351210000000"


def test_an_import_may_know_a_person_by_the_id_in_its_file():
    assert imported(external_id="7927b2df").person == "id:7927b2df"


def test_an_address_says_more_than_the_id_in_a_file():
    assert imported(external_id="7927b2df", email="eva@firm.example").person == "eva@firm.example"


def test_no_stranger_is_known_by_an_id():
    with pytest.raises(Refusal, match="an e-mail address or a phone number"):
        submission(email=None, external_id="7927b2df")


def test_nobody_at_all_is_refused():
    with pytest.raises(Refusal, match="an e-mail address or a phone number"):
        submission(email="", phone="")


def test_a_country_by_its_name_becomes_its_code():
    assert submission(country="Sweden").fields["country"] == "SE"


def test_unknown_names_are_kept_as_fields():
    kept = submission(shoe_size=42, fields={"colour": "red"}).fields
    assert (kept["shoe_size"], kept["colour"]) == ("42", "red")


@pytest.mark.parametrize(
    "name", ["owner", "score", "stage", "points", "id", "account_id", "created_at", "historic", "due_at"]
)
def test_what_only_we_may_set_is_never_kept(name):
    assert name not in submission(**{name: "1"}, fields={name: "1"}).fields


def test_nobody_outside_makes_a_submission_historic():
    assert submission(historic=True).historic is False


@pytest.mark.parametrize(
    ("ahead", "says"),
    [(-61, "arrived 1 h late"), (-59, ""), (5, ""), (20, "dated 20 min ahead, taken as of its arrival")],
)
def test_an_event_says_how_far_off_it_is_dated(ahead, says):
    dated = minutes(ahead)
    told = event("pricing", occurred=dated.isoformat())
    assert (told.at, told.because) == (min(dated, TUESDAY_TEN), says)


def test_it_happened_when_they_say_but_never_later_than_it_arrived():
    assert submission(occurred_at="2027-03-02T09:00:00Z").at == minutes(-60)
    assert submission(occurred_at="2027-03-02T11:00:00Z").at == TUESDAY_TEN
    assert submission(occurred_at="2027-03-02t08:59:60z").at == minutes(-60)  # a leap second as RFC 3339 writes it


def test_an_instant_without_a_zone_is_refused():
    with pytest.raises(Refusal, match="no time zone"):
        submission(occurred_at="2027-03-02T09:00:00")


@pytest.mark.parametrize("text", ["a\x00b", "a\ud800b", "a\x1bb", "a\x1fb"])
def test_control_characters_are_refused(text):
    assert (refused_field(first_name=text), refused_field(message=text)) == ("first_name", "message")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029"])
def test_a_line_may_end_in_any_way_and_a_field_has_one_line(end):
    kept = submission(first_name=f"Ann{end}Bcc: b", use_case=f"one{end}two", message=f"one{end}{end}two{end}")
    assert (kept.message, kept.fields["first_name"], kept.fields["use_case"]) == ("one\n\ntwo", "Ann Bcc: b", "one two")
    assert len(submission(message=f"x{end}" * 2_500).message) == 4_999


def test_a_text_too_long_is_refused_with_its_length():
    with pytest.raises(Refusal, match="501 characters"):
        submission(company="x" * 501)


def test_several_answers_to_one_question_are_kept_as_a_plain_form_sends_them():
    fields = {"goals": ["more leads", "less work"], "none": [], "yes": [True]}
    kept = submission(tools=["excel", 7], fields=fields).fields
    assert (kept["tools"], kept["goals"], kept["yes"]) == ("excel, 7", "more leads, less work", "true")
    assert "none" not in kept
    with pytest.raises(Refusal, match=r"fields\.goals must be text, not a list"):
        submission(fields={"goals": [{"a": 1}]})


def test_more_fields_than_fit_are_refused():
    with pytest.raises(Refusal, match="at most 100"):
        submission(fields={f"f{n}": "x" for n in range(101)})


def test_a_form_gives_the_signals_the_playbook_says():
    assert submission("demo").signals == ("demo_request",)
    assert submission("unheard of").signals == ()


@given(st.dictionaries(NAMES, ANYTHING))
def test_whatever_is_sent_is_kept_or_refused_with_a_field(sent):
    with suppress(Refusal):
        fact = capture(sent, door="test", arrived_at=TUESDAY_TEN, playbook=PLAYBOOK, countries={})
        assert fact.person
        assert fact.at <= fact.arrived_at


def refused_field(**sent: object) -> str:
    """The field a submission is refused for; empty when it is kept."""
    try:
        submission(**sent)
    except Refusal as refused:
        return refused.field
    return ""


@pytest.mark.parametrize(("written", "code"), [("Sweden", "SE"), ("se", "SE"), ("Atlantis", None), ("XX", None)])
def test_a_country_that_nobody_knows_is_missing_and_kept_as_it_was_written(written, code):
    fields = submission(country=written).fields
    assert (fields.get("country"), fields.get("country_as_written")) == (code, None if code else written)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("51-200", "51"),
        ("1,200", "1200"),
        ("1.200", "1200"),
        ("12 000", "12000"),
        ("10k+", "10000"),
        ("1.5k", "1500"),
        ("1500.5", "1500"),
        ("120.0", "120"),
        ("2 to 10", "2"),
        ("many", "many"),
    ],
)
def test_the_size_of_a_company_is_read_however_a_form_writes_it(text, number):
    assert submission(employees=text).fields["employees"] == number


ASKED = {"stueckzahl": {}, "postal_code": {}, "platform": answers_of(["Shopify", "Custom", "custom"])}


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ({"Stückzahl": "12"}, {"stueckzahl": "12"}),
        ({"STUECKZAHL": "12", "stueckzahl": "11"}, {"stueckzahl": "11"}),
        ({"Postal Code": "80331"}, {"postal_code": "80331"}),
        ({"Platform": "shopify"}, {"platform": "Shopify"}),
        ({"platform": "CUSTOM"}, {"platform": "CUSTOM"}),
        ({"platform": "BigCommerce"}, {"platform": "BigCommerce"}),
        ({"platform": ["shopify", "custom"]}, {"platform": "shopify, custom"}),
        ({"Other Name": "Shopify"}, {"Other Name": "Shopify"}),
    ],
)
@pytest.mark.parametrize("under", [True, False])
def test_an_answer_stands_under_the_name_that_the_playbook_declares_and_in_its_capitals(sent, kept, under):
    said = {"email": "eva@firm.example", **({"fields": sent} if under else sent)}
    read = {"door": "api", "arrived_at": TUESDAY_TEN, "countries": {}, "playbook": replace(PLAYBOOK, asked=ASKED)}
    assert capture(said, **read).fields == {"email": "eva@firm.example", **kept}
    assert learn({"traits": said}, **read).fields == {"email": "eva@firm.example", **kept}


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("4.5", "4.5"),
        ("1.200", "1.200"),
        ("-3", "-3"),
        ("1,200", "1200"),
        ("1.200.000", "1200000"),
        ("4,5", "4.5"),
        ("51-200", "51"),
        ("$10k\u2013$50k", "10000"),
        ("60.000 €", "60000"),
        ("CHF 1\u2019200", "1200"),
        ("1000+", "1000"),
        ("2 to 10", "2"),
        ("about 50", None),
        ("12 people", None),
        ("NaN", None),
        ("", None),
    ],
)
def test_a_declared_number_is_read_however_a_form_writes_it(text, number):
    assert as_number(text) == (number and Decimal(number))
    assert number_of(text) == (number and str(as_number(text)))
