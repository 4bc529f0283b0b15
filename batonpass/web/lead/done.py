"""What has just been done to this lead, who has it now, and what comes next?"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from batonpass.handoff.facts.clock import Snoozed
from batonpass.handoff.lead import Lead
from batonpass.handoff.people import Directory
from batonpass.handoff.playbook import WORKED, Stage
from batonpass.store.read import Kept
from batonpass.tongue.spoken import later, say
from batonpass.web.parts import words
from batonpass.web.parts.clocks import pressing

from .asked_second import SECOND_DONE

SAYS: Mapping[str, str] = {
    "touch": later("Logged. The promise of a first touch has its answer."),
    "reply": later("Noted. Nothing more is planned; their reply wants an answer."),
    "skip": later("Skipped. The plan goes on."),
    "accept": later("Accepted: the lead is yours to work."),
    "reject": later("Rejected. Marketing sees your reason."),
    "dispose": later("Noted what became of it."),
    "claim": later("The lead is yours. Its clock goes on."),
    "merge": later("Both leads are one now. Later submissions under either address come here."),
    "unmerge": later("Taken apart. Both stand as they stood before."),
    "moved": later("The lead you asked for was merged into this one."),
    **SECOND_DONE,
    "undo": later("Taken back. All is as it was, the clock with its due instant too."),
}
GOES_ON = frozenset({"touch", "skip", "accept", "claim", "checklist", "note", "take_over", "opportunity", "undo"})
"""After these the lead wants something more of whoever did it."""
ENDS = frozenset({"reject", "dispose", "give_back"})


@dataclass(frozen=True, slots=True, kw_only=True)
class After:
    """The lead as it stands now, and how its reader says names and instants; `again` is when they are told again."""

    lead: Lead
    people: Directory
    moment: Callable[[datetime], str]
    next_action: str = ""
    again: datetime | None = None


def done_says(action: str, after: After) -> str:
    """What was done and what comes next, in a sentence or two; nothing for what is no action."""
    tells = TELLS.get(action)
    if tells:
        return tells(after)
    says = str(SAYS.get(action, ""))
    if not says:
        return ""
    follows = _stands(after) if action in ENDS else _next(after) if action in GOES_ON else ""
    return f"{says} {follows}".rstrip()


def told_again(kept: Sequence[Kept]) -> datetime | None:
    """When whoever snoozed the lead last hears of it again: no later than the promise is due."""
    return next((one.fact.until for one in reversed(kept) if isinstance(one.fact, Snoozed)), None)


def gone_says(action: str) -> str:
    """The same of a lead that its reader may no longer see; nothing for what is no action."""
    if action not in SAYS and action not in TELLS:
        return ""
    done, gone = SAYS.get(action) or say("Done."), say("The lead is no longer with you.")
    return f"{done} {gone}"


def _next(after: After) -> str:
    return say("Next: {what}.", what=words.told(after.next_action)) if after.next_action else ""


def _stands(after: After) -> str:
    """Where what is over has gone, and whether it comes back."""
    stage = after.lead.stage
    if after.lead.waiting:
        return say("Marketing looks at it again.")
    if stage is Stage.MERGED:
        return say("It is one with the lead it duplicates now, and whoever has that one goes on.")
    if stage in WORKED:
        return say("{who} has it again.", who=_who(after)) if after.lead.owner else ""
    if stage is Stage.NURTURE:
        return say("It is in Nurture now: marketing goes on with it, and it comes back when something new happens.")
    return say("It is in {stage} now, and nobody has to work it.", stage=stage.value)


def _snoozed(after: After) -> str:
    clock = pressing(after.lead)
    at, due = (after.moment(one) if one else "" for one in (after.again, clock.due_at if clock else None))
    again = say("You will be told again at {at}.", at=at) if at else say("You will be told again.")
    runs = say("The promise runs on meanwhile, due {due}.", due=due) if due else ""
    return f"{again} {runs}".rstrip()


def _paused(after: After) -> str:
    until = after.lead.clock.waits_until if after.lead.clock else None
    if until is None:
        return say("The promise stands still.")
    says = later("The promise stands still until {until} at most. Nobody is reminded meanwhile.")
    return say(says, until=after.moment(until))


def _resumed(after: After) -> str:
    clock = after.lead.clock
    return say("The promise goes on, due {due}.", due=after.moment(clock.due_at)) if clock else say("Done.")


def _handed_on(after: After) -> str:
    if after.lead.owner:
        return say("Handed on to {who}, who hears of it at once; the clock goes on.", who=_who(after))
    says = later("It waits in the queue {queue}. Whoever answers for it hears at once; the clock goes on.")
    return say(says, queue=_who(after))


def _routed(after: After) -> str:
    return say("{who} has it now. The clock went along.", who=_who(after))


def _handed_over(after: After) -> str:
    clock = after.lead.running("ae_accept")
    by = say("They answer by {due}.", due=after.moment(clock.due_at)) if clock else ""
    if after.lead.owner:
        says = say("Handed over to {who}, who hears of it at once, with all that you found out.", who=_who(after))
    else:
        says = say("Handed over: it waits in the queue {queue}, with all that you found out.", queue=_who(after))
    return f"{says} {by}".rstrip()


def _who(after: After) -> str:
    return after.people.name_of(after.lead.owner) if after.lead.owner else words.plain(after.lead.queue or "")


TELLS: Mapping[str, Callable[[After], str]] = {
    "snooze": _snoozed,
    "pause": _paused,
    "resume": _resumed,
    "reassign": _handed_on,
    "route": _routed,
    "hand_over": _handed_over,
}
