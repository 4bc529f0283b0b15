"""In what do two playbooks differ, rule by rule, in words?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import cast

from batonpass.written.in_words import Rule, in_words
from batonpass.written.load import Written

TOLD_ABOVE = frozenset(
    {"playbook", "version", "fit", "signals", "models", "definition", "tiers", "escalation", "routing", "rejections",
     "outcomes", "requalify_after"}
)  # fmt: skip
"""Sections of the file whose rules are compared in words; of the others only names are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One rule that is new, gone (`after` empty) or otherwise; in words."""

    section: str
    rule: str
    before: str
    after: str


def unlike(before: Written, after: Written) -> tuple[Change, ...]:
    """Every rule that differs, in the order of the agreement; the order and spacing of the file do not count."""
    return (*_rules(before, after), *_cases(before, after), *_others(before, after))


def _rules(before: Written, after: Written) -> Iterator[Change]:
    was, is_ = _flat(before), _flat(after)
    for key in dict.fromkeys([*was, *is_]):
        first, second = was.get(key, ""), is_.get(key, "")
        if first != second:
            yield Change(section=key[0], rule=key[1], before=first, after=second)


def _flat(written: Written) -> dict[tuple[str, str, int], str]:
    """Each rule in words. Two rungs may bear one name, such as `pool`: they are told apart by their order."""
    flat, seen = dict[tuple[str, str, int], str](), Counter[tuple[str, str]]()
    for section in in_words(written):
        for rule in section.rules:
            place = (section.name, rule.name)
            flat[(*place, seen[place])] = _line(rule)
            seen[place] += 1
    return flat


def _line(rule: Rule) -> str:
    return f"{rule.says}: {rule.gives}" if rule.gives else rule.says


def _cases(before: Written, after: Written) -> Iterator[Change]:
    was, is_ = ({case.name: _told(case.expect) for case in one.cases} for one in (before, after))
    for name in dict.fromkeys([*was, *is_]):
        if was.get(name) != is_.get(name):
            yield Change(section="Examples", rule=name, before=was.get(name, ""), after=is_.get(name, ""))


def _told(expect: Mapping[str, object]) -> str:
    return ", ".join(f"{key} {value}" for key, value in expect.items())


def _others(before: Written, after: Written) -> Iterator[Change]:
    """Sections that are not read aloud: which of their entries are new, gone or changed, by name."""
    for name in type(after.file).model_fields:
        was, is_ = getattr(before.file, name), getattr(after.file, name)
        if name in TOLD_ABOVE or was == is_:
            continue
        section = name.replace("_", " ").capitalize()
        if isinstance(was, dict) and isinstance(is_, dict):
            yield from _entries(section, cast("dict[str, object]", was), cast("dict[str, object]", is_))
        else:
            yield Change(section=section, rule=name, before="as it was", after="changed")


def _entries(section: str, was: Mapping[str, object], is_: Mapping[str, object]) -> Iterator[Change]:
    for key in dict.fromkeys([*was, *is_]):
        if was.get(key) != is_.get(key):
            before, after = "there" if key in was else "", ("changed" if key in was else "new") if key in is_ else ""
            yield Change(section=section, rule=key, before=before, after=after)
