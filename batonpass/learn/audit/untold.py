"""On what does a report rest, and what can this export not tell?"""

from collections.abc import Iterator

from batonpass.learn.audit.leads import FOLLOWED, WON, Leads, at_, day_
from batonpass.learn.audit.roles import Role


def told_and_untold(leads: Leads, *, calendar: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Sentences about how the export was read, and about what it leaves open and which column would tell."""
    return tuple(_notes(leads, calendar)), tuple(_untold(leads, calendar))


def _notes(leads: Leads, calendar: str) -> Iterator[str]:
    clocks, ordered = leads.clocks, leads.ordered
    if leads.dates:
        yield f"Days, hours and months are those of {clocks.zone}; times without a zone are {clocks.written_in}."
    if ordered.slashed:
        sure = f"which {ordered.settled:,} dates of the file settle" if ordered.settled else "by default"
        yield f"Dates such as 3/4 are read {ordered.order}, {'as you said' if ordered.said else sure}."
    if any(one.reading.epoch for one in leads.dates):
        names = ", ".join(one.column for one in leads.dates if one.reading.epoch)
        yield f"Numbers in {names} are read as milliseconds or seconds since 1970."
    if leads.log is not None:
        yield (
            f"A log of {leads.log.rows:,} rows is folded to {leads.rows.height:,} leads; the first touch is the first "
            f'change away from "{leads.log.first_state}".'
        )
    if leads.followed_by:
        yield f"A lead counts as followed up by {leads.followed_by}; leads less than a day old do not count."
    if leads.won_by:
        yield f"A lead counts as {leads.outcome} by {leads.won_by}."
    if calendar:
        yield f"Working time is that of {calendar}."
    if leads.until is not None:
        yield f"The export tells of nothing after {leads.until:%Y-%m-%d %H:%M} UTC; that is taken for its end."


def _untold(leads: Leads, calendar: str) -> Iterator[str]:
    if not leads.has(at_(Role.CREATED)):
        yield "When leads came in: no column of dates says so (--map created=COLUMN). Waits and months stay open."
    if not leads.has(at_(Role.TOUCHED)):
        yield "How long the first touch took: no column dates it (--map touched=COLUMN)."
    elif bool(leads.rows[day_(Role.TOUCHED)].all()):
        yield "At what hour leads were touched: the first touch is a date without a time."
    if not leads.has(FOLLOWED):
        yield "Which leads nobody followed up: no touch, activity or telling status (--map touched= or status=)."
    if not leads.has(WON):
        yield "Which leads were won: no column says so (--map won=COLUMN or won_at=COLUMN)."
    for role, word in ((Role.OWNER, "owner"), (Role.SOURCE, "source"), (Role.REGION, "region")):
        if not leads.columns.of(role):
            yield f"Differences by {word}: no column was recognised (--map {role}=COLUMN)."
    if leads.has(at_(Role.TOUCHED)) and not calendar:
        yield "Working time: give your hours with --calendar FILE, and waits are measured by them too."
