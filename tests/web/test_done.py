"""Does a page say after an action who has the lead now, when it comes back, and what comes next?"""

from __future__ import annotations

import pytest

from batonpass.handoff.requests import Accept, Reassign, Reject, Snooze
from batonpass.handoff.requests_second import GiveBack, HandOver
from batonpass.web.lead.done import After, done_says
from tests.handoff import cast
from tests.handoff.cast import minutes, submission
from tests.handoff.second_half import BOOK, HANDED, HOUSE, WORKED

ASKED = (submission(),)


def said(action, *steps, **more):
    lead = cast.walk(*steps, playbook=BOOK, people=HOUSE).lead
    return done_says(action, After(lead=lead, people=HOUSE, moment="{:%H:%M}".format, **more))


def test_who_snoozes_reads_when_they_are_told_again_and_when_it_is_due():
    says = said("snooze", *ASKED, (minutes(1), Snooze(by="ana", minutes=15)), again=minutes(16))
    assert says == "You will be told again at 10:16. The promise runs on meanwhile, due 10:30."


def test_who_hands_a_lead_on_reads_who_has_it():
    assert said("reassign", *ASKED, (minutes(1), Reassign(by="mara", to="bruno"))).startswith("Handed on to Bruno, who")
    assert said("reassign", *ASKED, (minutes(1), Reassign(by="mara", to="triage"))).startswith("It waits in the queue")


def test_who_hands_a_lead_over_reads_who_answers_and_by_when():
    assert said("hand_over", *HANDED) == (
        "Handed over to Otto, who hears of it at once, with all that you found out. They answer by 14:30."
    )


@pytest.mark.parametrize(
    ("reason", "stands"),
    [
        ("no_budget", "It is in Nurture now: marketing goes on with it, and it comes back when something new happens."),
        ("not_a_fit", "It is in Disqualified now, and nobody has to work it."),
    ],
)
def test_who_rejects_reads_where_the_lead_has_gone(reason, stands):
    assert said("reject", *ASKED, (minutes(1), Reject(by="ana", reason=reason))) == (
        f"Rejected. Marketing sees your reason. {stands}"
    )


def test_who_gives_a_lead_back_reads_who_has_it_again():
    back = (minutes(60), GiveBack(by="otto", reason="no_meeting"))
    assert said("give_back", *HANDED, back) == "Given back, with your reason. Ana has it again."


def test_who_accepts_reads_what_comes_next():
    assert said("accept", *ASKED, (minutes(1), Accept(by="ana")), next_action="second call") == (
        "Accepted: the lead is yours to work. Next: second call."
    )


def test_nothing_is_said_of_what_was_never_done():
    assert [said(action, *WORKED) for action in ("", "invented")] == ["", ""]


def test_who_hands_a_lead_over_to_a_queue_reads_its_name():
    says = said("hand_over", *WORKED, (minutes(30), HandOver(by="ana", to="triage")))
    assert says.startswith("Handed over: it waits in the queue triage, with all that you found out. They answer by")
