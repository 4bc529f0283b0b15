"""Which days are public holidays in this country, or in this part of it?"""

import warnings
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from batonpass.written.nearest import nearest
from batonpass.written.refused import quoted


class UnknownPlace(ValueError):
    """There is no such country, or no such part of it; `key` is the setting at fault, `instead` what to write."""

    def __init__(self, key: str, says: str, instead: str) -> None:
        self.key, self.says, self.instead = key, says, instead
        super().__init__(f"{says}. {instead}")


@cache
def public_holidays(country: str, subdiv: str | None, year: int) -> frozenset[date]:
    """Give one year's public holidays, substitute days included, of an ISO country such as DE and a part such as BY.

    Raises UnknownPlace. Half-days and bank-only days are not among them: those belong in `early_close` or `add`.
    """
    import holidays  # noqa: PLC0415  a third of a second, which only calendars that name a country should pay

    _check(country, _countries(), "country", "Write an ISO code such as DE, SE or US")
    if subdiv is not None:
        parts = _parts(country)
        known = f"{country} has {', '.join(sorted(set(parts.values())))}" if parts else f"{country} has no parts here"
        _check(subdiv, parts, "subdiv", known)
    with warnings.catch_warnings():
        # The library warns of years in which some religious dates are estimates; there is nothing better to be had.
        warnings.simplefilter("ignore")
        return frozenset(holidays.country_holidays(country, subdiv=subdiv, years=year))


@cache
def _countries() -> Mapping[str, str]:
    """Give the code of each country by its code and by its name."""
    from holidays.registry import COUNTRIES  # noqa: PLC0415  as above

    by_name = {module.replace("_", " "): codes[1] for module, codes in COUNTRIES.items()}
    return by_name | {code: code for _, *codes in COUNTRIES.values() for code in codes if len(code) == 2}  # noqa: PLR2004  ISO 3166


@cache
def _parts(country: str) -> Mapping[str, str]:
    """Give the code of each part of a country by its code and by its names."""
    import holidays  # noqa: PLC0415  as above

    whole: Any = holidays.country_holidays(country)
    named: dict[str, list[str]] = whole.get_subdivision_aliases()
    return {alias: part for part, aliases in named.items() for alias in aliases} | dict(
        zip(whole.subdivisions, whole.subdivisions, strict=True)
    )


def _check(written: str, known: Mapping[str, str], key: str, otherwise: str) -> None:
    if written in known.values():
        return
    near = nearest(written, known)
    instead = f"Did you mean {known[near]}? {otherwise}" if near else otherwise
    raise UnknownPlace(key, f"{quoted(written)} is not known as a {key}", instead)
