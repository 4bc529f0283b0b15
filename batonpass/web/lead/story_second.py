"""What is said of a fact of the second half: found out, handed over, taken over, given back, won or lost?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from batonpass.handoff.brief_second import told as told_aloud
from batonpass.handoff.facts import second as f
from batonpass.handoff.playbook import WORKED
from batonpass.handoff.reasons import reason_words
from batonpass.tongue.heard import heard, heard_term
from batonpass.tongue.spoken import say
from batonpass.web.parts import words
from batonpass.web.parts.reader import Reader

Said = tuple[str, str, str]
"""What is said, why, and in which tone."""


def _answered(fact: f.ChecklistAnswered, reader: Reader) -> Said:
    questions, notes = reader.agreed.playbook.questions, fact.notes
    told = " · ".join(
        told_aloud(questions[name], value, notes.get(name, ""))
        if name in questions
        else f"{words.sentence(words.plain(name))}: {words.plain(value)}"
        for name, value in fact.answers.items()
    )
    return say("{name} found out more", name=_name(fact.by, reader)), told, ""


def _noted(fact: f.NoteTaken, reader: Reader) -> Said:
    meets = words.moment(fact.meeting_at, zone=reader.zone, now=reader.now) if fact.meeting_at else ""
    parts = (
        fact.text,
        fact.next_step and say("next: {next_step}", next_step=fact.next_step),
        meets and say("meeting {meets}", meets=meets),
    )
    return say("{name} wrote a note", name=_name(fact.by, reader)), " · ".join(part for part in parts if part), ""


def _handed_over(fact: f.HandedOver, reader: Reader) -> Said:
    again = say(", for the {round}. time", round=fact.round) if fact.round > 1 else ""
    return (
        say("{name} handed it over to an account executive{again}", name=_name(fact.by, reader), again=again),
        "",
        "key",
    )


def _taken_over(fact: f.TakenOver, reader: Reader) -> Said:
    return say("{name} took it over: an SQL", name=_name(fact.by, reader)), "", "good"


def _returned(fact: f.Returned, reader: Reader) -> Said:
    reason = heard_term(reason_words(fact.reason, reader.agreed.playbook))
    goes = say("goes to who handed it over") if fact.then in WORKED else say("goes to {value}", value=fact.then.value)
    return (
        say("{name} gave it back: {reason}", name=_name(fact.by, reader), reason=reason),
        f"“{fact.note}” · {goes}" if fact.note else goes,
        "bad",
    )


def _by_because(fact: f.OpportunityOpened | f.Won | f.Lost, tone: str) -> Said:
    note = fact.note if isinstance(fact, f.Lost) else ""
    return words.sentence(heard(fact.because)), f"“{note}”" if note else "", tone


def _opened(fact: f.OpportunityOpened, _: Reader) -> Said:
    return _by_because(fact, "key")


def _won(fact: f.Won, _: Reader) -> Said:
    return _by_because(fact, "good")


def _lost(fact: f.Lost, _: Reader) -> Said:
    return _by_because(fact, "bad")


def _name(who: str | None, reader: Reader) -> str:
    return say("The CRM") if who == "crm" else reader.agreed.directory.name_of(who)


SECOND_TOLD: Mapping[type, Callable[[Any, Reader], Said]] = {
    f.ChecklistAnswered: _answered,
    f.NoteTaken: _noted,
    f.HandedOver: _handed_over,
    f.TakenOver: _taken_over,
    f.Returned: _returned,
    f.OpportunityOpened: _opened,
    f.Won: _won,
    f.Lost: _lost,
}
