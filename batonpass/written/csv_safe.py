"""How does text from strangers stay text when a spreadsheet opens it, and come back as it was?"""

from typing import Final

FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What begins a formula, or hides what does; the wide forms do so where people write in wide letters."""


def harmless(text: str) -> str:
    """Text that a spreadsheet would take for a formula gets a quote in front, and stays text."""
    return f"'{text}" if text[:1] in FORMULA else text


def as_it_was(text: str) -> str:
    """The same text without that quote."""
    return text[1:] if text[:1] == "'" and text[1:2] in FORMULA else text
