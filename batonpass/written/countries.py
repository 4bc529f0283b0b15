"""Which countries are there, and which one does a form mean by Deutschland, UK or sverige?"""

from collections.abc import Iterable, Mapping
from functools import cache
from types import MappingProxyType
from typing import cast

from babel import Locale
from babel.core import get_global

from batonpass.written.nearest import did_you_mean

_NO_COUNTRIES = frozenset(
    {"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"}
)  # fmt: skip
"""Regions of the locale data that are no ISO 3166-1 country."""

_LANGUAGES = ("en", "de", "fr", "es", "pt", "it", "nl", "sv", "da", "nb", "fi", "pl", "cs")
_ALSO = {
    "uk": "GB", "great britain": "GB", "england": "GB", "scotland": "GB", "wales": "GB", "el": "GR",
    "usa": "US", "u.s.": "US", "u.s.a.": "US", "united states of america": "US", "america": "US",
    "holland": "NL", "czech republic": "CZ", "korea": "KR", "uae": "AE",
}  # fmt: skip


@cache
def country_codes() -> tuple[str, ...]:
    """Give every ISO 3166-1 code of two letters, sorted."""
    return tuple(sorted(code for code in _names_in("en") if len(code) == 2 and code not in _NO_COUNTRIES))  # noqa: PLR2004  two letters


@cache
def country_names() -> Mapping[str, str]:
    """Turn a country's name in a dozen languages, its codes and its usual short forms, in lower case, into its code."""
    codes = country_codes()
    three = {old.lower(): new[0] for old, new in _other_codes() if len(old) == 3 and new[0] in codes}  # noqa: PLR2004  DEU
    named = {_names_in(language)[code].lower(): code for language in _LANGUAGES for code in codes}
    return MappingProxyType(three | named | {code.lower(): code for code in codes} | _ALSO)


@cache
def country_named() -> Mapping[str, str]:
    """Turn a country's code into its English name."""
    return MappingProxyType({code: _names_in("en")[code] for code in country_codes()})


def _names_in(language: str) -> Mapping[str, str]:
    return cast("Mapping[str, str]", Locale(language).territories)


def _other_codes() -> Iterable[tuple[str, list[str]]]:
    return cast("Mapping[str, list[str]]", get_global("territory_aliases")).items()


def which_country(written: str) -> str:
    """Say which code was probably meant by something that is none."""
    meant = country_names().get(written.strip().lower())
    return f"Did you mean {meant}?" if meant else did_you_mean(written.upper(), country_codes())
