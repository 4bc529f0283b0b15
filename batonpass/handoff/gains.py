"""What would a signal bring a lead, or a field once it is known, and which helps most?"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from operator import itemgetter

from .bands import short_of
from .facts import Scored
from .lead import Lead
from .playbook import Definition, FitRule, Model, Playbook, Signal
from .score import counting, worth

ZERO = Decimal(0)
OFTEN_MOST = 10
"""What must be done more often than this is no advice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """Something that brings the lead nearer: a signal given so many times, or a field once it is known.

    `gain` is what it brings in points; `enough` tells whether the lead is then ready for sales.
    """

    kind: str
    name: str
    says: str
    gain: Decimal
    times: int = 1
    enough: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """Points that a lead would have."""

    fit: Decimal
    behaviour: Decimal
    total: Decimal


Ranked = tuple[tuple[int, float, str], Advice]
"""A way behind what puts it in order: what is enough before what is not, the fewer times, the more points, by name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A signal and what it brings while its cap lets all of it count, which is the same for every lead.

    `gains` are the points of giving it once, twice and so on, none where it costs points. `ways` says each of them of
    a lead that it makes ready and, behind these, the most of it of one that it does not. `raises` says it of a signal
    that raises the hand: given once it is enough, whatever its points.
    """

    signal: Signal
    most: int
    raises: Ranked | None
    gains: tuple[Decimal, ...]
    ways: tuple[Ranked, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What a lead has: its score, when it gave each signal, and how many points of behaviour would make it ready.

    `needed` is None when no number of points would.
    """

    scored: Scored
    done: dict[str, list[datetime]]
    needed: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Offers:
    """What a model of a playbook has to offer to a lead that is not ready.

    `whole` says that everything a lead did counts in its score, machines' doing too.
    """

    definition: Definition
    whole: bool
    signals: tuple[Offer, ...]
    rules: tuple[FitRule, ...]

    def ways(self, lead: Lead, scored: Scored) -> tuple[Advice, ...]:
        """What would help most, first what is enough by itself, then what brings most."""
        standing = Standing(scored=scored, done=_done(lead, scored.at), needed=_needed(scored, self.definition))
        ranked = [*self._signals(standing), *self._fields(scored)]
        ranked.sort(key=itemgetter(0))
        return tuple([way for _, way in ranked])

    def _signals(self, standing: Standing) -> Iterator[Ranked]:
        floor, needed = self.definition.hand_raisers_need_fit, standing.needed
        hears_hands = floor is None or standing.scored.fit >= floor
        for offer in self.signals:
            if offer.raises and hears_hands:
                yield offer.raises
            elif offer.gains and offer.signal.name not in standing.done:
                yield offer.ways[-1 if needed is None else bisect_left(offer.gains, needed)]
            elif offer.gains:
                yield from self._again(offer, standing)

    def _again(self, offer: Offer, standing: Standing) -> Iterator[Ranked]:
        """A signal they gave before: as often as is enough, or else as often as it brings more points, if it does."""
        had, needed, begin = standing.done[offer.signal.name], standing.needed, (ZERO, 0)
        free = _free(offer, had, standing.scored.at)
        if free > 0:
            times = free if needed is None else min(free, bisect_left(offer.gains, needed) + 1)
            begin = offer.gains[times - 1], times
            enough = needed is not None and begin[0] >= needed
            if enough or times == offer.most:
                yield offer.ways[times - 1 if enough else -1]
                return
        gain, times = self._past_its_cap(offer, had, standing, best=begin)
        if gain > ZERO:
            yield _ranked(offer.signal, gain, times, enough=needed is not None and gain >= needed)

    def _past_its_cap(
        self, offer: Offer, had: list[datetime], standing: Standing, *, best: tuple[Decimal, int]
    ) -> tuple[Decimal, int]:
        """What it brings, and how often given, once giving it more lets what was given before count no longer."""
        signal, at, needed = offer.signal, standing.scored.at, standing.needed
        all_within = signal.within is None or at - min(had) < signal.within
        now = _counts_now(signal, standing.scored) if self.whole else _worth(signal, had, at)
        for times in range(best[1] + 1, offer.most + 1):
            # So many, all given now, are all that counts; beyond its cap a signal never counts more often.
            fills = all_within and times == signal.times
            gain = (offer.gains[times - 1] if fills else _worth(signal, [*had, *[at] * times], at)) - now
            if gain <= best[0]:
                break
            best = gain, times
            if needed is not None and gain >= needed:
                break
        return best

    def _fields(self, scored: Scored) -> Iterator[Ranked]:
        """Rules about fields we do not know: were they known and right, they would count."""
        if not scored.unknown:
            return
        for rule in self.rules:
            if rule.points > ZERO and rule.name in scored.unknown:
                enough = short_of(_more(scored, fit=rule.points), self.definition) is None
                yield _in_order(Advice(kind="field", name=rule.name, says=rule.says, gain=rule.points, enough=enough))


def offers(model: Model, playbook: Playbook) -> Offers:
    """What a model of a playbook offers, made ready for many leads."""
    signals = tuple(_offer(name, signal, playbook.definition) for name, signal in model.signals.items())
    return Offers(definition=playbook.definition, whole=not playbook.bursts, signals=signals, rules=model.fit)


def _offer(name: str, signal: Signal, definition: Definition) -> Offer:
    most = min(signal.times or OFTEN_MOST, OFTEN_MOST)
    gains = tuple(signal.points * times for times in range(1, most + 1)) if signal.points > ZERO else ()
    raises = _ranked(signal, signal.points, 1, enough=True) if name in definition.hand_raisers else None
    ways = [_ranked(signal, gain, times, enough=True) for times, gain in enumerate(gains, 1)]
    if gains:
        ways.append(_ranked(signal, gains[-1], most, enough=False))
    return Offer(signal=signal, most=most, raises=raises, gains=gains, ways=tuple(ways))


def _ranked(signal: Signal, gain: Decimal, times: int, *, enough: bool) -> Ranked:
    return _in_order(Advice(kind="signal", name=signal.name, says=signal.says, gain=gain, times=times, enough=enough))


def _in_order(way: Advice) -> Ranked:
    return (way.times + (0 if way.enough else OFTEN_MOST + 1), -float(way.gain), way.name), way


def _done(lead: Lead, at: datetime) -> dict[str, list[datetime]]:
    done: dict[str, list[datetime]] = {}
    for act in lead.activities:
        if act.at <= at:
            done.setdefault(act.signal, []).append(act.at)
    return done


def _needed(scored: Scored, definition: Definition) -> Decimal | None:
    """How many points of behaviour would make the lead ready; None when no number of them would."""
    half = scored.behaviour
    bars = [definition.mql_from - scored.total, *(bar - half for bar in _behaviour_of(definition))]
    if definition.behaviour_at_least is not None:
        bars.append(definition.behaviour_at_least - half)
    enough = (bar for bar in sorted(bars) if bar > ZERO and not short_of(_more(scored, behaviour=bar), definition))
    return next(enough, None)


def _behaviour_of(definition: Definition) -> Sequence[Decimal]:
    return definition.matrix.behaviour if definition.matrix else ()


def _free(offer: Offer, had: list[datetime], at: datetime) -> int:
    """How often it can be given now so that it all counts, and everything given before still does."""
    signal = offer.signal
    if signal.times is None or (signal.within is not None and at - max(had) >= signal.within):
        return offer.most
    return min(offer.most, signal.times - len(had))


def _counts_now(signal: Signal, scored: Scored) -> Decimal:
    return next((one.points for one in scored.parts if one.rule == signal.name and one.kind == "behaviour"), ZERO)


def _worth(signal: Signal, given: Iterable[datetime], at: datetime) -> Decimal:
    return sum([worth(signal, when, at) for when in counting(signal, list(given))], ZERO)


def _more(scored: Scored, *, fit: Decimal = ZERO, behaviour: Decimal = ZERO) -> Sums:
    return Sums(fit=scored.fit + fit, behaviour=scored.behaviour + behaviour, total=scored.total + fit + behaviour)
