"""How does a person not want to be reached?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from .lead import Lead

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
OBJECTS = frozenset({"objected", "revoked", "withdrawn", "opted_out", "unsubscribed"})
"""Words by which somebody takes back what they once allowed, or objects."""
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
    return consent.get(MARKETING, "").strip().lower() in OBJECTS


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
    return lead.consent.get(name, "").strip().lower()
