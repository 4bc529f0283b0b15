"""How does each tag of our templates get its look, once when they are read and not again for every letter?

Mail programs heed little but `style` on the tag itself. Our style sheet speaks of tags and classes only, so that a tag
and its classes say all about its look, whatever a letter says inside it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import css_inline
from jinja2 import BaseLoader, Environment, FileSystemLoader

_TAG = re.compile(r"<([a-z][a-z0-9]*)((?:\s[^<>]*)?)>")
_CLASS = re.compile(r'\sclass="([^"]*)"')
_STYLE_OF = re.compile(r'<(?:div|p|h1|body)[^>]*\sstyle="([^"]*)"')
_HEAD_STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)
_SHEET = '{% include "mail.css" %}'
_TAGS_WITH_A_LOOK = ("p", "h1", "body")


class Dressed(BaseLoader):
    """Reads templates; pages come with the look on each tag and, in their head, what cannot stand there."""

    def __init__(self, *folders: Path) -> None:
        """Read the style sheet once."""
        self._files = FileSystemLoader(folders)
        self._css = (folders[0] / "mail.css").read_text("utf-8")

    def get_source(self, environment: Environment, template: str) -> tuple[str, str | None, Callable[[], bool] | None]:
        """The words of a template, dressed if it is a page."""
        source, file, _ = self._files.get_source(environment, template)
        return (dressed(source, self._css) if template.endswith(".html.j2") else source), file, None


def dressed(source: str, css: str) -> str:
    """A page's template with its look on each tag."""

    def one(tag: re.Match[str]) -> str:
        name, more = tag.groups()
        classes = _CLASS.search(more)
        look = _look(name, classes[1] if classes else "", css)
        return f'<{name}{more} style="{look}">' if look else tag[0]

    kept = _HEAD_STYLE.search(_inlined(css, "<p></p>"))
    return _TAG.sub(one, source).replace(_SHEET, kept[1] if kept else "")


@lru_cache(maxsize=256)
def _look(name: str, classes: str, css: str) -> str:
    """What the style sheet says of such a tag; nothing for most."""
    if name not in _TAGS_WITH_A_LOOK and not classes:
        return ""
    stands_in = name if name in _TAGS_WITH_A_LOOK else "div"
    if name == "body":
        page = _inlined(css, "")
    else:
        page = _inlined(css, f'<{stands_in} class="{classes}"></{stands_in}>').partition("<body")[2].partition(">")[2]
    found = _STYLE_OF.search(page)
    return found[1] if found else ""


def _inlined(css: str, body: str) -> str:
    inliner = css_inline.CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)
    return inliner.inline(f"<!doctype html><html><head><style>{css}</style></head><body>{body}</body></html>")
