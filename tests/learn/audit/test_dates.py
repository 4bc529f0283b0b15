"""Are dates read as they were meant, whoever wrote them?"""

from __future__ import annotations

from datetime import UTC, datetime

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from batonpass.learn.audit.dates import Order, order_of, read_dates
from tests.learn.audit.exports import audited, kinds


def read(text: str, order: Order = Order.DAY_FIRST, zone: str = "UTC") -> tuple[datetime | None, bool]:
    found = read_dates(pl.Series("at", [text]), order, written_in=zone)
    return found.at[0], found.day_only[0]


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2026-03-04 09:05:07", at(2026, 3, 4, 9, 5, 7)),
        ("2026-03-04 9:05", at(2026, 3, 4, 9, 5)),
        ("2026-03-04T09:05:07.250Z", at(2026, 3, 4, 9, 5, 7, 250_000)),
        ("2026-03-04T09:05:07+02:00", at(2026, 3, 4, 7, 5, 7)),
        ("2026-03-04 09:05:07 UTC", at(2026, 3, 4, 9, 5, 7)),
        ("4/3/2026, 9:05 PM", at(2026, 3, 4, 21, 5)),
        ("04.03.2026 09:05", at(2026, 3, 4, 9, 5)),
        ("04-03-26 09:05", at(2026, 3, 4, 9, 5)),
        ("4 Mar 2026 09:05", at(2026, 3, 4, 9, 5)),
        ("Mar 4, 2026 9:05 AM", at(2026, 3, 4, 9, 5)),
        ("1772615107000", at(2026, 3, 4, 9, 5, 7)),
        ("1772615107", at(2026, 3, 4, 9, 5, 7)),
    ],
)
def test_an_instant_is_read_as_it_was_meant(text, meant):
    assert read(text) == (meant, False)


@pytest.mark.parametrize("text", ["2026-03-04", "4/3/2026", "04.03.26", "Mar 4, 2026", "2026/03/04"])
def test_a_date_is_a_day_without_a_time(text):
    assert read(text) == (at(2026, 3, 4), True)


def test_epoch_milliseconds_are_not_moved_by_a_zone():
    assert read("1772615107000", zone="America/New_York")[0] == at(2026, 3, 4, 9, 5, 7)


def test_a_time_without_a_zone_is_of_the_zone_that_was_said():
    assert read("2026-07-04 09:00", zone="Europe/Berlin")[0] == at(2026, 7, 4, 7)


def test_of_an_hour_that_comes_twice_the_first_is_meant():
    assert read("2026-10-25 02:30", zone="Europe/Berlin")[0] == at(2026, 10, 25, 0, 30)


def test_an_hour_that_a_clock_skips_moves_on_and_is_told():
    found = read_dates(pl.Series("at", ["2026-03-29 02:30"]), Order.DAY_FIRST, written_in="Europe/Berlin")
    assert (found.at[0], found.skipped_by_clock) == (at(2026, 3, 29, 1, 30), 1)


def test_one_date_past_the_twelfth_settles_the_order_of_the_whole_file():
    ordered = order_of([pl.Series(["1/2/2026", "3/4/2026"]), pl.Series(["25/4/2026", None])])
    assert (ordered.order, ordered.settled) == (Order.DAY_FIRST, 1)


def test_a_month_first_file_is_read_month_first():
    assert order_of([pl.Series(["1/2/2026", "3/14/2026"])]).order is Order.MONTH_FIRST


def test_dates_that_leave_the_order_open_are_told():
    assert "order of day and month" in kinds(audited("id,created\n1,3/4/2026\n2,5/6/2026\n"))


def test_dates_that_contradict_each_other_are_told():
    assert "two orders of day and month" in kinds(audited("id,created\n1,25/4/2026\n2,4/25/2026\n3,26/4/2026\n"))


def test_an_order_that_was_said_is_kept_and_no_longer_asked_about():
    told = audited("id,created\n1,3/4/2026\n2,5/6/2026\n", order="month-first")
    assert (str(told.since), kinds(told)) == ("2026-03-04", set())


@pytest.mark.parametrize("text", ["9999-12-31", "1900-01-01", "0001-01-01 00:00:00"])
def test_a_date_out_of_all_reason_is_taken_for_none(text):
    told = audited(f"id,created,won date\n1,2026-03-02,{text}\n2,2026-03-02,2026-04-01\n")
    assert "impossible dates" in kinds(told)


def test_a_date_after_the_report_has_not_happened():
    told = audited("id,created\n1,2026-03-02\n2,2036-03-02\n")
    assert ("dates ahead" in kinds(told), f"{told.until:%Y-%m-%d}") == (True, "2026-03-02")


def test_the_expected_close_of_an_open_deal_is_no_mistake():
    assert "dates ahead" not in kinds(audited("id,created,close date,is won\n1,2026-03-02,2036-03-02,false\n"))


@given(st.datetimes(datetime(1991, 1, 1), datetime(2099, 12, 31)), st.sampled_from(list(Order)))  # noqa: DTZ001
def test_what_is_written_in_an_order_is_read_in_it(moment, order):
    text = f"{moment:%d/%m/%Y %H:%M:%S}" if order is Order.DAY_FIRST else f"{moment:%m/%d/%Y %H:%M:%S}"
    assert read(text, order)[0] == moment.replace(microsecond=0, tzinfo=UTC)
