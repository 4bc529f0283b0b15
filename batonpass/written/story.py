"""What would the playbook decide about this person, who is so and did this? Decided by the same path as a live lead."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from itertools import groupby

from batonpass.handoff.capture import capture
from batonpass.handoff.facts import Captured, Fact, Learned
from batonpass.handoff.hours import Hours, NeverOpens, OutOfRange, both
from batonpass.handoff.lead import Lead
from batonpass.handoff.path import Arrival, advance
from batonpass.handoff.people import Directory
from batonpass.handoff.playbook import Playbook
from batonpass.handoff.record import replace
from batonpass.handoff.refusal import invalid
from batonpass.handoff.setting import Setting
from batonpass.handoff.walk import Advanced
from batonpass.written.calendars import always_open
from batonpass.written.countries import country_named, country_names

DOOR = "example"


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """Something the person did: how long before the instant of the decision, and how often."""

    signal: str
    ago: timedelta = timedelta(0)
    times: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """Who somebody is, in the shape of a submission, and what they did besides."""

    sent: Mapping[str, object]
    done: tuple[Done, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """What a decision needs besides the lead: the agreement, the people, and hours by calendar."""

    playbook: Playbook
    directory: Directory
    hours: Callable[[tuple[str, ...]], Hours]


def hours_by_name(calendars: Mapping[str, Hours]) -> Callable[[tuple[str, ...]], Hours]:
    """Give hours by names of calendars, several meaning all of them at once; one kept elsewhere is always open."""

    @cache
    def hours(names: tuple[str, ...]) -> Hours:
        first, *others = (calendars.get(name) or always_open() for name in names)
        for other in others:
            first = both(first, other)
        return first

    return hours


def tell(story: Story, world: World, at: datetime) -> Lead:
    """Give the lead of a story as it stands at the instant `at`; as `happened`, which gives its facts too."""
    return happened(story, world, at)[0]


def happened(story: Story, world: World, at: datetime) -> tuple[Lead, tuple[Fact, ...]]:
    """Walk the story through the path; give the lead as it stands at the instant `at`, and everything that became true.

    What was done at one instant arrives together; everything arrives when it is done. Raises Refusal, as the door
    would, for a submission that cannot be kept, and when no promise can be made because the hours never come.
    """
    sent = capture(story.sent, door=DOOR, arrived_at=at, playbook=world.playbook, countries=country_names())
    lead, facts = Lead(id=DOOR), tuple[Fact, ...]()
    for arrival in _arrivals(sent, story.done, at):
        setting = Setting(
            at=arrival.arrived_at,
            playbook=world.playbook,
            directory=world.directory,
            hours=world.hours,
            countries=country_names(),
            country_named=country_named(),
        )
        step = _advanced(lead, arrival, setting)
        lead, facts = step.lead, facts + step.facts
    return lead, facts


def _advanced(lead: Lead, arrival: Arrival, setting: Setting) -> Advanced:
    try:
        return advance(lead, arrival, setting)
    except (NeverOpens, OutOfRange) as never:
        raise invalid(f"no promise can be made: {never}") from None


def _arrivals(sent: Captured, done: tuple[Done, ...], at: datetime) -> list[Arrival]:
    """The submission and everything done, in the order of time; at the end a last look, so that points have decayed."""
    moments = [(at - one.ago, one.signal) for one in done for _ in range(one.times)]
    moments += [(sent.at, signal) for signal in sent.signals]
    together = {when: tuple(s for _, s in group) for when, group in groupby(sorted(moments), key=lambda pair: pair[0])}
    arrivals: list[Arrival] = [_arrival(sent, when, together.get(when, ())) for when in sorted({*together, sent.at})]
    if arrivals[-1].arrived_at < at:
        arrivals.append(Learned(at=at, arrived_at=at, source_name=DOOR, fields={}, person=sent.person))
    return arrivals


def _arrival(sent: Captured, when: datetime, signals: tuple[str, ...]) -> Captured:
    """One moment of the story: who they are is known from the first, the form and message come at their time."""
    if when == sent.at:
        return replace(sent, arrived_at=when, signals=signals)
    return replace(sent, at=when, arrived_at=when, signals=signals, form="", message="")
