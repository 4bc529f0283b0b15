"""Whose is a lead that waits in a queue now: since more is known of it, or since somebody asks again?"""

from __future__ import annotations

from dataclasses import replace

from . import clock as promises
from .brief import brief
from .effects import CancelPending
from .lead import Lead
from .moves import by_the_ladder, move
from .notify import announce, of_route
from .playbook import Stage
from .refusal import conflict
from .requests import RouteAgain
from .walk import Walk

WAITS_IN = (Stage.MQL, Stage.SAL)


def waits(lead: Lead) -> bool:
    """Does it wait in a queue for who works it first? One that waits for an account executive has another ladder."""
    passed_on = lead.second is not None and lead.second.waiting
    return lead.queue is not None and lead.owner is None and lead.stage in WAITS_IN and not passed_on


def route_on(walk: Walk) -> None:
    """What was missing is known now: a lead that waits in the default queue for it goes on to its owner.

    The promise goes along and buys no time (T7). A lead that somebody has claimed is left where it is.
    """
    lead, setting = walk.lead, walk.setting
    running = lead.clock
    if running is None or lead.owner is not None or not lead.route_missing:
        return
    routed = by_the_ladder(walk)
    if routed.owner is None:
        return
    known = ", ".join(name.rpartition(".")[2] for name in lead.route_missing)
    walk.keep(replace(routed, because=f"{known} known now: {routed.because}"))
    walk.keep(promises.hand_on(walk.lead, running, setting))
    walk.keep(brief(walk.lead, setting))
    walk.ask([_no_longer_queued(walk)])
    walk.ask(of_route(walk.lead, routed, setting))
    walk.ask(announce("assigned", walk.lead, setting, because=routed.because))


def routed_again(walk: Walk, request: RouteAgain) -> None:
    """Somebody has a waiting lead looked at again: people are back, a pool has members, a rule was mended.

    It goes to whom the ladder names now; its promises go along and buy no time (T7). While the ladder names nobody it
    stays where it is, and whoever asked reads why.
    """
    lead, people = walk.lead, walk.setting.directory
    if lead.owner is not None:
        raise conflict(f"this lead belongs to {people.name_of(lead.owner)}; reassign it instead")
    if not waits(lead):
        raise conflict("this lead does not wait in a queue for its first owner")
    routed = by_the_ladder(walk)
    if routed.owner is None:
        raise conflict(f"it waits on: {routed.because}")
    walk.ask([_no_longer_queued(walk)])
    move(walk, replace(routed, because=f"routed again by {people.name_of(request.by)}: {routed.because}"))


def _no_longer_queued(walk: Walk) -> CancelPending:
    """Nobody needs to hear any more that it waits for somebody to claim it."""
    return CancelPending(key=f"{walk.lead.id}/queued/cancel", kind="cancel", kinds=("queued",))
