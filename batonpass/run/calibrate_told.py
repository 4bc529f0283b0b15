"""How is it told in lines which points would fit what came of the leads?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from batonpass.handoff.words import percent, plain

if TYPE_CHECKING:
    from batonpass.learn.auc import Auc
    from batonpass.learn.learned import Learned
    from batonpass.learn.reliability import Reliability

CERTAIN = 0.995


def lines(learned: Learned) -> Iterator[str]:
    """Everything, for a person at a terminal."""
    yield from learned.gathered.says
    found = learned.found
    yield f"{found.leads:,} have a known outcome, {found.converted:,} converted; of {learned.unknown:,} nobody knows."
    yield from _guard(learned)
    yield ""
    yield from _points(learned)
    yield from _regions(learned)
    yield ""
    yield from _how_good(learned)
    yield ""
    yield from _bars(learned)
    yield ""
    yield from _draft(learned)


def _guard(learned: Learned) -> Iterator[str]:
    for one in learned.guard:
        if one.why:
            yield f"{'LEAKS' if one.leaks else 'ask'}  {one.name}: {one.because}"


def _points(learned: Learned) -> Iterator[str]:
    regions = {one.model for one in learned.found.regions}
    yield f"{'rule or signal':<34}{'today':>7}  {'the leads say':<18}{'proposed':>9}{'leads':>8}"
    for one in learned.found.weighed:
        if one.model in regions and not one.moves:
            continue
        name = f"{one.model}: {one.input.name}" if one.model in regions else one.input.name
        proposed = f"{one.proposed:g}" if one.moves else "stays"
        yield f"{name:<34}{one.today:>7g}  {one.told:<18}{proposed:>9}{one.leads:>8,}"


def _regions(learned: Learned) -> Iterator[str]:
    for one in learned.found.regions:
        borrowed = "all" if one.borrowed > CERTAIN else f"{percent(one.borrowed)}"
        yield f"{one.model}: {one.leads:,} leads of its own, so {borrowed} of its weights is borrowed from the others"


def _how_good(learned: Learned) -> Iterator[str]:
    yield f"today's points order these leads with an area of {_area(learned.before)} (1 is perfect, 0.5 is by lot)"
    if learned.trial is None:
        yield "too few leads to try new points on leads they never saw"
        return
    yield f"proposed points, on leads they never saw (5 fifths in turn): {_area(learned.trial.auc)}"
    if learned.free:
        free = learned.free
        yield f"weights free of today's points, on the same leads: {_area(free.auc)}"
        stands = "offered with --predictive" if free.offered else "not offered"
        yield f"  {stands}: {free.because} (nearer by {free.better:.4f}, {free.low:.4f} to {free.high:.4f})"
    yield from _table(learned.trial.said)
    yield from _groups(learned)


def _groups(learned: Learned) -> Iterator[str]:
    """Each region taken together: of a few leads no table says anything."""
    from batonpass.learn.reliability import RATE_LEAST, SURE, regions_told

    tables = {name: [(b.said, b.came.hits, b.came.of) for b in said.bins] for name, said in learned.groups.items()}
    told = regions_told(tables)
    for name, one in told.items():
        sure = "more than chance  OFF" if one.p < SURE else "no more than chance"
        yield f"  {name}: {one.said:,.0f} of {one.of:,} leads were said to convert, {one.came:,} did; {sure}"
    few = [said.of for name, said in learned.groups.items() if name not in told]
    if few:
        yield f"  {len(few):,} others have fewer than {RATE_LEAST} leads each, {sum(few):,} in all: too few to say"


def _table(said: Reliability) -> Iterator[str]:
    yield (
        f"what they say is off by {said.ece:.3f} on average (ECE, ten steps); "
        f"squared distance from what came {said.brier:.3f} (Brier; 0 is perfect)"
    )
    for one in said.bins:
        came = one.came
        share = (
            "too few to say"
            if came.rate is None
            else f"{percent(came.rate)}, {percent(came.low or 0.0)} to {percent(came.high or 0.0)}"
        )
        yield f"  said {one.said:>4.0%}  came {share:<20} of {came.of:,}{'  OFF' if one.off else ''}"


def _area(auc: Auc) -> str:
    if auc.value is None:
        return "nothing that can be said"
    return f"{auc.value:.3f}" + (f", {auc.low:.3f} to {auc.high:.3f}" if auc.low is not None else "")


def _bars(learned: Learned) -> Iterator[str]:
    for bar in learned.bars:
        moves = (
            f"{plain(bar.today)} -> {plain(bar.proposed)}" if bar.proposed != bar.today else f"{plain(bar.today)} stays"
        )
        reached = bar.reached
        share = f" ({reached.leads:,} leads, {percent(reached.share)} converted)" if reached and reached.share else ""
        yield f"{bar.name}: {moves}; {bar.because}{share}"


def _draft(learned: Learned) -> Iterator[str]:
    yield f"Draft {learned.draft.version}; nothing is in force until both sides sign it:"
    yield learned.draft.diff.rstrip("\n")
    yield from (f"to be written by hand: {one}" for one in learned.draft.by_hand)
    yield from (f"it would break the example {one}" for one in learned.broken)
