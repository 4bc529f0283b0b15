"""Do leads that lay ready in chunks come out as leads that are read one by one?"""

from __future__ import annotations

from dataclasses import fields
from itertools import groupby
from operator import itemgetter
from random import Random

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from batonpass.handoff.lead import Known
from batonpass.handoff.record import replace
from batonpass.learn.many import Many
from batonpass.learn.many import kept as many_kept
from batonpass.learn.many.read import ManyReader, many_of
from batonpass.learn.plan import SEGMENTS
from tests.learn.crowd import AT, some_leads, stricter

chances = st.integers(0, 2**32).map(Random)


def chunk(leads, marks, names):
    packing = many_kept.Packing(names)
    for first in range(0, len(leads), 7):
        some = leads[first : first + 7]
        packing.add(some, [(len(one.activities), marks[one.id]) for one in some])
    return packing.body()


def lines(leads, marks) -> bytes:
    return "".join(f"{one.id},{len(one.activities)},{marks[one.id]}\n" for one in leads).encode()


def from_chunks(bodies, leads, marks, playbooks) -> tuple[Many, list[str]]:
    """The leads as of now, as far as a kept row of these chunks stands for them."""
    gathered = ManyReader(playbooks, also=SEGMENTS, at=AT)
    kept = [many_kept.marks_in(one["marks"]) for one in bodies]
    found = many_kept.matched(many_kept.leads_now(lines(leads, marks)), kept)
    if found.missing:
        return gathered, found.missing
    names = (*many_kept.needed(playbooks, SEGMENTS), many_kept.STANDS)
    columns = [many_kept.joined([one[name] for one in bodies], found.places) for name in names]
    acts = many_kept.joined_acts([(one["done"], one["acts"]) for one in bodies], found, [one.height for one in kept])
    return many_kept.many_kept(gathered, pl.concat(columns, how="horizontal"), acts, found.now), []


def deeds(acts):
    """Signal by signal what each lead did, by time; in which order the leads stand does not matter."""
    found = {}
    for name in acts.names:
        where = acts.of(name)
        rows, at = acts.rows[where].tolist(), acts.at[where].tolist()
        together = [
            (row, [one for _, one in group]) for row, group in groupby(zip(rows, at, strict=True), itemgetter(0))
        ]
        if together:
            found[name] = sorted(together), sorted(zip(rows, at, acts.arrived[where].tolist(), strict=True))
    return found


def assert_same(one: Many, other: Many) -> None:
    for field in fields(Many):
        mine, theirs = getattr(one, field.name), getattr(other, field.name)
        match mine:
            case pl.Series() | pl.DataFrame():
                assert mine.equals(theirs), field.name
            case np.ndarray():
                assert np.array_equal(mine, theirs), field.name
    assert (deeds(one.acts), one.ranks.known, one.tiers) == (deeds(other.acts), other.ranks.known, other.tiers)


@settings(max_examples=25, deadline=None)
@given(chances)
def test_chunks_hold_what_the_leads_do_though_many_changed_since(chance):
    playbooks = (stricter(chance), stricter(chance))
    names = many_kept.needed(playbooks, (*SEGMENTS, "lead.seniority", "lead.email"))
    old, new = some_leads(chance, 50), some_leads(chance, 60)
    changed = {one.id for one in old if chance.random() < 0.3}
    by_id = {one.id: one for one in new}
    leads = [by_id[one.id] if one.id in changed else one for one in old] + new[50:]
    first, marks = {one.id: 1 for one in old}, {one.id: 2 if one.id in changed else 1 for one in old}
    marks |= {one.id: 3 for one in new[50:]}
    fresh = [one for one in leads if marks[one.id] > 1]
    bodies = [chunk(old[:25], first, names), chunk(old[25:], first, names), chunk(fresh, marks, names)]
    assert_same(from_chunks(bodies, leads, marks, playbooks)[0], many_of(leads, playbooks, at=AT, also=SEGMENTS))


@pytest.mark.parametrize("told", ["vp", "nonsense", None])
def test_how_senior_somebody_is_was_told_or_stands_in_the_title(told):
    (lead,) = some_leads(Random(1), 1)
    known = {"title": Known(value="CEO", at=AT, by="test")}
    known |= {"seniority": Known(value=told, at=AT, by="test")} if told else {}
    also = ("lead.seniority",)
    bodies = [chunk([replace(lead, known=known)], {lead.id: 1}, many_kept.needed((), also))]
    gathered = ManyReader((), also=also, at=AT)
    found = many_kept.matched(
        many_kept.leads_now(f"{lead.id},{len(lead.activities)},1\n".encode()), [many_kept.marks_in(bodies[0]["marks"])]
    )
    columns = [many_kept.joined([bodies[0][name]], found.places) for name in ("lead.seniority", "lead.title", "stands")]
    acts = many_kept.joined_acts([(bodies[0]["done"], bodies[0]["acts"])], found, [1])
    seen = many_kept.many_kept(gathered, pl.concat(columns, how="horizontal"), acts, found.now).seen
    assert (
        seen["lead.seniority"][0]
        == many_of([replace(lead, known=known)], (), at=AT, also=also).seen["lead.seniority"][0]
    )
    assert (seen["lead.seniority"][0] == "vp") == (told == "vp")


def test_a_lead_that_changed_is_missing_until_it_is_read_again():
    playbook, leads = stricter(Random(1)), some_leads(Random(1), 10)
    names = many_kept.needed([playbook], SEGMENTS)
    was = {one.id: 1 for one in leads}
    bodies = [chunk(leads, was, names)]
    assert from_chunks(bodies, leads, was | {"L00004": 2}, [playbook])[1] == ["L00004"]


@pytest.mark.parametrize(("changed", "stale"), [(5, ()), (6, (0,))])
def test_a_chunk_of_which_less_than_half_still_stands_is_made_anew(changed, stale):
    leads, was = some_leads(Random(1), 10), {f"L{n:05}": 1 for n in range(10)}
    kept = [many_kept.marks_in(chunk(leads, was, ())["marks"])]
    now = was | {f"L{n:05}": 2 for n in range(changed)}
    assert many_kept.matched(many_kept.leads_now(lines(leads, now)), kept).stale == stale


def test_who_somebody_is_lies_ready_only_once_a_condition_asks():
    assert many_kept.kept(("lead.email", "lead.country", "lead.signals", "score.fit")) == ("lead.country",)
