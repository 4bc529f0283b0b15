"""What does a form of the second half ask for?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation

from batonpass.handoff.refusal import invalid
from batonpass.handoff.requests import Request
from batonpass.handoff.requests_second import (
    AnswerChecklist,
    GiveBack,
    HandOver,
    Lose,
    OpenOpportunity,
    TakeNote,
    TakeOver,
    Win,
)
from batonpass.tongue.spoken import later, say
from batonpass.web.parts.numbers import amount
from batonpass.web.parts.reader import Reader

Fields = Mapping[str, str]


def _checklist(form: Fields, reader: Reader) -> Request:
    """An answer left blank says nothing new."""
    answers = {name.removeprefix("answer."): value for name, value in form.items() if name.startswith("answer.")}
    said = {name: value for name, value in answers.items() if value.strip()}
    notes = {name: form.get(f"note.{name}", "") for name in said}
    return AnswerChecklist(
        by=reader.by, answers=said, notes={name: note for name, note in notes.items() if note.strip()}
    )


def _note(form: Fields, reader: Reader) -> Request:
    return TakeNote(
        by=reader.by,
        text=form.get("text", ""),
        kind=form.get("kind", ""),
        next_step=form.get("next_step", ""),
        meeting_at=instant(form, "meeting_at", reader, says=say("write the time as 2027-03-02T10:15")),
        key=form.get("once", ""),
        asked=form.get("once", "") and form.get("text", "")[:100],
    )


def _hand_over(form: Fields, reader: Reader) -> Request:
    return HandOver(by=reader.by, to=form.get("to", ""))


def _take_over(_: Fields, reader: Reader) -> Request:
    return TakeOver(by=reader.by)


def _give_back(form: Fields, reader: Reader) -> Request:
    return GiveBack(by=reader.by, reason=form.get("reason", ""), note=form.get("note", ""))


def _opportunity(form: Fields, reader: Reader) -> Request:
    return OpenOpportunity(
        by=reader.by,
        amount=_amount(form.get("amount", "")),
        currency=form.get("currency", "").strip().upper(),
        close_on=_day(form.get("close_date", "")),
        deal_id=form.get("deal_id", "").strip(),
    )


def _won(form: Fields, reader: Reader) -> Request:
    return Win(by=reader.by, amount=_amount(form.get("amount", "")), currency=form.get("currency", "").strip().upper())


def _lost(form: Fields, reader: Reader) -> Request:
    return Lose(by=reader.by, reason=form.get("reason", ""), note=form.get("note", ""))


def _amount(written: str) -> Decimal | None:
    if not written.strip():
        return None
    try:
        return amount(written)
    except InvalidOperation:
        raise invalid(say("write the amount as a number, such as 12000 or 12000.50"), field="amount") from None


def _day(written: str) -> date | None:
    if not written:
        return None
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise invalid(say("write the day as 2027-05-31"), field="close_date") from None


def instant(form: Fields, name: str, reader: Reader, *, says: str) -> datetime | None:
    """A wall-clock time of the reader's own zone, as browsers send it; None when it was left empty.

    Raises Refusal, naming the field, with what `says` tells to write.
    """
    written = form.get(name, "")
    if not written:
        return None
    try:
        local = datetime.fromisoformat(written)
    except ValueError:
        raise invalid(says, field=name) from None
    return (local if local.tzinfo else local.replace(tzinfo=reader.zone)).astimezone(UTC)


SECOND_ASKS: Mapping[str, Callable[[Fields, Reader], Request]] = {
    "checklist": _checklist,
    "note": _note,
    "hand_over": _hand_over,
    "take_over": _take_over,
    "give_back": _give_back,
    "opportunity": _opportunity,
    "won": _won,
    "lost": _lost,
}
SECOND_DONE: Mapping[str, str] = {
    "checklist": later("Noted what you found out."),
    "note": later("Written down. It travels with the lead."),
    "take_over": later("Taken over: it is an SQL now, and yours to close."),
    "give_back": later("Given back, with your reason."),
    "opportunity": later("The opportunity is up to date."),
    "won": later("Won. Well done."),
    "lost": later("Lost, with its reason."),
}
