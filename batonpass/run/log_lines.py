"""How does what goes wrong reach the log: as one line of JSON each, whatever somebody has sent?"""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, datetime
from typing import TextIO


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
            told["error"] = self.formatException(record.exc_info)
        return json.dumps(told, ensure_ascii=True)


def log_in_lines(to: TextIO | None = None) -> None:
    """Write everything from a warning on to standard error so, unless whoever started us has said where it goes."""
    root = logging.getLogger()
    if root.handlers:
        return
    lines = logging.StreamHandler(to or sys.stderr)
    lines.setFormatter(OneLine())
    root.addHandler(lines)
