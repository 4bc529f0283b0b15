"""What lies before an account executive when you open the town: leads that SDRs have just handed over?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from batonpass.handoff.requests import Accept, Request, Touch
from batonpass.handoff.requests_second import AnswerChecklist, HandOver, TakeNote
from batonpass.store import clock
from batonpass.store.arrival import Asked
from batonpass.store.take import answer_on, take_on
from batonpass.store.world import read_world

from .callers import Caller, Stands, firm
from .replay import Replay, arrival_of
from .today import before, moment_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Passed:
    """Somebody whom an SDR handed over so many working minutes ago; what was found out and said."""

    caller: Caller
    minutes: int
    answers: tuple[tuple[str, str], ...]
    said: str
    next_step: str


EXECUTIVE = "pilar"
HANDED = (
    Passed(
        caller=Caller(
            name="Beatriz Sampaio", title="Director of Operations", role="operations", owner="anna", form="demo",
            firm=firm("vale-claro-conservas", "Vale Claro Conservas SA", "PT", people=520, industry="food"),
            stands=Stands.TODAY, minutes=0, source="customer stories",
            message="Vimos a história da fábrica de Aveiro. Podemos ver o mesmo na nossa linha?",
        ),
        minutes=25,
        answers=(("need", "yes"), ("authority", "yes"), ("budget", "approved"), ("timing", "this_quarter")),
        said="Two lines stand still an hour a shift; the board has set money aside for spring.",
        next_step="Show the first line live, with the maintenance lead in the call.",
    ),
    Passed(
        caller=Caller(
            name="Marta Quintana", title="Plant Manager", role="management", owner="tiago", form="pricing",
            firm=firm("moldes-arganda", "Moldes Arganda SL", "ES", people=290, industry="metal"),
            stands=Stands.TODAY, minutes=0, source="comparison pages",
            message="Comparamos tres proveedores antes de fin de mes. ¿Qué cuesta para dos plantas?",
        ),
        minutes=80,
        answers=(("need", "yes"), ("authority", "unknown"), ("budget", "path"), ("timing", "this_year")),
        said="She compares three of us; the group signs, she chooses.",
        next_step="Send the sums for two plants, then meet the group's buyer.",
    ),
)  # fmt: skip
CAME_BEFORE = timedelta(hours=3)


async def hand_over(replay: Replay, now: datetime) -> None:
    """Let these leads come, be called, accepted, asked and handed over, as all others are."""
    connection, world = replay.connection, await read_world(replay.connection)
    desk = world.hours((world.directory.reps[EXECUTIVE].calendar,))
    for n, one in enumerate(HANDED):
        handed_at = before(now, timedelta(minutes=one.minutes), desk)
        came_at = before(handed_at, CAME_BEFORE, desk)
        await clock.set_now(connection, came_at, backwards=True)
        moment = moment_of(one.caller, f"handed-{n}", at=came_at)
        (outcome,) = await take_on(connection, replay.watched, [arrival_of(moment)])
        for used, request in _worked(one):
            at = max(came_at, before(handed_at, used, desk))
            await replay.deliver(at)
            await clock.set_now(connection, at, backwards=True)
            await answer_on(connection, replay.watched, [Asked(lead_id=outcome.lead_id or "", request=request)])
    await clock.set_now(connection, now, backwards=True)


def _worked(one: Passed) -> tuple[tuple[timedelta, Request], ...]:
    """What the SDR did, with how much working time before the handoff."""
    by = one.caller.owner
    return (
        (CAME_BEFORE - timedelta(minutes=9), Touch(by=by, kind="call")),
        (timedelta(hours=2), Accept(by=by)),
        (timedelta(minutes=30), AnswerChecklist(by=by, answers=dict(one.answers))),
        (timedelta(minutes=20), TakeNote(by=by, text=one.said, kind="call", next_step=one.next_step)),
        (timedelta(0), HandOver(by=by)),
    )
