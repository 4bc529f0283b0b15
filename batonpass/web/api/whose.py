"""A key belongs to a person: whose leads does it reach, and in whose name does it speak?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from batonpass.store import joint_review, read
from batonpass.store.in_force import in_force
from batonpass.store.joint_review import Labeller
from batonpass.store.keys import Key
from batonpass.store.users import User
from batonpass.web.parts.reader import Reader, team, zone_of
from batonpass.web.problem import Problem, unknown_lead
from batonpass.web.wiring import Collaborators
from batonpass.written.nearest import did_you_mean
from batonpass.written.refused import quoted

FASTER = "/claim"
"""Of a lead that waits for everybody, who comes second hears who was faster, and no more."""


async def people_by_mail(given: Collaborators) -> dict[str, str]:
    """The ids of our people by their addresses in small letters; an address of two people names neither."""
    _, world = await in_force(given.pool, given.watched)
    reps = world.directory.reps.values()
    sharing = Counter(rep.email.lower() for rep in reps)
    return {rep.email.lower(): rep.id for rep in reps if sharing[rep.email.lower()] == 1}


async def person_named(given: Collaborators, named: str | None) -> str | None:
    """The id of whoever is named by id or address; what names nobody stays as it came."""
    return (await people_by_mail(given)).get(named.lower(), named) if named and "@" in named else named


async def owner_asked(given: Collaborators, named: str | None) -> str | None:
    """The id of whose leads a list is asked for; a Problem for whom nobody knows, who never had a lead either.

    Without it a name that is mistyped looks like somebody who has nothing to do.
    """
    owner = await person_named(given, named)
    _, world = await in_force(given.pool, given.watched)
    if owner and owner not in world.directory.reps and not await read.ever_held(given.pool, owner=owner):
        raise _unknown("owner", "nobody who works here", f"{named}", world.directory.reps)
    return owner


async def queue_asked(given: Collaborators, named: str | None) -> str | None:
    """The queue a list is asked for; a Problem for one that is not there and holds nothing."""
    _, world = await in_force(given.pool, given.watched)
    queues = world.directory.queues
    if named and named not in queues and not await read.ever_held(given.pool, queue=named):
        raise _unknown("queue", "no queue", named, queues)
    return named


def _unknown(field: str, what: str, named: str, known: Iterable[str]) -> Problem:
    names = sorted(known)
    return Problem(
        "invalid", f"{quoted(named[:80])} is {what}. {did_you_mean(named, names)}", field=field, allowed=names
    )


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


async def reader_of(given: Collaborators, key: Key) -> Reader | None:
    """The person a key belongs to, as before a page of theirs; None for a key that reaches every lead.

    Who does not sign in sees their own leads and those of whoever reports to them.
    """
    if not key.rep or "admin" in key.scopes:
        return None
    at, world = await in_force(given.pool, given.watched)
    leads = "manager" if team(key.rep, world.directory) else "rep"
    role = await joint_review.role_of(given.pool, key.rep) or leads
    user = User(email="", name=world.directory.name_of(key.rep), role=role, rep=key.rep)
    return Reader(user=user, now=at, zone=zone_of(key.rep, world), agreed=world)


async def owners_of(given: Collaborators, key: Key) -> frozenset[str] | None:
    """Whose leads the lists for this key hold, beside those that wait in a queue; None for everybody's."""
    reader = await reader_of(given, key)
    return reader.owners if reader else None


async def must_reach(given: Collaborators, key: Key, lead_id: str, *, acting: bool) -> None:
    """Refuse a person's key a lead that this person's own pages would not show (S51).

    Whoever only reads hears what they would hear of a lead that does not exist.
    """
    reader = await reader_of(given, key)
    held = await read.lead(given.pool, lead_id) if reader and lead_id.isascii() and lead_id.isalnum() else None
    if reader is None or held is None or reader.sees(held.lead):
        return
    if not acting:
        raise unknown_lead(lead_id)
    raise Problem("not-allowed", f"this lead is somebody else's, and this key acts for {key.rep} alone")
