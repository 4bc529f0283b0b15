"""Which of the leads that became MQL lately shall both sides look at, so that every kind of them is there?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

SAMPLE = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A lead that became an MQL by its fact `seq`, and what kind of lead it is."""

    lead: str
    seq: int
    band: str
    segment: str
    source: str

    @property
    def stratum(self) -> str:
        """Its kind in words."""
        return " / ".join((self.band or "no band", self.segment or "no segment", self.source or "no source"))


def drawn(candidates: Iterable[Candidate], *, seed: int, size: int = SAMPLE) -> tuple[Candidate, ...]:
    """Draw `size` leads, all with the same chance, in an order that tells nothing; the same seed draws the same.

    The leads stand sorted by kind, within a kind by lot, and every so-many-th is taken from a start by lot: so each
    kind is there in its share, to within one lead.
    """
    ordered = sorted(candidates, key=lambda one: (one.band, one.segment, one.source, _lot(seed, "within", one.lead)))
    if len(ordered) <= size:
        taken = ordered
    else:
        start = _share(seed)
        taken = [ordered[int((n + start) * len(ordered) / size)] for n in range(size)]
    return tuple(sorted(taken, key=lambda one: _lot(seed, "shown", one.lead)))


def _lot(seed: int, what: str, lead: str) -> bytes:
    """A lot for a lead: the same for the same seed on every machine, and without pattern."""
    return sha256(f"{seed}/{what}/{lead}".encode()).digest()


def _share(seed: int) -> float:
    """A number from 0 to below 1 by lot."""
    return int.from_bytes(_lot(seed, "start", "")[:6]) / 2**48
