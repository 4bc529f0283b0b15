"""What does Salesforce say of a task or an event that somebody logged there: was anybody reached by it?"""

from __future__ import annotations

from collections.abc import Mapping

from batonpass.connectors.reached import REPLY, TOUCH, Reached
from batonpass.connectors.shapes import instant
from batonpass.connectors.source import Unkept

ACTIVITIES = frozenset({"Task", "Event"})
KINDS = {"call": "call", "email": "email", "linkedin": "message", "meeting": "meeting", "video": "video"}
"""What TaskSubtype, or else Type, calls them; a list e-mail is no personal one."""


def of_values(kind: str, values: Mapping[str, str], *, key: str) -> Reached | Unkept:
    """A finished task that says how somebody was reached, or an event that was put into a calendar."""
    made = _event(values) if kind == "Event" else _task(values)
    if isinstance(made, str):
        return Unkept(because=made, key=key)
    reached, how, at = made
    who = values.get("WhoId", "")[:15]
    people = (f"salesforce:{who}",) if who else ()
    return Reached(reached=reached, kind=how, at=at, people=people, owner=values.get("OwnerId", ""), key=key)


def _task(values: Mapping[str, str]) -> tuple[str, str, str] | str:
    if values.get("Status") != "Completed" and values.get("IsClosed") != "true":
        return "that task is still to be done"
    said = [values.get(name, "").lower() for name in ("TaskSubtype", "Type")]
    if "listemail" in said:
        return "that went to a list; only what a person writes to one other is a touch"
    how = next((KINDS[one] for one in said if one in KINDS), "")
    if not how:
        return "that task does not say how anybody was reached"
    at = _when(values, "CompletedDateTime", "CreatedDate")
    if how == "call" and values.get("CallType") == "Inbound":
        return REPLY, "call", at
    left = "voicemail" in values.get("CallDisposition", "").lower().replace(" ", "")
    return TOUCH, "voicemail" if how == "call" and left else how, at


def _event(values: Mapping[str, str]) -> tuple[str, str, str] | str:
    """Booked is what counts, and it is booked when it is entered, not when it takes place."""
    return TOUCH, "meeting", _when(values, "CreatedDate")


def _when(values: Mapping[str, str], *names: str) -> str:
    found = next((values[name] for name in names if values.get(name)), "")
    return instant(found) or found
