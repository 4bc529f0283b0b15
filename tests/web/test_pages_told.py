"""Is every page, and every key and role of the pages, told in their document?"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from batonpass.store.users import ROLES
from batonpass.web.pages import PAGES

ROOT = Path(__file__).parents[2]
TOLD = (ROOT / "docs" / "pages.md").read_text("utf-8")
TEMPLATES = "".join(path.read_text("utf-8") for path in (ROOT / "batonpass" / "web").rglob("*.html"))
SHOWN = sorted(
    {
        re.sub(r"\{\w*?(\w+)\}", lambda name: name[1].removeprefix("lead_").removeprefix("mail_").upper(), route.path)
        for routes in PAGES
        for route in routes.routes
        if "GET" in route.methods and not route.path.endswith("/html")
    }
)


@pytest.mark.parametrize("path", SHOWN)
def test_every_page_is_told(path):
    assert f"`{path}`" in TOLD


@pytest.mark.parametrize("key", sorted(set(re.findall(r'data-key="(\w)"', TEMPLATES)) | {"j", "k"}))
def test_every_key_is_told(key):
    assert f"`{key}`" in TOLD


@pytest.mark.parametrize("role", ROLES)
def test_every_role_is_told(role):
    assert f"`{role}`" in TOLD
