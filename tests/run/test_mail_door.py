"""Is the mail door safe from whoever finds it, and is nothing lost that comes through it?"""

from __future__ import annotations

import asyncio

import pytest

from batonpass.connectors.hear import Hearing
from batonpass.run.mail_in import MAILS_MOST, mail_door
from batonpass.run.refused import SettingRefused
from batonpass.run.settings import read_settings
from tests.database import database, postgres
from tests.mails import bring, first_touch, house, set_aside, written
from tests.web.doors import open_doors, put
from tests.web.hook_senders import TUESDAY, URL, by_salesforce, secret_of

__all__ = ["database", "postgres"]


@pytest.fixture
async def opened(database):
    async with house(database) as both:
        yield both


async def test_only_the_secret_address_is_known(opened):
    _, port = opened
    assert (await bring(port, written(), to="touch@in.lumen.example"))[0] == 550


async def test_strangers_who_hold_the_line_keep_nobody_out(opened):
    _, port = opened
    held = [await asyncio.open_connection("127.0.0.1", port) for _ in range(MAILS_MOST + 1)]
    assert {(await reader.readline())[:3] for reader, _ in held} == {b"220"}
    assert (await bring(port, written()))[0] == 250
    for _, writer in held:
        writer.close()


async def test_a_stranger_touches_nobody_and_is_shown_to_a_person(opened):
    doors, port = opened
    await doors.submit()
    await bring(port, written(by="somebody@else.example"), envelope="somebody@else.example")
    assert await set_aside(doors) == ["its sender is neither one of our active people nor a lead"]


async def test_a_rep_who_has_left_touches_nobody(opened):
    doors, port = opened
    await doors.submit()
    await put(
        doors, "reps/bruno", {"name": "Bruno", "email": "bruno@lumen.example", "calendar": "office", "active": False}
    )
    await bring(port, written(by="bruno@lumen.example"))
    assert (len(await set_aside(doors)), await first_touch(doors)) == (1, "running")


async def test_a_hundred_megabytes_are_refused_and_the_door_stays_open(opened):
    doors, port = opened
    await doors.submit()
    code, _ = await bring(port, b"From: ana@lumen.example\r\n\r\n" + (b"x" * 998 + b"\r\n") * 100_000)
    assert (code, (await bring(port, written()))[0]) == (552, 250)


TO_ANNA = b"\r\nTo: anna.berg@acme.example\r\n\r\nhi"
HOSTILE = {
    "nothing": b"",
    "noise": bytes(range(256)) * 40,
    "two senders": b"From: ana@lumen.example\r\nFrom: bruno@lumen.example" + TO_ANNA,
    "a sender with two addresses": b"From: ana@lumen.example, bruno@lumen.example" + TO_ANNA,
    "an address in encoded words": b"From: =?utf-8?q?ana=40lumen=2Eexample?= <x@y.example>" + TO_ANNA,
    "headers without end": b"X: y\r\n" * 60_000 + b"From: ana@lumen.example\r\n\r\n",
    "an unknown alphabet": b'From: "\xff\xfe" <q@q.example>\r\nContent-Type: text/plain; charset=x\r\n\r\n\xff',
    "a subject in no alphabet": b"From: q@q.example\r\nSubject: =?x-none?q?=FF?=\r\n\r\nhi",
    "zeros": b"From: a\x00na@lumen.example" + TO_ANNA,
    "a date of no year": b"From: q@q.example\r\nDate: Tue, 99 Foo 99999999999 99:99:99 +9999\r\n\r\nhi",
}


@pytest.mark.parametrize("raw", HOSTILE.values(), ids=HOSTILE)
async def test_what_nobody_can_make_sense_of_is_taken_and_shown_to_a_person(opened, raw):
    doors, port = opened
    await doors.submit()
    code, _ = await bring(port, raw)
    assert (code, len(await set_aside(doors)), await first_touch(doors)) == (250, 1, "running")


async def test_a_nest_of_ten_thousand_parts_is_looked_at_no_deeper_than_is_good(opened):
    doors, port = opened
    await doors.submit()
    nest = b"".join(b'Content-Type: multipart/mixed; boundary="%d"\r\n\r\n--%d\r\n' % (n, n) for n in range(10_000))
    head = b"From: ana@lumen.example\r\nTo: anna.berg@acme.example\r\nMessage-ID: <n@l>\r\n"
    assert (await bring(port, head + nest))[1] == "2.6.0 touch"


async def test_a_header_that_is_smuggled_in_reaches_nobody_else(opened):
    doors, port = opened
    await doors.submit()
    await doors.submit(email="eva@firm.example")
    forged = b"From: ana@lumen.example\r\nSubject: x =?utf-8?q?=0D=0ATo:_eva@firm.example?=" + TO_ANNA
    await bring(port, forged)
    assert await doors.pool.fetchval("select count(*) from app.facts where kind = 'Touched'") == 1


def test_an_address_without_a_secret_is_refused():
    said = {"BATONPASS_MAIL_IN": "127.0.0.1:2525", "BATONPASS_MAIL_IN_ADDRESS": "touch@in.example.com"}
    with pytest.raises(SettingRefused, match="BATONPASS_MAIL_IN_ADDRESS"):
        mail_door(read_settings(said))


def test_without_the_setting_there_is_no_door():
    assert mail_door(read_settings({})) is None


@pytest.fixture
async def doors(database):
    hear = Hearing(secret_of=secret_of).hear_request
    async with open_doors(database, hear=hear, base_url=URL) as opened:
        yield opened


async def post(doors, raw: bytes, headers: dict[str, str] | None = None):
    signed = by_salesforce(raw, TUESDAY) if headers is None else headers
    return await doors.http.post("/hooks/mail", content=raw, headers={"Content-Type": "message/rfc822", **signed})


async def test_a_mail_that_is_posted_signed_is_a_touch_once(doors):
    lead = (await doors.submit())["lead_id"]
    said = [(await post(doors, written().as_bytes())).json() for _ in range(2)]
    assert ([one["state"] for one in said], said[0]["lead_id"]) == (["touch", "replayed"], lead)


async def test_a_mail_that_is_posted_unsigned_is_not_believed(doors):
    await doors.submit()
    assert ((await post(doors, written().as_bytes(), {})).status_code, await first_touch(doors)) == (401, "running")


@pytest.mark.parametrize("raw", HOSTILE.values(), ids=HOSTILE)
async def test_what_is_posted_and_makes_no_sense_is_answered_and_shown_to_a_person(doors, raw):
    said = await post(doors, raw)
    assert (said.status_code, said.json()["state"], len(await set_aside(doors))) == (200, "set_aside", 1)
