"""What have we had to do with this lead before: who spoke to them, and what came of it?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from . import facts as f
from .facts.review import Approved, SentBack
from .facts.second import Lost, OpportunityOpened, Returned, Won
from .playbook import Playbook
from .reasons import reason_words
from .words import day_named, full_day, worth_said

Named = Callable[[str | None], str]
DECISIONS = f.Accepted | f.Rejected | f.Disposed | Approved | SentBack
ENDS = f.Rejected | f.Disposed | Won | Lost


def touchpoints(facts: Iterable[f.Fact], playbook: Playbook, *, at: datetime, name_of: Named) -> Iterator[str]:
    """Each touch and each decision that stands, with its day and who it was, the latest last."""
    for fact in standing(facts):
        says = _says(fact, playbook, name_of)
        if says:
            yield f"{day_named(fact.at, at)}: {says}"


def ended_rounds(facts: Iterable[f.Fact], playbook: Playbook, *, name_of: Named) -> tuple[str, ...]:
    """How it ended the last time, in a sentence; none where nothing has ended yet."""
    ended = [fact for fact in standing(facts) if isinstance(fact, ENDS)]
    return tuple(f"the last round ended on {full_day(one.at)} ({_says(one, playbook, name_of)})" for one in ended[-1:])


def standing(facts: Iterable[f.Fact]) -> tuple[f.Fact, ...]:
    """The facts without the decisions that were taken back, and without the taking back."""
    kept: list[f.Fact] = []
    for fact in facts:
        if not isinstance(fact, f.Undone):
            kept.append(fact)
            continue
        last = next((n for n in reversed(range(len(kept))) if isinstance(kept[n], DECISIONS)), None)
        if last is not None:
            del kept[last]
    return tuple(kept)


def _says(fact: f.Fact, playbook: Playbook, name_of: Named) -> str:
    match fact:
        case f.Touched():
            return f"{fact.kind} by {name_of(fact.by)}"
        case f.Accepted():
            return f"accepted by {name_of(fact.by)}"
        case f.Rejected():
            return f"given back by {name_of(fact.by)}, {reason_words(fact.reason, playbook)}"
        case f.Disposed():
            return f"ended as {fact.outcome.replace('_', ' ')}{_why(fact.reason, playbook)}"
        case Returned():
            return f"given back by {name_of(fact.by)}, {reason_words(fact.reason, playbook)}"
        case OpportunityOpened():
            return f"an opportunity{_worth(fact)}"
        case Won():
            return f"won{_worth(fact)}"
        case Lost():
            return f"lost{_why(fact.reason, playbook)}"
        case _:
            return ""


def _why(reason: str, playbook: Playbook) -> str:
    return f", {reason_words(reason, playbook)}" if reason else ""


def _worth(fact: OpportunityOpened | Won) -> str:
    return f" of {worth_said(fact.amount, fact.currency)}" if fact.amount is not None else ""
