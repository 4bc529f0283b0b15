"""What does an event say, in the shapes that tracking libraries send (track, identify, page)?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from re import compile as pattern
from typing import Any

from batonpass.store.arrival import Arrival, Kind
from batonpass.web.problem import Problem

from .arrivals import arrival, idempotency_key

ID_MOST = 255
CAMEL = pattern(r"(?<=[a-z0-9])(?=[A-Z])")
NO = frozenset({"denied", "deny", "false", "no", "none", "refused", "withdrawn", "0"})
TRACKING = ("analytics", "tracking", "analytics_storage", "statistics", "status", "state")
ANONYMOUS = (
    "nobody is named by e-mail address or phone number; events of unknown visitors are not kept, "
    "so send the event again once the person is known"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NotKept:
    """Nothing is wrong with the event, and still nothing of it is kept."""

    because: str
    denied: bool = False


def track(item: Mapping[str, Any], *, caller: str, key: str | None = None) -> Arrival | NotKept:
    """Somebody did something: `event` names it; points come from the playbook, never from here (S07)."""
    if not isinstance(item.get("event"), str) or not item["event"].strip():
        raise Problem("invalid", "an event needs its name in `event`", field="event")
    return _event(item, item["event"], caller=caller, key=key)


def page(item: Mapping[str, Any], *, caller: str, key: str | None = None) -> Arrival | NotKept:
    """Somebody looked at a page: `Pricing` gives the signal pricing_page_view, a page without a name page_view."""
    name = item.get("name", "")
    if not isinstance(name, str):
        raise Problem("invalid", "name must be text: what the page is called", field="name")
    return _event(item, f"{name} page view".strip(), caller=caller, key=key)


def identify(item: Mapping[str, Any], *, caller: str, key: str | None = None) -> Arrival | NotKept:
    """Somebody tells us about a person; of two values for one field the later in time stands (scenario A09)."""
    if denied(item):
        return NotKept(because="consent was denied", denied=True)
    who = person(item)
    if not who:
        return NotKept(because=ANONYMOUS)
    sent = {"traits": {**_flat(_object(item, "traits")), **who}, **_when(item)}
    return arrival(Kind.TRAITS, sent, door="identify", caller=f"{caller}/events", idem_key=key or message_id(item))


def denied(item: Mapping[str, Any]) -> bool:
    """Did the person refuse to be tracked? Then nothing of it is stored (scenario B08)."""
    said = (item.get("consent"), _under(item, "context").get("consent"), _under(item, "properties").get("consent"))
    return any(_refuses(one) for one in said)


def refuses(header: bytes) -> bool:
    """Does the request's own Consent header refuse for all that is in it?"""
    return bool(header) and header.decode("latin-1").strip().lower() in NO


def person(item: Mapping[str, Any]) -> dict[str, Any]:
    """Who it is, by e-mail address or else by phone; nobody when only an id is known."""
    traits, context = _under(item, "traits"), _under(_under(item, "context"), "traits")
    ids = [one for one in (item.get("userId"), item.get("user_id")) if isinstance(one, str) and "@" in one]
    emails = [item.get("email"), traits.get("email"), context.get("email"), *ids]
    email = next((one for one in emails if one), None)
    if email:
        return {"email": email}
    phone = next((one for one in (item.get("phone"), traits.get("phone"), context.get("phone")) if one), None)
    return {"phone": phone} if phone else {}


def message_id(item: Mapping[str, Any]) -> str | None:
    """The library's own id of the message, which is the same when it is sent again."""
    said = item.get("message_id") or item.get("messageId")
    if said is None:
        return None
    if not isinstance(said, str):
        raise Problem("invalid", "message_id must be text", field="message_id")
    return idempotency_key(said.encode("latin-1", "replace"))


def _event(item: Mapping[str, Any], name: str, *, caller: str, key: str | None) -> Arrival | NotKept:
    if denied(item):
        return NotKept(because="consent was denied", denied=True)
    who = person(item)
    if not who:
        return NotKept(because=ANONYMOUS)
    properties = dict(_object(item, "properties"))
    if properties.get("path"):
        properties.setdefault("page", properties["path"])
    sent = {**who, "event": name, "properties": properties, **_when(item)}
    return arrival(Kind.EVENT, sent, door="track", caller=f"{caller}/events", idem_key=key or message_id(item))


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


def _refuses(said: object) -> bool:
    if isinstance(said, Mapping):
        preferences = said.get("categoryPreferences")
        inner = preferences if isinstance(preferences, Mapping) else said
        return any(name.lower() in TRACKING and _refuses(value) for name, value in inner.items() if value is not None)
    return said is False or (isinstance(said, str) and said.strip().lower() in NO)
