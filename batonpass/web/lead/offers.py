"""What can this reader do with this lead now?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as held_in

from batonpass.handoff.lead import ClockState, Lead
from batonpass.handoff.may import leader_of
from batonpass.handoff.playbook import WORKED, Outcome, PauseReason, Playbook, Reason, Stage
from batonpass.handoff.pledges import OF_SALES
from batonpass.handoff.route_again import waits
from batonpass.handoff.stages import OPEN
from batonpass.handoff.take_back import may_claim, may_give
from batonpass.tongue.spoken import later, say
from batonpass.web.parts import words
from batonpass.web.parts.reader import Reader

KINDS = (
    ("call", later("Called")),
    ("email", later("Wrote an e-mail")),
    ("message", later("Sent a message")),
    ("meeting", later("Booked a meeting")),
    ("video", later("Sent a video")),
    ("voicemail", later("Left a voicemail")),
)
SNOOZES = ((15, "15 min"), (30, "30 min"), (60, "1 h"), (240, "4 h"))
DECIDED = {"accept": later("accepted this lead"), "reject": later("rejected this lead")}
GIVEN_TO = {
    Stage.ENGAGED: later("goes to marketing's review"),
    Stage.MERGED: later("goes to the lead that it duplicates"),
}
"""Where a lead goes that sales gives back, other than to a stage."""
CLOSED = later("closed the work on this lead")


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One entry of a list to choose from."""

    value: str
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """An action that was not carried out: why, which field to mend, and what had been given."""

    action: str
    says: str
    field: str = ""
    given: Mapping[str, str] = held_in(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True, kw_only=True)
class Offers:
    """The actions on offer, each empty or False when it is not for this reader or not for now."""

    touch: bool = False
    accept: bool = False
    claim: bool = False
    rejections: tuple[Choice, ...] = ()
    doubles: str = ""
    """The reasons for which the reader names the lead that this one duplicates, in words; empty where none asks it."""
    outcomes: tuple[tuple[str, tuple[Choice, ...]], ...] = ()
    people: tuple[Choice, ...] = ()
    queues: tuple[Choice, ...] = ()
    snooze: tuple[tuple[int, str], ...] = ()
    pauses: tuple[Choice, ...] = ()
    resume: bool = False
    undo: str = ""
    belongs: str = ""
    route: bool = False
    merge: bool = False
    apart: str = ""
    override: bool = False
    waive: bool = False

    @property
    def any(self) -> bool:
        return bool(self.touch or self.accept or self.claim or self.rejections or self.outcomes or self.people)


def offers(lead: Lead, reader: Reader) -> Offers:
    """The forms to show. What is not offered would be refused; what is offered may still be, when things have moved."""
    people, playbook = reader.agreed.directory, reader.agreed.playbook
    known = people.reps.get(reader.user.rep or "")
    sells = known is not None and known.active and reader.acts
    mine = sells and lead.owner == reader.user.rep
    leads = sells and not mine and _leads(lead, reader)
    is_open = lead.stage in OPEN
    return Offers(
        touch=sells and is_open and lead.owner is not None,
        accept=mine and lead.stage is Stage.MQL,
        claim=sells and is_open and lead.owner is None and lead.queue is not None and _may_claim(lead, reader),
        rejections=_rejections(playbook.rejections) if mine and _first_half(lead) else (),
        doubles=_doubles(playbook.rejections),
        outcomes=_outcomes(_ends(lead, playbook)) if (mine or leads) and is_open else (),
        override=leads and is_open,
        waive=reader.acts and is_open and _may_waive(lead, reader),
        people=_people(lead, reader) if reader.acts and is_open else (),
        queues=_queues(lead, reader) if reader.acts and is_open else (),
        snooze=SNOOZES if mine and (lead.stage is Stage.MQL or lead.stage in WORKED) else (),
        pauses=_pauses(lead, reader) if mine or _leads_owner(lead, reader) else (),
        resume=(mine or _leads_owner(lead, reader)) and lead.clock is not None and lead.clock.paused_at is not None,
        route=reader.acts and waits(lead),
        undo=_undo(lead, reader),
        merge=reader.acts,
        apart=(lead.identity.merged[-1:] or ("",))[0] if lead.identity and reader.acts else "",
        belongs=people.name_of(lead.owner) if lead.owner and not mine else "",
    )


def _leads(lead: Lead, reader: Reader) -> bool:
    """Who leads the owner may call a lead silent before enough was tried, where the playbook asks for so much."""
    plan = lead.follow_up
    return _leads_owner(lead, reader) and bool(plan and plan.least_for)


def _leads_owner(lead: Lead, reader: Reader) -> bool:
    boss = leader_of(lead, reader.agreed.directory)
    return boss is not None and boss == reader.user.rep


def _pauses(lead: Lead, reader: Reader) -> tuple[Choice, ...]:
    """For what the promise of a first touch may stand still; none once it does, or is broken."""
    clock = lead.clock
    if clock is None or clock.paused_at is not None or reader.now > clock.due_at:
        return ()
    reasons = reader.agreed.playbook.pauses.values()
    return tuple(Choice(value=one.code, says=_lasts(one)) for one in reasons)


def _lasts(reason: PauseReason) -> str:
    length = words.length(reason.at_most.total_seconds())
    return say("{reason}, {length} at most", reason=words.sentence(reason.says), length=length)


def _may_waive(lead: Lead, reader: Reader) -> bool:
    """Who leads the owner may let a promise of sales that holds still move to the hours of whoever gets the lead."""
    boss, rep = leader_of(lead, reader.agreed.directory), reader.user.rep
    runs = [one for one in lead.clocks if one.state is ClockState.RUNNING and one.promise in OF_SALES]
    return any(one.breached_at is None for one in runs) and (rep is None or rep == boss)


def _may_claim(lead: Lead, reader: Reader) -> bool:
    return may_claim(lead, reader.user.rep or "", reader.agreed.directory)


def _first_half(lead: Lead) -> bool:
    return lead.stage in (Stage.MQL, Stage.SAL) and not (lead.second and lead.second.waiting)


def _ends(lead: Lead, playbook: Playbook) -> Mapping[str, Outcome]:
    """What may become of it; where there is a second handoff a lead goes on by that and not by a word."""
    if playbook.second is None or lead.stage not in (Stage.MQL, Stage.SAL):
        return playbook.outcomes
    return {name: one for name, one in playbook.outcomes.items() if one.then not in WORKED}


def _rejections(reasons: Mapping[str, Reason]) -> tuple[Choice, ...]:
    return tuple(
        Choice(
            value=reason.code,
            says=_goes(reason) + (say(" (with a note)") if reason.needs_note else ""),
        )
        for reason in reasons.values()
    )


def _doubles(reasons: Mapping[str, Reason]) -> str:
    return ", ".join(words.sentence(reason.says) for reason in reasons.values() if reason.merge)


def _goes(reason: Reason) -> str:
    sentence = words.sentence(reason.says)
    if reason.then in GIVEN_TO:
        return f"{sentence}, {say(GIVEN_TO[reason.then])}"
    return say("{sentence}, goes to {value}", sentence=sentence, value=reason.then.value)


def _outcomes(outcomes: Mapping[str, Outcome]) -> tuple[tuple[str, tuple[Choice, ...]], ...]:
    """Each outcome with its reasons; `outcome:reason` in one list, so that no script has to pair them."""
    return tuple(
        (
            say(
                "{sentence}, goes to {value}",
                sentence=words.sentence(words.plain(outcome.name)),
                value=outcome.then.value,
            ),
            tuple(
                Choice(
                    value=f"{outcome.name}:{reason}",
                    says=words.sentence(outcome.says.get(reason) or words.plain(reason or outcome.name)),
                )
                for reason in outcome.reasons or ("",)
            ),
        )
        for outcome in outcomes.values()
    )


def _people(lead: Lead, reader: Reader) -> tuple[Choice, ...]:
    people, by = reader.agreed.directory, reader.by
    reps = (rep for rep in people.reps.values() if rep.active and rep.id != lead.owner)
    able = sorted((rep for rep in reps if may_give(lead, by, rep.id, people)), key=lambda rep: rep.name)
    return tuple(Choice(value=rep.id, says=rep.name) for rep in able)


def _queues(lead: Lead, reader: Reader) -> tuple[Choice, ...]:
    people, by = reader.agreed.directory, reader.by
    names = sorted(name for name in people.queues if name != lead.queue and may_give(lead, by, name, people))
    return tuple(Choice(value=name, says=words.sentence(words.plain(name))) for name in names)


def _undo(lead: Lead, reader: Reader) -> str:
    """What can be taken back and until when, for who decided it."""
    last = lead.undo
    if last is None or last.by != reader.by:
        return ""
    until = last.at + reader.agreed.playbook.undo_grace
    if reader.now > until:
        return ""
    what, moment = say(DECIDED.get(last.what, CLOSED)), words.moment(until, zone=reader.zone, now=reader.now)
    return say("You {what}. You can take it back until {moment}.", what=what, moment=moment)
