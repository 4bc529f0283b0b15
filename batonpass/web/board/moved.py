"""Which of the leads that were chosen may move, which did, and why not the others?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.requests import Request

from batonpass.handoff.lead import Lead
from batonpass.handoff.requests import Reassign
from batonpass.store import board as store
from batonpass.store.arrival import State
from batonpass.tongue.spoken import say
from batonpass.web.lead.open import is_id
from batonpass.web.parts import words
from batonpass.web.parts.house import house
from batonpass.web.parts.reader import Reader

NAME_MOST = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """How many moved; `trouble` says what to mend, `stayed` names each lead that did not move, and why."""

    count: int = 0
    trouble: str = ""
    field: str = ""
    stayed: tuple[tuple[str, str, str], ...] = ()


async def move(request: Request, reader: Reader, chosen: Mapping[str, str], to: str) -> Moved:
    """Hand on what this reader may move and what is still with whom they saw it with."""
    people = reader.agreed.directory
    if not chosen:
        return Moved(trouble=say("Choose at least one lead: tick its box."), field="lead")
    if to not in people.reps and to not in people.queues:
        return Moved(trouble=say("Choose who shall have them."), field="to")
    home = house(request)
    found = [one.lead for one in await store.these(home.pool, [name for name in chosen if is_id(name)])]
    seen = [lead for lead in found if reader.sees(lead)]
    stayed = [(lead.id, lead.name, why) for lead in seen if (why := _elsewhere(lead, chosen[lead.id], reader))]
    kept = {lead_id for lead_id, _, _ in stayed}
    stayed += [("", name[:NAME_MOST], _not_theirs()) for name in chosen.keys() - {lead.id for lead in seen}]
    going = [lead for lead in seen if lead.id not in kept]
    outcomes = await store.move_many(
        home.pool, home.watched, [lead.id for lead in going], Reassign(by=reader.by, to=to)
    )
    for lead, outcome in zip(going, outcomes, strict=True):
        if outcome.state is not State.TAKEN:
            says = words.told(outcome.refusal.says) if outcome.refusal else _why_not(outcome.state)
            stayed.append((lead.id, lead.name, words.sentence(says)))
    count = sum(outcome.state is State.TAKEN for outcome in outcomes)
    if count:
        home.poke()
    return Moved(count=count, trouble=_trouble(count, len(chosen)), stayed=tuple(stayed))


def _not_theirs() -> str:
    """The same words for a lead that is another team's and for one that is not there."""
    return say("There is no such lead, or it is not yours to move")


def _why_not(state: State) -> str:
    """What became of a lead that was neither moved nor refused."""
    if state is State.SET_ASIDE:
        return say("nothing can be decided about it; it stays as it was, and its error stands in the log")
    return say("it is no longer there")


def _elsewhere(lead: Lead, holder: str, reader: Reader) -> str:
    """Who has it by now, when that is not who had it when the board was drawn."""
    now = lead.owner or lead.queue or ""
    if now == holder:
        return ""
    return (
        say("{name_of} has it by now", name_of=reader.agreed.directory.name_of(now))
        if now
        else say("It is no longer in sales' hands")
    )


def _trouble(count: int, asked: int) -> str:
    if count == asked:
        return ""
    return (
        say("{count} of {asked} leads moved. The others stayed where they were.", count=count, asked=asked)
        if count
        else say("No lead moved.")
    )
