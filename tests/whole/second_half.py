"""The account executives of the whole-program tests, and the second half of their playbook."""

from __future__ import annotations

from typing import Any

from tests.whole.people import CALENDARS, playbook
from tests.whole.program import Program

SECOND_HALF = """
qualification:
  need: {asks: Do they have the problem we solve?, required: true}
  authority: {asks: Does this person decide?}
  budget: {asks: Is there a way to a budget?, kind: choice, of: [approved, path, none]}
  timing: {asks: When do they want it?, kind: choice, of: [this_quarter, this_year, later]}
  tools: {asks: What do they use today?, kind: text}
second_handoff:
  ready:
    need: {when: 'answer.need == "yes"', says: they have the problem we solve}
    money: {when: 'answer.budget in ["approved", "path"]', says: money is near}
  routing:
    - account_owner
    - pool: ae
    - queue: triage
  accept: 4h
  decide: 14d
  returns:
    no_show: {says: they did not come to the meeting}
    new_people: {says: other people decide now, clock: anew}
    too_early: {says: not this year, then: nurture}
    other: {says: something else, needs_note: true}
  lost: [price, no_decision]
  examples:
    - {name: a need and a way to money, answers: {need: yes, budget: path}}
  counter_examples:
    - {name: a need without money, answers: {need: yes, budget: none}}
"""


def join_in(on: Program, version: str = "second", **changes: str) -> None:
    """Otto and Paula close what Ana and Bruno qualify, by the playbook with both halves."""
    on.put("/v1/calendars/cal-lis", CALENDARS["cal-lis"])
    for name in ("otto", "paula"):
        on.put(f"/v1/reps/{name}", closer(name))
    on.put("/v1/pools/ae", {"members": [{"rep": "otto"}, {"rep": "paula"}]})
    text = playbook(version, ('pool: "*"', "pool: emea")) + SECOND_HALF
    for old, new in changes.items():
        assert old in text, old
        text = text.replace(old, new)
    on.apply(text)


def closer(name: str, **more: Any) -> dict[str, Any]:
    return {
        "name": name.title(),
        "email": f"{name}@lumen.example",
        "calendar": "cal-lis",
        "manager": "mara",
        **more,
    }


def do(on: Program, lead: str, what: str, *, expect: int = 200, key: str = "", **sent: Any) -> Any:
    """Ask something of a lead."""
    headers = {"Idempotency-Key": key} if key else {}
    return on.ask("POST", f"/v1/leads/{lead}/{what}", sent, expect=expect, headers=headers)


def qualified(on: Program, **person: Any) -> str:
    """A lead that Ana has called, accepted and asked, ready to be handed over."""
    taken = on.submit(**person)
    lead, owner = taken["lead_id"], taken["owner"]
    do(on, lead, "touches", by=owner, kind="call")
    do(on, lead, "accept", by=owner)
    do(on, lead, "checklist", by=owner, answers={"need": "yes", "budget": "path"}, notes={"budget": "board in May"})
    return lead


def clock(lead: dict[str, Any], promise: str) -> dict[str, Any]:
    """The latest clock of this promise."""
    return [one for one in lead["clocks"] if one["promise"] == promise][-1]
