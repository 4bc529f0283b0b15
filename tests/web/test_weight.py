"""How much must a browser fetch before a rep can work?"""

from __future__ import annotations

import gzip
import re

import pytest

from batonpass.web.parts.rendered import STATIC

pytestmark = pytest.mark.asyncio(loop_scope="session")
MOST = 130_000
"""Bytes over the line for all that the inbox loads, compressed as a proxy compresses."""
NAMED = re.compile(r'(?:src|href)="/static/([^"?]+)')
EASTERN = "lib/inter-latin-ext.woff2"
"""Fetched only where such letters are shown: the style sheet says for which."""
IN_STYLE = re.compile(r'url\("([^"]+)"\)')


async def loaded(site) -> set[str]:
    """All that the inbox names, and what its style sheets name."""
    await site.lead(email="eva@acme.example")
    async with site.signed_in("ana") as visitor:
        named = set(NAMED.findall((await visitor.get("/")).text))
    sheets = [name for name in named if name.endswith(".css")]
    return named | {name for sheet in sheets for name in IN_STYLE.findall((STATIC / sheet).read_text("utf-8"))}


async def test_the_inbox_loads_at_most_130_kilobytes(site):
    files = [(STATIC / name).read_bytes() for name in await loaded(site) if name != EASTERN]
    assert 10_000 < sum(len(gzip.compress(file)) for file in files) < MOST


async def test_the_inbox_loads_nothing_that_only_reports_need(site):
    assert {name for name in await loaded(site) if "chart" in name or "report" in name} == set()
