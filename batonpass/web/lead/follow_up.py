"""Which touches are planned for this lead, how does each stand, and which one is logged with one click?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from batonpass.handoff.cadence import still_to_make
from batonpass.handoff.follow_up import AWAY, FollowUp, PlannedStep, StepState
from batonpass.handoff.lead import Lead
from batonpass.handoff.may import owns_or_leads
from batonpass.handoff.playbook.cadence import AT_ONCE
from batonpass.handoff.stages import OPEN
from batonpass.tongue.heard import heard, heard_term
from batonpass.tongue.spoken import later, say
from batonpass.web.parts import words
from batonpass.web.parts.reader import Reader

DID: Final = {
    "call": later("I called"),
    "email": later("I wrote"),
    "message": later("I sent it"),
    "video": later("I sent it"),
    "voicemail": later("I left one"),
    "meeting": later("We have a date"),
}
"""The button that logs a planned touch, by its kind."""
STATES: Final = {
    StepState.DONE: later("done"),
    StepState.SKIPPED: later("skipped"),
    StepState.LEFT_OUT: later("left out"),
}
TONES: Final = {"done": "ok", "late": "late", "next": "full"}
ENDED: Final = {
    "reply": later("They replied, so nothing more is planned"),
    "meeting": later("A meeting is booked, so nothing more is planned"),
    "finished": later("Every planned touch has been made or passed over"),
    "outcome": later("Ended with the outcome"),
    "rejection": later("Ended with the rejection"),
    "merge": later("Ended with the merge"),
    "handed_over": later("Ended with the hand-over to an account executive"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class StepLine:
    """One planned touch: `log` is the button for it, if it may be logged now; `skip` whether it may be skipped."""

    step: int
    name: str
    kind: str
    told: str
    says: str
    state: str
    tone: str
    when: str
    why: str
    log: str
    skip: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanView:
    """The follow-up plan of a lead; `enough` says how far it is from what is asked for, `still` why it waits."""

    name: str
    steps: tuple[StepLine, ...]
    done: int
    ended: str
    still: str
    enough: str
    replied: bool


def plan_view(lead: Lead, reader: Reader) -> PlanView | None:
    """The plan for this reader; None where there is none."""
    plan = lead.follow_up
    if plan is None:
        return None
    acts = reader.acts and lead.stage in OPEN and reader.user.rep is not None
    may_skip = acts and owns_or_leads(lead, reader.user.rep, reader.agreed.directory)
    first = next((n for n, step in plan.numbered if step in plan.open), 0)
    return PlanView(
        name=words.sentence(words.plain(plan.cadence)),
        steps=tuple(
            _line(n, step, plan, reader, logs=acts and n == first, skips=may_skip) for n, step in plan.numbered
        ),
        done=sum(step.state is StepState.DONE for step in plan.steps),
        ended="" if plan.running else ENDED.get(plan.ended, "Ended: the lead is no longer in sales' hands"),
        still=_still(plan, reader),
        enough=_enough(lead, plan),
        replied=acts and plan.running,
    )


def _line(number: int, step: PlannedStep, plan: FollowUp, reader: Reader, *, logs: bool, skips: bool) -> StepLine:
    to_come = step in plan.open
    late = to_come and step.due_at < (plan.still_since or reader.now)
    state = STATES.get(step.state) or (
        later("late") if late else later("next") if logs else later("planned") if to_come else say("not made")
    )
    opened = step.opens_at <= reader.now
    kind = words.plain(step.kind)
    told = "" if kind in step.name.lower() else heard_term(kind)
    return StepLine(
        step=number,
        name=words.sentence(heard(step.name)),
        kind=step.kind,
        told=told,
        says=step.says,
        state=state,
        tone=TONES.get(state, ""),
        when=_when(step, reader, to_come=to_come and (late or not plan.still), opened=opened),
        why=heard(step.because) if step.state in (StepState.SKIPPED, StepState.LEFT_OUT) else "",
        log=DID[step.kind] if logs and (opened or step.after == AT_ONCE) else "",
        skip=skips and to_come and (logs or opened),
    )


def _when(step: PlannedStep, reader: Reader, *, to_come: bool, opened: bool) -> str:
    def said(at: object) -> str:
        return words.moment(at, zone=reader.zone, now=reader.now)  # pyright: ignore[reportArgumentType] - an instant

    if step.at is not None:
        return said(step.at)
    if not to_come:
        return ""
    if opened:
        return say("by {said}", said=said(step.due_at))
    one_day = step.opens_at.astimezone(reader.zone).date() == step.due_at.astimezone(reader.zone).date()
    until = words.wall_time(step.due_at, reader.zone) if one_day else said(step.due_at)
    return say("{said} to {until}", said=said(step.opens_at), until=until)


def _still(plan: FollowUp, reader: Reader) -> str:
    """Why no touch is asked for just now; when each is planned again is known once the plan goes on."""
    if not plan.running or not plan.still:
        return ""
    until = words.moment(plan.still_until, zone=reader.zone, now=reader.now) if plan.still_until else ""
    if plan.still == AWAY:
        return say("They are away. The plan goes on {until}", until=until)
    return say("The promise stands still, and so does the plan: until {until} at the latest", until=until)


def _enough(lead: Lead, plan: FollowUp) -> str:
    if not plan.least_for:
        return ""
    needed, made, _ = still_to_make(lead, plan.least_for[0])
    before = say(" or ").join(heard_term(words.plain(name)) for name in plan.least_for)
    return (
        say("{made} of {needed} touches before {before}", made=made, needed=needed, before=before)
        if made < needed
        else say("enough touches for {before}", before=before)
    )
