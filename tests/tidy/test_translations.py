"""Is every text that our pages show translated, and do the words in the tree agree with the texts?"""

from __future__ import annotations

import ast
import gettext
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from batonpass.tongue.spoken import HERE, LANGUAGES
from batonpass.web.parts.rendered import WEB
from tests.tidy.house import ROOT, files, short

OTHERS = sorted(set(LANGUAGES) - {"en"})
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "say": None, "say_of": (2, 3), "later": None}
METHODS = [("**.py", "python"), ("**.html", "jinja2"), ("**.j2", "jinja2")]
OPTIONS = {pattern: {"trim_blocks": "true", "lstrip_blocks": "true"} for pattern in ("**.html", "**.j2")}
NOT_OURS_TO_SAY = {
    "batonpass/web/intake/answer.html": "speaks the language of its form's owner",
    "batonpass/web/intake/form.html": "speaks the language of its form's owner",
}
SAME_EVERYWHERE = {"Batonpass", "CSV", "Ctrl K", "EUR", "24 h", "UTC", "ICS", "Slack", "Teams", "Parquet"}
JINJA = re.compile(r"\{%-?\+? *trans\b.*?endtrans *-?\+?%\}|\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
SILENT = re.compile(r"<(script|style|svg|pre|kbd|code)\b.*?</\1>", re.DOTALL)
SPOKEN = re.compile(r"(?:title|aria-label|placeholder|alt|label)=\"([^\"]*)\"|>([^<>]+)<", re.DOTALL)
NO_WORDS = re.compile(r"&\w+;|[\w-]+=\"[^\"]*\"|/\w+\?")
"""Signs, attributes that a macro gives, and addresses."""
WORD = re.compile(r"[A-Za-z]{2,}")
PERCENT = re.compile(r"%\((\w+)\)s")


@cache
def extracted() -> frozenset[str | tuple[str, ...]]:
    """The texts of our code and templates."""
    found = extract_from_dir(str(ROOT / "batonpass"), METHODS, OPTIONS, KEYWORDS)
    return frozenset(text for _, _, text, _, _ in found if text)


@cache
def catalogue(language: str) -> Catalog:
    with (HERE / f"{language}.po").open("rb") as kept:
        return read_po(kept, locale=language)


def said_within(tree: ast.AST) -> list[ast.Call]:
    """The texts that are said between the braces of another text."""
    outer = [one for one in ast.walk(tree) if isinstance(one, ast.JoinedStr)]
    calls = [call for one in outer for call in ast.walk(one) if isinstance(call, ast.Call) and call.args]
    return [
        call
        for call in calls
        if isinstance(call.func, ast.Name) and call.func.id in KEYWORDS and isinstance(call.args[0], ast.Constant)
    ]


def messages(language: str) -> list[Message]:
    return [message for message in catalogue(language) if message.id]


def forms(text: str | tuple[str, ...]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


def holes(text: str) -> set[str]:
    """What is filled in: {names} in code, %(names)s in templates."""
    if PERCENT.search(text) or "{" not in text:
        return set(PERCENT.findall(text))
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def wrong_holes(message: Message) -> bool:
    """Whether a translation asks for something else than its text has to give."""
    wanted = set().union(*(holes(one) for one in forms(message.id)))
    return any(holes(one) - wanted or (len(wanted) > 1 and wanted - holes(one)) for one in forms(message.string))


def bare(template: str) -> Iterator[str]:
    """The words of a template that no translation reaches."""
    for attribute, text in SPOKEN.findall(SILENT.sub("", f">{JINJA.sub('', template)}<")):
        said = (attribute or text).strip()
        if WORD.search(NO_WORDS.sub("", said)) and said.strip(" ·") not in SAME_EVERYWHERE:
            yield said


def bare_words(path: Path) -> list[str]:
    return [f"{short(path)}: {said}" for said in bare(path.read_text("utf-8"))]


def test_every_text_of_a_template_can_be_translated():
    templates = [path for path in files(".html", under="batonpass/web") if short(path) not in NOT_OURS_TO_SAY]
    assert WEB.is_dir()
    assert [said for path in templates for said in bare_words(path)] == []


def test_no_text_is_said_within_another():
    """Not every Python lets what gathers the texts see into an f-string."""
    trees = {short(path): ast.parse(path.read_text("utf-8")) for path in files(".py", under="batonpass")}
    assert [f"{name}:{call.lineno}" for name, tree in trees.items() for call in said_within(tree)] == []


@pytest.mark.parametrize("language", OTHERS)
def test_the_words_are_those_of_the_tree(language):
    held = {message.id if isinstance(message.id, str) else tuple(message.id) for message in messages(language)}
    assert held == set(extracted()), "bring them together: make words"


@pytest.mark.parametrize("language", OTHERS)
def test_every_text_is_translated(language):
    assert [one.id for one in messages(language) if one.fuzzy or not all(forms(one.string))] == []


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_fills_in_what_its_text_has(language):
    assert [one.id for one in messages(language) if wrong_holes(one)] == []


@pytest.mark.parametrize("language", OTHERS)
def test_what_is_compiled_is_what_is_written(language):
    with (HERE / f"{language}.mo").open("rb") as kept:
        compiled = gettext.GNUTranslations(kept)
    said = [(compiled.gettext(one.id), one.string) for one in messages(language) if isinstance(one.id, str)]
    many = [(compiled.ngettext(*one.id, 2), one.string[1]) for one in messages(language) if isinstance(one.id, tuple)]
    assert [pair for pair in said + many if pair[0] != pair[1]] == []


@pytest.mark.parametrize(
    "template", ["<p>Hello there</p>", '<a title="Hello">{{ x }}</a>', "{% if x %}Hello{% endif %}<br>"]
)
def test_the_rule_sees_a_bare_word(template):
    assert list(bare(template)) != []


@pytest.mark.parametrize("template", ['<p>{{ _("Hello") }}</p>', "<p>{% trans %}Hi <b>you</b>{% endtrans %}</p>"])
def test_the_rule_lets_a_translated_word_pass(template):
    assert list(bare(template)) == []


def test_the_rule_sees_a_hole_that_nothing_fills():
    assert wrong_holes(Message("{n} of {all}", "{n} von {alle}"))
