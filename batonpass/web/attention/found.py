"""What has the auditor found against our promises, as somebody reads it?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from batonpass.store.watch import SAYS, Finding
from batonpass.tongue.heard import heard
from batonpass.web.parts import words
from batonpass.web.parts.reader import Reader

ABOUT_LEADS = frozenset(
    {
        "late_steps",
        "leads_without_anybody",
        "leads_without_action",
        "leads_without_promise",
        "dues_that_differ",
        "gaps_in_facts",
        "steps_doubled",
        "steps_early",
        "ahead_of_the_clock",
        "broken_facts",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class One:
    """One thing that does not hold, and the page of the lead it is about, if it is about one."""

    subject: str
    says: str
    lead: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """A promise of ours that does not hold: how often, since when, where."""

    title: str
    many: int
    since: str
    each: tuple[One, ...]


def broken(found: Sequence[Finding], reader: Reader) -> list[Broken]:
    """The findings by promise, each with its oldest first."""
    return [_one(what, [*same], reader) for what, same in groupby(found, key=lambda one: one.what)]


def _one(what: str, same: Sequence[Finding], reader: Reader) -> Broken:
    began = min(one.found_at for one in same if one.found_at)
    each = tuple(One(subject=one.subject, says=heard(one.says), lead=what in ABOUT_LEADS) for one in same)
    return Broken(
        title=words.sentence(SAYS.get(what, words.plain(what))),
        many=len(same),
        since=words.moment(began, zone=reader.zone, now=reader.now),
        each=each,
    )
