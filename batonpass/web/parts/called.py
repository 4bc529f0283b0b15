"""What is a promise, or a message of ours, called on the pages that the program knows by a key?"""

from __future__ import annotations

from collections.abc import Mapping

from batonpass.tongue.heard import heard_term
from batonpass.tongue.spoken import later

from . import words

PROMISES: Mapping[str, str] = {
    "accept": later("acceptance"),
    "answer": later("answer to a raised hand"),
    "rest": later("another look"),
    "dispose": later("word on what became of it"),
    "brief": later("complete brief"),
    "cadence": later("next planned touch"),
    "hold": later("end of the wait"),
    "ae_accept": later("answer of the account executive"),
    "opportunity": later("opportunity or end"),
    "win": later("won or lost"),
}
MESSAGES: Mapping[str, str] = {"ack": later("automatic answer")}
ABBREVIATED = {"it": "IT", "hr": "HR", "ceo": "CEO", "cfo": "CFO", "cto": "CTO", "coo": "COO", "r&d": "R&D"}
"""Choices of a playbook's fields that nobody writes in small letters."""


def promise(name: str) -> str:
    """A promise within a sentence: first touch, answer of the account executive."""
    return str(PROMISES.get(name) or heard_term(words.plain(name)))


def message(kind: str) -> str:
    """A message as the head of a line: Assigned, Automatic answer."""
    return words.sentence(str(MESSAGES.get(kind) or heard_term(words.plain(kind))))


def choice(value: str) -> str:
    """What somebody chose in a form, as one writes it: IT, not it."""
    return ABBREVIATED.get(value, value)
