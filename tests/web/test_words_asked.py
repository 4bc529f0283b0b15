"""Is a word in an address that nothing listens to told, so that nobody takes everything for the answer?"""

from __future__ import annotations

import ast
import re
from pathlib import Path

from batonpass.web.app import ROUTES
from batonpass.web.parts.words_asked import FOR_ALL, WORDS, passing, unheard

WEB = Path(__file__).parents[2] / "batonpass" / "web"
READS = sorted(
    {
        re.sub(r"\{\w+\}", "0" * 16, route.path.replace("/reports/{name}", "/reports/sla"))
        for one in ROUTES
        for route in one.routes
        if "GET" in route.methods and route.path.startswith("/v1/")
    }
)


async def test_a_filter_that_is_written_wrong_is_refused_with_what_was_meant(doors):
    told = (await doors.http.get("/v1/leads?ownr=ana")).json()
    assert (told["status"], told["type"], told["field"]) == (422, "/problems/invalid", "ownr")
    assert "did you mean owner?" in told["detail"]
    assert "owner" in told["allowed"]


async def test_a_filter_that_stands_there_twice_is_refused(doors):
    for path in ("/v1/leads?owner=ana&owner=bruno", "/v1/reports/sla?tier=urgent&tier=standard"):
        told = (await doors.http.get(path)).json()
        assert (told["status"], "stands there 2 times; ask for one" in told["detail"]) == (422, True)


async def test_no_call_leaves_a_word_unheard(doors):
    answers = {path: (await doors.http.get(f"{path}?ownr=ana")).status_code for path in READS}
    assert answers == dict.fromkeys(READS, 422)


def test_a_page_knows_its_own_words_and_no_others():
    for path, words in WORDS.items():
        assert (unheard(path, [*words, *FOR_ALL]), unheard("/me", words)) == ((), tuple(words))


def read_in(folder: Path) -> set[str]:
    """The words that the pages of a folder read from their address by name."""
    calls = [node for file in folder.glob("*.py") for node in ast.walk(ast.parse(file.read_text("utf-8")))
             if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "get"
             and isinstance(node.func.value, ast.Attribute) and node.func.value.attr == "query_params"]  # fmt: skip
    return {one.args[0].value for one in calls if isinstance(one.args[0], ast.Constant)}


def test_what_a_page_reads_by_name_is_known():
    elsewhere = {"next", "language", "key", "table"}
    known = FOR_ALL.union(elsewhere, *WORDS.values())
    assert {one.name: read_in(one) - known for one in WEB.iterdir() if read_in(one) - known} == {}


def test_the_words_of_counters_are_told_from_ours():
    assert [passing(one) for one in ("utm_source", "UTM_Term", "gclid", "_ga", "source", "campaign")] == [
        True, True, True, True, False, False,
    ]  # fmt: skip
