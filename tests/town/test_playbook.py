"""Is the playbook sound, does it pass its own examples, and does it speak of the people and places of the town?"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from batonpass.handoff.hours import due
from batonpass.written.check import check
from batonpass.written.load import load
from town.callers import CALLERS
from town.company import ABSENT, DELEGATE, NAMED, PLAYBOOK, TERRITORIES, USERS, account_list
from town.executives import LOST, RETURNED
from town.leads import AFTER, BEFORE, PAGES
from town.load import ON_CALL
from town.reps import DISPATCHER, NOT_CONVERTED, TURNED_DOWN
from town.truth import PACE_OF, SLOW_REP, SLOW_SEAM, SOURCES


@pytest.fixture(scope="module")
def written():
    return load(PLAYBOOK.read_text("utf-8"), PLAYBOOK.name)


def test_it_has_nothing_to_warn_of(written):
    assert written.warnings == ()


def test_it_decides_every_example_as_its_authors_say(written):
    decided = check(written, datetime(2026, 11, 20, 12, tzinfo=UTC))
    assert len(decided) >= 10
    assert [(one.case.name, dict(one.missed)) for one in decided if not one.passed] == []


def test_every_tier_can_be_promised_in_every_country(written):
    """Where their office hours and ours never meet, a promise by both would be due in half a year."""
    playbook, hours = written.playbook, {name: one.hours for name, one in written.calendars.items()}
    both = [tier for tier in playbook.tiers if tier.both_hours]
    start = datetime(2026, 11, 20, 12, tzinfo=UTC)
    far = {"AU", "NZ", "JP", "IN"}
    for country, window in playbook.contact_windows.items():
        if country not in far:
            assert due(start, both[0].first_touch, hours[window]) < start + timedelta(days=10)


def test_everybody_the_town_speaks_of_is_in_it(written):
    people = written.directory.reps
    spoken = {ABSENT, DELEGATE, DISPATCHER, SLOW_REP, *ON_CALL, *PACE_OF, *(user.rep for user in USERS if user.rep)}
    owners = {one.owner for one in (*account_list(), *CALLERS) if one.owner}
    assert spoken | owners <= {*people}


def test_its_territories_are_those_of_the_town(written):
    rung = next(rung for rung in written.playbook.routing if rung.name == "territory")
    assert [case.name for case in rung.cases] == [territory.name for territory in TERRITORIES]
    assert [case.target.pools[0] for case in rung.cases] == [territory.pool for territory in TERRITORIES]


def test_the_slow_seam_is_one_of_its_pools(written):
    assert SLOW_SEAM.pool in written.directory.pools


def test_the_accounts_it_names_are_those_of_the_town(written):
    assert {
        domain: (one.name, one.employees, one.industry, one.country)
        for domain, one in written.directory.accounts.items()
    } == {firm.domain: (firm.name, firm.employees, firm.industry, firm.country) for firm in NAMED}


def test_every_signal_and_form_of_the_town_is_in_it(written):
    playbook = written.playbook
    read = {name for name, _ in (*BEFORE, *AFTER)} | {*PAGES}
    assert read <= {name for model in playbook.models for name in model.signals}
    assert {form for source in SOURCES for form, _ in source.forms} <= {*playbook.signals_of_forms}


def test_every_reason_people_give_is_in_it(written):
    playbook = written.playbook
    assert {reason for _, reasons in TURNED_DOWN.values() for reason, _ in reasons} <= {*playbook.rejections}
    for outcome, reason, _ in NOT_CONVERTED:
        assert reason in (playbook.outcomes[outcome].reasons or ("",))
    assert {reason for reason, _ in LOST} == {*playbook.second.lost}
    assert {reason for reason, _ in RETURNED} <= {*playbook.second.returns}


def test_people_work_in_at_least_four_time_zones(written):
    zones = {str(written.calendars[rep.calendar].hours.zone) for rep in written.directory.reps.values()}
    assert {"Europe/Lisbon", "Europe/Stockholm", "Europe/London", "America/New_York"} <= zones


def test_all_addresses_are_invented(written):
    assert [rep.email for rep in written.directory.reps.values() if not rep.email.endswith("@marenholt.example")] == []
