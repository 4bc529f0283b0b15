"""Who works here, when, and whose accounts are they, as set over the API?"""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import Path, Query, Request
from pydantic import BeforeValidator

from batonpass.handoff.hours import NeverOpens
from batonpass.handoff.people import Account, Beyond, Directory, Pool, Queue, Rep
from batonpass.handoff.person import in_ascii
from batonpass.store import directory as store
from batonpass.store.absences import hand_over_all
from batonpass.store.as_written import rep_entry
from batonpass.store.entries import accounts, calendars
from batonpass.store.in_force import in_force
from batonpass.store.preview import Would, hand_over_preview, waits_for_them
from batonpass.store.read import inbox
from batonpass.store.world import EVERYBODY, World
from batonpass.web.api.guard import Given, Sent, Who, holder, keyring, scoped
from batonpass.web.api.openapi import takes
from batonpass.web.api.shapes_sent import DOMAIN, NAME, AccountIn, CalendarIn, HandOverIn, PoolIn, QueueIn, RepIn
from batonpass.web.api.spellings import Find, as_account, as_pool, as_rep, capped_without_word, without_address
from batonpass.web.api.whose import people_by_mail
from batonpass.web.problem import Problem
from batonpass.web.wiring import Collaborators
from batonpass.written.calendars import far_opening, read_calendar
from batonpass.written.entries import nobody_yet
from batonpass.written.refused import Problem as Written
from batonpass.written.refused import Refused

reads = scoped("read")
steers = scoped("admin")
Name = Annotated[str, Path(pattern=NAME)]


def _as_known(domain: str) -> str:
    """A domain as the network knows it, however its company writes it; what is none stays for the pattern to refuse."""
    return in_ascii(domain.lower()) or domain


Domain = Annotated[str, BeforeValidator(_as_known), Path(pattern=DOMAIN, max_length=253)]
Said = dict[str, Any]
BEYOND = "overflow: nothing says where a lead goes beyond the caps, so that it goes down the ladder (next_rung)"
HELD_MOST = 10_000
"""So many leads of somebody are looked at to say where they would go."""


@steers.put("/calendars/{name}", openapi_extra=takes(CalendarIn), summary="Set a calendar")
async def put_calendar(
    name: Name, sent: Sent, given: Given, who: Who, *, confirm: Annotated[bool, Query()] = False
) -> Said:
    """Running clocks keep their instants; one that stays shut for more than 60 days has to be confirmed (D29)."""
    where, sent = f"calendar {name}", without_address(sent, "name", name)
    hours = read_calendar(sent, where)
    now, _ = await in_force(given.pool, given.watched)
    try:
        closed_for = far_opening(hours, now)
    except NeverOpens:
        raise Refused([Written(where=where, path="days", says="it never opens", instead="Add open hours")]) from None
    if closed_for and not confirm:
        says = f"this calendar does not open for {closed_for.days} days; add ?confirm=true if that is meant"
        raise Problem("confirmation-needed", says, field="days")
    await store.put_calendar(given.pool, name, sent, by=who.label)
    return {"name": name, **sent}


@reads.get("/calendars", summary="All calendars")
async def list_calendars(given: Given) -> list[Said]:
    """As they were written, over the API or in the playbook."""
    found = await calendars(given.pool, (await _world(given)))
    return [{"name": name, **_mapping(data)} for name, data in sorted(found.items())]


@reads.get("/calendars/{name}", summary="One calendar")
async def get_calendar(name: Name, given: Given) -> Said:
    """As it was written."""
    found = await calendars(given.pool, (await _world(given)))
    if name not in found:
        raise _nobody("calendar", name)
    return {"name": name, **_mapping(found[name])}


@steers.put("/reps/{name}", openapi_extra=takes(RepIn), summary="Set a person")
async def put_rep(name: Name, sent: Sent, given: Given, request: Request) -> Said:
    """One who is no longer active hands every open lead on at once, and their keys and sessions end.

    Without a name, an address or a calendar it changes what is sent of whoever stands there, and nothing else.
    """
    entry = as_rep(sent, name, await _entry(given, name), await _find(given))
    moved = await store.put_rep(given.pool, given.watched, name, entry, by=holder(request).label)
    keyring(request).forget()
    given.poke()
    known = (await _world(given)).directory
    return {**_rep(known.reps[name]), "handed_on": moved, **_noted(known.reps[name], known)}


@steers.post("/reps/{name}/hand-over", response_model=None, summary="Give on what somebody holds")
async def hand_over(name: Name, sent: HandOverIn, given: Given, who: Who) -> Said:
    """What waits for its first touch, or everything; to whom is named, else by the ladder. No promise is reset (T7)."""
    people = (await _world(given)).directory
    if name not in people.reps:
        raise _nobody("person", name)
    if sent.to and sent.to not in people.reps and sent.to not in people.queues:
        raise Problem("invalid", f"{sent.to!r} is neither one of our people nor a queue", field="to")
    if sent.to == name:
        raise Problem("invalid", "choose somebody else than the one who hands on", field="to")
    by = who.rep or f"key {who.label}"
    if sent.preview:
        held = [one.lead for one in await inbox(given.pool, [name], limit=HELD_MOST)]
        goes = [lead for lead in held if sent.everything or waits_for_them(lead)]
        would = await hand_over_preview(given.pool, given.watched, name, goes, to=sent.to)
    else:
        would = await hand_over_all(given.pool, given.watched, name, by=by, to=sent.to, everything=sent.everything)
        given.poke()
    return {
        "rep": name,
        "handed_on": 0 if sent.preview else len(would),
        "leads": [_goes(one, sent.to) for one in would],
    }


def _goes(one: Would, to: str) -> Said:
    """Where one lead goes and why; `instead` when that is not whom the sender named."""
    goes = one.owner or one.queue
    return {
        "id": one.lead.id,
        "owner": one.owner,
        "queue": one.queue,
        "because": one.because,
        "instead": bool(to) and goes != to,
    }


@reads.get("/reps", summary="Everybody who works here")
async def list_reps(given: Given) -> list[Said]:
    """People of the playbook and those set over the API."""
    return [_rep(rep) for _, rep in sorted((await _world(given)).directory.reps.items())]


@reads.get("/reps/{name}", summary="One person")
async def get_rep(name: Name, given: Given) -> Said:
    """With their calendar, manager and leave."""
    rep = (await _world(given)).directory.reps.get(name)
    if rep is None:
        raise _nobody("person", name)
    return _rep(rep)


@steers.put("/pools/{name}", openapi_extra=takes(PoolIn), summary="Set a pool")
async def put_pool(name: Name, sent: Sent, given: Given, who: Who) -> Said:
    """Its members share leads by fair turns, in the order they are listed."""
    entry = as_pool(sent, name, await _find(given))
    understood = capped_without_word(entry)
    await store.put_pool(given.pool, name, {**entry, "overflow": "next_rung"} if understood else entry, by=who.label)
    known = (await _world(given)).directory
    notes = [BEYOND] if understood else []
    notes += nobody_yet(known.pools[name], known)
    return {**_pool(known.pools[name]), **({"notes": notes} if notes else {})}


@reads.get("/pools", summary="All pools")
async def list_pools(given: Given) -> list[Said]:
    """With their members, weights and caps."""
    found = (await _world(given)).directory.pools
    return [_pool(pool) for name, pool in sorted(found.items()) if name != EVERYBODY]


@reads.get("/pools/{name}", summary="One pool")
async def get_pool(name: Name, given: Given) -> Said:
    """With its members, weights and caps."""
    pool = (await _world(given)).directory.pools.get(name)
    if pool is None:
        raise _nobody("pool", name)
    return _pool(pool)


@steers.put("/queues/{name}", openapi_extra=takes(QueueIn), summary="Set a queue")
async def put_queue(name: Name, sent: Sent, given: Given, who: Who) -> Said:
    """A place where leads wait with a clock until somebody claims them."""
    await store.put_queue(given.pool, name, without_address(sent, "name", name), by=who.label)
    known = (await _world(given)).directory
    return {**asdict(known.queues[name]), **_noted(known.queues[name], known)}


@reads.get("/queues", summary="All queues")
async def list_queues(given: Given) -> list[Said]:
    """With their calendar and manager."""
    return [asdict(queue) for _, queue in sorted((await _world(given)).directory.queues.items())]


@reads.get("/queues/{name}", summary="One queue")
async def get_queue(name: Name, given: Given) -> Said:
    """With its calendar and manager."""
    queue = (await _world(given)).directory.queues.get(name)
    if queue is None:
        raise _nobody("queue", name)
    return asdict(queue)


@steers.put("/accounts/{domain}", openapi_extra=takes(AccountIn), summary="Set an account")
async def put_account(domain: Domain, sent: Sent, given: Given, who: Who) -> Said:
    """A company we know, recognised by its domain from now on."""
    world = await _world(given)
    stands = [asdict(one) for one in await accounts(given.pool, world, domain)]
    entry = as_account(sent, domain, stands[0] if stands else None, await _find(given))
    await store.put_accounts(given.pool, {domain: entry}, by=who.label)
    world = await _world(given)
    (kept,) = await accounts(given.pool, world, domain)
    return {**asdict(kept), **_noted(kept, world.directory)}


@reads.get("/accounts", summary="Accounts")
async def list_accounts(given: Given) -> list[Said]:
    """The first thousand, by their domain."""
    return [asdict(account) for account in await accounts(given.pool, (await _world(given)))]


@reads.get("/accounts/{domain}", summary="One account")
async def get_account(domain: Domain, given: Given) -> Said:
    """With its owner and what we know of it."""
    found = await accounts(given.pool, (await _world(given)), domain)
    if not found:
        raise _nobody("account", domain)
    return asdict(found[0])


def _noted(entry: Rep | Pool | Queue | Account, known: Directory) -> Said:
    """What the sender should know of names that nobody has set yet; nothing where there is nothing to know."""
    notes = nobody_yet(entry, known)
    return {"notes": notes} if notes else {}


async def _entry(given: Collaborators, name: str) -> Said | None:
    """What stands under a person's name, as it was written."""
    _, world = await in_force(given.pool, given.watched)
    async with given.pool.acquire() as connection:
        return await rep_entry(connection, world, name)


async def _find(given: Collaborators) -> Find:
    """How a person is found who is named by address."""
    mails = await people_by_mail(given)
    return lambda named: mails.get(named.lower(), named) if isinstance(named, str) else named


async def _world(given: Collaborators) -> World:
    return (await in_force(given.pool, given.watched))[1]


def _rep(rep: Rep) -> Said:
    said = {name: value for name, value in asdict(rep).items() if name != "quiet_off_hours"}
    nights = [[f"{begins:%H:%M}", f"{ends:%H:%M}"] for begins, ends in rep.quiet]
    return {**said, "quiet": None if rep.quiet_off_hours is None else "off_hours" if rep.quiet_off_hours else nights}


def _pool(pool: Pool) -> Said:
    rule = pool.overflow
    placed = rule.kind in (Beyond.QUEUE, Beyond.POOL)
    return {**asdict(pool), "overflow": {rule.kind.value: rule.name} if placed else rule.kind.value}


def _mapping(data: Any) -> Said:
    return dict(data)


def _nobody(what: str, name: str) -> Problem:
    return Problem("not-found", f"there is no {what} named {name}")
