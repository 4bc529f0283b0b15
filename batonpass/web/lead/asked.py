"""What does a form on a lead's page ask for?"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from batonpass.handoff.refusal import invalid
from batonpass.handoff.requests import (
    Accept,
    Claim,
    Dispose,
    Pause,
    Reassign,
    Reject,
    Reply,
    Request,
    Resume,
    RouteAgain,
    SkipStep,
    Snooze,
    Touch,
    Undo,
)
from batonpass.tongue.spoken import say
from batonpass.web.parts.numbers import whole
from batonpass.web.parts.reader import Reader

from .asked_second import SECOND_ASKS, instant

Fields = Mapping[str, str]
STEP_MOST = 9_999
SNOOZE_MOST = 99_999


def request_of(action: str, form: Fields, reader: Reader) -> Request | None:
    """The request in a form, by the reader; None for an unknown action. Raises Refusal for an unreadable field."""
    asks = ASKS.get(action)
    return asks(form, reader) if asks else None


def _touch(form: Fields, reader: Reader) -> Request:
    says = say("write the time as 2027-03-02T10:15, or leave it empty for now")
    return Touch(by=reader.by, kind=form.get("kind", ""), at=instant(form, "at", reader, says=says))


def _accept(_: Fields, reader: Reader) -> Request:
    return Accept(by=reader.by)


def _reject(form: Fields, reader: Reader) -> Request:
    said = {name: form.get(name, "") for name in ("reason", "note", "duplicate_of")}
    return Reject(by=reader.by, **said)


def _dispose(form: Fields, reader: Reader) -> Request:
    outcome, _, reason = form.get("outcome", "").partition(":")
    said = {"note": form.get("note", ""), "override": form.get("override", "")}
    return Dispose(by=reader.by, outcome=outcome, reason=reason, **said)


def _reply(_: Fields, reader: Reader) -> Request:
    return Reply(by=reader.by)


def _snooze(form: Fields, reader: Reader) -> Request:
    minutes = whole(form.get("minutes", ""), SNOOZE_MOST)
    if minutes is None:
        raise invalid(say("choose in how many minutes you want to be told again"), field="minutes")
    return Snooze(by=reader.by, minutes=minutes)


def _pause(form: Fields, reader: Reader) -> Request:
    return Pause(by=reader.by, reason=form.get("reason", ""))


def _resume(_: Fields, reader: Reader) -> Request:
    return Resume(by=reader.by)


def _skip(form: Fields, reader: Reader) -> Request:
    step = whole(form.get("step", ""), STEP_MOST)
    if step is None:
        raise invalid(say("name the step by its number"), field="step")
    return SkipStep(by=reader.by, step=step, reason=form.get("reason", ""))


def _reassign(form: Fields, reader: Reader) -> Request:
    return Reassign(by=reader.by, to=form.get("to", ""), waive=form.get("waive", ""))


def _claim(_: Fields, reader: Reader) -> Request:
    return Claim(by=reader.by)


def _route(_: Fields, reader: Reader) -> Request:
    return RouteAgain(by=reader.by)


def _undo(_: Fields, reader: Reader) -> Request:
    return Undo(by=reader.by)


ASKS: Mapping[str, Callable[[Fields, Reader], Request]] = {
    "touch": _touch,
    "accept": _accept,
    "reject": _reject,
    "dispose": _dispose,
    "reassign": _reassign,
    "reply": _reply,
    "skip": _skip,
    "claim": _claim,
    "route": _route,
    "snooze": _snooze,
    "pause": _pause,
    "resume": _resume,
    "undo": _undo,
    **SECOND_ASKS,
}
