"""Strangers' text stays in its line, strangers' names stay names, and one recipient is one recipient."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import strategies as st

from batonpass.connectors.email.plain import one_address, one_line, safe_greeting
from batonpass.handoff.words import greeting
from tests.connectors.untimed import given

BREAKS = ["\r", "\n", "\r\n", "\u2028", "\u2029", "\u0085", "\v", "\f", "\x1c", "\x1d", "\x1e", "\x1f", "\0"]


@pytest.mark.parametrize("sign", BREAKS)
def test_nothing_breaks_a_line(sign):
    assert one_line(f"Eva{sign}Bcc: all@firm.example") == "Eva Bcc: all@firm.example"


@given(st.text())
def test_a_line_is_one_line_without_hidden_signs(text):
    line = one_line(text)
    assert len(line.splitlines()) <= 1
    assert not {unicodedata.category(letter) for letter in line if letter not in "\u200c\u200d"} & {
        "Cc",
        "Cf",
        "Zl",
        "Zp",
    }


@pytest.mark.parametrize("sign", ["\u202e", "\u2066", "\u200f", "\ufeff", "\ud800"])
def test_signs_that_turn_or_hide_text_are_gone(sign):
    assert one_line(f"Eva{sign}Lind") == "Eva Lind"


@pytest.mark.parametrize("name", ["Zoë Ångström", "Þór", "李 小龍", "क्षितिज", "نیم\u200cکظمی", "👩\u200d💻"])
def test_names_of_all_scripts_stay_as_they_are(name):
    assert one_line(name) == name


def test_a_long_text_is_cut_and_says_so():
    assert one_line("a" * 400, most=10) == "aaaaaaaaa…"


@pytest.mark.parametrize("address", ["ana@lumen.example", "a.b+c@x.co", "root@localhost", "o'hara@mail.local"])
def test_a_plain_address_is_taken(address):
    assert one_address(address) == address


def test_a_domain_of_other_letters_is_written_the_way_servers_know_it():
    assert one_address("eva@bücher.example") == "eva@xn--bcher-kva.example"


@pytest.mark.parametrize(
    "text",
    [
        "", "ana", "ana@", "@x.example", "ana@x.example,bo@x.example", "ana@x.example bo@x.example", "<ana@x.example>",
        "Ana <ana@x.example>", "ana@x.example\nRCPT TO:<bo@x.example>", "ana@x.example\r\n.", "a..b@x.example",
        ".a@x.example", "ana@x..example", "ana@[127.0.0.1]", '"a b"@x.example', "ana@x.example>", "ana\0@x.example",
        "ünal@x.example", "a" * 65 + "@x.example", "a@" + "x." * 130 + "example", "ana@x.example SIZE=1",
    ],
)  # fmt: skip
def test_what_is_not_one_plain_address_is_none(text):
    assert one_address(text) is None


@given(st.text())
def test_an_address_never_holds_what_could_end_it(text):
    address = one_address(text) or one_address(f"{text}@x.example")
    assert not set(address or "") & set(' \r\n<>,;:"\\()[]\0')


@pytest.mark.parametrize("said", ["Hello Eva,", "Hello,", "Hello Anne-Marie O'Neill,", "Hello Zoë,"])
def test_a_plain_greeting_stays(said):
    assert safe_greeting(said) == said


@pytest.mark.parametrize(
    "said",
    [
        "Hello Win at evil.example,", "Hello http://evil.example,", "Hello Eva/Bo,", "Hello <b>Eva</b>,",
        "Dear winner,", "Hello Eva\nYou won,", "Hello " + "a" * 41 + ",", "Hello Eva2,", "", "Hello  --,", "HelloEva.",
    ],
)  # fmt: skip
def test_a_greeting_with_more_than_a_name_is_only_hello(said):
    assert safe_greeting(said) == "Hello,"


@given(st.text(max_size=60))
def test_a_greeting_never_carries_a_link(name):
    said = safe_greeting(greeting(name))
    assert not set(said) & set("./:@\r\n<>&")
    assert len(said) <= len("Hello ,") + 40
