"""Which of the known names did somebody probably mean?"""

from collections.abc import Iterable
from difflib import SequenceMatcher
from operator import itemgetter

from batonpass.written.refused import quoted

_ALIKE = 0.6
_BEGUN, _BEGUN_LETTERS = 0.7, 4
_SHOWN = 8
_NAME_MOST = 80
_KNOWN_MOST = 100
"""Among more names, those are compared whose length is most like that of the one written."""


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Give the known name most like the one written, if any is like it; case and dashes count for little."""
    wanted = _plain(name[:_NAME_MOST])
    names = sorted(known, reverse=True)
    if len(names) > _KNOWN_MOST:
        names = sorted(names, key=lambda other: abs(len(other) - len(wanted)))[:_KNOWN_MOST]
    alike = [(_likeness(wanted, _plain(other[:_NAME_MOST])), other) for other in names]
    best = max(alike, key=itemgetter(0), default=(0.0, ""))
    return best[1] if best[0] >= _ALIKE else None


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Suggest the nearest known name, or else list what is known."""
    names = list(known)
    near = nearest(name, names)
    if near:
        return f"Did you mean {quoted(near)}?"
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return f"Known here: {', '.join(names[:_SHOWN])}{more}" if names else "None is declared yet"


def _likeness(name: str, other: str) -> float:
    """How much two names have in common, from 0 to 1; the matcher sees more in one order than in the other."""
    begun = _BEGUN if min(len(name), len(other)) >= _BEGUN_LETTERS and name.startswith(other[: len(name)]) else 0.0
    return max(SequenceMatcher(None, name, other).ratio(), SequenceMatcher(None, other, name).ratio(), begun)


def _plain(name: str) -> str:
    return name.lower().replace("-", "_").replace(" ", "_")
