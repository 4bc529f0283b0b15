"""How does a brief that was kept read now: opened days later, or carried by a mail that was held up?"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from .brief import brief
from .brief_second import NOT_AGAIN, second_brief
from .lead import Lead
from .record import replace
from .setting import Setting
from .words import read_later

DATED = ("Why now: ", "What they did: ", "Say first: ")
"""Lines in which we say how long ago something was; in a note only the end of it is ours."""
NOTE = "Note: "


def brief_now(lead: Lead, setting: Setting) -> tuple[str, ...]:
    """The lines of the brief as of this setting's instant; none where none was written yet."""
    if not lead.brief:
        return ()
    lines = brief(lead, setting).lines
    handed_over = any(line.startswith(NOT_AGAIN) for line in lead.brief)
    return second_brief(replace(lead, brief=lines), setting).lines if handed_over else lines


def lines_later(lines: Iterable[str], *, written: datetime, read: datetime) -> tuple[str, ...]:
    """Lines that were written then, for who reads them only now; what others wrote stays word for word."""
    return tuple(_later(line, written, read) for line in lines)


def _later(line: str, written: datetime, read: datetime) -> str:
    if line.startswith(NOTE):
        theirs, ours, told = line.rpartition(" (")
        return theirs + ours + read_later(told, written=written, read=read)
    return read_later(line, written=written, read=read) if line.startswith(DATED) else line
