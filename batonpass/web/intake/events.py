"""What does an event say, in the shapes that tracking libraries send (track, identify, page, group, alias)?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from re import compile as pattern
from typing import Any

from batonpass.store.arrival import WATCHED, Arrival, Kind
from batonpass.store.met import person_of
from batonpass.store.visitors import Unclaimed, Waiting
from batonpass.web.problem import Problem

from .aliases import NO, TRACKING, aliases_of, consent_of
from .arrivals import arrival, idempotency_key

CAMEL = pattern(r"(?<=[a-z0-9])(?=[A-Z])")
ANONYMOUS = "nobody is named by e-mail address or phone number, nor by an id under which they could be known later"
NO_CONSENT = (
    "nobody is named and no consent to tracking came with it, so nothing is kept; send consent: granted, "
    "or name the person"
)
DENIED = "consent was denied"
TWO = 2
OF_MAIL = {
    "email_delivered": "email_delivered",
    "email_opened": "email_opened",
    "email_link_clicked": "email_clicked",
    "email_bounced": "email_bounced",
    "email_marked_as_spam": "email_complained",
    "unsubscribed": "email_unsubscribed",
}
"""What mail systems call their events, by our names for the same signals."""
OBJECTING = {"email_unsubscribed": "unsubscribed", "email_complained": "objected"}
"""By which events of a mail system somebody objects to marketing, and in which word."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotKept:
    """Nothing is wrong with the event, and still nothing of it is kept. What waits of `forget` is dropped, too.

    What somebody allows and refuses beside it (`wishes`) stands in the lead of that person, named or known by an id;
    of who is no lead, only where it says more than that they are not to be followed (`more`).
    """

    because: str
    denied: bool = False
    forget: tuple[str, ...] = ()
    wishes: Unclaimed | None = None
    person: str = ""
    more: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """An event of a person whom we know, and the ids that are theirs from now on. Without an arrival, only the ids.

    What they do not want by it (`wishes`) stands in their lead, too.
    """

    person: str
    arrival: Arrival | None
    aliases: tuple[str, ...] = ()
    wishes: Unclaimed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unnamed:
    """An event of which only ids are known; `agreed` is None when nothing was said about consent."""

    waits: tuple[Unclaimed, ...]
    agreed: bool | None
    aliases: tuple[str, ...]


Read = Named | Unnamed | NotKept


def track(item: Mapping[str, Any], *, caller: str, key: str | None = None) -> Read:
    """Somebody did something: `event` names it; points come from the playbook, never from here (S07)."""
    name = item.get("event")
    if not isinstance(name, str) or not name.strip():
        raise Problem("invalid", "an event needs its name in `event`", field="event")
    known = OF_MAIL.get(name.strip().lower().replace(" ", "_"))
    read = _event(item, known or name, caller=f"{caller}/events", key=key)
    word = OBJECTING.get(known or "")
    if not word or not isinstance(read, Named) or read.arrival is None:
        return read
    sent, again = {"traits": {}, "consent": {"marketing": word}, **_when(item)}, read.arrival.idem_key
    wishes = Unclaimed(
        alias="",
        door="identify",
        caller=f"{caller}/events",
        kind=Kind.TRAITS,
        sent=sent,
        idem_key=f"wish/{again}" if again else None,
    )
    return replace(read, wishes=wishes, person=person_of(read.arrival))


def page(item: Mapping[str, Any], *, caller: str, key: str | None = None) -> Read:
    """Somebody looked at a page: `Pricing` gives the signal pricing_page_view, a page without a name page_view."""
    name = "" if item.get("name") is None else item["name"]
    if not isinstance(name, str):
        raise Problem("invalid", "name must be text: what the page is called", field="name")
    return _event(item, f"{name} page view".strip(), caller=f"{caller}/pages", key=key)


def identify(item: Mapping[str, Any], *, caller: str, key: str | None = None) -> Read:
    """Somebody tells us about a person; of two values for one field the later in time stands (A09)."""
    return _traits(item, _flat(_object(item, "traits")), caller=f"{caller}/traits", key=key)


def group(item: Mapping[str, Any], *, caller: str, key: str | None = None) -> Read:
    """Somebody tells us about the company of a person: its name, its size, its industry."""
    told = _flat({name: value for name, value in _object(item, "traits").items() if name != "name"})
    name = _object(item, "traits").get("name")
    size = told.pop("employee_count", None)
    traits = {**({"company": name} if name else {}), **({"employees": size} if size else {}), **told}
    bare = {name: value for name, value in traits.items() if name != "email"}
    return _traits(item, bare, caller=f"{caller}/groups", key=key)


def alias(item: Mapping[str, Any], *, caller: str, key: str | None = None) -> Read:  # noqa: ARG001 - as its fellows
    """Two ids mean one person; kept when one of them is an address or belongs to somebody already."""
    if consent_of(item) is False:
        return NotKept(because=DENIED, denied=True, forget=aliases_of(item))
    previous = item.get("previousId")
    named = {**item, "email": previous} if isinstance(previous, str) and "@" in previous else item
    who, aliases = person(named), aliases_of(item)
    if len(aliases) + bool(who) < TWO:
        says = "an alias names two ids of one person, at most one of them an address: previousId, and userId or email"
        raise Problem("invalid", says, field="userId" if item.get("previousId") else "previousId")
    if not who:
        return Unnamed(waits=(), agreed=consent_of(item), aliases=aliases)
    key = person_key({**who})
    if not key:
        says = f"{str(next(iter(who.values())))[:80]!r} is neither an e-mail address nor a phone number"
        raise Problem("invalid", says, field=next(iter(who)))
    return Named(person=key, arrival=None, aliases=aliases)


def refuses(header: bytes) -> bool:
    """Does the request's own Consent header refuse for all that is in it?"""
    return bool(header) and header.decode("latin-1").strip().lower() in NO


def person(item: Mapping[str, Any]) -> dict[str, Any]:
    """Who it is, by e-mail address or else by phone; nobody when only an id is known."""
    traits, context = _under(item, "traits"), _under(_under(item, "context"), "traits")
    ids = [one for one in (item.get("userId"), item.get("user_id")) if isinstance(one, str) and "@" in one]
    own = _under(item, "properties").get("email") if item.get("event") else None
    emails = [item.get("email"), traits.get("email"), context.get("email"), *ids, own]
    email = next((one for one in emails if one), None)
    if email:
        return {"email": email}
    phone = next((one for one in (item.get("phone"), traits.get("phone"), context.get("phone")) if one), None)
    return {"phone": phone} if phone else {}


def as_person(key: str) -> dict[str, str]:
    """The fields that name the person of that key."""
    return {"phone": key.removeprefix("tel:")} if key.startswith("tel:") else {"email": key}


def person_key(who: Mapping[str, Any]) -> str:
    """The key of the person whom these fields name; empty when they name none that can be."""
    return person_of(arrival(Kind.EVENT, who, door="", caller=""))


def message_id(item: Mapping[str, Any]) -> str | None:
    """The library's own id of the message, which is the same when it is sent again."""
    said = item.get("message_id") or item.get("messageId")
    if said is None:
        return None
    if not isinstance(said, str):
        raise Problem("invalid", "message_id must be text", field="message_id")
    return idempotency_key(said.encode("latin-1", "replace"))


def claim(waits: Unclaimed, person: str) -> Arrival:
    """What waited, now that we know whose it is."""
    who = as_person(person)
    sent = dict(waits.sent)
    if isinstance(waits, Waiting):
        sent.setdefault("timestamp", waits.arrived_at.isoformat())
    if waits.kind is Kind.TRAITS:
        sent["traits"] = {**_under(sent, "traits"), **who}
    else:
        sent |= who
    key = waits.idem_key or (f"waited/{waits.id}" if isinstance(waits, Waiting) else None)
    return arrival(waits.kind, sent, door=waits.door, caller=waits.caller, idem_key=key)


def _event(item: Mapping[str, Any], name: str, *, caller: str, key: str | None) -> Read:
    """An id of a message counts among messages of its own call: some libraries give one id to several calls."""
    properties = dict(_object(item, "properties"))
    if properties.get("path"):
        properties.setdefault("page", properties["path"])
    sent = {"event": name, "properties": properties, **_when(item)}
    return _read(item, Kind.EVENT, sent, caller=caller, key=key)


def _traits(item: Mapping[str, Any], traits: Mapping[str, Any], *, caller: str, key: str | None) -> Read:
    named = {"external_ids": dict(_object(item, "external_ids") or {}), "consent": _wishes(item.get("consent"))}
    sent = {"traits": dict(traits), **{name: told for name, told in named.items() if told}, **_when(item)}
    return _read(item, Kind.TRAITS, sent, caller=caller, key=key)


def _wishes(said: object) -> dict[str, str | bool]:
    """What a person allows or refuses by name, such as marketing; a word alone speaks of tracking."""
    told = said.items() if isinstance(said, Mapping) else ()
    return {str(name): value for name, value in told if isinstance(value, str | bool)}


def _read(item: Mapping[str, Any], kind: Kind, sent: dict[str, Any], *, caller: str, key: str | None) -> Read:
    agreed, aliases = consent_of(item), aliases_of(item)
    if agreed is False:
        return _denied(item, sent, aliases, caller=caller, key=key or message_id(item))
    door = WATCHED if kind is Kind.EVENT else "identify"
    if agreed and kind is Kind.EVENT:
        sent = {**sent, "consent": "granted"}
    waits = Unclaimed(
        alias=aliases[0] if aliases else "",
        door=door,
        caller=caller,
        kind=kind,
        sent=sent,
        idem_key=key or message_id(item),
    )
    who = person(item)
    if not who:
        # What another system of ours holds about a person is no tracking, and asks for no consent to be tracked.
        ours = kind is Kind.TRAITS and waits.alias and not waits.alias.startswith("anon:")
        agreed = True if ours else agreed
        return Unnamed(waits=(waits,), agreed=agreed, aliases=aliases) if aliases else NotKept(because=ANONYMOUS)
    named = {**sent, "traits": {**sent["traits"], **who}} if kind is Kind.TRAITS else {**who, **sent}
    one = arrival(kind, named, door=door, caller=waits.caller, idem_key=waits.idem_key)
    return Named(person=person_of(one) if aliases else "", arrival=one, aliases=aliases)


def _denied(
    item: Mapping[str, Any], sent: Mapping[str, Any], aliases: tuple[str, ...], *, caller: str, key: str | None
) -> NotKept:
    """Who refuses to be followed may say by name what else they refuse or allow: that is kept, and nothing else."""
    bare = NotKept(because=DENIED, denied=True, forget=aliases)
    named, who = sent.get("consent"), person(item)
    if not named or not (who or aliases):
        return bare
    told = {"traits": {}, "consent": {"tracking": "no", **named}, **_when(item)}
    wishes = Unclaimed(alias="", door="identify", caller=caller, kind=Kind.TRAITS, sent=told, idem_key=key)
    more = any(name.lower() not in TRACKING for name in named)
    return replace(bare, wishes=wishes, person=person_key(who) if who else "", more=more)


def _when(item: Mapping[str, Any]) -> dict[str, Any]:
    said = item.get("timestamp") or item.get("occurred_at") or item.get("originalTimestamp")
    return {"timestamp": said} if said else {}


def _flat(traits: Mapping[str, Any]) -> dict[str, Any]:
    """Traits by our names: firstName is first_name, a company's parts stand beside its name, lists are left out."""
    flat = {CAMEL.sub("_", name).lower(): value for name, value in traits.items()}
    company, address, name = flat.get("company"), flat.get("address"), flat.pop("name", None)
    if isinstance(company, Mapping):
        flat["company"] = company.get("name")
        flat.setdefault("industry", company.get("industry"))
        flat.setdefault("employees", company.get("employee_count") or company.get("employees"))
    if isinstance(address, Mapping):
        flat.setdefault("country", address.get("country"))
    if isinstance(name, str) and not flat.get("first_name"):
        flat["first_name"], _, flat["last_name"] = name.strip().partition(" ")
    return {key: value for key, value in flat.items() if not isinstance(value, Mapping | list) and value is not None}


def _object(item: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = item.get(name)
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise Problem("invalid", f"{name} must be an object of names and values", field=name)
    return value


def _under(item: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = item.get(name)
    return value if isinstance(value, Mapping) else {}
