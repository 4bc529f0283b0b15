"""How does the second half of a playbook read aloud: questions, definition, promises, ways back?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from batonpass.handoff.playbook import WORKED, Playbook
from batonpass.handoff.playbook.second import AnswerKind, SecondHandoff
from batonpass.handoff.words import length, span
from batonpass.written.rules import Rule, Section


def questions_in_words(playbook: Playbook) -> Section:
    """What an SDR finds out."""
    return Section(name="Qualification", says="What an SDR finds out", rules=tuple(_questions(playbook)))


def second_in_words(agreed: SecondHandoff, *, routing: Iterable[Rule], ladder: Iterable[Rule]) -> Iterator[Section]:
    """When a lead goes on to an account executive, to whom, how fast, and why it may come back."""
    yield Section(
        name="Second handoff", says="When an account executive is asked to take it", rules=tuple(_agreed(agreed))
    )
    yield Section(name="Routing to account executives", says="Who is asked to take it", rules=tuple(routing))
    yield Section(name="Escalation to account executives", says="What happens until they answer", rules=tuple(ladder))
    yield Section(name="Coming back", says="Why an account executive may give it back", rules=tuple(_returns(agreed)))


def _questions(playbook: Playbook) -> Iterator[Rule]:
    for name, one in playbook.questions.items():
        kind = "in words" if one.kind is AnswerKind.TEXT else " or ".join(one.choices).replace("_", " ")
        yield Rule(name=name, says=one.asks, gives=f"{kind}, required" if one.required else kind)


def _agreed(agreed: SecondHandoff) -> Iterator[Rule]:
    for rule in agreed.ready:
        yield Rule(name=f"ready.{rule.name}", says=f"Only if {rule.says}: {rule.when.words()}")
    yield Rule(name="accept", says="Taken over or given back within", gives=length(agreed.accept))
    yield Rule(name="decide", says="An opportunity, or an end, within", gives=span(agreed.decide))
    yield Rule(name="close", says="Without a close date, won or lost within", gives=span(agreed.close))
    if agreed.lost:
        reasons = ", ".join(reason.replace("_", " ") for reason in agreed.lost)
        yield Rule(name="lost", says=f"Lost for one of: {reasons}")


def _returns(agreed: SecondHandoff) -> Iterator[Rule]:
    for code, reason in agreed.returns.items():
        note = " (with a note)" if reason.needs_note else ""
        clock = ", whose clock runs anew" if reason.anew else ", with what was left of the time"
        gives = f"to the SDR{clock}" if reason.then in WORKED else f"goes to {reason.then.value}"
        yield Rule(name=code, says=reason.says + note, gives=gives)
