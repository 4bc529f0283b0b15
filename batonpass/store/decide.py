"""What follows from a batch of arrivals and requests, once everything it depends on has been read?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from batonpass.handoff.answer import answer
from batonpass.handoff.crm import with_crm
from batonpass.handoff.facts import Captured, Learned, Observed
from batonpass.handoff.features import Others
from batonpass.handoff.lead import Lead
from batonpass.handoff.path import steps
from batonpass.handoff.people import Account
from batonpass.handoff.person import keys_met
from batonpass.handoff.refusal import Refusal
from batonpass.handoff.walk import Advanced, Walk
from batonpass.handoff.wishes import untracked
from batonpass.store.arrival import Arrival, Asked, Outcome, State
from batonpass.store.as_fact import as_fact
from batonpass.store.held import count_minutes, note_company
from batonpass.store.lead_ids import new_lead_id
from batonpass.store.ledger import Ledger, answer_of
from batonpass.store.marked import SAYS, Marked, is_over
from batonpass.store.shape import decode_lead
from batonpass.store.tallies import Tallies
from batonpass.store.world import World
from batonpass.written.unheard import noted

UNTRACKED = "they refuse to be tracked, so nothing of it was kept; send consent: granted once they agree"


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What was read before deciding; all of it held by locks until the batch is written."""

    at: datetime
    keys: Mapping[tuple[str, str], tuple[str, str | None]]
    contents: Mapping[str, str]
    accounts: Mapping[str, Account]
    turns: Mapping[str, Mapping[str, int]] | None
    """The tallies of the pools; None until they are held."""
    loads: Mapping[str, int]
    minutes: Mapping[str, int] | None = None
    colleagues: Mapping[str, tuple[str, ...]] | None = None
    others: Others | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """An arrival on its way, of a lead that stood as `lead` and was kept as `state` (None: it is new)."""

    fact: Captured | Observed | Learned
    keys: Sequence[str]
    lead: Lead
    state: str | None
    walk: Walk
    steps: Iterator[None]


class Astray(Exception):
    """What was written of a lead before its turn is not what came of it: undo it, and decide the batch as a whole."""


class CannotDecide(Exception):
    """A lead or its playbook is such that a request about it comes to no answer; its cause is what went wrong."""


class Batch:
    """Decides one thing after the other, each seeing what the ones before it did."""

    def __init__(self, world: World, around: Surroundings, kept: Sequence[tuple[str, str, str]]) -> None:
        """Begin with the leads as they are kept: id, person and state, read only when needed, lest one spoil all."""
        self.world, self.around, self.capped = world, around, world.directory.capped
        self.kept = {lead_id: state for lead_id, _, state in kept}
        self.ids: dict[str, str] = {person: lead_id for lead_id, person, _ in kept}
        self.leads: dict[str, Lead] = {}
        self.written: dict[str, int] = {}
        """How many facts of a lead that is begun are written already."""
        self.keys, self.contents = dict(around.keys), dict(around.contents)
        self.loads = dict(around.loads)
        self.forgotten: Marked = {}
        self.keys_met: dict[str, str] = {}
        self.twins: set[tuple[str, str, str]] = set()
        self.ledger = Ledger(around.at, world.playbook.version, Tallies(around.turns))
        # The tallies and loads in the setting are the ledger's own: each decision sees what the one before it took.
        self.setting = world.setting(around.at, accounts=around.accounts, turns=self.ledger.turns, loads=self.loads)
        self.minutes = None if around.minutes is None else dict(around.minutes)
        self.colleagues = None if around.colleagues is None else dict(around.colleagues)
        if self.minutes is not None:
            self.setting = replace(self.setting, minutes=self.minutes)
        if self.colleagues is not None:
            self.setting = replace(self.setting, colleagues=self.colleagues)
        if around.others:
            self.setting = replace(self.setting, others=around.others)

    def begin(self, arrival: Arrival) -> Begun | None:
        """Work out what depends on nobody's turn, before the tallies are held.

        None where nothing can be worked out yet; whatever is wrong with it is met again, and told, when it is taken.
        """
        try:
            begun = self._begun(arrival)
            if isinstance(begun, Begun):
                next(begun.steps, None)
                return begun
        except Exception:  # noqa: BLE001 - what cannot be begun is decided as a whole, in its place
            return None
        return None

    def hold(self, turns: Mapping[str, Mapping[str, int]]) -> None:
        """The tallies are locked from here on; what was begun can be finished."""
        self.ledger.turns.hold(turns)

    def see_anew(self, around: Surroundings, kept: Sequence[tuple[str, str, str]], ids: Mapping[str, str]) -> None:
        """What others did to the leads, and what came through our doors, while this was begun without holding them.

        A lead that still reads as it did is the one that was begun upon; what was begun upon another is decided anew,
        at the later instant.
        """
        before = self.kept
        self.kept = {name: before[name] if before.get(name) == state else state for name, _, state in kept}
        self.leads = {
            lead_id: lead for lead_id, lead in self.leads.items() if self.kept.get(lead_id) is before[lead_id]
        }
        self.ids = {person: lead_id for lead_id, person, _ in kept} | dict(ids)
        self.around, self.keys, self.contents = around, dict(around.keys), dict(around.contents)
        self.setting, self.ledger.at = replace(self.setting, at=around.at), around.at

    def take(self, arrival: Arrival, begun: Begun | None = None) -> Outcome:
        """One arrival: known already, refused, set aside with its error, or taken in, from where it was begun.

        Raises Astray when facts of it are written already that did not come true after all.
        """
        outcome = self._outcome(arrival, begun)
        if begun and begun.lead.id in self.written:
            raise Astray
        return outcome

    def _outcome(self, arrival: Arrival, begun: Begun | None) -> Outcome:
        known = self._known(arrival)
        if known:
            return known
        if arrival.quarantine:
            self.ledger.arrived(arrival, State.QUARANTINED, error=arrival.quarantine)
            return Outcome(state=State.QUARANTINED)
        try:
            return self._taken(arrival, begun)
        except Refusal as refusal:
            return Outcome(state=State.REFUSED, refusal=refusal)
        except Exception as error:  # noqa: BLE001 - a poisoned lead is set aside; the rest of the batch goes on
            return self._set_aside(arrival, error)

    def ask(self, asked: Asked) -> Outcome:
        """One request about one lead. Raises CannotDecide, with its cause, when it comes to no answer at all."""
        try:
            lead = self.lead(asked.lead_id)
            if lead is None:
                return Outcome(state=State.UNKNOWN_LEAD)
            step = answer(lead, asked.request, self.setting)
        except Refusal as refusal:
            return Outcome(state=State.REFUSED, lead_id=asked.lead_id, refusal=refusal)
        except Exception as error:
            raise CannotDecide(f"{type(error).__name__}: {error}") from error
        self.keep(lead, step, silent=asked.silent)
        return Outcome(state=State.TAKEN, lead_id=lead.id, answer=answer_of(step.lead) if asked.answer else None)

    def turn_page(self) -> list[Any]:
        """What is decided so far, as arguments of the writing statement; empty when there is nothing to write.

        Leads are put back into their short written form: a batch of them at hand in full would not fit the
        processor's own memory, and few are asked for twice.
        """
        page, states = self.ledger.turn_page()
        self.kept |= states
        self.leads.clear()
        return page

    def lead(self, lead_id: str) -> Lead | None:
        """The lead as it stands after what this batch did to it; None when it was not read."""
        if lead_id not in self.leads and lead_id in self.kept:
            self.leads[lead_id] = decode_lead(self.kept[lead_id])
        return self.leads.get(lead_id)

    def _known(self, arrival: Arrival) -> Outcome | None:
        """The same key, or the same content within ten minutes, is answered as it was before (A01 to A04)."""
        if arrival.idem_key is None:
            said = self.contents.get(arrival.fingerprint.hex()) if arrival.fingerprint else None
            return _replayed(said) if said else None
        before = self.keys.get((arrival.caller, arrival.idem_key))
        if before is None:
            return None
        body_hash, said = before
        if body_hash != arrival.body_hash.hex():
            self.ledger.arrived(
                arrival, State.KEY_REUSED, error=f"idempotency key {arrival.idem_key} came with another body"
            )
            return Outcome(state=State.KEY_REUSED)
        return _replayed(said)

    def _taken(self, arrival: Arrival, begun: Begun | None) -> Outcome:
        way = begun if begun and self._stands(begun) else self._begun(arrival)
        if isinstance(way, Outcome):
            return way
        fact, lead = way.fact, way.lead
        if len(way.keys) > 1 or lead.person != fact.person:
            self._know_by(way.keys, lead)
        for _ in way.steps:
            pass
        step = way.walk.done()
        self.keep(lead, step, silent=arrival.historic, written=self.written.get(lead.id, 0) if way is begun else 0)
        if way is begun:
            self.written.pop(lead.id, None)
        said = answer_of(step.lead, noted(fact, self.world.playbook))
        self.ledger.arrived(arrival, State.TAKEN, lead_id=lead.id, answer=said)
        self._remember(arrival, said)
        return Outcome(state=State.TAKEN, lead_id=lead.id, answer=said)

    def _begun(self, arrival: Arrival) -> Begun | Outcome:
        """Whose it is and the way it will go, with no step of it taken; the outcome of what is not to be kept."""
        fact = as_fact(arrival, at=self.around.at, playbook=self.world.playbook, countries=self.setting.countries)
        keys = keys_met(fact)
        known = self.lead(self._id_of(keys))
        if self.forgotten and is_over(fact, keys, self.forgotten, known=known is not None):
            return Outcome(state=State.NOT_KEPT, error=SAYS)
        agreed_at = fact.at if "consent" in arrival.sent else None
        if known and arrival.is_watched and untracked(known, agreed_at) and not self._raises_hand(fact):
            return Outcome(state=State.NOT_KEPT, error=UNTRACKED)
        lead = known or Lead(id=new_lead_id(self.around.at), person=fact.person)
        then = self.setting if arrival.arrived_at is None else replace(self.setting, at=arrival.arrived_at)
        walk = Walk(lead, then)
        state = self.kept.get(lead.id)
        return Begun(fact=fact, keys=keys, lead=lead, state=state, walk=walk, steps=steps(walk, fact))

    def _stands(self, begun: Begun) -> bool:
        """Is the lead still as it was when this was begun, after all that the batch did since?"""
        lead_id = self._id_of(begun.keys)
        if begun.state is None or lead_id != begun.lead.id:
            return begun.state is None and not lead_id
        now = self.leads.get(lead_id)
        return self.kept[lead_id] is begun.state if now is None else now is begun.lead

    def _raises_hand(self, fact: Captured | Observed | Learned) -> bool:
        """Who asks for us is heard, whatever else they refuse."""
        return isinstance(fact, Observed) and fact.signal in self.world.playbook.definition.hand_raisers

    def _id_of(self, keys: Sequence[str]) -> str:
        """The lead of this person, by the first of the keys they come by that anybody is known by; empty for nobody."""
        return next((lead_id for key in keys if (lead_id := self.ids.get(key))), "")

    def _know_by(self, keys: Sequence[str], lead: Lead) -> None:
        """Keep the keys met for the first time; those that lead to other leads say that these are one person."""
        others = {lead_id for key in keys if (lead_id := self.ids.get(key)) and lead_id != lead.id}
        self.twins |= {(lead.id, other, f"{keys[0]} and {keys[-1]} are one person") for other in others}
        fresh = {key: lead.id for key in keys if key not in self.ids and key != lead.person}
        self.keys_met |= fresh
        self.ids |= fresh

    def keep(self, before: Lead, step: Advanced, *, silent: bool = False, written: int = 0) -> None:
        """Keep a step, wherever it was decided, of a lead that stood as `before`; as `Ledger.advanced`."""
        if self.world.playbook.crm and not silent:
            step = with_crm(before, step, self.world.playbook.crm)
        self.leads[step.lead.id] = step.lead
        self.ids[step.lead.person] = step.lead.id
        if self.capped:
            self._count(before, -1)
            self._count(step.lead, 1)
        if self.minutes is not None:
            count_minutes(before, self.minutes, -1)
            count_minutes(step.lead, self.minutes, 1)
        if self.colleagues is not None:
            note_company(step.lead, self.colleagues)
        self.ledger.advanced(before, step, silent=silent, written=written)

    def _count(self, lead: Lead, by: int) -> None:
        if lead.owner and lead.clock:
            self.loads[lead.owner] = self.loads.get(lead.owner, 0) + by

    def _set_aside(self, arrival: Arrival, error: Exception) -> Outcome:
        says = f"{type(error).__name__}: {error}"
        self.ledger.arrived(arrival, State.SET_ASIDE, error=says)
        self._remember(arrival, None)
        return Outcome(state=State.SET_ASIDE, error=says)

    def _remember(self, arrival: Arrival, said: str | None) -> None:
        if arrival.idem_key is not None:
            self.keys[arrival.caller, arrival.idem_key] = (arrival.body_hash.hex(), said)
        elif arrival.fingerprint and said:
            self.contents[arrival.fingerprint.hex()] = said


def _replayed(said: str | None) -> Outcome:
    if said is None:
        return Outcome(state=State.QUARANTINED)
    return Outcome(state=State.REPLAYED, answer=said.replace('"replayed":false', '"replayed":true'))
