"""What may be done with a person, by whom, and what follows?"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from functools import partial

from starlette.requests import Request

from batonpass.handoff.refusal import conflict, invalid
from batonpass.store import absences
from batonpass.store.absences import Feed
from batonpass.store.alter import Change, alter_rep
from batonpass.store.preview import Would
from batonpass.tongue.spoken import later, say
from batonpass.web.parts.house import house
from batonpass.web.parts.reader import Reader
from batonpass.web.parts.rights import leads, may_change, must, steers

from .entry import Form, with_facts, with_leave, with_preferences, without_leave

BOSS = later("their manager or an administrator")
ADMIN = later("an administrator")


class Elsewhere(Exception):
    """It is done, but not all that was handed over went to whom was named; `went` says of each lead where to."""

    def __init__(self, to: str, went: tuple[Would, ...]) -> None:
        """Keep who was named, and what became of each lead."""
        super().__init__(to)
        self.to = to
        self.went = went


Act = Callable[[Request, Reader, str, Form], Awaitable[str]]


async def leave(request: Request, reader: Reader, rep: str, form: Form) -> str:
    """Enter a leave; when it has begun, what waits for a first touch moves on at once."""
    must(may_change(reader, rep), BOSS)
    zone = reader.agreed.hours((reader.agreed.directory.reps[rep].calendar,)).zone
    await _alter(request, reader, rep, partial(with_leave, form=form, zone=zone))
    home = house(request)
    while await absences.hand_over_absent(home.pool, home.watched):
        home.poke()
    return "leave"


async def no_leave(request: Request, reader: Reader, rep: str, form: Form) -> str:
    """Take a leave back that was entered here."""
    must(may_change(reader, rep), BOSS)
    try:
        await _alter(request, reader, rep, partial(without_leave, form=form))
    except LookupError:
        raise conflict(say("this leave is no longer there")) from None
    return "no_leave"


async def available(request: Request, reader: Reader, rep: str, form: Form) -> str:
    """Turn the switch: no leads for the moment, or leads again."""
    must(may_change(reader, rep), BOSS)
    on = form.get("on") == "yes"
    await _alter(request, reader, rep, lambda entry: entry | {"available": on})
    return "on" if on else "off"


async def preferences(request: Request, reader: Reader, rep: str, form: Form) -> str:
    """Choose how and when to hear."""
    must(may_change(reader, rep), BOSS)
    await _alter(request, reader, rep, partial(with_preferences, form=form))
    return "preferences"


async def feed(request: Request, reader: Reader, rep: str, form: Form) -> str:
    """Read somebody's leave from their own calendar every hour, or no more."""
    must(may_change(reader, rep), BOSS)
    pool, url, delegate = house(request).pool, form.get("url", ""), form.get("delegate", "")
    if form.get("off"):
        await absences.drop_feed(pool, rep, by=reader.by)
        return "no_feed"
    if not url.startswith(("https://", "webcal://")):
        raise invalid(say("a calendar is read over https: give an address that begins with https://"), field="url")
    if delegate and (delegate == rep or delegate not in reader.agreed.directory.reps):
        raise invalid(say("choose somebody else who works here"), field="delegate")
    await absences.put_feed(pool, Feed(rep=rep, url=url, delegate=delegate or None), by=reader.by)
    return "feed"


async def facts(request: Request, reader: Reader, rep: str, form: Form) -> str:
    """Set name, address, calendar and manager."""
    must(steers(reader), ADMIN)
    await _alter(request, reader, rep, partial(with_facts, form=form))
    return "facts"


async def deactivate(request: Request, reader: Reader, rep: str, _: Form) -> str:
    """Nobody's leads wait for who has left: each open lead has another owner in the same transaction."""
    must(leads(reader, rep), BOSS)
    moved = await _alter(request, reader, rep, lambda entry: entry | {"active": False})
    return f"left:{moved}"


async def activate(request: Request, reader: Reader, rep: str, _: Form) -> str:
    """Let somebody work here again."""
    must(leads(reader, rep), BOSS)
    await _alter(request, reader, rep, lambda entry: entry | {"active": True})
    return "back"


async def hand_over(request: Request, reader: Reader, rep: str, form: Form) -> str:
    """Give on what somebody holds: by the ladder, or to whom is named. No promise is reset (T7).

    Raises Elsewhere when a lead went to somebody else than was named: whoever hands over hears to whom, and why.
    """
    must(leads(reader, rep), BOSS)
    to, people = form.get("to", ""), reader.agreed.directory
    if to == rep or (to and to not in people.reps and to not in people.queues):
        raise invalid(say("choose one of the people or queues"), field="to")
    home, everything = house(request), bool(form.get("everything"))
    went = await absences.hand_over_all(home.pool, home.watched, rep, by=reader.by, to=to, everything=everything)
    if to and any((one.owner or one.queue) != to for one in went):
        raise Elsewhere(to, went)
    return f"handed:{len(went)}"


async def _alter(request: Request, reader: Reader, rep: str, change: Change) -> int:
    home = house(request)
    return await alter_rep(home.pool, home.watched, rep, change, by=reader.by)


ACTS: Mapping[str, Act] = {
    "leave": leave,
    "no-leave": no_leave,
    "available": available,
    "preferences": preferences,
    "feed": feed,
    "facts": facts,
    "deactivate": deactivate,
    "activate": activate,
    "hand-over": hand_over,
}
