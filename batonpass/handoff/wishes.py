"""How does a person not want to be reached?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from .lead import Lead

LISTS = "import"
"""The door of lists: what stands in one was not said to us by the person, at least not now."""

CHANNELS: Mapping[str, tuple[str, ...]] = {
    "call": ("call", "calls", "phone"),
    "voicemail": ("call", "calls", "phone", "voicemail"),
    "email": ("email", "mail"),
    "video": ("email", "mail", "video"),
    "message": ("message", "messages", "sms"),
    "meeting": (),
}
"""Under which names a lead may refuse a kind of touch."""
EVERY_CHANNEL = ("contact", "all")
MARKETING = "marketing"
OBJECTS = frozenset({"objected", "revoked", "withdrawn", "opted_out", "opt_out", "unsubscribed"})
"""Words by which somebody takes back what they once allowed, or objects; as a `plain_word`."""
TRACKING = ("tracking", "analytics", "cookies")
"""Under which names a lead may refuse that we watch what they do."""
NO = OBJECTS | {"no", "false", "0", "off", "denied", "refused"}


def unwanted(lead: Lead, kind: str) -> str:
    """Under which name the lead has refused to be reached this way; empty when they have not.

    Who objects to marketing gets nothing that we send of our own accord. A box for news that was left empty is no
    objection: they may have asked for a call all the same.
    """
    if not lead.consent:
        return ""
    if objects(lead):
        return MARKETING
    return next(_refused(lead, (*CHANNELS.get(kind, ()), *EVERY_CHANNEL)), "")


def objects(lead: Lead) -> bool:
    """Do they object to marketing, or have they taken that consent back?"""
    return bool(lead.consent) and objecting(lead.consent)


def objecting(consent: Mapping[str, str]) -> bool:
    """Does one of these words take the consent to marketing back?"""
    return plain_word(consent.get(MARKETING, "")) in OBJECTS


def untracked(lead: Lead, agreed_at: datetime | None = None) -> bool:
    """Do they refuse that what they do on our pages is kept? Who agreed to it has not refused, but for since then."""
    if not lead.consent:
        return False
    since = lead.consented_at
    return any(agreed_at is None or (name in since and since[name] > agreed_at) for name in _refused(lead, TRACKING))


def heard(lead: Lead, told: Mapping[str, str], at: datetime, *, by: str) -> dict[str, Any]:
    """What is held of each wish after one more word: the latest stands, by when it was said (A09).

    A list lifts no refusal: only who refused can take that back. It may add one.
    """
    words, since = dict(lead.consent), dict(lead.consented_at)
    for name, word in told.items():
        older = name in since and at < since[name]
        lifted = by == LISTS and _said(lead, name) in NO and plain_word(word) not in NO
        if not older and not lifted:
            words[name], since[name] = word, at
    return {"consent": words, "consented_at": since}


def said_by_both(older: Lead, newer: Lead) -> dict[str, Any]:
    """The wishes of two leads that are one person: of each the word said last, or else that of the newer lead."""
    words, since = {**older.consent, **newer.consent}, {**older.consented_at, **newer.consented_at}
    for name in older.consented_at.keys() & newer.consented_at.keys():
        if older.consented_at[name] > newer.consented_at[name]:
            words[name], since[name] = older.consent[name], older.consented_at[name]
    return {"consent": words, "consented_at": since}


def refusals(lead: Lead) -> tuple[str, ...]:
    """All that the lead has refused, as a rep should read it; nothing for most leads."""
    if not lead.consent:
        return ()
    names = {name: None for names in CHANNELS.values() for name in names}
    no_marketing = (MARKETING,) if objects(lead) else ()
    return (*no_marketing, *_refused(lead, (*names, *EVERY_CHANNEL)))


def _refused(lead: Lead, names: Iterable[str]) -> Iterator[str]:
    return (name for name in names if _said(lead, name) in NO)


def _said(lead: Lead, name: str) -> str:
    return plain_word(lead.consent.get(name, ""))


def plain_word(said: str) -> str:
    """One spelling of a word of consent: `Opted-Out` is opted_out."""
    return said.strip().lower().replace("-", "_").replace(" ", "_")
