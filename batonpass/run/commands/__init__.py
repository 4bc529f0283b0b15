"""Which commands are there, and where is each one's code, read only when somebody asks for it?"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from difflib import get_close_matches
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.exceptions import TyperException

from batonpass.handoff.refusal import Refusal
from batonpass.run.refused import SettingRefused
from batonpass.store.refused import DatabaseRefused, MigrationRefused
from batonpass.written.refused import Refused

LISTED = Path(__file__).with_name("listed.txt")
"""The groups of the help, each a line with `#`; below it a line a command: its name, its module, what it does."""

OTHER_WORDS = Path(__file__).with_name("other_words.txt")
"""Each line a word that people try in the place of a command, and the commands that do what they look for."""

FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO})
"""How a disk refuses what is written to it; a pipe whose reader has gone is no mistake of anybody's."""

ALIKE = 0.6
"""From here on two words are spelt so much alike that one is a slip for the other; what is there is wholly alike."""


class Later(TyperCommand):
    """A command that the help can name and whose module is imported once it is to run."""

    def __init__(self, group: str, name: str, home: str, says: str) -> None:
        """`home` names the module: `time` is `batonpass.run.commands.time`; the help shows it below `group`."""
        super().__init__(name, help=says, rich_help_panel=group)
        self.home = f"batonpass.run.commands.{home}"

    @cached_property
    def real(self) -> Any:
        """The command itself, or the group of commands, as its module registers it."""
        app = typer.Typer()
        import_module(self.home).register(app)
        return typer.main.get_group(app).commands[str(self.name)]

    def make_context(self, info_name: str | None, args: list[str], parent: Any = None, **extra: Any) -> Any:
        """Read what was typed as the command itself does. A word that a group has not is answered with all it has."""
        ours = list(getattr(self.real, "commands", ()))
        word = args[0] if args and ours else "-"
        if parent and not word.startswith("-") and not get_close_matches(word, ours, cutoff=ALIKE):
            *others, last = (f"'{self.name} {one}'" for one in ours)
            parent.fail(f"No such command '{self.name} {word}'. Write {', '.join(others)} or {last}.")
        return self.real.make_context(info_name, args, parent=parent, **extra)


class Commands(TyperGroup):
    """All commands, none of them imported."""

    def __init__(self, **given: Any) -> None:
        """Start with every command that is listed."""
        super().__init__(**{**given, "commands": {one.name: one for one in listed()}})

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        """The command that was typed. A word that others use is answered with ours, not with what is spelt alike."""
        meant = () if args[0] in self.commands else dict(other_words()).get(args[0].lower(), ())
        if meant:
            ctx.fail(f"No such command '{args[0]}'. Did you mean {' or '.join(repr(one) for one in meant)}?")
        return super().resolve_command(ctx, args)

    def main(self, args: Sequence[str] | None = None, **given: Any) -> Any:
        """Run what was typed; exit code 1 for what we refuse, 2 for what we do not understand.

        Both are said in a sentence, or as a problem in JSON to whoever asked for JSON.
        """
        try:
            sys.exit(self._ended(list(sys.argv[1:] if args is None else args), given))
        except OSError as error:
            if error.errno not in FULL:
                raise
            _unwritten(error)
            sys.exit(1)

    def _ended(self, typed: Sequence[str], given: dict[str, Any]) -> Any:
        """Run it; the exit code, of what is refused too."""
        as_json = "--json" in typed
        how: dict[str, Any] = {**given, "standalone_mode": False} if as_json else given
        try:
            _readable(typed)
            return super().main(typed, **how) or 0
        except (Refused, Refusal, SettingRefused, DatabaseRefused, MigrationRefused) as refused:
            _tell(refused, as_json=as_json)
        except TyperException as unclear:
            _tell(unclear, as_json=as_json)
            return unclear.exit_code
        except typer.Abort:
            _tell(EOFError("it was broken off, or something it asked for was not said"), as_json=as_json)
        return 1


def _readable(typed: Sequence[str]) -> None:
    """Refuse what was typed in other letters than UTF-8: no lead is called so, and no answer could say it."""
    for word in typed:
        shown = word.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
        if shown != word:
            instead = "Type it in UTF-8, and rename a file whose name is written otherwise."
            raise typer.BadParameter(f'"{shown}" is not UTF-8 text. {instead}')


def _tell(refused: Exception, *, as_json: bool) -> None:
    if not as_json:
        typer.echo(str(refused), err=True)
        return
    import json  # few commands are refused, and fewer to programs

    says = refused.format_message() if isinstance(refused, TyperException) else str(refused)
    problems = refused.as_dicts() if isinstance(refused, Refused) else [{"says": says}]
    typer.echo(json.dumps({"ok": False, "problems": problems}))


def _unwritten(error: OSError) -> None:
    """Say what could not be written, wherever that can still be read; what lies unwritten is dropped."""
    what = f"{error.filename}" if error.filename else "The answer"
    instead = "Make room there, or send it elsewhere. What the command did before that stands."
    with suppress(OSError):
        typer.echo(f"{what} could not be written to its end: {error.strerror}. {instead}", err=True)
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def listed() -> Iterator[Later]:
    """Each line of the list as a command, of the group that it stands in."""
    group = ""
    for line in LISTED.read_text("utf-8").splitlines():
        if line.startswith("#"):
            group = line.removeprefix("# ")
        else:
            yield Later(group, *line.split(maxsplit=2))


def other_words() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each word that is no command of ours, with what to type instead."""
    for line in OTHER_WORDS.read_text("utf-8").splitlines():
        if not line.startswith("#"):
            word, _, instead = line.partition(" ")
            yield word, tuple(one.strip() for one in instead.split(","))
