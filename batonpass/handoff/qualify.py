"""Is this lead ready for sales, by the written definition?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from .bands import Ground, band, grounds_of, short_of
from .facts import AskedAgain, Captured, Learned, Observed, Qualified, Scored
from .hours import Hours, NeverOpens, local_days_later
from .lead import Lead
from .playbook import WORKED, Definition, Playbook, Stage
from .playbook.review import Waiting
from .record import Record, replace
from .wishes import NO, objects, plain_word
from .words import RAISED, TAKES_NOTHING

Arrived = Captured | Observed | Learned
HoursOf = Callable[[tuple[str, ...]], Hours]
OBJECTS = Ground(rule="consent.marketing", because="they object to marketing: only a hand they raise brings them in")
DAY = timedelta(days=1)
FINISHED = frozenset({Stage.NURTURE, Stage.DISQUALIFIED, Stage.LOST})
RESTING = frozenset({Stage.NURTURE, Stage.LOST})
"""Where points bring a lead to sales again once it has rested."""


class Weighing(Record):
    """What lies on the scales: the lead as scored, what arrived, the agreement, the condition facts, the instant.

    `before` is the score that stood before the arrival; without it nothing is taken for old news.
    """

    lead: Lead
    arrived: Arrived | None
    playbook: Playbook
    seen: Mapping[str, object]
    at: datetime
    hours: HoursOf
    before: Scored | None = None

    @property
    def scored(self) -> Scored:
        """The lead's score; the path scores before it qualifies."""
        assert self.lead.score is not None  # noqa: S101 - a lead that was never scored cannot be weighed
        return self.lead.score


def qualify(case: Weighing) -> Qualified | AskedAgain | None:
    """The stage and tier the definition gives, or None when nothing about them changes, nor why they are so.

    A lead a human works is not moved by any score (B03); it only asks again. Nobody works a customer any more:
    a hand they raise begins a new round, so that somebody is promised to them as to anybody else.
    """
    lead = case.lead
    if lead.stage is Stage.WON and (anew := _asked_as_customer(case)):
        return anew
    if lead.stage in WORKED:
        return asks_again(case)
    verdict = _verdict(case)
    same = (verdict.stage, verdict.tier, verdict.band) == (lead.stage, lead.tier, lead.band)
    told_anew = verdict.stage is Stage.NURTURE and verdict.because != lead.because
    if not same or verdict.starts_cycle or lead.stage is Stage.NEW or told_anew:
        return verdict
    return asks_again(case) if lead.stage is Stage.MQL else None


def _asked_as_customer(case: Weighing) -> Qualified | None:
    verdict = _verdict(case) if case.seen["lead.hand_raised"] is True else None
    return verdict if verdict and verdict.starts_cycle else None


def by_answer(case: Weighing, says: str) -> Qualified | None:
    """Whom sales had given up answers after all: a hand raised, if the definition lets hands begin a round."""
    verdict = _verdict(case)
    return replace(verdict, because=f"{RAISED}: {says}") if verdict.starts_cycle else None


def left_alone(lead: Lead, at: datetime) -> Qualified:
    """Whoever objects to marketing, and did not ask for us, is nobody's, however many points they have."""
    why, rule = OBJECTS.because, OBJECTS.rule
    return Qualified(at=at, stage=Stage.NURTURE, band=lead.band, cycle=lead.cycle, because=why, rule=rule)


def raised_hand(lead: Lead, arrived: Arrived | None, definition: Definition) -> bool:
    """Did they ask for us: with this arrival, or since this cycle began or marketing was asked to let it begin?"""
    if asks_for_us(arrived, definition):
        return True
    since, looked = lead.cycle_since, lead.review
    if since is None or lead.stage is not Stage.MQL:
        return False
    if looked and looked.ended_at == since:
        return hand_by_now(lead, looked, definition)
    return _raised_since(since, lead, definition)


def hand_by_now(lead: Lead, looked: Waiting, definition: Definition) -> bool:
    """Had they asked for us when marketing was asked to look, or have they since?"""
    return looked.hand or _raised_since(looked.since, lead, definition)


def _raised_since(since: datetime, lead: Lead, definition: Definition) -> bool:
    return any(a.signal in definition.hand_raisers and a.arrived_at >= since for a in lead.activities)


def asks_for_us(arrived: Arrived | None, definition: Definition) -> bool:
    """Does what arrived ask for us by itself?"""
    return isinstance(arrived, (Captured, Observed)) and bool(_signals(arrived) & definition.hand_raisers)


def _verdict(case: Weighing) -> Qualified:
    lead, definition = case.lead, case.playbook.definition
    level = band(lead, case.scored, definition)
    out = next((d for d in definition.disqualifiers if d.when.holds(case.seen) is True), None)
    if out:
        why = Ground(rule=f"definition.disqualifiers.{out.name}", because=f"disqualified: {out.says}")
        return _without_tier(case, Stage.DISQUALIFIED, level, why)
    ready = None if _is_past(case.arrived) else _ready(case)
    if ready:
        fresh, tier = lead.stage is not Stage.MQL, tier_by(case.seen, case.playbook)
        return Qualified(
            at=case.at,
            stage=Stage.MQL,
            tier=tier if fresh else stricter(lead.tier, tier, case.playbook),
            band=level,
            cycle=lead.cycle + 1 if fresh else lead.cycle,
            starts_cycle=fresh,
            because=ready.because,
            rule=ready.rule,
        )
    return _stays_in(case, level) if lead.stage is Stage.MQL else _not_ready(case, level)


def _ready(case: Weighing) -> Ground | None:
    """Why the lead is ready for sales; None when it is not."""
    definition, scored = case.playbook.definition, case.scored
    floor = definition.hand_raisers_need_fit
    if case.seen["lead.hand_raised"] and (floor is None or scored.fit >= floor):
        return Ground(rule="definition.hand_raisers", because=f"{RAISED}: {_asked_for(case)}")
    back = objects(case.lead) or _cooling(case) or short_of(scored, definition) or _old_news(case)
    return None if back else grounds_of(scored, definition)


def _old_news(case: Weighing) -> bool:
    """Does nothing that arrived speak for a lead whose points did not bring it in when they came (A13)?

    A list of the past pages nobody; neither does a title or an opened mail that comes for one of its people later.
    """
    lead, arrived, before = case.lead, case.arrived, case.before
    if lead.stage is not Stage.ENGAGED or lead.cycle or before is None:
        return False
    return arrived is not None and not _speaks(arrived, case, before)


def _speaks(arrived: Arrived, case: Weighing, before: Scored) -> bool:
    """Is this news of the lead itself: a form, a signal that earns points, a field that does, or something allowed?"""
    match arrived:
        case Captured():
            return True
        case Observed():
            return any(arrived.signal in model.signals for model in case.playbook.models)
        case Learned():
            raised = case.scored.fit > before.fit or case.scored.model != before.model
            return raised or any(plain_word(word) not in NO for word in arrived.consent.values())


def ready_from(case: Weighing) -> datetime | None:
    """When a lead will have rested that something new made ready, and that only its rest keeps back.

    None for all others. What it had when sales gave it back brings nobody in again.
    """
    lead, arrived = case.lead, case.arrived
    if lead.ended_at is None or lead.stage not in RESTING or not _cooling(case):
        return None
    if objects(lead) or short_of(case.scored, case.playbook.definition):
        return None
    if arrived and (_is_past(arrived) or case.before is None or not _speaks(arrived, case, case.before)):
        return None
    return rested_at(lead.ended_at, rest_of(lead.ended_why, case.playbook), lead.ended_in, case.hours)


def _asked_for(case: Weighing) -> str:
    """The words for the hand they raised last."""
    raisers = case.playbook.definition.hand_raisers
    asked = next((a.signal for a in reversed(case.lead.activities) if a.signal in raisers), "")
    return next((m.signals[asked].says for m in case.playbook.models if asked in m.signals), "asked for us")


def _cooling(case: Weighing) -> bool:
    """Sales gave this lead back lately: only a raised hand brings it in before the cool-down ends.

    Whom a person disqualified no points bring back, however long ago it was.
    """
    lead = case.lead
    if lead.ended_at is None:
        return False
    if lead.stage is Stage.DISQUALIFIED:
        return True
    return case.at < rested_at(lead.ended_at, rest_of(lead.ended_why, case.playbook), lead.ended_in, case.hours)


def rested_at(ended: datetime, wait: timedelta, calendar: str, hours: HoursOf) -> datetime:
    """When a lead has rested: whole days are local days of who gave it back, moved to their next opening (T11).

    Other lengths, and days of hours that nobody knows any more or that never open, are time by the clock.
    """
    days, more = divmod(wait, DAY)
    try:
        return ended + wait if more or not calendar else local_days_later(ended, days, hours((calendar,)))
    except (LookupError, NeverOpens):
        return ended + wait


def rest_of(why: str, playbook: Playbook) -> timedelta:
    """How long a lead rests that ended so: as its reason says, or else its outcome, or else the playbook."""
    waits = playbook.waits
    return waits.get(why) or waits.get(f"{why.partition('/')[0]}/") or playbook.requalify_after


def _is_past(arrived: Arrived | None) -> bool:
    return isinstance(arrived, (Captured, Observed)) and arrived.historic


def tier_by(seen: Mapping[str, object], playbook: Playbook) -> str:
    """The first tier whose condition holds."""
    return next(t.name for t in playbook.tiers if t.when is None or t.when.holds(seen) is True)


def stricter(held: str | None, offered: str, playbook: Playbook) -> str:
    """A running promise is tightened, never loosened (A05)."""
    budget = {t.name: t.first_touch for t in playbook.tiers}
    return held if held in budget and budget[held] <= budget[offered] else offered


def _stays_in(case: Weighing, level: str) -> Qualified:
    """Once handed over, a falling score takes nothing away from the rep (B05)."""
    lead = case.lead
    return Qualified(at=case.at, stage=Stage.MQL, tier=lead.tier, band=level, cycle=lead.cycle, because=TAKES_NOTHING)


def _not_ready(case: Weighing, level: str) -> Qualified:
    lead, definition, scored = case.lead, case.playbook.definition, case.scored
    never_with_sales = lead.stage is Stage.NURTURE and not lead.cycle and lead.ended_at is None
    if lead.stage in FINISHED and not never_with_sales:
        return _without_tier(case, lead.stage, level, Ground(rule="", because=lead.because))
    # Who never was with sales waits for points, and says so by those it has now.
    if level == "nurture":
        return _without_tier(case, Stage.NURTURE, level, grounds_of(scored, definition))
    if never_with_sales and objects(lead):
        return _without_tier(case, Stage.NURTURE, level, OBJECTS)
    if _is_past(case.arrived):
        return _without_tier(
            case, Stage.ENGAGED, level, Ground(rule="", because="imported as history: nobody is paged")
        )
    return _without_tier(case, Stage.ENGAGED, level, short_of(scored, definition) or _held_back(lead))


def _held_back(lead: Lead) -> Ground:
    """What keeps a lead with points enough: their word, sales' word, or that nothing new speaks for it."""
    if objects(lead):
        return OBJECTS
    lately = Ground(rule="requalify_after", because="given back lately")
    return lately if lead.ended_at else Ground(rule="", because=lead.because)


def _without_tier(case: Weighing, stage: Stage, level: str, why: Ground) -> Qualified:
    cycle = case.lead.cycle
    return Qualified(at=case.at, stage=stage, band=level, cycle=cycle, because=why.because, rule=why.rule)


def asks_again(case: Weighing) -> AskedAgain | None:
    """That they turned to us once more themselves, with a form or a raised hand; None when they did not."""
    match case.arrived:
        case Captured(historic=False, form=form):
            what = form or "a submission"
        case Observed(historic=False, signal=signal) if signal in case.playbook.definition.hand_raisers:
            form, what = "", _asked_for(case)
        case _:
            return None
    return AskedAgain(at=case.at, form=form, because=f"came back ({what}); stays with who works it")


def _signals(arrived: Captured | Observed) -> frozenset[str]:
    if arrived.historic:
        return frozenset()
    return frozenset(arrived.signals) if isinstance(arrived, Captured) else frozenset({arrived.signal})
