"""How long do a plan on a million leads and a what-if on fifty thousand take, and how long the reading?

    python -m bench.plan_many [--leads 1000000]

40 signals, 10 activities a lead, 20 fit rules, 5 models. First with leads that are made up as columns; then with leads
that lie in PostgreSQL, read as `batonpass plan` reads them: with nothing lying ready, then again, then after one in
a thousand has changed.
"""

from __future__ import annotations

import argparse
import asyncio
import resource
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from random import Random

import asyncpg
import numpy as np
import polars as pl

from batonpass.handoff.facts import Source
from batonpass.handoff.instants import since_1970
from batonpass.handoff.lead import Activity, Known, Lead
from batonpass.handoff.playbook import Stage
from batonpass.handoff.setting import Setting
from batonpass.learn.many import NEVER, STAGE_AT, STAGES, Acts, Many
from batonpass.learn.many.numbers import ranked
from batonpass.learn.many.read import paths_of
from batonpass.learn.plan import SEGMENTS, compare, lately
from batonpass.learn.plan_look import look_side_by_side
from batonpass.store.directory import apply
from batonpass.store.open import open_pool
from batonpass.store.shape import encode
from batonpass.store.world import Watched, World
from batonpass.web.playbook.planned import plan as ask_plan
from batonpass.written.load import Written, load
from bench.ground import PLAYBOOK, Ground, stand

AT = datetime(2027, 3, 2, 14, 30, tzinfo=UTC)
SIGNALS, ACTIVITIES = 40, 10
NAMES = ("demo_request", "contact_request", "trial_start", *(f"signal_{n:02}" for n in range(3, SIGNALS)))
COUNTRIES = ("DE", "AT", "CH", "SE", "NO", "DK", "GB", "IE", "PT", "ES", "IT", "US", "CA", "BR", "FR", "NL")
REGIONS = {"dach": '"DE", "AT", "CH"', "nordics": '"SE", "NO", "DK"', "uki": '"GB", "IE"', "south": '"PT", "ES", "IT"'}
CAMPAIGNS = ("spring", "fair", None)
INDUSTRIES = ("metal", "food", "paper", "chemicals", "software", "retail", "health")
ONE = """
insert into app.leads (id, person, seq, stage, band, name, company, next_action, created_at, changed_at, state)
select id, id, 1, 'Nurture', 'nurture', '', '', '', now(), now(), state::jsonb
from unnest($1::text[], $2::text[]) as l (id, state)
"""


CHANGED = """
update app.leads set seq = seq + 1, state = jsonb_set(state::jsonb, '{seq}', to_jsonb(seq + 1))::text
where right(id, 3) = '500'
"""


@contextmanager
def timed(title: str) -> Iterator[None]:
    began, spent = time.perf_counter(), time.process_time()
    yield
    wall, cpu = time.perf_counter() - began, time.process_time() - spent
    print(f"{title:<64}{wall:8.2f} s wall {cpu:8.2f} s CPU   peak {peak():5.0f} MB", flush=True)


def peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def playbook(version: str = "1", mql_from: int = 40) -> Written:
    """The playbook of the other benchmarks with 40 signals, 20 fit rules and five models that state what differs."""
    text = PLAYBOOK.read_text("utf-8")
    head, _, rest = text.partition("fit:\n")
    rest = rest[rest.index("definition:") :].replace("mql_from: 40", f"mql_from: {mql_from}")
    rest = rest[: rest.index("  examples:")] + rest[rest.index("\ntiers:") :]
    rules = "\n".join(["fit:", *_fit(), "signals:", *_signals(), "models:", *_models(), ""])
    return load(head.replace('version: "1"', f'version: "{version}"') + rules + rest, "bench")


def _fit() -> Iterator[str]:
    for n in range(1, 11):
        size = f"account.employees >= {50 * n} && account.employees < {50 * n + 50}"
        yield f"  size_{n}: {{when: '{size}', points: {n}, says: its size}}"
    for n, name in enumerate(INDUSTRIES):
        yield f"  kind_{n}: {{when: 'account.industry == \"{name}\"', points: {n + 1}, says: its industry}}"
    yield "  free: {when: lead.free_mail, points: -10, says: free mail}"
    yield "  spring: {when: 'source.campaign == \"spring\"', points: 2, says: came in spring}"
    yield "  edu: {when: 'lead.email_domain.endsWith(\".edu\")', points: -5, says: a school}"


def _signals() -> Iterator[str]:
    for n, name in enumerate(NAMES):
        fades = f"half_life: {7 + n % 30}d, cap: {{times: {n % 4 + 1}, within: 14d}}"
        yield f"  {name}: {{points: {n % 9 + 1}.5, says: did it, sent_by: us, {fades}}}"


def _models() -> Iterator[str]:
    for n, (name, codes) in enumerate(REGIONS.items()):
        when = f"lead.country in [{codes}]"
        other = f"fit: {{size_{n + 1}: {{points: 15}}}}, signals: {{{NAMES[n + 9]}: {{points: 9}}}}"
        yield f"  {name}: {{when: '{when}', {other}}}"


def crowd(count: int, playbooks: list[Written], seed: int = 7) -> Many:
    """Leads as columns: who they are, what they did, where they stand."""
    chance, at = np.random.default_rng(seed), since_1970(AT)
    paths = paths_of([one.playbook for one in playbooks], SEGMENTS)
    ranks, (sizes,) = ranked([range(1, 1001)])
    ids = pl.Series("id", np.arange(count)).cast(pl.String).str.zfill(8)
    text = {
        "lead.country": pick(chance, COUNTRIES, count), "account.country": pick(chance, COUNTRIES, count),
        "account.industry": pick(chance, INDUSTRIES, count), "source.campaign": pick(chance, CAMPAIGNS, count),
        "source.channel": pick(chance, ("search", "social", "mail", None), count),
        "lead.email_domain": ("firm" + pl.Series(chance.integers(0, 50_000, count)).cast(pl.String) + ".example"),
        "account.employees": sizes.gather(chance.integers(0, 1000, count)),
        "lead.free_mail": pl.Series(chance.random(count) < 0.2),
    }  # fmt: skip
    seen = pl.DataFrame([text[path].alias(path) for path in paths])
    owners = pick(chance, (*playbooks[0].directory.reps, None), count)
    known = pl.Series(chance.random(count) < 0.3)
    none = pl.Series([None], dtype=pl.String).new_from_index(0, count)
    standing = pl.DataFrame({
        "owner": none, "queue": none,
        "account": pl.select(pl.when(known).then(pl.lit("a.example")).otherwise(None)).to_series(),
        "account_name": none, "account_owner": pl.select(pl.when(known).then(owners).otherwise(None)).to_series(),
        "ended_why": none, "ended_in": none, "objects": pl.Series([False]).new_from_index(0, count),
    })  # fmt: skip
    never = np.full(count, NEVER)
    stage = chance.choice([STAGE_AT[one] for one in STAGES], count).astype(np.int32)
    created = at - chance.integers(0, 400 * 86_400_000_000, count)
    return Many(
        ids=ids, seen=seen, ranks=ranks, acts=acts(chance, count, at), stage=stage,
        band=chance.integers(1, 4, count, dtype=np.int32), tier=np.full(count, -1, dtype=np.int32),
        tiers=("urgent", "high", "standard"), cycle_since=never, ended_at=never, created_at=created, hand_since=never,
        at=np.full(count, at), standing=standing,
    )  # fmt: skip


def pick(chance: np.random.Generator, names: tuple[str | None, ...], count: int) -> pl.Series:
    return pl.Series(names, dtype=pl.String).gather(chance.integers(0, len(names), count))


def acts(chance: np.random.Generator, count: int, now: int) -> Acts:
    """Ten activities a lead, signal by signal, in each lead by time."""
    each = count * ACTIVITIES // SIGNALS
    rows = np.concatenate([np.sort(chance.integers(0, count, each, dtype=np.int32)) for _ in range(SIGNALS)])
    times = now - chance.integers(0, 90 * 86_400_000_000, len(rows))
    signal = np.repeat(np.arange(SIGNALS), each)
    order = np.lexsort((times, rows, signal))
    names = tuple(sorted(NAMES))
    starts = np.arange(SIGNALS + 1, dtype=np.int64) * each
    return Acts(names=names, starts=starts, rows=rows[order], at=times[order], arrived=times[order])


def settings(playbooks: list[Written]) -> list[Setting]:
    calendars = {name: one.hours for name, one in playbooks[0].calendars.items()}
    worlds = [World(revision=1, written=one, directory=one.directory, calendars=calendars) for one in playbooks]
    return [world.setting(AT, accounts={}, turns={}, loads={}) for world in worlds]


def plan(many: Many, before: Setting, after: Setting) -> None:
    with timed("  as they came"):
        new = many.as_new()
        recent = lately(new, AT - timedelta(days=90))
    looks = []
    for setting in (before, after):
        with timed(f"  looked at under version {setting.playbook.version}, now and as they came, routed"):
            looks.append(look_side_by_side(many, new, setting, recent))
    with timed("  compared"):
        made = compare(many, *looks, versions=("1", "2"), recent=recent, at=AT, days=90, shown=200)
    print(f"  {made.changed:,} of {made.leads:,} would change; MQL {made.volume.before:,} -> {made.volume.after:,}")


async def kept(ground: Ground, count: int, playbooks: list[Written]) -> None:
    """A plan on leads that lie in PostgreSQL, from the question to the answer."""
    async with ground.database() as url:
        pool = await open_pool(url, connections=4)
        await pool.execute("delete from app.leads")
        with timed(f"{count:,} leads put into PostgreSQL (not part of a plan)"):
            await fill(pool, count)
        await apply(pool, playbooks[0].text, where="bench", by="bench")
        with timed("plan, when nothing lies ready"):
            await planned(pool, playbooks[1])
        for _ in range(3):
            with timed("plan: asked, read, judged, compared"):
                await planned(pool, playbooks[1])
        await pool.execute(CHANGED)
        with timed(f"plan, after {count // 1000:,} leads have changed"):
            await planned(pool, playbooks[1])
        size = await pool.fetchval("select pg_size_pretty(pg_total_relation_size('app.lead_columns'))")
        print(f"  the copy takes {size}")
        await pool.close()


async def fill(pool: asyncpg.Pool, count: int) -> None:
    """Leads like each other in size and unlike in what conditions read."""
    for first in range(0, count, 10_000):
        ids = [f"L{n:08}" for n in range(first, min(first + 10_000, count))]
        await pool.execute(ONE, ids, [encode(one_lead(one, Random(one))) for one in ids])
    await pool.execute("vacuum analyze app.leads")


async def planned(pool: asyncpg.Pool, draft: Written) -> None:
    made = await ask_plan(pool, Watched(), draft)
    volume = made.plan.volume
    print(f"  {made.plan.changed:,} of {made.plan.leads:,} would change; MQL {volume.before:,} -> {volume.after:,}"
          f"{'; ONE BY ONE: ' + made.one_by_one if made.one_by_one else ''}")  # fmt: skip


def one_lead(name: str, chance: Random) -> Lead:
    """A lead of the usual size with ten activities."""
    told = {"email": f"eva@firm{chance.randrange(50_000)}.example", "country": chance.choice(COUNTRIES), "title": "CTO",
            "employees": str(chance.randrange(1, 1001)), "industry": chance.choice(INDUSTRIES), "company": "Firm",
            "first_name": "Eva", "last_name": "Lind"}  # fmt: skip
    ages = sorted((timedelta(seconds=chance.randrange(90 * 86_400)) for _ in range(ACTIVITIES)), reverse=True)
    done = tuple(
        Activity(signal=chance.choice(NAMES), at=AT - age, arrived_at=AT - age, detail="/pricing") for age in ages
    )
    known = {name: Known(value=value, at=AT, by="form") for name, value in told.items()}
    return Lead(
        id=name, person=name, known=known, source=Source(campaign=chance.choice(("spring", "fair", ""))),
        activities=done, band="nurture", stage=Stage.NURTURE, created_at=done[0].at, changed_at=AT,
    )  # fmt: skip


async def main() -> None:
    asked = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    asked.add_argument("--leads", type=int, default=1_000_000)
    size = asked.parse_args()
    playbooks = [playbook("wide"), playbook("lower", 35)]
    with timed(f"{size.leads:,} leads made up as columns (not part of a plan)"):
        many = crowd(size.leads, playbooks)
    with timed(f"plan: {size.leads:,} leads, {SIGNALS} signals, {len(playbooks[0].playbook.models)} models"):
        plan(many, *settings(playbooks))
    del many
    async with stand() as ground:
        await kept(ground, size.leads, playbooks)


if __name__ == "__main__":
    asyncio.run(main())
