"""Is what only an escape can write, and nobody can see, refused where it would be shown to people?"""

from __future__ import annotations

import pytest

from batonpass.written.load import load
from tests.written.sound import changed, told


@pytest.mark.parametrize(
    ("right", "slip", "says"),
    [
        ("says: asked for a demo", 'says: "asked\\0 us"', "11:36 signals.demo_request.says: a character"),
        ('"4711": won', '"47\\u200b11": won', "89:90 hooks.hubspot.stages.47\u200b11: a character"),
        ("{name: a rival,", '{name: "rival\\0",', "35:14 definition.counter_examples[0].name: a character"),
    ],
)
def test_an_unseen_letter_is_refused_where_its_escape_stands(right: str, slip: str, says: str) -> None:
    (line,) = told(right, slip)
    assert line.startswith(f"p.yaml:{says} that cannot be seen, U+")
    assert [one for one in load(changed(right, slip), "p.yaml", kept=True).warnings if "an escape" in one.says]
