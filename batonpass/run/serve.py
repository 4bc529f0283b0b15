"""How does one process answer at its door until it is told to stop?"""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from types import FrameType

import uvicorn

from batonpass.connectors.catcher.kept import Kept
from batonpass.connectors.channels import build_slack_desk
from batonpass.connectors.hear import Hearing
from batonpass.connectors.links import Link, LinkRefused, Secrets, read_choices, read_link
from batonpass.connectors.sources import ALL
from batonpass.run.house import House, open_house
from batonpass.run.line import Line, allow_many_lines
from batonpass.run.refused import SettingRefused
from batonpass.run.settings import Settings
from batonpass.store.start import first_link
from batonpass.web.app import Collaborators, make_app
from batonpass.web.live.told import Live

LOOPBACK = ("127.0.0.1", "::1", "localhost")
EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104 - only to see that somebody asked for it
BACKLOG = 2048
TICKS_BETWEEN = 50
"""Tenths of a second between two looks at the lines that are open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """Where we listen, and what is special about this process."""

    host: str = "127.0.0.1"
    port: int = 8000
    work: bool = True
    demo: bool = False
    mails: Kept | None = None


def listen(door: Door, settings: Settings) -> socket.socket:
    """Open the door's socket. A process whose clock can be moved never listens where others can reach it (H02)."""
    if (settings.test_clock or door.demo) and door.host not in LOOPBACK:
        what = "the demo" if door.demo else "BATONPASS_TEST_CLOCK"
        raise SettingRefused(
            f"{what} is for this machine alone; {door.host} can be reached from others. Use 127.0.0.1."
        )
    try:
        return _listening(door.host, door.port, socket.SO_REUSEADDR)
    except OSError as error:
        raise SettingRefused(
            f"port {door.port} on {door.host} is taken ({error.strerror}); choose another with --port"
        ) from error


def listen_side_by_side(door: Door, settings: Settings, count: int) -> list[socket.socket]:
    """The same for so many processes: a socket each, between which the system shares out who calls.

    Of one that all accept from, whoever wakes up first takes most of a crowd, and the others stand idle.
    """
    # Alone at first: sockets that share a port would also share it with another program's of the same user.
    with listen(door, settings) as first:
        port = first.getsockname()[1]
    return [_listening(door.host, port, socket.SO_REUSEADDR, socket.SO_REUSEPORT) for _ in range(count)]


def _listening(host: str, port: int, *options: int) -> socket.socket:
    # Named as TCP, for only then does the event loop switch off Nagle's waiting, which costs 40 ms an answer.
    ears = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        for option in options:
            ears.setsockopt(socket.SOL_SOCKET, option, 1)
        ears.bind((host, port))
        ears.listen(BACKLOG)
    except OSError:
        ears.close()
        raise
    return ears


async def serve(door: Door, settings: Settings, ears: socket.socket) -> None:
    """Answer until SIGINT or SIGTERM; requests that came in are finished first."""
    async with open_house(named(settings, door, ears), work=door.work) as house:
        if token := await first_link(house.pool):
            print(_first(house.settings, token), file=sys.stderr, flush=True)  # noqa: T201 - for the operator
        await serve_house(house, door, ears)


def named(settings: Settings, door: Door, ears: socket.socket) -> Settings:
    """The same settings, whose links lead to this door when nobody said where people reach us."""
    if settings.environment.get("BATONPASS_BASE_URL"):
        return settings
    host = "127.0.0.1" if door.host in EVERYWHERE else f"[{door.host}]" if ":" in door.host else door.host
    return replace(settings, base_url=f"http://{host}:{ears.getsockname()[1]}")


def _first(settings: Settings, token: str) -> str:
    """Where the first administrator comes in; a link is for whoever reads this terminal, and nobody else."""
    return f"Nobody can sign in yet. Set up here, once, within an hour: {settings.base_url}/start/enter?key={token}"


async def serve_house(house: House, door: Door, ears: socket.socket) -> None:
    """The same for a house that is open already."""
    live, links = Live(house.wake.event()), (*house.settings.older_link_secrets, house.settings.link_secret)
    allow_many_lines()
    app = make_app(
        Collaborators(
            pool=house.pool,
            watched=house.watched,
            poke=house.wake.poke,
            travel=house.traveller,
            base_url=house.settings.base_url,
            security_contact=house.settings.security_contact,
            session_secret=house.session_secret,
            older_session_secrets=house.older_session_secrets,
            open_link=_opener(links),
            open_choices=partial(read_choices, secret=links),
            demo=door.demo,
            signatures=house.settings.signatures,
            catcher=door.mails,
            proxies=house.settings.proxies,
            hear=Hearing(secret_of=house.settings.secret).hear_request,
            buttons=build_slack_desk(house.settings),
            systems=tuple((one.name, one.says) for one in ALL),
            is_set=lambda name: bool(house.settings.secret(name)),
            live=live,
            mails=bool(house.settings.smtp_host),
        )
    )
    config = uvicorn.Config(
        app,
        http=Line,
        log_config=None,
        log_level="warning",
        access_log=False,
        lifespan="off",
        proxy_headers=False,
        server_header=False,
    )
    await Server(config, live).serve(sockets=[ears])


class Server(uvicorn.Server):
    """Hangs up on who keeps a line and says nothing.

    It tells the pages that stay connected to let go when it is told to stop; it would wait for them otherwise.
    """

    def __init__(self, config: uvicorn.Config, live: Live) -> None:
        """Remember whom to tell."""
        super().__init__(config)
        self._live, self._loop = live, asyncio.get_running_loop()

    async def on_tick(self, counter: int) -> bool:
        """What is done ten times a second; says whether to stop."""
        if counter % TICKS_BETWEEN == 0:
            now = self._loop.time()
            for line in [one for one in self.server_state.connections if isinstance(one, Line)]:
                line.let_go(now)
        return await super().on_tick(counter)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Stop, and let nobody wait for news."""
        super().handle_exit(sig, frame)
        self._loop.call_soon_threadsafe(self._live.end)


def serve_many(ears: Sequence[socket.socket], run: Callable[[socket.socket], None]) -> int:
    """Run a process for each of these sockets; one that dies is started again. Gives an exit code.

    The sockets stay open here, so that who calls while a process is started again waits, and is not turned away.
    """
    children: dict[int, socket.socket] = {}
    stopping = False

    def stop(_number: int, _frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True
        for child in children:
            os.kill(child, signal.SIGTERM)

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    idle = [*ears]
    while not stopping or children:
        while not stopping and idle:
            one = idle.pop()
            children[_child(partial(run, one))] = one
        ended, _ = os.wait()
        idle.append(children.pop(ended))
    return 0


def _child(run: Callable[[], None]) -> int:
    child = os.fork()
    if child:
        return child
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        run()
    except BaseException as error:  # noqa: BLE001 - a forked child must end here, never in the parent's code
        print(f"batonpass: {error}", file=sys.stderr)  # noqa: T201 - the last words of a process that cannot start
        os._exit(1)
    os._exit(0)


def _opener(secret: Secrets) -> Callable[[str, datetime], Link | str]:
    def open_link(token: str, now: datetime) -> Link | str:
        try:
            return read_link(token, secret=secret, now=now)
        except LinkRefused as refused:
            return str(refused)

    return open_link
