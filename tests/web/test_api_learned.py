"""Can another program ask for a calibration, a backtest and a simulation, wait for them, and answer a proposal?"""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime

import polars as pl
import pytest

from batonpass.store import playbooks, proposals
from batonpass.store.proposals import Evidence, Found
from tests.web.doors import PLAYBOOK
from tests.web.lists import work

OFFICE = {"leads": 60, "reps": 2, "handling": 20, "tiers": ["urgent=100%:30m"], "weeks": 2}
FOUND = Found(
    about="rejections", kind="source", segment="list", says="sales gave back 50% of leads", hits=30, of=60, low=0.38,
    high=0.62, wire=0.2, since=datetime(2027, 1, 1, tzinfo=UTC), reasons=(("no_budget", 30),),
    leads=(Evidence(lead="L1", rep="ana", reason="no_budget"),),
)  # fmt: skip


async def ask(doors, path, expect=202, **sent):
    answer = await doors.http.post(f"/v1/{path}", json=sent)
    assert answer.status_code == expect, answer.text
    return answer.json()


async def come_of(doors, asked):
    """What a computation came to, once somebody worked it out."""
    await work(doors.pool)
    return await doors.get(f"/v1/computations/{asked['id']}")


async def draft(doors):
    text = PLAYBOOK.replace('version: "1"', 'version: "2"').replace("hot_exit_below: 60", "hot_exit_below: 59")
    await playbooks.draft(doors.pool, text, where="p", why=playbooks.Why(by="mara", note="try"))


async def test_a_simulation_is_worked_out_as_it_was_stated(doors):
    asked = await ask(doors, "simulations", **OFFICE)
    assert (asked["state"], asked["what"]) == ("waiting", "simulation")
    found = await come_of(doors, asked)
    assert (found["state"], found["result"]["stated"]["leads"]) == ("done", 60)
    broken = found["result"]["simulated"]["broken"]
    assert broken["low"] <= broken["value"] <= broken["high"]


async def test_a_backtest_of_a_draft_says_who_flips(doors):
    await doors.submit()
    await draft(doors)
    found = await come_of(doors, await ask(doors, "playbooks/2/backtest"))
    assert (found["state"], found["result"]["backtest"]["leads"]) == ("done", 1)
    assert {"joins", "leaves", "volume"} <= found["result"]["backtest"].keys()
    where = f"/v1/computations/{found['id']}"
    rows = list(csv.DictReader(io.StringIO((await doors.http.get(f"{where}?format=csv")).text)))
    assert (rows[0]["figure"], rows[0]["value"]) == (
        "volume",
        str(found["result"]["backtest"]["before"]["volume"]["value"]),
    )
    kept = pl.read_parquet(io.BytesIO((await doors.http.get(f"{where}?format=parquet&table=flipped")).content))
    assert len(kept) == len(found["result"]["flipped"])
    told = (await doors.http.get(f"{where}?format=csv&table=nothing")).json()
    assert (told["status"], told["detail"]) == (
        404, "The backtest has no such table; it has figures, flips, loads, flipped.",
    )  # fmt: skip


async def test_a_calibration_of_too_few_outcomes_fails_and_says_why(doors):
    found = await come_of(doors, await ask(doors, "calibrations", acceptance=60, predictive=True))
    assert (found["state"], found["result"]) == ("failed", None)
    assert "teach nothing" in found["says"]
    assert found["asked"] == {"wanted": {"mql_from": 0.6}, "predictive": True}


@pytest.mark.parametrize(
    ("path", "sent", "field"),
    [
        ("calibrations", {"acceptance": 0}, "acceptance"),
        ("calibrations", {"acceptance": "much"}, "acceptance"),
        ("simulations", {"reps": 0}, "reps"),
        ("simulations", {"tiers": ["urgent"]}, "tiers"),
        ("simulations", {"hours": "x"}, "hours"),
        ("simulations", {"colour": 1}, "colour"),
        ("proposals/1/answer", {"version": "nowhere", "note": "x"}, "version"),
        ("playbooks/nowhere/backtest", {}, "version"),
    ],
)
async def test_a_question_that_is_none_is_refused_and_says_where(doors, path, sent, field):
    answer = await doors.http.post(f"/v1/{path}", json=sent)
    assert (answer.status_code, answer.json().get("field")) == (422, field), answer.text


@pytest.mark.parametrize("path", ["calibrations", "simulations", "playbooks/1/backtest"])
async def test_a_key_that_only_reads_asks_for_nothing(doors, path):
    async with await doors.with_key("read") as reader:
        assert (await reader.post(f"/v1/{path}", json={})).status_code == 403


async def test_a_calibration_that_was_never_asked_for_is_not_found(doors):
    assert (await doors.http.get("/v1/reports/calibration")).status_code == 404


async def test_a_proposal_is_read_with_its_leads_and_answered_with_a_draft(doors):
    await draft(doors)
    await proposals.open_proposals(doors.pool, [FOUND])
    (one,) = await doors.get("/v1/proposals")
    assert (one["state"], one["leads"], one["hits"], one["of"]) == ("open", ["L1"], 30, 60)
    (told,) = await ask(doors, f"proposals/{one['id']}/answer", expect=200, version="2", note="we ask for more")
    assert (told["state"], told["version"], told["answer"]) == ("answered", "2", "we ask for more")
    assert (bool(told["answered_by"]), bool(told["answered_at"]), told["closed_at"]) == (True, True, None)
