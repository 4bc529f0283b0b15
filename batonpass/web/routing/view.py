"""How do the rungs of the ladder read, one after the other, with who lost on each and why?"""

from __future__ import annotations

from dataclasses import dataclass

from batonpass.handoff.brief import label
from batonpass.handoff.people import Pool
from batonpass.handoff.pools import Answer
from batonpass.handoff.route import Tried as RungTried
from batonpass.handoff.setting import Setting
from batonpass.tongue.heard import heard_term
from batonpass.tongue.spoken import say
from batonpass.web.parts import words
from batonpass.web.parts.candidates import Candidate, candidates
from batonpass.web.parts.reader import Reader
from batonpass.written.trial import next_turns

from .trial import Tried

AHEAD = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class RungLine:
    """One rung: what it is called, what it says, who would have the lead by it, and who lost."""

    name: str
    says: str
    goes: str
    state: str
    passed: tuple[str, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Where the lead goes, in one breath, and every rung behind it."""

    name: str
    stage: str
    because: str
    handed_over: bool
    goes: str
    owner: str
    tier: str
    due: str
    working: str
    why: str
    rungs: tuple[RungLine, ...]
    known: bool
    pool: str
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolNow:
    """A pool before its next lead: who would get it, why the others would not, and whose turns come then."""

    name: str
    owner: str
    goes: str
    because: str
    candidates: tuple[Candidate, ...]
    turns: tuple[str, ...]
    overflow: str
    share: str


def verdict(tried: Tried, reader: Reader) -> Verdict:
    """The whole answer in words."""
    lead, setting = tried.trial.lead, tried.setting
    taken = next((one for one in tried.trial.rungs if one.taken), None)
    answer = taken.answer if taken else None
    goes = (
        _goes(answer, setting)
        if answer
        else say("the queue {plain}", plain=words.plain(setting.playbook.default_queue))
    )
    pool = setting.directory.pools.get((answer.pool if answer else None) or "")
    clock = None if tried.known else lead.clock
    return Verdict(
        name=lead.name or say("This lead"),
        stage=lead.stage.value,
        because=words.told(lead.because),
        handed_over=tried.trial.handed_over or tried.known,
        goes=goes,
        owner=(answer.owner if answer else None) or "",
        tier=lead.tier or "",
        due=words.moment(clock.due_at, zone=reader.zone, now=setting.at) if clock else "",
        working=words.working(clock.budget_seconds) if clock else "",
        why=words.told(answer.because) if answer else say("no rung could answer"),
        rungs=_rungs(tried.trial.rungs, setting),
        known=tried.known,
        pool=pool.name if pool else "",
        candidates=candidates(pool, setting, answer.owner if answer else None) if pool else (),
    )


def pool_now(pool: Pool, setting: Setting) -> PoolNow:
    """Who would get a lead now, and the next ten turns if nobody touched one meanwhile."""
    ahead = next_turns(pool, setting, AHEAD)
    first = ahead[0]
    return PoolNow(
        name=pool.name,
        owner=first.owner or "",
        goes=_goes(first, setting),
        because=words.told(first.because),
        candidates=candidates(pool, setting, first.owner),
        turns=tuple(_goes(one, setting) for one in ahead if one.found),
        overflow=_overflow(pool),
        share=pool.share.value,
    )


def _rungs(rungs: tuple[RungTried, ...], setting: Setting) -> tuple[RungLine, ...]:
    lines: list[RungLine] = []
    decided = False
    for one in rungs:
        state = "taken" if one.taken else "below" if decided else "no"
        decided = decided or one.taken
        lines.append(
            RungLine(
                name=words.named(one.rung),
                says=words.told(one.answer.because),
                goes=_goes(one.answer, setting) if one.answer.found else "",
                state=state,
                passed=tuple(words.told(why) for why in one.answer.passed),
                missing=tuple(heard_term(label(name, setting.playbook)) for name in one.answer.missing),
            )
        )
    return tuple(lines)


def _goes(answer: Answer, setting: Setting) -> str:
    if answer.owner:
        return setting.directory.name_of(answer.owner)
    return say("the queue {plain}", plain=words.plain(answer.queue)) if answer.queue else say("nobody")


def _overflow(pool: Pool) -> str:
    rule = pool.overflow
    says = {"next_rung": say("go down the ladder"), "over_cap": say("are dealt over the caps, by turns")}
    return says.get(rule.kind.value) or say(
        "go to the {value} {plain}", value=rule.kind.value, plain=words.plain(rule.name)
    )
