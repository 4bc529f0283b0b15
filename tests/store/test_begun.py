"""Is what was begun before anybody held the turns decided as if it had been decided in one go?"""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from batonpass.handoff.lead import Lead
from batonpass.handoff.path import steps
from batonpass.handoff.walk import Walk
from batonpass.store.arrival import Kind, State
from batonpass.store.as_fact import as_fact
from batonpass.store.decide import Batch, Surroundings
from batonpass.store.playbooks import Why, step_in
from batonpass.store.tallies import NotHeld, Tallies
from batonpass.store.world import World
from batonpass.written.load import load
from tests.store.office import TUESDAY_TEN, furnish, send, submission
from tests.store.test_meanwhile import SECOND, begun
from town.company import PLAYBOOK

ID = re.compile(r"L[0-9a-hj-kmnp-tv-z]{18}")


@cache
def town():
    """The town's agreement; not a fixture, for hypothesis would write all of it beside an example that fails."""
    written = load(PLAYBOOK.read_text("utf-8"), PLAYBOOK.name)
    hours = {name: one.hours for name, one in written.calendars.items()}
    return World(revision=1, written=written, directory=written.directory, calendars=hours)


people = st.sampled_from(["eva", "jon", "kim"])
said = st.fixed_dictionaries(
    {},
    optional={
        "country": st.sampled_from(["SE", "DE", "Sverige", "BR", "ZZ", ""]),
        "employees": st.sampled_from(["12", "6000", "many"]),
        "unsubscribe": st.just("yes"),
        "consent": st.sampled_from([{"marketing": "objected"}, {"tracking": "no"}]),
        "phone": st.sampled_from(["+46 8 123 456", "1"]),
        "email": st.just("nobody"),
    },
)
asked = st.builds(
    lambda who, form, more, key: submission(who, form, key, **more),
    people,
    st.sampled_from(["demo", "newsletter", "contact", "pricing"]),
    said,
    st.sampled_from([None, "a", "b"]),
)
seen = st.builds(
    lambda who, signal: replace(
        submission(), kind=Kind.EVENT, sent={"email": f"p{who}@firm{who}.example", "event": signal}, fingerprint=None
    ),
    people,
    st.sampled_from(["pricing_page_view", "demo_request", "email_click"]),
)
arrivals = st.lists(asked | seen, max_size=12)


def surroundings(turns):
    return Surroundings(at=TUESDAY_TEN, keys={}, contents={}, accounts={}, turns=turns, loads={})


def told(batch, outcomes):
    """What a batch answered and would write, with its leads numbered in the order in which they are named first."""
    text = repr(([(o.state, o.lead_id, o.answer, o.error, str(o.refusal)) for o in outcomes], batch.turn_page()))
    numbers = {name: f"lead {n}" for n, name in enumerate(dict.fromkeys(ID.findall(text)))}
    return ID.sub(lambda found: numbers[found[0]], text)


def differs(one, other):
    """Where two texts part, with some words around it; the whole of them would be compared for minutes."""
    if one == other:
        return ""
    at = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return f"{one[max(at - 80, 0) : at + 80]!r} is not {other[max(at - 80, 0) : at + 80]!r}"


def kept(batch):
    return [(lead_id, person, batch.kept[lead_id]) for person, lead_id in batch.ids.items()]


def left_by(before):
    """How turns and leads stand after these."""
    batch = Batch(town(), surroundings({}), [])
    for one in before:
        batch.take(one)
    batch.turn_page()
    return dict(batch.ledger.turns), kept(batch)


@given(before=arrivals, now=arrivals, split=st.integers(1, 12))
def test_begun_and_finished_is_decided_at_once(before, now, split):
    world = town()
    tallies, rows = left_by(before)
    at_once = Batch(world, surroundings(tallies), rows)
    ahead = Batch(world, surroundings(None), rows)
    begun_ones = [ahead.begin(one) for one in now]
    ahead.hold(tallies)
    for some in (slice(split), slice(split, None)):
        plain = [at_once.take(one) for one in now[some]]
        finished = [ahead.take(*both) for both in zip(now[some], begun_ones[some], strict=True)]
        assert differs(told(ahead, finished), told(at_once, plain)) == ""


def test_most_of_a_handoff_is_worked_out_before_the_turn_is_asked():
    world = town()
    batch = Batch(world, surroundings(None), [])
    started = batch.begin(submission(country="SE", key="k"))
    assert started is not None
    assert [type(fact).__name__ for fact in started.walk.facts] == [
        "Captured", "Identified", "Scored", "Qualified", "Briefed",
    ]  # fmt: skip


def test_no_turn_is_given_before_the_tallies_are_held():
    world = town()
    setting = world.setting(TUESDAY_TEN, accounts={}, turns=Tallies(None), loads={})
    first = Batch(world, surroundings({}), [])
    outcome = first.take(submission(country="SE", key="k"))
    fact = as_fact(
        submission(country="SE", key="k"), at=TUESDAY_TEN, playbook=world.playbook, countries=setting.countries
    )
    blank = Lead(id=outcome.lead_id, person=fact.person)
    with pytest.raises(NotHeld):
        for _ in steps(Walk(blank, setting), fact):
            pass


async def test_a_batch_begun_under_an_agreement_that_steps_down_is_decided_by_the_next(pool):
    watched = await furnish(pool)
    async with pool.acquire() as holder, pool.acquire() as changer:
        async with holder.transaction():
            await holder.execute("select from app.turns for update")
            going = await begun(send(pool, watched, *[submission(n) for n in range(20)]), pool)
            async with changer.transaction():
                why = Why(by="test", note="a try")
                await step_in(changer, load(SECOND, "second.yaml"), where="second.yaml", what="applied", why=why)
        outcomes = await going
    assert {outcome.state for outcome in outcomes} == {State.TAKEN}
    assert {row["playbook"] for row in await pool.fetch("select distinct playbook from app.facts")} == {"2"}


async def test_two_batches_at_once_take_turns_exactly(pool):
    watched = await furnish(pool, "ana", "bruno", "carla")
    crowds = [[submission(f"{n}-{m}") for m in range(40)] for n in range(4)]
    await asyncio.gather(*(send(pool, watched, *crowd) for crowd in crowds))
    shares = await pool.fetch("select owner, count(*) as had from app.leads group by owner")
    assert sorted(row["had"] for row in shares) == [53, 53, 54]
