"""Does a shadow take marketing's yes for given, on either side?"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from batonpass.handoff.playbook import Stage
from batonpass.handoff.playbook.review import Review
from batonpass.store.shadow import Kept, beside, said_yes
from tests.handoff.cast import PLAYBOOK, TUESDAY_TEN, minutes, setting, submission, walk

REVIEW = replace(PLAYBOOK.definition, review=Review(people=("mara",), hands_pass=False))
REVIEWED = replace(PLAYBOOK, definition=REVIEW)
STRICT = replace(PLAYBOOK, definition=replace(REVIEW, mql_from=REVIEW.hot_from, hand_raisers=frozenset()))


def judged(active, draft, *arrivals):
    """Each arrival as it was decided, and as the draft would have."""
    done = walk(*arrivals, playbook=active)
    kept, at = [], TUESDAY_TEN
    for seq, fact in enumerate(done.facts, start=1):
        at = getattr(fact, "arrived_at", at)
        kept.append(Kept(seq=seq, fact=fact, kept_at=at, playbook=active.version))
    return list(beside("L1", kept, setting(TUESDAY_TEN, said_yes(draft)), TUESDAY_TEN - timedelta(days=1)))


def test_a_draft_with_review_hands_over_what_its_definition_takes():
    (one,) = judged(PLAYBOOK, REVIEWED, submission())
    assert (one.shadow.stage, one.shadow.owner is not None, one.differs) == (Stage.MQL, True, False)


def test_a_lead_that_waits_for_its_yes_is_no_difference_to_a_draft_without_review():
    (one,) = judged(REVIEWED, PLAYBOOK, submission())
    assert (one.decided.stage, one.decided.tier, one.differs) == (Stage.MQL, "urgent", False)


def test_what_comes_while_it_waits_is_judged_alike():
    told = judged(REVIEWED, REVIEWED, submission("ebook"), submission("paper", minutes(5)))
    assert [one.differs for one in told] == [False, False]


def test_another_definition_still_differs():
    (one,) = judged(REVIEWED, STRICT, submission("ebook"))
    assert (one.shadow.stage, one.differs) == (Stage.NURTURE, True)
