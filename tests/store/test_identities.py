"""A person is one lead under all the keys they come by: mailbox, number, ids of other systems."""

from __future__ import annotations

from dataclasses import replace

import pytest

from batonpass.store.arrival import Kind
from batonpass.store.directory import apply
from batonpass.store.match import find_some
from tests.store.office import STARTER, count, furnish, send, submission


@pytest.fixture
async def watched(pool):
    return await furnish(pool)


def from_crm(**sent):
    """What a CRM tells us of a person: a door that vouches."""
    told = submission(**sent)
    return replace(told, door="hubspot", kind=Kind.SUBMISSION, sent={k: v for k, v in told.sent.items() if v})


async def ids(pool, watched, *arrivals):
    return [(await send(pool, watched, one))[0].lead_id for one in arrivals]


async def test_an_id_of_a_crm_finds_the_person_again_under_another_address(pool, watched):
    hubspot = {"external_ids": {"hubspot": "123"}}
    found = await ids(
        pool, watched, from_crm(email="eva@firm.example", **hubspot), from_crm(email="eva@new.example", **hubspot),
        submission(email="eva@new.example"),
    )  # fmt: skip
    assert len(set(found)) == 1


async def test_a_person_may_be_known_by_an_id_alone(pool, watched):
    hubspot = {"external_ids": {"hubspot": "123"}}
    found = await ids(pool, watched, from_crm(email="", **hubspot), from_crm(email="eva@firm.example", **hubspot))
    assert len(set(found)) == 1


async def test_a_strangers_id_finds_nobody(pool, watched):
    hubspot = {"external_ids": {"hubspot": "123"}}
    found = await ids(pool, watched, from_crm(email="eva@firm.example", **hubspot), submission(**hubspot))
    assert len(set(found)) == 2


async def test_one_number_written_in_two_ways_is_one_person(pool, watched):
    ways = [{"phone": "020 7946 0958", "country": "GB"}, {"phone": "+44 20 7946 0958"}]
    found = await ids(pool, watched, *(submission(email="", **way) for way in ways))
    assert len(set(found)) == 1


async def test_two_leads_that_one_id_binds_become_one_by_rule(pool, watched):
    await ids(pool, watched, submission(email="a@firm.example"), submission(email="b@firm.example"))
    hubspot = {"external_ids": {"hubspot": "123"}}
    await ids(pool, watched, from_crm(email="a@firm.example", **hubspot), from_crm(email="b@firm.example", **hubspot))
    await find_some(pool, watched)
    assert await count(pool, "leads", "merged_into is null") == 1
    assert await count(pool, "matches", "state = 'accepted' and decided_by = 'rule'") == 1


async def test_tags_at_companies_mean_nothing_where_the_playbook_says_so(pool, watched):
    text = STARTER.read_text("utf-8") + "\nidentity: {plus_addresses: everywhere}\n"
    tagged, plain = submission(email="eva+x@firm.example"), submission(email="eva@firm.example")
    assert len(set(await ids(pool, watched, tagged, plain))) == 2
    await apply(pool, text.replace('version: "1"', 'version: "2"'), where="starter.yaml", by="test")
    again = submission(email="eva+y@firm.example"), submission(email="eva@firm.example", form="ebook")
    assert len(set(await ids(pool, watched, *again))) == 1
