"""An account is found by each of its domains and names; what was fetched wins over what the playbook says."""

from __future__ import annotations

from batonpass.handoff.identify import known_accounts
from batonpass.handoff.people import Account

ACME = Account(domain="acme.example", name="Acme AB")
NONE = ({}, {})


def test_other_domains_lead_to_the_account():
    known, _ = known_accounts(NONE, {ACME.domain: Account(domain="acme.example", name="Acme", domains=("a.test",))})
    assert known["a.test"].domain == "acme.example"


def test_the_fetched_account_takes_the_place_of_the_agreed_one_of_its_domain():
    agreed = known_accounts(NONE, {ACME.domain: ACME})
    known, named = known_accounts(agreed, {ACME.domain: Account(domain=ACME.domain, name="ACME Inc", owner="ana")})
    assert (known[ACME.domain].owner, [one.owner for one in named["acme"]]) == ("ana", ["ana"])


def test_two_accounts_of_one_name_are_both_found():
    agreed = known_accounts(NONE, {ACME.domain: ACME})
    _, named = known_accounts(agreed, {"acme.test": Account(domain="acme.test", name="Acme")})
    assert {one.domain for one in named["acme"]} == {"acme.example", "acme.test"}
