"""What can be asked for on the command line? Each command is a line of commands/listed.txt."""

from __future__ import annotations

from typing import Annotated

import typer

import batonpass
from batonpass.run.commands import Commands

app = typer.Typer(
    name="batonpass",
    cls=Commands,
    help="The marketing-to-sales handoff: recognise, score, qualify, route, promise, escalate, learn.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)


def _told(version: bool) -> None:  # noqa: FBT001 - typer's way
    if version:
        typer.echo(f"batonpass {batonpass.__version__}")
        raise typer.Exit


@app.callback()
def about(
    *,
    version: Annotated[
        bool, typer.Option("--version", help="Say which version this is.", is_eager=True, callback=_told)
    ] = False,
) -> None:
    """Run one of the commands below."""


def main() -> None:
    """Run the command line."""
    app()


if __name__ == "__main__":
    main()
