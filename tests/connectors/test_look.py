"""Is a page that was dressed once the page that dressing each letter would give, and does each letter read as meant?"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy
from html.parser import HTMLParser
from pathlib import Path

import css_inline
import pytest
from hypothesis import strategies as st
from jinja2 import FileSystemLoader

from batonpass.connectors.email import render
from batonpass.connectors.email.letter import to_bytes
from batonpass.connectors.email.render import Desk
from tests.connectors.sample import DESK, NOW, OURS, ack, tell
from tests.connectors.untimed import given

HERE = Path(render.__file__).parent
LINES = st.lists(st.text(max_size=120), min_size=1, max_size=8)
MESSAGES = {
    "a new lead": tell(),
    "a late one": tell(kind="breach", due_at=NOW - timedelta(minutes=65)),
    "one that is gone": tell(kind="taken_away", actions=(), reasons=()),
    "one not to call yet": tell(call_not_before=NOW + timedelta(hours=20)),
    "an answer": ack(),
    "many at once": tell().with_others(
        (tell(), replace(tell(lead_name="Bo <b>Ek</b>", due_at=NOW - timedelta(hours=1)), lead="L43"))
    ),
}


class Seen(HTMLParser):
    """All that a reader of a page sees: tags with their looks, and words; the sheet in the head apart."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.body: list[object] = []
        self.sheet = ""
        self._in_sheet = False
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self._in_sheet = tag == "style"
        if tag not in ("tbody", "style"):
            self.body.append((tag, tuple(sorted((name, "".join((value or "").split())) for name, value in attrs))))

    def handle_data(self, data):
        words = " ".join(data.split())
        if self._in_sheet:
            self.sheet += "".join(data.split())
        elif words:
            self.body.append(words)

    def handle_endtag(self, tag):
        self._in_sheet = self._in_sheet and tag != "style"


def dressed_letter_by_letter(message) -> str:
    """The page as it is when the style sheet is applied to the finished letter."""
    desk = Desk(OURS)
    desk._templates.loader = FileSystemLoader([HERE, HERE / "words"])
    return css_inline.CSSInliner(keep_at_rules=True, load_remote_stylesheets=False).inline(desk.letter(message).html)


@pytest.mark.parametrize("message", MESSAGES.values(), ids=MESSAGES)
def test_a_page_looks_as_if_each_letter_were_dressed_by_itself(message):
    ours, theirs = Seen(DESK.letter(message).html), Seen(dressed_letter_by_letter(message))
    assert ours.body == theirs.body
    assert ours.sheet == theirs.sheet


@given(LINES)
def test_a_letter_is_read_back_word_for_word(lines):
    letter = DESK.letter(tell(lines=tuple(lines), because=lines[0]))
    read = message_from_bytes(to_bytes(letter), policy=policy.default)
    plain, page = read.iter_parts()
    assert not [defect for part in (read, plain, page) for defect in part.defects]
    assert (plain.get_content_type(), page.get_content_type()) == ("text/plain", "text/html")
    assert shown(plain.get_content()) == shown(letter.text)
    assert shown(page.get_content()) == shown(letter.html)


@given(st.text(max_size=400))
def test_the_words_of_the_playbook_are_read_back_word_for_word(words):
    letter = DESK.letter(ack(words=words))
    plain = message_from_bytes(to_bytes(letter), policy=policy.default).get_body(("plain",))
    assert shown(plain.get_content()) == shown(letter.text)


def shown(text: str) -> str:
    """What can be sent of a text: no half of a letter, one kind of line end."""
    return text.encode("utf-8", "replace").decode().replace("\r\n", "\n").replace("\r", "\n").rstrip("\n")
