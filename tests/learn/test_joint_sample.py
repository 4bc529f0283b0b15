"""Is the sample for both sides drawn by lot, again the same, and of every kind?"""

from __future__ import annotations

from collections import Counter

from batonpass.learn.joint_labels import Label, compared
from batonpass.learn.joint_sample import Candidate, drawn


def crowd(**bands: int) -> list[Candidate]:
    return [
        Candidate(lead=f"{band}{n}", seq=n, band=band, segment="SE", source="web")
        for band, count in bands.items()
        for n in range(count)
    ]


def test_the_same_seed_draws_the_same_leads_in_the_same_order():
    leads = crowd(mql=60, hot=40)
    assert drawn(leads, seed=7) == drawn(reversed(leads), seed=7)


def test_another_seed_draws_other_leads():
    leads = crowd(mql=60, hot=40)
    assert drawn(leads, seed=7) != drawn(leads, seed=8)


def test_each_kind_is_there_in_its_share():
    for seed in range(30):
        bands = Counter(one.band for one in drawn(crowd(mql=60, hot=40), seed=seed))
        assert bands == {"mql": 6, "hot": 4}


def test_every_lead_has_the_same_chance():
    taken = Counter(one.lead for seed in range(2000) for one in drawn(crowd(mql=15, hot=5), seed=seed))
    assert all(900 < taken[one.lead] < 1100 for one in crowd(mql=15, hot=5))


def test_the_order_shown_does_not_follow_the_kind():
    order = [one.band for one in drawn(crowd(mql=60, hot=40), seed=3)]
    assert order != sorted(order)
    assert order != sorted(order, reverse=True)


def test_fewer_leads_than_wanted_are_all_taken():
    assert len(drawn(crowd(mql=4), seed=1)) == 4


def test_both_sides_labels_are_laid_beside_each_other_lead_by_lead():
    sales = {1: Label.READY, 2: Label.NOT_READY, 3: Label.READY}
    found = compared(sales, {1: Label.READY, 2: Label.READY, 3: Label.CANNOT_TELL})
    assert found.apart == (2, 3)
    assert found.table == ((1, 0, 1), (1, 0, 0), (0, 0, 0))
    assert found.ready == 1
