"""How does a command answer: in words for people, or as JSON for programs?"""

from __future__ import annotations

from typing import Annotated

import typer

AsJson = Annotated[bool, typer.Option("--json", help="Answer as JSON.")]


def say(data: object, words: str, *, as_json: bool) -> None:
    """Print the answer once, in the form that was asked for."""
    import msgspec  # what says a due date in words need not wait for it

    typer.echo(msgspec.json.encode(data).decode() if as_json else words)
