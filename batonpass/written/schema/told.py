"""How is it written on which channels people hear, one after the other, and when they want quiet?"""

import re
from datetime import time
from typing import Annotated, Final, TypeAlias, cast

from pydantic import BeforeValidator, Discriminator, Field, Tag

from batonpass.written.refused import kind_of, quoted
from batonpass.written.schema.kinds import Section, one_of, wrong

CHANNELS: Final = ("email", "slack", "teams", "webhook")
PERSONAL: Final = ("email", "slack", "teams")
OFF_HOURS: Final = "off_hours"
_TIME = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)", re.ASCII)
_A_PAIR: Final = 'Write pairs such as [["20:00", "08:00"]], or off_hours'

Channel: TypeAlias = Annotated[str, BeforeValidator(one_of(*CHANNELS))]
Personal: TypeAlias = Annotated[str, BeforeValidator(one_of(*PERSONAL))]


class WaysFile(Section):
    """Channels one after the other: the next when none before it has proven within 60 s that it arrived."""

    first: Annotated[list[Channel], Field(min_length=1)]
    then: list[Personal] = []


NotifyFile: TypeAlias = Annotated[
    Annotated[list[Channel], Tag("<all>")] | Annotated[WaysFile, Tag("<ways>")],
    Discriminator(lambda value: "<ways>" if isinstance(value, dict) else "<all>"),
]


def _quiet(value: object) -> object:
    if value == OFF_HOURS:
        return value
    if not isinstance(value, list):
        raise wrong(f"quiet is told in pairs of times, not as {kind_of(value)}", _A_PAIR)
    items = cast("list[object]", value)
    pairs = [items] if items and not isinstance(items[0], list) else items
    return [_pair(cast("list[object]", pair)) for pair in pairs]


def _pair(value: list[object]) -> tuple[time, time]:
    if len(value) != 2:  # noqa: PLR2004 - a pair
        raise wrong("quiet hours begin and end", _A_PAIR)
    begins, ends = (_time(one) for one in value)
    if begins == ends:
        raise wrong("quiet hours that end when they begin", _A_PAIR)
    return begins, ends


def _time(value: object) -> time:
    found = _TIME.fullmatch(value) if isinstance(value, str) else None
    if not found:
        raise wrong(f"{quoted(value)} is not a time of day", 'Write one such as "20:00"')
    return time(int(found[1]), int(found[2]))


QuietFile: TypeAlias = Annotated[list[tuple[time, time]] | str, BeforeValidator(_quiet)]
