"""What can a CRM have made of its record of a person?"""

from __future__ import annotations

from . import Fact


class RecordMoved(Fact):
    """The CRM merged its record of the person into another: they are known there by its id from now on."""

    system: str
    was: str
    into: str


class RecordGone(Fact):
    """The CRM has deleted its record of the person; the lead stays as it is."""

    system: str
    record: str
