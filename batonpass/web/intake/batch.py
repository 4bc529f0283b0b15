"""What becomes of each item of a batch, when one that is wrong must not spoil the others?"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

import msgspec

from batonpass.store.arrival import Arrival, Kind, Outcome, State
from batonpass.web.problem import Problem, of_refusal

from . import events
from .arrivals import arrival
from .events import NotKept, message_id
from .flusher import Flusher

ITEMS_MOST = 1_000
TYPES = ("submission", "track", "identify", "page")
Told = dict[str, Any]


async def take_batch(sent: Mapping[str, Any], flusher: Flusher, *, caller: str, key: str | None) -> Told:
    """Take each item in by itself and tell what became of it; with a key for the whole, each item has its own of it.

    A Problem only when it is no batch, or nothing can be kept at the moment.
    """
    items = _items(sent)
    read = [_read(item, caller=caller, key=f"{key}#{n}" if key else None) for n, item in enumerate(items)]
    held = [flusher.put(one) if isinstance(one, Arrival) else None for one in read]
    outcomes = await asyncio.gather(*(one for one in held if one))
    came = iter(outcomes)
    told = [_told(n, one, next(came) if isinstance(one, Arrival) else None) for n, one in enumerate(read)]
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


def _read(item: object, *, caller: str, key: str | None) -> Arrival | NotKept | Problem:
    if not isinstance(item, dict):
        return Problem("invalid", "an item must be an object")
    try:
        match item.get("type"):
            case "submission":
                sent = {name: value for name, value in item.items() if name not in ("type", "message_id", "messageId")}
                own = key or message_id(item)
                return arrival(Kind.SUBMISSION, sent, door="api", caller=caller, idem_key=own, folds=True)
            case "track":
                return events.track(item, caller=caller, key=key)
            case "identify":
                return events.identify(item, caller=caller, key=key)
            case "page":
                return events.page(item, caller=caller, key=key)
            case other:
                says = f"{other!r} is not a type of item" if isinstance(other, str) else "an item needs its type"
                return Problem("invalid", says[:120], field="type", allowed=TYPES)
    except Problem as problem:
        return problem


def _told(index: int, read: Arrival | NotKept | Problem, outcome: Outcome | None) -> Told:
    if isinstance(read, Problem):
        return {"index": index, "error": read.told()}
    if isinstance(read, NotKept):
        return {"index": index, "kept": False, "because": read.because}
    if outcome and outcome.refusal:
        return {"index": index, "error": of_refusal(outcome.refusal).told()}
    if outcome and outcome.state is State.KEY_REUSED:
        says = "this message id came before with other content"
        return {"index": index, "error": Problem("idempotency-key-reuse", says).told()}
    answer = msgspec.json.decode(outcome.answer) if outcome and outcome.answer else {"lead_id": None}
    return {"index": index, "kept": True, **answer}
