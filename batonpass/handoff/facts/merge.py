"""What can have happened between two leads: found to be one person, or two after all?"""

from __future__ import annotations

from batonpass.handoff.lead import Lead

from . import Fact


class Merged(Fact):
    """Another lead was taken into this one. Both are kept as they were, so that it can be undone to the byte.

    `working` is the lead of the two whose owner, stage and promise went on.
    """

    by: str
    other: str
    working: str
    was: Lead
    other_was: Lead


class MergedAway(Fact):
    """This lead lives on in another one."""

    by: str
    into: str


class Unmerged(Fact):
    """A merge was taken back: from here on this lead stands by itself again, as `stands`."""

    by: str
    other: str
    stands: Lead
