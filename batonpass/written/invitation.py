"""What does an invitation in a mail say: who meets whom, is it asked, answered or called off (RFC 5546)?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

METHODS = ("REQUEST", "PUBLISH", "REPLY", "CANCEL", "COUNTER")
ATTENDEES_MOST = 200
_PARTSTAT = re.compile(r";PARTSTAT=([A-Z-]+)", re.IGNORECASE)
_MAILTO = re.compile(r"mailto:\s*([^\s;,<>]+@[^\s;,<>]+)\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """A meeting between people: `method` as the standard calls it; `answer` is what who answers says."""

    method: str
    uid: str
    organizer: str
    attendees: tuple[str, ...]
    answer: str = ""

    @property
    def people(self) -> tuple[str, ...]:
        """Everybody in it, once each."""
        return tuple(dict.fromkeys((*self.attendees, *((self.organizer,) if self.organizer else ()))))


def invitation_in(content: bytes) -> Invitation | None:
    """The first meeting in a calendar file; None when it is about none."""
    lines = _unfolded(content)
    method = _value(lines, "METHOD").upper() or "REQUEST"
    if "BEGIN:VEVENT" not in {line.upper() for line in lines} or method not in METHODS:
        return None
    if _value(lines, "STATUS").upper() == "CANCELLED":
        method = "CANCEL"
    attending = [line for line in lines if _is(line, "ATTENDEE")][:ATTENDEES_MOST]
    answers = [found[1].upper() for line in attending if (found := _PARTSTAT.search(line))]
    return Invitation(
        method=method,
        uid=_value(lines, "UID")[:300],
        organizer=next((_address(line) for line in lines if _is(line, "ORGANIZER")), ""),
        attendees=tuple(filter(None, map(_address, attending))),
        answer=answers[0] if method == "REPLY" and answers else "",
    )


def _unfolded(content: bytes) -> Sequence[str]:
    text = content.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")
    return re.sub(r"\n[ \t]", "", text).split("\n")


def _is(line: str, name: str) -> bool:
    return re.match(rf"{name}[;:]", line, re.IGNORECASE) is not None


def _value(lines: Sequence[str], name: str) -> str:
    return next((line.partition(":")[2].strip() for line in lines if _is(line, name)), "")


def _address(line: str) -> str:
    found = _MAILTO.search(line)
    return found[1].strip().lower() if found else ""
