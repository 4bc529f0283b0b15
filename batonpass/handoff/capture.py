"""What did they send us, and may we keep it?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from re import compile as pattern
from typing import TypeGuard, cast

from .facts import NOWHERE, Captured, Learned, Observed, Source
from .heard_as import form_meant, signal_meant
from .instant import read_instant
from .meant import NOT_ASKED, as_asked, settle
from .person import Dial, as_written, identity_key, normal_email, person_key
from .playbook import Playbook
from .refusal import invalid

PERSON_FIELDS = ("email", "first_name", "last_name", "company", "title", "phone", "country", "language")
NAMES = ("first_name", "last_name")
OURS = frozenset(
    {"id", "lead_id", "owner", "owner_id", "queue", "score", "points", "fit", "behaviour", "stage", "tier",
     "account_id", "created_at", "is_test", "due_at", "because", "historic"}
)  # fmt: skip
"""Names only we may set: dropped when a form sends them (S10)."""
WHENCE = ("campaign", "medium", "channel", "page")
SHAPE = frozenset(PERSON_FIELDS).union(
    ("form", "message", "fields", "source", "consent", "occurred_at", "traits", "timestamp", "external_ids")
)
"""What has a place of its own in a submission; every other name that is not ours is a field."""
NO_FIELD = SHAPE | OURS
PLAIN = (str, int, float)
"""What a form mostly sends; of anything else one has to ask around what it is."""

SKEW = timedelta(minutes=5)
"""So far ahead the clock of whoever tells us may be without a word about it."""

FIELD_MAX, MESSAGE_MAX, FIELDS_MAX = 500, 5_000, 100

BREAK = pattern(r"\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
"""The other ways in which a line ends: browsers send a form's lines with the first, and people paste the rest."""
CONTROL = pattern(r"[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff]")


def capture(
    sent: Mapping[str, object],
    *,
    door: str,
    arrived_at: datetime,
    playbook: Playbook,
    countries: Mapping[str, str],
    historic: bool = False,
    by_external_id: bool = False,
    dial: Dial = as_written,
) -> Captured:
    """A submission as we keep it: known fields by name, all else under `fields`, nothing that only we may set.

    `by_external_id` is for doors that vouch for what they say: there a person may be known by an id of another system.
    `dial` writes a number, dialled in a country, as it is dialled from anywhere (E.164).
    Raises Refusal naming the field when something cannot be kept (text that is no text, an address that is none).
    """
    fields = _fields(sent, countries, dial, playbook.asked)
    form = form_meant(_text(sent, "form"), playbook)
    ids = _ids(sent) if by_external_id else None
    return Captured(
        at=_occurred(sent, "occurred_at", arrived_at),
        because=f"{form or 'a submission'} through {door}",
        arrived_at=arrived_at,
        door=door,
        form=form,
        signals=playbook.signals_of_forms.get(form, ()),
        person=_person(fields, ids, playbook, by_external_id=by_external_id),
        ids=ids,
        fields=fields,
        source=_source(_mapping(sent, "source")),
        message=_text(sent, "message", longest=MESSAGE_MAX, lines=True),
        consent=_strings(_mapping(sent, "consent"), "consent."),
        historic=historic,
    )


def _source(sent: Mapping[str, object]) -> Source:
    if not sent:
        return NOWHERE
    return Source(**{name: _text(sent, name, "source.") for name in WHENCE if name in sent})


def observe(
    sent: Mapping[str, object],
    *,
    arrived_at: datetime,
    playbook: Playbook,
    countries: Mapping[str, str],
    historic: bool = False,
    listed: bool = False,
    dial: Dial = as_written,
) -> Observed:
    """A behaviour event: who did what, when. Points never come from the client; the playbook gives them.

    What stands in a list of ours says how they are named, too.
    """
    who = _fields({"email": sent.get("email"), "phone": sent.get("phone")}, countries, dial)
    name = _text(sent, "event")
    if not name:
        raise invalid("an event needs its name in `event`", field="event")
    told = _dated(sent, "timestamp") or arrived_at
    return Observed(
        at=min(told, arrived_at),
        because=_off(told, arrived_at),
        arrived_at=arrived_at,
        signal=signal_meant(name, playbook),
        detail=_text(_mapping(sent, "properties"), "page") or _text(_mapping(sent, "properties"), "url"),
        person=_person(who, None, playbook),
        email=who.get("email", ""),
        historic=historic,
        named={name: text for name in NAMES if (text := _text(sent, name))} if listed else {},
    )


def learn(
    sent: Mapping[str, object],
    *,
    door: str,
    arrived_at: datetime,
    countries: Mapping[str, str],
    playbook: Playbook | None = None,
    by_external_id: bool = False,
    dial: Dial = as_written,
) -> Learned:
    """What another system tells us about a person (identify, enrichment, CRM)."""
    traits = dict(_mapping(sent, "traits"))
    traits.setdefault("email", sent.get("email"))
    fields = _fields(traits, countries, dial, playbook.asked if playbook else NOT_ASKED)
    ids = _ids(sent) or _ids(traits) if by_external_id else None
    return Learned(
        at=_occurred(sent, "timestamp", arrived_at),
        because=f"told by {door}",
        arrived_at=arrived_at,
        source_name=door,
        fields=fields,
        person=_person(fields, ids, playbook, by_external_id=by_external_id),
        ids=ids,
        consent=_strings(_mapping(sent, "consent"), "consent."),
    )


def person_in(
    sent: Mapping[str, object],
    *,
    by_external_id: bool = False,
    countries: Mapping[str, str] | None = None,
    dial: Dial = as_written,
) -> str:
    """Who a submission is about, wherever in it that is said; the same as `capture` will find. Refused when nowhere."""
    ids = _ids(sent) if by_external_id else None
    return _person(_fields(sent, countries or {}, dial), ids, None, by_external_id=by_external_id)


def ids_in(sent: Mapping[str, object]) -> tuple[str, ...]:
    """The keys of the ids that other systems know the person by: id:hubspot:123. Refused when they are no texts."""
    return tuple(f"id:{system}:{value}" for system, value in (_ids(sent) or {}).items())


def _ids(sent: Mapping[str, object]) -> dict[str, str] | None:
    told = _mapping(sent, "external_ids")
    named = {system.strip().lower(): _text(told, system, "external_ids.") for system in told}
    return {system: value for system, value in named.items() if system and value} or None


def _person(
    fields: Mapping[str, str],
    ids: Mapping[str, str] | None,
    playbook: Playbook | None,
    *,
    by_external_id: bool = False,
) -> str:
    """The key under which a new lead would be opened for these fields; Refused when they name nobody."""
    if ids and not fields.get("email") and not fields.get("phone"):
        system, value = next(iter(ids.items()))
        return f"id:{system}:{value}"
    key = person_key(fields, by_external_id=by_external_id)
    return identity_key(key, tags_everywhere=bool(playbook and playbook.tags_everywhere)) if "@" in key else key


def _fields(
    sent: Mapping[str, object],
    countries: Mapping[str, str],
    dial: Dial,
    asked: Mapping[str, Mapping[str, str]] = NOT_ASKED,
) -> dict[str, str]:
    extra = dict(_mapping(sent, "fields"))
    for name, value in sent.items():
        if name in NO_FIELD:
            continue
        if isinstance(value, PLAIN) or _several(value) or not isinstance(value, (Mapping, list)):
            extra.setdefault(name, value)
    kept = {name: text for name in PERSON_FIELDS if name in sent and (text := _text(sent, name))}
    if len(extra) > FIELDS_MAX:
        raise invalid(f"at most {FIELDS_MAX} fields fit in one submission, this one has {len(extra)}", field="fields")
    for name in extra:
        text = "" if name in OURS else _field(extra, name)
        if text and name not in kept:
            plain = name.isidentifier() and len(name) <= FIELD_MAX
            kept[name if plain else _text({"name": name}, "name", "fields.")] = text
    if "email" in kept:
        kept["email"] = normal_email(kept["email"])
    as_asked(kept, asked)
    settle(kept, countries)
    if "phone" in kept:
        kept["phone"] = dial(kept["phone"], kept.get("country", ""))
    return kept


def _field(sent: Mapping[str, object], name: str) -> str:
    """One field; several answers to one question are kept one after the other, as a plain form sends them."""
    value = sent[name]
    if not _several(value):
        return _text(sent, name, "fields.")
    answers = [one if isinstance(one, str) else _said(one, "fields." + name) for one in value]
    return _text({name: ", ".join(answers)}, name, "fields.")


def _several(value: object) -> TypeGuard[list[object]]:
    return isinstance(value, list) and all(isinstance(one, PLAIN) for one in cast("list[object]", value))


def _text(
    sent: Mapping[str, object], name: str, under: str = "", *, longest: int = FIELD_MAX, lines: bool = False
) -> str:
    value = sent.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        return _said(value, under + name)
    if not (plain := value.isprintable()):
        value = BREAK.sub("\n", value)
        if CONTROL.search(value):
            raise invalid(f"{under}{name} holds a control character; send plain text", field=under + name)
    if len(value) > longest:
        raise invalid(f"{under}{name} has {len(value)} characters; at most {longest} fit", field=under + name)
    one_spaced = plain and "  " not in value  # of all spaces only the common one is printable
    return value.strip() if lines or one_spaced else " ".join(value.split())


def _said(value: object, name: str) -> str:
    """A number or a truth as text; anything else is none."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return str(value)
    raise invalid(f"{name} must be text, not {_kind(value)}", field=name)


def _mapping(sent: Mapping[str, object], name: str) -> Mapping[str, object]:
    value = sent.get(name)
    if value is None:
        return {}
    if not isinstance(value, (dict, Mapping)):  # a dict is told at once, any other mapping only by asking around
        raise invalid(f"{name} must be an object of names and values, not {_kind(value)}", field=name)
    return value  # pyright: ignore[reportUnknownVariableType] - each value is looked at when it is read


def _strings(sent: Mapping[str, object], under: str) -> dict[str, str]:
    return {name: _text(sent, name, under) for name in sent}


def _occurred(sent: Mapping[str, object], name: str, arrived_at: datetime) -> datetime:
    """When it happened, never later than it reached us: a late event is true to its time, a future one is now."""
    return min(_dated(sent, name) or arrived_at, arrived_at)


def _dated(sent: Mapping[str, object], name: str) -> datetime | None:
    """When they say it happened, if they say so."""
    value = sent.get(name)
    if value in (None, ""):
        return None
    try:
        at = read_instant(str(value))
    except ValueError:
        raise invalid(f"{name} is not an instant; write it like 2027-03-02T10:00:00Z", field=name) from None
    if at.utcoffset() is None:
        raise invalid(f"{name} has no time zone; end it with Z or an offset such as +01:00", field=name)
    return at


def _off(told: datetime, arrived_at: datetime) -> str:
    """What to say of an event that came hours late, or from a clock that is further ahead than clocks are."""
    if told - arrived_at > SKEW:
        return f"dated {(told - arrived_at) // timedelta(minutes=1)} min ahead, taken as of its arrival"
    hours = (arrived_at - told) // timedelta(hours=1)
    return f"arrived {hours} h late" if hours > 0 else ""


NAMED: Mapping[type, str] = {list: "a list", str: "text", int: "a number", float: "a number"}


def _kind(value: object) -> str:
    if isinstance(value, Mapping):
        return "an object"
    return NAMED.get(type(value), type(value).__name__)
