"""How does a playbook read aloud, rule by rule? The page and the comparison of two versions both stand on this."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from batonpass.handoff.off_shift import OffShift
from batonpass.handoff.playbook import Definition, Model, Playbook, Reason, Rung, RungKind, Signal, Stage, Target
from batonpass.handoff.rungs import LadderStep
from batonpass.handoff.stages import GIVEN_BACK
from batonpass.handoff.words import length, plain, span
from batonpass.written import cadence_words
from batonpass.written.commitments_in_words import committed
from batonpass.written.crm import synced
from batonpass.written.load import Written
from batonpass.written.reviews import reviewed
from batonpass.written.routing import EVERYBODY
from batonpass.written.rules import Rule, Section
from batonpass.written.second_words import questions_in_words, second_in_words

ROUTES = {
    RungKind.ACCOUNT_OWNER: "the owner of the account",
    RungKind.ACCOUNT_TEAM: "the next in turn of the account's team",
    RungKind.SAME_COMPANY: "whoever works another lead of the same company",
}


def in_words(written: Written) -> tuple[Section, ...]:
    """The whole agreement as people read it; each rule is worded by the same conditions that decide."""
    playbook = written.playbook
    name_of = written.directory.name_of
    base, *others = reversed(playbook.models)
    routing, ladder = tuple(_routing(playbook, name_of)), tuple(_ladder(playbook, name_of))
    sections = [
        Section(name="Ready for sales", says="When a lead is handed over", rules=tuple(_definition(playbook))),
        Section(name="Fit", says="Points for what a company or person is", rules=tuple(_fit(base))),
        Section(name="Behaviour", says="Points for what a person does", rules=tuple(_signals(base))),
        *(_model(model, base) for model in reversed(others)),
        Section(name="Promises", says="How fast sales gets in touch", rules=tuple(_tiers(playbook))),
        Section(name="Routing", says="Who works it: the first step that can answer", rules=routing),
        Section(name="Escalation", says="What happens while a promise runs out", rules=ladder),
        Section(name="Commitments", says="What both sides promise for the month", rules=tuple(_committed(playbook))),
        Section(name="Follow-up", says="Which touches a lead gets, and how many", rules=_cadences(playbook)),
        *_second(playbook, name_of),
        Section(name="CRM", says="What is kept alike in the CRM", rules=_crm(playbook)),
        Section(name="Giving back", says="Why sales may reject a lead", rules=tuple(_rejections(playbook, name_of))),
        Section(name="Outcomes", says="What can become of a lead in work", rules=tuple(_outcomes(playbook))),
    ]
    return tuple(section for section in sections if section.rules)


def _definition(playbook: Playbook) -> Iterator[Rule]:
    agreed = playbook.definition
    yield Rule(name="mql_from", says="Ready from a score of", gives=plain(agreed.mql_from))
    yield Rule(name="hot_from", says="Hot from a score of", gives=plain(agreed.hot_from))
    yield Rule(name="hot_exit_below", says="Hot no more below", gives=plain(agreed.hot_exit_below))
    yield from _halves(agreed)
    yield from _matrix(agreed)
    signals = {name: one.says for model in playbook.models for name, one in model.signals.items()}
    for name in sorted(agreed.hand_raisers):
        floor = agreed.hand_raisers_need_fit
        needs = f", with a fit of at least {plain(floor)}" if floor is not None else ""
        yield Rule(name=f"hand_raisers.{name}", says=f"Whoever {signals.get(name, name)}{needs}", gives="ready at once")
    for out in agreed.disqualifiers:
        yield Rule(name=f"disqualifiers.{out.name}", says=f"If {out.when.words()}", gives=f"never: {out.says}")
    for name, says, gives in reviewed(playbook):
        yield Rule(name=name, says=says, gives=gives)
    again = span(playbook.requalify_after)
    yield Rule(name="requalify_after", says="Given back by sales, points bring it in again after", gives=again)


def _halves(agreed: Definition) -> Iterator[Rule]:
    for name, says, value in (
        ("mql_exit_below", "Ready no more below", agreed.mql_exit_below),
        ("fit_at_least", "And only with a fit of at least", agreed.fit_at_least),
        ("behaviour_at_least", "And only with a behaviour of at least", agreed.behaviour_at_least),
    ):
        if value is not None:
            yield Rule(name=name, says=says, gives=plain(value))


def _matrix(agreed: Definition) -> Iterator[Rule]:
    if agreed.matrix:
        for cell, band in sorted(agreed.matrix.cells.items()):
            yield Rule(name=f"matrix.{cell}", says=f"Fit {cell[0]} with behaviour {cell[1]}", gives=band)


def _fit(model: Model) -> Iterator[Rule]:
    for rule in model.fit:
        yield Rule(name=rule.name, says=f"{rule.says}: {rule.when.words()}", gives=_points(rule.points))


def _signals(model: Model) -> Iterator[Rule]:
    for name, signal in model.signals.items():
        yield Rule(name=name, says=signal.says + _limits(signal), gives=_points(signal.points))


def _limits(signal: Signal) -> str:
    told: list[str] = []
    if signal.half_life:
        told.append(f"half of it every {span(signal.half_life)}")
    if signal.times:
        within = f" in {span(signal.within)}" if signal.within else ""
        told.append(f"counts {signal.times} time{'s' if signal.times > 1 else ''}{within} at most")
    return f" ({', '.join(told)})" if told else ""


def _model(model: Model, base: Model) -> Section:
    """Only what differs from the base."""
    fit = {rule.name: rule for rule in _fit(base)}
    signals = {rule.name: rule for rule in _signals(base)}
    rules = [rule for rule in _fit(model) if fit.get(rule.name) != rule]
    rules += [rule for rule in _signals(model) if signals.get(rule.name) != rule]
    when = model.when.words() if model.when else "always"
    return Section(name=f"Points for {model.name}", says=f"Where {when}, unlike everywhere", rules=tuple(rules))


def _tiers(playbook: Playbook) -> Iterator[Rule]:
    for tier in playbook.tiers:
        when = f"If {tier.when.words()}" if tier.when else "Everybody else"
        more = [f"accepted within {span(tier.accept)}"] if tier.accept else []
        more += [f"closed within {span(tier.dispose)}"] if tier.dispose else []
        hours = ["in the hours of both"] if tier.both_hours else [f"by the calendar {tier.team}"] if tier.team else []
        yield Rule(name=tier.name, says=", ".join([when, *hours, *more]), gives=length(tier.first_touch))


def _cadences(playbook: Playbook) -> tuple[Rule, ...]:
    rules = (rule for cadence in playbook.cadences for rule in cadence_words.told(cadence))
    return tuple(Rule(name=name, says=says, gives=gives) for name, says, gives in rules)


def _routing(playbook: Playbook, name_of: Callable[[str | None], str]) -> Iterator[Rule]:
    for rung in playbook.routing:
        yield from _rung(rung, playbook, name_of)
    yield Rule(name="default_queue", says="If none of these can answer", gives=f"queue {playbook.default_queue}")


def _second(playbook: Playbook, name_of: Callable[[str | None], str]) -> Iterator[Section]:
    yield questions_in_words(playbook)
    agreed = playbook.second
    if agreed:
        its = replace(playbook, routing=agreed.routing, default_queue=agreed.default_queue, ladder=agreed.ladder)
        yield from second_in_words(agreed, routing=_routing(its, name_of), ladder=_ladder(its, name_of))


def _rung(rung: Rung, playbook: Playbook, name_of: Callable[[str | None], str]) -> Iterator[Rule]:
    if rung.kind is RungKind.NEEDS:
        *others, last = (path.rpartition(".")[2] for path in rung.needs)
        lacks = f"{', '.join(others)} or {last}" if others else last
        yield Rule(name=rung.name, says=f"If {lacks} is missing", gives=f"queue {playbook.default_queue}")
    for case in rung.cases:
        places = " and the postal code is in its range" if case.postal else ""
        says = f"{rung.name} {case.name}: {case.when.words()}{places}"
        yield Rule(name=f"{rung.name}.{case.name}", says=says, gives=_target(case.target, name_of))
        yield from _off_shift(f"{rung.name}.{case.name}", case.target)
    if rung.target:
        yield Rule(name=rung.name, says="Then", gives=_target(rung.target, name_of))
        yield from _off_shift(rung.name, rung.target)
    elif rung.kind in ROUTES:
        yield Rule(name=rung.name, says="First" if rung is playbook.routing[0] else "Then", gives=ROUTES[rung.kind])
    if rung.inactive_to_manager:
        yield Rule(name=f"{rung.name}.inactive", says="If that owner has left", gives="their manager")


def _off_shift(name: str, target: Target) -> Iterator[Rule]:
    """What becomes of a lead while its pools are closed, where that is not who opens first."""
    says = f"If nobody of {' or '.join(target.pools)} is at work"
    if target.pools == (EVERYBODY,):
        says = "If nobody is at work"
    if target.off_shift is OffShift.NEXT_RUNG:
        yield Rule(name=f"{name}.off_shift", says=says, gives="goes on to the next step")
    elif target.hold:
        held = target.hold
        gives = f"waits in the queue {held.queue}, {span(held.at_most)} at most, then the next in turn of "
        gives += _pools(held.then)
        yield Rule(name=f"{name}.off_shift", says=says, gives=gives)


def _pools(pools: Iterable[str]) -> str:
    return ", ".join("everybody" if pool == EVERYBODY else pool for pool in pools)


def _target(target: Target, name_of: Callable[[str | None], str]) -> str:
    if target.rep:
        return name_of(target.rep)
    return f"queue {target.queue}" if target.queue else f"in turn: {_pools(target.pools)}"


def _ladder(playbook: Playbook, name_of: Callable[[str | None], str]) -> Iterator[Rule]:
    for step in playbook.ladder:
        who = f"the {step.who}" if step.who in ("owner", "manager", "pool") else name_of(step.who)
        does = {"remind": f"{who} is reminded", "notify": f"{who} hears of it"}
        gives = does.get(step.kind.value, "the next in the pool gets it")
        name, says = place(step)
        yield Rule(name=name, says=says, gives=gives)


def place(step: LadderStep) -> tuple[str, str]:
    """Where a step of a ladder stands: in short, and as a sentence."""
    if step.after is None:
        return f"{step.percent}%", f"At {step.percent} % of the time"
    span = length(timedelta(seconds=step.after))
    return (f"+{span}", f"After {span} more") if step.late else (span, f"After {span} of working time")


def _crm(playbook: Playbook) -> tuple[Rule, ...]:
    return tuple(Rule(name=name, says=says, gives=gives) for name, says, gives in synced(playbook))


def _committed(playbook: Playbook) -> Iterator[Rule]:
    for side, says, gives in committed(playbook.commitments):
        yield Rule(name=side, says=f"{side.capitalize()}: {says}", gives=gives)


def _rejections(playbook: Playbook, name_of: Callable[[str | None], str]) -> Iterator[Rule]:
    for code, reason in playbook.rejections.items():
        note = ", with a note" if reason.needs_note else ""
        rest = _rest(playbook, f"{GIVEN_BACK}/{code}")
        heard = f"; {name_of(reason.tell)} hears of it" if reason.tell else ""
        yield Rule(name=code, says=reason.says + note, gives=_given_to(reason) + rest + heard)
    if playbook.rejections:
        says = f"Over {playbook.trip_wire} % of one kind of leads"
        yield Rule(name="trip_wire", says=says, gives="asks both sides for a change")


def _given_to(reason: Reason) -> str:
    if reason.review:
        return "marketing's review"
    return "one with the lead that it duplicates" if reason.merge else _stage(reason.then)


def _outcomes(playbook: Playbook) -> Iterator[Rule]:
    for name, outcome in playbook.outcomes.items():
        meant = {code: outcome.says.get(code) or code.replace("_", " ") for code in outcome.reasons}
        reasons = f": {', '.join(meant.values())}" if meant else ""
        rest = _rest(playbook, f"{name}/")
        yield Rule(name=name, says=name.replace("_", " ") + reasons, gives=_stage(outcome.then) + rest)
        for code in outcome.reasons:
            if rest := _rest(playbook, f"{name}/{code}"):
                says = f"{name.replace('_', ' ')}, {meant[code]}"
                yield Rule(name=f"{name}.waits.{code}", says=says, gives=_stage(outcome.then) + rest)


def _rest(playbook: Playbook, why: str) -> str:
    rest = playbook.waits.get(why)
    return f", rests {span(rest)}" if rest else ""


def _stage(stage: Stage) -> str:
    return f"goes to {stage.value}"


def _points(points: Decimal) -> str:
    return f"+{plain(points)}" if points >= 0 else f"\u2212{plain(-points)}"
