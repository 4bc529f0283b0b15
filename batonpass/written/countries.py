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

_FAR = ("ja", "ko", "zh", "zh_Hant", "tr")
"""Read too; where one of these names is another country's in the languages below, theirs counts."""
_LANGUAGES = ("en", "de", "fr", "es", "pt", "it", "nl", "sv", "da", "nb", "fi", "pl", "cs")
_ALSO = {
    "uk": "GB", "great britain": "GB", "england": "GB", "scotland": "GB", "wales": "GB", "el": "GR",
    "usa": "US", "u.s.": "US", "u.s.a.": "US", "united states of america": "US", "america": "US",
    "holland": "NL", "the netherlands": "NL", "czech republic": "CZ", "uae": "AE", "turkey": "TR", "ivory coast": "CI",
    "northern ireland": "GB", "republic of ireland": "IE", "united kingdom of great britain and northern ireland": "GB",
    "korea": "KR", "republic of korea": "KR", "korea, republic of": "KR", "viet nam": "VN", "brunei darussalam": "BN",
    "hong kong sar": "HK", "香港": "HK", "澳門": "MO", "澳门": "MO",
    "macau": "MO", "macao": "MO", "macao sar": "MO", "taiwan, province of china": "TW",
    "russian federation": "RU", "republic of moldova": "MD", "moldova, republic of": "MD", "cabo verde": "CV",
    "iran, islamic republic of": "IR", "iran (islamic republic of)": "IR", "syrian arab republic": "SY",
    "lao people's democratic republic": "LA", "tanzania, united republic of": "TZ", "swaziland": "SZ",
    "united republic of tanzania": "TZ", "macedonia": "MK", "burma": "MM", "holy see": "VA", "east timor": "TL",
    "bolivia, plurinational state of": "BO", "bolivia (plurinational state of)": "BO", "palestine, state of": "PS",
    "venezuela, bolivarian republic of": "VE", "venezuela (bolivarian republic of)": "VE", "palestine": "PS",
    "congo, the democratic republic of the": "CD", "democratic republic of the congo": "CD", "congo": "CG",
}  # fmt: skip
"""Usual short forms, and names of ISO 3166 that lists in forms have and the locale data does not."""


@cache
def country_codes() -> tuple[str, ...]:
    """Give every ISO 3166-1 code of two letters, sorted."""
    return tuple(sorted(code for code in _names_in("en") if len(code) == 2 and code not in _NO_COUNTRIES))  # noqa: PLR2004  two letters


@cache
def country_names() -> Mapping[str, str]:
    """Turn a country's name in a dozen languages, its codes and its usual short forms, in lower case, into its code."""
    codes = country_codes()
    three = {old.lower(): new[0] for old, new in _other_codes() if len(old) == 3 and new[0] in codes}  # noqa: PLR2004  DEU
    spoken = ((_names_in(language), code) for language in (*_FAR, *_LANGUAGES) for code in codes)
    named = {names[code].lower(): code for names, code in spoken if code in names}
    plain = {_plain(name): code for name, code in named.items()}
    return MappingProxyType(three | plain | named | {code.lower(): code for code in codes} | _ALSO)


@cache
def country_named() -> Mapping[str, str]:
    """Turn a country's code into its English name."""
    return MappingProxyType({code: _names_in("en")[code] for code in country_codes()})


def _plain(name: str) -> str:
    """As a keyboard writes it: Bosnia and Herzegovina, Saint Lucia, Cote d'Ivoire with a straight mark."""
    return name.replace(" & ", " and ").replace("st. ", "saint ").replace("\u2019", "'")


def _names_in(language: str) -> Mapping[str, str]:
    return cast("Mapping[str, str]", Locale(language).territories)


def _other_codes() -> Iterable[tuple[str, list[str]]]:
    return cast("Mapping[str, list[str]]", get_global("territory_aliases")).items()


def which_country(written: str) -> str:
    """Say which code was probably meant by something that is none."""
    meant = country_names().get(written.strip().lower())
    return f"Did you mean {meant}?" if meant else did_you_mean(written.upper(), country_codes())
