"""Of what is the page in words made: rules, in sections?"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule: its name in the file, what it says, and the number or place that it leads to."""

    name: str
    says: str
    gives: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of the agreement."""

    name: str
    says: str
    rules: tuple[Rule, ...]
