"""What does an operator need to open our doors to sites and other systems?"""

from __future__ import annotations

import json
from typing import Annotated

import typer

from batonpass.run.settings import read_settings

AS_JSON = typer.Option("--json", help="Answer as JSON.")


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command("snippet")(snippet)


def snippet(as_json: Annotated[bool, AS_JSON] = False) -> None:  # noqa: FBT002 - typer's way
    """Print what to put into a page of your own site, so that it tells which pages a visitor looked at."""
    from batonpass.web.intake.script import INTEGRITY, VERSION
    from batonpass.web.intake.script import snippet as written

    base_url = read_settings().base_url
    told = {"html": written(base_url), "integrity": INTEGRITY, "src": f"{base_url}/t.js?v={VERSION}"}
    typer.echo(json.dumps(told) if as_json else told["html"])
