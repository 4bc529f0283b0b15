"""Is a figure written in one way wherever it is read?"""

from __future__ import annotations

import re

from tests.tidy.house import ROOT

OWN_PERCENT = re.compile(r":[.,0-9]*%\}")
ALLOWED = {"batonpass/handoff/words.py", "batonpass/tongue/written_out.py"}
"""Where the one way is written down: for texts of the program, and for pages in the language that is spoken."""


def test_a_share_is_written_with_its_space_before_the_sign_everywhere():
    places = [path for path in sorted(ROOT.glob("batonpass/**/*.py")) if OWN_PERCENT.search(path.read_text("utf-8"))]
    assert {f"{path.relative_to(ROOT)}" for path in places} <= ALLOWED
