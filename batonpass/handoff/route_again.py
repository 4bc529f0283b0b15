"""Whose is a lead that waits in a queue now: since more is known of it, or since somebody asks again?"""

from __future__ import annotations

from .brief_anew import brief_anew
from .fold.second import is_asked
from .lead import Lead
from .moves import by_the_ladder, move
from .record import replace
from .refusal import conflict
from .requests import RouteAgain
from .seen import seen_now
from .stages import OPEN
from .walk import Walk


def waits(lead: Lead) -> bool:
    """Does it wait in a queue for somebody to work it, in either half of the way?"""
    return lead.queue is not None and lead.owner is None and lead.stage in OPEN


def route_on(walk: Walk) -> None:
    """What was missing is known now: a lead that waits for it goes on to its owner, or to the queue it belongs in.

    However it came to be known: they wrote again, somebody looked it up, or it was found out. The promises go along and
    buy no time (T7). A lead that somebody has claimed is left where it is.
    """
    lead, setting = walk.lead, walk.setting
    if not waits(lead) or not lead.route_missing:
        return
    seen = seen_now(lead, setting)
    known = [name.rpartition(".")[2] for name in lead.route_missing if name in seen]
    routed = by_the_ladder(walk) if known else None
    if routed is None or (routed.owner is None and (routed.missing or routed.queue == lead.queue)):
        return
    brief_anew(walk)
    walk.withdraw("queued")
    news = "queued" if routed.owner is None else "handed_over" if is_asked(lead) else "assigned"
    move(walk, replace(routed, because=f"{', '.join(known)} known now: {routed.because}"), news=news)


def routed_again(walk: Walk, request: RouteAgain) -> None:
    """Somebody has a waiting lead looked at again: people are back, a pool has members, a rule was mended.

    It goes to whom the ladder names now; its promises go along and buy no time (T7). While the ladder names nobody it
    stays where it is, and whoever asked reads why.
    """
    lead, people = walk.lead, walk.setting.directory
    if lead.owner is not None:
        raise conflict(f"this lead belongs to {people.name_of(lead.owner)}; reassign it instead")
    if not waits(lead):
        raise conflict("this lead does not wait in a queue")
    routed = by_the_ladder(walk)
    if routed.owner is None:
        raise conflict(f"no rule names anybody; {routed.because}")
    walk.withdraw("queued")
    move(walk, replace(routed, because=f"routed again by {people.name_of(request.by)}: {routed.because}"))
