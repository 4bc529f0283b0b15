"""By which key do we recognise a person, however they write their address?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from re import compile as pattern
from typing import TypeAlias
from unicodedata import category, normalize
from unicodedata import name as name_of

from .facts import Captured, Learned, Observed
from .refusal import invalid

Dial: TypeAlias = Callable[[str, str], str]

EMAIL = pattern(
    r"[^@\s\"(),:;<>\[\]\\\x00-\x1f\x7f]{1,64}@(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])"
)
SINCE_2010 = frozenset("ßς")
"""Letters that were written otherwise in domains before then (RFC 5891), and by Python to this day."""

GMAIL = frozenset({"gmail.com", "googlemail.com"})
"""One mailbox under two names, in which dots mean nothing."""
TAGGED = GMAIL | frozenset(
    {"outlook.com", "hotmail.com", "live.com", "msn.com", "icloud.com", "me.com", "mac.com", "fastmail.com", "hey.com",
     "proton.me", "protonmail.com", "pm.me", "zoho.com", "mailbox.org", "posteo.de", "posteo.net", "runbox.com"}
)  # fmt: skip
"""Providers that are known to deliver name+anything@ to name@."""

LOOKALIKES = str.maketrans(
    "аеорсухіјѕԁһӏԛԝкмтвнοανρυικτεηωϲ",
    "aeopcyxijsdhlqwkmtbhoavpuiktenwc",
)
"""Cyrillic and Greek letters that read like Latin ones."""

NUMBER = "tel:"
"""What the key of a person begins with who is known by a number alone."""


def person_key(fields: Mapping[str, str], *, by_external_id: bool = False) -> str:
    """Who this is: the normalised e-mail address, or else the phone number, or else the id that an import gives.

    Refused when none is there. A stranger never says an id: whoever guessed one would write into another's lead.
    """
    if fields.get("email"):
        return fields["email"]
    digits = "".join(c for c in fields.get("phone", "") if c.isdigit() or c == "+")
    if len(digits) < 7:  # noqa: PLR2004 - no country has shorter numbers that can be called from abroad
        if by_external_id and fields.get("external_id"):
            return "id:" + fields["external_id"]
        if digits:
            raise invalid(
                f"{fields['phone'][:40]!r} is too short for a number; write it like +351912345678", field="phone"
            )
        raise invalid("a lead needs an e-mail address or a phone number", field="email")
    return NUMBER + digits


def normal_email(text: str) -> str:
    """The address as we compare it: no spaces around, lower case, the domain in ASCII. Refused if it is none.

    Letters that look the same and are the same are written one way, and what cannot be seen is left out.
    """
    plain = text if text.isascii() else "".join(c for c in normalize("NFKC", text) if category(c) != "Cf")
    local, at, domain = plain.strip().lower().rpartition("@")
    domain = in_ascii(domain)
    address = local + at + domain
    if not EMAIL.fullmatch(address):
        raise invalid(f"{text.strip()[:80]!r} is not an e-mail address; write it like name@company.com", field="email")
    return address


def in_ascii(domain: str) -> str:
    """The domain as the network knows it; empty when it is none. Since 2010 straße and strasse are two houses."""
    if domain.isascii():
        return domain
    try:
        if SINCE_2010.isdisjoint(domain):
            return domain.encode("idna").decode("ascii")
        labels = domain.split(".")
        return ".".join(one if one.isascii() else "xn--" + one.encode("punycode").decode("ascii") for one in labels)
    except UnicodeError:
        return ""


def identity_key(address: str, *, tags_everywhere: bool = False) -> str:
    """The key of the person behind a normalised address; the address we write to stays as it was given.

    Dots mean nothing at Gmail, and googlemail.com is gmail.com. `+anything` is dropped at providers known to deliver
    it to the same mailbox, and at all domains if the playbook says so: elsewhere it may be another person's.
    """
    local, _, domain = address.rpartition("@")
    if "+" in local[1:] and (tags_everywhere or domain in TAGGED):
        local = local[: local.index("+", 1)]
    if domain in GMAIL:
        return local.replace(".", "") + "@gmail.com"
    return f"{local}@{domain}"


def keys_of(address: str) -> tuple[str, ...]:
    """Every key this address may be known by, under any playbook: the likeliest first, the address itself last."""
    if "+" not in address and not address.endswith(("@gmail.com", "@googlemail.com")):
        return (address,)
    everywhere = identity_key(address, tags_everywhere=True)
    return tuple(dict.fromkeys((identity_key(address), everywhere, address)))


def keys_met(fact: Captured | Observed | Learned) -> list[str]:
    """The keys an arrival names its person by: the one a lead would be opened under, the address, ids elsewhere."""
    if isinstance(fact, Observed):
        return [fact.person] if fact.email in ("", fact.person) else [fact.person, fact.email]
    email = fact.fields.get("email", "")
    keys = [fact.person] if email in ("", fact.person) else [fact.person, email]
    return [*keys, *(f"id:{system}:{value}" for system, value in fact.ids.items())] if fact.ids else keys


def as_written(phone: str, _country: str) -> str:
    """The number as it was written, where nobody says how to dial it from abroad."""
    return phone


def doubts_about(address: str) -> tuple[str, ...]:
    """What a person should look at before trusting the address: letters of other alphabets that read like ours.

    Such an address is flagged and never taken for the one it resembles.
    """
    if address.isascii() and "xn--" not in address:
        return ()
    local, _, domain = address.rpartition("@")
    shown = _shown(domain)
    parts = [local, *shown.split(".")]
    mixed = next((part for part in parts if len(_scripts(part)) > 1), "")
    reads = f"{local}@{shown}".translate(LOOKALIKES)
    if mixed:
        scripts = " and ".join(sorted(_scripts(mixed)))
        return (f"{mixed} mixes {scripts} letters; it reads like {reads} and is not that address",)
    if reads.isascii():
        return (f"{local}@{shown} is written in letters of another alphabet; it reads like {reads} and is not that",)
    return ()


def _shown(domain: str) -> str:
    """The domain as a mail program shows it."""
    try:
        return domain.encode("ascii").decode("idna")
    except UnicodeError:
        return domain


def _scripts(text: str) -> frozenset[str]:
    """The alphabets of the letters in a text: Latin, Cyrillic, Greek. Others cannot be mistaken for ours."""
    found = (name_of(letter, "").partition(" ")[0].title() for letter in text if letter.isalpha())
    return frozenset(script for script in found if script in ("Latin", "Cyrillic", "Greek"))
