"""What of a stranger's text may stand in one line of a mail, and which address may get it?"""

from __future__ import annotations

import re
import unicodedata

from email_validator import EmailNotValidError, validate_email

_JOINERS = {"\u200c", "\u200d"}
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_ADDRESS_MOST, _LOCAL_MOST = 254, 64
_ATOM = r"[\w!#$%&'*+/=?^`{|}~-]+"
_PLAIN_ADDRESS = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@[a-z0-9-]+(?:\.[a-z0-9-]+)*", re.ASCII | re.IGNORECASE)
_NAME = re.compile(r"[^\W\d_]+(?:[ '\u2019-]{1,2}[^\W\d_]+)*")
_NAME_MOST = 40
_HELLO = "Hello"


def one_line(text: str, *, most: int = 300) -> str:
    """The text on one line: whatever breaks, hides or turns a line is a blank (S18), and what is too long is cut.

    Joiners stay, because Persian, Hindi and family emoji are written with them.
    """
    seen = text if text.isprintable() else "".join(letter if _shows(letter) else " " for letter in text)
    line = " ".join(seen.split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def one_address(text: str) -> str | None:
    """The one mail address in ASCII, or None if this is no address, several, or one that plain SMTP cannot reach."""
    if len(text) > _ADDRESS_MOST or len(text.rpartition("@")[0]) > _LOCAL_MOST:
        return None
    if text.isascii():
        return text if _PLAIN_ADDRESS.fullmatch(text) else None
    try:
        return validate_email(text, check_deliverability=False).ascii_email
    except EmailNotValidError:
        return None


def safe_greeting(greeting: str) -> str:
    """The greeting if it is Hello and a plain name, else Hello alone: no stranger writes through our mail (S06)."""
    name = greeting.removeprefix(_HELLO).rstrip(",").strip(" ")
    plainly = greeting.startswith(_HELLO) and len(name) <= _NAME_MOST and _NAME.fullmatch(name)
    return f"{_HELLO} {name}," if plainly else f"{_HELLO},"


def _shows(letter: str) -> bool:
    return letter in _JOINERS or unicodedata.category(letter) not in _UNSEEN
