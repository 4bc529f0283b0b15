"""Which commands are there, and where is each one's code, read only when somebody asks for it?"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

LISTED = Path(__file__).with_name("commands.txt")
"""A line a command, in the order of the help: its name, the first word of its module's name, what it does."""


class Later(TyperCommand):
    """A command that the help can name and whose module is imported once it is to run."""

    def __init__(self, name: str, home: str, says: str) -> None:
        """`home` names the module: `time` is `batonpass.run.time_commands`."""
        super().__init__(name, help=says)
        self.home = f"batonpass.run.{home}_commands"

    @cached_property
    def real(self) -> Any:
        """The command itself, or the group of commands, as its module registers it."""
        app = typer.Typer()
        import_module(self.home).register(app)
        return typer.main.get_group(app).commands[str(self.name)]

    def make_context(self, info_name: str | None, args: list[str], parent: Any = None, **extra: Any) -> Any:
        """Read what was typed as the command itself reads it."""
        return self.real.make_context(info_name, args, parent=parent, **extra)


class Commands(TyperGroup):
    """All commands, none of them imported."""

    def __init__(self, **given: Any) -> None:
        """Start with every command that is listed."""
        super().__init__(**{**given, "commands": {one.name: one for one in listed()}})


def listed() -> Iterator[Later]:
    """Each line of the list as a command."""
    for line in LISTED.read_text("utf-8").splitlines():
        yield Later(*line.split(maxsplit=2))
