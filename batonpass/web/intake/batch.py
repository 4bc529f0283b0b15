"""What becomes of each item of a batch, when one that is wrong must not spoil the others?"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

from batonpass.store.arrival import Arrival, Kind, Outcome
from batonpass.web.problem import Problem, of_refusal

from . import events
from .arrivals import arrival
from .events import Read, message_id
from .submissions import apart
from .visitors import Settled, Visitors, told

ITEMS_MOST = 1_000
CALLS: Mapping[str, Callable[..., Read]] = {
    "track": events.track,
    "identify": events.identify,
    "page": events.page,
    "screen": events.page,
    "group": events.group,
    "alias": events.alias,
}
TYPES = ("submission", *CALLS)
Told = dict[str, Any]
Submitted = tuple[Arrival, tuple[str, ...]]


async def take_batch(sent: Mapping[str, Any], visitors: Visitors, *, caller: str, key: str | None) -> Told:
    """Take each item in by itself and tell what became of it; with a key for the whole, each item has its own of it.

    A Problem only when it is no batch, or nothing can be kept at the moment.
    """
    items = _items(sent)
    read = [_read(item, caller=caller, key=f"{key}#{n}" if key else None) for n, item in enumerate(items)]
    forms = [(one[0], one[1]) for one in read if isinstance(one, tuple)]
    calls = [one for one in read if not isinstance(one, tuple)]
    puts = [visitors.flusher.put(one) for one, _ in forms]
    settled = iter(await visitors.take(calls))
    outcomes = iter(await asyncio.gather(*puts))
    for one, aliases in forms:
        await visitors.met_by(one, aliases)
    told = [_told(n, next(outcomes) if isinstance(one, tuple) else next(settled)) for n, one in enumerate(read)]
    rejected = sum("error" in one for one in told)
    return {"accepted": len(told) - rejected, "rejected": rejected, "items": told}


def _items(sent: Mapping[str, Any]) -> list[object]:
    items = sent.get("batch")
    if not isinstance(items, list):
        raise Problem("invalid", 'send {"batch": [ … ]} with one object for each item', field="batch")
    if len(items) > ITEMS_MOST:
        says = f"a batch holds at most {ITEMS_MOST:,} items, this one {len(items):,}"
        raise Problem("invalid", says, field="batch")
    return items


def _read(item: object, *, caller: str, key: str | None) -> Read | Problem | Submitted:
    if not isinstance(item, dict):
        return Problem("invalid", "an item must be an object")
    said = item.get("type", item.get("action", _implied(item)))
    call = CALLS.get(said) if isinstance(said, str) else None
    try:
        if call:
            return call(item, caller=caller, key=key)
        if said == "submission":
            return _submission(item, caller=caller, key=key)
    except Problem as problem:
        return problem
    says = f"{said!r} is not a type of item" if isinstance(said, str) else "an item needs its type"
    return Problem("invalid", says[:120], field="type", allowed=TYPES)


def _implied(item: Mapping[str, Any]) -> str | None:
    """The type of an item that says none: what names an event was tracked, what names a form was submitted."""
    return "track" if "event" in item else "submission" if "form" in item else None


def _submission(item: Mapping[str, Any], *, caller: str, key: str | None) -> Submitted:
    bare = {name: value for name, value in item.items() if name not in ("type", "message_id", "messageId")}
    sent, aliases = apart(bare)
    own = key or message_id(item)
    return arrival(Kind.SUBMISSION, sent, door="api", caller=caller, idem_key=own, folds=True), aliases


def _told(index: int, settled: Settled) -> Told:
    if isinstance(settled, Outcome) and settled.refusal:
        return {"index": index, "error": of_refusal(settled.refusal).told()}
    return {"index": index, **told(settled)}
