"""What is said of a fact about marketing's review?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from batonpass.handoff.facts.review import Approved, MoreAsked, PassedOn, ReviewAsked, ReviewDropped, SentBack
from batonpass.handoff.playbook.review import USUAL_REASONS
from batonpass.tongue.heard import heard
from batonpass.tongue.spoken import say
from batonpass.web.parts import words
from batonpass.web.parts.reader import Reader

Said = tuple[str, str, str]
"""What is said, why, and in which tone."""


def _asked(fact: ReviewAsked, reader: Reader) -> Said:
    who = " and ".join(reader.agreed.directory.name_of(one) for one in fact.people)
    return say("Waits for marketing's review{part}", part=f": {who}" if who else ""), heard(fact.because), "key"


def _more(fact: MoreAsked, reader: Reader) -> Said:
    of = f" {reader.agreed.directory.name_of(fact.of)}" if fact.of else say(" for more")
    return say("{name_of} asked{of}", name_of=reader.agreed.directory.name_of(fact.by), of=of), f"“{fact.says}”", ""


def _approved(fact: Approved, reader: Reader) -> Said:
    name = reader.agreed.directory.name_of(fact.by)
    return say("{name} let it go to sales", name=name), f"“{fact.note}”" if fact.note else "", "good"


def _passed(fact: PassedOn, _: Reader) -> Said:
    return say("Went to sales without a review"), heard(fact.because), "key"


def _sent_back(fact: SentBack, reader: Reader) -> Said:
    policy = reader.agreed.playbook.definition.review
    reason = (policy.reasons if policy else USUAL_REASONS).get(fact.reason)
    says = reason.says if reason else words.plain(fact.reason)
    note = f"“{fact.note}” · " if fact.note else ""
    return (
        say("{name_of} sent it back: {says}", name_of=reader.agreed.directory.name_of(fact.by), says=says),
        say("{note}goes to {value}", note=note, value=fact.then.value),
        "bad",
    )


def _dropped(fact: ReviewDropped, _: Reader) -> Said:
    return say("Nothing to review any more"), heard(fact.because), ""


REVIEWED: Mapping[type, Callable[[Any, Reader], Said]] = {
    ReviewAsked: _asked,
    MoreAsked: _more,
    Approved: _approved,
    PassedOn: _passed,
    SentBack: _sent_back,
    ReviewDropped: _dropped,
}
