"""Which rules did not count but nearly did: for want of data, or of one clause?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from .condition import Condition
from .condition.form import All, Either, Form
from .condition.run import Facts, Run, runner
from .condition.why import misser
from .condition.words import say
from .playbook import Model, Playbook

Lacks = Callable[[Facts], str]
Misses = Callable[[Facts], tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """A rule that did not count but nearly did: for want of `missing` fields, or of the one clause in `lacks`."""

    rule: str
    kind: str
    says: str
    points: Decimal | None = None
    missing: tuple[str, ...] = ()
    lacks: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A rule made ready to be asked how far it is from counting."""

    when: Condition
    bare: Near
    misses: Misses
    lacks: Lacks

    def ask(self, facts: Facts) -> Near | None:
        """The rule, if it nearly counted."""
        holds = self.when.holds(facts)
        if holds:
            return None
        if holds is None:
            return replace(self.bare, missing=self.misses(facts))
        words = self.lacks(facts)
        return replace(self.bare, lacks=words) if words else None


def questions(playbook: Playbook, model: Model) -> tuple[Question, ...]:
    """All that can nearly count under a model of the playbook: its fit rules, disqualifiers, the models before it."""
    return tuple(_questions(playbook, model))


def nearest(asked: tuple[Question, ...], seen: Mapping[str, object]) -> tuple[Near, ...]:
    """Those of the rules that nearly counted, in the order of the playbook."""
    return tuple([near for one in asked if (near := one.ask(seen))])


def _questions(playbook: Playbook, model: Model) -> Iterator[Question]:
    for rule in model.fit:
        yield _question(rule.when, Near(rule=rule.name, kind="fit", says=rule.says, points=rule.points))
    for out in playbook.definition.disqualifiers:
        yield _question(out.when, Near(rule=out.name, kind="disqualifier", says=out.says))
    for other in playbook.models[: playbook.models.index(model)]:
        if other.when:
            says = f"the points of the {other.name} model"
            yield _question(other.when, Near(rule=other.name, kind="model", says=says))


def _question(when: Condition, bare: Near) -> Question:
    return Question(when=when, bare=bare, misses=misser(when.form), lacks=lacker(when.form))


def lacker(form: Form) -> Lacks:
    """How to find the words of the one clause a false condition lacks; empty when it lacks more, or is a clause."""
    match form:
        case All(parts=parts):
            return _one_of([(runner(part), _inside(part)) for part in parts])
        case Either(parts=parts):
            inner = [lacker(part) for part in parts]
            return lambda facts: next((words for ask in inner if (words := ask(facts))), "")
        case _:
            return lambda _facts: ""


def _inside(part: Form) -> Lacks:
    """What is said when this part is all that lacks."""
    if isinstance(part, All | Either):
        return lacker(part)
    words = say(part)
    return lambda _facts: words


def _one_of(parts: list[tuple[Run, Lacks]]) -> Lacks:
    def lacks(facts: Facts) -> str:
        only: Lacks | None = None
        for holds, says in parts:
            if holds(facts) is not True:
                if only:
                    return ""
                only = says
        return only(facts) if only else ""

    return lacks
