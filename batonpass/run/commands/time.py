"""What do `batonpass due` and `batonpass elapsed` answer: when is it due, how much working time has passed?"""

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import reduce
from pathlib import Path
from typing import Annotated

import typer

from batonpass.handoff import instant
from batonpass.handoff.hours import Hours, NeverOpens, OutOfRange, both, due, elapsed
from batonpass.run.named_files import bytes_of
from batonpass.run.printed import AsJson
from batonpass.written.calendars import far_opening, read_calendar
from batonpass.written.nearest import did_you_mean
from batonpass.written.refused import Problem, Refused
from batonpass.written.yaml12 import Parsed, parse

_INSTANT = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(:\d\d(\.\d+)?)?(?P<offset>[Zz]|[+-]\d\d:\d\d)?", re.ASCII)
_LENGTH = re.compile(r"(?:pt(?=\d))?(?:(\d{1,7})h)?(?:(\d{1,9})m)?(?:(\d{1,9})s)?", re.ASCII | re.IGNORECASE)


def read_instant(written: str) -> datetime:
    """Read an RFC 3339 instant; an instant without an offset is refused, for it means another one on every machine."""
    shape = _INSTANT.fullmatch(written)
    if shape and not shape["offset"]:
        raise typer.BadParameter(f'"{written}" has no time zone. Add Z for UTC, or an offset: {written}+01:00.')
    try:
        return instant.read_instant(written if shape else "").astimezone(UTC)
    except (ValueError, OverflowError):
        raise typer.BadParameter(f'"{written}" is not an instant. Write one such as 2027-03-02T10:00:00Z.') from None


def read_budget(written: str) -> timedelta:
    """Read working time such as 30m, 4h, 14400s, 1h30m or PT4H; days are refused, for a working day has no length."""
    parts = _LENGTH.fullmatch("0m" if written == "0" else written.replace(" ", ""))
    if parts and parts.group():
        hours, minutes, seconds = (int(part or 0) for part in parts.groups())
        return timedelta(hours=hours, minutes=minutes, seconds=seconds)
    if re.fullmatch(r"p?(\d+[dw])+.*", written, re.IGNORECASE):
        raise typer.BadParameter(f'"{written}" counts days, and a working day has no fixed length. Write hours: 8h.')
    raise typer.BadParameter(f'"{written}" is not a length of working time. Write one such as 30m, 4h, 1h30m or PT4H.')


Calendars = Annotated[
    list[str],
    typer.Option("--calendar", help="A calendar file, or PLAYBOOK#name. Given twice: open when both are."),
]
Instant = Annotated[
    datetime, typer.Option(parser=read_instant, metavar="INSTANT", help="Such as 2027-03-02T10:00:00Z.")
]
Budget = Annotated[
    timedelta, typer.Option(parser=read_budget, metavar="LENGTH", help="Working time: 30m, 4h, 1h30m, PT4H.")
]


def register(app: typer.Typer) -> None:
    """Add both commands to the command line."""
    app.command("due")(due_command)
    app.command("elapsed")(elapsed_command)


def due_command(calendar: Calendars, start: Instant, budget: Budget, *, as_json: AsJson = False) -> None:
    """Say when a promise of working time falls due."""

    def answer(hours: Hours) -> tuple[dict[str, object], str]:
        at = due(start, budget, hours)
        local = at.astimezone(hours.zone)
        clock = local.strftime("%H:%M:%S") if local.second or local.microsecond else local.strftime("%H:%M")
        shown = f"{local:%A} {local.day} {local:%B %Y} at {clock} in {hours.zone}"
        far = far_opening(hours, start)
        doubt = f" It does not open for {far.days} days: is that meant?" if far else ""
        return {"due_at": _rfc3339(at)}, f"Due {shown} ({_rfc3339(at)}).{doubt}"

    _answer(calendar, answer, as_json=as_json)


def elapsed_command(calendar: Calendars, start: Instant, end: Instant, *, as_json: AsJson = False) -> None:
    """Say how much working time passed between two instants."""

    def answer(hours: Hours) -> tuple[dict[str, object], str]:
        passed = elapsed(start, end, hours)
        whole, fraction = divmod(passed, timedelta(seconds=1))
        seconds = passed.total_seconds() if fraction else whole
        return {"seconds": seconds}, f"{_in_words(passed)} passed in {hours.zone} ({seconds} s)."

    _answer(calendar, answer, as_json=as_json)


def _answer(calendars: list[str], ask: Callable[[Hours], tuple[dict[str, object], str]], *, as_json: bool) -> None:
    """Print what the hours answer, or what must be mended first, and leave with 1 then."""
    try:
        data, words = ask(reduce(both, (hours_named(named) for named in calendars)))
    except Refused as refused:
        data, words, problem = {"ok": False, "problems": refused.as_dicts()}, str(refused), True
    except (NeverOpens, OutOfRange) as never:
        data, words, problem = {"ok": False, "problems": [{"says": str(never)}]}, str(never), True
    else:
        problem = False
    typer.echo(json.dumps(data) if as_json else words, err=problem and not as_json)
    if problem:
        raise typer.Exit(1)


def hours_named(named: str) -> Hours:
    """Read a calendar file, or the calendar of this name in a playbook."""
    whole = Path(named)
    file, sign, name = (named, "", "") if whole.is_file() else named.rpartition("#")
    path = Path(file) if sign else whole
    parsed = parse(bytes_of(path, "--calendar"), str(path))
    return _of_playbook(parsed, name) if sign else _of_file(parsed)


def _of_file(parsed: Parsed) -> Hours:
    match parsed.data:
        case {"calendars": {**calendars}}:
            says = "this is a playbook, with the calendars " + ", ".join(calendars)
            raise Refused(
                [parsed.problem(("calendars",), says, f"Name one: {parsed.where}#{next(iter(calendars), 'name')}")]
            )
        case _:
            return read_calendar(parsed.data, Path(parsed.where).name, point=parsed.problem)


def _of_playbook(parsed: Parsed, name: str) -> Hours:
    where = parsed.where
    match parsed.data:
        case {"calendars": {**calendars}} if name in calendars:
            return read_calendar(calendars[name], where, at=("calendars", name), point=parsed.problem)
        case {"calendars": {**calendars}}:
            raise Refused(
                [parsed.problem(("calendars",), f'there is no calendar "{name}"', did_you_mean(name, calendars))]
            )
        case _:
            raise Refused([Problem(where=where, path="calendars", says="there are no calendars in this file")])


def _rfc3339(at: datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")


def _in_words(passed: timedelta) -> str:
    minutes, rest = divmod(passed, timedelta(minutes=1))
    parts = ((minutes // 60, "h"), (minutes % 60, "min"), (f"{rest.total_seconds():g}", "s"))
    shown = " ".join(f"{count} {unit}" for count, unit in parts if count not in (0, "0"))
    return f"{shown} of working time" if shown else "No working time"
