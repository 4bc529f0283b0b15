"""Links in mails do what they say, for whom they say, as long as they say, and nothing else."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import strategies as st
from itsdangerous import URLSafeSerializer

from batonpass.connectors.links import (
    LINK_PATH,
    Link,
    LinkRefused,
    choices_link,
    make_link,
    read_choices,
    read_link,
)
from tests.connectors.sample import NOW, SECRET
from tests.connectors.untimed import given

BASE = "https://baton.lumen.example/"
LINK = Link(lead="L42", action="reject:no_budget", rep="ana", cycle=3, until=NOW + timedelta(hours=24))


def token(link: Link = LINK, *, secret: bytes = SECRET) -> str:
    return make_link(link, base_url=BASE, secret=secret, now=NOW).partition(LINK_PATH)[2]


def refusal(text: str, **other) -> str:
    with pytest.raises(LinkRefused) as caught:
        read_link(text, **{"secret": SECRET, "now": NOW, **other})
    return str(caught.value)


@given(lead=st.text(max_size=20), rep=st.text(max_size=20), action=st.text(max_size=30), cycle=st.integers(0, 9999))
def test_a_link_says_back_what_it_was_made_for(lead, rep, action, cycle):
    link = replace(LINK, lead=lead, rep=rep, action=action, cycle=cycle)
    assert read_link(token(link), secret=SECRET, now=NOW) == link


def test_a_rejection_carries_its_reason():
    assert read_link(token(), secret=SECRET, now=NOW).reason == "no_budget"


def test_a_link_is_short_and_safe_in_an_address():
    assert re.fullmatch(r"[\w.-]{1,160}", token(), re.ASCII)


@given(place=st.integers(0, 10_000), letter=st.sampled_from("ABCxyz059-_."))
def test_a_link_with_one_letter_changed_does_nothing(place, letter):
    text = token()
    place %= len(text) - 1  # the last letter holds two bits that decode to nothing
    changed = text[:place] + letter + text[place + 1 :]
    if changed != text:
        assert "broken or was changed" in refusal(changed)


@given(st.text())
def test_any_other_text_is_refused_in_words(text):
    assert refusal(text).startswith("This link")


def test_a_link_of_another_installation_does_nothing():
    assert "changed" in refusal(token(secret=b"another secret of 32 letters ..."))


def test_while_a_secret_is_exchanged_what_the_one_before_it_signed_is_good_still():
    new = b"the new secret of 32 letters ..."
    choices = choices_link("L42", base_url=BASE, secret=SECRET).rpartition("/")[2]
    both = (SECRET, new)
    assert read_link(token(), secret=both, now=NOW) == read_link(token(secret=new), secret=both, now=NOW) == LINK
    assert (read_choices(choices, secret=both), read_choices(choices, secret=new)) == ("L42", None)
    assert "changed" in refusal(token(), secret=new)


def test_a_link_that_is_signed_but_holds_something_else_does_nothing():
    keys = {"key_derivation": "hmac", "digest_method": "sha256"}
    other = URLSafeSerializer(SECRET, salt="session", signer_kwargs=keys).dumps(
        ["decide", "L42", "accept", "ana", 1, 0]
    )
    assert "changed" in refusal(other)


def test_a_link_works_until_the_instant_before_it_ends():
    assert read_link(token(), secret=SECRET, now=LINK.until - timedelta(microseconds=1)) == LINK


def test_a_link_has_expired_at_the_instant_it_names():
    assert "expired" in refusal(token(), now=LINK.until)


def test_a_link_made_for_something_else_is_refused():
    assert "something else" in refusal(token(replace(LINK, purpose="unsubscribe")))


def test_no_link_is_made_to_last_longer_than_a_week():
    with pytest.raises(ValueError, match="7 days at most"):
        token(replace(LINK, until=NOW + timedelta(days=7, seconds=1)))


def test_a_clock_set_back_does_not_lengthen_a_link():
    assert "longer than we ever make" in refusal(token(), now=NOW - timedelta(days=30))


def test_a_short_secret_is_refused():
    with pytest.raises(ValueError, match="needs 32"):
        token(secret=b"short")
