"""Which fields are kept alike here and in the CRM, who has the last word on each, and when is a quarrel stopped?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

OWNER, STAGE, STATUS, SCORE, DUE = "owner", "stage", "status", "score", "due"
FIELDS = (OWNER, STAGE, STATUS, SCORE, DUE)
"""What we keep in a CRM. Only the first two can be changed over there with any effect here."""
HEARD = (OWNER, STAGE)


class Wins(StrEnum):
    """Whose word stands when both sides changed a field: ours, or the CRM's."""

    OURS = "ours"
    CRM = "crm"


@dataclass(frozen=True, slots=True, kw_only=True)
class CrmField:
    """One field: its name in the CRM, who has the last word, and our words by theirs where these differ."""

    name: str
    to: str
    wins: Wins = Wins.OURS
    values: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True, kw_only=True)
class Crm:
    """The agreement about one CRM.

    `owners` are the CRM's ids of our people; what a house account is given is given to nobody, and never taken over.
    After `flips` overturned writes `within` that time a field is frozen. The CRM keeps its changes for `keeps`; after
    a longer absence everything is compared, and what was changed until `quiet` after it began is told to nobody.
    `marker` is the CRM's field in which we sign what we write.
    """

    system: str
    fields: Mapping[str, CrmField]
    secret_setting: str
    owners: Mapping[str, str] = field(default_factory=dict[str, str])
    house_accounts: frozenset[str] = frozenset()
    marker: str = ""
    flips: int = 3
    within: timedelta = timedelta(minutes=10)
    keeps: timedelta = timedelta(hours=72)
    quiet: timedelta = timedelta(hours=72)
    alerts: str | None = None

    def named(self, theirs: str) -> CrmField | None:
        """The field that the CRM calls so, if we keep it there."""
        return next((one for one in self.fields.values() if one.to == theirs), None)
