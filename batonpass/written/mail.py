"""What does a mail say that we are sent a copy of: who wrote to whom and when, and is it a person's at all?"""

from __future__ import annotations

import hashlib
import re
from codecs import lookup
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.errors import MessageError
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime

from batonpass.written.away import back_on, words_of
from batonpass.written.invitation import Invitation, invitation_in
from batonpass.written.mail_parts import Part, UnreadableMail, head_of, parts_of, said

PEOPLE_MOST = 200
BULK = ("bulk", "junk", "list", "auto_reply", "auto-reply")
TO_MANY = ("List-Id", "List-Unsubscribe", "List-Post", "Feedback-ID")
BY_ITSELF = ("X-Autoreply", "X-Autorespond", "X-Auto-Reply")
OF_LISTS = (*TO_MANY, *BY_ITSELF)
REPLIES = ("auto_reply", "auto-reply")
AWAY = (
    "automatic reply", "auto reply", "auto-reply", "autoreply", "out of office", "out of the office",
    "automatische antwort", "abwesenheit", "abwesend", "réponse automatique", "respuesta automática",
    "resposta automática", "risposta automatica", "automatisch antwoord", "autosvar", "automatiskt svar",
    "automatisk svar", "automaattinen vastaus", "odpowiedź automatyczna",
)  # fmt: skip
"""How the subjects of answers begin that a mailbox gives while nobody reads it; some of those say it nowhere else."""
TEXT_MOST = 200_000
"""What an automatic reply says of a return stands before this, whatever laid it out."""
OF_NAMES = ("punycode", "idna")
"""Letters of host names, in which no mail is written: to read them takes the square of their number."""
FAILED = "failed"
NOTHING = "nothing can be read in it as a mail"
_ADDRESS = re.compile(r"[^\s@<>\"(),;:]+@[a-z0-9][a-z0-9.-]*\.[a-z0-9-]+", re.IGNORECASE)
_ID = re.compile(r"<[^<>\s]+>")


@dataclass(frozen=True, slots=True, kw_only=True)
class CameBack:
    """A mail that did not arrive, or that somebody calls spam: its Message-ID, to whom it went, and why."""

    of: str
    to: tuple[str, ...] = ()
    why: str = ""
    complaint: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """What concerns us of a mail; nothing of its text.

    `id` is a digest of its Message-ID (of all of it, when it has none); `automatic` says why no person wrote it;
    `back_on` is the day on which an automatic reply says that its sender is back; `unreadable` says why nothing can be
    made of it, and then there is nothing else in it.
    """

    id: str
    sender: str = ""
    recipients: tuple[str, ...] = ()
    sent_at: datetime | None = None
    automatic: str = ""
    back_on: date | None = None
    invitation: Invitation | None = None
    came_back: CameBack | None = None
    unreadable: str = ""


def read_mail(raw: bytes, *, returns_to: str | None = None) -> Mail:
    """Read the bytes of a mail (RFC 5322). `returns_to` is the envelope's sender: a mail with none is a machine's.

    It never fails: what cannot be read says so.
    """
    try:
        return _read(raw, returns_to)
    except UnreadableMail as why:
        return Mail(id=_digest(raw), unreadable=str(why))
    except (ValueError, LookupError, TypeError, AttributeError, OverflowError, RecursionError):
        return Mail(id=_digest(raw), unreadable=NOTHING)


def mail_id(message_id: str) -> str:
    """The digest under which a Message-ID is kept."""
    return _digest(message_id.encode("utf-8", "surrogateescape"))


def _read(raw: bytes, returns_to: str | None) -> Mail:
    head = head_of(raw)
    senders = _addresses(head, "From")
    ids = _ID.findall(said(head, "Message-ID"))
    if len(head.get_all("From") or ()) > 1 or len(senders) > 1:
        raise UnreadableMail("it names several senders, and one of them only can have written it")
    if not senders:
        raise UnreadableMail("it names no sender")
    parts, sent_at = tuple(parts_of(raw)), _date(said(head, "Date"))
    return Mail(
        id=mail_id(ids[0]) if ids else _digest(raw),
        sender=senders[0],
        recipients=_addresses(head, "To", "Cc", "Resent-To"),
        sent_at=sent_at,
        automatic=_automatic(head, returns_to),
        back_on=_back_on(parts, sent_at.date()) if sent_at and _is_reply_of_a_machine(head) else None,
        invitation=next((found for one in parts if (found := _invitation(one))), None),
        came_back=_came_back(head, parts) if head.get_content_type() == "multipart/report" else None,
    )


def _invitation(part: Part) -> Invitation | None:
    return invitation_in(part.content) if part.kind == "text/calendar" else None


def _addresses(head: Message, *names: str) -> tuple[str, ...]:
    lines = [str(line) for name in names for line in head.get_all(name) or ()]
    found = (address.strip().lower() for _, address in getaddresses(lines)[: PEOPLE_MOST * 2])
    return tuple(dict.fromkeys(one for one in found if one.isprintable() and _ADDRESS.fullmatch(one)))[:PEOPLE_MOST]


def _date(text: str) -> datetime | None:
    try:
        at = parsedate_to_datetime(text)
        return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def _automatic(head: Message, returns_to: str | None) -> str:
    """Why no person wrote it (RFC 3834); empty for what a person may have written."""
    if returns_to == "" or said(head, "Return-Path") == "<>":
        return "it has no return path, as machines' mails have"
    submitted = said(head, "Auto-Submitted").partition(";")[0].strip().lower()
    if submitted not in ("", "no"):
        return f"it says of itself that it is {submitted[:40]}"
    if said(head, "Precedence").lower() in BULK:
        return "it says of itself that it is bulk mail"
    if _says_away(head):
        return "its subject says that nobody is there to read"
    listed = next((name for name in OF_LISTS if head.get(name) is not None), "")
    return f"it was sent to many, or by a machine: it has the header {listed}" if listed else ""


def _is_reply_of_a_machine(head: Message) -> bool:
    """Did a mailbox answer by itself (RFC 3834)? Reports of failures and what goes to many are no such answers."""
    if head.get_content_type() == "multipart/report" or any(head.get(name) is not None for name in TO_MANY):
        return False
    submitted = said(head, "Auto-Submitted").partition(";")[0].strip().lower()
    told = submitted == "auto-replied" or said(head, "Precedence").lower() in REPLIES
    return told or any(head.get(name) is not None for name in BY_ITSELF) or _says_away(head)


def _back_on(parts: Sequence[Part], said_on: date) -> date | None:
    """The day that the first part with words names."""
    for part in parts:
        if part.kind in ("text/plain", "text/html"):
            return back_on(words_of(_text(part), part.kind), said_on)
    return None


def _text(part: Part) -> str:
    written = part.content[:TEXT_MOST]
    try:
        letters = lookup(part.head.get_content_charset("utf-8")).name
        return written.decode("utf-8" if letters in OF_NAMES else letters, "replace")
    except (LookupError, ValueError):
        return written.decode("utf-8", "replace")


def _says_away(head: Message) -> bool:
    return _subject(head).casefold().startswith(AWAY)


def _subject(head: Message) -> str:
    """The subject in letters; as it stands where it is badly written."""
    written = said(head, "Subject")
    try:
        pieces = decode_header(written)
        return "".join(
            one if isinstance(one, str) else one.decode(charset or "raw-unicode-escape") for one, charset in pieces
        )
    except (LookupError, ValueError, MessageError):
        return written


def _came_back(head: Message, parts: Sequence[Part]) -> CameBack | None:
    """What a report says did not arrive (RFC 3464), or was called spam (RFC 5965); None when it was only late."""
    complaint = next((one for one in parts if one.kind == "message/feedback-report"), None)
    failed = [one for part in parts if part.kind == "message/delivery-status" for one in _failed(part.content)]
    if not failed and complaint is None:
        return None
    original = _original(parts) or next(iter(_ID.findall(said(head, "In-Reply-To"))), "")
    why = "reported as spam" if complaint else next((why for _, why in failed if why), "")
    return CameBack(
        of=original,
        to=tuple(dict.fromkeys(to for to, _ in failed if to))[:PEOPLE_MOST],
        why=why[:200] or "it could not be delivered",
        complaint=complaint is not None,
    )


def _original(parts: Sequence[Part]) -> str:
    inside = (one.content for one in parts if one.kind in ("message/rfc822", "text/rfc822-headers", "message/global"))
    ids = (_ID.findall(said(head_of(content), "Message-ID")) for content in inside)
    return next((found[0] for found in ids if found), "")


def _failed(content: bytes) -> list[tuple[str, str]]:
    """Each recipient whom it did not reach, and why; one whom it reaches later is none of them."""
    blocks = re.split(rb"\r?\n\r?\n", content.strip())
    heads = [head_of(block) for block in blocks[: PEOPLE_MOST + 1]]
    return [(_to(one), _why(one)) for one in heads if said(one, "Action").lower() == FAILED]


def _to(head: Message) -> str:
    return said(head, "Final-Recipient").rpartition(";")[2].strip().lower()


def _why(head: Message) -> str:
    return said(head, "Diagnostic-Code").partition(";")[2].strip()


def _digest(text: bytes) -> str:
    return hashlib.sha256(text).hexdigest()[:40]
