"""What does an operator need to open our doors to sites and other systems?"""

from __future__ import annotations

import typer

from batonpass.run.printed import AsJson, say
from batonpass.run.settings import read_settings


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command("snippet")(snippet)


def snippet(*, as_json: AsJson = False) -> None:
    """Print what to put into a page of your own site, so that it tells which pages a visitor looked at."""
    from batonpass.web.intake.script import INTEGRITY, VERSION
    from batonpass.web.intake.script import snippet as written

    base_url = read_settings().base_url
    told = {"html": written(base_url), "integrity": INTEGRITY, "src": f"{base_url}/t.js?v={VERSION}"}
    say(told, told["html"], as_json=as_json)
