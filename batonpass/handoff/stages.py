"""Where can a lead stand between the two teams?"""

from __future__ import annotations

from enum import StrEnum


class Stage(StrEnum):
    """Where a lead stands between the two teams."""

    NEW = "New"
    ENGAGED = "Engaged"
    MQL = "MQL"
    SAL = "SAL"
    SQL = "SQL"
    OPPORTUNITY = "Opportunity"
    NURTURE = "Nurture"
    DISQUALIFIED = "Disqualified"
    WON = "Won"
    LOST = "Lost"
    MERGED = "Merged"


GIVEN_BACK = "rejection:"
"""Stands where an outcome would, for a lead that sales gave back; no outcome has such a name."""
WORKED = frozenset({Stage.SAL, Stage.SQL, Stage.OPPORTUNITY, Stage.WON})
"""Stages in which a human has taken the lead on: no score moves it (B03)."""
OPEN = frozenset({Stage.MQL, Stage.SAL, Stage.SQL, Stage.OPPORTUNITY})
"""Stages in which somebody of ours has something to do, by some time, at every instant."""
