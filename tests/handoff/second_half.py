"""The cast of the second handoff: questions, a definition, account executives, reasons to give back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from batonpass.handoff.condition import TEXT, choice, compile_condition
from batonpass.handoff.people import Member, Pool, Rep
from batonpass.handoff.playbook import Rung, RungKind, Stage, Target
from batonpass.handoff.playbook.second import AnswerKind, Question, ReadyRule, ReturnReason, SecondHandoff
from batonpass.handoff.requests import Accept, Touch
from batonpass.handoff.requests_second import AnswerChecklist, HandOver
from tests.handoff.cast import PEOPLE, PLAYBOOK, REPS, minutes, submission

QUESTIONS = {
    "need": Question(name="need", asks="Do they have the problem we solve?", required=True),
    "budget": Question(name="budget", asks="Is there a way to a budget?", kind=AnswerKind.CHOICE, of=("yes", "path")),
    "tools": Question(name="tools", asks="What do they use today?", kind=AnswerKind.TEXT),
}
SCHEMA = {"answer.need": choice("yes", "no"), "answer.budget": choice("yes", "path"), "answer.tools": TEXT}
RETURNS = {
    "no_meeting": ReturnReason(code="no_meeting", says="they did not come", then=Stage.SAL),
    "new_need": ReturnReason(code="new_need", says="another need came up", then=Stage.SAL, anew=True),
    "bad_timing": ReturnReason(code="bad_timing", says="not this year", then=Stage.NURTURE),
    "other": ReturnReason(code="other", says="something else", then=Stage.SAL, needs_note=True),
}
AES = {
    name: Rep(id=name, name=name.title(), email=f"{name}@lumen.example", calendar="lisbon", manager="mara")
    for name in ("otto", "paula")
}
SECOND = SecondHandoff(
    ready=(
        ReadyRule(name="need", when=compile_condition('answer.need == "yes"', SCHEMA), says="they have the problem"),
        ReadyRule(
            name="money", when=compile_condition('answer.budget in ["yes", "path"]', SCHEMA), says="money is near"
        ),
    ),
    routing=(
        Rung(kind=RungKind.SEND, name="pool", target=Target(pools=("ae",))),
        Rung(kind=RungKind.SEND, name="queue", target=Target(queue="triage")),
    ),
    default_queue="triage",
    accept=timedelta(hours=4),
    ladder=PLAYBOOK.ladder,
    returns=RETURNS,
    lost=("price", "no_decision"),
)
TIERS = tuple(replace(tier, dispose=timedelta(days=14)) for tier in PLAYBOOK.tiers)
BOOK = replace(PLAYBOOK, tiers=TIERS, questions=QUESTIONS, second=SECOND)
HOUSE = replace(
    PEOPLE,
    reps={**REPS, **AES},
    pools={**PEOPLE.pools, "ae": Pool(name="ae", members=(Member(rep="otto"), Member(rep="paula")))},
)
FOUND = AnswerChecklist(by="ana", answers={"need": "yes", "budget": "path"}, notes={"budget": "board in May"})
WORKED = (
    submission(),
    (minutes(5), Touch(by="ana", kind="call")),
    (minutes(6), Accept(by="ana")),
    (minutes(20), FOUND),
)
"""Eva, called, accepted and asked by Ana."""
HANDED = (*WORKED, (minutes(30), HandOver(by="ana")))
"""And handed over to Otto."""
