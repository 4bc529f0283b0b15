"""How do those who lead a side hear of what both do together?"""

from __future__ import annotations

from batonpass.connectors.channel import Message
from batonpass.connectors.email.letter import to_bytes
from batonpass.handoff.effects import TellLeader
from batonpass.handoff.record import replace
from tests.connectors.sample import DESK, NOW

NEWS = TellLeader(
    key="joint/2027-03/drawn/mara@lumen.example",
    kind="joint_review",
    to="mara@lumen.example",
    name="Mara Pinto",
    subject="10 leads to label\r\nBcc: eve@evil.example",
    lines=("Say of each <b>lead</b> whether it was ready.",),
    path="/joint-review/2027-03",
    button="Label the leads",
)


def letter():
    return DESK.letter(Message(key=NEWS.key, kind=NEWS.kind, recipient=NEWS.to, effect=NEWS, at=NOW))


def test_a_leader_is_told_what_it_is_about_and_where():
    told = letter()
    assert "Label the leads: https://baton.lumen.example/joint-review/2027-03" in told.text
    assert 'href="https://baton.lumen.example/joint-review/2027-03"' in told.html


def test_words_of_others_neither_break_a_header_nor_become_markup():
    told = letter()
    assert "<b>lead</b>" not in told.html
    assert b"\r\nBcc:" not in to_bytes(told).partition(b"\r\n\r\n")[0]


def test_a_leader_is_told_in_their_own_language():
    asked = "Nobody sees the other side's answers, the score or the outcome before both sides are through."
    news = replace(NEWS, subject="10 leads to label together, 2027-03", lines=(asked,))
    told = DESK.letter(Message(key=news.key, kind=news.kind, recipient=news.to, effect=news, at=NOW, language="de"))
    assert told.subject == "10 Leads gemeinsam einstufen, 2027-03"
    assert told.text.startswith("Guten Tag Mara Pinto,")
    assert "Niemand sieht die Antworten der anderen Seite" in told.text
    assert "Leads einstufen: https://" in told.text
    assert '<html lang="de">' in told.html
