"""Is a lead found by whatever piece of it somebody remembers, and only by who may see it?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from batonpass.store.rounds import keep_rounds
from batonpass.store.search import FoundLeads, find_accounts, find_leads, query_of, search_leads, words_of
from tests.store.office import furnish, send, submission


async def jorg(pool, **sent):
    watched = await furnish(pool)
    person = {"first_name": "Jörg", "last_name": "Müller-Weiß", "company": "Kessler Antriebe GmbH"}
    (outcome,) = await send(
        pool,
        watched,
        submission(1, country="DE", email="j.mueller@kessler.example", phone="+49 89 1234567", **person | sent),
    )
    await keep_rounds(pool)
    return outcome.lead_id


@pytest.mark.parametrize(
    "said",
    ["jörg", "jorg", "JORG", "mull", "weiss", "weiß jörg", "kess", "j.mueller@kessler.example", "mueller kessler",
     "+49 89 1234567", "0049891234567", "1234567"],
)  # fmt: skip
async def test_a_lead_is_found_by_a_piece_of_it(pool, said):
    lead = await jorg(pool)
    assert [one.id for one in await find_leads(pool, said, None)] == [lead]


@pytest.mark.parametrize("said", ["", "  ", "örg", "kessler müllerin", "'", "a & b | !c", "12 34", "\\'; drop table"])
async def test_what_does_not_fit_finds_nothing_and_breaks_nothing(pool, said):
    await jorg(pool)
    assert await find_leads(pool, said, None) == ()


async def test_somebody_elses_lead_is_not_found(pool):
    lead = await jorg(pool)
    owner = await pool.fetchval("select owner from app.leads where id = $1", lead)
    assert [one.id for one in await find_leads(pool, "kessler", {owner})] == [lead]
    assert await find_leads(pool, "kessler", {"somebody else"}) == ()


async def test_a_new_name_is_found_and_the_old_one_no_more(pool):
    lead = await jorg(pool)
    await pool.execute("update app.leads set name = 'Jo Meier' where id = $1", lead)
    await pool.execute("insert into app.changed (leads) values (array[$1])", lead)
    await keep_rounds(pool)
    assert [one.id for one in await find_leads(pool, "meier", None)] == [lead]
    assert await find_leads(pool, "weiss", None) == ()


async def test_an_account_is_found_by_name_and_domain(pool):
    await furnish(pool)
    await pool.execute(
        "insert into app.accounts (domain, name, body, changed_at)"
        " values ('kessler.example', 'Kessler Antriebe', '{}', now())"
    )
    for said in ("antr", "kessler.example", "Kessler"):
        assert [one.domain for one in await find_accounts(pool, said)] == ["kessler.example"]


@given(st.text(max_size=80))
def test_any_text_gives_a_query_of_words_alone(said):
    for part in filter(None, query_of(said).split(" & ")):
        assert part[0] == "'"
        assert part.endswith("':*")
        assert "'" not in part[1:-3]
        assert "\\" not in part


@given(st.text(max_size=80))
def test_words_are_read_again_as_themselves(said):
    words = words_of(said)
    assert words_of(" ".join(words)) == words


@pytest.mark.parametrize(("many", "more"), [(3, False), (2, True)])
async def test_a_word_that_many_hold_finds_the_newest_and_says_so(pool, many, more):
    watched = await furnish(pool)
    for number in range(3):
        await send(pool, watched, submission(number, company="Kessler"))
    await keep_rounds(pool)
    found = await search_leads(pool, "kess", None, limit=1, many=many)
    newest = await pool.fetchval("select id from app.leads order by changed_at desc, id limit 1")
    assert ([one.id for one in found.leads], found.many) == ([newest], more)
    assert await search_leads(pool, "kess", {"nobody"}, many=many) == FoundLeads(leads=(), many=more)
