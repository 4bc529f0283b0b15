"""Who is this, and whose account is it?"""

from __future__ import annotations

from batonpass.handoff.facts import Identified
from batonpass.handoff.identify import domains_above
from tests.handoff.cast import event, submission, walk


def identified(**sent: object) -> Identified:
    return next(f for f in walk(submission(**sent)).facts if isinstance(f, Identified))


def test_an_account_is_found_by_the_domain_of_the_address():
    found = identified(email="pat@volvo.example")
    assert (found.account, found.account_owner, found.because) == (
        "volvo.example",
        "astrid",
        "Volvo has the domain volvo.example",
    )


def test_a_mail_from_a_subdomain_belongs_to_the_same_account():
    assert identified(email="pat@trucks.volvo.example").account == "volvo.example"


def test_who_is_known_by_an_event_alone_has_an_account_too():
    lead = walk(event("pricing", email="pat@volvo.example")).lead
    assert (lead.account, lead.value("email")) == ("volvo.example", "pat@volvo.example")


def test_a_free_mail_domain_is_nobodys_account():
    found = identified(email="pat@gmail.com", company="Volvo")
    assert (found.account, found.free_mail) == (None, True)
    assert "free-mail domain gmail.com ignored" in found.because


def test_two_people_of_one_free_mail_domain_share_nothing():
    assert {identified(email=f"{who}@gmail.com").account for who in "ab"} == {None}


def test_a_domain_nobody_owns_says_so():
    assert identified(email="eva@firm.example").because == "no account has the domain firm.example"


def test_a_lead_by_phone_has_no_account():
    assert identified(email=None, phone="+46 8 123 456 78").account is None


def test_the_domains_above_end_before_the_top():
    assert domains_above("a.b.example") == ("a.b.example", "b.example")
    assert domains_above("example") == ("example",)
