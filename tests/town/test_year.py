"""Is the year drawn from the truth, the same every time, and about nobody who exists?"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta
from math import sqrt

import pytest

from town.leads import EVENT, SUBMISSION, year
from town.truth import SOURCES, Nature, converts
from town.visitors import FREE_MAIL

UNTIL = datetime(2026, 11, 22, 10, tzinfo=UTC)
ADDRESS = re.compile(r"[^\s/@\"]+@([^\s/@\"]+)|https?://([^\s/\"]+)")


@pytest.fixture(scope="module")
def drawn():
    return year("a test", until=UNTIL)


def buyers_by_source(drawn):
    by_source = defaultdict(list)
    for who in drawn.visitors:
        if who.nature is Nature.BUYER:
            by_source[who.source].append(who)
    return by_source


def test_the_same_seed_draws_the_same_year():
    assert year("twice", until=UNTIL, leads=60) == year("twice", until=UNTIL, leads=60)


def test_another_seed_draws_another_year():
    assert year("one", until=UNTIL, leads=60).moments != year("two", until=UNTIL, leads=60).moments


def test_a_longer_year_keeps_the_people_of_a_shorter_one():
    few, many = year("grows", until=UNTIL, leads=30), year("grows", until=UNTIL, leads=60)
    assert [who.source for who in few.visitors] == [who.source for who in many.visitors[:30]]


def test_everything_happened_within_the_year_and_in_order(drawn):
    instants = [moment.at for moment in drawn.moments]
    assert instants == sorted(instants)
    assert drawn.since - timedelta(days=60) < instants[0]
    assert instants[-1] <= UNTIL


def test_no_two_moments_share_their_key(drawn):
    assert max(Counter(moment.key for moment in drawn.moments).values()) == 1


def test_every_address_and_link_is_an_invented_one(drawn):
    found = [a or b for moment in drawn.moments for a, b in ADDRESS.findall(str(dict(moment.body)).lower())]
    assert len(found) > len(drawn.moments)
    assert [domain for domain in found if not domain.strip("',}").endswith(".example")] == []


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.campaign)
def test_each_source_converts_as_often_as_the_truth_says(drawn, source):
    people = buyers_by_source(drawn)[source]
    odds = [converts(source, who.firm.employees) for who in people]
    spread = sqrt(sum(p * (1 - p) for p in odds))
    assert abs(sum(who.converts for who in people) - sum(odds)) < 4 * spread


def test_the_best_source_converts_far_more_often_than_the_loudest(drawn):
    by_source = buyers_by_source(drawn)
    rate = {source.campaign: sum(w.converts for w in people) / len(people) for source, people in by_source.items()}
    assert rate["partner referrals"] > 4 * rate["factory e-book"]


def test_companies_of_the_right_size_convert_more_often_than_small_ones(drawn):
    buyers = [who for who in drawn.visitors if who.nature is Nature.BUYER]
    small = [who.converts for who in buyers if who.firm.employees < 50]
    right = [who.converts for who in buyers if 250 <= who.firm.employees < 2_500]
    assert sum(small) / len(small) < sum(right) / len(right)


def test_nobody_converts_who_is_no_buyer(drawn):
    assert not any(who.converts for who in drawn.visitors if who.nature is not Nature.BUYER)


def test_some_people_leave_their_country_out(drawn):
    without = [m for m in drawn.moments if m.kind == SUBMISSION and "country" not in m.body]
    assert 0.02 < len(without) / len(drawn.visitors) < 0.08


def test_some_people_write_from_private_addresses(drawn):
    private = [who for who in drawn.visitors if who.free_mail]
    assert {who.email.partition("@")[2] for who in private} == {*FREE_MAIL}
    assert 0.04 < len(private) / len(drawn.visitors) < 0.15


def test_some_addresses_come_in_capitals_and_some_with_a_plus(drawn):
    written = {m.body["email"] for m in drawn.moments if m.kind == SUBMISSION}
    assert any(email.isupper() for email in written)
    assert any("+marenholt@" in email for email in written)


def test_some_forms_are_sent_twice_within_two_seconds(drawn):
    sent = [m for m in drawn.moments if m.kind == SUBMISSION]
    first = {}
    twice = 0
    for moment in sent:
        before = first.setdefault(str(moment.body), moment.at)
        twice += timedelta(0) < moment.at - before < timedelta(seconds=2)
    assert twice > 20


def test_people_write_in_their_own_languages(drawn):
    letters = {str(m.body["message"]) for m in drawn.moments if "message" in m.body}
    assert any("Guten Tag" in words for words in letters)
    assert any("gostávamos" in words for words in letters)
    assert any("fabriker" in words for words in letters)


def test_most_of_what_people_do_is_reading(drawn):
    kinds = Counter(m.kind for m in drawn.moments)
    assert kinds[EVENT] > kinds[SUBMISSION]


def test_the_weekend_is_quiet(drawn):
    days = Counter(m.at.weekday() for m in drawn.moments if m.kind == SUBMISSION)
    assert days[5] + days[6] < days[2]
