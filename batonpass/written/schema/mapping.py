"""What does a file of decisions about columns say, so that the same kind of list is imported the same way each time?"""

from typing import Annotated

from pydantic import BeforeValidator

from batonpass.handoff.zones import UnknownZone, zone
from batonpass.written.notes import Notes
from batonpass.written.refused import Refused
from batonpass.written.schema.kinds import Line, Name, Section, Text, one_of, wrong
from batonpass.written.shape import shaped
from batonpass.written.yaml12 import parse


def _zone(value: object) -> str:
    try:
        return zone(str(value)).key
    except UnknownZone as unknown:
        raise wrong(str(unknown).removesuffix(f" {unknown.instead}"), unknown.instead) from None


class MappingFile(Section):
    """`columns` by the file's own names, `empty` values that stand for nothing, and how dates and rows are read."""

    columns: dict[str, Text] = {}
    empty: list[Line] = []
    dates: Annotated[str, BeforeValidator(one_of("day-first", "month-first"))] | None = None
    zone: Annotated[str, BeforeValidator(_zone)] = "UTC"
    form: Name | None = None


def read_mapping(text: str | bytes, where: str) -> MappingFile:
    """Read a file of decisions; raise Refused with everything that is wrong in it, each with its line."""
    parsed = parse(text, where)
    notes = Notes(point=parsed.problem)
    said = shaped(MappingFile, parsed.data, notes)
    if said is None:
        raise Refused(notes.problems)
    return said
