"""What is left of a morning's leads when API, worker and PostgreSQL are killed at random all the while?

Run by hand for the long storm: `python -m tests.whole.kills --submissions 5000 --kills 50`.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import shutil
import signal
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import asyncpg
import httpx

from batonpass.store.embedded import EmbeddedServer
from tests.whole.nursery import Running, cold
from tests.whole.patience import until
from tests.whole.program import HEADERS, KEY, NO_TLS, free_port

CLIENTS = 12
APIS = 2
WEEK = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
ROUND_THE_CLOCK = {"tz": "Europe/Lisbon", "days": WEEK, "hours": ["00:00", "24:00"]}


@dataclass(frozen=True, slots=True, kw_only=True)
class Toll:
    """What was acknowledged, what the storm did, what the database says afterwards; all the rest should be 0."""

    acknowledged: int
    kills: Counter[str]
    lost: int
    doubled: int
    without_anybody: int
    without_one_open_clock: int
    gaps_in_facts: int

    @property
    def clean(self) -> bool:
        """Was every promise kept?"""
        return not (
            self.lost or self.doubled or self.without_anybody or self.without_one_open_clock or self.gaps_in_facts
        )


@dataclass(slots=True, kw_only=True)
class Storm:
    """The program in several processes on one data folder, and somebody who kills them."""

    data: Path
    chance: Random
    ports: list[int] = field(default_factory=lambda: [free_port() for _ in range(APIS)])
    begin: Callable[..., Running] = cold
    http: httpx.Client = field(default_factory=lambda: httpx.Client(headers=HEADERS, timeout=20, verify=NO_TLS))
    processes: dict[str, Running] = field(default_factory=dict)
    kills: Counter[str] = field(default_factory=Counter)
    answered: dict[str, str] = field(default_factory=dict)
    over: threading.Event = field(default_factory=threading.Event)

    def start(self, name: str) -> None:
        """Start one process; a dead one of that name is replaced."""
        arguments = ["worker"] if name == "worker" else ["serve", "--no-work", "--port", str(self.ports[int(name[3:])])]
        environment = {**os.environ, "BATONPASS_DATA": str(self.data), "BATONPASS_BOOTSTRAP_KEY": KEY}
        self.processes[name] = self.begin(arguments, environment, str(self.data / f"{name}.log"))

    def names(self) -> list[str]:
        return [*(f"api{n}" for n in range(APIS)), "worker"]

    def answers(self, n: int) -> bool:
        with suppress(httpx.TransportError):
            return self.http.get(f"http://127.0.0.1:{self.ports[n]}/healthz").status_code == 200
        return False

    def strike(self) -> None:
        """Kill one of them at random with -9. Ours are started again at once; whoever is left raises PostgreSQL."""
        name = self.chance.choice([*self.names(), "postgres"])
        if name == "postgres":
            struck = self._strike_postgres()
        else:
            self.processes[name].kill()
            self.processes[name].wait()
            self.start(name)
            struck = True
        self.kills[name.rstrip("01")] += struck

    def _strike_postgres(self) -> bool:
        for pid_file in self.data.rglob("postmaster.pid"):
            with suppress(ProcessLookupError, ValueError, IndexError):
                os.kill(int(pid_file.read_text().splitlines()[0]), signal.SIGKILL)
                return True
        return False

    def submit(self, n: int) -> None:
        """Hand in one lead, again and again under its key until it is acknowledged, now here, now there."""
        body = {"form": "demo", "email": f"p{n}@firm{n}.example", "first_name": "Eva"}
        headers = {"Idempotency-Key": f"storm-{n}"}
        tries = 0
        while str(n) not in self.answered:
            port = self.ports[(n + tries) % APIS]
            with suppress(httpx.TransportError):
                answer = self.http.post(f"http://127.0.0.1:{port}/v1/submissions", json=body, headers=headers)
                if answer.status_code == 201:
                    self.answered[str(n)] = answer.json()["lead_id"]
            tries += 1
            assert tries < 2_000, f"lead {n} was never acknowledged"
            self.over.wait(0.02 if tries > 1 else 0)

    def rage(self, kills: int, pause: tuple[float, float]) -> None:
        """Strike until it was enough."""
        for _ in range(kills):
            if self.over.wait(self.chance.uniform(*pause)):
                return
            self.strike()

    def stop(self) -> None:
        for process in self.processes.values():
            process.kill()
            process.wait()
        self.http.close()


def storm(
    data: Path, *, submissions: int, kills: int, seed: int, pause: tuple[float, float] = (0.3, 1.5), **begin: Any
) -> Toll:
    """Submit while killing, then count what is there with queries of our own."""
    at_work = Storm(data=data, chance=Random(seed), **begin)
    try:
        for name in at_work.names():
            at_work.start(name)
        until(lambda: all(at_work.answers(n) for n in range(APIS)), "the doors to answer", seconds=120)
        _move_in(at_work.ports[0])
        raging = threading.Thread(target=at_work.rage, args=(kills, pause))
        raging.start()
        with ThreadPoolExecutor(CLIENTS) as crowd:
            list(crowd.map(at_work.submit, range(submissions)))
        raging.join()
        until(lambda: all(at_work.answers(n) for n in range(APIS)), "the doors to answer again", seconds=120)
        return asyncio.run(_count(at_work, data))
    finally:
        at_work.over.set()
        at_work.stop()


def _move_in(port: int) -> None:
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", headers=HEADERS, timeout=60) as admin:
        admin.put("/v1/calendars/always", json=ROUND_THE_CLOCK).raise_for_status()
        for name in ("ana", "bruno", "carla"):
            person = {"name": name.title(), "email": f"{name}@lumen.example", "calendar": "always"}
            admin.put(f"/v1/reps/{name}", json=person).raise_for_status()
        members = [{"rep": name} for name in ("ana", "bruno", "carla")]
        admin.put("/v1/pools/emea", json={"members": members}).raise_for_status()


async def _count(after: Storm, data: Path) -> Toll:
    server = EmbeddedServer(data)
    connection = await asyncpg.connect(await server.start())
    try:
        kept = {r["id"] for r in await connection.fetch("select id from app.leads")}
        taken = await connection.fetchval("select count(*) from app.inbox where state = 'taken'")
        doubled = taken - await connection.fetchval("select count(distinct person) from app.leads")
        nobody = await connection.fetchval("select count(*) from app.leads where owner is null and queue is null")
        odd = await connection.fetchval(
            """select count(*) from app.leads l
               where (select count(*) from app.clocks c where c.lead_id = l.id and c.state = 'running') <> 1"""
        )
        gaps = await connection.fetchval(
            """select count(*) from app.leads l
               where l.seq <> (select count(*) from app.facts f where f.lead_id = l.id)
                  or l.seq <> (select max(seq) from app.facts f where f.lead_id = l.id)"""
        )
    finally:
        await connection.close()
        await server.close()
    return Toll(
        acknowledged=len(after.answered),
        kills=after.kills,
        lost=len(set(after.answered.values()) - kept),
        doubled=doubled,
        without_anybody=nobody,
        without_one_open_clock=odd,
        gaps_in_facts=gaps,
    )


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--submissions", type=int, default=5_000)
    asked.add_argument("--kills", type=int, default=50)
    asked.add_argument("--seed", type=int, default=random.randrange(10**6))
    said = asked.parse_args()
    data = Path(tempfile.mkdtemp(prefix="batonpass-storm-"))
    data.chmod(0o755)
    sys.stdout.write(f"seed {said.seed}, at work in {data}\n")
    sys.stdout.flush()
    try:
        toll = storm(data, submissions=said.submissions, kills=said.kills, seed=said.seed)
    except AssertionError as error:
        # The folder stays, with what each process said, for whoever looks for the cause.
        sys.exit(f"seed {said.seed}: {error}; what the processes said stands in {data}")
    shutil.rmtree(data, ignore_errors=True)
    sys.stdout.write(f"seed {said.seed}: {toll}\n")
    sys.exit(0 if toll.clean else 1)


if __name__ == "__main__":
    main()
