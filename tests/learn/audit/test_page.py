"""Can the page be sent on: nothing loaded, nothing run, nothing slipped in, and a figure for each drawing?"""

from __future__ import annotations

import re
from datetime import timedelta
from html.parser import HTMLParser

import pytest

from batonpass.learn.audit.page import page
from tests.learn.audit.exports import audited, leads

TOUCHES = [timedelta(minutes=n * 3) for n in range(60)] + [None] * 20
ATTACK = '"><script>alert(1)</script><img src=x onerror=alert(1)>'


@pytest.fixture(scope="module")
def html() -> str:
    return page(audited(leads(TOUCHES), hours="yes"))


class Tags(HTMLParser):
    """All tags and attributes of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))


def test_nothing_is_loaded_from_anywhere(html):
    loads = [t for t, a in Tags(html).tags if t in ("script", "link", "img", "iframe") or "src" in a]
    assert (loads, re.findall(r"https?://|url\((?!#)", html)) == ([], [])


def test_its_own_policy_allows_its_one_style_and_nothing_else(html):
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', html)[1].replace("&#39;", "'")
    assert policy.startswith("default-src 'none'; style-src 'sha256-")


def test_no_element_brings_a_style_of_its_own(html):
    assert [t for t, a in Tags(html).tags if "style" in a or any(name.startswith("on") for name in a)] == []


def test_every_drawing_has_its_figures_in_a_table(html):
    figures = re.findall(r"<figure.*?</figure>", html, re.DOTALL)
    assert figures
    assert all("<table" in figure for figure in figures)


def test_drawings_are_silent_for_those_who_listen(html):
    assert {a.get("aria-hidden") for t, a in Tags(html).tags if t == "svg" and "class" in a} == {"true"}


def test_links_lead_to_parts_of_the_page(html):
    tags = Tags(html).tags
    targets = {a["id"] for _, a in tags if "id" in a}
    assert {a["href"].lstrip("#") for t, a in tags if t == "a"} <= targets


def test_what_stands_in_an_export_is_only_ever_text():
    text = leads(TOUCHES).replace(",ads", ",web", 30).replace(",ads", f',"{ATTACK.replace(chr(34), chr(34) * 2)}"')
    made = page(audited(text))
    assert ("<script" in made, "<img" in made, "&lt;script&gt;" in made) == (False, False, True)


def test_no_lead_is_named(html):
    text = "id,created,email,company,first touch\n" + "".join(
        f"{n},2026-03-0{1 + n % 9} 10:0{n % 7}:00,eva{n}@firm.example,Firm {n},\n" for n in range(60)
    )
    assert "firm.example" not in page(audited(text))


def test_an_export_that_tells_nothing_still_gives_a_page():
    made = page(audited("name,colour\nAna,red\nBo,blue\n"))
    assert "What this export cannot tell" in made


def test_the_headline_says_how_long_half_of_them_waited(html):
    assert "half waited longer than 88 min" in html or "half waited longer than 89 min" in html
