"""Who should work this lead? The first rung of the ladder that can answer does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .available import at_work, leave_of, stands_in, until
from .facts import Routed
from .lead import Lead
from .people import Member, Pool
from .playbook import Case, Rung, RungKind, Target
from .pools import Answer, send_to_pools, take_turn
from .postal import within
from .setting import Setting

TEAM = "account_team"
"""The name under which the turns of account teams are tallied, so that a rep in many teams is not flooded."""
POSTAL = "lead.postal_code"
NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What one rung says, for who wants to know all of them; `taken` is the one that decides."""

    rung: str
    answer: Answer
    taken: bool


def route(lead: Lead, setting: Setting, seen: Mapping[str, object], *, avoid: frozenset[str] = NOBODY) -> Routed:
    """Walk the ladder of the playbook; reps in `avoid` are passed over. Every rung tried is told, with why it lost."""
    tried: list[str] = []
    missing: list[str] = []
    for rung in setting.playbook.routing:
        answer = ask(rung, lead, setting, seen=seen, avoid=avoid)
        missing += [name for name in answer.missing if name not in missing]
        if answer.found:
            return routed(rung.name, answer, setting, tried=tried, missing=missing)
        tried.append(f"{rung.name}: {answer.because}")
    default = Answer(queue=setting.playbook.default_queue, because="no rung could answer")
    return routed("default queue", default, setting, tried=tried, missing=missing)


def whole_ladder(lead: Lead, setting: Setting, seen: Mapping[str, object]) -> tuple[Tried, ...]:
    """What every rung says, those below the deciding one too: who would have had it (C01). Decides nothing."""
    told: list[Tried] = []
    for rung in setting.playbook.routing:
        answer = ask(rung, lead, setting, seen=seen, avoid=NOBODY)
        told.append(Tried(rung=rung.name, answer=answer, taken=answer.found and not any(t.taken for t in told)))
    return tuple(told)


def route_to(to: str, setting: Setting, *, rung: str, because: str) -> Routed:
    """To this rep of ours, or to this queue, without asking the ladder."""
    queue = to in setting.directory.queues and to not in setting.directory.reps
    return Routed(at=setting.at, owner=None if queue else to, queue=to if queue else None, rung=rung, because=because)


def of_customer(lead: Lead, setting: Setting) -> Routed | None:
    """A customer who asks again belongs to whoever has had them since they bought, or stands in for that person."""
    if not lead.customer or lead.owner is None:
        return None
    return _to(lead.owner, setting, rung="customer", because="has had them since they bought")


def of_answer(rep: str, setting: Setting) -> Routed | None:
    """Who answers a rep of ours belongs to that rep, or to whoever stands in; None for who takes no leads."""
    if not any(member.rep == rep for pool in setting.directory.pools.values() for member in pool.members):
        return None
    return _to(rep, setting, rung="answer", because="wrote to them, and they answered")


def of_return(sdr: str, setting: Setting, *, avoid: frozenset[str]) -> Routed | None:
    """What comes back while who handed it over is away belongs to whoever stands in for them."""
    return _to(sdr, setting, rung="return", because="worked it before it was handed over", avoid=avoid)


def _to(rep: str, setting: Setting, *, rung: str, because: str, avoid: frozenset[str] = NOBODY) -> Routed | None:
    answer = _person(rep, setting, avoid, because=because)
    return routed(rung, answer, setting, tried=[], missing=[]) if answer.found else None


def ask(rung: Rung, lead: Lead, setting: Setting, *, seen: Mapping[str, object], avoid: frozenset[str]) -> Answer:
    """What one rung of the ladder says."""
    match rung.kind:
        case RungKind.ACCOUNT_OWNER:
            return _account_owner(rung, lead, setting, avoid)
        case RungKind.ACCOUNT_TEAM:
            return _account_team(lead, setting, avoid)
        case RungKind.SAME_COMPANY:
            return _same_company(lead, setting, avoid)
        case RungKind.NEEDS:
            lacks = tuple(path for path in rung.needs if path not in seen)
            queue = setting.playbook.default_queue if lacks else None
            return Answer(queue=queue, missing=lacks, because=_missing(lacks) if lacks else "nothing is missing")
        case RungKind.CASES:
            return _cases(rung, setting, seen, avoid)
        case RungKind.SEND:
            assert rung.target is not None  # noqa: S101 - the loader refuses a rung without a target
            return _send(rung.target, setting, avoid, why=rung.name)


def routed(rung: str, answer: Answer, setting: Setting, *, tried: list[str], missing: list[str]) -> Routed:
    """The decision, with what every rung above said and who lost on the deciding one."""
    lacks = tuple(missing) if answer.queue else ()
    because = answer.because
    if answer.queue and lacks and "missing" not in because:
        because += "; " + _missing(lacks)
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
        passed=answer.passed,
        held=answer.held,
    )


def _account_owner(rung: Rung, lead: Lead, setting: Setting, avoid: frozenset[str]) -> Answer:
    if lead.account is None:
        return Answer(because="no account")
    account = setting.directory.accounts.get(lead.account)
    owner_id = setting.directory.owner_of(account) if account else lead.account_owner
    if owner_id is None:
        return Answer(because=f"{lead.account_name} has no owner")
    owner = setting.directory.reps.get(owner_id)
    if owner and not owner.active and rung.inactive_to_manager and owner.manager:
        because = f"manages {owner.name}, who owns the account {lead.account_name} and is no longer active"
        return _person(owner.manager, setting, avoid, because=because)
    return _person(owner_id, setting, avoid, because=f"owns the account {lead.account_name}")


def _account_team(lead: Lead, setting: Setting, avoid: frozenset[str]) -> Answer:
    """The next in turn of those who work the account beside its owner."""
    account = setting.directory.accounts.get(lead.account or "")
    if account is None:
        return Answer(because="no account")
    if not account.team:
        return Answer(because=f"{account.name} has no team")
    team = Pool(name=TEAM, members=tuple(Member(rep=rep) for rep in account.team))
    return take_turn([team], setting, avoid, why=f"the team of {account.name}")


def _same_company(lead: Lead, setting: Setting, avoid: frozenset[str]) -> Answer:
    """Who already works an open lead of the same company has this one too, so that it hears one voice (R26)."""
    domain = lead.value("email").rpartition("@")[2]
    if not domain or lead.free_mail:
        return Answer(because="no company to tell by the address")
    told = [
        _person(one, setting, avoid, because=f"works another lead of {domain}")
        for one in setting.colleagues.get(domain, ())
    ]
    nobody = Answer(because="; ".join(one.because for one in told) or f"nobody works a lead of {domain}")
    return next((one for one in told if one.found), nobody)


def _person(rep_id: str, setting: Setting, avoid: frozenset[str], *, because: str) -> Answer:
    """One named person, or the delegate while that person is away; a person who left answers nothing."""
    name = setting.directory.name_of(rep_id)
    rep = setting.directory.reps.get(rep_id)
    if rep is None or not rep.active or rep.id in avoid:
        return Answer(because=f"{name} {'is passed over' if rep and rep.active else 'is not active'}")
    leave = leave_of(rep, setting)
    if leave is None:
        if not rep.available:
            return Answer(because=f"{name} {because} but has switched leads off")
        return Answer(owner=rep.id, because=f"{name} {because}", uncovered=not at_work(rep.id, setting))
    last = until(leave, rep, setting)
    stand_in = stands_in(rep, setting)
    if stand_in and stand_in not in avoid:
        told = setting.directory.name_of(stand_in)
        why = f"{told}, delegate of {name} ({because}, away until {last})"
        return Answer(owner=stand_in, because=why, uncovered=not at_work(stand_in, setting))
    return Answer(because=f"{name} {because} but is away until {last}, and nobody stands in")


def _cases(rung: Rung, setting: Setting, seen: Mapping[str, object], avoid: frozenset[str]) -> Answer:
    """The first case that holds and can send; what could not be told for missing data is named."""
    notes: list[str] = []
    missing: list[str] = []
    for case in rung.cases:
        holds = _holds(case, seen)
        if holds is None:
            lacks = [path for path in _asked(case) if path not in seen]
            missing += [path for path in lacks if path not in missing]
        if holds:
            answer = _send(case.target, setting, avoid, why=f"{rung.name} {case.name}")
            if answer.found:
                return answer
            notes.append(answer.because)
    if missing:
        notes.append("unknown, " + _missing(tuple(missing), colon=""))
    return Answer(because="; ".join(notes) or "no case holds", missing=tuple(missing))


def _holds(case: Case, seen: Mapping[str, object]) -> bool | None:
    """Condition and postal code together: false beats unknown."""
    holds = case.when.holds(seen)
    if not case.postal or holds is False:
        return holds
    inside = within(seen.get(POSTAL), case.postal, seen.get("lead.country"))
    return False if inside is False else None if holds is None or inside is None else True


def _asked(case: Case) -> list[str]:
    return sorted({*case.when.fields, POSTAL} if case.postal else case.when.fields)


def _missing(paths: tuple[str, ...], *, colon: str = ":") -> str:
    return f"missing{colon} " + ", ".join(path.rpartition(".")[2] for path in paths)


def _send(target: Target, setting: Setting, avoid: frozenset[str], *, why: str) -> Answer:
    if target.rep:
        return _person(target.rep, setting, avoid, because=f"has {why}")
    if target.queue:
        return Answer(queue=target.queue, because=why)
    return send_to_pools(target, setting, avoid, why=why)
