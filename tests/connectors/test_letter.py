"""Whatever a stranger is called, a mail has exactly the headers we meant and one recipient (S18)."""

from __future__ import annotations

from dataclasses import replace
from email import message_from_bytes, policy
from email.header import decode_header, make_header

import pytest
from hypothesis import example
from hypothesis import strategies as st

from batonpass.connectors.email.letter import Tampered, _hold_headers, message_id, to_bytes
from batonpass.connectors.email.plain import one_line
from tests.connectors.sample import DESK, ack, tell
from tests.connectors.untimed import given

MEANT = [
    "From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "X-Auto-Response-Suppress", "MIME-Version",
    "Content-Type",
]  # fmt: skip
PIECES = [
    "Eva", "\r\n", "\n", "\r", "\u2028", "\u0085", "\v", "\f", "\x1c", "Bcc: x@evil.example", "=?utf-8?q?=0A?=",
    "=?", "?=", "é", "李", '"', "<x@evil.example>", ",", ";", ":", "\\", " ", "\t", "\0", "\ud800", "(", ")", "@",
]  # fmt: skip
EVIL = st.lists(st.sampled_from(PIECES), max_size=12).map("".join)


def headers(raw: bytes) -> list[str]:
    return list(message_from_bytes(raw, policy=policy.default).keys())


@given(EVIL, EVIL, EVIL)
@example("=?utf-8?q?Eva=0D=0ABcc=3A_x=40evil.example?=", "Eva\r\nBcc: x@evil.example", "\r\n\r\n<script>")
@example('"', "\\", "=?utf-8?b?DQpCY2M6IHg=?=")
def test_no_name_adds_a_header_or_a_recipient(lead, rep, company):
    raw = to_bytes(DESK.letter(tell(lead_name=lead, name=rep, lines=(company, company), because=company)))
    read = message_from_bytes(raw, policy=policy.default)
    assert sorted(read.keys()) == sorted(MEANT)
    assert [address.addr_spec for address in read["To"].addresses] == ["ana@lumen.example"]
    assert [address.addr_spec for address in read["From"].addresses] == ["handoff@lumen.example"]


@given(EVIL)
def test_no_lead_adds_a_header_to_the_answer_they_get(name):
    raw = to_bytes(DESK.letter(ack(greeting=f"Hello {name},", by_local=name)))
    assert sorted(headers(raw)) == sorted([*MEANT, "List-Unsubscribe", "List-Unsubscribe-Post"])


@given(EVIL)
def test_a_letter_is_seven_bit_with_short_lines(text):
    raw = to_bytes(DESK.letter(tell(lead_name=text, lines=(text, text * 20))))
    assert raw.isascii()
    assert max(len(line) for line in raw.split(b"\r\n")) <= 998
    assert b"\n" not in raw.replace(b"\r\n", b"")


def test_a_header_that_we_did_not_write_stops_the_letter():
    with pytest.raises(Tampered, match="Bcc"):
        _hold_headers(b"From: a\r\nBcc: b\r\nMIME-Version: 1\r\nContent-Type: c\r\n\r\nbody", ["From"])


def test_a_bare_line_feed_among_the_headers_stops_the_letter():
    with pytest.raises(Tampered):
        _hold_headers(b"From: a\n b\r\nMIME-Version: 1\r\nContent-Type: c\r\n\r\nbody", ["From"])


def test_the_same_message_has_the_same_id_at_each_try():
    first = DESK.letter(tell())
    again = DESK.letter(replace(tell(), tries=3))
    assert message_id(first.key, first.sender) == message_id(again.key, again.sender)


@given(st.text(max_size=300), st.text(max_size=300))
def test_two_messages_have_two_ids(one, other):
    assert (message_id(one, "a@x.example") == message_id(other, "a@x.example")) == (one == other)


def test_an_id_shows_its_key_to_people():
    assert message_id("L42/7/assigned/ana/email", "a@x.example").startswith("<L42.7.assigned.ana.email.")


def test_machines_are_told_not_to_answer():
    read = message_from_bytes(to_bytes(DESK.letter(tell())), policy=policy.default)
    assert (read["Auto-Submitted"], read["X-Auto-Response-Suppress"]) == ("auto-generated", "All")


@given(st.text(max_size=200))
@example("=?utf-8?q?Ana=0D=0ABcc=3A_x=40evil.example?=")
@example("李 小龍 " * 12)
def test_a_subject_is_read_as_it_was_written(name):
    letter = DESK.letter(tell(lead_name=name, lines=()))
    read = message_from_bytes(to_bytes(letter), policy=policy.compat32)
    assert str(make_header(decode_header(read["Subject"].replace("\r\n", "")))) == one_line(letter.subject, most=150)


@pytest.mark.parametrize("name", ["Ana Duarte", "Åsa Öberg", "O'Neill, Ana", "=?utf-8?q?Ana?=", 'Ana "Boss" D.'])
def test_a_rep_is_addressed_by_name(name):
    read = message_from_bytes(to_bytes(DESK.letter(tell(name=name))), policy=policy.default)
    assert read["To"].addresses[0].display_name == name
