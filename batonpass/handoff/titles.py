"""How senior is somebody with this job title, and in which part of the firm do they work?"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from .title_words import FUNCTIONS as FUNCTION_WORDS
from .title_words import LEVELS

SENIORITIES: Final = ("owner", "c_level", "vp", "director", "manager", "specialist", "junior", "student")
"""From who decides alone to who learns."""
FUNCTIONS: Final = tuple(FUNCTION_WORDS)
TITLE_MAX: Final = 200
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "æ": "ae", "œ": "oe", "ß": "ss", "đ": "d", "þ": "th"})
_NOT_LETTERS = re.compile(r"[^a-z0-9]+")
_FOR_ANOTHER = re.compile(
    r"\b(assistan\w*|assisten\w*|asisten\w*|asystent\w*|secretar\w*|sekret\w*|segretari\w*|sihteeri|pa|ea|referent\w*)"
    r" (to|of|der|des|vom|von|de|du|del|della|da|do|di|van|till|til|for|dla)\b"
)
"""Who works for a director is not one."""
_HELD_BEFORE = re.compile(r"\b(?:former|formerly|ex|ehemalig\w*|ancien|anciennement|retired|previously)\b.*")
_STRONGEST: Final = ("owner", "c_level", "vp", "director", "student", "manager", "junior", "specialist")
"""Of several words the first of these counts: a junior manager still learns, a marketing assistant is no specialist."""
_WEAKEST: Final = "management"
"""Part of the firm of those who run it all, and so only of who has no part of their own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    """Phrases by their first word, the longest first; ends and beginnings of words, the longest first."""

    phrases: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]
    ends: tuple[tuple[str, str], ...]
    begins: tuple[tuple[str, str], ...]


@lru_cache(maxsize=8192)
def seniority_of(title: str) -> str:
    """The level a job title tells, one of SENIORITIES; empty when it tells none."""
    words = plain(title)
    if _FOR_ANOTHER.search(words):
        return "junior"
    told = set(_told(words, _LEVELS))
    return next((level for level in _STRONGEST if level in told), "")


@lru_cache(maxsize=8192)
def function_of(title: str) -> str:
    """The part of the firm a job title names first, one of FUNCTIONS; empty when it names none."""
    told = list(_told(plain(title), _PARTS))
    return next((part for part in told if part != _WEAKEST), told[0] if told else "")


def plain(title: str) -> str:
    """A title in small letters without accents, one space between words, without the posts that are over."""
    letters = unicodedata.normalize("NFKD", title[:TITLE_MAX].lower().translate(_LETTERS))
    words = _NOT_LETTERS.sub(" ", letters.encode("ascii", "ignore").decode()).strip()
    return _HELD_BEFORE.sub("", words).strip()


def _told(words: str, known: _Words) -> Iterable[str]:
    """What each word or phrase tells, in the order written; the longest phrase is taken whole."""
    left = words.split()
    while left:
        phrase = next((p for p in known.phrases.get(left[0], ()) if tuple(left[: len(p[0])]) == p[0]), None)
        part = phrase[1] if phrase else _in_compound(left[0], known)
        if part:
            yield part
        left = left[len(phrase[0]) if phrase else 1 :]


def _in_compound(word: str, known: _Words) -> str:
    """What the beginning or the end of a long word tells: vertriebs-leiterin."""
    begun = next((part for begin, part in known.begins if word.startswith(begin)), "")
    return begun or next((part for end, part in known.ends if word.endswith(end)), "")


def _read(tables: Mapping[str, str]) -> _Words:
    whole: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    ends: dict[str, str] = {}
    begins: dict[str, str] = {}
    for part, text in tables.items():
        for phrase in (" ".join(one.split()) for one in text.split("|")):
            if phrase.startswith("-"):
                ends.setdefault(phrase[1:], part)
            elif phrase.endswith("-"):
                begins.setdefault(phrase[:-1], part)
            else:
                words = tuple(phrase.split())
                whole.setdefault(words[0], []).append((words, part))
    return _Words(
        phrases={first: tuple(sorted(found, key=_longest)) for first, found in whole.items()},
        ends=tuple(sorted(ends.items(), key=_longest)),
        begins=tuple(sorted(begins.items(), key=_longest)),
    )


def _longest(entry: tuple[str | tuple[str, ...], str]) -> int:
    return -len(entry[0])


_LEVELS, _PARTS = _read(LEVELS), _read(FUNCTION_WORDS)
