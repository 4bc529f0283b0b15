"""Is whatever goes wrong one line in the log, whoever had a hand in its words (S21)?"""

from __future__ import annotations

import io
import json
import logging

import asyncpg
import pytest

from batonpass.run.log_lines import OneLine, log_in_lines

HOSTILE = [
    "two\r\nlines", "\x1b[31mred\x1b[0m", '", "level": "info"}', "\u2028\u2029\x85\x0b\x0c", "\ud800 alone", "\x00nul",
    "\u202eright to left", "{}%s%n",
]  # fmt: skip


def written(say: str, error: Exception | None = None) -> str:
    """What stands in the log after one thing was said."""
    page = io.StringIO()
    handler = logging.StreamHandler(page)
    handler.setFormatter(OneLine())
    handler.handle(
        logging.makeLogRecord(
            {
                "name": "door",
                "levelname": "ERROR",
                "msg": "said: %s",
                "args": (say,),
                "exc_info": error and (type(error), error, None),
            }
        )
    )
    return page.getvalue()


@pytest.mark.parametrize("said", HOSTILE)
def test_whatever_is_said_is_one_line_of_json(said):
    text = written(said)
    assert text.isascii()
    assert (text.count("\n"), text.isprintable() or text[:-1].isprintable()) == (1, True)
    told = json.loads(text)
    assert (told["says"], told["level"]) == (f"said: {said}", "error")


@pytest.mark.parametrize("said", HOSTILE)
def test_what_goes_wrong_is_one_line_with_its_traceback(said):
    text = written("it", ValueError(said))
    assert text.splitlines() == [text[:-1]]
    assert "ValueError" in json.loads(text)["error"]


def test_the_row_that_failed_is_in_no_log():
    failed = asyncpg.CheckViolationError("new row violates a check")
    failed.detail = "Failing row contains (L1, anna.berg@acme.example)."
    outer = RuntimeError("it could not be kept")
    outer.__cause__ = failed
    for error in (failed, outer, ExceptionGroup("many", [failed])):
        text = written("it", error)
        assert ("anna.berg" in text, "violates a check" in text) == (False, True)


def test_who_has_said_where_it_goes_is_not_overruled():
    mine, root = logging.NullHandler(), logging.getLogger()
    root.addHandler(mine)
    before = list(root.handlers)
    log_in_lines()
    after = list(root.handlers)
    root.removeHandler(mine)
    assert after == before
