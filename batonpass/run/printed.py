"""How does a command answer: in words for people, or as JSON for programs?"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

import typer

from batonpass.handoff.words import plain

AsJson = Annotated[bool, typer.Option("--json", help="Answer as JSON.")]


def say(data: object, words: str, *, as_json: bool) -> None:
    """Print the answer once, in the form that was asked for."""
    import msgspec  # what says a due date in words need not wait for it

    typer.echo(msgspec.json.encode(data).decode() if as_json else words)


def exact(data: object) -> str:
    """JSON for programs, laid out for people too, with points to the last digit."""
    import msgspec

    return msgspec.json.format(msgspec.json.Encoder(decimal_format="number").encode(data), indent=2).decode()


def short(points: Decimal) -> Decimal:
    """The same number without zeros at its end."""
    return Decimal(plain(points))
