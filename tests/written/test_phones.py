"""One number is kept in one way, however it was written."""

from __future__ import annotations

import pytest

from batonpass.written.phones import e164, spaced

WIDE = {ord("0") + n: 0xFF10 + n for n in range(10)}
"""Digits as a Japanese keyboard writes them."""


@pytest.mark.parametrize(
    ("written", "country", "kept"),
    [
        ("+351 912 345 678", "", "+351912345678"),
        ("00351-912.345.678", "", "+351912345678"),
        ("+44 (0)20 7946 0958", "", "+442079460958"),
        ("020 7946 0958", "GB", "+442079460958"),
        ("(212) 555-0187", "US", "+12125550187"),
        ("08-123 456 78", "SE", "+46812345678"),
        ("+٤٩ ٣٠ ١٢٣٤٥٦", "DE", "+4930123456"),
        ("03-1234-5678".translate(WIDE), "JP", "+81312345678"),
        ("+81 3 1234 5678", "", "+81312345678"),
        ("p:+15551234567", "US", "+15551234567"),
        ("tel:+351-912-345-678", "", "+351912345678"),
        ("Tel. 030 123456", "DE", "+4930123456"),
    ],
)
def test_a_number_is_kept_as_it_is_dialled_from_anywhere(written, country, kept):
    assert e164(written, country) == kept


@pytest.mark.parametrize(
    ("kept", "read"),
    [
        ("+33199001222", "+33 1 99 00 12 22"),
        ("+351912345678", "+351 912 345 678"),
        ("0199001222", "0199001222"),
        ("+999999999999", "+999999999999"),
        ("call my office", "call my office"),
    ],
)
def test_a_number_is_shown_as_people_dictate_it(kept, read):
    assert spaced(kept) == read


@pytest.mark.parametrize(("written", "country"), [("020 7946 0958", ""), ("ext. 12", "GB"), ("+1", ""), ("12", "SE")])
def test_what_cannot_be_told_stays_as_it_was_written(written, country):
    assert e164(written, country) == written
