"""Does the page audit what is sent to it, keep nothing of it, and refuse the rest in words?"""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

import pytest

from tests.learn.audit.exports import leads
from tests.learn.audit.test_page import TOUCHES
from tests.web.site import TOKEN

pytestmark = pytest.mark.asyncio(loop_scope="session")
EXPORT = ("leads.csv", leads(TOUCHES).encode(), "text/csv")


def lying_about() -> set[Path]:
    return set(Path(tempfile.gettempdir()).glob("batonpass-audit-*"))


async def send(visitor, **files):
    """Send the form of the page with these files and fields."""
    token = TOKEN.search((await visitor.get("/audit")).text)[1]
    said = {name: value for name, value in files.items() if isinstance(value, str)}
    sent = {name: value for name, value in files.items() if not isinstance(value, str)}
    return await visitor.post("/audit", data={"token": token} | said, files=sent)


async def test_an_export_is_answered_with_its_report(site):
    async with site.signed_in("mara") as visitor:
        answer = await send(visitor, export=EXPORT)
    assert (answer.status_code, "Where leads leak and wait" in answer.text) == (200, True)


async def test_the_report_may_show_its_own_style_and_nothing_else(site):
    async with site.signed_in("mara") as visitor:
        policy = (await send(visitor, export=EXPORT)).headers["content-security-policy"]
    assert re.fullmatch(r"default-src 'none'; style-src 'sha256-[^']+'; .*frame-ancestors 'none'", policy)


async def test_two_exports_are_joined(site):
    deals = ("deals.csv", b"id,won date\n" + b"".join(b"%d,2026-12-01\n" % n for n in range(40)), "text/csv")
    async with site.signed_in("mara") as visitor:
        answer = await send(visitor, export=EXPORT, more=deals)
    assert "Joined with deals.csv on id: 40 leads met one of its 40 rows." in answer.text


async def test_nothing_that_was_sent_is_kept(site):
    before = lying_about()
    async with site.signed_in("mara") as visitor:
        await send(visitor, export=EXPORT)
    assert lying_about() <= before


async def test_where_two_exports_meet_can_be_said(site):
    deals = ("deals.csv", b"deal,won date\n" + b"".join(b"%d,2026-12-01\n" % n for n in range(40)), "text/csv")
    async with site.signed_in("mara") as visitor:
        answer = await send(visitor, export=EXPORT, more=deals, on="id=deal", deal_value="12.000", currency="chf")
    assert ("Joined with deals.csv on" in answer.text, "12,000 CHF" in answer.text) == (True, True)


async def test_the_order_of_dates_can_be_said(site):
    rows = "".join(f"{n},3/4/2026\n" for n in range(20)).encode()
    async with site.signed_in("mara") as visitor:
        answer = await send(visitor, export=("x.csv", b"id,created\n" + rows, "text/csv"), dates="month-first")
    assert "month-first" in answer.text


@pytest.mark.parametrize("worth", ["much", "-5", "1e300", "nan"])
async def test_what_is_no_amount_is_told(site, worth):
    async with site.signed_in("mara") as visitor:
        answer = await send(visitor, export=EXPORT, deal_value=worth)
    assert (answer.status_code, "is not an amount" in answer.text) == (422, True)


async def test_a_column_can_be_said(site):
    async with site.signed_in("mara") as visitor:
        answer = await send(visitor, export=EXPORT, roles="source=owner")
    assert "you said so" in answer.text


async def test_a_slip_is_told_and_what_was_written_stays(site):
    async with site.signed_in("mara") as visitor:
        answer = await send(visitor, export=EXPORT, roles="sorce=owner", zone="Europe/Lisbon")
    assert (answer.status_code, "Did you mean source" in answer.text, "Europe/Lisbon" in answer.text) == (
        422,
        True,
        True,
    )


async def test_a_form_without_a_file_is_told_what_to_choose(site):
    async with site.signed_in("mara") as visitor:
        answer = await send(visitor, export=("", b"", "text/csv"))
    assert (answer.status_code, "Choose the CSV file" in answer.text) == (422, True)


async def test_a_picture_is_no_export(site):
    async with site.signed_in("mara") as visitor:
        answer = await send(visitor, export=("cat.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 999, "image/png"))
    assert (answer.status_code, "not a CSV file" in answer.text) == (422, True)


@pytest.mark.parametrize("name", ["..", "../../etc/x.csv", "a" * 300 + ".csv", "a\tb.csv"])
async def test_a_file_of_any_name_is_read(site, name):
    async with site.signed_in("mara") as visitor:
        assert (await send(visitor, export=(name, EXPORT[1], "text/csv"))).status_code == 200


async def test_a_form_from_elsewhere_is_refused(site):
    async with site.signed_in("mara") as visitor:
        answer = await visitor.post("/audit", data={"token": "guessed"}, files={"export": EXPORT})
    assert answer.status_code == 403


async def test_what_is_far_too_large_is_refused_before_it_is_read(site):
    headers = {"content-type": "multipart/form-data; boundary=x", "content-length": str(10**12)}
    async with site.signed_in("mara") as visitor:
        answer = await visitor.post("/audit", content=b"", headers=headers)
    assert answer.status_code == 413


async def test_nobody_audits_without_signing_in(site):
    async with site.visitor() as visitor:
        assert (await visitor.post("/audit", files={"export": EXPORT})).status_code == 303
