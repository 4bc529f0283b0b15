"""What must have arrived, and when, for the first screen to show every way in which a lead can stand?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from batonpass.handoff.hours import Hours, elapsed, is_open, next_open
from batonpass.handoff.people import Account
from batonpass.store.world import World

from .callers import CALLERS, Caller, Stands
from .company import NAMED
from .firms import plain
from .leads import EVENT, PAGES, SUBMISSION, Moment
from .names import FICTIONAL, NAMES
from .replay import budget_of
from .truth import SOURCES

NOBODY = -1
"""The visitor number of those whom nobody works: they are left as they stand, for you."""

OPEN_LONG_ENOUGH = timedelta(hours=3)
LOOKS_BACK = timedelta(days=30)
CLOSED_FOR = timedelta(minutes=20)


def accounts_of_today(callers: Iterable[Caller] = CALLERS) -> tuple[Account, ...]:
    """Give the accounts behind these people of the first screen that the playbook does not name itself."""
    known = {firm.domain for firm in NAMED}
    return tuple(
        Account(
            domain=one.firm.domain,
            name=one.firm.name,
            owner=one.owner,
            industry=one.firm.industry,
            employees=one.firm.employees,
            country=one.firm.country,
            target=one.target,
        )
        for one in callers
        if one.owner and one.firm.domain not in known
    )


def needs_late_desk(now: datetime, desk: Hours) -> bool:
    """Tell whether this desk is closed now or soon, so that nothing could be due later today."""
    return not is_open(now, desk) or not is_open(now + OPEN_LONG_ENOUGH, desk)


def late_desk(zone: str) -> dict[str, object]:
    """Give the calendar of whoever is on call tonight: their own zone, every hour of every day."""
    days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    return {"tz": zone, "days": days, "hours": ["00:00", "24:00"]}


def today(world: World, now: datetime) -> tuple[Moment, ...]:
    """Give all that the callers did, in the order of time, so that they stand now as they should."""
    found = (moment for n, one in enumerate(CALLERS) if fits(one, world, now) for moment in _story(n, one, world, now))
    return tuple(sorted(found, key=lambda moment: moment.at))


def fits(one: Caller, world: World, now: datetime) -> bool:
    """Only those wait for business hours who are outside of them: asleep in Toronto, or at lunch in Madrid."""
    if one.stands is not Stands.WAITS:
        return True
    windows = world.playbook.contact_windows
    window = world.hours((windows.get(one.firm.country, windows["other"]),))
    return next_open(now, window) > now + CLOSED_FOR


def _story(n: int, one: Caller, world: World, now: datetime) -> Iterator[Moment]:
    at = _arrived(one, world, now)
    email = _address(one)
    for step, (event, hours) in enumerate(one.read):
        body = {"email": email, "event": event, "properties": {"page": PAGES[event]}}
        yield Moment(at=at - timedelta(hours=hours), visitor=NOBODY, kind=EVENT, key=f"today-{n}-{step}", body=body)
    yield moment_of(one, f"today-{n}", at=at)


def moment_of(one: Caller, key: str, *, at: datetime) -> Moment:
    """Give what a caller sent through the form, at that instant."""
    return Moment(at=at, visitor=NOBODY, kind=SUBMISSION, key=key, body=_form(one, _address(one)))


def _address(one: Caller) -> str:
    return one.email or f"{plain(one.name).replace('-', '.')}@{one.firm.domain}"


def _arrived(one: Caller, world: World, now: datetime) -> datetime:
    """The instant from which exactly so much of the promise is left, or used up and more."""
    if one.stands in (Stands.WAITS, Stands.QUEUED):
        return now - timedelta(minutes=one.minutes)
    left = timedelta(minutes=-one.minutes if one.stands is Stands.LATE else one.minutes)
    desk = world.hours((_desk(one, world),))
    return before(now, max(timedelta(seconds=5), budget_of(world, one.tier) - left), desk)


def _desk(one: Caller, world: World) -> str:
    """Whose hours count: the owner's, or those of who stands in."""
    owner = world.directory.reps[one.owner]
    stand_in = owner.leave[0].delegate if owner.leave else None
    return world.directory.reps[stand_in or owner.id].calendar


def before(now: datetime, used: timedelta, desk: Hours) -> datetime:
    """Give the last instant since which exactly so much working time has passed, to the second."""
    early, late = now - LOOKS_BACK, now
    while late - early > timedelta(seconds=1):
        middle = early + (late - early) / 2
        if elapsed(middle, now, desk) >= used:
            early = middle
        else:
            late = middle
    return early


def _form(one: Caller, email: str) -> dict[str, object]:
    first, _, last = one.name.partition(" ")
    source = next(source for source in SOURCES if source.campaign == one.source)
    body: dict[str, object] = {
        "form": one.form,
        "email": email,
        "first_name": first,
        "last_name": last,
        "title": one.title,
        "company": one.firm.name,
        "phone": _phone(one),
        "country": one.firm.country if one.tells_country else "",
        "language": NAMES[one.firm.country].language,
        "message": one.message,
        "fields": {"role": one.role, "product": "Line"},
        "source": {"campaign": one.source, "medium": source.medium, "channel": source.channel, "page": source.page},
        "consent": {"terms": "2026-01", "marketing": "yes"},
    }
    return {name: value for name, value in body.items() if value != ""}


def _phone(one: Caller) -> str:
    """A number kept free for stories, where there are such numbers."""
    return FICTIONAL[one.firm.country] + f"{one.minutes % 100:02}" if one.firm.country in FICTIONAL else ""
