"""Whom does a step of the escalation ladder reach, when the one who is meant cannot be reached?"""

from __future__ import annotations

from collections.abc import Iterator

from .available import absent, at_work, stands_in
from .effects import Effect
from .facts import Escalated
from .hours import next_open
from .lead import Lead
from .notify import ACTIONS, answers_for, manager_of_queue, tell
from .playbook import StepKind
from .rungs import WHOLE
from .setting import Setting

OWNER = "owner"


def of_step(lead: Lead, step: Escalated, setting: Setting, *, holds: str = "has") -> list[Effect]:
    """A step of the ladder reaches somebody, always and at once: the person meant, or the next one up (E07, E08).

    Whoever is passed over on the way, and why, stands in the message; `holds` says that its owner has or had the lead.
    """
    remind, owner_too = step.kind == StepKind.REMIND, step.kind == StepKind.REMIND or step.who == OWNER
    meant = [*_meant(lead, step, setting), *_above(lead, setting)]
    chosen, passed, sleeper = _reachable(meant, lead, setting, owner_too=owner_too)
    if chosen is None:
        chosen = lead.owner or answers_for(lead.queue, setting)
    says = "; ".join([step.because, *passed])
    if remind and chosen in (lead.owner, step.who, manager_of_queue(lead.queue, setting)):
        return tell("reminder", chosen, lead, setting, why=says, actions=ACTIONS if chosen == lead.owner else ())
    kind = "breach" if step.percent >= WHOLE else "reminder"
    if chosen == lead.owner:
        return tell(kind, chosen, lead, setting, why=says, actions=ACTIONS)
    holder = setting.directory.name_of(lead.owner) if lead.owner else f"the queue {lead.queue}"
    why = f"{holder} {holds} it, and {says}"
    return [*tell(kind, chosen, lead, setting, why=why), *_when_awake(sleeper, lead, setting, kind=kind, why=why)]


def _when_awake(sleeper: str | None, lead: Lead, setting: Setting, *, kind: str, why: str) -> list[Effect]:
    """Who was meant and is not at work finds it when their day begins, unless somebody reaches out before (E08)."""
    rep = setting.directory.reps.get(sleeper or "")
    if rep is None:
        return []
    opens = next_open(setting.at, setting.hours((rep.calendar,)))
    once = f"{lead.id}/{lead.cycle}/awake/{rep.id}/{opens:%Y%m%dT%H%M}"
    return tell(kind, rep.id, lead, setting, why=why, key=once, not_before=opens)


def _meant(lead: Lead, step: Escalated, setting: Setting) -> Iterator[str | None]:
    """The people a step means, first of all."""
    owner = setting.directory.reps.get(lead.owner or "")
    if step.who == OWNER:
        yield lead.owner or manager_of_queue(lead.queue, setting)
    elif step.who in setting.directory.reps:
        yield step.who
        yield setting.directory.reps[step.who].manager
    else:
        yield owner.manager if owner else manager_of_queue(lead.queue, setting)


def _above(lead: Lead, setting: Setting) -> Iterator[str | None]:
    """Those above, until there is nobody left: managers, who answers for the queues, any manager there is."""
    people = setting.directory.reps
    owner = people.get(lead.owner or "")
    boss = people.get(owner.manager or "") if owner else None
    yield boss.id if boss else None
    yield boss.manager if boss else None
    yield manager_of_queue(lead.queue, setting)
    yield manager_of_queue(setting.playbook.default_queue, setting)
    yield from (rep.manager for rep in people.values())


def _reachable(
    candidates: list[str | None], lead: Lead, setting: Setting, *, owner_too: bool
) -> tuple[str | None, list[str], str | None]:
    """The first who is neither absent nor the late owner, at work before not at work; why others are passed over.

    The last of the three is the first of them who is only not at work just now. Who is away is stood
    in for by a delegate at work: nobody is paged at half past five (E08), and never the late owner (E07).
    """
    named = list(dict.fromkeys(one for one in candidates if one and (owner_too or one != lead.owner)))
    passed: list[str] = []
    asleep: list[str] = []
    for one in named:
        why = absent(one, setting)
        stand_in = _delegate(one, setting) if why else one
        if stand_in == lead.owner and not owner_too:
            stand_in = None
        if stand_in and at_work(stand_in, setting):
            return stand_in, passed, asleep[0] if asleep else None
        name = setting.directory.name_of(stand_in or one)
        also = f"; {name}, who stands in, is not at work" if why and stand_in else ""
        passed.append(f"{why}{also}" if why else f"{name} is not at work")
        if stand_in:
            asleep.append(stand_in)
    return (asleep[0] if asleep else None), passed, None


def _delegate(rep_id: str, setting: Setting) -> str | None:
    """Who stands in for somebody who is away, if they can be reached at all."""
    rep = setting.directory.reps.get(rep_id)
    return stands_in(rep, setting) if rep and rep.active else None
