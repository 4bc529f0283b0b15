"""Does a league name those who differ, and only those?"""

from __future__ import annotations

import numpy as np
import pytest

from tests.learn.audit.exports import audited


def export(shares: dict[str, tuple[int, int]], column: str = "source", outcome: str = "converted") -> str:
    """So many of so many converted, by group."""
    lines = [f"id,{column},{outcome}"]
    for name, (hits, of) in shares.items():
        lines += [f"{name}{n},{name},{int(n < hits)}" for n in range(of)]
    return "\n".join(lines) + "\n"


def of(report, by="source"):
    return next(one for one in report.conversion if one.by == by)


def test_counts_of_each_group_are_exact():
    league = of(audited(export({"ads": (30, 100), "web": (10, 50)})))
    assert [(g.name, g.share.hits, g.share.of) for g in league.groups] == [("ads", 30, 100), ("web", 10, 50)]


def test_a_group_far_from_the_rest_is_named():
    league = of(audited(export({"ads": (60, 300), "web": (60, 300), "fair": (5, 300)})))
    assert {g.name: g.differs for g in league.groups}["fair"] == "below"


def test_groups_that_differ_by_chance_are_said_to():
    league = of(audited(export({"ads": (60, 300), "web": (66, 300), "fair": (55, 300)})))
    assert (league.by_chance, league.alike > 0.05) == (True, True)


def test_missing_is_a_group_and_never_dropped():
    league = of(audited(export({"ads": (60, 300), "": (60, 300)})))
    assert {g.name for g in league.groups} == {"ads", "(missing)"}


def test_a_group_too_small_to_tell_is_counted_and_not_shown():
    league = of(audited(export({"ads": (60, 300), "web": (60, 300), "fair": (1, 19)})))
    assert (len(league.groups), league.others, league.others_leads) == (2, 1, 19)


def test_of_many_equal_groups_hardly_one_in_twenty_reports_names_any():
    chance, named = np.random.default_rng(5), 0
    for _ in range(30):
        shares = {f"g{n}": (int(chance.binomial(100, 0.3)), 100) for n in range(15)}
        named += not of(audited(export(shares))).by_chance
    assert named <= 5


def test_a_column_filled_in_only_for_the_won_is_not_compared():
    rows = "".join(f"{n},{'ana' if n < 30 else ''},{int(n < 30)}\n" for n in range(100))
    league = of(audited("id,owner,converted\n" + rows), "owner")
    assert (league.groups, "only for leads that got there" in league.passed_over) == ((), True)


def test_leads_nobody_followed_up_are_counted_by_owner():
    touches = ["" if n % 4 == 0 and n < 100 else "2026-03-02 10:00:00" for n in range(200)]
    rows = "".join(f"{n},2026-03-02 09:00:00,{at},{'ana' if n < 100 else 'bo'}\n" for n, at in enumerate(touches))
    told = audited("id,created,first touch,owner\n" + rows + "x,2026-04-02 09:00:00,2026-04-02 10:00:00,bo\n")
    league = next(one for one in told.leakage if one.by == "owner")
    assert {g.name: g.share.hits for g in league.groups} == {"ana": 25, "bo": 0}


@pytest.mark.parametrize(
    ("column", "cells", "followed"),
    [
        ("Number of times contacted", ("0", "3"), 20),
        ("Last activity date", ("", "2026-03-05"), 20),
        ("Lead Status", ("Open - Not Contacted", "Working - Contacted"), 20),
    ],
)
def test_follow_up_is_read_from_the_best_sign_there_is(column, cells, followed):
    rows = "".join(f"{n},2026-03-02,{cells[n % 2]}\n" for n in range(40))
    told = audited(f"id,created,{column}\n{rows}x,2026-03-09,{cells[1]}\n")
    assert (told.followed.hits, told.followed.of, told.followed_by) == (followed, 40, column)


def test_without_any_sign_follow_up_is_unknown_and_not_none():
    told = audited("id,created,status\n1,2026-03-02,Open\n2,2026-03-02,Open\n")
    assert (told.followed, told.leakage, any("nobody followed up" in line for line in told.untold)) == (None, (), True)


def test_promises_kept_are_told_by_number_of_hand_overs():
    lines = ["number,sys updated at,status,made sla,reassignment count"]
    for n in range(60):
        count = n % 3
        kept = "true" if count == 0 or n < 10 else "false"
        lines += [f"I{n},2026-03-02 09:0{m}:00,{state},{kept},{count}" for m, state in enumerate(["New", "Active"])]
    told = audited("\n".join(lines) + "\n")
    league = next(one for one in told.kept if one.by == "hand-overs")
    assert [(g.name, g.share.hits, g.share.of) for g in league.groups] == [("0", 20, 20), ("1", 3, 20), ("2", 3, 20)]
