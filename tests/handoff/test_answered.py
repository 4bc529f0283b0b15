"""What becomes of somebody whom sales had given up and who answers after all?"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from batonpass.handoff.answer import answer
from batonpass.handoff.people import Leave
from batonpass.handoff.playbook import Stage
from batonpass.handoff.refusal import Refusal
from batonpass.handoff.requests import Reject, Reply
from tests.handoff.cast import PEOPLE, PLAYBOOK, REPS, minutes, setting, submission, walk

LATER = 6 * 24 * 60
NO_BUDGET = (minutes(9), Reject(by="ana", reason="no_budget"))
ANSWERS = Reply(by="ana", kind="email")


def answers(request=ANSWERS, *, given_up=NO_BUDGET, people=PEOPLE, playbook=PLAYBOOK):
    lead = walk(submission(), given_up).lead
    return answer(lead, request, setting(minutes(LATER), people=people, playbook=playbook))


def test_who_was_given_up_and_answers_begins_a_new_round_with_whom_they_answered():
    done = answers().lead
    assert (done.stage, done.cycle, done.owner, done.clock.due_at) == (Stage.MQL, 2, "ana", minutes(LATER + 30))
    assert done.because == "hand raised: Eva replied (email)"


@pytest.mark.parametrize(
    ("ana", "owner"),
    [
        ({"leave": (Leave(first=date(2027, 3, 8), last=date(2027, 3, 8), delegate="nina"),)}, "nina"),
        ({"active": True, "leave": (Leave(first=date(2027, 3, 8), last=date(2027, 3, 8)),)}, "bruno"),
    ],
)
def test_while_they_are_away_it_is_their_delegate_s_or_the_ladder_s(ana, owner):
    people = replace(PEOPLE, reps={**REPS, "ana": replace(REPS["ana"], **ana)})
    assert answers(people=people).lead.owner == owner


def test_an_answer_to_somebody_who_takes_no_leads_goes_by_the_ladder():
    assert answers(Reply(by="mara")).lead.owner in {"ana", "bruno"}


@pytest.mark.parametrize(
    ("request_", "given_up"),
    [
        (replace(ANSWERS, at=minutes(8)), NO_BUDGET),
        (ANSWERS, (minutes(9), Reject(by="ana", reason="not_a_fit"))),
    ],
)
def test_what_came_before_begins_nothing_and_whom_a_person_disqualified_stays_so(request_, given_up):
    with pytest.raises(Refusal, match="this lead is not open"):
        answers(request_, given_up=given_up)


def test_a_definition_that_asks_fit_of_raised_hands_asks_it_of_an_answer_too():
    strict = replace(PLAYBOOK, definition=replace(PLAYBOOK.definition, hand_raisers_need_fit=100))
    done = answers(playbook=strict)
    assert (done.lead.stage, [type(fact).__name__ for fact in done.facts]) == (Stage.NURTURE, ["Replied", "Scored"])
