"""Is whoever objects to marketing left alone, wherever their lead is, and heard all the same when they ask for us?"""

from __future__ import annotations

import dataclasses

import pytest

from batonpass.handoff.effects import CancelPending, TellRep
from batonpass.handoff.facts import Learned
from batonpass.handoff.joining import join
from batonpass.handoff.playbook.review import REVIEW, Review, Unseen
from batonpass.handoff.record import replace
from batonpass.handoff.requests import Accept, Approve, Reassign, Reject, Ring, SendBack, Undo
from tests.handoff.cast import PLAYBOOK, event, minutes, setting, submission, walk
from tests.handoff.test_given_back import AGAIN

POINTS = submission("ebook")
ASKED = submission("demo")


def objection(after: float, word: str = "objected") -> Learned:
    at = minutes(after)
    consent = {"marketing": word}
    return Learned(at=at, arrived_at=at, source_name="privacy", fields={}, person="eva@firm.example", consent=consent)


def stands(*steps, playbook=PLAYBOOK) -> tuple[str, str | None, list[str]]:
    lead = walk(*steps, playbook=playbook).lead
    return lead.stage.value, lead.owner, [clock.state.value for clock in lead.clocks]


def told(done) -> list[tuple[str, str]]:
    return [(e.kind, e.rep) for e in done.effects if isinstance(e, TellRep)][1:]


LIVES = {
    "nobody's": ((submission("paper"), objection(5)), ("Nurture", None, [])),
    "nobody's, and points come": (
        (submission("paper"), objection(5), submission("ebook", at=minutes(9))),
        ("Nurture", None, []),
    ),
    "nobody's, and a hand is raised": ((objection(1), submission("demo", at=minutes(9))), ("MQL", "ana", ["running"])),
    "given by points": ((POINTS, objection(5)), ("Nurture", None, ["closed"])),
    "agreed, and objects in the same instant": (
        (submission("ebook", consent={"marketing": "yes"}), objection(0)),
        ("Nurture", None, ["closed"]),
    ),
    "in a queue": (
        (POINTS, (minutes(1), Reassign(by="mara", to="triage")), objection(5)),
        ("Nurture", None, ["closed"]),
    ),
    "asked for us": ((ASKED, objection(5)), ("MQL", "ana", ["running"])),
    "accepted": ((POINTS, (minutes(1), Accept(by="ana")), objection(5)), ("SAL", "ana", ["running"])),
    "given back": (
        (POINTS, (minutes(1), Reject(by="ana", reason="no_budget")), objection(5)),
        ("Nurture", None, ["met"]),
    ),
    "given back and taken back": (
        (POINTS, (minutes(1), Reject(by="ana", reason="no_budget")), objection(5), (minutes(6), Undo(by="ana"))),
        ("Nurture", None, ["closed"]),
    ),
    "they think again": (
        (POINTS, objection(5), objection(6, "granted"), event("pricing", minutes(7))),
        ("MQL", "ana", ["closed", "running"]),
    ),
}


@pytest.mark.parametrize("life", LIVES)
def test_where_a_lead_stands_once_its_person_objects(life):
    steps, stand = LIVES[life]
    assert stands(*steps) == stand


LOOKS = Review(people=("mara",), hands_pass=False, unseen=Unseen.PASS_ON)
LOOKED_AT = dataclasses.replace(PLAYBOOK, definition=dataclasses.replace(PLAYBOOK.definition, review=LOOKS))
LATER = tuple((minutes(after), Ring(by="clock", promise=REVIEW)) for after in (121, 241))
NOT_YET = (minutes(4), SendBack(by="mara", reason="not_yet"))
WAITS = {
    "and nobody looks": ((POINTS, *LATER), ("MQL", "ana", ["breached", "running"])),
    "and objects, and nobody looks": ((POINTS, objection(5), *LATER), ("Nurture", None, ["closed"])),
    "sent back, objects, and that is taken back": (
        (POINTS, NOT_YET, objection(5), (minutes(6), Undo(by="mara"))),
        ("Nurture", None, ["closed"]),
    ),
    "asked for us, objects, and is approved": (
        (ASKED, objection(5), (minutes(6), Approve(by="mara"))),
        ("MQL", "ana", ["met", "running"]),
    ),
    "asked for us, is approved, and objects": (
        (ASKED, (minutes(4), Approve(by="mara")), objection(5)),
        ("MQL", "ana", ["met", "running"]),
    ),
    "asks for us meanwhile, objects, and is approved": (
        (POINTS, submission("demo", at=minutes(4)), objection(5), (minutes(6), Approve(by="mara"))),
        ("MQL", "ana", ["met", "running"]),
    ),
}


@pytest.mark.parametrize("life", WAITS)
def test_where_a_lead_stands_that_waits_for_marketing(life):
    steps, stand = WAITS[life]
    assert stands(*steps, playbook=LOOKED_AT) == stand


def test_marketing_is_not_asked_again_about_who_objects():
    book = dataclasses.replace(PLAYBOOK, rejections={"again": AGAIN})
    no = (minutes(6), Reject(by="ana", reason="again"))
    done = walk(POINTS, (minutes(1), Accept(by="ana")), objection(5), no, playbook=book)
    assert (done.lead.stage, done.lead.waiting, [kind for kind, _ in told(done)]) == ("Nurture", None, ["notice"])


def test_its_owner_is_told_that_it_is_nobodys_and_nothing_that_waits_leaves():
    done = walk(POINTS, objection(5))
    assert told(done) == [("taken_away", "ana")]
    assert {kind for e in done.effects if isinstance(e, CancelPending) for kind in e.kinds} >= {"assigned", "reminder"}


def test_a_form_that_takes_consent_back_is_not_told_as_one_that_asks_again():
    form = submission("news", at=minutes(5), consent={"marketing": "unsubscribed"})
    assert told(walk(POINTS, form)) == [("taken_away", "ana")]


@pytest.mark.parametrize("steps", [(ASKED,), (POINTS, (minutes(1), Accept(by="ana")))])
def test_who_works_it_on_is_told_what_they_object_to(steps):
    assert told(walk(*steps, objection(5)))[-1] == ("notice", "ana")


def test_an_objection_of_a_twin_holds_for_the_lead_they_become():
    twin = replace(walk(objection(1)).lead, id="L2", person="eva@home.example")
    both = join(walk(POINTS).lead, twin, setting(minutes(9)), by="mara")
    assert (both.lead.lead.stage, both.lead.lead.owner) == ("Nurture", None)
    assert PLAYBOOK.version == both.lead.lead.clocks[-1].playbook
