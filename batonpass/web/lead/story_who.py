"""What is said of a fact about who a lead is: one person with another, two after all, somebody's account?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from batonpass.handoff.facts.match import AccountMatched
from batonpass.handoff.facts.merge import Merged, MergedAway, Unmerged
from batonpass.handoff.facts.records import RecordGone, RecordMoved
from batonpass.tongue.heard import heard
from batonpass.tongue.spoken import say
from batonpass.web.parts.reader import Reader

from .story_second import SECOND_TOLD

Said = tuple[str, str, str]
"""What is said, why, and in which tone."""


def _merged(fact: Merged, _: Reader) -> Said:
    return say("Merged with {name}", name=fact.other_was.name), heard(fact.because), "key"


def _merged_away(fact: MergedAway, _: Reader) -> Said:
    return say("Lives on in {into}", into=fact.into), heard(fact.because), "key"


def _unmerged(fact: Unmerged, _: Reader) -> Said:
    return say("Taken apart from {other}", other=fact.other), heard(fact.because), "key"


def _matched(fact: AccountMatched, _: Reader) -> Said:
    return say("Matched with {account}", account=fact.account), heard(fact.because), ""


def _moved(fact: RecordMoved, _: Reader) -> Said:
    return say("Known to {system} as {record}", system=fact.system, record=fact.into), heard(fact.because), ""


def _gone(fact: RecordGone, _: Reader) -> Said:
    return say("Deleted in {system}", system=fact.system), heard(fact.because), "bad"


WHO: Mapping[type, Callable[[Any, Reader], Said]] = {
    Merged: _merged,
    MergedAway: _merged_away,
    Unmerged: _unmerged,
    AccountMatched: _matched,
    RecordMoved: _moved,
    RecordGone: _gone,
    **SECOND_TOLD,
}
