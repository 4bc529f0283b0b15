"""Are a person, a pool, a queue or an account that was set over the API well-formed, and what do they say?"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Any, TypeVar, cast

from pydantic import BeforeValidator

from batonpass.handoff.people import Account, Beyond, Directory, Pool, Queue, Rep
from batonpass.handoff.person import in_ascii
from batonpass.written.countries import country_names, which_country
from batonpass.written.notes import Notes, points_by_path
from batonpass.written.people import CAPPED, SPILL, check_domain
from batonpass.written.refused import Refused, quoted
from batonpass.written.rosters import leave_of, members_of, overflow_of, share_of, told_by
from batonpass.written.schema.kinds import Name, Section, one_of
from batonpass.written.schema.people import AccountFile, MemberFile, Overflow, PersonFile, QueueFile
from batonpass.written.shape import shaped

S = TypeVar("S", bound=Section)


class MemberEntry(MemberFile):
    """A member of a pool, as the API lists them."""

    rep: Name


class PoolEntry(Section):
    """A pool, as the API sends it."""

    members: list[MemberEntry]
    overflow: Overflow | None = None
    share: Annotated[str, BeforeValidator(one_of("turns", "load"))] = "turns"


def read_rep(name: str, data: object) -> Rep:
    """Read a person as the API has them: name, email, calendar, manager, active, leave and ways to be told.

    The names are "name", "email", "calendar", "manager", "active", "available", "leave": [{"first", "last"}],
    "channels", "quiet", "slack", "teams".

    Raises Refused naming the field. `from` and `to` stand for `first` and `last` of a leave.
    """
    said = _read(PersonFile, _leave_in_words(data), f"rep {name}")
    away = tuple(leave_of(leave) for leave in said.leave)
    return Rep(
        id=name,
        name=said.name,
        email=said.email,
        calendar=said.calendar or "",
        manager=said.manager,
        active=said.active,
        available=said.available,
        leave=away,
        **told_by(said),
    )


def read_pool(name: str, data: object) -> Pool:
    """Read a pool: {"members": [{"rep", "weight", "cap", "a_day"}], "overflow", "share"}. Raises Refused by field."""
    said = _read(PoolEntry, data, f"pool {name}")
    return Pool(
        name=name,
        members=tuple(members_of((m.rep, m) for m in said.members)),
        overflow=overflow_of(said.overflow),
        share=share_of(said.share),
    )


def read_new_pool(name: str, data: object) -> Pool:
    """Read a pool that is being set: as `read_pool`, nobody stands in it twice, and caps say where the rest goes."""
    pool = read_pool(name, data)
    notes = Notes(point=points_by_path(f"pool {name}"))
    reps = [member.rep for member in pool.members]
    for place, rep in enumerate(reps):
        if rep in reps[:place]:
            says, instead = f"{quoted(rep)} stands twice in this pool", "For two turns give one of them the weight 2"
            notes.under("members", place, "rep").add(says, instead)
    capped = any(member.cap is not None or member.a_day is not None for member in pool.members)
    if capped and not _read(PoolEntry, data, f"pool {name}").overflow:
        notes.under("overflow").add(CAPPED, SPILL)
    notes.refuse()
    return pool


def read_queue(name: str, data: object) -> Queue:
    """Read a queue: {"calendar", "manager"}. Raises Refused naming the field."""
    said = _read(QueueFile, data, f"queue {name}")
    return Queue(name=name, calendar=said.calendar, manager=said.manager)


def read_account(domain: str, data: object) -> Account:
    """Read an account: {"name", "owner", "team", "industry", "employees", …}. Raises Refused naming the field.

    The domain is a company's own, and the country one that we know, by name or code.
    """
    where = f"account {domain}"
    said = _read(AccountFile, data, where)
    notes = Notes(point=points_by_path(where))
    check_domain(domain, notes.under("domain"))
    for place, other in enumerate(said.domains):
        check_domain(other.lower(), notes.under("domains", place))
    country = said.country and country_names().get(said.country.strip().lower())
    if said.country and not country:
        says = f"{quoted(said.country)} is not a country that we know"
        notes.under("country").add(says, which_country(said.country) or "Write its code, such as SE")
    notes.refuse()
    return Account(
        domain=domain,
        name=said.name,
        owner=said.owner,
        industry=said.industry,
        employees=said.employees,
        country=country or None,
        target=said.target,
        team=tuple(said.team),
        parent=in_ascii(said.parent.lower()) if said.parent else None,
        domains=tuple(in_ascii(one.lower()) for one in said.domains),
        names=tuple(said.names),
    )


def _read(model: type[S], data: object, where: str) -> S:
    notes = Notes(point=points_by_path(where))
    said = shaped(model, data, notes)
    notes.refuse()
    if said is None:
        raise Refused(notes.problems)
    return said


def _leave_in_words(data: object) -> object:
    if not isinstance(data, Mapping):
        return data
    said = dict(cast("Mapping[str, Any]", data))
    leave = said.get("leave")
    if isinstance(leave, list):
        said["leave"] = [_first_to_last(one) for one in cast("list[object]", leave)]
    return said


def _first_to_last(leave: object) -> object:
    if not isinstance(leave, Mapping):
        return leave
    names = {"from": "first", "to": "last"}
    return {names.get(key, key): value for key, value in cast("Mapping[str, Any]", leave).items()}


def nobody_yet(entry: Rep | Pool | Queue | Account, known: Directory) -> tuple[str, ...]:
    """Say which names an entry uses that nobody has set yet, each with its place; and that a pool is empty.

    Entries come in any order, so none of them is refused; but none goes without a word.
    """
    match entry:
        case Rep():
            return tuple(_people(_of_rep(entry), known))
        case Pool():
            return (*_nobody_in(entry), *_people(_of_pool(entry), known), *_beyond(entry, known))
        case Queue():
            return tuple(_people([("manager", entry.manager)], known))
        case Account():
            named = [("owner", entry.owner), *((f"team[{n}]", rep) for n, rep in enumerate(entry.team))]
            return tuple(_people(named, known))


def _of_rep(rep: Rep) -> Iterator[tuple[str, str | None]]:
    yield "manager", rep.manager
    for n, leave in enumerate(rep.leave):
        yield f"leave[{n}].delegate", leave.delegate


def _of_pool(pool: Pool) -> Iterator[tuple[str, str]]:
    for n, member in enumerate(pool.members):
        yield f"members[{n}].rep", member.rep


def _people(named: Iterable[tuple[str, str | None]], known: Directory) -> Iterator[str]:
    for path, rep in named:
        if rep and rep not in known.reps:
            yield f"{path}: there is no person {rep!r} yet; until there is, it stands for nobody"


def _nobody_in(pool: Pool) -> Iterator[str]:
    if not pool.members:
        yield "members: there is nobody in this pool, so that it is passed over"


def _beyond(pool: Pool, known: Directory) -> Iterator[str]:
    name, places = pool.overflow.name, known.queues if pool.overflow.kind is Beyond.QUEUE else known.pools
    if name and name not in places:
        what = "queue" if places is known.queues else "pool"
        then = "its hours are taken for all hours" if what == "queue" else "a lead beyond the caps goes down the ladder"
        yield f"overflow.{what}: there is no {what} {name!r} yet; until there is, {then}"
