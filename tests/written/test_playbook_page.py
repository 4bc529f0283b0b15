"""Does docs/playbook.md explain every setting there is, and do its examples work?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, get_args

import pytest

from batonpass.written.answers import PLACEHOLDERS
from batonpass.written.check import check
from batonpass.written.fields import condition_schema, sendable
from batonpass.written.schema import EVENTS, MESSAGES, PlaybookFile
from batonpass.written.schema.kinds import Section
from batonpass.written.schema.lead import LeadFile
from batonpass.written.schema.told import CHANNELS
from tests.written.sound import SOUND, read

PAGE = (Path(__file__).parents[2] / "docs" / "playbook.md").read_text("utf-8")
BLOCKS = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
SMALLEST, *PARTS = BLOCKS
NAMED, FIRST_CELL = re.compile("`([^`]+)`"), re.compile(r"^\| (`.+?) \|", re.MULTILINE)
TUESDAY = datetime(2027, 3, 2, tzinfo=UTC)


def sections(kind: Any) -> Iterator[type[Section]]:
    """A section and every section inside it."""
    if isinstance(kind, type) and issubclass(kind, Section):
        yield kind
        for field in kind.model_fields.values():
            yield from sections(field.annotation)
    for inner in get_args(kind):
        yield from sections(inner)


def settings() -> set[str]:
    return {name for whole in (PlaybookFile, LeadFile) for section in sections(whole) for name in section.settings()}


def test_every_setting_is_explained() -> None:
    assert [name for name in sorted(settings()) if f"`{name}`" not in PAGE] == []


def test_the_search_for_settings_looks_inside_lists_groups_and_rungs() -> None:
    assert {"playbook", "half_life", "delegate", "weight", "needs", "needs_note", "not", "from", "ago"} <= settings()


@pytest.mark.parametrize("names", [MESSAGES, CHANNELS, EVENTS, sendable(()), ("account_owner", "other", "base")])
def test_every_word_of_a_closed_list_is_named(names: tuple[str, ...]) -> None:
    assert [name for name in names if f"`{name}`" not in PAGE] == []


def test_the_table_of_sections_says_of_each_setting_where_it_is_explained() -> None:
    top, *parts = re.split(r"\n### ", PAGE.partition("\n## Every setting")[2].partition("\n## Conditions")[0])
    told = {name: NAMED.findall(listed) for name, listed in re.findall(r"\| \[(.+?)\]\(.+?\| (`.+`) \|", top)}
    there = {re.split(": |\n", part)[0]: NAMED.findall(" ".join(FIRST_CELL.findall(part))) for part in parts}
    assert told == {name: list(dict.fromkeys(names)) for name, names in there.items()}


def test_every_blank_of_an_acknowledgement_is_named() -> None:
    assert [name for name in PLACEHOLDERS if f"`{{{name}}}`" not in PAGE] == []


def test_every_field_a_condition_can_read_is_named() -> None:
    assert [path for path in condition_schema({}, ()) if f"`{path}`" not in PAGE] == []


def test_the_smallest_playbook_on_the_page_is_sound() -> None:
    written = read(SMALLEST)
    assert [checked.missed for checked in check(written, TUESDAY)] == [{}, {}]
    assert written.warnings == ()


def test_the_playbook_of_the_tests_uses_every_section() -> None:
    assert [name for name in PlaybookFile.settings() if f"\n{name}:" not in "\n" + SOUND] == []
