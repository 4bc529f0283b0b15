"""How much CPU does one decision take, from the submission to the rows that are to be written?"""

from __future__ import annotations

import time
from collections.abc import AsyncGenerator, Callable

from batonpass.handoff.capture import capture
from batonpass.handoff.lead import Lead
from batonpass.handoff.path import advance
from batonpass.handoff.people import Directory
from batonpass.store.arrival import Arrival
from batonpass.store.decide import Batch, Surroundings
from batonpass.store.world import World
from batonpass.written.load import load
from batonpass.written.mail_domains import free_mail_domains
from bench.crowd import arrivals, people
from bench.ground import A_TUESDAY, PLAYBOOK, Ground
from bench.lines import Line
from bench.plan import Plan

BATCH = 500
MILLION = 1e6


async def measure(_ground: Ground, plan: Plan) -> AsyncGenerator[Line]:
    """The best of several rounds: noise only ever adds."""
    world, crowd = _world(), arrivals(people(plan.leads // 2))
    told = (
        ("capture: read a submission", _captures),
        ("advance: from the fact to facts and effects", _advances),
        ("take: capture, advance, and the rows of the ledger", _takes),
    )
    for title, make in told:
        spent = min(_spent(make(world, crowd)) for _ in range(2 * plan.rounds))
        yield Line(measure=title, ours=f"{spent / len(crowd) * MILLION:.0f} us")


def _spent(work: Callable[[], None]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def _captures(world: World, crowd: list[Arrival]) -> Callable[[], None]:
    def work() -> None:
        for one in crowd:
            capture(one.sent, door=one.door, arrived_at=A_TUESDAY, playbook=world.playbook, countries={})

    return work


def _advances(world: World, crowd: list[Arrival]) -> Callable[[], None]:
    setting = world.setting(A_TUESDAY, accounts={}, turns={}, loads={})
    facts = [
        capture(one.sent, door=one.door, arrived_at=A_TUESDAY, playbook=world.playbook, countries={}) for one in crowd
    ]

    def work() -> None:
        for fact in facts:
            advance(Lead(id="L1", person=fact.person), fact, setting)

    return work


def _takes(world: World, crowd: list[Arrival]) -> Callable[[], None]:
    turns = {name: {} for name in world.directory.pools}

    def work() -> None:
        for n in range(0, len(crowd), BATCH):
            around = Surroundings(at=A_TUESDAY, keys={}, contents={}, accounts={}, turns=turns, loads={})
            batch = Batch(world, around, [])
            for one in crowd[n : n + BATCH]:
                batch.take(one)
            batch.turn_page()

    return work


def _world() -> World:
    written = load(PLAYBOOK.read_text("utf-8"), PLAYBOOK.name)
    known = written.directory
    directory = Directory(
        reps=dict(known.reps), pools=dict(known.pools), queues=dict(known.queues), free_mail=free_mail_domains()
    )
    calendars = {name: calendar.hours for name, calendar in written.calendars.items()}
    return World(revision=1, written=written, directory=directory, calendars=calendars)
