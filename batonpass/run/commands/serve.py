"""What do `batonpass serve`, `worker` and `demo` do?"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from batonpass.run.event_loop import run
from batonpass.run.settings import read_settings

Host = Annotated[str, typer.Option(help="The address to listen on.")]
Port = Annotated[int, typer.Option(help="The port to listen on.", min=0, max=65535)]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(serve)
    app.command()(worker)
    app.command()(demo)


def serve(
    host: Host = "127.0.0.1",
    port: Port = 8000,
    processes: Annotated[int, typer.Option(help="How many processes answer.", min=1, max=64)] = 1,
    work: Annotated[bool, typer.Option(help="Also ring clocks and deliver messages.")] = True,  # noqa: FBT002 - typer's way
) -> None:
    """Answer over HTTP: the doors, the API and the pages; and, unless told not to, ring clocks and deliver."""
    from batonpass.run.serve import Door, listen, listen_side_by_side, serve_many
    from batonpass.run.serve import serve as answer

    settings = read_settings()
    door = Door(host=host, port=port, work=work)
    many = listen_side_by_side(door, settings, processes) if processes > 1 else [listen(door, settings)]
    typer.echo(f"Batonpass answers at http://{host}:{many[0].getsockname()[1]}", err=True)
    if processes == 1:
        run(answer(door, settings, many[0]))
        return
    raise typer.Exit(serve_many(many, lambda ears: run(answer(door, settings, ears))))


def worker() -> None:
    """Ring clocks and deliver messages, beside `serve --no-work`; run as many as you like."""
    from batonpass.run.work import work

    run(work(read_settings()))


def demo(
    host: Host = "127.0.0.1",
    port: Port = 8000,
    leads: Annotated[int, typer.Option(help="How many leads the invented year holds.", min=50, max=50_000)] = 1500,
    data: Annotated[
        Path | None, typer.Option(help="Keep the demo here instead of in a folder that goes with it.")
    ] = None,
) -> None:
    """Show Batonpass with an invented company: its own database, a year of leads, a mail catcher, on this machine."""
    from batonpass.run.demo import demo as show

    run(show(host=host, port=port, leads=leads, data=data))
