"""Whose is a lead whose owner cannot work it any more, or hands on what they hold?"""

from __future__ import annotations

from .available import absent
from .facts import OwnerLost
from .moves import by_the_ladder, move
from .record import replace
from .requests import LoseOwner
from .route import route_to
from .take_back import handed_by
from .walk import Walk


def owner_lost(walk: Walk, request: LoseOwner) -> None:
    """An owner who left, or is away, hands on at once: to whom is named, else by the ladder, never to nobody (C03)."""
    if walk.lead.owner != request.owner:
        return
    setting, why = walk.setting, request.why or "left"
    name = setting.directory.name_of(request.owner)
    walk.keep(OwnerLost(at=setting.at, owner=request.owner, because=f"{name} {why}"))
    why_not = _not_to(walk, request.to)
    if request.to and not why_not:
        because = f"handed on by {setting.directory.name_of(request.by)}: {name} {why}"
        move(walk, route_to(request.to, setting, rung="hand-over", because=because))
        return
    found = by_the_ladder(walk, avoid=frozenset({request.owner}))
    move(walk, replace(found, because=f"{why_not}; {found.because}") if why_not else found)


def _not_to(walk: Walk, to: str) -> str:
    """Why the one who is named does not get it; empty when they do, and when nobody is named."""
    people = walk.setting.directory
    if not to or to in people.queues:
        return ""
    if to == handed_by(walk.lead):
        return f"{people.name_of(to)} handed this lead over"
    return absent(to, walk.setting)
