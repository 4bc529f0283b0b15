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
NOTHING = Decimal(0), 0
OFTEN_MOST = 10
"""What must be done more often than this is no advice."""
FINEST = 2
"""Points that have faded are kept to so many places."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
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


Ranked = tuple[int, Way]
"""A way, and where it stands among the ways of its model: a lower number helps more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """Puts ways in order as one whole number: first what is enough, the fewer times, the more points, by name."""

    places: int
    widest: int
    names: dict[str, int]

    def rank(self, way: Way) -> Ranked:
        """A way with its place."""
        often = way.times + (0 if way.enough else OFTEN_MOST + 1)
        less = self.widest - int(way.gain.scaleb(self.places))
        return (often * 2 * self.widest + less) * len(self.names) + self.names[way.name], way


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A signal and what it brings, worked out beforehand as far as that is the same for every lead.

    `sums` are the points of giving it once, twice and so on while its cap lets them all in; none where it costs points.
    `first` and `again` are the ways of each when it is enough, `short` when it is not, as the end of `first` is.
    """

    signal: Signal
    most: int
    raises: Ranked | None
    sums: tuple[Decimal, ...]
    first: tuple[Ranked, ...]
    again: tuple[Ranked, ...]
    short: tuple[Ranked, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Offers:
    """What a model of a playbook has to offer to a lead that is not ready.

    `whole` says that everything a lead did counts in its score, machines' doing too.
    """

    definition: Definition
    whole: bool
    order: Order
    signals: tuple[Offer, ...]
    rules: tuple[FitRule, ...]

    def ways(self, lead: Lead, scored: Scored) -> tuple[Way, ...]:
        """What would help most, first what is enough by itself, then what brings most."""
        ranked = [*self._signals(lead, scored), *self._fields(scored)]
        ranked.sort(key=itemgetter(0))
        return tuple([way for _, way in ranked])

    def _signals(self, lead: Lead, scored: Scored) -> list[Ranked]:
        floor, needed, found = self.definition.hand_raisers_need_fit, self._needed(scored), list[Ranked]()
        done, opens = _done(lead, scored.at), floor is None or scored.fit >= floor
        for offer in self.signals:
            if offer.raises and opens:
                found.append(offer.raises)
                continue
            had = done.get(offer.signal.name)
            if had is None:
                if offer.sums:
                    found.append(offer.first[-1 if needed is None else bisect_left(offer.sums, needed)])
                continue
            again = self._again(offer, had, scored, needed)
            if again:
                found.append(again)
        return found

    def _needed(self, scored: Scored) -> Decimal | None:
        """How many points of behaviour would make the lead ready; None when no number of them would."""
        definition, half = self.definition, scored.behaviour
        bars = [definition.mql_from - scored.total, *(bar - half for bar in _behaviour_of(definition))]
        if definition.behaviour_at_least is not None:
            bars.append(definition.behaviour_at_least - half)
        enough = (bar for bar in sorted(bars) if bar > ZERO and not short_of(_more(scored, behaviour=bar), definition))
        return next(enough, None)

    def _again(self, offer: Offer, had: list[datetime], scored: Scored, needed: Decimal | None) -> Ranked | None:
        """The signal given once more, and again until it is enough or its cap lets in no more."""
        signal, most, at, begin = offer.signal, offer.most, scored.at, NOTHING
        room = most if _lets_all_in(signal, had, at) else min(most, (signal.times or 0) - len(had))
        if not offer.sums:
            return None
        if room > 0:
            times = room if needed is None else min(room, bisect_left(offer.sums, needed) + 1)
            enough = needed is not None and offer.sums[times - 1] >= needed
            just_now = had[0] == at and min(had) == at
            if enough or times == most:
                given, short = (offer.first, offer.first[-1]) if just_now else (offer.again, offer.short[times - 1])
                return given[times - 1] if enough else short
            begin = offer.sums[times - 1] if just_now else offer.again[times - 1][1].gain, times
        gain, times = _beyond(offer, had, scored, needed=needed, best=begin, whole=self.whole)
        if gain <= ZERO:
            return None
        enough = needed is not None and gain >= needed
        return self.order.rank(_given(signal, gain, times, enough=enough))

    def _fields(self, scored: Scored) -> Iterator[Ranked]:
        """Rules about fields we do not know: were they known and right, they would count."""
        if not scored.unknown:
            return
        for rule in self.rules:
            if rule.points > ZERO and rule.name in scored.unknown:
                enough = short_of(_more(scored, fit=rule.points), self.definition) is None
                yield self.order.rank(
                    Way(kind="field", name=rule.name, says=rule.says, gain=rule.points, enough=enough)
                )


def offers(model: Model, playbook: Playbook) -> Offers:
    """What a model of a playbook offers, made ready for many leads."""
    order, definition = _order(model), playbook.definition
    signals = tuple(_offer(name, signal, definition, order) for name, signal in model.signals.items())
    return Offers(definition=definition, whole=not playbook.bursts, order=order, signals=signals, rules=model.fit)


def _order(model: Model) -> Order:
    points = [*(rule.points for rule in model.fit), *(signal.points for signal in model.signals.values())]
    places = max([FINEST, *(-int(one.as_tuple().exponent) for one in points)])
    widest = int(max([abs(one) for one in points], default=ZERO).scaleb(places) + 1) * (2 * OFTEN_MOST)
    names = sorted({*model.signals, *(rule.name for rule in model.fit)})
    return Order(places=places, widest=widest, names={name: n for n, name in enumerate(names)})


def _offer(name: str, signal: Signal, definition: Definition, order: Order) -> Offer:
    most = min(signal.times or OFTEN_MOST, OFTEN_MOST)
    sums = tuple(signal.points * times for times in range(1, most + 1)) if signal.points > ZERO else ()
    # Points that have faded have places of their own, and a sum has those of both; what is done just now has not faded.
    faded = ZERO + worth(signal, datetime.min, datetime.min) * 0  # noqa: DTZ901 - any instant; nothing has faded yet
    again = [gain + faded for gain in sums]
    raises = Way(kind="signal", name=name, says=signal.says, gain=signal.points, enough=True)
    first = [*_ranked(signal, sums, order, enough=True), *_ranked(signal, sums, order, enough=False)[-1:]]
    return Offer(
        signal=signal,
        most=most,
        raises=order.rank(raises) if name in definition.hand_raisers else None,
        sums=sums,
        first=tuple(first),
        again=tuple(_ranked(signal, again, order, enough=True)),
        short=tuple(_ranked(signal, again, order, enough=False)),
    )


def _ranked(signal: Signal, gains: Iterable[Decimal], order: Order, *, enough: bool) -> list[Ranked]:
    return [order.rank(_given(signal, gain, times, enough=enough)) for times, gain in enumerate(gains, 1)]


def _given(signal: Signal, gain: Decimal, times: int, *, enough: bool) -> Way:
    return Way(kind="signal", name=signal.name, says=signal.says, gain=gain, times=times, enough=enough)


def _done(lead: Lead, at: datetime) -> dict[str, list[datetime]]:
    done: dict[str, list[datetime]] = {}
    for act in lead.activities:
        if act.at <= at:
            done.setdefault(act.signal, []).append(act.at)
    return done


def _behaviour_of(definition: Definition) -> Sequence[Decimal]:
    return definition.matrix.behaviour if definition.matrix else ()


def _lets_all_in(signal: Signal, had: list[datetime], at: datetime) -> bool:
    """Is there no cap, or does nothing they had lie in one window with an instant?"""
    return signal.times is None or (signal.within is not None and at - max(had) >= signal.within)


def _beyond(
    offer: Offer,
    had: list[datetime],
    scored: Scored,
    *,
    needed: Decimal | None,
    best: tuple[Decimal, int],
    whole: bool,
) -> tuple[Decimal, int]:
    """What it brings given so often that its cap no longer lets all in; how often."""
    signal, at = offer.signal, scored.at
    near = signal.within is None or at - min(had) < signal.within
    if near and whole and best[1] + 1 == signal.times == offer.most and at not in had:
        gain = offer.sums[-1] - _points_of(scored, signal.name)
        return (gain, offer.most) if gain > best[0] else best
    value = {when: worth(signal, when, at) for when in had} | {at: signal.points}
    held = _sum(value, counting(signal, had))
    # Beyond its cap, given at one instant, a signal never counts more often.
    for times in range(best[1] + 1, offer.most + 1):
        if near and times == signal.times:
            gain = signal.points * times - held
        else:
            gain = _sum(value, counting(signal, [*had, *[at] * times])) - held
        if gain <= best[0]:
            break
        best = gain, times
        if needed is not None and gain >= needed:
            break
    return best


def _points_of(scored: Scored, signal: str) -> Decimal:
    """What the signal counts now."""
    return next((one.points for one in scored.parts if one.rule == signal and one.kind == "behaviour"), ZERO)


def _sum(value: dict[datetime, Decimal], counted: list[datetime]) -> Decimal:
    return sum([value[when] for when in counted], ZERO)


def _more(scored: Scored, *, fit: Decimal = ZERO, behaviour: Decimal = ZERO) -> Sums:
    return Sums(fit=scored.fit + fit, behaviour=scored.behaviour + behaviour, total=scored.total + fit + behaviour)
