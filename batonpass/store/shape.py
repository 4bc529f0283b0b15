"""How are facts, effects and leads written as JSON, and read back?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from batonpass.handoff import effects, facts
from batonpass.handoff.effects import Effect
from batonpass.handoff.facts import Fact
from batonpass.handoff.facts import cadence as facts_cadence
from batonpass.handoff.facts import clock as facts_clock
from batonpass.handoff.facts import match as facts_match
from batonpass.handoff.facts import merge as facts_merge
from batonpass.handoff.facts import records as facts_records
from batonpass.handoff.facts import review as facts_review
from batonpass.handoff.facts import second as facts_second
from batonpass.handoff.facts import touch as facts_touch
from batonpass.handoff.lead import Lead

_encoder = msgspec.json.Encoder(decimal_format="string")
_lead = msgspec.json.Decoder(Lead)


def _kinds(module: object, base: type) -> dict[str, type]:
    return {
        name: kind
        for name, kind in vars(module).items()
        if isinstance(kind, type) and issubclass(kind, base) and kind is not base
    }


MODULES = (
    facts, facts_cadence, facts_clock, facts_match, facts_merge, facts_records, facts_review, facts_second, facts_touch
)  # fmt: skip
FACTS: dict[str, type[Fact]] = {name: kind for module in MODULES for name, kind in _kinds(module, Fact).items()}
EFFECTS: dict[str, type[Effect]] = _kinds(effects, Effect)
_decoders: dict[str, msgspec.json.Decoder[Any]] = {
    name: msgspec.json.Decoder(kind) for name, kind in (FACTS | EFFECTS).items()
}


def encode(thing: object) -> str:
    """A fact, effect, lead or answer as JSON text; decimals as text, so that they stay exact."""
    return _encoder.encode(thing).decode()


def encode_each(things: Sequence[object]) -> list[str]:
    """The same for several things, each by itself."""
    encoded = _encoder.encode
    return [encoded(thing).decode() for thing in things]


def decode_lead(text: str | bytes) -> Lead:
    """The lead as it was folded last."""
    return _lead.decode(text)


def decode_fact(kind: str, body: str | bytes) -> Fact:
    """A fact of that kind. KeyError for a kind this version does not know."""
    return _decoders[kind].decode(body)


def decode_effect(kind: str, body: str | bytes) -> Effect:
    """An effect of that kind. KeyError for a kind this version does not know."""
    return _decoders[kind].decode(body)


def decode_json(text: str | bytes) -> Any:
    """Plain JSON as dicts, lists, text and numbers."""
    return msgspec.json.decode(text)
