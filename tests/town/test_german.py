"""Does a German reader of the town's pages find a sentence of ours that is still English?"""

from __future__ import annotations

import json
import re
from collections import Counter
from html.parser import HTMLParser

import pytest
import pytest_asyncio
from fastapi import FastAPI

from batonpass.store.open import open_pool
from batonpass.store.world import Watched
from batonpass.tongue.heard import heard, known
from batonpass.tongue.spoken import speaking
from batonpass.web.pages import pages
from tests.database import fresh
from tests.town.conftest import WEDNESDAY, loaded
from tests.web.site import Site, press
from town.company import PLAYBOOK

pytestmark = pytest.mark.asyncio(loop_scope="module")
READERS = ("anna", "mara", "olle")
A_KIND, IN_ALL = 2, 90
"""So many pages of one kind, and of all kinds, are read as each reader."""
NOT_READ = ("/mail", "/sign-out", "/static", "/f/", "/v1", "/live", "/playbook/edit", "/playbook/outline")
"""Letters stand as they were sent, forms speak as their owner does, and the editor shows the words of the file."""
NO_PAGES = (".csv", ".parquet", "/file")
UNSPOKEN = {"script", "style", "svg", "pre", "code", "textarea", "kbd"}
SPOKEN = ("title", "aria-label", "placeholder", "alt")
ENGLISH = re.compile(
    r"\b(the|of|is|are|was|were|and|to|by|with|without|not|no|for|from|this|that|it|its|has|have|had|be|been|when|who|what|"
    r"which|their|they|each|every|nobody|or|on|at|as|than|more|less|given|back|touch|within|time|before|after|until)\b",
    re.IGNORECASE,
)
PARTS = re.compile(r"[:;,·•()„“”\"\N{EN DASH}]|\s-\s")
JOINED = re.compile(r"\.\s|\sund\s")
COUNTED = re.compile(r"^[-+]?[\d.,]+ |[ ][\d.,]+$")
MEANT = {
    r"^\w[\w ]* or .*unknown$": "choices as the playbook writes them",
    r"^Hi [^,]+$": "an opener is said to the lead, in the words of the playbook",
    r"^you .* ago\. Would 15 minutes": "the same",
    r"^you .* just now\. Would 15 minutes": "the same",
}
"""What stays English, and why."""
OURS = {"because", "lines", "passed", "missing", "rule"}
"""What facts say in our words, and nobody else's."""


class Words(HTMLParser):
    """What a page says, and where it leads."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.said: list[str] = []
        self.links: list[str] = []
        self.silent = 0
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        named = dict(attrs)
        self.silent += tag in UNSPOKEN
        self.said += [named[name] for name in SPOKEN if named.get(name)]
        if tag == "a" and named.get("href"):
            self.links.append(named["href"].partition("#")[0])

    def handle_endtag(self, tag):
        self.silent -= tag in UNSPOKEN

    def handle_data(self, data):
        if not self.silent:
            self.said.append(data)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def town_site(postgres):
    """The pages over a small town."""
    lent = fresh(loaded(WEDNESDAY))
    pool = await open_pool(next(lent), connections=4)
    watched, app = Watched(), FastAPI(openapi_url=None)
    app.state.pool, app.state.watched, app.state.session_secret, app.state.demo = pool, watched, b"s" * 32, True
    pages(app)
    yield Site(pool=pool, watched=watched, app=app)
    await pool.close()
    assert next(lent, None) is None


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def theirs(town_site):
    """What is in the words of others: of the playbook, of leads, of people."""
    kept = await town_site.pool.fetch("select body from app.facts where kind in ('Captured', 'Observed')")
    people = await town_site.pool.fetch("select name from app.users")
    told = [PLAYBOOK.read_text("utf-8"), *(row["name"] for row in people)]
    told += [f"{value}" for row in kept for name, value in json.loads(row["body"]).items() if name not in OURS]
    return " ".join(" ".join(told).lower().split()).replace("_", " ")


async def german_pages(site: Site, name: str):
    """Page after page as this reader sees them in German: its address, and what it says."""
    seen, kinds, wanted = set(), Counter(), ["/"]
    async with site.visitor() as visitor:
        await press(visitor, "/sign-in/demo", on="/sign-in", email=f"{name}@marenholt.example")
        await press(visitor, "/me/language", on="/me", language="de")
        while wanted and len(seen) < IN_ALL:
            path = wanted.pop(0)
            kind = re.sub(r"/[^/?]*\d[^/?]*", "/N", path.partition("?")[0])
            if path in seen or kinds[kind] >= A_KIND:
                continue
            seen.add(path)
            kinds[kind] += 1
            answer = await visitor.get(path, follow_redirects=True)
            words = Words(answer.text)
            wanted += [link for link in words.links if is_page(link)]
            yield path, words.said


def is_page(link: str) -> bool:
    return link.startswith("/") and not link.startswith(NOT_READ) and not link.partition("?")[0].endswith(NO_PAGES)


def without(part: str, theirs: str) -> str:
    """What is left of a text once the words of others, which German joins, are taken out of it."""
    return ". ".join(one for one in JOINED.split(part) if one.strip(" .?!…").lower().replace("_", " ") not in theirs)


def english(said: str, theirs: str) -> list[str]:
    """The parts of a text that are English, and in nobody's words but ours."""
    parts = (COUNTED.sub("", " ".join(part.split())).strip(" .?!…") for part in PARTS.split(said))
    return [
        part
        for part in parts
        if len(set(map(str.lower, ENGLISH.findall(without(part, theirs))))) > 1
        and part.lower().replace("_", " ") not in theirs
        and not any(re.match(meant, part) for meant in MEANT)
    ]


@pytest.mark.parametrize("name", READERS)
async def test_no_page_says_an_english_sentence_to_a_german_reader(town_site, theirs, name):
    found = {}
    async for path, said in german_pages(town_site, name):
        for text in said:
            for part in english(text, theirs):
                found.setdefault(part, path)
    assert found == {}


async def test_every_reason_of_the_year_is_known(town_site):
    rows = await town_site.pool.fetch("select distinct body->>'because' as because from app.facts")
    with speaking("de"):
        unknown = [row["because"] for row in rows if row["because"] and not known(row["because"])]
        same = [row["because"] for row in rows if row["because"] and heard(row["because"]) == row["because"]]
    assert (unknown, [one for one in same if ENGLISH.search(one)]) == ([], [])
