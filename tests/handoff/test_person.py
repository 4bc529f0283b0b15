"""By which key a person is recognised, and what about an address is odd."""

from __future__ import annotations

import pytest

from batonpass.handoff.person import doubts_about, identity_key
from tests.handoff.cast import submission, walk


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("anna.berg@gmail.com", "annaberg@gmail.com"),
        ("a.n.n.a.berg+crm@googlemail.com", "annaberg@gmail.com"),
        ("eva+news@outlook.com", "eva@outlook.com"),
        ("eva.lind@outlook.com", "eva.lind@outlook.com"),
        ("eva+news@firm.example", "eva+news@firm.example"),
        ("+eva@gmail.com", "+eva@gmail.com"),
    ],
)
def test_one_mailbox_has_one_key(address, key):
    assert identity_key(address) == key


def test_the_playbook_may_say_that_tags_mean_nothing_at_companies_either():
    assert identity_key("eva+news@firm.example", tags_everywhere=True) == "eva@firm.example"


def test_the_address_we_write_to_stays_as_it_was_given():
    lead = walk(submission(email="Anna.Berg+demo@gmail.com")).lead
    assert (lead.person, lead.value("email")) == ("annaberg@gmail.com", "anna.berg+demo@gmail.com")


@pytest.mark.parametrize(
    ("address", "reads_like"),
    [("eva@xn--pple-43d.com", "eva@apple.com"), ("\u0430nna@acme.example", "anna@acme.example"),
     ("eva@xn--80ak6aa92e.com", "eva@apple.com")],
)  # fmt: skip
def test_letters_that_imitate_ours_are_flagged(address, reads_like):
    (doubt,) = doubts_about(address)
    assert reads_like in doubt


@pytest.mark.parametrize(
    "address",
    ["eva@firm.example", "j\u00fcrgen@xn--mller-kva.de", "\u0430\u043d\u043d\u0430@xn--80a1acny.xn--p1ai"],
)
def test_honest_addresses_of_any_alphabet_are_not(address):
    assert doubts_about(address) == ()


def test_an_imitation_is_not_taken_for_the_one_it_imitates():
    real, false = submission(), submission(email="ev\u0430@firm.example")
    assert real.person != false.person
    assert walk(false).lead.identity.doubts


def test_a_stranger_cannot_name_a_person_by_an_id_of_another_system():
    assert submission(external_ids={"hubspot": "123"}).ids is None
