"""May this link from a mail do what it says, for this rep, on this lead, still now?

A link carries everything it needs, signed with a secret of the installation; nothing is stored. Showing the page behind
it must change nothing, because mail scanners open every link (S08): only the button on that page acts. A link says for
which cycle of the lead it was made, so that the page can refuse one that is about an earlier handoff.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from itsdangerous import BadData, URLSafeSerializer

LINK_PATH, CHOICES_PATH = "/do/", "/choices/"
"""Links are `base_url + LINK_PATH + token`; who gets a mail without wanting it follows the other."""

SECRET_LEAST = 32
LASTS = timedelta(hours=24)
LASTS_MOST = timedelta(days=7)
_TOKEN_MOST = 600
Secrets = bytes | tuple[bytes, ...]
"""The last signs; what those before it signed is good still, while one is exchanged."""
_SALT, _CHOICES = "batonpass link", "batonpass choices"


class LinkRefused(Exception):
    """The link does nothing; the text says to its reader why, and what to do instead."""


class _Compact:
    """JSON without blanks: each letter saved makes a link less likely to be broken by a mail program."""

    @staticmethod
    def dumps(value: object) -> str:
        return json.dumps(value, separators=(",", ":"), ensure_ascii=False)

    @staticmethod
    def loads(text: str | bytes) -> object:
        return json.loads(text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """What one link may do: this action (accept, reject:REASON, …), by this rep, on this lead, in this cycle."""

    lead: str
    action: str
    rep: str
    cycle: int
    until: datetime
    purpose: str = "decide"

    @property
    def reason(self) -> str:
        """The reason code of a rejection, empty for any other action."""
        return self.action.partition(":")[2]


def make_link(link: Link, *, base_url: str, secret: bytes, now: datetime) -> str:
    """The address that carries the link. A link may last 7 days from `now` (database time) at most."""
    return base_url.rstrip("/") + LINK_PATH + sign_link(link, secret=secret, now=now)


def sign_link(link: Link, *, secret: bytes, now: datetime) -> str:
    """What the address carries, for who presses a button instead of following a link."""
    if link.until > now + LASTS_MOST:
        raise ValueError(f"a link may last {LASTS_MOST.days} days at most, not until {link.until.isoformat()}")
    body = [link.purpose, link.lead, link.action, link.rep, link.cycle, int(link.until.timestamp())]
    return str(_signer(secret).dumps(body))


def read_link(token: str, *, secret: Secrets, now: datetime, purpose: str = "decide") -> Link:
    """What the token says, if we made it, for this purpose, and it still holds at `now` (database time).

    Raises LinkRefused in words for the person who clicked.
    """
    link = _opened(token, secret)
    if link.purpose != purpose:
        raise LinkRefused("This link was made for something else. Open the lead and act there.")
    if now >= link.until:
        raise LinkRefused("This link has expired. Open the lead and act there.")
    if link.until > now + LASTS_MOST:
        raise LinkRefused("This link claims to last longer than we ever make one. Open the lead and act there.")
    return link


def choices_link(lead: str, *, base_url: str, secret: bytes) -> str:
    """The address under which this lead objects to marketing. It never ends, and can do nothing else."""
    return base_url.rstrip("/") + CHOICES_PATH + str(_signer(secret, _CHOICES).dumps(lead))


def read_choices(token: str, *, secret: Secrets) -> str | None:
    """Whose link this is, by the id of their lead; None when it is none of ours."""
    try:
        lead = _signer(secret, _CHOICES).loads(token) if len(token) <= _TOKEN_MOST else None
    except (BadData, ValueError, TypeError, UnicodeError):
        return None
    return lead if isinstance(lead, str) else None


def _opened(token: str, secret: Secrets) -> Link:
    signer = _signer(secret)
    if len(token) > _TOKEN_MOST:
        raise LinkRefused("This link is longer than any that we make. Open the lead and act there.")
    try:
        purpose, lead, action, rep, cycle, until = signer.loads(token)
        moment = datetime.fromtimestamp(until, UTC)
    except (BadData, ValueError, TypeError, OverflowError, UnicodeError):
        raise LinkRefused("This link is broken or was changed on its way. Open the lead and act there.") from None
    return Link(lead=lead, action=action, rep=rep, cycle=cycle, until=moment, purpose=purpose)


def hold_secret(secret: bytes) -> None:
    """Raise ValueError unless the secret is long enough that nobody guesses it."""
    if len(secret) < SECRET_LEAST:
        raise ValueError(f"the secret for links has {len(secret)} bytes; it needs {SECRET_LEAST} or more")


@lru_cache(maxsize=8)
def _signer(secret: Secrets, salt: str = _SALT) -> URLSafeSerializer:
    for one in secret if isinstance(secret, tuple) else (secret,):
        hold_secret(one)
    keys = {"key_derivation": "hmac", "digest_method": hashlib.sha256}
    return URLSafeSerializer(secret, salt=salt, serializer=_Compact, signer_kwargs=keys)
