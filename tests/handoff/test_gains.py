"""What would a signal bring a lead? Whatever is promised is what a new score would say."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from batonpass.handoff.facts import Scored
from batonpass.handoff.gains import OFTEN_MOST, Advice, offers
from batonpass.handoff.lead import Activity, Lead
from batonpass.handoff.playbook import Model, Playbook, Signal
from batonpass.handoff.score import score
from tests.handoff.cast import PLAYBOOK, TUESDAY_TEN

NAMES = ("ebook", "pricing", "webinar", "visit")
DAYS = st.integers(0, 40).map(lambda days: timedelta(days=days))
SPANS = st.none() | st.integers(1, 20).map(lambda days: timedelta(days=days))
POINTS = st.decimals("-5", "30", places=1).map(Decimal)


@st.composite
def _signals(draw: st.DrawFn) -> dict[str, Signal]:
    return {
        name: Signal(
            name=name,
            points=draw(POINTS),
            says=name,
            half_life=draw(SPANS),
            times=(times := draw(st.none() | st.integers(1, 4))),
            within=draw(SPANS) if times else None,
        )
        for name in NAMES
    }


def _done(name: str, before: timedelta = timedelta()) -> Activity:
    return Activity(signal=name, at=TUESDAY_TEN - before, arrived_at=TUESDAY_TEN)


ACTS = st.lists(st.builds(_done, st.sampled_from(NAMES), DAYS), max_size=12).map(tuple)


def _book(signals: dict[str, Signal]) -> Playbook:
    definition = replace(PLAYBOOK.definition, mql_from=Decimal(20), hot_from=Decimal(60), hand_raisers=frozenset())
    return replace(PLAYBOOK, models=(Model(name="base", when=None, fit=(), signals=signals),), definition=definition)


def _score(playbook: Playbook, acts: tuple[Activity, ...]) -> Scored:
    return score(Lead(id="L1", activities=acts), playbook, {}, at=TUESDAY_TEN)


def _ways(playbook: Playbook, acts: tuple[Activity, ...]) -> tuple[Advice, ...]:
    lead = Lead(id="L1", activities=acts)
    return offers(playbook.models[0], playbook).ways(lead, _score(playbook, acts))


def _more(playbook: Playbook, acts: tuple[Activity, ...], name: str, times: int) -> Decimal:
    again = (*acts, *[_done(name)] * times)
    return _score(playbook, again).total - _score(playbook, acts).total


@given(_signals(), ACTS)
@settings(max_examples=150)
def test_what_is_promised_is_what_a_new_score_gives(signals: dict[str, Signal], acts: tuple[Activity, ...]):
    book = _book(signals)
    has = _score(book, acts).total
    for way in _ways(book, acts):
        assert _more(book, acts, way.name, way.times) == way.gain
        assert way.enough == (has < book.definition.mql_from <= has + way.gain)


@given(_signals(), ACTS)
@settings(max_examples=100)
def test_it_is_never_asked_for_more_often_than_is_enough(signals: dict[str, Signal], acts: tuple[Activity, ...]):
    book = _book(signals)
    needed = book.definition.mql_from - _score(book, acts).total
    for way in _ways(book, acts):
        fewer = [_more(book, acts, way.name, times) for times in range(1, way.times)]
        assert all(gain < way.gain and not 0 < needed <= gain for gain in fewer)


@given(_signals(), ACTS)
@settings(max_examples=100)
def test_a_signal_that_brings_points_is_never_kept_silent_about(signals: dict[str, Signal], acts: tuple[Activity, ...]):
    book = _book(signals)
    told = {way.name for way in _ways(book, acts)}
    silent = [name for name in NAMES if name not in told and signals[name].points > 0]
    assert all(_more(book, acts, name, 1) <= 0 for name in silent)


@given(_signals(), ACTS)
@settings(max_examples=100)
def test_what_helps_most_comes_first(signals: dict[str, Signal], acts: tuple[Activity, ...]):
    ways = _ways(_book(signals), acts)
    assert list(ways) == sorted(ways, key=lambda way: (not way.enough, way.times, -way.gain, way.name))
    assert all(1 <= way.times <= OFTEN_MOST for way in ways)
