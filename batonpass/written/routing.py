"""Where does a lead go: which rungs has the ladder, and does every one lead somewhere?"""

from collections.abc import Mapping

from batonpass.handoff.off_shift import Hold, OffShift
from batonpass.handoff.playbook import Case, Rung, RungKind, Target
from batonpass.written.fields import sendable
from batonpass.written.nearest import did_you_mean
from batonpass.written.notes import Notes
from batonpass.written.reading import Reading, same_conditions
from batonpass.written.refused import quoted
from batonpass.written.schema.people import (
    TARGETS,
    TERMS,
    CaseFile,
    HoldFile,
    NeedsFile,
    OwnerRungFile,
    RungFile,
    SendFile,
)
from batonpass.written.territory import condition_of, postal_of

EVERYBODY = "*"
"""The pool of the members of every pool."""


def routing_of(reading: Reading) -> tuple[Rung, ...]:
    """Build the ladder; note rungs that can never be reached, lead nowhere or name what does not exist."""
    rungs = reading.file.routing
    if not rungs:
        reading.at("routing").add("no rung says where a lead goes", "Add at least `- queue: triage`")
    _check_reach(reading)
    return rungs_of(reading, rungs, reading.at("routing"))


def rungs_of(reading: Reading, rungs: list[RungFile], here: Notes) -> tuple[Rung, ...]:
    """Build the rungs of a ladder that stands there in the file."""
    return tuple(_rung(reading, rung, here.under(place)) for place, rung in enumerate(rungs))


def default_queue_of(reading: Reading) -> str:
    """Give the queue of the last rung, where every lead ends that no other rung could place; note its absence."""
    rungs = reading.file.routing
    last = rungs[-1] if rungs else None
    if isinstance(last, SendFile) and last.queue:
        return last.queue
    if rungs:
        says = "the last rung is no queue, so a lead could be without a place"
        reading.at("routing", len(rungs) - 1).add(says, "Add `- queue: …` as the last rung")
    return ""


def _rung(reading: Reading, rung: RungFile, here: Notes) -> Rung:
    if isinstance(rung, str):
        return Rung(kind=RungKind(rung), name=rung)
    if isinstance(rung, OwnerRungFile):
        to_manager = rung.account_owner.inactive == "manager"
        return Rung(kind=RungKind.ACCOUNT_OWNER, name="account_owner", inactive_to_manager=to_manager)
    if isinstance(rung, NeedsFile):
        return _needs(reading, rung, here)
    if isinstance(rung, SendFile):
        caption = next(key for key in TARGETS if getattr(rung, key) is not None)
        return Rung(kind=RungKind.SEND, name=caption, target=_target(reading, rung, here))
    caption, cases = next(iter(rung.items()))
    return Rung(kind=RungKind.CASES, name=caption, cases=_cases(reading, cases, here.under(caption)))


def _needs(reading: Reading, rung: NeedsFile, here: Notes) -> Rung:
    known = {*reading.schema, *(f"lead.{name}" for name in sendable(reading.file.fields))}
    for place, path in enumerate(rung.needs):
        if path not in known:
            likely = [one for one in (f"lead.{path}", f"account.{path}", f"source.{path}") if one in known]
            meant = f"Did you mean {likely[0]}?" if likely else did_you_mean(path, known)
            here.under("needs", place).add(f"{quoted(path)} is not a known field", meant)
    return Rung(kind=RungKind.NEEDS, name="needs", needs=tuple(rung.needs))


def _cases(reading: Reading, cases: Mapping[str, CaseFile], here: Notes) -> tuple[Case, ...]:
    for name, earlier in same_conditions({name: _as_said(case) for name, case in cases.items()}):
        says = f"this is also the condition of {quoted(earlier)}, which is tried first"
        spot = here.under(name, "when") if cases[name].when else here.under(name)
        spot.add(says, "Change one of the two, or remove this one")
    return tuple(
        Case(
            name=name,
            when=condition_of(reading, case, here.under(name)),
            target=_target(reading, case, here.under(name)),
            postal=postal_of(case, here.under(name)),
        )
        for name, case in cases.items()
    )


def _as_said(case: CaseFile) -> str:
    """All that a case names, so that two of the same are seen."""
    terms = [f"{term}={value}" for term in (*TERMS, "target") if (value := getattr(case, term)) not in ([], None)]
    return " ".join([case.when or "", *terms])


def _target(reading: Reading, target: SendFile | CaseFile, here: Notes) -> Target:
    pools = target.pool or []
    for place, name in enumerate(pools):
        spot = here.under("pool", place) if len(pools) > 1 else here.under("pool")
        if name in pools[:place]:
            spot.add(f"{quoted(name)} stands twice", "Keep it once")
        if name == EVERYBODY and len(pools) > 1:
            spot.add("`*` already is everybody", "Write pool: '*' alone, or name the pools")
        if name != EVERYBODY:
            reading.refer("pools", name, spot)
    reading.refer("people", target.rep, here.under("rep"))
    reading.refer("queues", target.queue, here.under("queue"))
    rule = target.off_shift
    hold = _hold(reading, rule, here.under("off_shift")) if isinstance(rule, HoldFile) else None
    off_shift = OffShift.HOLD if hold else OffShift(rule) if isinstance(rule, str) else OffShift.FIRST_TO_OPEN
    return Target(pools=tuple(pools), rep=target.rep, queue=target.queue, off_shift=off_shift, hold=hold)


def _hold(reading: Reading, rule: HoldFile, here: Notes) -> Hold:
    reading.refer("queues", rule.hold, here.under("hold"))
    for name in rule.then:
        if name != EVERYBODY:
            reading.refer("pools", name, here.under("then"))
    return Hold(queue=rule.hold, at_most=rule.at_most, then=tuple(rule.then))


def _check_reach(reading: Reading) -> None:
    rungs = reading.file.routing
    queue = next((n for n, rung in enumerate(rungs) if isinstance(rung, SendFile) and rung.queue), len(rungs))
    if queue < len(rungs) - 1:
        says = f"this rung is never reached: rung {queue + 1} sends every lead to a queue"
        reading.at("routing", queue + 1).add(says, f"Move rung {queue + 1} to the end")
    for place, rung in enumerate(rungs):
        if rung in rungs[:place]:
            reading.at("routing", place).add("this rung stood before and changes nothing here", "Remove it")
