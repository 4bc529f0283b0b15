"""Do the company's accounts, territories and people fit together?"""

from __future__ import annotations

from datetime import UTC, datetime

from town.company import ABSENT, DELEGATE, TERRITORIES, USERS, absence, account_list, accounts, territory_of
from town.firms import COUNTRIES
from town.letters import ASKS
from town.names import NAMES


def test_there_are_more_than_three_hundred_accounts_no_domain_twice():
    domains = [firm.domain for firm in accounts()]
    assert len(set(domains)) == len(domains) > 300


def test_every_account_has_an_invented_domain():
    assert [firm.domain for firm in accounts() if not firm.domain.endswith(".example")] == []


def test_a_domain_is_plain_letters():
    assert [firm.domain for firm in accounts() if not firm.domain.isascii() or " " in firm.domain] == []


def test_some_accounts_are_owned_and_some_are_targets():
    owned = [account for account in account_list() if account.owner]
    targets = [account for account in account_list() if account.target]
    assert 100 < len(owned) < 200
    assert 20 < len(targets) < 80


def test_an_owner_works_the_territory_of_the_account():
    for account in account_list():
        territory = territory_of(account.country)
        assert account.owner is None or account.owner in {territory.large, *territory.small}


def test_no_country_lies_in_two_territories():
    listed = [country for territory in TERRITORIES for country in territory.countries]
    assert len(set(listed)) == len(listed)


def test_everybody_who_signs_in_has_an_address_of_the_company():
    assert [user.email for user in USERS if not user.email.endswith("@marenholt.example")] == []


def test_somebody_is_away_today_and_somebody_else_stands_in():
    for day in range(1, 29):
        leave = absence(datetime(2027, 2, day, 12, tzinfo=UTC))
        assert leave.first <= datetime(2027, 2, day, tzinfo=UTC).date() <= leave.last
        assert leave.delegate == DELEGATE != ABSENT


def test_people_of_every_country_have_letters_in_their_own_language():
    spoken = {country: NAMES[country].language for country in COUNTRIES}
    assert [country for country, language in spoken.items() if language not in ASKS] == []
    assert (spoken["DK"], spoken["NO"]) == ("da", "no")
