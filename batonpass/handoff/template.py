"""How are words filled in for one lead, without any code in them?"""

from __future__ import annotations

from collections.abc import Mapping
from re import Match
from re import compile as pattern

PLACEHOLDER = pattern(r"\{([a-z][a-z0-9_]*)(?:\|([^{}|]*))?\}")
LONGEST = 200
"""No value may take over a template: what a stranger typed is cut to this many characters, on one line."""


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with `{name}` and `{name|what stands there otherwise}` filled in once; nothing in it is ever run.

    A placeholder without a value or a fallback leaves nothing behind, and the words around it close up.
    """

    def value(found: Match[str]) -> str:
        name, otherwise = found.group(1), found.group(2)
        said = " ".join(values.get(name, "").split())[:LONGEST]
        return said or otherwise or ""

    return tidy(PLACEHOLDER.sub(value, text))


def placeholders(text: str) -> tuple[str, ...]:
    """The names that the text asks for, in their order."""
    return tuple(found.group(1) for found in PLACEHOLDER.finditer(text))


def tidy(text: str) -> str:
    """No double spaces, and none before a comma or a full stop."""
    words = " ".join(text.split())
    for mark in (",", ".", "!", "?", ";", ":"):
        words = words.replace(f" {mark}", mark)
    return words
