"""Does the map of the files show each of them, once, with the question that it answers?"""

from __future__ import annotations

from tools.file_map import MAP, brought_up_to_date, questions

TEXT = MAP.read_text("utf-8")


def test_the_map_shows_each_file_with_its_question():
    assert brought_up_to_date(TEXT) == TEXT, "bring it up to date: make map"


def test_no_file_stands_on_it_twice():
    assert [name for name in questions() if TEXT.count(f"`{name}`") != 1] == []


def test_a_file_that_is_new_is_put_beside_its_likes():
    without = "".join(line for line in TEXT.splitlines(keepends=True) if "`handoff/fold/second.py`" not in line)
    lines = brought_up_to_date(without).splitlines()
    (place,) = (n for n, line in enumerate(lines) if "`handoff/fold/second.py`" in line)
    assert "`handoff/fold/" in lines[place - 1]


def test_a_file_that_is_gone_goes():
    assert "no_such_file" not in brought_up_to_date(TEXT + "- [`store/no_such_file.py`](../x): Is it there?\n")
