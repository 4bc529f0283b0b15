"""How does something that was sent become an arrival that can be recognised when it comes again?"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping

import msgspec

from batonpass.handoff.instant import read_instant
from batonpass.store.arrival import Arrival, Kind
from batonpass.web.problem import Problem

KEY_MOST = 255
EARLIEST_YEAR, LATEST_YEAR = 1970, 2200
INSTANTS = ("occurred_at", "timestamp")
_encoder = msgspec.json.Encoder(order="sorted")


def arrival(
    kind: Kind,
    sent: Mapping[str, object],
    *,
    door: str,
    caller: str,
    idem_key: str | None = None,
    folds: bool = False,
    quarantine: str = "",
) -> Arrival:
    """An arrival whose content is hashed in a canonical form, so that spaces and the order of names do not matter.

    Without a key of the sender's, the content itself is the key for a while when `folds` (A02); otherwise the
    arrival gets a key of its own, so that a commit whose answer was lost is not written twice.
    """
    for name in INSTANTS:
        if name in sent:
            _must_be_of_our_time(sent[name], name)
    canonical = _encode(sent)
    digest = hashlib.sha256(f"{door}\n{kind.value}\n".encode() + canonical).digest()
    folded = folds and idem_key is None
    return Arrival(
        door=door,
        kind=kind,
        sent=sent,
        raw=canonical.decode(),
        body_hash=digest,
        caller=caller,
        idem_key=idem_key if idem_key is not None or folded else "~" + secrets.token_hex(12),
        fingerprint=digest if folded else None,
        quarantine=quarantine,
    )


def idempotency_key(said: bytes) -> str | None:
    """The sender's key for this request; None without one. A Problem when it cannot be one."""
    if not said:
        return None
    key = said.decode("latin-1")
    if len(key) > KEY_MOST:
        says = f"the Idempotency-Key has {len(key)} characters; at most {KEY_MOST} fit"
        raise Problem("invalid", says, field="Idempotency-Key")
    if not (key.isascii() and key.isprintable()) or key.startswith("~"):
        says = "the Idempotency-Key must be plain letters, digits and signs, and not begin with ~"
        raise Problem("invalid", says, field="Idempotency-Key")
    return key


def _encode(sent: Mapping[str, object]) -> bytes:
    try:
        return _encoder.encode(sent)
    except (OverflowError, ValueError):
        raise Problem("invalid", "a number in it has too many digits") from None


def _must_be_of_our_time(value: object, name: str) -> None:
    """A year far from ours is a mistake, and near the ends of the calendar nothing can be reckoned."""
    if not isinstance(value, str):
        return
    try:
        year = read_instant(value).year
    except ValueError:
        return  # the handoff itself says what is wrong with it
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        raise Problem("invalid", f"{name} lies in the year {year}; send the instant when it happened", field=name)
