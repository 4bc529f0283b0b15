"""What do the facts of the second half change about a lead?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from batonpass.handoff.facts import second as f
from batonpass.handoff.lead import Lead
from batonpass.handoff.playbook import WORKED, Stage
from batonpass.handoff.record import replace
from batonpass.handoff.second import KEYS_MAX, NOTES_MAX, NOTHING_YET, Answer, CallNote, Deal, Second

Changes = Mapping[str, Any]


def second_of(lead: Lead) -> Second:
    """The second half of the present cycle; what was found out before is kept, what was agreed before is over."""
    held = lead.second or NOTHING_YET
    if held.cycle == lead.cycle:
        return held
    past = (*held.past, held.deal.deal_id) if held.deal and held.deal.deal_id else held.past
    return Second(cycle=lead.cycle, answers=held.answers, notes=held.notes, keys=held.keys, past=past)


def is_asked(lead: Lead) -> bool:
    """Has an account executive been asked to take the lead in this cycle, and not answered yet?"""
    return lead.second is not None and second_of(lead).waiting


def asked(lead: Lead, *, waits: bool) -> Second | None:
    """The second half with its wait for an account executive as it is from now on; most leads have none."""
    if lead.second is None or lead.second.waiting == waits:
        return lead.second
    return replace(second_of(lead), waiting=waits)


def _with(lead: Lead, fact: Any, **change: Any) -> Second:  # noqa: ANN401 - each fact of the second half has a key
    held = second_of(lead)
    if fact.key:
        change["keys"] = dict([*held.keys.items(), (fact.key, fact.asked)][-KEYS_MAX:])
    return replace(held, **change)


def _answered(lead: Lead, fact: f.ChecklistAnswered, _: str) -> Changes:
    found = {
        name: Answer(value=value, at=fact.at, by=fact.by, note=fact.notes.get(name, ""))
        for name, value in fact.answers.items()
    }
    answers = {**second_of(lead).answers, **found}
    return {"second": _with(lead, fact, answers=answers), "changed_at": fact.at}


def _noted(lead: Lead, fact: f.NoteTaken, _: str) -> Changes:
    note = CallNote(
        at=fact.at,
        by=fact.by,
        text=fact.text,
        kind=fact.kind,
        next_step=fact.next_step,
        meeting_at=fact.meeting_at,
    )
    notes = (*second_of(lead).notes, note)[-NOTES_MAX:]
    return {"second": _with(lead, fact, notes=notes), "changed_at": fact.at}


def _handed_over(lead: Lead, fact: f.HandedOver, _: str) -> Changes:
    """The SDR's own acceptance cannot be taken back any more: somebody else has been asked."""
    second = _with(lead, fact, sdr=fact.sdr, handed_at=fact.at, rounds=fact.round, waiting=True, came_back="")
    return {"second": second, "undo": None, "because": fact.because, "changed_at": fact.at}


def _taken_over(lead: Lead, fact: f.TakenOver, _: str) -> Changes:
    second = _with(lead, fact, waiting=False)
    return {"stage": Stage.SQL, "second": second, "undo": None, "because": fact.because, "changed_at": fact.at}


def _returned(lead: Lead, fact: f.Returned, _: str) -> Changes:
    second = _with(lead, fact, waiting=False, came_back=fact.reason)
    return {**_now(lead, fact.then, fact), "second": second}


def _opened(lead: Lead, fact: f.OpportunityOpened, _: str) -> Changes:
    second = _with(lead, fact, deal=_deal(lead, fact, close_on=fact.close_on))
    return {**_now(lead, Stage.OPPORTUNITY, fact), "second": second}


def _won(lead: Lead, fact: f.Won, _: str) -> Changes:
    return {**_now(lead, Stage.WON, fact), "second": _with(lead, fact, deal=_deal(lead, fact), waiting=False)}


def _lost(lead: Lead, fact: f.Lost, _: str) -> Changes:
    held = second_of(lead).deal or Deal()
    deal = replace(held, deal_id=fact.deal_id or held.deal_id)
    return {**_now(lead, Stage.LOST, fact), "second": _with(lead, fact, deal=deal, waiting=False)}


def _deal(lead: Lead, fact: f.OpportunityOpened | f.Won, **more: Any) -> Deal:  # noqa: ANN401 - the fields of Deal
    """What is said now over what was known; what is not said stays."""
    held = second_of(lead).deal or Deal()
    said = {"amount": fact.amount, "currency": fact.currency, "deal_id": fact.deal_id, **more}
    return replace(held, **{name: value for name, value in said.items() if value not in (None, "")})


def _now(lead: Lead, stage: Stage, fact: f.Returned | f.OpportunityOpened | f.Won | f.Lost) -> Changes:
    """The stage it goes to; what is worked keeps its owner, what is over has none and begins to wait."""
    stage = lead.left_as(stage)
    kept = stage in WORKED
    return {
        "stage": stage,
        "tier": lead.tier if kept else None,
        "owner": lead.owner if kept else None,
        "queue": lead.queue if kept else None,
        "ended_at": None if kept else fact.at,
        "ended_in": lead.kept_in,
        "ended_why": "",
        "undo": None,
        "because": fact.because,
        "changed_at": fact.at,
    }


SECOND: Mapping[type, Callable[[Lead, Any, str], Changes]] = {
    f.ChecklistAnswered: _answered,
    f.NoteTaken: _noted,
    f.HandedOver: _handed_over,
    f.TakenOver: _taken_over,
    f.Returned: _returned,
    f.OpportunityOpened: _opened,
    f.Won: _won,
    f.Lost: _lost,
}
