"""Where would this lead go now, and what does every rung say of it?"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from batonpass.handoff.lead import Lead
from batonpass.handoff.people import Pool
from batonpass.handoff.playbook import Stage
from batonpass.handoff.pools import Answer, take_turn
from batonpass.handoff.route import Tried, whole_ladder
from batonpass.handoff.seen import seen_now
from batonpass.handoff.setting import Setting
from batonpass.handoff.take_back import is_executives


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """A lead as it would stand, and its whole ladder; nothing was written."""

    lead: Lead
    rungs: tuple[Tried, ...]

    @property
    def handed_over(self) -> bool:
        """Say whether it would go to sales at all."""
        return self.lead.stage is Stage.MQL


def tried_on(lead: Lead, setting: Setting) -> Trial:
    """Ask every rung about a lead that was just decided, in the setting in which it was."""
    playbook = setting.playbook
    if playbook.second and is_executives(lead):
        playbook = replace(playbook, routing=playbook.second.routing, default_queue=playbook.second.default_queue)
        setting = replace(setting, playbook=playbook)
    return Trial(lead=lead, rungs=whole_ladder(lead, setting, seen_now(lead, setting)))


def told(trial: Trial) -> Mapping[str, object]:
    """Give the trial as plain data, for programs."""
    lead = trial.lead
    return {
        "stage": lead.stage.value,
        "because": lead.because,
        "handed_over": trial.handed_over,
        "owner": lead.owner,
        "queue": lead.queue,
        "tier": lead.tier,
        "due_at": lead.clock.due_at if lead.clock else None,
        "routed_because": lead.routed_because,
        "rungs": [_rung(one) for one in trial.rungs],
    }


def in_words(trial: Trial) -> Iterator[str]:
    """Give the trial line by line, the deciding rung marked."""
    lead = trial.lead
    yield f"{lead.stage.value}: {lead.because}"
    if not trial.handed_over:
        yield "it would not go to sales; if it did, the rungs would say:"
    for one in trial.rungs:
        answer = one.answer
        goes = answer.owner or (f"queue {answer.queue}" if answer.queue else "")
        yield f"{'>' if one.taken else ' '} {one.rung:<16}{goes + ': ' if goes else ''}{answer.because}"
        yield from (f"    not: {why}" for why in answer.passed)


def next_turns(pool: Pool, setting: Setting, ahead: int) -> tuple[Answer, ...]:
    """Say who would get the next leads of a pool if nobody touched one meanwhile: caps fill up as turns are taken."""
    answers: list[Answer] = []
    for _ in range(ahead):
        one = take_turn([pool], setting, frozenset(), why="now")
        answers.append(one)
        loads = {**setting.loads, one.owner: setting.loads.get(one.owner, 0) + 1} if one.owner else setting.loads
        name = one.pool or pool.name
        turns = {**setting.turns, name: one.turn} if one.turn is not None else setting.turns
        setting = replace(setting, turns=turns, loads=loads)
    return tuple(answers)


def _rung(one: Tried) -> Mapping[str, object]:
    answer = one.answer
    return {
        "rung": one.rung,
        "taken": one.taken,
        "owner": answer.owner,
        "queue": answer.queue,
        "pool": answer.pool,
        "says": answer.because,
        "passed": list(answer.passed),
        "missing": list(answer.missing),
        "held_until": answer.held.until if answer.held else None,
    }
