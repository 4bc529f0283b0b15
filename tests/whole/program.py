"""How does a test run the real program: its own processes, a real database, a real mail server, time that moves?"""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import socket
import ssl
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import httpx

from batonpass.connectors.catcher.kept import Mail
from batonpass.connectors.catcher.server import Catcher, Fault
from tests.whole.nursery import Running, start
from tests.whole.patience import until

KEY = "bp_whole"
HEADERS = {"Authorization": f"Bearer {KEY}"}
TUESDAY_TEN = "2027-03-02T10:00:00Z"
PORTS = count()
NO_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""Our clients speak to this machine in the clear, and need not read every authority of the world first."""


class Post:
    """A real SMTP server in a thread of its own; `mails` is what it was handed."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._folder = Path(tempfile.mkdtemp(prefix="batonpass-mails-"))
        self._catcher = Catcher(self._folder)
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._catcher.start(), self._loop).result(10)
        self.port = self._catcher.port

    def mails(self) -> list[Mail]:
        """Every mail, oldest first."""
        return list(reversed(self._catcher.mails.list(most=1_000)))

    def to(self, address: str) -> list[Mail]:
        """The mails to one address, oldest first."""
        return [mail for mail in self.mails() if address in mail.to]

    def fail(self) -> None:
        """Take nothing from now on."""
        self._catcher.fail(Fault(at="MAIL", reply="451 4.3.0 the mail server is away", times=None))

    def heal(self) -> None:
        """Take everything again."""
        self._catcher.heal()

    def close(self) -> None:
        asyncio.run_coroutine_threadsafe(self._catcher.stop(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()
        shutil.rmtree(self._folder, ignore_errors=True)


@dataclass(slots=True, kw_only=True)
class Program:
    """Batonpass, running. Commands are those of the README; `http` speaks to its door with an administrator's key."""

    environment: dict[str, str]
    port: int
    post: Post
    http: httpx.Client
    running: list[Running] = field(default_factory=list)

    def start(self, *arguments: str, begin: Callable[..., Running] = start) -> Running:
        """Start one process of it."""
        process = begin(arguments, self.environment)
        self.running.append(process)
        return process

    def serve(self, *more: str, **begin: Any) -> Running:
        """Start a process that answers at the door, and wait until it does."""
        process = self.start("serve", "--port", str(self.port), *more, **begin)
        until(self.answers, "the door to answer")
        return process

    def answers(self) -> bool:
        try:
            return self.http.get("/healthz").status_code == 200
        except httpx.TransportError:
            return False

    def stop(self) -> None:
        self.end()
        self.http.close()

    def end(self) -> None:
        """Kill every process; the program can be served again."""
        for process in self.running:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def now(self, instant: str) -> None:
        """Let everything happen that falls due up to this instant."""
        self.ask("POST", "/v1/test-clock", {"now": instant})

    def put(self, path: str, body: dict[str, Any]) -> Any:
        return self.ask("PUT", path, body)

    def ask(self, method: str, path: str, body: object = None, *, expect: int = 200, **more: Any) -> Any:
        answer = self.http.request(method, path, json=body, **more)
        assert answer.status_code == expect, f"{method} {path}: {answer.status_code} {answer.text}"
        return answer.json() if answer.content else None

    def submit(self, form: str = "demo", email: str = "eva@firm.example", key: str = "", **sent: Any) -> dict[str, Any]:
        """Hand a lead in, and expect that it is taken."""
        headers = {"Idempotency-Key": key} if key else {}
        return self.ask("POST", "/v1/submissions", {"form": form, "email": email, **sent}, expect=201, headers=headers)

    def lead(self, lead_id: str) -> dict[str, Any]:
        return self.ask("GET", f"/v1/leads/{lead_id}")

    def leads(self) -> list[dict[str, Any]]:
        return self.ask("GET", "/v1/leads", params={"limit": 200})

    def outbox(self, lead_id: str) -> list[dict[str, Any]]:
        return self.ask("GET", "/v1/outbox", params={"lead": lead_id})

    def facts(self, lead_id: str, kind: str) -> list[dict[str, Any]]:
        return [f for f in self.ask("GET", f"/v1/leads/{lead_id}/timeline") if f["fact"] == kind]

    def apply(self, playbook: str) -> None:
        """Put a playbook in force."""
        answer = self.http.post("/v1/playbooks", json={"text": playbook})
        assert answer.status_code in (200, 201), answer.text


@contextmanager
def program(database: str, **settings: str) -> Iterator[Program]:
    """The program on a database, not yet started."""
    post, port = Post(), free_port()
    environment = {
        **os.environ,
        "BATONPASS_DATABASE_URL": database,
        "BATONPASS_TEST_CLOCK": "1",
        "BATONPASS_BOOTSTRAP_KEY": KEY,
        "BATONPASS_BASE_URL": f"http://127.0.0.1:{port}",
        "BATONPASS_SMTP_HOST": "127.0.0.1",
        "BATONPASS_SMTP_PORT": str(post.port),
        "BATONPASS_SMTP_SECURITY": "plain",
        **settings,
    }
    http = httpx.Client(base_url=f"http://127.0.0.1:{port}", headers=HEADERS, timeout=60, verify=NO_TLS)
    made = Program(environment=environment, port=port, post=post, http=http)
    try:
        yield made
    finally:
        made.stop()
        post.close()


def free_port() -> int:
    """A port at which only this test process serves, also after a kill and before the next start.

    The system hands out others from 32768 on; a port that it chose could be another test's by the time we come back.
    """
    own = 20_000 + 1_000 * int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    for port in (own + n % 1_000 for n in PORTS):
        with suppress(OSError), socket.socket() as ears:
            ears.bind(("127.0.0.1", port))
            return port
    raise AssertionError("there are always more numbers")
