"""How does a finished letter become the bytes that go over the wire, with exactly the headers we meant?

The headers are written here and not by the standard library: that reads encoded words in a stranger's name before it
writes them out again, line breaks and all, and loses blanks between words of other alphabets.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime

from .plain import one_line

_KEY_MOST = 60
_NAME_MOST = 60
_SUBJECT_MOST = 150
_WORD_BYTES = 39
_LINE = 70
_PART = 'Content-Type: text/{kind}; charset="utf-8"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n'
_PLAIN_NAME = re.compile(r"[A-Za-z0-9 ]+")


class Tampered(ValueError):
    """The header block is not the one we meant: something in the letter reached out of its place. Never send it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A mail as we mean it: one sender, one recipient, the same text plain and as a page."""

    key: str
    sender: str
    sender_name: str
    to: str
    to_name: str
    subject: str
    text: str
    html: str
    at: datetime
    unsubscribe: str = ""
    way_out: str = ""


def message_id(key: str, sender: str) -> str:
    """The same for each try of one outbox row, so that a mail sent twice is seen to be one."""
    readable = re.sub(r"[^A-Za-z0-9]+", ".", key)[:_KEY_MOST].strip(".")
    exact = hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()[:16]
    return f"<{'.'.join(filter(None, (readable, exact)))}@{sender.rpartition('@')[2]}>"


def to_bytes(letter: Letter) -> bytes:
    """The letter in 7-bit MIME. Raises Tampered rather than give bytes with a header that we did not write."""
    headers = _headers(letter)
    head = "".join(f"{name}: {value}\r\n" for name, value in headers)
    raw = head.encode("ascii") + _content(letter)
    _hold_headers(raw, [name for name, _ in headers])
    return raw


def _headers(letter: Letter) -> list[tuple[str, str]]:
    headers = [
        ("From", _person(letter.sender_name, letter.sender)),
        ("To", _person(letter.to_name, letter.to)),
        ("Subject", _words(one_line(letter.subject, most=_SUBJECT_MOST))),
        ("Date", format_datetime(letter.at)),
        ("Message-ID", message_id(letter.key, letter.sender)),
        ("Auto-Submitted", "auto-generated"),
        ("X-Auto-Response-Suppress", "All"),
    ]
    if letter.unsubscribe:
        ways = [one for one in (letter.way_out, letter.unsubscribe) if one]
        headers.append(("List-Unsubscribe", ", ".join(f"<{one}>" for one in ways)))
    if letter.way_out.startswith("https:"):
        headers.append(("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"))
    return headers


def _content(letter: Letter) -> bytes:
    """Both forms of the text, with the headers that describe them and no other.

    The boundary holds `=_`, which quoted-printable text never does.
    """
    between = f"=_{hashlib.sha256(letter.key.encode('utf-8', 'replace')).hexdigest()[:32]}"
    parts = "".join(
        f"--{between}\r\n{_PART.format(kind=kind)}{_quoted(text)}\r\n"
        for kind, text in (("plain", letter.text), ("html", letter.html))
    )
    head = f'MIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary="{between}"\r\n\r\n'
    return f"{head}{parts}--{between}--\r\n".encode("ascii")


def _quoted(text: str) -> str:
    """Quoted-printable lines of 76 letters at most; a surrogate alone is no letter and is shown as a question mark."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").encode("utf-8", "replace")
    return binascii.b2a_qp(lines).decode("ascii").replace("\n", "\r\n")


def _person(name: str, address: str) -> str:
    name = one_line(name, most=_NAME_MOST)
    if not name:
        return address
    return f"{name if _PLAIN_NAME.fullmatch(name) else _encoded(name)}\r\n <{address}>"


def _words(text: str) -> str:
    """Text for a header without grammar: as it is if it is ASCII and cannot be mistaken for an encoded word."""
    if not text.isascii() or "=?" in text:
        return _encoded(text)
    return "\r\n ".join(textwrap.wrap(text, _LINE, break_long_words=False, break_on_hyphens=False))


def _encoded(text: str) -> str:
    """Encoded words of RFC 2047; blanks between two of them do not count, so all blanks stand inside."""
    return "\r\n ".join(f"=?utf-8?b?{base64.b64encode(part).decode()}?=" for part in _parts(text))


def _parts(text: str) -> Iterator[bytes]:
    part = b""
    for letter in text:
        coded = letter.encode()
        if len(part) + len(coded) > _WORD_BYTES:
            yield part
            part = b""
        part += coded
    yield part


def _hold_headers(raw: bytes, meant: list[str]) -> None:
    """Read back what a mail server will read: our names, each once, and no line but headers and their folding."""
    block = raw.partition(b"\r\n\r\n")[0].decode("ascii").split("\r\n")
    names = [line.partition(":")[0] for line in block if not line.startswith((" ", "\t"))]
    allowed = [*meant, "MIME-Version", "Content-Type"]
    if sorted(names) != sorted(allowed) or any("\n" in line or "\r" in line for line in block):
        raise Tampered(f"the mail would have the headers {', '.join(sorted(names))}")
