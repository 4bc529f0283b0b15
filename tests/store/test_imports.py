"""Do the rows of a file become leads, none twice and none skipped, whoever kills us on the way?"""

from __future__ import annotations

import asyncio
import random
import subprocess
import sys
from pathlib import Path

import pytest

from batonpass.store.arrival import State
from batonpass.store.erase import erase
from batonpass.store.imported import all_refused, stages
from batonpass.store.imports import (
    LIVE,
    arrival_of,
    begin,
    imported_otherwise,
    person_of_row,
    read_progress,
    take_rows,
)
from batonpass.store.rehearsal import Rehearsal
from batonpass.store.shape import decode_json
from tests.store.imported import listed
from tests.store.office import count, furnish, send, submission

ROOT = Path(__file__).parents[2]
RUN = Path(__file__).with_name("import_rows.py")
ROWS, KILLS = 3_000, 8


async def imported(pool, watched, plan, rows):
    await begin(pool, plan)
    await take_rows(pool, watched, plan, rows)
    return await read_progress(pool, plan)


async def test_a_row_becomes_a_lead_that_pages_nobody(pool, tmp_path):
    watched = await furnish(pool)
    await imported(pool, watched, *listed(tmp_path, "eva@firm.example,Eva,Firm,", form="demo"))
    assert [await count(pool, t) for t in ("leads", "clocks", "outbox")] == [1, 0, 0]


async def test_a_live_import_hands_leads_over(pool, tmp_path):
    watched = await furnish(pool)
    await imported(pool, watched, *listed(tmp_path, "eva@firm.example,Eva,Firm,", form="demo", mode=LIVE))
    assert await count(pool, "clocks", "state = 'running'") == 1


async def test_who_was_imported_and_asks_for_a_demo_later_gets_an_urgent_clock(pool, tmp_path):
    watched = await furnish(pool)
    await imported(pool, watched, *listed(tmp_path, "p1@firm1.example,Eva,Firm,", form="demo"))
    (outcome,) = await send(pool, watched, submission(1))
    said = decode_json(outcome.answer)
    assert (said["tier"], said["due_at"], await count(pool, "leads")) == ("urgent", "2027-03-02T10:30:00Z", 1)


async def test_the_row_of_somebody_forgotten_is_refused_and_not_kept(pool, tmp_path):
    watched = await furnish(pool)
    (taken,) = await send(pool, watched, submission(1))
    await erase(pool, taken.lead_id)
    plan, rows = listed(tmp_path, "p1@firm1.example,Eva,Firm,", "tom@firm.example,Tom,Firm,")
    on_paper = await Rehearsal(pool, watched).decide(
        [person_of_row(row) for row in rows], [arrival_of(plan, row, historic=True) for row in rows]
    )
    progress = await imported(pool, watched, plan, rows)
    assert [one.outcome.state for one in on_paper] == [State.NOT_KEPT, State.TAKEN]
    assert (progress.taken, [one.cells async for one in all_refused(pool, plan.id)]) == (1, [()])


async def test_the_same_rows_again_change_nothing(pool, tmp_path):
    watched = await furnish(pool)
    plan, rows = listed(tmp_path, "eva@firm.example,Eva,Firm,", "tom@firm.example,Tom,Firm,")
    once = await imported(pool, watched, plan, rows)
    assert await imported(pool, watched, plan, rows) == once
    assert (once.taken, await count(pool, "inbox")) == (2, 2)


async def test_two_rows_about_one_person_are_one_lead(pool, tmp_path):
    watched = await furnish(pool)
    progress = await imported(
        pool, watched, *listed(tmp_path, "eva@firm.example,Eva,Firm,", "EVA@firm.example,Eva,New Firm,")
    )
    assert (progress.taken, progress.merged, await count(pool, "leads")) == (2, 1, 1)


async def test_a_wrong_row_is_listed_and_the_others_go_on(pool, tmp_path):
    watched = await furnish(pool)
    plan, rows = listed(tmp_path, "eva@firm.example,Eva,Firm,", "nobody,Tom,Firm,", "x@y.example,Ann,Firm,,,more")
    progress = await imported(pool, watched, plan, rows)
    listed_errors = [(e.line, e.column_name, e.cells[1]) async for e in all_refused(pool, plan.id)]
    assert (progress.taken, progress.failed) == (1, 2)
    assert listed_errors == [(3, "email", "Tom"), (4, "", "Ann")]


async def test_a_row_the_database_cannot_hold_is_an_error_and_no_stop(pool, tmp_path):
    watched = await furnish(pool)
    plan, rows = listed(tmp_path, *(f"p{n}@firm.example,Eva,Firm," for n in range(9)))
    await pool.execute("alter table app.leads add check (person <> 'p4@firm.example')")
    progress = await imported(pool, watched, plan, rows)
    assert (progress.taken, progress.failed, [e.line async for e in all_refused(pool, plan.id)]) == (8, 1, [6])


async def test_another_mapping_of_the_same_file_is_told(pool, tmp_path):
    watched = await furnish(pool)
    await imported(pool, watched, *listed(tmp_path, "eva@firm.example,Eva,Firm,"))
    plan, _ = listed(tmp_path, "eva@firm.example,Eva,Firm,", form="demo")
    assert [row["taken"] for row in await imported_otherwise(pool, plan)] == [1]


async def test_a_rehearsal_writes_nothing_and_sees_what_it_decided_before(pool, tmp_path):
    watched = await furnish(pool)
    plan, rows = listed(tmp_path, "eva@firm.example,Eva,Firm,", "eva@firm.example,Eva,Firm,", form="demo", mode=LIVE)
    trial = Rehearsal(pool, watched, again=frozenset({"eva@firm.example"}))
    decided = [(await trial.decide([person_of_row(row)], [arrival_of(plan, row, historic=False)]))[0] for row in rows]
    assert [one.handed_over for one in decided] == [True, False]
    assert decided[0].lead.id == decided[1].lead.id
    assert [await count(pool, t) for t in ("leads", "inbox", "facts", "clocks", "outbox", "imports")] == [0] * 6


async def test_a_rehearsal_takes_turns_as_the_import_will(pool, tmp_path):
    watched = await furnish(pool)
    plan, rows = listed(tmp_path, *(f"p{n}@firm.example,Eva,Firm," for n in range(4)), form="demo", mode=LIVE)
    trial = Rehearsal(pool, watched)
    decided = [(await trial.decide([person_of_row(row)], [arrival_of(plan, row, historic=False)]))[0] for row in rows]
    await imported(pool, watched, plan, rows)
    owners = [row["owner"] for row in await pool.fetch("select owner from app.leads order by person")]
    assert [one.lead.owner for one in decided] == owners


async def test_two_runs_at_once_take_each_row_once(pool, tmp_path):
    watched = await furnish(pool)
    plan, rows = listed(tmp_path, *(f"p{n}@firm.example,Eva,Firm," for n in range(60)))
    await begin(pool, plan)
    halves = [rows[:20], rows[20:40], rows[40:]]

    async def run():
        for part in halves:
            await take_rows(pool, watched, plan, part)

    await asyncio.gather(run(), run(), run())
    assert ((await read_progress(pool, plan)).taken, await count(pool, "inbox")) == (60, 60)


@pytest.mark.timeout(300)
async def test_killed_again_and_again_it_takes_each_row_exactly_once(pool, database, tmp_path):
    await furnish(pool)
    lines = [f"p{n}@firm{n % 700}.example,Eva,Firm," if n % 50 else "nobody,Tom,," for n in range(ROWS)]
    plan, _ = listed(tmp_path, *lines)
    chance = random.Random(7)
    for _ in range(KILLS):
        _run_and_kill(database, tmp_path / "leads.csv", after=chance.randint(1, 5), chance=chance)
    _run(database, tmp_path / "leads.csv")
    progress = await read_progress(pool, plan)
    good, bad = ROWS - ROWS // 50, ROWS // 50
    assert (progress.done, progress.taken, progress.failed) == (True, good, bad)
    assert await count(pool, "import_errors") == bad
    assert await pool.fetchval(
        "select array_agg(c) from (select distinct count(*) c from app.inbox group by lead_id)x"
    ) == [1]
    assert await count(pool, "inbox") == await count(pool, "leads") == good
    assert sum((await stages(pool, plan.id)).values()) == good


def _run(database, path):
    subprocess.run([sys.executable, RUN, database, path], cwd=ROOT, env={"PYTHONPATH": str(ROOT)}, check=True)


def _run_and_kill(database, path, *, after, chance):
    """Start a run and kill it hard some time after so many batches."""
    with subprocess.Popen(
        [sys.executable, RUN, database, path], cwd=ROOT, env={"PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE
    ) as run:
        for _ in range(after):
            assert run.stdout.readline()
        try:
            run.wait(chance.uniform(0, 0.05))
        except subprocess.TimeoutExpired:
            run.kill()
        assert run.wait() == -9
