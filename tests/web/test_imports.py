"""Does a list come in over the page as it was shown on paper, each row once, and is every refused row told?"""

from __future__ import annotations

import csv
import io
import re

import httpx
import pytest
import pytest_asyncio

from batonpass.store import computations, uploads
from batonpass.store.changes import changes
from batonpass.store.uploads import BYTES_MOST
from tests.web.lists import LIST, bring, brought, press_on, work
from tests.web.site import token_in

pytestmark = pytest.mark.asyncio(loop_scope="session")
CANARY = '"><script>alert(1)</script>'


@pytest_asyncio.fixture(loop_scope="session")
async def maya(site):
    async with site.signed_in("maya") as maya:
        yield maya


async def leads(site) -> int:
    return await site.pool.fetchval("select count(*) from app.leads")


async def imported(site, visitor, text=LIST, **fields) -> str:
    """The address of an import that is over."""
    page = await brought(visitor, text, **fields)
    await work(site.pool)
    answer = await press_on(visitor, page, "begin")
    await work(site.pool)
    return answer.headers["location"]


@pytest.mark.parametrize("name", ["ana", "mara"])
async def test_who_sees_not_everybodys_leads_brings_no_lists(site, name):
    async with site.signed_in(name) as somebody:
        assert (await somebody.get("/imports")).status_code == httpx.codes.FORBIDDEN
        answer = await somebody.post("/imports", files={"file": ("a.csv", LIST)})
        assert answer.status_code == httpx.codes.FORBIDDEN


async def test_a_list_is_tried_on_paper_first(site, maya):
    page = await brought(maya)
    await work(site.pool)
    told = (await maya.get(page)).text
    assert '<dt>New people</dt><dd class="tabular">2</dd>' in told
    assert "nobody" in told
    assert await leads(site) == 0


async def test_after_a_yes_every_row_is_in_and_the_file_is_gone(site, maya):
    address = await imported(site, maya)
    told = (await maya.get(address)).text
    assert '<dt>Taken in</dt><dd class="tabular"><b>2</b></dd>' in told
    assert await leads(site) == 2
    assert await site.pool.fetchval("select count(*) from app.uploads where body is not null") == 0


async def test_the_same_list_brought_again_changes_nothing(site, maya):
    await imported(site, maya)
    seen = await site.pool.fetchval("select count(*) from app.facts")
    page = await brought(maya)
    await work(site.pool)
    assert "was taken in already" in (await maya.get(page)).text
    await press_on(maya, page, "begin")
    await work(site.pool)
    assert await site.pool.fetchval("select count(*) from app.facts") == seen


async def test_a_double_click_takes_no_row_twice(site, maya):
    page = await brought(maya)
    token = token_in(await maya.get(page))
    for _ in range(2):
        await maya.post(f"{page}/begin", data={"token": token})
    await work(site.pool)
    assert await site.pool.fetchval("select count(*) from app.inbox where lead_id is not null") == 2


async def test_rows_that_came_in_otherwise_come_again_only_if_that_is_meant(site, maya):
    await imported(site, maya)
    page = await brought(maya, mode="live")
    assert (await press_on(maya, page, "begin")).status_code == httpx.codes.UNPROCESSABLE_ENTITY
    answer = await press_on(maya, page, "begin", again="yes")
    assert answer.status_code == httpx.codes.SEE_OTHER


async def test_columns_can_be_taken_otherwise(site, maya):
    page = await brought(maya, "Mail,Who\neva@firm.example,Eva\n")
    await press_on(maya, page, "columns", column_1="last_name", mode="historic", form="")
    await press_on(maya, page, "begin")
    await work(site.pool)
    assert await site.pool.fetchval("select body->>'last_name' from app.inbox order by id desc limit 1") == "Eva"


async def test_a_list_in_which_nobody_is_recognised_cannot_be_begun_until_a_column_is_named(site, maya):
    page = await brought(maya, "Nr,Town\n17,Lisbon\n18,Porto\n")
    assert "Nobody could be recognised" in (await maya.get(page)).text
    assert (await press_on(maya, page, "begin")).status_code == httpx.codes.UNPROCESSABLE_ENTITY
    await press_on(maya, page, "columns", column_0="external_id", mode="historic", form="")
    assert (await press_on(maya, page, "begin")).status_code == httpx.codes.SEE_OTHER


@pytest.mark.parametrize(
    ("text", "says"),
    [("", "empty"), ("eva@firm.example,Eva\n", "no name of a column"), (b"PK\x03\x04\x00\x00", "")],
)
async def test_what_is_no_list_is_refused_beside_the_field(site, maya, text, says):
    answer = await bring(maya, text)
    assert answer.status_code == httpx.codes.UNPROCESSABLE_ENTITY
    assert 'id="list-trouble"' in answer.text
    assert says in answer.text


async def test_a_list_that_is_too_large_is_told_what_to_do(maya):
    answer = await bring(maya, b"email\n" + b"x" * (BYTES_MOST + 70_000))
    assert answer.status_code == httpx.codes.REQUEST_ENTITY_TOO_LARGE
    assert "batonpass import" in answer.text


async def test_a_list_without_the_forms_token_is_not_read(maya):
    answer = await maya.post("/imports", data={"token": "x"}, files={"file": ("a.csv", LIST)})
    assert answer.status_code == httpx.codes.FORBIDDEN


async def test_refused_rows_come_back_as_a_file_that_starts_no_formula(site, maya):
    address = await imported(site, maya, "Mail,Company\n=cmd|calc,@firm\neva@firm.example,Firm\n")
    answer = await maya.get(f"{address}/refused.csv")
    header, row = csv.reader(io.StringIO(answer.text.removeprefix("\ufeff")))
    assert header[:3] == ["batonpass_line", "batonpass_column", "batonpass_says"]
    assert row[3:] == ["'=cmd|calc", "'@firm"]


@pytest.mark.parametrize(
    "name", ['a"b;c.csv', "X\r\nEvil: 1.csv", "../../etc/l.csv", "\u30ea\u30b9\u30c8.csv", "%22%0a.csv"]
)
async def test_the_name_of_a_file_cannot_break_the_answer_that_carries_it(site, maya, name):
    address = await imported(site, maya, "Mail,Company\n=cmd|calc,@firm\neva@firm.example,Firm\n", name=name)
    said = (await maya.get(f"{address}/refused.csv")).headers
    assert re.fullmatch(r'attachment; filename="[\w ().-]+\.errors\.csv"', said["content-disposition"], re.ASCII)
    assert "evil" not in said


async def test_a_mended_file_of_errors_comes_in_as_it_was(site, maya):
    mended = "batonpass_line,Mail,Phone\n2,eva@firm.example,'+46 8 123 456 78\n"
    await imported(site, maya, mended)
    assert await site.pool.fetchval("select body->>'phone' from app.inbox") == "+46 8 123 456 78"


async def test_nothing_in_a_file_becomes_part_of_a_page(site, maya):
    quoted = CANARY.replace('"', '""')
    text = f'Mail,"{quoted}"\n"<b>@{quoted}",x\neva@firm.example,y\n'
    page = await brought(maya, text, name=f"{CANARY}.csv")
    await work(site.pool)
    told = [(await maya.get(path)).text for path in (page, "/imports")]
    answer = await press_on(maya, page, "begin")
    await work(site.pool)
    told += [(await maya.get(path)).text for path in (answer.headers["location"], "/imports", "/changes")]
    assert [one for one in told if "<script>alert" in one] == []


async def test_who_began_an_import_stands_in_the_changes(site, maya):
    await imported(site, maya)
    (change,) = await changes(site.pool, kinds=["import"])
    assert (change.by, change.after["file"]) == ("maya@lumen.example", "fair.csv")


async def test_an_import_that_stopped_goes_on_at_a_press(site, maya):
    page = await brought(maya)
    address = (await press_on(maya, page, "begin")).headers["location"]
    await site.pool.execute("update app.computations set state = 'failed', says = 'lost' where state = 'waiting'")
    told = await maya.get(address)
    assert "Go on" in told.text
    await maya.post(f"{address}/go-on", data={"token": token_in(told)})
    await work(site.pool)
    assert await leads(site) == 2


async def test_a_list_nobody_wants_is_thrown_away(site, maya):
    page = await brought(maya)
    await press_on(maya, page, "drop")
    assert (await maya.get(page)).status_code == httpx.codes.NOT_FOUND
    assert await uploads.unbegun(site.pool) == ()


async def test_a_dry_run_of_a_list_that_is_gone_says_so(site, maya):
    page = await brought(maya)
    name = page.rpartition("/")[2]
    asked = (await uploads.find(site.pool, name)).rehearsal
    await press_on(maya, page, "drop")
    await work(site.pool)
    assert "Bring it again" in (await computations.find(site.pool, asked)).says


@pytest.mark.parametrize(
    "path", ["/imports/lists/none", "/imports/none", "/imports/none/refused.csv", "/imports?before=x"]
)
async def test_what_is_not_there_is_not_there(maya, path):
    assert (await maya.get(path)).status_code == httpx.codes.NOT_FOUND
