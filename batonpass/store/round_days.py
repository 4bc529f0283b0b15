"""How do reports read a quarter's rounds in the blink of an eye?

Each past day lies ready column by column, as the bytes that arrays are made of. A day in which anything has changed
since is read from the rounds themselves until it is packed again, so that no report is ever behind them.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any

import asyncpg
import numpy as np

from batonpass.handoff.instants import NEVER, since_1970
from batonpass.handoff.rounds import Round
from batonpass.store.connection import Connection
from batonpass.store.kept_days import Array, KeptDays
from batonpass.store.shape import decode_json
from batonpass.store.statements import statements

SQL = statements(Path(__file__).with_suffix(".sql"))
AT_ONCE = 20
LATE_DAYS = 1


def _of_type(name: str) -> frozenset[str]:
    """The fields of a round that are declared so; they are columns here."""
    found = {one.name for one in fields(Round) if str(one.type).removesuffix(" | None") == name}
    return frozenset(found - {"lead", "merged_into"})


INSTANTS, WORDS, FLAGS = _of_type("datetime"), _of_type("str"), _of_type("bool")
NUMBERS = _of_type("int") | _of_type("float")
LEAD = "lead"
PROMISED = {
    "started_at": INSTANTS,
    "due_at": INSTANTS,
    "ended_at": INSTANTS,
    "breached_at": INSTANTS,
    "state": WORDS,
    "owner": WORDS,
    "breached_owner": WORDS,
    "excuse": WORDS,
    "response_seconds": NUMBERS,
}
"""What is kept of each promise of a round, in columns named like accept.due_at."""
TYPES: Mapping[frozenset[str], tuple[Any, Any]] = {
    INSTANTS: (np.int64, NEVER),
    WORDS: (np.int32, 0),
    FLAGS: (np.bool_, False),
}
"""How each kind of column lies in bytes, and what says nothing there; the rest are numbers, and nan."""


HELD = KeptDays()
"""What the reports of this process have read of past days."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Rounds as arrays: instants in microseconds or NEVER, numbers or nan, flags, words as places in `words`.

    `leads` holds their leads as text, and nothing when nobody asked for them.
    """

    arrays: Mapping[str, Array]
    words: Mapping[str, tuple[str, ...]]
    leads: Array


async def read_columns(pool: asyncpg.Pool, since: datetime, until: datetime, names: Sequence[str]) -> Columns:
    """The rounds that arrived in [since, until), in these columns, with their leads when `lead` is named.

    Names as in NUMBERS, WORDS, …, or PROMISE.WHAT such as accept.state.
    """
    wanted = sorted({*names, "arrived_at"} - {LEAD}) + ([LEAD] if LEAD in names else [])
    first, last = since.astimezone(UTC).date(), until.astimezone(UTC).date()
    async with pool.acquire() as connection, connection.transaction(isolation="repeatable_read", readonly=True):
        words = await _words(connection, [name for name in wanted if _kind(name) is WORDS])
        database = await connection.fetchval(SQL.database)
        past = await _held(connection, database, await connection.fetch(SQL.versions, first, last), wanted)
        late = {row["day"]: row["version"] for row in await connection.fetch(SQL.stale, first, last)}
        lacking, unread = HELD.missing(database, late, wanted)
        blocks = past | {day: HELD.of(database, day, version) for day, version in late.items()}
        rows = await connection.fetch(SQL.rows, lacking) if lacking else []
    read = await asyncio.to_thread(_read, lacking, rows, unread, words)
    for day, (columns, known) in read.items():
        blocks[day] |= columns
        if known:
            HELD.keep(database, day, late[day], {**dict.fromkeys(unread), **columns})
    HELD.shrink()
    every = [blocks[day] for day in sorted(blocks)]
    return await asyncio.to_thread(_all, every, wanted, words, since=since_1970(since), until=since_1970(until))


async def _held(
    connection: Connection, database: str, packed: Sequence[asyncpg.Record], wanted: Sequence[str]
) -> dict[date, dict[str, Array]]:
    """The columns of packed days; only what is not held already is read."""
    days: dict[date, int] = {row["day"]: row["version"] for row in packed}
    lacking, unread = HELD.missing(database, days, wanted)
    blocks = {day: HELD.of(database, day, version) for day, version in days.items()}
    found: dict[date, dict[str, Array | None]] = {day: dict.fromkeys(unread) for day in lacking}
    for row in await connection.fetch(SQL.packed, lacking, unread) if lacking else []:
        found[row["day"]][row["name"]] = blocks[row["day"]][row["name"]] = _unpacked(row["name"], row["body"])
    for day, columns in found.items():
        HELD.keep(database, day, days[day], columns)
    return blocks


def _read(
    days: Sequence[date], rows: Sequence[asyncpg.Record], names: Sequence[str], words: dict[str, dict[str, int]]
) -> dict[date, tuple[dict[str, Array], bool]]:
    """The columns of days that are not packed, each with whether all its words are known to the database.

    A new word has a number of its own in this very reading only, so what uses it cannot be held for another.
    """
    by_day: dict[date, list[asyncpg.Record]] = {day: [] for day in days}
    for row in rows:
        by_day[row["day"]].append(row)
    known = sum(len(one) for one in words.values())
    read: dict[date, tuple[dict[str, Array], bool]] = {}
    for day, those in by_day.items():
        columns = {name: _unpacked(name, body) for name, body in _packed(those, names, words, bare=False).items()}
        read[day] = columns, sum(len(one) for one in words.values()) == known
    return read


def _unpacked(name: str, body: bytes) -> Array:
    if name == LEAD:
        return np.array(body.decode().split("\n")[:-1], object)
    return np.frombuffer(body, TYPES.get(_kind(name), (np.float64, np.nan))[0])


async def read_now(connection: Connection) -> asyncpg.Record:
    """The instant (now), the first arrival (first), the revision of the agreement and which database this is."""
    row = await connection.fetchrow(SQL.now)
    assert row is not None  # noqa: S101 - a select without a from gives one row
    return row


async def pack_days(pool: asyncpg.Pool, *, late_days: int = LATE_DAYS) -> int:
    """Pack some days in which something changed, but for those of late; give how many. One process at a time does."""
    async with pool.acquire() as connection, connection.transaction(isolation="repeatable_read"):
        if not await connection.fetchval(SQL.hold):
            return 0
        days = [row["day"] for row in await connection.fetch(SQL.claim_days, late_days, AT_ONCE)]
        for day in days:
            await _pack(connection, day)
        return len(days)


async def _pack(connection: Connection, day: date) -> None:
    rows = await connection.fetch(SQL.rows, [day])
    await connection.execute(SQL.drop_days, [day])
    if not rows:
        return
    promises = {name for row in rows for name in decode_json(row["promises"])}
    names = sorted(INSTANTS | NUMBERS | FLAGS | WORDS | {f"{p}.{what}" for p in promises for what in PROMISED})
    worded = [name for name in names if _kind(name) is WORDS]
    words = await _words(connection, worded)
    told = _columns_of(rows, worded)
    new = sorted({(name, word) for name in worded for word in told[name] if word not in words[name]})
    await connection.execute(SQL.put_words, [name for name, _ in new], [word for _, word in new])
    packed = _packed(rows, [*names, LEAD], await _words(connection, worded))
    await connection.execute(SQL.put_day, day, list(packed), list(packed.values()))


async def _words(connection: Connection, names: Sequence[str]) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {name: {} for name in names}
    for row in await connection.fetch(SQL.words, names):
        found[row["name"]][row["word"]] = row["code"]
    return found


def _packed(
    rows: Sequence[asyncpg.Record], names: Sequence[str], words: Mapping[str, dict[str, int]], *, bare: bool = True
) -> dict[str, bytes]:
    """The columns of rows as bytes; words met for the first time get numbers of their own, in `words` too.

    Not `bare`: without columns of promises that say nothing of any row.
    """
    told = _columns_of(rows, names)
    if not bare:
        names = [one for one in names if "." not in one or any(value not in (None, "") for value in told[one])]
    packed: dict[str, bytes] = {}
    for name in names:
        values, kind = told[name], _kind(name)
        if kind is INSTANTS:
            packed[name] = np.array([NEVER if v is None else since_1970(v) for v in values], np.int64).tobytes()
        elif kind is WORDS:
            code = partial(_code, words[name])
            packed[name] = np.array([code(v) for v in values], np.int32).tobytes()
        elif kind is FLAGS:
            packed[name] = np.array(values, np.bool_).tobytes()
        elif name == LEAD:
            packed[name] = "".join(f"{v}\n" for v in values).encode()
        else:
            packed[name] = np.array([np.nan if v is None else v for v in values], np.float64).tobytes()
    return packed


def _columns_of(rows: Sequence[asyncpg.Record], names: Sequence[str]) -> dict[str, list[Any]]:
    plain = [name for name in names if "." not in name]
    # Code from before a column was added writes a round without its word.
    told: dict[str, list[Any]] = {
        name: [row[name] or "" for row in rows] if name in WORDS else [row[name] for row in rows] for name in plain
    }
    if len(plain) < len(names):
        promises: list[dict[str, dict[str, Any] | None]] = [decode_json(row["promises"]) for row in rows]
        for name in names:
            promise, dot, what = name.partition(".")
            if dot:
                values = [(one.get(promise) or {}).get(what) for one in promises]
                told[name] = [_said(value, what) for value in values]
    return told


def _said(value: Any, what: str) -> Any:
    """A value of a promise as its column holds it: JSON knows no instants, and no word is an empty one."""
    kind = PROMISED[what]
    if kind is INSTANTS:
        return datetime.fromisoformat(value) if value else None
    return (value or "") if kind is WORDS else value


def _all(
    days: Sequence[Mapping[str, Array]],
    names: Sequence[str],
    words: dict[str, dict[str, int]],
    *,
    since: int,
    until: int,
) -> Columns:
    """One block of all days."""
    kept = [_inside(one["arrived_at"], since, until) for one in days]
    arrays = {name: _whole(days, kept, name, words) for name in names}
    leads = arrays.pop(LEAD, np.zeros(0, object))
    return Columns(arrays=arrays, words={name: _in_order(w) for name, w in words.items()}, leads=leads)


def _inside(arrived: Array, since: int, until: int) -> Array | None:
    """Which of a day arrived between the instants; None says all, as on every day but the first and the last."""
    inside = (arrived >= since) & (arrived < until)
    return None if inside.all() else inside


def _whole(
    blocks: Sequence[Mapping[str, Array]], kept: Sequence[Array | None], name: str, words: Mapping[str, dict[str, int]]
) -> Array:
    """A column of all days; on a day that knew nothing of a promise it says nothing."""
    kind = _kind(name)
    dtype, nothing = (object, "") if name == LEAD else TYPES.get(kind, (np.float64, np.nan))
    if kind is WORDS:
        nothing = _code(words[name], "")
    parts = [block[name] if name in block else np.full(len(block["arrived_at"]), nothing, dtype) for block in blocks]
    cut = [part if inside is None else part[inside] for part, inside in zip(parts, kept, strict=True)]
    return np.concatenate(cut) if cut else np.zeros(0, dtype)


def _in_order(words: Mapping[str, int]) -> tuple[str, ...]:
    return tuple(word for word, _ in sorted(words.items(), key=lambda one: one[1]))


def _code(known: dict[str, int], word: str) -> int:
    code = known.get(word)
    if code is None:
        code = known[word] = max(known.values(), default=-1) + 1
    return code


def _kind(name: str) -> frozenset[str]:
    promise, dot, what = name.partition(".")
    if dot:
        return PROMISED[what]
    return next((kind for kind in (INSTANTS, WORDS, FLAGS) if promise in kind), NUMBERS)
