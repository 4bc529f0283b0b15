"""How fast does a person of ours answer, and who hears when nobody does?"""

from collections.abc import Mapping
from datetime import UTC, datetime
from itertools import pairwise

from batonpass.handoff.hours import Hours, both, ever_open
from batonpass.handoff.playbook import LadderStep, StepKind, Tier
from batonpass.written.countries import country_codes, which_country
from batonpass.written.nearest import did_you_mean
from batonpass.written.notes import Notes
from batonpass.written.reading import Reading, same_conditions
from batonpass.written.refused import quoted
from batonpass.written.schema import TierFile
from batonpass.written.schema.kinds import Placed
from batonpass.written.schema.second import StepFile

WHOLE = 100
"""Percent of the window at which the promise is broken."""

_OTHER = "other"
_ANY_DAY = datetime(2027, 1, 1, tzinfo=UTC)
_ROLES = ("owner", "manager")


def tiers_of(reading: Reading) -> tuple[Tier, ...]:
    """Build the tiers in the order in which they are tried; note those never reached, and a missing last one."""
    tiers = reading.file.tiers
    if not tiers:
        reading.at("tiers").add("no tier says how fast anybody answers", "Add one, such as standard: {first_touch: 4h}")
    _check_reach(reading)
    for name, tier in tiers.items():
        if tier.hours == "both" and not reading.file.contact_windows:
            reading.warn("tiers", name, "hours").add("no contact_windows are written, so the owner's hours count alone")
        _check_team(reading, name, tier)
    return tuple(
        Tier(
            name=name,
            when=None if tier.when is None else reading.condition(tier.when, reading.at("tiers", name, "when")),
            first_touch=tier.first_touch,
            both_hours=tier.hours == "both",
            team=tier.calendar or "",
            accept=tier.accept,
            dispose=tier.dispose,
        )
        for name, tier in tiers.items()
    )


def _check_team(reading: Reading, name: str, tier: TierFile) -> None:
    here = reading.at("tiers", name)
    if tier.calendar is None:
        if tier.hours == "team":
            here.under("hours").add("the team's hours are those of a calendar", "Add calendar: and its name")
    elif tier.hours == "team":
        reading.refer("calendars", tier.calendar, here.under("calendar"))
    else:
        here.under("calendar").add("this calendar would count for nothing", "Write hours: team beside it, or remove it")


def ladder_of(reading: Reading) -> tuple[LadderStep, ...]:
    """Build the escalation ladder; note steps out of order and people that do not exist."""
    steps = reading.file.escalation.steps
    here = reading.at("escalation", "steps")
    if not steps:
        here.add("nobody ever hears of a promise that is late", "Add steps, such as {at: 100%, notify: manager}")
    for place, (earlier, later) in enumerate(pairwise(steps), start=1):
        if _known_out_of_order(earlier.at, later.at):
            here.under(place, "at").add(f"{later.at} does not come after {earlier.at}", "Sort the steps, each once")
    if steps and all(step.at.percent != WHOLE for step in steps):
        says = "no step stands at 100%, so nobody is told at the moment a promise breaks"
        reading.warn("escalation", "steps").add(says, "Add {at: 100%, notify: manager}")
    _warn_of_missing_managers(reading)
    return steps_of(reading, steps, here)


def _known_out_of_order(earlier: Placed, later: Placed) -> bool:
    """Whether a share or some minutes come first depends on the tier; each after the end comes after all within."""
    if earlier.after is None and later.after is None:
        return later.percent <= earlier.percent
    if earlier.after and later.after and earlier.late == later.late:
        return later.after <= earlier.after
    return earlier.late and 0 < later.percent <= WHOLE


def steps_of(reading: Reading, steps: list[StepFile], here: Notes) -> tuple[LadderStep, ...]:
    """Build the steps of a ladder that stands there in the file."""
    return tuple(_step(reading, step, here.under(place)) for place, step in enumerate(steps))


def contact_windows_of(reading: Reading) -> Mapping[str, str]:
    """Give the calendar of contact hours by the lead's country, as written; note unknown countries and calendars."""
    for country, calendar in reading.file.contact_windows.items():
        here = reading.at("contact_windows", country)
        if country != _OTHER and country not in country_codes():
            says = f"{quoted(country)} is not the code of a country"
            here.add(says, f"{which_country(country)} `other` stands for all the rest", at_key=True)
        reading.refer("calendars", calendar, here)
    return reading.file.contact_windows


def warn_of_hours_that_never_meet(reading: Reading, tiers: tuple[Tier, ...], calendars: Mapping[str, Hours]) -> None:
    """Warn of a tier by both sides' hours that a lead may get whose contact window never meets an owner's hours."""
    file = reading.file
    ours = {person.calendar for person in file.people.values()} | {queue.calendar for queue in file.queues.values()}
    for country, window in file.contact_windows.items():
        tier = _may_count_both(tiers, country)
        known = sorted(ours & calendars.keys()) if tier and window in calendars else []
        apart = [owner for owner in known if not ever_open(_ANY_DAY, both(calendars[owner], calendars[window]))]
        if tier and apart:
            says = f"{window}, for leads in {country}, is never open together with {', '.join(apart)}"
            instead = "Then the owner's hours count alone: write hours: owner, or give such leads a tier of their own"
            reading.warn("tiers", tier, "hours").add(says, instead)


def _may_count_both(tiers: tuple[Tier, ...], country: str) -> str | None:
    """Give the first tier by the hours of both that a lead of this country may get, nothing else being known of it."""
    seen = {} if country == _OTHER else {"lead.country": country}
    for tier in tiers:
        holds = tier.when.holds(seen) if tier.when else True
        if tier.both_hours and holds is not False:
            return tier.name
        if holds:
            return None
    return None


def _check_reach(reading: Reading) -> None:
    tiers = reading.file.tiers
    always = [name for name, tier in tiers.items() if tier.when is None]
    last = [*tiers][-1] if tiers else ""
    if always and always[0] != last:
        says = f"this tier has no `when`, so it takes every lead and {quoted(last)} is never reached"
        reading.at("tiers", always[0]).add(says, "Move it to the end, or give it a `when`", at_key=True)
    elif tiers and not always:
        says = "the last tier has a `when`, so a lead could be promised nothing"
        reading.at("tiers", last, "when").add(says, "Add a tier without `when` after it")
    for name, earlier in same_conditions({name: tier.when for name, tier in tiers.items()}):
        says = f"this is also the condition of {quoted(earlier)}, so this tier is never reached"
        reading.at("tiers", name, "when").add(says, "Change one of the two, or remove this one")


def _step(reading: Reading, step: StepFile, here: Notes) -> LadderStep:
    said = [(kind, who) for kind in StepKind if (who := getattr(step, kind.value)) is not None]
    if len(said) != 1:
        names = " and ".join(kind.value for kind, _ in said)
        here.add(
            f"{names} both stand in one step" if said else "this step does nothing",
            "Keep one of remind, notify, reassign",
        )
        return _at(step.at, StepKind.NOTIFY, "manager")
    kind, who = said[0]
    people = reading.file.people
    if kind is not StepKind.REASSIGN and who not in _ROLES and who not in people and (people or who == "pool"):
        says = f"{quoted(who)} is neither owner, manager nor one of the people"
        here.under(kind.value).add(says, did_you_mean(who, [*_ROLES, *people]))
    return _at(step.at, kind, who)


def _at(placed: Placed, kind: StepKind, who: str) -> LadderStep:
    after = None if placed.after is None else int(placed.after.total_seconds())
    return LadderStep(percent=placed.percent, kind=kind, who=who, after=after, late=placed.late)


def _warn_of_missing_managers(reading: Reading) -> None:
    file = reading.file
    managed = [person.manager for person in file.people.values()] + [queue.manager for queue in file.queues.values()]
    wants = next((n for n, step in enumerate(file.escalation.steps) if step.notify == "manager"), None)
    if wants is not None and file.people and not any(managed):
        says = "no person and no queue has a manager, so this step reaches nobody"
        reading.warn("escalation", "steps", wants).add(says, "Add manager: … to people or queues")
