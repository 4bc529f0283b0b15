"""Does each figure of each report open to the very leads that it counted?"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from batonpass.handoff.instants import NEVER
from batonpass.learn.asked import asked_of
from batonpass.learn.commitments import commitments_report
from batonpass.learn.headline import weeks_of
from batonpass.learn.intervals import Quantile, Rate
from batonpass.learn.reports import REPORTS, WHEN, WHY_NOT, made
from batonpass.learn.rounds import Rounds
from batonpass.learn.seam_map import BY_NAME
from batonpass.learn.seams import waits_at
from batonpass.learn.table import Row, Table, Type
from batonpass.learn.verdicts import verdicts
from batonpass.web.reports.made import _behind
from tests.learn.drawn_rounds import FIRST, LAST, MINUTE, ZONE
from tests.learn.test_counted_at_once import ASKED, TERMS, ready

REASONS = ("", "unknown", "no", "late", "fit", "size", "budget", "other")
MANY = replace(TERMS, reasons={})


def crowd(count=1500, seed=3):
    """Rounds with all that makes figures differ.

    Words that say `unknown`, breaches of ours of two causes, promises kept by the second owner, more reasons than have
    a column, leads that marketing has not looked at yet or sent back, and some of the past.
    """
    rounds, rng = ready(seed, count), np.random.default_rng(seed)
    arrays, words = dict(rounds.arrays), dict(rounds.words)
    back = arrays["rejected_at"] != NEVER
    arrays["reject_reason"] = np.where(back, rng.integers(0, len(REASONS), count), 0).astype(np.int32)
    words |= {"reject_reason": REASONS, "source": ("", "search", "unknown"), "first_touch.owner": words["owner"]}
    words["first_touch.excuse"] = ("", "notification_outage", "restore")
    arrays["first_touch.excuse"] = rng.integers(0, 3, count).astype(np.int32)
    arrays["first_touch.owner"] = rng.integers(0, 4, count).astype(np.int32)
    asked = rng.random(count) < 0.3
    waits = asked & (rng.random(count) < 0.5)
    came = arrays["arrived_at"]
    arrays["review_asked_at"] = np.where(asked, came + MINUTE, NEVER)
    arrays["reviewed_at"] = np.where(asked & ~waits, came + 300 * MINUTE, NEVER)
    for name in [one for one in arrays if one.endswith("_at") and one not in ALWAYS]:
        arrays[name] = np.where(waits, NEVER, arrays[name])
    arrays["historic"] = rng.random(count) < 0.1
    for name in ("campaign", "form", "region", "band", "segment", "persona", "medium"):
        arrays[name], words[name] = arrays["source"], words["source"]
    arrays["outcome"], words["outcome"] = np.zeros(count, np.int32), ("",)
    return Rounds(arrays=arrays, words=words, now=rounds.now, zone=rounds.zone, leads=rounds.leads)


ALWAYS = frozenset({"arrived_at", "submitted_at", "kept_at", "review_asked_at", "reviewed_at", "first_touch.due_at"})
CROWD = crowd()


def opened(query: str) -> int:
    given = dict(pair.split("=", 1) for pair in query.replace("%2C", ",").split("&"))
    asked = asked_of(given, today=LAST, zone=ZONE)
    return _behind(CROWD.between(asked.since, asked.until), asked).rounds


def counted(table: Table, row: Row, name: str) -> tuple[int, ...]:
    """What a figure may open to: a count to so many, a share to those that count, those that fall short, or all."""
    cell = row.cells[[column.name for column in table.columns].index(name)]
    match cell:
        case Rate():
            return cell.hits, cell.of - cell.hits, cell.of
        case Quantile():
            return ()
        case _:
            return (int(str(cell)),)


@pytest.mark.parametrize("by", ["", "source"])
@pytest.mark.parametrize("report", [*REPORTS.values(), WHEN, WHY_NOT], ids=lambda one: one.name + one.make.__name__)
def test_each_figure_opens_to_the_leads_it_counted(report, by):
    asked = report.about(replace(ASKED, by=by), CROWD.now)
    for table in made(report, CROWD.between(*report.span(asked, CROWD.now)), asked, MANY):
        assert {name for row in table.rows for name in row.opens} <= {column.name for column in table.columns}
        for row in table.rows:
            for name, query in row.opens.items():
                may = counted(table, row, name)
                assert not may or opened(query) in may, (table.name, row.cells[:3], name, query)


@pytest.mark.parametrize("report", REPORTS.values(), ids=lambda one: one.name)
def test_no_count_and_no_share_stands_without_its_leads(report):
    asked = report.about(ASKED, CROWD.now)
    for table in made(report, CROWD.between(*report.span(asked, CROWD.now)), asked, MANY):
        kinds = {c.name for c in table.columns if c.type in (Type.COUNT, Type.SHARE) and c.name != "committed"}
        for row in table.rows:
            told = {c.name: cell for c, cell in zip(table.columns, row.cells, strict=True) if c.name in kinds}
            some = {name for name, cell in told.items() if (cell.of if isinstance(cell, Rate) else cell)}
            assert some <= row.opens.keys(), (table.name, row.cells[:2])


def test_dashboard_and_seam_map_count_the_hours_of_the_week_alike():
    quarter = weeks_of(ASKED, CROWD.now)
    (alone,) = made(WHEN, CROWD, quarter, MANY)
    beside = next(t for t in made(REPORTS["seams"], CROWD, quarter, MANY) if t.name == "when")
    assert [row.cells for row in alone.rows] == [row.cells for row in beside.rows]


def test_who_said_unknown_and_who_said_nothing_are_one_group():
    table = made(REPORTS["funnel"], CROWD, replace(ASKED, by="source"), MANY)[0]
    assert [row.cells[0] for row in table.rows if row.cells[0] == "unknown"] == ["unknown"]


def test_a_lead_that_marketing_looks_at_waits_in_no_machines_time():
    waits = waits_at(CROWD, BY_NAME["system"])
    asks = (CROWD.at("review_asked") != NEVER) & (CROWD.at("reviewed") == NEVER)
    assert set((waits.end - waits.start)[asks].tolist()) == {MINUTE}


def test_a_lead_of_january_that_marketing_let_go_in_february_is_januarys():
    at = CROWD.at("mql")
    late = CROWD.arrays | {"mql_at": np.where(at == NEVER, NEVER, at + 40 * 1440 * MINUTE)}
    january = replace(ASKED, last=FIRST.replace(day=14))
    month = commitments_report(replace(CROWD, arrays=late), january, MANY)[0].rows[0]
    assert month.cells[1] == commitments_report(CROWD, january, MANY)[0].rows[0].cells[1]


def test_a_promise_that_ran_when_its_lead_was_forgotten_ended_without_a_verdict():
    words = {**CROWD.words, "first_touch.state": ("erased", "met", "breached", "closed")}
    told = verdicts(replace(CROWD, words=words), "first_touch").counts()
    assert told.kept + told.broken + told.excused + told.running + told.closed == len(CROWD)


@pytest.mark.parametrize("name", ["sla", "seams", "leaks"])
def test_a_table_says_how_many_values_have_no_line_in_it(name):
    asked, forms = replace(ASKED, by="form"), np.arange(len(CROWD), dtype=np.int32) % 53
    many = replace(
        CROWD,
        arrays={**CROWD.arrays, "form": forms},
        words={**CROWD.words, "form": tuple(f"f{n}" for n in range(53))},
    )
    last = made(REPORTS[name], many, asked, MANY)[-1]
    assert "The 50 most frequent have a line of their own; 3 others have none." in last.notes
