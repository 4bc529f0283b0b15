"""How does what goes wrong reach the log: as one line of JSON each, whatever somebody has sent?"""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, datetime
from typing import TextIO

import asyncpg


class OneLine(logging.Formatter):
    """A record as one line of JSON in plain ASCII: no sign of a sender's ends the line or colours it (S21)."""

    def format(self, record: logging.LogRecord) -> str:
        """When, how bad, where, what; with the traceback if there is one."""
        told = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "where": record.name,
            "says": record.getMessage(),
        }
        if record.exc_info:
            told["error"] = _without_rows(self.formatException(record.exc_info), record.exc_info[1])
        return json.dumps(told, ensure_ascii=True)


def _without_rows(text: str, error: BaseException | None) -> str:
    """The database says which row failed, word for word; whom it is about is in no log (S68)."""
    seen: set[int] = set()
    behind = [error]
    while behind:
        one = behind.pop()
        if one is None or id(one) in seen:
            continue
        seen.add(id(one))
        if isinstance(one, asyncpg.PostgresError) and one.detail:
            text = text.replace(str(one.detail), "(left out)")
        behind += [one.__cause__, one.__context__, *getattr(one, "exceptions", ())]
    return text


def log_in_lines(to: TextIO | None = None) -> None:
    """Write everything from a warning on to standard error so, unless whoever started us has said where it goes."""
    root = logging.getLogger()
    if root.handlers:
        return
    lines = logging.StreamHandler(to or sys.stderr)
    lines.setFormatter(OneLine())
    root.addHandler(lines)
