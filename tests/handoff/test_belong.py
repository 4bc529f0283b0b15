"""Does the ladder decide again once somebody says to which account a lead belongs, and take nothing from anybody?"""

from __future__ import annotations

from dataclasses import replace

import pytest

from batonpass.handoff.facts import TurnReturned
from batonpass.handoff.facts.match import AccountMatched
from batonpass.handoff.joining import belong
from batonpass.handoff.people import Account, Member, Pool
from batonpass.handoff.playbook import Case, Rung, RungKind, Target
from batonpass.handoff.requests import Accept, Reassign, Touch
from tests.handoff.cast import PEOPLE, PLAYBOOK, minutes, setting, submission, walk, when

SIZES = Rung(
    kind=RungKind.CASES,
    name="size",
    cases=(Case(name="large", when=when("account.employees >= 1000"), target=Target(pools=("large",))),),
)
OWNER, TERRITORY, POOL, QUEUE = PLAYBOOK.routing
BOOK = replace(PLAYBOOK, routing=(OWNER, SIZES, TERRITORY, POOL, QUEUE))
HOUSE = replace(
    PEOPLE,
    accounts={
        "big.example": Account(domain="big.example", name="Big", employees=5000),
        "small.example": Account(domain="small.example", name="Small", employees=60),
        "volvo.example": PEOPLE.accounts["volvo.example"],
    },
    pools={**PEOPLE.pools, "large": Pool(name="large", members=(Member(rep="astrid"),))},
)
GIVEN = (minutes(1), Reassign(by="mara", to="bruno"))
WAITS = (minutes(1), Reassign(by="mara", to="triage"))
TOUCHED = (minutes(1), Touch(by="ana", kind="call"))
TAKEN = (minutes(1), Accept(by="ana"))


def belongs(account: str, *steps):
    lead = walk(submission(), *steps, playbook=BOOK, people=HOUSE).lead
    matched = AccountMatched(at=minutes(5), because=f"matched with {account}", by="mara", account=account, likeness=1)
    return belong(lead, matched, setting(minutes(5), BOOK, HOUSE))


@pytest.mark.parametrize(
    ("account", "steps", "owner"),
    [
        ("big.example", (), "astrid"),
        ("big.example", (WAITS,), "astrid"),
        ("small.example", (WAITS,), "ana"),
        ("small.example", (), "ana"),
        ("big.example", (GIVEN,), "bruno"),
        ("volvo.example", (GIVEN,), "astrid"),
        ("big.example", (TOUCHED,), "ana"),
        ("volvo.example", (TAKEN,), "ana"),
    ],
)
def test_who_has_a_lead_once_its_account_is_known(account, steps, owner):
    assert belongs(account, *steps).lead.owner == owner


def test_its_promise_goes_along_and_the_turn_that_was_spent_comes_back():
    done = belongs("big.example")
    assert done.lead.clock.due_at == minutes(30)
    assert [(f.pool, f.rep) for f in done.facts if isinstance(f, TurnReturned)] == [("emea", "ana")]
