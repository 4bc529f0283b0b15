"""What looks alike waits for a person, who is remembered; what is surely the same does not wait."""

from __future__ import annotations

import pytest

from tests.web.doors import put

VOLVO = {"name": "Volvo Trucks AB", "owner": "bruno", "country": "SE"}


@pytest.fixture
async def volvo(doors):
    await put(doors, "accounts/volvo.example", VOLVO)
    return doors


async def look(doors):
    """Let everything that is due be done, the search for look-alikes too."""
    await doors.at("2027-03-02T10:00:00Z")
    return await doors.get("/v1/matches")


async def settle(doors, match, verdict, expect=200):
    answer = await doors.http.post(f"/v1/matches/{match['id']}/{verdict}", json={"by": "mara"})
    assert answer.status_code == expect, answer.text
    return answer.json()


async def account_of(doors, lead_id):
    account = (await doors.get(f"/v1/leads/{lead_id}"))["account"]
    return account and account["domain"]


async def test_the_same_name_but_for_spelling_is_the_account_at_once(volvo):
    lead = await volvo.submit(email="p@vt.example", company="VOLVO TRUCKS, Inc.", country="SE")
    assert await account_of(volvo, lead["lead_id"]) == "volvo.example"
    assert lead["owner"] == "bruno"


async def test_a_misspelt_long_name_is_surely_the_account_soon_after(volvo):
    await put(volvo, "accounts/hitachi.example", {"name": "Hitachi Global Storage Technologies"})
    lead = await volvo.submit(email="p@hgst.example", company="Hitachi Globl Storage Technologies B.V.")
    assert await look(volvo) == []
    assert await account_of(volvo, lead["lead_id"]) == "hitachi.example"
    facts = await volvo.get(f"/v1/leads/{lead['lead_id']}/timeline")
    (matched,) = [fact for fact in facts if fact["fact"] == "AccountMatched"]
    assert (matched["by"], matched["account"]) == ("rule", "hitachi.example")


async def test_what_is_only_alike_waits_with_both_sides_and_reasons(volvo):
    lead = await volvo.submit(email="p@vp.example", company="Volvo Penta Trucks")
    (match,) = await look(volvo)
    assert (match["lead_id"], match["candidate"], match["candidate_owner"]) == (
        lead["lead_id"],
        "volvo.example",
        "bruno",
    )
    assert "alike" in match["reasons"][0]
    assert await account_of(volvo, lead["lead_id"]) is None


async def test_the_same_label_under_another_top_level_domain_is_looked_at(volvo):
    await volvo.submit(email="p@volvo.test", company="Nordic Wheels")
    (match,) = await look(volvo)
    assert any("volvo is registered under volvo.example too" in reason for reason in match["reasons"])


async def test_an_accepted_match_gives_the_lead_its_account_and_is_remembered(volvo):
    lead = await volvo.submit(email="p@vp.example", company="Volvo Penta Trucks")
    (match,) = await look(volvo)
    await settle(volvo, match, "accept")
    later = await volvo.submit(email="q@vp.example", company="Something else")
    assert [await account_of(volvo, one["lead_id"]) for one in (lead, later)] == ["volvo.example"] * 2
    assert await look(volvo) == []


async def test_what_was_accepted_outlives_the_next_word_of_the_crm(volvo):
    await volvo.submit(email="p@vp.example", company="Volvo Penta Trucks")
    (match,) = await look(volvo)
    await settle(volvo, match, "accept")
    await put(volvo, "accounts/volvo.example", VOLVO)
    later = await volvo.submit(email="q@vp.example")
    assert await account_of(volvo, later["lead_id"]) == "volvo.example"


async def test_one_number_under_two_addresses_waits_for_a_person_and_is_asked_once(doors):
    one = await doors.submit(email="eva@firm.example", phone="+46812345678")
    other = await doors.submit(email="eva@home.example", phone="+46 8 123 456 78", country="SE")
    (match,) = await look(doors)
    assert (match["kind"], {match["lead_id"], match["candidate"]}) == ("person", {one["lead_id"], other["lead_id"]})
    assert "+46812345678" in match["reasons"][0]
    await settle(doors, match, "decline")
    await doors.submit(email="eva@firm.example", phone="+46812345678", form="ebook")
    assert await look(doors) == []


@pytest.mark.parametrize("first", ["addressed", "number alone"])
async def test_who_gave_a_number_alone_is_shown_beside_whom_it_belongs_to(doors, first):
    sent = [{"email": "eva@firm.example", "phone": "+46 8 123 456 78"}, {"email": None, "phone": "0046812345678"}]
    came = [await doors.submit(**one) for one in (sent if first == "addressed" else sent[::-1])]
    (match,) = await look(doors)
    assert {match["lead_id"], match["candidate"]} == {one["lead_id"] for one in came}
    assert match["reasons"] == ["both gave the number +46812345678, one of them without an address"]
    await settle(doors, match, "accept")
    leads = [await doors.get(f"/v1/leads/{one['lead_id']}") for one in came]
    (kept,) = [lead for lead in leads if not lead["merged_into"]]
    assert (kept["email"], kept["phone"]) == ("eva@firm.example", "+46812345678")


async def test_two_numbers_are_nobodys_business(doors):
    await doors.submit(email="eva@firm.example", phone="+46812345678")
    await doors.submit(email="eva@home.example", phone="+46812345679")
    assert await look(doors) == []


async def asked(volvo, **sent):
    """A lead that only looks like the account, which Bruno owns, and who has it; and the match."""
    await put(volvo, "pools/emea", {"members": [{"rep": "ana"}]})
    lead = await volvo.submit(email="p@vp.example", company="Volvo Penta Trucks", **sent)
    (match,) = await look(volvo)
    return lead["lead_id"], match


async def test_an_accepted_match_gives_the_lead_to_the_account_s_owner_and_says_why(volvo):
    lead, match = await asked(volvo)
    told = await settle(volvo, match, "accept")
    story = await volvo.get(f"/v1/leads/{lead}/timeline")
    because = next(fact["because"] for fact in reversed(story) if fact["fact"] == "Routed")
    assert (told["owner"], "mara says that Volvo Penta Trucks is Volvo Trucks AB" in because) == ("bruno", True)


async def test_the_promise_goes_along_and_who_lost_the_lead_hears(volvo):
    lead, match = await asked(volvo)
    before = (await volvo.get(f"/v1/leads/{lead}"))["next_due_at"]
    assert (await settle(volvo, match, "accept"))["next_due_at"] == before
    kinds = {(one["kind"], one["to"]) for one in await volvo.get(f"/v1/outbox?lead={lead}")}
    assert {("taken_away", "ana@lumen.example"), ("reassigned", "bruno@lumen.example")} <= kinds


async def test_what_somebody_works_is_offered_and_not_taken_away(volvo):
    lead, match = await asked(volvo)
    await volvo.http.post(f"/v1/leads/{lead}/accept", json={"by": "ana"})
    told = await settle(volvo, match, "accept")
    kinds = {(one["kind"], one["to"]) for one in await volvo.get(f"/v1/outbox?lead={lead}")}
    assert (told["owner"], ("notice", "ana@lumen.example") in kinds) == ("ana", True)


async def test_a_declined_match_is_not_asked_again(volvo):
    lead = await volvo.submit(email="p@vp.example", company="Volvo Penta Trucks")
    (match,) = await look(volvo)
    await settle(volvo, match, "decline")
    await volvo.submit(email="q@other.example", company="Volvo Penta Trucks GmbH")
    assert await look(volvo) == []
    assert await account_of(volvo, lead["lead_id"]) is None


async def test_free_mail_never_shares_an_account_by_itself(volvo):
    leads = [await volvo.submit(email=f"{n}@gmail.com", company="Volvo Trucks") for n in "ab"]
    waiting = await look(volvo)
    assert [await account_of(volvo, lead["lead_id"]) for lead in leads] == [None, None]
    assert [any("free mail" in reason for reason in match["reasons"]) for match in waiting] == [True, True]


async def test_another_country_is_for_a_person_to_tell(volvo):
    lead = await volvo.submit(email="p@vt.example", company="Volvo Trucks", country="US")
    (match,) = await look(volvo)
    assert await account_of(volvo, lead["lead_id"]) is None
    assert any("the account in SE" in reason for reason in match["reasons"])


async def test_a_settled_match_is_settled_once(volvo):
    await volvo.submit(email="p@vp.example", company="Volvo Penta Trucks")
    (match,) = await look(volvo)
    await settle(volvo, match, "accept")
    await settle(volvo, match, "decline", expect=409)
    await settle(volvo, {"id": 10**30}, "accept", expect=404)


async def test_a_tagged_address_of_a_known_provider_is_the_same_person(doors):
    a = await doors.submit(form="ebook", email="anna+crm@gmail.com")
    b = await doors.submit(form="demo", email="anna@gmail.com")
    assert a["lead_id"] == b["lead_id"]


async def test_dots_and_tags_of_one_mailbox_are_one_lead_and_the_mail_goes_where_it_was_asked(doors):
    first = await doors.submit(form="ebook", email="a.nna@gmail.com")
    again = await doors.submit(form="demo", email="anna+x@googlemail.com")
    assert again["lead_id"] == first["lead_id"]
    assert [lead["id"] for lead in await doors.get("/v1/leads?email=an.na@gmail.com")] == [first["lead_id"]]


async def test_a_subsidiary_domain_of_an_account_is_the_account(doors):
    await put(doors, "accounts/volvo.example", {**VOLVO, "domains": ["penta.example"]})
    lead = await doors.submit(email="p@mail.penta.example")
    assert (await account_of(doors, lead["lead_id"]), lead["owner"]) == ("volvo.example", "bruno")


async def test_a_subsidiary_account_without_owner_goes_to_its_parents(doors):
    await put(doors, "accounts/volvo.example", VOLVO)
    await put(doors, "accounts/penta.example", {"name": "Penta", "parent": "volvo.example"})
    assert (await doors.submit(email="p@penta.example"))["owner"] == "bruno"
