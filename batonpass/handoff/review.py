"""Must a person of marketing look at this lead before sales gets it, and who is told?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from . import clock as promises
from .available import absent
from .brief import brief
from .facts import AskedAgain, Captured, ClockStarted, Escalated, Fact, Learned, Qualified, RungAt, Undone
from .facts.review import PassedOn, ReviewAsked, ReviewDropped
from .hours import due
from .ladder import lay
from .lead import FIRST_TOUCH, Clock, Lead
from .notify import ANSWERS, manager_of_queue, tell
from .playbook import LadderStep, Stage, StepKind
from .playbook.review import REVIEW, Review, Unseen, Waiting
from .qualify import left_alone, raised_hand
from .record import replace
from .rungs import WHOLE
from .setting import Setting
from .walk import Walk
from .wishes import objects
from .words import length

LATE = "review_late"
"""The kind of message that says that marketing is late."""
SALES = "sales"
"""To whom the last step of a review hands a lead that nobody has looked at."""
HALF = 50


def looked_at_first(
    walk: Walk, verdict: Qualified | AskedAgain, seen: Mapping[str, object]
) -> Qualified | AskedAgain | None:
    """What is left of a verdict once marketing's review has had its say; None when the lead waits for it.

    A lead that waits leaves by a person's answer, by its clock, by a raised hand if its own policy lets those pass,
    under the same playbook by no longer needing a look, or because it is disqualified; a falling score does not take it
    away from who looks.
    """
    waiting, policy = walk.lead.waiting, walk.setting.playbook.definition.review
    if not isinstance(verdict, Qualified):
        return verdict
    hand = seen["lead.hand_raised"] is True
    if waiting is None:
        if verdict.starts_cycle and policy and _needed(policy, verdict, walk.lead, seen):
            _ask(walk, verdict, policy, hand=hand)
            return None
        return verdict
    if verdict.stage is Stage.DISQUALIFIED:
        walk.keep(ReviewDropped(at=walk.setting.at, because=verdict.because))
        stop_review(walk, verdict.because, closed=True)
        return verdict
    if not verdict.starts_cycle:
        return None
    why = _passes(waiting, verdict, walk, seen)
    if not why:
        return None
    walk.keep(PassedOn(at=walk.setting.at, because=why))
    stop_review(walk, why, closed=True)
    return replace(verdict, cycle=round_of(walk.lead, waiting))


def asked_back(walk: Walk, note: str) -> None:
    """Sales gave a lead back for marketing to look at again: as a new wait, under the policy in force or the usual one.

    Who looks hears of it once nobody can take the rejection back; the promise to look runs from now. At whoever objects
    to marketing, and did not ask for us, nobody looks: they could be handed over to nobody.
    """
    before, setting = walk.before, walk.setting
    playbook = setting.playbook
    usual = Review(people=(playbook.brief_by,) if playbook.brief_by else ())
    verdict = Qualified(
        at=setting.at,
        stage=Stage.ENGAGED,
        tier=before.tier,
        band=before.band,
        cycle=before.cycle + 1,
        because=walk.lead.because + (f'; "{note.strip()}"' if note.strip() else ""),
    )
    hand = raised_hand(before, None, playbook.definition)
    if objects(before) and not hand:
        walk.keep(left_alone(walk.lead, setting.at))
        return
    after = setting.at + playbook.undo_grace
    _ask(walk, verdict, playbook.definition.review or usual, hand=hand, not_before=after)


def not_asked_back(walk: Walk, fact: Undone) -> None:
    """The rejection was taken back: sales has the lead, and marketing need not look."""
    stop_review(walk, fact.because, closed=True)
    walk.keep(ReviewDropped(at=fact.at, because=fact.because))


def heard_more(walk: Walk, arrived: Fact) -> None:
    """Who asked for more, or else who reviews, hears once for each question that the lead or somebody else told us."""
    waiting, setting = walk.lead.waiting, walk.setting
    if waiting is None or not waiting.questions or not isinstance(arrived, (Captured, Learned)):
        return
    number, asked = len(waiting.questions), waiting.questions[-1]
    key = f"{walk.lead.id}/{waiting.cycle}/review/{number}/told"
    people = [asked.by] if asked.by in setting.directory.reps else present(waiting.people, setting)
    for one in people:
        why = f"more is known since {setting.directory.name_of(asked.by)} asked: {asked.says}"
        walk.ask(tell(REVIEW, one, walk.lead, setting, why=why, key=f"{key}/{one}", actions=ANSWERS))


def present(people: tuple[str, ...], setting: Setting) -> tuple[str, ...]:
    """Those of the reviewers who can hear of a lead today; never nobody while anybody answers for the default queue."""
    here = tuple(one for one in people if not absent(one, setting))
    if here:
        return here
    named = (*people, manager_of_queue(setting.playbook.default_queue, setting))
    bosses = [setting.directory.reps[one].manager if one in setting.directory.reps else None for one in people]
    above = [one for one in (*bosses, *named[-1:]) if one and not absent(one, setting)]
    return tuple(dict.fromkeys(above[:1] or [one for one in named if one][:1]))


def stop_review(walk: Walk, because: str, *, closed: bool = False) -> None:
    """Marketing's promise ends, and nobody is asked to look any more."""
    clock = walk.lead.running(REVIEW)
    if clock:
        walk.keep(promises.stop(clock, walk.setting, at=walk.setting.at, because=because, closed=closed))
    walk.withdraw(REVIEW, LATE)


def round_of(lead: Lead, waiting: Waiting) -> int:
    """The round a lead goes to sales in: that of its review, or a new one when sales had it in that one already."""
    rounds = {clock.cycle for clock in lead.clocks if clock.promise == FIRST_TOUCH}
    return waiting.cycle if waiting.cycle not in rounds else 1 + max(rounds | {lead.cycle})


def _needed(policy: Review, verdict: Qualified, lead: Lead, seen: Mapping[str, object]) -> bool:
    """Unknown is not a no: a lead we cannot judge is looked at."""
    if policy.hands_pass and seen["lead.hand_raised"] is True:
        return False
    if policy.tiers and verdict.tier not in policy.tiers:
        return False
    if policy.models and (lead.score is None or lead.score.model not in policy.models):
        return False
    return policy.when is None or policy.when.holds(seen) is not False


def _passes(waiting: Waiting, verdict: Qualified, walk: Walk, seen: Mapping[str, object]) -> str:
    """Why a lead need wait no longer, from what has just arrived; nothing when it must."""
    if waiting.hands_pass and seen["lead.hand_raised"] is True:
        return f"{verdict.because}; a raised hand waits for nobody"
    playbook = walk.setting.playbook
    same, policy = waiting.playbook == playbook.version, playbook.definition.review
    if same and policy and not _needed(policy, verdict, walk.lead, seen):
        return f"{verdict.because}; such a lead needs no review"
    return ""


def _ask(walk: Walk, verdict: Qualified, policy: Review, *, hand: bool, not_before: datetime | None = None) -> None:
    """The lead stays with marketing, with its brief, its own promise and people who know of it."""
    setting = walk.setting
    says = "marketing looks again" if not_before else "meets the definition; marketing looks first"
    walk.keep(
        replace(verdict, stage=Stage.ENGAGED, tier=None, starts_cycle=False, because=f"{verdict.because}: {says}")
    )
    people = policy.people or present((), setting)
    asked = ReviewAsked(
        at=setting.at,
        because=verdict.because,
        tier=verdict.tier or "",
        rule=verdict.rule,
        people=people,
        unseen=policy.unseen,
        hands_pass=policy.hands_pass,
        hand=hand,
    )
    walk.keep(asked)
    walk.keep(brief(walk.lead, setting))
    walk.keep(_started(walk.lead, policy, people, setting))
    why = f"{verdict.because}; it waits for marketing's yes"
    for one in present(people, setting):
        walk.ask(tell(REVIEW, one, walk.lead, setting, why=why, actions=ANSWERS, not_before=not_before))


def _started(lead: Lead, policy: Review, people: tuple[str, ...], setting: Setting) -> ClockStarted:
    """The promise in the hours of who is asked first; it begins when the lead does, never in the past (T10)."""
    calendars = _calendars(people, setting)
    hours, seconds = setting.hours(calendars), int(policy.within.total_seconds())
    until = due(setting.at, policy.within, hours)
    return ClockStarted(
        at=setting.at,
        promise=REVIEW,
        tier=lead.review.tier if lead.review else "",
        cycle=lead.cycle,
        due_at=until,
        budget_seconds=seconds,
        calendars=calendars,
        steps=lay(_steps(policy, people), setting.at, until, budget=seconds, used=0, hours=hours),
        because=f"looked at by marketing within {length(policy.within)} of working time",
    )


def _calendars(people: tuple[str, ...], setting: Setting) -> tuple[str, ...]:
    reps = setting.directory.reps
    known = next((reps[one].calendar for one in people if one in reps and reps[one].active), "")
    queue = setting.directory.queues.get(setting.playbook.default_queue)
    return (known or (queue.calendar if queue else ""),)


def _steps(policy: Review, people: tuple[str, ...]) -> tuple[LadderStep, ...]:
    """Half-way somebody is reminded; at the end the lead passes on, or an alarm begins that does not cease."""
    first = people[0] if people else "manager"
    last = (StepKind.REASSIGN, SALES) if policy.unseen is Unseen.PASS_ON else (StepKind.NOTIFY, first)
    return (
        LadderStep(percent=HALF, kind=StepKind.REMIND, who=first),
        LadderStep(percent=WHOLE, kind=last[0], who=last[1]),
    )


def again(step: Escalated, clock: Clock, setting: Setting) -> RungAt:
    """The next alarm: after as much working time again."""
    within = timedelta(seconds=clock.budget_seconds)
    at = due(setting.at, within, setting.hours(clock.calendars))
    return RungAt(at=at, percent=step.percent + WHOLE, kind=StepKind.NOTIFY.value, who=step.who)
