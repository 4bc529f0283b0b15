"""What becomes of running promises when the hours that they run by change?"""

from __future__ import annotations

from pathlib import Path

from batonpass.handoff.lead import REST, Clock, ClockState
from batonpass.handoff.pledges import HOLD
from batonpass.handoff.requests import Relay
from batonpass.handoff.worked import used_by
from batonpass.store import clock
from batonpass.store.arrival import Asked
from batonpass.store.ask_many import ask_each
from batonpass.store.connection import Connection
from batonpass.store.readable import leads_in
from batonpass.store.statements import statements
from batonpass.store.world import NO_HOURS, Watched, World

SQL = statements(Path(__file__).with_name("world.sql"))


async def lay_again(
    connection: Connection,
    before: World,
    name: str,
    *,
    by: str,
    why: str = "",
    rep: str | None = None,
    queue: str | None = None,
) -> None:
    """Lay what is left of the promises on this calendar out again, in the transaction of the change (T8).

    When a lead may be called follows its window, too. Time used is counted by the hours as they were `before`.
    `rep` and `queue` say whose promises alone are meant.
    """
    now, why = await clock.now(connection), why or f"the calendar {name} has changed"
    asked: list[Asked] = []
    rows = await connection.fetch(SQL.leads_on_calendar, name, rep, queue)
    windows = before.playbook.contact_windows
    if name in windows.values() and not (rep or queue):
        rows += await connection.fetch(SQL.leads_promised_by_others, name)
    for _, lead in leads_in(rows):
        called = name == (windows.get(lead.value("country")) or windows.get("other"))
        for running in lead.clocks:
            if _runs_by(running, name) or (called and running is lead.clock):
                used = used_by(running, now, before.hours(running.calendars))
                relay = Relay(by=by, used_seconds=used, why=why, promise=running.promise)
                asked.append(Asked(lead_id=lead.id, request=relay))
    if asked:
        await ask_each(connection, Watched(), asked)


async def lay_again_by(connection: Connection, was: World, now: World, *, by: str) -> None:
    """The same for all that a new version of the playbook says otherwise: calendars, and who works by which (T8)."""
    says = f"in version {now.playbook.version} of the playbook"
    for name, calendar in was.written.calendars.items():
        after = now.written.calendars.get(name)
        overlaid = was.calendars[name] is not calendar.hours
        if after and not overlaid and after.data != calendar.data:
            await lay_again(connection, was, name, by=by, why=f"the calendar {name} has changed {says}")
    for rep in was.directory.reps.values():
        still = now.directory.reps.get(rep.id)
        if still and still.active and still.calendar != rep.calendar:
            why = f"{rep.name} works by the calendar {still.calendar} {says}"
            await lay_again(connection, was, rep.calendar, by=by, why=why, rep=rep.id)
    for queue in now.directory.queues.values():
        stood = was.directory.queues.get(queue.name)
        hours = stood.calendar if stood else NO_HOURS
        if hours != queue.calendar:
            why = f"{queue.name} works by the calendar {queue.calendar} {says}"
            await lay_again(connection, was, hours, by=by, why=why, queue=queue.name)


def _runs_by(running: Clock, name: str) -> bool:
    """Does it run by this calendar? A lead that is held waits by the clock on the wall."""
    return running.state is ClockState.RUNNING and running.promise not in (HOLD, REST) and name in running.calendars
