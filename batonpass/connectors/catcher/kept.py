"""Which mails were caught, and what stands in them?"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from html.parser import HTMLParser
from pathlib import Path

MAILS_MOST = 1_000
TEXT_MOST = 10_000
"""So much is shown of a mail whose parts stand in each other deeper than anybody can look."""
_NAME = re.compile(r"\d{10}")
_ADDRESS = re.compile(r"https?://[^\s<>\"]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """A caught mail. `links` are the addresses it leads to, in order; the body is the sender's: escape it."""

    id: str
    sender: str
    to: str
    subject: str
    date: datetime | None
    text: str = ""
    html: str = ""
    links: tuple[str, ...] = ()
    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)


class Kept:
    """A folder with one `.eml` file a mail, oldest thrown away first. One process writes; any may read."""

    def __init__(self, folder: Path, *, most: int = MAILS_MOST) -> None:
        self._folder, self._most = folder, most
        folder.mkdir(parents=True, exist_ok=True)
        self._last = max((int(known) for known in self.ids()), default=0)

    def ids(self) -> list[str]:
        """The numbers of the mails kept, newest first."""
        return sorted((path.stem for path in self._folder.glob("*.eml") if _NAME.fullmatch(path.stem)), reverse=True)

    def keep(self, raw: bytes) -> str:
        """Write a mail, whole or not at all, and give its number."""
        self._last += 1
        name = f"{self._last:010}"
        fresh = self._folder / f"{name}.part"
        fresh.write_bytes(raw)
        fresh.replace(self._path(name))
        for old in self.ids()[self._most :]:
            self._path(old).unlink(missing_ok=True)
        return name

    def list(self, *, most: int = 100) -> tuple[Mail, ...]:
        """The newest mails, newest first."""
        found = (self.get(name) for name in self.ids()[:most])
        return tuple(mail for mail in found if mail)

    def get(self, name: str) -> Mail | None:
        """One mail, or None when there is none of that number (any more)."""
        raw = self.raw(name)
        return None if raw is None else read(name, raw)

    def raw(self, name: str) -> bytes | None:
        """One mail as it came over the wire."""
        if not _NAME.fullmatch(name):
            return None
        try:
            return self._path(name).read_bytes()
        except FileNotFoundError:
            return None

    def clear(self) -> None:
        """Throw all mails away; numbers go on."""
        for name in self.ids():
            self._path(name).unlink(missing_ok=True)

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}.eml"


def read(name: str, raw: bytes) -> Mail:
    """The mail behind the bytes, whoever sent it: what cannot be read is left out, never an error."""
    try:
        message = message_from_bytes(raw, policy=policy.default)
    except RecursionError:
        return Mail(id=name, sender="", to="", subject="", date=None, text=raw[:TEXT_MOST].decode("utf-8", "replace"))
    html, text = _part(message, "html"), _part(message, "plain")
    return Mail(
        id=name,
        sender=_header(message, "from"),
        to=_header(message, "to"),
        subject=_header(message, "subject"),
        date=_date(_header(message, "date")),
        text=text,
        html=html,
        links=_links(html) or tuple(dict.fromkeys(_ADDRESS.findall(text))),
        headers=tuple((key, _header(message, key)) for key in dict.fromkeys(message.keys())),
    )


def _header(message: EmailMessage, name: str) -> str:
    try:
        return " ".join(str(value) for value in message.get_all(name, []))
    except (ValueError, IndexError, LookupError, RecursionError):
        return ""


def _part(message: EmailMessage, kind: str) -> str:
    try:
        part = message.get_body((kind,))
        return "" if part is None else str(part.get_content()).replace("\r\n", "\n")
    except (ValueError, KeyError, LookupError, RecursionError):
        return ""


def _date(written: str) -> datetime | None:
    try:
        return parsedate_to_datetime(written).astimezone(UTC)
    except (ValueError, TypeError, OverflowError):
        return None


def _links(html: str) -> tuple[str, ...]:
    anchors = _Anchors()
    anchors.feed(html)
    return tuple(dict.fromkeys(anchors.found))


class _Anchors(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        target = dict(attrs).get("href")
        if tag == "a" and target:
            self.found.append(target)
