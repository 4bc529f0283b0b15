"""Which kinds of leads are given back too often, and is it more than chance?"""

from __future__ import annotations

import pytest

from batonpass.learn.rejections import Decided, rejections_table, segments_of, stands, tripped


def decided(n, *, source="web", given_back=0, reason="bad_fit"):
    return [
        Decided(lead=f"{source}{i}", segments={"source": source}, reason=reason if i < given_back else None)
        for i in range(n)
    ]


def segment(found, name):
    return next(one for one in found if one.name == name)


def test_half_of_sixty_given_back_trips_the_wire():
    found = segments_of([*decided(60, given_back=30), *decided(600, source="fair", given_back=30)])
    assert [one.name for one in tripped(found, 0.2)] == ["web"]


@pytest.mark.parametrize(
    ("given_back", "of", "trips", "says"),
    [
        (20, 100, False, "within"),
        (21, 100, True, "over; it may be chance"),
        (3, 5, False, "too few to say"),
        (10, 50, False, "within"),
        (11, 50, True, "over; it may be chance"),
        (25, 49, False, "over, but of fewer than 50"),
        (40, 100, True, "over"),
    ],
)
def test_the_wire_trips_above_the_share_and_not_on_it_and_of_enough_leads(given_back, of, trips, says):
    one = segment(segments_of(decided(of, given_back=given_back)), "web")
    assert (bool(tripped([one], 0.2)), stands(one, 0.2)) == (trips, says)


def test_a_segment_with_too_few_leads_has_no_share():
    found = segments_of(decided(19, given_back=19))
    assert segment(found, "web").rate.rate is None
    assert not segment(found, "web").over(0.2)


def test_leads_without_a_source_are_unknown_and_not_dropped():
    assert segment(segments_of(decided(25, source="")), "unknown").rate.of == 25


def test_the_same_leads_under_two_names_ask_once():
    leads = [
        Decided(lead=str(i), segments={"source": "list", "campaign": "bought"}, reason="bad_fit" if i < 40 else None)
        for i in range(60)
    ]
    assert len(tripped(segments_of(leads), 0.2)) == 1


def test_where_no_part_trips_the_whole_may():
    leads = [one for n in range(10) for one in decided(15, source=f"s{n}", given_back=6)]
    assert [one.kind for one in tripped(segments_of(leads), 0.2)] == ["all"]


def test_the_table_opens_the_rejected_leads_of_a_segment():
    table = rejections_table(
        segments_of(decided(40, source="a&b", given_back=4)), wire=0.2, words={}, opens="since=2027-01-01"
    )
    row = next(row for row in table.rows if row.cells[1] == "a&b")
    assert row.opens["rejected"] == "since=2027-01-01&source=a%26b&only=rejected"
