"""Which examples does a playbook break, whose are they, and which of its rules breaks them?"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from decimal import Decimal

from batonpass.handoff.bands import grounds_of
from batonpass.handoff.facts import Part, Scored
from batonpass.handoff.playbook import Definition
from batonpass.handoff.words import plain
from batonpass.written.check import Checked
from batonpass.written.load import Written
from batonpass.written.refused import Problem, Refused, quoted

ZERO = Decimal(0)
_ANY = datetime(2000, 1, 1, tzinfo=UTC)
NUMBERS = ("mql_from", "hot_from", "hot_exit_below", "mql_exit_below", "fit_at_least", "behaviour_at_least")
ELSEWHERE = {
    "model": "models",
    "fit": "fit",
    "behaviour": "signals",
    "total": "fit and signals",
    "tier": "tiers",
    "owner": "routing",
    "queue": "routing",
}
"""What can be expected of a lead besides how far it gets, and the section that says it."""


def refuse_broken(cases: Iterable[Checked], written: Written, where: str, *, before: Written | None = None) -> None:
    """Raise Refused naming every example that does not hold, its author and date, and the rule.

    `before` is the playbook in force: a threshold that it sets otherwise is named with both numbers.
    """
    broken = [broken_by(one, written, where, before=before) for one in cases if not one.passed]
    if broken:
        raise Refused(broken)


def broken_by(checked: Checked, written: Written, where: str, *, before: Written | None = None) -> Problem:
    """One example that does not hold, said to the person who can mend it."""
    case = checked.case
    author = f"by {case.by or 'nobody'}, {case.on or 'no date'}"
    says = f"{case.kind} {quoted(case.name)} ({author}) no longer holds: {why_broken(checked, written, before=before)}"
    return Problem(
        where=where,
        path=_place(checked),
        says=says,
        instead="Change the rule, or agree with its author on another example",
        line=case.line,
    )


def why_broken(checked: Checked, written: Written, *, before: Written | None = None) -> str:
    """What should be and would not, why, by which rule, and from which points."""
    wishes = "; ".join(_wish(key, wish, checked) for key, wish in checked.missed.items())
    return f"{wishes}, because {checked.because}. {_rule(checked, written, before)}"


def _wish(key: str, wish: str, checked: Checked) -> str:
    got = checked.got.get("stage" if key == "not" else key, "")
    return f"it must not be {wish} and would be" if key == "not" else f"{key} should be {wish} and would be {got}"


def _place(checked: Checked) -> str:
    return "definition." + ("counter_examples" if checked.case.kind == "counter-example" else "examples")


def _rule(checked: Checked, written: Written, before: Written | None) -> str:
    """The rule that decides, with its number here and in force; and the points it counted."""
    definition = written.playbook.definition
    rule = _decides(checked, definition)
    told = f"The rule: {rule}"
    if rule.rpartition(".")[2] in NUMBERS:
        told += f", {_number(definition, rule.rpartition('.')[2])} here"
    was = before.playbook.definition if before else None
    if was is not None and before is not None:
        moved = [name for name in NUMBERS if getattr(was, name) != getattr(definition, name)]
        changed = ", ".join(f"{name} {_number(definition, name)} instead of {_number(was, name)}" for name in moved)
        told += f". Unlike version {before.playbook.version}, which is in force: {changed}" if changed else ""
    points = ", ".join(f"{plain(part.points)} {part.says}" for part in checked.parts)
    return f"{told}. The points: {points or 'none'}"


def _decides(checked: Checked, definition: Definition) -> str:
    """The place that decides what came otherwise; how far a lead gets comes before how fast, by whom and how many."""
    missed = checked.missed
    if missed.keys() & {"stage", "not", "decision"}:
        return checked.rule or _ground(checked.parts, definition)
    if "band" in missed:
        ground = _ground(checked.parts, definition)
        hot = "hot" in (missed["band"], checked.got["band"])
        return "definition.hot_from" if hot and ground == "definition.mql_from" else ground
    return next(place for key, place in ELSEWHERE.items() if key in missed)


def _ground(parts: tuple[Part, ...], definition: Definition) -> str:
    fit = sum((part.points for part in parts if part.kind == "fit"), ZERO)
    did = sum((part.points for part in parts if part.kind == "behaviour"), ZERO)
    scored = Scored(at=_ANY, fit=fit, behaviour=did, total=fit + did, model="", parts=parts)
    return grounds_of(scored, definition).rule


def _number(definition: Definition, name: str) -> str:
    value = getattr(definition, name)
    return plain(value) if isinstance(value, Decimal) else "none"
