"""What may stand under `crm:`?"""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator

from batonpass.written.schema.kinds import Length, Line, Lines, Name, Section, Whole, Word, one_of


class CrmFieldFile(Section):
    """A field over there: its name, whose word stands, and our words by theirs."""

    to: Line
    wins: Annotated[str, BeforeValidator(one_of("ours", "crm"))] = "ours"
    values: dict[Name, Line] = {}


class FreezeFile(Section):
    """After how many overturned writes within which time a field is left alone, and who hears of it."""

    flips: Whole = 3
    within: Length | None = None
    tell: Name | None = None


class CrmFile(Section):
    """The CRM that is kept alike with us."""

    system: Annotated[str, BeforeValidator(one_of("hubspot", "salesforce"))]
    token: Line
    fields: dict[Word, CrmFieldFile]
    owners: dict[Name, Line] = {}
    house_accounts: Lines = []
    marker: Line | None = None
    freeze: FreezeFile = FreezeFile()
    keeps: Length | None = None
    quiet: Length | None = None
