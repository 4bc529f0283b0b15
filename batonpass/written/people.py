"""Who works here, in which pools and queues, and whose accounts are they, by this playbook?"""

from dataclasses import replace

from batonpass.handoff.people import Account, Directory, Member, Pool, Queue, Rep
from batonpass.handoff.person import in_ascii
from batonpass.written.among import refuse_circles, refuse_shared_addresses
from batonpass.written.countries import country_codes, which_country
from batonpass.written.mail_domains import free_mail_domains
from batonpass.written.notes import Notes
from batonpass.written.reading import Reading
from batonpass.written.refused import quoted
from batonpass.written.rosters import leave_of, members_of, overflow_of, share_of, told_by
from batonpass.written.routing import EVERYBODY
from batonpass.written.schema.people import AccountFile, OverflowFile, PersonFile, PoolFile

CAPPED = "this pool has caps, and nothing says where a lead goes when all have had their fill"
SPILL = "Add overflow: next_rung, over_cap, {queue: …} or {pool: …}"


def directory_of(reading: Reading) -> Directory:
    """Build the directory; note names that do not exist, and places where a lead would have nobody at work."""
    file = reading.file
    for name, queue in file.queues.items():
        reading.refer("calendars", queue.calendar, reading.at("queues", name, "calendar"))
        reading.refer("people", queue.manager, reading.at("queues", name, "manager"))
    refuse_circles(reading)
    refuse_shared_addresses(reading)
    return with_everybody(
        Directory(
            reps={name: _rep(reading, name, person) for name, person in file.people.items()},
            pools={name: _pool(reading, name, members) for name, members in file.pools.items()},
            queues={n: Queue(name=n, calendar=q.calendar, manager=q.manager) for n, q in file.queues.items()},
            accounts={one.domain: one for one in (_account(reading, *named) for named in file.accounts.items())},
            free_mail=free_mail_domains(),
        )
    )


def with_everybody(directory: Directory) -> Directory:
    """Add the pool `*`: the members of every pool, each once, as first written; without pools there is none."""
    named = {name: pool for name, pool in directory.pools.items() if name != EVERYBODY}
    members: dict[str, Member] = {}
    for member in (one for pool in named.values() for one in pool.members):
        members.setdefault(member.rep, member)
    everybody = Pool(name=EVERYBODY, members=tuple(members.values()))
    return replace(directory, pools={**named, EVERYBODY: everybody} if members else named)


def _rep(reading: Reading, name: str, person: PersonFile) -> Rep:
    here = reading.at("people", name)
    reading.refer("calendars", person.calendar, here.under("calendar"))
    reading.refer("people", person.manager, here.under("manager"))
    if person.manager == name:
        here.under("manager").add("nobody is their own manager", "Name another person, or remove the line")
    for place, leave in enumerate(person.leave):
        spot = here.under("leave", place, "delegate")
        reading.refer("people", leave.delegate, spot)
        if leave.delegate == name:
            spot.add("nobody stands in for themselves", "Name another person, or remove the delegate")
    return Rep(
        id=name,
        name=person.name,
        email=person.email.lower(),
        calendar=person.calendar,
        manager=person.manager,
        active=person.active,
        available=person.available,
        leave=tuple(leave_of(leave) for leave in person.leave),
        **told_by(person),
    )


def _pool(reading: Reading, name: str, written: PoolFile) -> Pool:
    here = reading.at("pools", name)
    members = written.members
    if not members:
        here.add("nobody is in this pool", "Add people, such as [ana, bruno]", at_key=True)
    for rep in members:
        reading.refer("people", rep, here.under(rep))
    known = [reading.file.people[rep] for rep in members if rep in reading.file.people]
    if known and not any(person.active for person in known):
        reading.warn("pools", name).add("nobody in this pool is active")
    _check_overflow(reading, name, written)
    return Pool(
        name=name,
        members=tuple(members_of(members.items())),
        overflow=overflow_of(written.overflow),
        share=share_of(written.share),
    )


def _check_overflow(reading: Reading, name: str, written: PoolFile) -> None:
    """Whoever limits how much people take says where the rest goes, lest it goes nowhere."""
    here, rule = reading.at("pools", name), written.overflow
    capped = any(m.cap is not None or m.a_day is not None for m in written.members.values())
    if capped and rule is None:
        reading.ask_since("pools", name).add(CAPPED, SPILL, at_key=True)
    if isinstance(rule, OverflowFile):
        reading.refer("queues", rule.queue, here.under("overflow", "queue"))
        reading.refer("pools", rule.pool, here.under("overflow", "pool"))
        if rule.pool == name:
            here.under("overflow", "pool").add("a pool cannot spill over into itself", "Name another pool")


def _account(reading: Reading, domain: str, account: AccountFile) -> Account:
    here = reading.at("accounts", domain)
    since = reading.ask_since("accounts", domain)
    check_domain(domain.lower(), since)  # The list of free-mail domains grows.
    for place, other in enumerate(account.domains):
        check_domain(other.lower(), since.under("domains", place))
    reading.refer("people", account.owner, here.under("owner"))
    for place, rep in enumerate(account.team):
        reading.refer("people", rep, here.under("team", place) if len(account.team) > 1 else here.under("team"))
    if account.country is not None and account.country not in country_codes():
        says = f"{quoted(account.country)} is not the code of a country"
        here.under("country").add(says, which_country(account.country))
    return Account(
        domain=in_ascii(domain.lower()) or domain.lower(),
        name=account.name,
        owner=account.owner,
        industry=account.industry,
        employees=account.employees,
        country=account.country,
        target=account.target,
        team=tuple(account.team),
        parent=in_ascii(account.parent.lower()) if account.parent else None,
        domains=tuple(in_ascii(one.lower()) for one in account.domains),
        names=tuple(account.names),
    )


def check_domain(domain: str, here: Notes) -> None:
    """Note a domain that is nobody's own, or none at all."""
    if domain in free_mail_domains():
        says = f"{quoted(domain)} is a free-mail domain: anybody can have an address there"
        here.add(says, "Remove it, or write the company's own domain", at_key=True)
    elif "." not in domain or "@" in domain or "/" in domain or " " in domain:
        here.add(f"{quoted(domain)} is not a domain", "Write it such as acme.example", at_key=True)
