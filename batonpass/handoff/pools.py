"""Who of these pools takes the lead, by whose turn it is, who is at work and who has had their fill?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from . import record
from .available import absent, at_work, back_at_work, full, opens_next, today_of
from .off_shift import Held, OffShift
from .people import Beyond, Member, Pool, Share
from .playbook import Target
from .record import Record
from .setting import Setting
from .turn import count_on, next_in_turn

EVERYBODY = "*"
"""The pool that holds the members of every pool."""
NAMED_MOST = 6
"""So many colleagues whose turn it was not are named; the others are counted."""


class Answer(Record):
    """What a rung says: an owner or a queue, with the tally of the pool it came from; or neither, and why.

    `passed` says of each candidate who lost, in words a rep can read, why.
    """

    because: str
    owner: str | None = None
    queue: str | None = None
    pool: str | None = None
    turn: Mapping[str, int] | None = None
    uncovered: bool = False
    missing: tuple[str, ...] = ()
    passed: tuple[str, ...] = ()
    held: Held | None = None

    @property
    def found(self) -> bool:
        """Does the rung send the lead somewhere?"""
        return self.owner is not None or self.queue is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Look:
    """One pool at this instant: who can take a lead, who can once at work, who is full, at work or off; who cannot.

    `names` are those of all who can, `counted` whose turns are counted by the day.
    """

    pool: Pool
    ready: list[Member]
    later: list[Member]
    full: list[Member]
    full_later: list[Member]
    passed: list[str]
    names: dict[str, str]
    counted: frozenset[str]


def send_to_pools(target: Target, setting: Setting, avoid: frozenset[str], *, why: str) -> Answer:
    """The next in turn of the pools a rung names, by the rung's own rule for closed hours."""
    found = [setting.directory.pools[name] for name in target.pools if name in setting.directory.pools]
    return take_turn(found or [Pool(name=" or ".join(target.pools), members=())], setting, avoid, why=why, by=target)


def take_turn(
    pools: list[Pool], setting: Setting, avoid: frozenset[str], *, why: str, by: Target | None = None
) -> Answer:
    """The next in turn who is at work and has room; pools follow the sun.

    When all who are at work have had their fill, their pool's overflow rule decides, and when nobody is at work and
    all have. Else the target's off-shift rule does: whoever opens first (C05, C07) unless it says otherwise.
    """
    looks = [_look(pool, setting, avoid) for pool in pools]
    for look in looks:
        if look.ready:
            return _turn(look, look.ready, setting, why=why, passed=_passed(looks, look))
    brimming = next((look for look in looks if look.full), None)
    if brimming is None and not any(look.later for look in looks):
        brimming = next((look for look in looks if look.full_later), None)
    if brimming and (beyond := _overflow(brimming, setting, avoid, why=why)):
        return record.replace(beyond, passed=(*_passed(looks), *beyond.passed))
    if brimming is None and any(look.later for look in looks):
        return _off_shift(looks, setting, by or Target(), why=why)
    names = " or ".join(look.pool.name for look in looks)
    reasons = "; ".join(_passed(looks))
    return Answer(because=f"nobody in {names} is available" + (f": {reasons}" if reasons else ""))


def _look(pool: Pool, setting: Setting, avoid: frozenset[str]) -> _Look:
    """Who can take a lead now; without caps the same for every lead of a batch, so it is looked up once an instant."""
    if avoid or setting.directory.pools.get(pool.name) is not pool:
        return _looked(pool, setting, avoid)
    key = ("look", setting.at, pool.name)
    known: _Look | None = setting.reckoned.get(key)
    if known is None:
        known = _looked(pool, setting, avoid)
        if not any(member.cap is not None or member.a_day is not None for member in pool.members):
            setting.reckon(key, known)
    return known


def _looked(pool: Pool, setting: Setting, avoid: frozenset[str]) -> _Look:
    """Sort the members of a pool by whether they can take a lead now."""
    counted = frozenset([member.rep for member in pool.members if member.a_day is not None])
    look = _Look(pool=pool, ready=[], later=[], full=[], full_later=[], passed=[], names={}, counted=counted)
    for member in pool.members:
        why_not = absent(member.rep, setting) or (member.rep in avoid and _held_before(member, setting)) or ""
        if why_not:
            look.passed.append(why_not)
            continue
        look.names[member.rep] = setting.directory.name_of(member.rep)
        here, fill = at_work(member.rep, setting), full(member, pool.name, setting)
        if fill:
            look.passed.append(fill)
            (look.full if here else look.full_later).append(member)
        elif here:
            look.ready.append(member)
        else:
            look.later.append(member)
    return look


def _held_before(member: Member, setting: Setting) -> str:
    return f"{setting.directory.name_of(member.rep)} is passed over"


def _passed(looks: list[_Look], chosen: _Look | None = None) -> tuple[str, ...]:
    """Why the candidates of the pools looked at so far lost, up to the pool that won."""
    told: list[str] = []
    for look in looks:
        told += look.passed
        if look is chosen:
            break
    return tuple(told)


def _turn(
    look: _Look, members: list[Member], setting: Setting, *, why: str, passed: tuple[str, ...], uncovered: bool = False
) -> Answer:
    """Whose turn it is among these members; who is further on in their turns is told too."""
    pool = look.pool
    rivals = _least_loaded(members, setting) if pool.share is Share.LOAD else members
    chosen, tally = next_in_turn(rivals, setting.turns.get(pool.name, {}))
    if chosen in look.counted:
        count_on(today_of(chosen, setting), chosen, tally)
    name = look.names[chosen]
    where = "all pools" if pool.name == EVERYBODY else pool.name.replace("_", " ")
    others = [member for member in members if member.rep != chosen]
    said = f"{name}'s turn in {where}" if pool.share is Share.TURNS else f"{name} has the least open in {where}"
    shut = [] if uncovered else [f"{_named(look.later, look)} not at work"] if look.later else []
    return Answer(
        owner=chosen,
        pool=pool.name,
        turn=tally,
        uncovered=uncovered,
        because=f"{said} ({why})",
        passed=(*passed, *shut, *([f"not the turn of {_named(others, look)}"] if others else ())),
    )


def _named(members: list[Member], look: _Look) -> str:
    names = [look.names[member.rep] for member in members[:NAMED_MOST]]
    more = len(members) - len(names)
    return ", ".join(names) + (f" and {more} more" if more else "")


def _least_loaded(members: list[Member], setting: Setting) -> list[Member]:
    """Those with the fewest promised minutes open against their weight; turns decide between equals."""
    load = {member.rep: setting.minutes.get(member.rep, 0) / member.weight for member in members}
    least = min(load.values())
    return [member for member in members if load[member.rep] == least]


def _overflow(look: _Look, setting: Setting, avoid: frozenset[str], *, why: str) -> Answer | None:
    """Beyond the caps: as the pool's own rule says; None sends the lead down the ladder."""
    rule, name = look.pool.overflow, look.pool.name
    match rule.kind:
        case Beyond.OVER_CAP:
            says = f"{why}, all of {name} are full"
            if not look.full:
                return _first_to_open([(look, look.full_later)], setting, why=says, passed=())
            return _turn(look, look.full, setting, why=says, passed=())
        case Beyond.QUEUE:
            return Answer(queue=rule.name, because=f"all of {name}{' at work' if look.full else ''} are full ({why})")
        case Beyond.POOL if rule.name in setting.directory.pools and rule.name != name:
            next_pool = replace(setting.directory.pools[rule.name], overflow=type(rule)())
            answer = take_turn([next_pool], setting, avoid, why=f"{why}, all of {name} are full")
            return answer if answer.found else None
        case _:
            return None


def _off_shift(looks: list[_Look], setting: Setting, target: Target, *, why: str) -> Answer:
    """Nobody is at work: wait in a queue, go down the ladder, or be owned at once by who opens first."""
    opens = [(back_at_work(m.rep, setting), m) for look in looks for m in look.later]
    first = min(at for at, _ in opens)
    if target.off_shift is OffShift.NEXT_RUNG:
        soonest = next(member for at, member in opens if at == first)
        when = opens_next(soonest.rep, setting)
        return Answer(because=f"nobody is at work before {when}, when {setting.directory.name_of(soonest.rep)} is")
    if target.off_shift is OffShift.HOLD and target.hold:
        until = min(first, setting.at + target.hold.at_most)
        held = Held(until=until, pools=tuple(look.pool.name for look in looks), then=target.hold.then)
        because = f"nobody of {' or '.join(held.pools)} is at work; held until {until:%Y-%m-%d %H:%M} UTC ({why})"
        return Answer(queue=target.hold.queue, held=held, because=because, passed=_passed(looks))
    shut = [(look, look.later) for look in looks if look.later]
    return _first_to_open(shut, setting, why=why, passed=_passed(looks))


def _first_to_open(
    shut: list[tuple[_Look, list[Member]]], setting: Setting, *, why: str, passed: tuple[str, ...]
) -> Answer:
    """The next in turn of those who are back at work first; of pools that open together, the first named."""
    opens = [(back_at_work(member.rep, setting), n, member) for n, (_, those) in enumerate(shut) for member in those]
    first = min((at, n) for at, n, _ in opens)
    soonest = [member for at, n, member in opens if (at, n) == first]
    look = shut[first[1]][0]
    return _turn(look, soonest, setting, why=f"{why}, first to open", passed=passed, uncovered=True)
