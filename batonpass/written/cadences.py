"""Which touches does the playbook plan for a lead, and can they be made at all?"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Final

from batonpass.handoff.hours import Hours, both, ever_open
from batonpass.handoff.playbook.cadence import AT_ONCE, Cadence, CadenceStep, Span
from batonpass.written.definition import check_signals
from batonpass.written.nearest import did_you_mean
from batonpass.written.notes import Notes
from batonpass.written.reading import Reading, same_conditions
from batonpass.written.refused import quoted
from batonpass.written.schema.cadence import KINDS, CadenceFile, CadenceStepFile

LEAST: Final = 6
NO_RESPONSE: Final = "no_response"
OF_THE_TRADE: Final = (
    CadenceStep(name="first call", kind="call", within=Span(working=timedelta(hours=4)), counts=("voicemail",)),
    CadenceStep(name="personal video", kind="video", within=Span(days=1), counts=("email",)),
    CadenceStep(name="first e-mail", kind="email", after=Span(days=2)),
    CadenceStep(name="second call", kind="call", after=Span(days=4), counts=("voicemail",)),
    CadenceStep(name="message", kind="message", after=Span(days=7), counts=("email",)),
    CadenceStep(name="third call", kind="call", after=Span(days=10), counts=("voicemail",)),
    CadenceStep(name="second e-mail", kind="email", after=Span(days=11)),
    CadenceStep(name="last word", kind="email", after=Span(days=13), counts=("call", "message")),
)
"""A call within four hours, a video within a day, eight touches in two weeks: what a cadence without steps means."""
_ANY_DAY: Final = datetime(2027, 1, 1, tzinfo=UTC)


def cadences_of(reading: Reading) -> tuple[Cadence, ...]:
    """Build the cadences in the order in which they are tried; note those never reached, and steps nobody can make."""
    written = reading.file.cadences
    _check_reach(reading, written)
    return tuple(_cadence(reading, name, one) for name, one in written.items())


def warn_of_steps_out_of_hours(reading: Reading, calendars: Mapping[str, Hours]) -> None:
    """Warn of contact windows that are never open in anybody's hours: such steps lie in the owner's hours alone."""
    file = reading.file
    if not file.cadences:
        return
    ours = sorted({person.calendar for person in file.people.values()} & calendars.keys())
    for country, window in file.contact_windows.items():
        if (
            ours
            and window in calendars
            and not any(ever_open(_ANY_DAY, both(calendars[name], calendars[window])) for name in ours)
        ):
            says = f"nobody works in {window}, the hours of leads in {country}"
            instead = "Their planned touches lie in the owner's hours alone: widen the window, or hire somebody there"
            reading.warn("contact_windows", country).add(says, instead)


def _cadence(reading: Reading, name: str, written: CadenceFile) -> Cadence:
    here = reading.at("cadences", name)
    for place, tier in enumerate(written.tiers):
        reading.refer("tiers", tier, here.under("tiers", place))
    check_signals(reading, written.stop.replied, "cadences", name, "stop", "replied")
    check_signals(reading, written.stop.meeting, "cadences", name, "stop", "meeting")
    steps = tuple(_step(one, here.under("steps", place)) for place, one in enumerate(written.steps)) or OF_THE_TRADE
    _check_steps(steps, here)
    _check_end(reading, name, steps)
    touches, before = _least(reading, name, steps)
    return Cadence(
        name=name,
        steps=steps,
        when=None if written.when is None else reading.condition(written.when, here.under("when")),
        tiers=frozenset(written.tiers),
        least=touches,
        least_for=frozenset(before),
        replies=frozenset(written.stop.replied),
        meetings=frozenset(written.stop.meeting),
        answer_within=written.answer_within,
        decide_within=written.decide_within,
    )


def _step(written: CadenceStepFile, here: Notes) -> CadenceStep:
    said = [(kind, name) for kind in KINDS if (name := getattr(written, kind)) is not None]
    if len(said) != 1:
        names = " and ".join(kind for kind, _ in said)
        says = f"{names} both stand in one step" if said else "this step says no touch"
        here.add(says, f"Keep one of {', '.join(KINDS)}")
    kind, name = said[0] if said else (KINDS[0], "")
    if kind in written.counts:
        here.under("counts").add(f"{quoted(kind)} is what the step itself asks for", "Name other kinds, or none")
    return CadenceStep(
        name=name,
        kind=kind,
        after=written.after or AT_ONCE,
        within=written.within,
        counts=tuple(written.counts),
        says=written.says,
    )


def _check_steps(steps: tuple[CadenceStep, ...], here: Notes) -> None:
    names = [step.name for step in steps]
    for place, name in enumerate(names):
        if name in names[:place]:
            here.under("steps", place).add(f"{quoted(name)} stands twice", "Give each step a name of its own")
    for place, (earlier, later) in enumerate(pairwise(steps), start=1):
        if (later.after.days, later.after.working) < (earlier.after.days, earlier.after.working):
            says = f"{quoted(later.name)} comes before {quoted(earlier.name)}, which stands above it"
            here.under("steps", place, "after").add(says, "Sort the steps by when they open")


def _check_end(reading: Reading, name: str, steps: tuple[CadenceStep, ...]) -> None:
    """A plan that outlasts the day on which its owner has to say what became of the lead can never be finished."""
    written = reading.file.cadences[name]
    within = steps[-1].within
    last = steps[-1].after.days + (within.days if within else 0)
    for tier_name, tier in reading.file.tiers.items():
        if (not written.tiers or tier_name in written.tiers) and tier.dispose and last >= tier.dispose.days:
            says = f"the last step is due after {last} days, but in the tier {tier_name} it is said within"
            instead = "Let the plan end before, or give the tier more days"
            reading.at("cadences", name).add(f"{says} {tier.dispose.days} days what became of a lead", instead)


def _least(reading: Reading, name: str, steps: tuple[CadenceStep, ...]) -> tuple[int, list[str]]:
    written, outcomes = reading.file.cadences[name], reading.file.outcomes
    if written.least is None:
        trade = not written.steps and NO_RESPONSE in outcomes
        return (LEAST, [NO_RESPONSE]) if trade else (0, [])
    here = reading.at("cadences", name, "least")
    if written.least.touches > len(steps):
        says = f"{written.least.touches} touches are asked for, but only {len(steps)} are planned"
        here.under("touches").add(says, "Plan more steps, or ask for fewer")
    for place, outcome in enumerate(written.least.before):
        if outcome not in outcomes:
            says = f"{quoted(outcome)} is not one of the outcomes"
            here.under("before", place).add(says, did_you_mean(outcome, outcomes))
    return written.least.touches, written.least.before


def _check_reach(reading: Reading, written: Mapping[str, CadenceFile]) -> None:
    names = [*written]
    everybody = next((n for n, one in enumerate(written.values()) if one.when is None and not one.tiers), None)
    if everybody is not None and everybody < len(names) - 1:
        says = f"this cadence takes every lead, so {quoted(names[everybody + 1])} is never reached"
        instead = "Move it to the end, or give it a `when` or `tiers`"
        reading.at("cadences", names[everybody]).add(says, instead, at_key=True)
    elif names and everybody is None:
        says = "a lead for which none of these holds gets no planned touches"
        reading.warn("cadences").add(says, "Add a last one without `when` and `tiers`, such as standard: {}")
    asked = {name: f"{sorted(one.tiers)} {one.when or ''}" for name, one in written.items()}
    for name, earlier in same_conditions(asked):
        says = f"{quoted(earlier)} is for the same leads, so this is never reached"
        reading.at("cadences", name).add(says, "Change one of the two, or remove this one", at_key=True)
