"""Whose hand is it, when a key does what belongs to people who lead or market, or to a user by name?"""

from __future__ import annotations

from batonpass.store import joint_review
from batonpass.store.joint_review import Labeller
from batonpass.store.keys import Key
from batonpass.web.problem import Problem
from batonpass.web.wiring import Collaborators


async def user_named(given: Collaborators, key: Key, email: str) -> Labeller:
    """The user in whose name something is said; a key that belongs to a person speaks for nobody else."""
    user = await joint_review.labeller(given.pool, email)
    if user is None:
        raise Problem("invalid", f"{email[:80]} is nobody who signs in here", field="by")
    if key.rep and user.rep != key.rep:
        raise Problem("not-allowed", f"this key acts for {key.rep} alone, not for {email[:80]}")
    return user


async def must_tend(given: Collaborators, key: Key) -> None:
    """Refuse a key that belongs to a person whose own pages do not let them do this either."""
    if key.rep and (await joint_review.role_of(given.pool, key.rep)) in (None, "rep"):
        says = f"this key acts for {key.rep} alone; managers, marketing and administrators do this"
        raise Problem("not-allowed", says)
