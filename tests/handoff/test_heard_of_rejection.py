"""Does somebody hear of a lead that was given back for a reason that asks something of them, when it stays so?"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from batonpass.handoff.effects import CancelPending, TellRep
from batonpass.handoff.people import Leave
from batonpass.handoff.playbook import Reason, Stage
from batonpass.handoff.requests import Reject, Undo
from tests.handoff.cast import PEOPLE, PLAYBOOK, REPS, minutes, submission, walk

WRONG = Reason(code="wrong_person", says="not the right person", then=Stage.NURTURE, tell="nina")
AGREED = replace(PLAYBOOK, rejections={**PLAYBOOK.rejections, "wrong_person": WRONG})
GIVEN = Reject(by="ana", reason="wrong_person", note=" ask Karin Holm ")


def told(*steps, people=PEOPLE):
    done = walk(submission(), (minutes(5), GIVEN), *steps, playbook=AGREED, people=people)
    return done, [one for one in done.effects if isinstance(one, TellRep) and one.kind == "notice"]


def test_whom_the_reason_names_hears_why_and_what_the_rep_added_when_the_grace_is_over():
    done, (news,) = told()
    assert (done.lead.stage, done.lead.owner, news.rep, news.not_before) == (Stage.NURTURE, None, "nina", minutes(20))
    assert news.because == 'rejected by Ana: not the right person; goes to Nurture; "ask Karin Holm"'


def test_who_takes_the_rejection_back_leaves_nothing_to_be_heard():
    done, _ = told((minutes(9), Undo(by="ana")))
    assert any("notice" in one.kinds for one in done.effects if isinstance(one, CancelPending))


@pytest.mark.parametrize(("active", "hears"), [(True, "nina"), (False, "mara")])
def test_while_they_are_not_here_who_leads_them_hears(active, hears):
    away = () if active else (Leave(first=date(2027, 3, 1), last=date(2027, 3, 5)),)
    people = replace(PEOPLE, reps={**REPS, "nina": replace(REPS["nina"], leave=away)})
    assert [one.rep for one in told(people=people)[1]] == [hears]


def test_any_other_reason_is_told_to_nobody():
    done = walk(submission(), (minutes(5), Reject(by="ana", reason="no_budget")), playbook=AGREED)
    assert not [one for one in done.effects if one.kind == "notice"]
