"""Of which parts does a mail consist, looked at no deeper and no longer than is good for us?

The standard library reads a mail whole, and recurses as deep as a stranger has nested it; here the headers are read by
it and the parts are cut by us, within limits. What lies beyond them holds nothing that we look for.
"""

from __future__ import annotations

import binascii
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from email.parser import HeaderParser

HEAD_MOST = 100_000
"""No mail that means something to us has longer headers than this."""
LOOKED_AT = 2_000_000
DEPTH_MOST, PARTS_MOST = 5, 60


class UnreadableMail(ValueError):
    """Nothing can be made of it; the text says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of a mail: its kind in small letters, its headers, its content decoded."""

    kind: str
    head: Message
    content: bytes


def head_of(raw: bytes) -> Message:
    """The headers of a mail, or of what stands in one. Raises UnreadableMail for those that are too long."""
    head = _cut(raw[: HEAD_MOST + 4])[0]
    if len(head) > HEAD_MOST:
        raise UnreadableMail(f"its headers are longer than {HEAD_MOST // 1000} kB")
    return _headers(head)


def said(head: Message, name: str) -> str:
    """A header in one line of letters that can be shown; empty without it."""
    value = head.get(name)
    return " ".join("".join(c if c.isprintable() else " " for c in str(value)).split()) if value is not None else ""


def parts_of(raw: bytes) -> Iterator[Part]:
    """The parts that hold something, in their order, within the limits."""
    left = PARTS_MOST
    waiting = [(raw[:LOOKED_AT], 0)]
    while waiting and left:
        piece, depth = waiting.pop()
        left -= 1
        part = _part(piece)
        if part is None:
            continue
        inner = _inner(part) if part.kind.startswith("multipart/") and depth < DEPTH_MOST else []
        waiting += [(one, depth + 1) for one in reversed(inner[:PARTS_MOST])]
        if not part.kind.startswith("multipart/"):
            yield part


def _part(piece: bytes) -> Part | None:
    head, body = _cut(piece)
    if len(head) > HEAD_MOST:
        return None
    headers = _headers(head)
    return Part(kind=headers.get_content_type(), head=headers, content=_decoded(body, headers))


def _headers(head: bytes) -> Message:
    """Headers as letters: some systems write them in UTF-8 as it is, older ones in the letters of western Europe."""
    return HeaderParser().parsestr("\n".join(_letters(line) for line in head.splitlines()))


def _letters(line: bytes) -> str:
    try:
        return line.decode()
    except UnicodeDecodeError:
        return line.decode("cp1252", "replace")


def _cut(raw: bytes) -> tuple[bytes, bytes]:
    """Headers and body; a part may have no headers at all."""
    if raw.startswith((b"\r\n", b"\n")):
        return b"", raw.lstrip(b"\r\n")
    ends = [(at, len(mark)) for mark in (b"\r\n\r\n", b"\n\n") if (at := raw.find(mark)) >= 0]
    at, length = min(ends, default=(len(raw), 0))
    return raw[:at], raw[at + length :]


def _inner(part: Part) -> list[bytes]:
    boundary = part.head.get_param("boundary")
    if not isinstance(boundary, str) or not boundary:
        return []
    mark = b"\n--" + boundary.encode("utf-8", "replace")
    pieces = (b"\n" + part.content).split(mark, PARTS_MOST + 1)[1:]
    return [piece.partition(b"\n")[2] for piece in pieces if not piece.startswith(b"--")]


def _decoded(body: bytes, head: Message) -> bytes:
    match said(head, "Content-Transfer-Encoding").lower():
        case "base64":
            try:
                return binascii.a2b_base64(body)
            except binascii.Error:
                return b""
        case "quoted-printable":
            return binascii.a2b_qp(body)
        case _:
            return body
