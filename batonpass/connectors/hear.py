"""Is this delivery of another system to be believed, and what does it say?"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import msgspec

from batonpass.handoff.playbook.doors import Hook

from .naming import Naming
from .source import Body, Delivery, Forged, Item, Reply, Source, Unreadable
from .sources import secret_setting, source_named

NOBODY = Hook()
SECRET_LEAST = 8
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What a delivery says; `refused` is unknown, forged or unreadable, and then `says` tells why and nothing is in it.

    Why something is forged is for our log alone: whoever forges learns nothing.
    """

    source: str = ""
    items: Sequence[Item] = ()
    reply: Reply | None = None
    refused: str = ""
    says: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hearing:
    """Hears other systems. `secret_of` gives the secret that a setting names, or None when it is not set.

    A setting may hold two secrets with a comma between: while one is being exchanged, both are good (S30).
    """

    secret_of: Callable[[str], str | None]

    def hear(self, name: str, delivery: Delivery, hooks: Mapping[str, Hook]) -> Heard:
        """Prove a delivery before a word of it is read, then read it by the playbook's names."""
        source = source_named(name)
        if source is None:
            return Heard(refused="unknown", says=f"no system is known here as {name[:40]!r}")
        hook = hooks.get(source.name, NOBODY)
        try:
            greets = delivery.method in ("GET", "HEAD")
            if greets and source.greet is None:
                return Heard(source=source.name, refused="unknown", says="it is told by POST")
            answer = self._proven(source, hook, delivery)
            if greets:
                return Heard(source=source.name, reply=answer)
            naming = Naming(forms=hook.forms, fields=hook.fields, stages=hook.stages)
            items = source.read(_read(source, delivery), naming)
        except Forged as forged:
            log.warning("a delivery to the hook %s was not believed: %s", source.name, forged)
            return Heard(source=source.name, refused="forged", says=str(forged))
        except Unreadable as unreadable:
            return Heard(source=source.name, refused="unreadable", says=str(unreadable))
        return Heard(source=source.name, items=items, reply=source.reply(delivery) if source.reply else None)

    def hear_request(self, name: str, *, hooks: Mapping[str, Hook], **asked: Any) -> Heard:
        """The same for a request as it stands."""
        return self.hear(name, delivered(**asked), hooks)

    def _proven(self, source: Source, hook: Hook, delivery: Delivery) -> Reply | None:
        """The answer to a greeting, once one of our secrets proves it; None for a delivery. Raises Forged."""
        setting = hook.secret_setting or secret_setting(source.name)
        secrets = [one.strip() for one in (self.secret_of(setting) or "").split(",") if one.strip()]
        last = Forged(f"the setting {setting} is not set, so nothing can be proven")
        for secret in secrets:
            if len(secret) < SECRET_LEAST:
                last = Forged(f"the secret in {setting} has fewer than {SECRET_LEAST} letters")
                continue
            try:
                if delivery.method in ("GET", "HEAD") and source.greet:
                    return source.greet(delivery, secret)
                return source.verify(delivery, secret)
            except Forged as forged:
                last = forged
        raise last


def delivered(
    *,
    method: str,
    url: str,
    body: bytes,
    at: datetime,
    headers: Sequence[tuple[bytes, bytes]],
    token: str = "",
    **more: Any,
) -> Delivery:
    """A request as a delivery; of a header that stands twice the first counts."""
    named: dict[str, str] = {}
    for name, value in headers:
        named.setdefault(name.decode("latin-1").lower(), value.decode("latin-1").strip())
    return Delivery(method=method, url=url, body=body, at=at, headers=named, token=token, **more)


def _read(source: Source, delivery: Delivery) -> Delivery:
    """The delivery with what it says; the one sign that no database keeps is left out."""
    if source.body is not Body.JSON:
        return delivery
    try:
        return replace(delivery, data=msgspec.json.decode(delivery.body.replace(b"\\u0000", b"")))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise Unreadable(f"{source.says} sends JSON, and this is none") from None
