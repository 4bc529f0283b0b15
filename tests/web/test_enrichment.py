"""Is what nobody said looked up beside the handoff, in order, for no more than agreed on, and never in its way?"""

from __future__ import annotations

import json
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from batonpass.connectors.enrich.build import providers
from batonpass.connectors.fetch import Fetches
from batonpass.connectors.hear import Hearing
from batonpass.connectors.webhook.guard import allowed
from batonpass.run.deliver import send_some
from batonpass.run.look_ups import LOOK_UP, LookUps
from tests.connectors.listener import Listener
from tests.web.doors import PLAYBOOK, open_doors
from tests.web.hook_senders import URL, deliver, secret_of

EVA = "eva@firm.example"
SETTINGS = {"FIRST_KEY": "key-of-the-first"}
LIST = "Domain,Employees,Branche\nhttps://www.firm.example/,120,Software\n"
HERE = allowed("127.0.0.0/8")
ROUTING = """
  - needs: [lead.country]
  - queue: triage
"""


def answer(body: object, status: str = "200 OK") -> bytes:
    text = json.dumps(body).encode()
    return f"HTTP/1.1 {status}\r\ncontent-length: {len(text)}\r\nconnection: close\r\n\r\n".encode() + text


PERSON = {"person": {"title": "COO", "country": "Sweden", "organization": {"estimated_num_employees": 200}}}


@pytest.fixture
async def first():
    async with Listener(answer=answer(PERSON)) as server:
        yield server


@pytest.fixture
async def second():
    async with Listener(answer=answer({"firm": [{"size": 999, "sector": "cars"}]})) as server:
        yield server


def written(first: Listener, second: Listener, most: str = "{}") -> str:
    return f"""
enrichment:
  wants: [title, country, employees, industry]
  most: {most}
  providers:
    first: {{kind: apollo, url: "{first.url}?email={{email}}", by: email, secret: FIRST_KEY, header: X-Key, cost: 0.5}}
    second: {{kind: json, url: "{second.url}?d={{domain}}", cost: 2,
             fields: {{employees: firm.0.size, industry: firm.0.sector}}}}
"""


@asynccontextmanager
async def house(database, playbook: str, folder: Path = Path()):
    """The application, and the channel by which it looks things up; `work` does all that waits to be looked up."""
    async with open_doors(database, playbook, hear=Hearing(secret_of=secret_of).hear_request, base_url=URL) as doors:
        knows = providers(SETTINGS.get, HERE, folder)
        channel = LookUps(
            pool=doors.pool, watched=doors.given.watched, knows=knows, fetches=Fetches(SETTINGS.get, HERE)
        )

        async def work() -> None:
            while await send_some(doors.pool, {LOOK_UP: channel}, lookups=True):
                pass

        yield doors, work
        await channel.close()


async def eva(doors) -> dict:
    (line,) = await doors.get(f"/v1/leads?email={EVA}")
    return await doors.get(f"/v1/leads/{line['id']}")


async def wishes(doors) -> list[dict]:
    return [one for one in await doors.get("/v1/outbox") if one["channel"] == LOOK_UP]


async def test_what_is_missing_is_asked_of_one_after_the_other_until_it_is_known(database, first, second):
    async with house(database, PLAYBOOK + written(first, second)) as (doors, work):
        await doors.submit(email=EVA)
        await work()
        fields = (await eva(doors))["fields"]
        told = {name: fields[name] for name in ("title", "country", "employees", "industry")}
        assert told == {"title": "COO", "country": "SE", "employees": "200", "industry": "cars"}


async def test_each_field_keeps_who_said_it(database, first, second):
    async with house(database, PLAYBOOK + written(first, second)) as (doors, work):
        lead_id = (await doors.submit(email=EVA))["lead_id"]
        await work()
        facts = await doors.get(f"/v1/leads/{lead_id}/timeline")
        by = {f["source_name"]: set(f["fields"]) - {"email"} for f in facts if f["fact"] == "Learned"}
        assert by == {"enrichment/first": {"title", "country", "employees"}, "enrichment/second": {"industry"}}


async def test_what_the_person_said_is_never_asked_for_nor_overwritten(database, first, second):
    async with house(database, PLAYBOOK + written(first, second)) as (doors, work):
        await doors.submit(email=EVA, country="PT", fields={"employees": 7})
        await work()
        fields = (await eva(doors))["fields"]
        assert (fields["country"], fields["employees"]) == ("PT", "7")


async def test_a_raised_hand_is_with_its_owner_before_anybody_is_asked(database, first, second):
    async with house(database, PLAYBOOK + written(first, second)) as (doors, _):
        told = await doors.submit(email=EVA)
        assert (told["owner"] is not None, first.connections) == (True, 0)


async def test_a_provider_that_does_not_answer_is_passed_over_and_asked_again_later(database, first, second):
    first.silent = True
    quick = written(first, second).replace("cost: 0.5", "cost: 0.5, within: 1s")
    async with house(database, PLAYBOOK + quick) as (doors, work):
        await doors.submit(email=EVA)
        await work()
        (wish,) = await wishes(doors)
        assert ((await eva(doors))["fields"]["employees"], wish["state"]) == ("999", "waiting")


async def test_no_more_is_spent_than_agreed_on(database, first, second):
    async with house(database, PLAYBOOK + written(first, second, "{per_day: 3}")) as (doors, work):
        for n in range(4):
            await doors.submit(email=f"p{n}@firm{n}.example")
        await work()
        spent = await doors.pool.fetchval("select sum(cost) from app.lookup_costs")
        assert 0 < spent <= 3
        assert {one["state"] for one in await wishes(doors)} == {"sent"}


async def test_the_same_company_is_paid_for_once(database, first, second):
    async with house(database, PLAYBOOK + written(first, second)) as (doors, work):
        for name in ("anna", "eva"):
            await doors.submit(email=f"{name}@firm.example")
        await work()
        assert (first.connections, second.connections) == (2, 1)


async def test_an_address_of_free_mail_is_nobodys_company(database, first, second):
    async with house(database, PLAYBOOK + written(first, second)) as (doors, work):
        await doors.submit(email="eva@gmail.com")
        await work()
        assert second.connections == 0


async def test_the_key_goes_where_the_playbook_says_and_never_into_the_address(database, first, second):
    async with house(database, PLAYBOOK + written(first, second)) as (doors, work):
        await doors.submit(email="eva+1@firm.example")
        await work()
        (request,) = first.requests
        assert (request.headers["x-key"], request.line) == (
            "key-of-the-first",
            "GET /hook?email=eva%2B1%40firm.example HTTP/1.1",
        )


@pytest.mark.parametrize(
    "said", [b"<html>", b"[1]", b'{"person": 3}', b"x" * 300_000, b'{"person": {"title": {"a": 1}}}']
)
async def test_whatever_a_provider_answers_the_lead_goes_on(database, first, second, said):
    first.answer = b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\nconnection: close\r\n\r\n" % len(said) + said
    async with house(database, PLAYBOOK + written(first, second)) as (doors, work):
        await doors.submit(email=EVA)
        await work()
        assert (await eva(doors))["fields"]["industry"] == "cars"


async def test_nobody_can_make_us_ask_inside_the_house(database, first, second):
    """S35."""
    async with open_doors(database, PLAYBOOK + written(first, second)) as doors:
        await doors.submit(email=EVA)
        closed = providers(SETTINGS.get, allowed(""), Path())
        channel = LookUps(
            pool=doors.pool, watched=doors.given.watched, knows=closed, fetches=Fetches(SETTINGS.get, HERE)
        )
        await send_some(doors.pool, {LOOK_UP: channel}, lookups=True)
        await channel.close()
        assert (first.connections, second.connections) == (0, 0)


async def test_a_list_of_our_own_is_read_by_plain_words(database, tmp_path):
    (tmp_path / "firms.csv").write_text(LIST, "utf-8")
    own = "\nenrichment: {wants: [employees, industry], providers: {ours: {kind: csv, file: firms.csv}}}\n"
    async with house(database, PLAYBOOK + own, tmp_path) as (doors, work):
        await doors.submit(email=EVA)
        await work()
        fields = (await eva(doors))["fields"]
        assert (fields["employees"], fields["industry"]) == ("120", "Software")


async def test_a_lead_that_lacks_what_routing_needs_waits_and_goes_on_when_it_is_known(database, first, second):
    needy = PLAYBOOK.replace("routing:\n", "routing:\n  - needs: [lead.country]\n")
    async with house(database, needy + written(first, second)) as (doors, work):
        told = await doors.submit(email=EVA)
        await work()
        lead = await eva(doors)
        assert (told["queue"], told["owner"]) == ("triage", None)
        assert (lead["owner"] in ("ana", "bruno"), lead["queue"]) == (True, None)
        assert lead["clocks"][0]["due_at"] == told["due_at"]


async def test_imported_history_is_not_looked_up(database, first, second):
    async with house(database, PLAYBOOK + written(first, second)) as (doors, _):
        answer = await doors.http.post("/v1/identify", json={"traits": {"email": EVA}})
        assert (answer.status_code, await wishes(doors)) == (200, [])


async def test_a_lead_of_which_meta_told_the_id_alone_is_asked_for(database):
    notice = {"entry": [{"changes": [{"field": "leadgen", "value": {"leadgen_id": "77", "form_id": "5"}}]}]}
    async with house(database, PLAYBOOK) as (doors, _):
        told = (await deliver(doors, "facebook", notice)).json()
        await deliver(doors, "facebook", notice)
        (wish,) = await wishes(doors)
        assert (told["state"], wish["kind"], wish["state"]) == ("asked_for", "facebook_lead", "waiting")
