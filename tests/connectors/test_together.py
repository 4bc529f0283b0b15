"""What can be done from one mail about many leads?"""

from __future__ import annotations

import re
from dataclasses import replace

from batonpass.connectors.links import LINK_PATH, read_link
from tests.connectors.sample import DESK, NOW, SECRET, tell

THREE = [replace(tell(actions=("accept", "call")), key=f"k{n}", lead=f"L{n}") for n in range(3)]


def test_each_lead_that_goes_together_with_others_has_links_of_its_own():
    letter = DESK.letter(THREE[0].with_others(tuple(THREE)))
    for body in (letter.text, letter.html):
        links = [read_link(token, secret=SECRET, now=NOW) for token in re.findall(rf"{LINK_PATH}([\w.~-]+)", body)]
        made = [(link.lead, link.action.partition(":")[0]) for link in links]
        assert made == [(one.lead, action) for one in THREE for action in ("accept", "touch")]
