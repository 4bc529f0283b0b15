"""What stands in the body of a request, read no further than we take, and is it plain JSON?"""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from collections.abc import Awaitable, Callable, Mapping
from json import JSONDecoder
from typing import Any

import msgspec

from batonpass.web.problem import UNREAD, Problem

BODY_MOST = 1_000_000
DEPTH_MOST = 12
MEMBERS_MOST = 50_000
APART = (b" :", b"\t:", b"\n:", b"\r:")
"""Between a name and its colon: only without any of them does counting colons count names."""
HALF = re.compile(
    rb"\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])|(?<!\\u[dD][89abAB][0-9a-fA-F]{2})\\u[dD][c-fC-F][0-9a-fA-F]{2}"
)
"""Half of a character that is written in two escapes, with the other half missing."""
Receive = Callable[[], Awaitable[Mapping[str, Any]]]


class Gone(Exception):
    """The sender hung up before the body was complete."""


def length_of(said: bytes) -> int:
    """What Content-Length announces; -1 when it is missing. A Problem when it is no number."""
    if not said:
        return -1
    if not said.isdigit():
        raise Problem("unreadable", "Content-Length is not a number")
    return int(said)


async def read_body(receive: Receive, announced: int = -1) -> bytes:
    """The whole body, at most BODY_MOST bytes; one that announces or brings more is not read to its end."""
    if announced > BODY_MOST:
        raise _too_large(more=True)
    message = await receive()
    if message["type"] != "http.request":
        raise Gone
    body: bytes = message.get("body", b"")
    if not message.get("more_body"):
        return _bounded(body)
    parts, size = [body], len(body)
    while message.get("more_body"):
        message = await receive()
        if message["type"] != "http.request":
            raise Gone
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if size > BODY_MOST:
            raise _too_large(more=message.get("more_body", False))
    return _bounded(b"".join(parts))


def must_be_json(content_type: bytes, encoding: bytes = b"") -> None:
    """Refuse a body that does not say to be JSON (S12): what it is called decides how it is read."""
    kind, _, parameters = content_type.partition(b";")
    kind = kind.strip().lower()
    if kind != b"application/json" and not (kind.startswith(b"application/") and kind.endswith(b"+json")):
        says = f"the body came as {kind.decode('latin-1') or 'nothing'}; send it as Content-Type: application/json"
        raise Problem("unsupported-media-type", says)
    if encoding not in (b"", b"identity"):
        raise Problem("unsupported-media-type", "send the body as it is, without Content-Encoding")
    charset = parameters.strip().lower().partition(b"charset=")[2].strip(b'" ')
    if charset not in (b"", b"utf-8", b"utf8"):
        raise Problem("unsupported-media-type", f"JSON is UTF-8, not {charset.decode('latin-1')}")


def read_object(body: bytes) -> dict[str, Any]:
    """A JSON object, each of whose names stands once, with nothing in it that the database cannot keep (S11)."""
    value = read_json(body)
    if not isinstance(value, dict):
        raise Problem("invalid", "send one JSON object: { … }")
    return value


def read_json(body: bytes) -> Any:
    """A JSON value as plain data; a Problem in plain words for anything that is not exactly one."""
    body = body.removeprefix(BOM_UTF8)
    try:
        value = msgspec.json.decode(body)
    except RecursionError:
        raise _too_deep() from None
    except UnicodeDecodeError:
        raise Problem("unreadable", "the body is not UTF-8") from None
    except msgspec.DecodeError as error:
        says = "the body is empty; send JSON" if not body.strip() else f"the body is not JSON: {_plain(error, body)}"
        raise Problem("unreadable", says) from None
    names = _names_in(value, DEPTH_MOST)
    if names > MEMBERS_MOST:
        raise Problem("invalid", f"at most {MEMBERS_MOST} values fit into one request")
    if body.count(b'":') != names or body.count(b'"email"') > 1 or any(one in body for one in APART):
        JSONDecoder(object_pairs_hook=_each_once).decode(body.decode())
    if b"\\u0000" in body:
        _refuse_nul(value)
    return value


def _names_in(value: object, depth: int) -> int:
    """How many names the objects hold in all; a Problem when they are nested too deeply."""
    if isinstance(value, dict):
        inner = [one for one in value.values() if isinstance(one, dict | list)]
        return len(value) + _inside(inner, depth)
    if isinstance(value, list):
        return _inside([one for one in value if isinstance(one, dict | list)], depth)
    return 0


def _inside(values: list[Any], depth: int) -> int:
    if values and depth == 0:
        raise _too_deep()
    return sum(_names_in(one, depth - 1) for one in values)


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """The fast reader keeps the last of two equal names; here the second is refused (S12)."""
    seen: dict[str, Any] = {}
    for name, value in pairs:
        if name in seen:
            raise Problem("invalid", f"{name[:80]!r} stands twice in one object; send it once", field=name[:80])
        seen[name] = value
    return seen


def _refuse_nul(value: object, name: str = "the body") -> None:
    """The one character that PostgreSQL keeps in no text."""
    if isinstance(value, dict):
        for key, one in value.items():
            _refuse_nul(key, "a name")
            _refuse_nul(one, key)
    elif isinstance(value, list):
        for one in value:
            _refuse_nul(one, name)
    elif isinstance(value, str) and "\0" in value:
        raise Problem("invalid", f"{name[:80]} holds a NUL character; send plain text", field=name[:80])


def _bounded(body: bytes) -> bytes:
    if len(body) > BODY_MOST:
        raise _too_large(more=False)
    return body


def _plain(error: Exception, body: bytes) -> str:
    """What is wrong in plain words; half a character by its own name, for readers stumble over what follows it."""
    half = HALF.search(body)
    if half:
        return f"{half[0].decode()} is half a character; send both halves, or the character itself"
    return str(error).removeprefix("JSON is malformed: ").removesuffix(".")


def _too_large(*, more: bool) -> Problem:
    says = f"the body has more than {BODY_MOST:,} bytes; send less at once"
    return Problem("too-large", says, headers=UNREAD if more else {})


def _too_deep() -> Problem:
    return Problem("invalid", f"the body nests deeper than {DEPTH_MOST} levels; send a flatter one")
