"""Does the program stand a week at a hundred times the load of a small team, while pieces of it are killed?

Run by hand: `python -m tests.whole.week --leads 20000 --kills 56`. A week of the test clock, an hour at a time:
leads come in, people work some of them and leave the rest to the escalation, and of two doors and two workers one of
each, and PostgreSQL, are killed now and then. The other door and worker live through all of it; what they take of
memory is read at the end of each day. With `--beside FOLDER` those that are struck run the code of another version,
such as the last one, from a checkout of it: as it is while an installation is brought up to date. Prints the days, and
what is wrong; exit code 1 if anything is.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random
from typing import Any
from zlib import crc32

import asyncpg
import httpx

from batonpass.store.embedded import EmbeddedServer
from tests.whole.nursery import Running, cold
from tests.whole.people import move_in
from tests.whole.program import HEADERS, NO_TLS, Program, free_port, program

MONDAY = datetime(2027, 3, 1, tzinfo=UTC)
DAYS = 7
CLIENTS = 8
GROWTH = 0.05
"""What a process may take more at the end than after the second day, when all that it keeps has been filled."""
FORMS = ("demo", "contact", "ebook", "webinar", "newsletter")
WAYS = ("touches", "touches", "accept", "reject", "nothing", "nothing")
WRONG = {
    "without anybody": """select count(*) from app.leads where owner is null and queue is null
                          and stage not in ('Lost', 'Disqualified', 'Won', 'Nurture', 'New')""",
    "facts with gaps": """select count(*) from app.leads l where l.seq <>
                          (select count(*) from app.facts f where f.lead_id = l.id)""",
    "steps left lying": "select count(*) from app.clocks where next_at < app.now() - interval '1 minute'",
    "messages left lying": """select count(*) from app.outbox where state in ('waiting', 'sending')
                              and due_at < app.now() - interval '2 hours'""",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Evening:
    """What was read at the end of a day: megabytes of the two that live on, and what the database holds."""

    day: int
    door: float
    worker: float
    leads: int
    facts: int
    megabytes: int


@dataclass(slots=True, kw_only=True)
class Week:
    """The program on a data folder of its own, with somebody who sends, somebody who works, and somebody who kills."""

    on: Program
    data: Path
    chance: Random
    beside: Path | None = None
    start: Callable[..., Running] = cold
    second: int = field(default_factory=free_port)
    struck: dict[str, Running] = field(default_factory=dict)
    kept: dict[str, Running] = field(default_factory=dict)
    open: list[tuple[str, str]] = field(default_factory=list)
    acknowledged: set[str] = field(default_factory=set)
    counts: Counter[str] = field(default_factory=Counter)
    number: int = 0

    def begin(self) -> None:
        self.kept["door"] = self.on.serve("--no-work", begin=self.heard("door"))
        self.kept["worker"] = self.on.start("worker", begin=self.heard("worker"))
        for name in ("door", "worker"):
            self.raise_again(name)
        move_in(self.on, "ana", "bruno", "astrid", "greta", "bo", at=_text(MONDAY))

    def raise_again(self, name: str) -> None:
        """Start the one that is struck."""
        arguments = ["worker"] if name == "worker" else ["serve", "--no-work", "--port", str(self.second)]
        self.struck[name] = self.on.start(*arguments, begin=self.heard(f"struck-{name}", code=self.beside))

    def heard(self, name: str, code: Path | None = None) -> Callable[..., Running]:
        """How to start a process whose words stay beside its data."""
        return partial(self.start, said=str(self.data / f"{name}.log"), **({"code": code} if code else {}))

    def strike(self) -> None:
        """Kill one with -9: a door, a worker, or PostgreSQL, which those who are left raise again."""
        name = self.chance.choice(["door", "worker", "postgres"])
        if name == "postgres":
            for pid_file in self.data.rglob("postmaster.pid"):
                with suppress(ProcessLookupError, ValueError, IndexError):
                    os.kill(int(pid_file.read_text().splitlines()[0]), signal.SIGKILL)
        else:
            self.struck[name].kill()
            self.struck[name].wait()
            self.raise_again(name)
        self.counts[f"killed {name}"] += 1

    def ask(self, method: str, path: str, body: Any, key: str = "") -> httpx.Response:
        """Ask at one of the doors, again and again until somebody answers who could keep it."""
        ports = [self.on.port, self.second]
        headers = {**HEADERS, **({"Idempotency-Key": key} if key else {})}
        for tries in range(600):
            address = f"http://127.0.0.1:{ports[tries % 2]}{path}"
            with suppress(httpx.TransportError):
                answer = httpx.request(method, address, json=body, headers=headers, timeout=120, verify=NO_TLS)
                if answer.status_code != 503:
                    return answer
            threading.Event().wait(0.05)
        raise AssertionError(f"{method} {path} was never answered")

    def send(self, n: int) -> None:
        """Somebody new, or one time in ten somebody who was here before."""
        who = n if n % 10 else n // 2
        said = {"form": FORMS[n % 5], "email": f"p{who}@firm{who % 997}.example", "first_name": "Eva", "country": "PT"}
        answer = self.ask("POST", "/v1/submissions", {**said, "message": f"the {n}th"}, key=f"week-{n}")
        self.counts[f"sent {answer.status_code}"] += 1
        if answer.status_code == 201:
            told = answer.json()
            self.acknowledged.add(told["lead_id"])
            if told["owner"]:
                self.open.append((told["lead_id"], told["owner"]))

    def work(self, one: tuple[str, str]) -> None:
        """Its owner does something with a lead, or leaves it to the clock."""
        lead, owner = one
        way = WAYS[crc32(lead.encode()) % len(WAYS)]
        if way != "nothing":
            said = {"by": owner, **{"touches": {"kind": "call"}, "reject": {"reason": "not_now"}}.get(way, {})}
            answer = self.ask("POST", f"/v1/leads/{lead}/{way}", said, key=f"{way}-{lead}-{len(self.acknowledged)}")
            self.counts[f"{way} {answer.status_code}"] += 1

    def hour(self, n: int, leads: int) -> None:
        """An hour of the week: what is due by then, then what people do."""
        answer = self.ask("POST", "/v1/test-clock", {"now": _text(MONDAY + timedelta(hours=n + 1))})
        assert answer.status_code in (200, 409), answer.text  # 409: a call whose answer was cut off had come through
        at_work, self.open = self.open, []
        with ThreadPoolExecutor(CLIENTS) as crowd:
            list(crowd.map(self.send, range(self.number, self.number + leads)))
            list(crowd.map(self.work, at_work))
        self.number += leads

    async def evening(self, day: int) -> Evening:
        """Read what the two take that live on, and what PostgreSQL holds."""
        connection = await asyncpg.connect(await EmbeddedServer(self.data).start())
        try:
            return Evening(
                day=day,
                door=resident(self.kept["door"].pid),
                worker=resident(self.kept["worker"].pid),
                leads=await connection.fetchval("select count(*) from app.leads"),
                facts=await connection.fetchval("select count(*) from app.facts"),
                megabytes=await connection.fetchval("select pg_database_size(current_database()) / 1000000"),
            )
        finally:
            await connection.close()

    async def wrong(self) -> dict[str, int]:
        """Whatever should be 0."""
        connection = await asyncpg.connect(await EmbeddedServer(self.data).start())
        try:
            counted = {name: await connection.fetchval(sql) for name, sql in WRONG.items()}
            there = {r["id"] for r in await connection.fetch("select id from app.leads")}
        finally:
            await connection.close()
        odd = {name: n for name, n in self.counts.items() if name.startswith("sent") and name != "sent 201"}
        return {**counted, **odd, "lost": len(self.acknowledged - there)}


def _text(at: datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")


def resident(pid: int) -> float:
    """Megabytes of memory that a process has to itself."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Private_")) / 1000


def grown(evenings: list[Evening], who: str) -> float:
    """How much more one takes at the end than after the second day, or the only one."""
    return getattr(evenings[-1], who) / getattr(evenings[:2][-1], who) - 1


def week(
    data: Path, *, leads: int, kills: int, seed: int, days: int = DAYS, **how: Any
) -> tuple[list[Evening], dict[str, float], Counter[str]]:
    """Live through it; the evenings, what is wrong, and how often what was done. `how` is for the processes."""
    with program("", BATONPASS_DATA=str(data)) as on:
        at_work, evenings, hours = Week(on=on, data=data, chance=Random(seed), **how), list[Evening](), days * 24
        at_work.begin()
        blows = Counter(at_work.chance.choices(range(hours), k=kills))
        for n in range(hours):
            striking = threading.Thread(target=lambda n=n: [at_work.strike() for _ in range(blows[n])])
            striking.start()
            at_work.hour(n, leads // hours)
            striking.join()
            if n % 24 == 23:
                evenings.append(asyncio.run(at_work.evening(n // 24 + 1)))
                sys.stdout.write(f"{evenings[-1]}\n")
                sys.stdout.flush()
        wrong: dict[str, float] = dict(asyncio.run(at_work.wrong()))
        for who in ("door", "worker"):
            assert at_work.kept[who].poll() is None, f"the {who} that nobody struck has ended"
            wrong[f"growth of the {who} above {GROWTH:.0%}"] = max(0.0, round(grown(evenings, who) - GROWTH, 3))
        command = [sys.executable, "-m", "batonpass.run.cli", "verify"]
        wrong["verify"] = subprocess.run(command, env=on.environment, check=False).returncode
        return evenings, wrong, at_work.counts


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--leads", type=int, default=20_000)
    asked.add_argument("--kills", type=int, default=56)
    asked.add_argument("--seed", type=int, default=random.randrange(10**6))
    asked.add_argument("--beside", type=Path, help="a checkout of another version, whose code the struck ones run")
    said = asked.parse_args()
    data = Path(tempfile.mkdtemp(prefix="batonpass-week-"))
    data.chmod(0o755)
    sys.stdout.write(f"seed {said.seed}, at work in {data}\n")
    sys.stdout.flush()
    _, wrong, counts = week(data, leads=said.leads, kills=said.kills, seed=said.seed, beside=said.beside)
    shutil.rmtree(data, ignore_errors=True)
    sys.stdout.write(f"{dict(sorted(counts.items()))}\n{wrong}\n")
    sys.exit(1 if any(wrong.values()) else 0)


if __name__ == "__main__":
    main()
