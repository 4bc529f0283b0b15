"""Do the maps of the files show each of them, once, with the question that it answers?"""

from __future__ import annotations

import pytest

from tools.file_map import MAPS, brought_up_to_date, questions

EACH = pytest.mark.parametrize(("drawn", "rooms"), MAPS.items(), ids=lambda one: getattr(one, "stem", ""))
CORE, ROOMS = next(iter(MAPS.items()))
TEXT = CORE.read_text("utf-8")


@EACH
def test_a_map_shows_each_file_with_its_question(drawn, rooms):
    text = drawn.read_text("utf-8")
    assert brought_up_to_date(text, rooms) == text, "bring it up to date: make map"


@EACH
def test_no_file_stands_on_a_map_twice(drawn, rooms):
    text = drawn.read_text("utf-8")
    assert [name for name in questions(rooms) if text.count(f"[`{name}`]") != 1] == []


def test_a_file_that_is_new_is_put_beside_its_likes():
    without = "".join(line for line in TEXT.splitlines(keepends=True) if "`handoff/fold/second.py`" not in line)
    lines = brought_up_to_date(without, ROOMS).splitlines()
    (place,) = (n for n, line in enumerate(lines) if "`handoff/fold/second.py`" in line)
    assert "`handoff/fold/" in lines[place - 1]


def test_a_file_that_is_gone_goes():
    assert "no_such_file" not in brought_up_to_date(TEXT + "- [`store/no_such_file.py`](../x): Is it there?\n", ROOMS)
