"""How does a stranger see Batonpass work within a minute, on this machine alone?"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from shlex import quote

from batonpass.connectors.catcher.server import Catcher
from batonpass.run.house import House, open_house
from batonpass.run.serve import Door, listen, serve_house
from batonpass.run.settings import Settings, read_settings
from batonpass.store import computations
from batonpass.web.joint_review.drawing import draw_sample
from town.load import is_loaded, load

KEY = "bp_demo_key_for_this_machine_only"
"""The demo listens on this machine alone and dies with its window, so its key may be printed and known."""
ASKER = "mara@marenholt.example"
"""Who asked for what is found worked out: a sample to label and points weighed teach more than pages without any."""


async def demo(*, host: str, port: int, leads: int, data: Path | None) -> None:
    """Start everything, load the town, say where to look, answer until Ctrl-C."""
    with_data = data or Path(tempfile.mkdtemp(prefix="batonpass-demo-"))
    try:
        await _show(replace(read_settings(), data=with_data), host=host, port=port, leads=leads)
    finally:
        if data is None:
            shutil.rmtree(with_data, ignore_errors=True)


async def _show(settings: Settings, *, host: str, port: int, leads: int) -> None:
    _say("Starting a private PostgreSQL …")
    async with Catcher(settings.data / "mails") as catcher:
        door = Door(host=host, port=port, demo=True, mails=catcher.mails)
        ears = listen(door, settings)
        address = f"http://{host}:{ears.getsockname()[1]}"
        ready = replace(
            settings,
            base_url=address,
            bootstrap_key=KEY,
            smtp_host="127.0.0.1",
            smtp_port=catcher.port,
            smtp_security="plain",
            mail_from="Batonpass <handoff@batonpass.example>",
        )
        async with _town(ready, leads) as house:
            _say(_welcome(address, settings.data))
            await serve_house(house, door, ears)


@asynccontextmanager
async def _town(settings: Settings, leads: int) -> AsyncGenerator[House]:
    """The invented company, loaded once; messages of its past never leave."""
    async with open_house(settings, work=False, watch=False) as house:
        if not await is_loaded(house.pool):
            _say(f"Replaying a year of {leads} leads …")
            await load(house.pool, leads=leads)
            await draw_sample(house.pool, by=ASKER)
            await computations.ask(house.pool, "calibration", {}, by=ASKER)
    async with open_house(settings) as house:
        yield house


def _welcome(address: str, data: Path) -> str:
    return f"""
Batonpass is ready:   {address}
How to sign in:       open the link and click a name; no password in the demo.
Send a lead:          open {address}/f/demo, or
                      curl -X POST {address}/v1/submissions -H "Authorization: Bearer {KEY}" \\
                        -H "Content-Type: application/json" \\
                        -d '{{"form": "demo", "email": "eva@firm.example", "company": "Firm", "country": "SE"}}'
Read the mails:       {address}/mail
Ask a command:        BATONPASS_DATA={quote(str(data.resolve()))} .venv/bin/batonpass explain eva@firm.example
Stop:                 Ctrl-C
"""


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)  # noqa: T201 - this is what the person at the terminal reads
