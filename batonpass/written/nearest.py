"""Which of the known names did somebody probably mean?"""

from collections.abc import Iterable
from difflib import get_close_matches

from batonpass.written.refused import quoted

_SHOWN = 8
_NAME_MOST = 80


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Give the known name most like the one written, if any is like it; case and dashes count for little."""
    plain = {_plain(other): other for other in sorted(known, reverse=True)}
    found = get_close_matches(_plain(name[:_NAME_MOST]), plain, n=1, cutoff=0.6)
    return plain[found[0]] if found else None


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Suggest the nearest known name, or else list what is known."""
    names = list(known)
    near = nearest(name, names)
    if near:
        return f"Did you mean {quoted(near)}?"
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return f"Known here: {', '.join(names[:_SHOWN])}{more}" if names else "None is declared yet"


def _plain(name: str) -> str:
    return name.lower().replace("-", "_").replace(" ", "_")
