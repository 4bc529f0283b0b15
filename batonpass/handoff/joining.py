"""What follows when two leads turn out to be one person, and when one turns out to be two after all?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import dropwhile

from . import facts as f
from .doubles import alive_again, as_before_it, told_of_double
from .facts.match import AccountMatched
from .facts.merge import Merged, MergedAway, Unmerged
from .fold import fold
from .identify import identify
from .joined_news import heard_by_who_goes_on, heard_by_who_loses, withdrawn_with_it
from .lead import Lead
from .merge import given_back_as_double, working
from .moves import by_the_ladder, move
from .notify import tell
from .objecting import objected
from .path import advance
from .playbook import WORKED, RungKind, Stage
from .promised_too import promised_too
from .rang import now_running, ring_again
from .record import replace
from .refusal import conflict, invalid
from .score import score
from .seen import seen_now
from .setting import Setting
from .standing import stand_still
from .turn_back import turn_back
from .walk import Advanced, Walk
from .wishes import objects

ARRIVALS = (f.Captured, f.Observed, f.Learned)
RECKONED = (f.Identified, f.Scored, Merged, MergedAway, Unmerged)
"""Facts that were reckoned from the union of two leads, and are reckoned anew for each; and those of a further merge,
which was taken back by now."""
MERGE = "merge"
BY_HAND = frozenset({"claim", "reassign"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Both:
    """What came of the lead that keeps or kept its id, and of the other one."""

    lead: Advanced
    other: Advanced


def join(lead: Lead, other: Lead, setting: Setting, *, by: str, because: str = "") -> Both:
    """Take the other lead into this one: one person, one owner, one promise (F01).

    The owner and promise of whichever is worked, or is promised the sooner touch, go on; the other promise is closed
    and judged neither met nor broken. Who lost the lead hears of it, and who has something new to know. Raises Refusal.
    """
    _two_living(lead, other)
    why = because or f"{setting.directory.name_of(by)} says that both are one person"
    going_on = working(lead, other)
    walk, left = Walk(lead, setting), Walk(other, setting)
    walk.keep(Merged(at=setting.at, because=why, by=by, other=other.id, working=going_on.id, was=lead, other_was=other))
    left.keep(MergedAway(at=setting.at, because=why, by=by, into=lead.id))
    loser = other if going_on is lead else lead
    double = given_back_as_double(loser)
    if double:
        loser = as_before_it(loser)
    elif _took_a_turn(loser):
        left.keep(turn_back(loser, 1, setting, because=f"{loser.name} was here already: the turn comes back"))
    withdrawn_with_it(walk, left, going_on=going_on, loser=loser)
    if not double:
        heard_by_who_loses(walk, going_on=going_on, loser=loser)
    promised = promised_too(walk, loser)
    stand_still(walk)
    _reckon(walk)
    if objects(walk.lead) and not objects(going_on):
        objected(walk)
    if double:
        told_of_double(walk, loser, by=by)
        return Both(lead=walk.done(), other=left.done())
    heard_by_who_goes_on(walk, going_on=going_on, loser=loser, promised=promised, by=by)
    return Both(lead=_judged(walk), other=left.done())


def part(
    merged: Merged, now: tuple[Lead, Lead], since: Iterable[tuple[f.Fact, str]], *, setting: Setting, by: str
) -> Both:
    """Take a merge back: both leads stand as they stood before it (F03).

    `now` are the two leads as they are, `since` the facts kept about the merged lead after the merge, with the version
    they were decided under. What a person sent since then goes to whom it names; what people and clocks of ours did
    stays with the lead whose work went on. Where nothing happened, both states are as before to the byte, but for the
    count of their facts.
    """
    lead, other = now
    spent = merged.was if merged.working == other.id else merged.other_was
    back = spent if other.turn_returned and not merged.other_was.turn_returned else None
    stands = {lead.id: merged.was, other.id: merged.other_was}
    theirs = {merged.other_was.person, *(merged.other_was.identity.also if merged.other_was.identity else ())}
    touched: set[str] = set()
    followed = _without_guests([*dropwhile(_of_the_merge, since)])
    born = _born_of_it(followed)
    for fact, version in () if born else followed:
        if isinstance(fact, RECKONED):
            continue
        side = merged.working
        if isinstance(fact, ARRIVALS):
            side = other.id if fact.person in theirs else lead.id
        stands[side] = fold(stands[side], fact, version)
        touched.add(side)
    walks = (Walk(lead, setting), Walk(other, setting))
    if born:
        _unborn(walks[0], by=by)
    if back:
        walks[1].keep(turn_back(back, -1, setting, because="they are two people: the turn was taken for something"))
    apart = [
        _apart(walk, twin.id, stands[walk.lead.id], by=by, anew=walk.lead.id in touched, held_by=lead.owner)
        for walk, twin in zip(walks, (other, lead), strict=True)
    ]
    if given_back_as_double(merged.other_was) and walks[0].lead.owner not in (None, by):
        why = f"{other.name} is somebody else after all, and with whom they were"
        walks[0].ask(tell("notice", walks[0].lead.owner, walks[0].lead, setting, why=why))
        apart[0] = walks[0].done()
    return Both(lead=apart[0], other=apart[1])


def _born_of_it(followed: Sequence[tuple[f.Fact, str]]) -> bool:
    """Was it the merge alone that handed the lead to sales, and has nobody done anything since then?"""
    told = [fact for fact, _ in followed if isinstance(fact, ARRIVALS)]
    if len(told) != 1 or not isinstance(told[0], f.Learned) or told[0].source_name != MERGE:
        return False
    by_hand = (getattr(fact, "by", "") or getattr(fact, "rung", "") in BY_HAND for fact, _ in followed)
    return not any(by_hand)


def _unborn(walk: Walk, *, by: str) -> None:
    """Neither of the two is ready for sales by itself: whoever got it hears so, and their turn comes back."""
    lead, setting = walk.lead, walk.setting
    if lead.owner is None:
        return
    why = f"{setting.directory.name_of(by)} took them apart again: they are two people, and neither is ready"
    if _took_a_turn(lead):
        walk.keep(turn_back(lead, 1, setting, because=f"{lead.name} is two people: the turn comes back"))
    walk.withdraw("reminder", "breach", "assigned")
    walk.ask(tell("taken_away", lead.owner, walk.lead, setting, why=why))


def _without_guests(followed: Sequence[tuple[f.Fact, str]]) -> list[tuple[f.Fact, str]]:
    """What is left when all goes that went with others who were merged in since then and were taken out again."""
    left: list[tuple[f.Fact, str]] = []
    for fact, version in followed:
        if isinstance(fact, Unmerged):
            begun = next((n for n in reversed(range(len(left))) if _began(left[n][0], fact.other)), None)
            left = (
                left
                if begun is None
                else left[:begun] + [kept for kept in left[begun:] if not _theirs(kept[0], left[begun][0])]
            )
        else:
            left.append((fact, version))
    return left


def _began(fact: f.Fact, other: str) -> bool:
    return isinstance(fact, Merged) and fact.other == other


def _theirs(fact: f.Fact, merged: f.Fact) -> bool:
    """Did this happen to the guest, while the two were one?"""
    assert isinstance(merged, Merged)  # noqa: S101 - only a merge begins a stay
    if isinstance(fact, ARRIVALS):
        guest = merged.other_was
        return fact.person in {guest.person, *(guest.identity.also if guest.identity else ())}
    return merged.working == merged.other and not isinstance(fact, RECKONED)


def _of_the_merge(kept: tuple[f.Fact, str]) -> bool:
    """All that the merge itself made of the lead, down to its points, was made of both and is nobody's alone."""
    return not isinstance(kept[0], f.Scored)


def belong(lead: Lead, matched: AccountMatched, setting: Setting) -> Advanced:
    """The lead belongs to that account: its points are reckoned anew, and the ladder may name somebody else for it.

    As long as nobody has reached out it goes to whom that names; what is worked is offered to its account's owner.
    """
    walk = Walk(lead, setting)
    walk.keep(matched)
    _reckon(walk)
    _by_its_account(walk, matched)
    return walk.done()


def _by_its_account(walk: Walk, matched: AccountMatched) -> None:
    """The ladder decides again, as it would have had we known the account; a turn spent on it comes back.

    The account's owner gets it from whoever has it. Any other rule only moves a lead that waits in a queue or came by
    turn to another pool: what people gave to somebody, and whose turn it was in the same pool, stays.
    """
    lead, setting = walk.lead, walk.setting
    before, pool = lead.owner, lead.pool
    rules = {rung.name for rung in setting.playbook.routing if rung.kind is RungKind.ACCOUNT_OWNER}
    _offered(walk, matched, rules)
    lead = walk.lead
    if lead.stage is not Stage.MQL or lead.clock is None:
        return
    found = by_the_ladder(walk)
    moves = found.rung in rules or lead.queue or (pool and found.pool != pool)
    if found.owner in (None, before) or not moves:
        return
    if before and pool:
        walk.keep(turn_back(lead, 1, setting, because=f"its account is known now: the turn in {pool} comes back"))
    move(walk, replace(found, because=f"{matched.because}; {found.because}"), tell_old=True)


def _offered(walk: Walk, matched: AccountMatched, rules: set[str]) -> None:
    """Who works a lead of somebody else's account is told, and keeps it."""
    lead, setting = walk.lead, walk.setting
    if rules and lead.stage in WORKED and lead.owner and lead.account_owner not in (None, lead.owner):
        name = setting.directory.name_of(lead.account_owner)
        why = f"{matched.because}: it belongs to {name}'s account; hand it on if {name} should have it"
        walk.ask(tell("notice", lead.owner, lead, setting, why=why))


def _two_living(lead: Lead, other: Lead) -> None:
    if lead.id == other.id:
        raise invalid("a lead cannot be merged with itself; name the other one", field="into")
    for one in (lead, other):
        if one.merged_into:
            raise conflict(f"{one.id} was merged into {one.merged_into} already; merge with that one")


def _took_a_turn(lead: Lead) -> bool:
    """Did a turn bring this lead to somebody, who has done nothing with it yet?"""
    return bool(lead.pool and lead.owner and lead.stage is Stage.MQL and not lead.turn_returned)


def _reckon(walk: Walk) -> None:
    """Who they are and what their points add up to, from all that is known now."""
    setting = walk.setting
    walk.keep(identify(walk.lead, setting.directory, at=setting.at))
    walk.keep(score(walk.lead, setting.playbook, seen_now(walk.lead, setting), at=setting.at))


def _judged(walk: Walk) -> Advanced:
    """Two halves may make a lead that is ready for sales; one that is in sales' hands stays as it is."""
    lead, setting = walk.lead, walk.setting
    done = walk.done()
    if lead.clock or lead.stage in WORKED or lead.owner or lead.queue:
        return done
    told = f.Learned(at=setting.at, arrived_at=setting.at, source_name=MERGE, fields={}, person=lead.person)
    judged = advance(lead, told, setting)
    if judged.lead.stage is lead.stage:
        return done
    return Advanced(lead=judged.lead, facts=done.facts + judged.facts, effects=done.effects + judged.effects)


def _apart(walk: Walk, other: str, stands: Lead, *, by: str, anew: bool, held_by: str | None) -> Advanced:
    setting, ran = walk.setting, now_running(walk.lead)
    why = f"{setting.directory.name_of(by)} took them apart again: they are two people"
    walk.keep(Unmerged(at=setting.at, because=why, by=by, other=other, stands=replace(stands, seq=0)))
    if anew:
        _reckon(walk)
    if given_back_as_double(walk.lead):
        alive_again(walk, by=by)
    elif stands.owner and stands.owner != held_by:
        walk.ask(tell("reassigned", stands.owner, walk.lead, setting, why=why))
    ring_again(walk, ran)
    return walk.done()
