"""In which language is this request, or this mail, and what is a sentence of ours called in it?

Our own texts are English and are their own keys: a text that no catalogue knows stays English, and no page breaks.
"""

from __future__ import annotations

import gettext as catalogues
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

from markupsafe import Markup, escape

ENGLISH = "en"
LANGUAGES = {"en": "English", "de": "Deutsch"}
"""The languages that can be chosen, each by its own name."""
HERE = Path(__file__).parent
_now: ContextVar[str] = ContextVar("language", default=ENGLISH)


def spoken() -> str:
    """The language of this request or mail: a key of LANGUAGES."""
    return _now.get()


def speak(language: str) -> None:
    """From here to the end of this request, speak this language; English if it is none of ours."""
    _now.set(language if language in LANGUAGES else ENGLISH)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak this language for a while, English if it is none of ours, and the one from before afterwards."""
    before = _now.set(language if language in LANGUAGES else ENGLISH)
    try:
        yield
    finally:
        _now.reset(before)


def chosen(accepts: str) -> str:
    """The first of our languages in an `Accept-Language` header, the most wanted first; English for none."""
    wanted = sorted((_wanted(part) for part in accepts.lower().split(",")), key=lambda pair: -pair[1])
    known = (name for name, weight in wanted if weight > 0 and name in LANGUAGES)
    return next(known, ENGLISH)


def _wanted(part: str) -> tuple[str, float]:
    name, _, weight = part.partition(";q=")
    try:
        return name.strip().partition("-")[0], float(weight or 1)
    except ValueError:
        return "", 0.0


def translated(text: str) -> str:
    """This text in the language that is spoken; itself where no catalogue knows it."""
    return text if _now.get() == ENGLISH or not text else _catalogue(_now.get()).gettext(text)


def counted(one: str, many: str, number: int) -> str:
    """The form of a text that this number asks for, in the language that is spoken."""
    if _now.get() == ENGLISH:
        return one if number == 1 else many
    return _catalogue(_now.get()).ngettext(one, many, number)


def say(text: str, /, **holes: object) -> str:
    """This text in the language that is spoken, its {holes} filled."""
    return translated(text).format(**holes) if holes else translated(text)


def say_of(number: int, one: str, many: str, /, **holes: object) -> str:
    """The form for this number, its {holes} filled; {n} is the number."""
    return counted(one, many, number).format(**({"n": number} | holes))


class Later(str):
    """A text of ours that is written down before it is known who reads it: put into a page, it is translated.

    For the program it is the English text: it compares, sorts and looks up as that.
    """

    __slots__ = ()

    def __str__(self) -> str:
        return translated(str.__str__(self))

    def __format__(self, spec: str) -> str:
        return format(str(self), spec)

    def __html__(self) -> Markup:
        return escape(str(self))


def later(text: str) -> str:
    """Mark a text of ours that stands outside of any request, such as the name of a page."""
    return Later(text)


@cache
def _catalogue(language: str) -> catalogues.NullTranslations:
    """The words of a language, read once a process."""
    with (HERE / f"{language}.mo").open("rb") as kept:
        return catalogues.GNUTranslations(kept)
