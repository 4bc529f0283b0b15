"""What does `batonpass mcp` do: let an agent of a person's read the handoff and act in it?"""

from __future__ import annotations

import asyncio
import os
from typing import Annotated

import typer

import batonpass
from batonpass.run.refused import SettingRefused

Url = Annotated[str, typer.Option("--url", metavar="URL", help="Where a running Batonpass answers.")]
KEY = "BATONPASS_KEY"


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command("mcp")(mcp_command)


def mcp_command(*, url: Url = "http://127.0.0.1:8000") -> None:
    """Answer an agent over standard input and output (Model Context Protocol), with the rights of one API key."""
    key = os.environ.get(KEY, "")
    if not key:
        raise SettingRefused(f"{KEY} is not set. Make a key for the agent: batonpass key create agent --scope read")
    try:
        from batonpass.connectors.agents.asked import Api
        from batonpass.connectors.agents.tools import make_server
    except ModuleNotFoundError as missing:
        says = f"{missing.name} is not installed. Install it with Batonpass: pip install 'batonpass[mcp]'"
        raise SettingRefused(says) from None
    asyncio.run(make_server(Api(url, key), version=batonpass.__version__).run_stdio_async())
