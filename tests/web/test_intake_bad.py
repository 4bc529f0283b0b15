"""Is whatever nobody should send refused in plain words, with nothing written and nothing broken?"""

from __future__ import annotations

import json

import httpx
import pytest
import pytest_asyncio

from tests.database import shared_database
from tests.web.doors import ANNA, open_doors
from tests.web.site import answering

__all__ = ["shared_database"]
pytestmark = pytest.mark.asyncio(loop_scope="module")
SUBMIT, JSON = "/v1/submissions", {"Content-Type": "application/json"}
DEEP = 10_000


def with_name(text: bytes) -> bytes:
    return b'{"form": "demo", "email": "a@firm.example", "first_name": ' + text + b"}"


def text_of(value: object) -> bytes:
    return with_name(json.dumps(value).encode())


UNREADABLE = {
    "nothing": b"",
    "no json": b"email=a@firm.example",
    "cut off": b'{"email": "a@firm',
    "two values": b"{}{}",
    "bytes that are no utf-8": with_name(b'"\xff\xfe"'),
    "half a surrogate": with_name(b'"\\ud800"'),
    "half a surrogate, raw": with_name(b'"\xed\xa0\x80"'),
    "a raw nul": with_name(b'"a\x00b"'),
    "not a number": with_name(b"NaN"),
    "infinity": with_name(b"-Infinity"),
    "a number without end": with_name(b"1" * 5_000),
    "a number too large": with_name(b"1e400"),
}
WRONG = {
    "a list": b"[]",
    "a text": b'"hello"',
    "null": b"null",
    "deep lists": b"[" * DEEP + b"]" * DEEP,
    "deep objects": b'{"a":' * DEEP + b"1" + b"}" * DEEP,
    "deep enough": text_of([[[[[[[[[[[[[["x"]]]]]]]]]]]]]]),
    "a nul": with_name(b'"a\\u0000b"'),
    "a nul in a name": b'{"a\\u0000b": 1, "email": "a@firm.example"}',
    "two addresses": b'{"email": "a@firm.example", "email": "b@firm.example"}',
    "two addresses, one in disguise": b'{"email": "a@firm.example", "\\u0065mail": "b@firm.example"}',
    "two addresses, oddly spaced": b'{"email"\t: "a@firm.example", "email": "b@firm.example"}',
    "two numbers, the second far from its colon": b'{"email":"a@firm.example","phone":"1","phone"\n:"2"}',
    "two numbers, two spaces": b'{"email":"a@firm.example","phone":"1","phone"  :"2"}',
    "names without end": json.dumps({**ANNA, "nested": {str(n): 0 for n in range(60_000)}}).encode(),
    "ten thousand fields": json.dumps({**ANNA, "fields": {f"f{n}": "x" for n in range(10_000)}}).encode(),
    "a control character": text_of("a\x1bb"),
    "an object for a name": text_of({"first": "Eva"}),
    "a list for an address": b'{"email": ["a@firm.example"]}',
    "no address at all": b'{"form": "demo"}',
    "no address in it": b'{"email": "@"}',
    "an address with a line": json.dumps({"email": "a@firm.example\nBcc: b@firm.example"}).encode(),
    "a long name": text_of("a" * 501),
    "a list of fields": json.dumps({**ANNA, "fields": ["x"]}).encode(),
    "a source that is text": json.dumps({**ANNA, "source": "ad"}).encode(),
    "no instant": json.dumps({**ANNA, "occurred_at": "yesterday"}).encode(),
    "an instant without a zone": json.dumps({**ANNA, "occurred_at": "2027-03-02T10:00:00"}).encode(),
    "an instant before time": json.dumps({**ANNA, "occurred_at": "0001-01-01T00:00:00+14:00"}).encode(),
    "an instant after time": json.dumps({**ANNA, "occurred_at": "9999-12-31T23:59:59-14:00"}).encode(),
}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def doors(shared_database):
    """One application for all of these: what is refused writes nothing."""
    async with open_doors(shared_database, forms_per_minute=10**6) as opened:
        yield opened


async def refused(doors, content: bytes, path: str = SUBMIT, **headers: str) -> httpx.Response:
    """Send it, and expect a problem, nothing written, and a door that works on."""
    answer = await doors.http.post(path, content=content, headers={**JSON, **headers})
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    assert answer.json()["detail"], answer.text
    assert (await doors.rows("inbox"), await doors.rows("leads")) == (0, 0)
    return answer


@pytest.mark.parametrize("content", UNREADABLE.values(), ids=UNREADABLE)
async def test_what_cannot_be_read_is_refused_with_400(doors, content):
    """S11."""
    assert (await refused(doors, content)).status_code == 400


async def test_a_mark_of_the_encoding_before_json_is_no_part_of_it(doors):
    answer = await refused(doors, b'\xef\xbb\xbf{"phone": "123"}')
    assert (answer.status_code, answer.json()["field"]) == (422, "phone")


@pytest.mark.parametrize(
    ("text", "half"), [(b'"Ann\\ud800a"', "\\ud800"), (b'"\\uDC00"', "\\uDC00"), (b'"\\ud83d\\ude00", x', "")]
)
async def test_half_a_character_is_named(doors, text, half):
    """S11."""
    detail = (await refused(doors, with_name(text))).json()["detail"]
    assert detail.startswith(f"The body is not JSON: {half} is half a character") is bool(half)


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({}, "previousId"),
        ({"userId": "u-7"}, "previousId"),
        ({"previousId": "u-7"}, "userId"),
        ({"previousId": "eva@firm.example", "userId": "anna@firm.example"}, "userId"),
        ({"previousId": "u-7", "email": 7}, "email"),
    ],
)
async def test_an_alias_that_names_fewer_than_two_ids_is_refused(doors, sent, field):
    """Nothing can be noted of it, and an answer that says so would be untrue."""
    answer = await refused(doors, json.dumps(sent).encode(), "/v1/alias")
    assert (answer.status_code, answer.json()["field"]) == (422, field)


@pytest.mark.parametrize("content", WRONG.values(), ids=WRONG)
async def test_what_is_wrong_is_refused_with_422(doors, content):
    """S10, S11, S12."""
    assert (await refused(doors, content)).status_code == 422


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "", "application/json; charset=utf-16"]
)
async def test_json_under_another_name_is_refused_with_415(doors, kind):
    """S12."""
    answer = await refused(doors, json.dumps(ANNA).encode(), **{"Content-Type": kind})
    assert (answer.status_code, "application/json" in answer.text or "UTF-8" in answer.text) == (415, True)


async def test_a_packed_body_is_refused_with_415(doors):
    assert (await refused(doors, b"x", **{"Content-Encoding": "gzip"})).status_code == 415


@pytest.mark.parametrize("key", ["k" * 256, "k\u00e9", "~mine", "a\tb"])
async def test_an_idempotency_key_that_is_none_is_refused(doors, key):
    answer = await refused(doors, json.dumps(ANNA).encode(), **{"Idempotency-Key": key.encode("latin-1")})
    assert (answer.status_code, answer.json()["field"]) == (422, "Idempotency-Key")


@pytest.mark.parametrize("path", [SUBMIT, "/v1/track", "/v1/batch", "/v1/leads/L1/accept", "/f/demo"])
async def test_more_than_a_megabyte_is_refused_with_413(doors, path):
    """S11."""
    answer = await doors.http.post(path, content=b"a" * 1_000_001, headers=JSON)
    assert (answer.status_code, await doors.rows("inbox")) == (413, 0)


@pytest.mark.parametrize("announced", [True, False])
async def test_a_sender_of_ten_megabytes_reads_the_refusal(doors, announced):
    """S11, over a real connection, with and without a Content-Length."""

    async def parts():
        for _ in range(100):
            yield b"a" * 100_000

    content = b"a" * 10_000_000 if announced else parts()
    async with answering(doors.app) as url, httpx.AsyncClient(base_url=url, headers=doors.http.headers) as http:
        answer = await http.post(SUBMIT, content=content, headers=JSON)
    assert (answer.status_code, answer.json()["type"]) == (413, "/problems/too-large")


@pytest.mark.parametrize("path", [SUBMIT, "/v1/track", "/v1/batch"])
@pytest.mark.parametrize("method", ["GET", "DELETE", "PUT", "OPTIONS"])
async def test_another_method_is_refused_with_405_naming_the_right_one(doors, path, method):
    answer = await doors.http.request(method, path)
    assert (answer.status_code, answer.headers["allow"]) == (405, "POST")


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("/v1/reports/sla?format=xml", "format: should be json or csv or parquet."),
        ("/v1/test-clock", "now: is not an instant; write it like 2027-03-02T10:00:00Z."),
    ],
)
async def test_what_would_have_been_right_is_named(doors, path, says):
    sent = {} if "?" in path else {"json": {"now": "tomorrow"}}
    answer = await doors.http.request("POST" if sent else "GET", path, **sent)
    assert (answer.status_code, answer.json()["detail"]) == (422, says)


@pytest.mark.parametrize("path", ["/v1/submissions/", "/v1/nothing", "/f/", "/v1/leads/L%00"])
async def test_what_is_not_there_is_refused_with_404(doors, path):
    answer = await doors.http.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")
