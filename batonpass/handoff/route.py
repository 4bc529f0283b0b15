"""Who should work this lead? The first rung of the ladder that can answer does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from .facts import Routed
from .hours import is_open, next_open
from .lead import Lead
from .people import Leave, Member, Rep
from .playbook import Rung, RungKind, Target
from .setting import Setting

EVERYBODY = "*"
"""The pool that holds the members of every pool."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a rung says: an owner or a queue, with the tally of the pool it came from; or neither, and why."""

    because: str
    owner: str | None = None
    queue: str | None = None
    pool: str | None = None
    turn: Mapping[str, int] | None = None
    uncovered: bool = False
    missing: tuple[str, ...] = ()

    @property
    def found(self) -> bool:
        """Does the rung send the lead somewhere?"""
        return self.owner is not None or self.queue is not None


def route(lead: Lead, setting: Setting, seen: Mapping[str, object], *, avoid: frozenset[str] = frozenset()) -> Routed:
    """Walk the ladder of the playbook; reps in `avoid` are passed over. Every rung tried is told, with why it lost."""
    tried: list[str] = []
    missing: list[str] = []
    for rung in setting.playbook.routing:
        answer = ask(rung, lead, setting, seen=seen, avoid=avoid)
        missing += [name for name in answer.missing if name not in missing]
        if answer.found:
            return _routed(rung.name, answer, setting, tried=tried, missing=missing)
        tried.append(f"{rung.name}: {answer.because}")
    default = Answer(queue=setting.playbook.default_queue, because="no rung could answer")
    return _routed("default queue", default, setting, tried=tried, missing=missing)


def hand_over(to: str, setting: Setting, *, rung: str, because: str) -> Routed:
    """A person decides: to a rep of ours, or to a queue."""
    queue = to in setting.directory.queues and to not in setting.directory.reps
    return Routed(at=setting.at, owner=None if queue else to, queue=to if queue else None, rung=rung, because=because)


def ask(rung: Rung, lead: Lead, setting: Setting, *, seen: Mapping[str, object], avoid: frozenset[str]) -> Answer:
    """What one rung of the ladder says."""
    match rung.kind:
        case RungKind.ACCOUNT_OWNER:
            return _account_owner(lead, setting, avoid)
        case RungKind.NEEDS:
            lacks = tuple(path for path in rung.needs if path not in seen)
            because = "missing: " + ", ".join(path.rpartition(".")[2] for path in lacks)
            queue = setting.playbook.default_queue if lacks else None
            return Answer(queue=queue, missing=lacks, because=because if lacks else "nothing is missing")
        case RungKind.CASES:
            return _cases(rung, setting, seen, avoid)
        case RungKind.SEND:
            assert rung.target is not None  # noqa: S101 - the loader refuses a rung without a target
            return _send(rung.target, setting, avoid, why=rung.name)


def _routed(rung: str, answer: Answer, setting: Setting, *, tried: list[str], missing: list[str]) -> Routed:
    lacks = tuple(missing) if answer.queue else ()
    because = answer.because
    if answer.queue and lacks and "missing" not in because:
        because += "; missing: " + ", ".join(path.rpartition(".")[2] for path in lacks)
    return Routed(
        at=setting.at,
        owner=answer.owner,
        queue=answer.queue,
        rung=rung,
        because=because,
        tried=tuple(tried),
        missing=lacks,
        pool=answer.pool,
        turn=answer.turn or {},
        uncovered=answer.uncovered,
    )


def _account_owner(lead: Lead, setting: Setting, avoid: frozenset[str]) -> Answer:
    if lead.account is None:
        return Answer(because="no account")
    if lead.account_owner is None:
        return Answer(because=f"{lead.account_name} has no owner")
    return _person(lead.account_owner, setting, avoid, because=f"owns the account {lead.account_name}")


def _person(rep_id: str, setting: Setting, avoid: frozenset[str], *, because: str) -> Answer:
    """One named person, or the delegate while that person is away; a person who left answers nothing."""
    rep = setting.directory.reps.get(rep_id)
    if rep is None or not rep.active or rep.id in avoid:
        return Answer(
            because=f"{setting.directory.name_of(rep_id)} {'is passed over' if rep and rep.active else 'is not active'}"
        )
    leave = leave_of(rep, setting)
    if leave is None:
        closed = not is_open(setting.at, setting.hours((rep.calendar,)))
        return Answer(owner=rep.id, because=f"{rep.name} {because}", uncovered=closed)
    stand_in = setting.directory.reps.get(leave.delegate) if leave.delegate else None
    if stand_in and stand_in.active and stand_in.id not in avoid and leave_of(stand_in, setting) is None:
        return Answer(
            owner=stand_in.id, because=f"{stand_in.name}, delegate of {rep.name} ({because}, away until {leave.last})"
        )
    return Answer(because=f"{rep.name} {because} but is away until {leave.last}, and nobody stands in")


def _cases(rung: Rung, setting: Setting, seen: Mapping[str, object], avoid: frozenset[str]) -> Answer:
    """The first case that holds and can send; what could not be told for missing data is named."""
    notes: list[str] = []
    missing: list[str] = []
    for case in rung.cases:
        holds = case.when.holds(seen)
        if holds is None:
            lacks = [path for path in sorted(case.when.fields) if path not in seen]
            missing += [path for path in lacks if path not in missing]
        if holds:
            answer = _send(case.target, setting, avoid, why=f"{rung.name} {case.name}")
            if answer.found:
                return answer
            notes.append(answer.because)
    unknown = "unknown, missing " + ", ".join(path.rpartition(".")[2] for path in missing) if missing else ""
    return Answer(because="; ".join([*notes, unknown] if unknown else notes) or "no case holds", missing=tuple(missing))


def _send(target: Target, setting: Setting, avoid: frozenset[str], *, why: str) -> Answer:
    if target.rep:
        return _person(target.rep, setting, avoid, because=f"has {why}")
    if target.queue:
        return Answer(queue=target.queue, because=f"{why}")
    return take_turn(target.pools, setting, avoid, why=why)


def take_turn(pools: tuple[str, ...], setting: Setting, avoid: frozenset[str], *, why: str) -> Answer:
    """The next in turn who is at work; pools follow the sun; if nobody is, whoever opens first (C05, C07)."""
    free = [(name, _free(name, setting, avoid)) for name in pools]
    for name, members in free:
        at_work = [m for m in members if is_open(setting.at, setting.hours((setting.directory.reps[m.rep].calendar,)))]
        if at_work:
            return _turn(name, at_work, setting, why=why)
    waiting = [(next_open(setting.at, setting.hours((setting.directory.reps[m.rep].calendar,))), n, m)
               for n, (_, members) in enumerate(free) for m in members]  # fmt: skip
    if not waiting:
        return Answer(because=f"nobody in {' or '.join(pools)} is available")
    first = min(opens for opens, _, _ in waiting)
    place = min(n for opens, n, _ in waiting if opens == first)
    soonest = [m for opens, n, m in waiting if opens == first and n == place]
    return _turn(pools[place], soonest, setting, why=f"{why}, first to open", uncovered=True)


def _free(name: str, setting: Setting, avoid: frozenset[str]) -> list[Member]:
    """Members who are active, not away, not full and not passed over."""
    pool = setting.directory.pools.get(name)
    free: list[Member] = []
    for member in pool.members if pool else ():
        rep = setting.directory.reps.get(member.rep)
        full = member.cap is not None and setting.loads.get(member.rep, 0) >= member.cap
        if rep and rep.active and not full and member.rep not in avoid and leave_of(rep, setting) is None:
            free.append(member)
    return free


def _turn(pool: str, members: list[Member], setting: Setting, *, why: str, uncovered: bool = False) -> Answer:
    chosen, tally = next_in_turn(members, setting.turns.get(pool, {}))
    name = setting.directory.name_of(chosen)
    return Answer(
        owner=chosen,
        pool=pool,
        turn=tally,
        uncovered=uncovered,
        because=f"{name}'s turn in {'all pools' if pool == EVERYBODY else pool} ({why})",
    )


def next_in_turn(members: list[Member], tally: Mapping[str, int]) -> tuple[str, dict[str, int]]:
    """Smooth weighted round robin: all gain their weight, the fullest goes and pays the sum of the weights.

    Who is away neither gains nor pays, so nobody is flooded on return. Ties go to the first written.
    """
    now = dict(tally)
    for member in members:
        now[member.rep] = now.get(member.rep, 0) + member.weight
    chosen = max(members, key=lambda m: now[m.rep]).rep
    now[chosen] -= sum(member.weight for member in members)
    return chosen, now


def leave_of(rep: Rep, setting: Setting) -> Leave | None:
    """The leave that covers this instant in the rep's own days."""
    if not rep.leave:
        return None
    today: date = setting.at.astimezone(setting.hours((rep.calendar,)).zone).date()
    return next((leave for leave in rep.leave if leave.first <= today <= leave.last), None)
