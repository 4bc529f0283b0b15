"""Does the town open as it should: a year behind it, a morning's work before it, and nothing of the past to send?"""

from __future__ import annotations

import pytest

from batonpass.store.open import open_pool
from batonpass.web.start.steps import NAMES
from tests.database import wait_for
from town.callers import ANNA, BO, CALLERS, Stands
from town.company import USERS
from town.handed import HANDED
from town.load import TownRefused, is_loaded, load
from town.truth import SLOW_REP

RUNNING = """
select l.name, l.tier, c.owner, c.due_at - app.now() as left, c.due_at < app.now() as late
from app.clocks c join app.leads l on l.id = c.lead_id where c.state = 'running' and c.promise = 'first_touch'
"""


def running(town, owner):
    return {row["name"]: row for row in town.ask(RUNNING) if row["owner"] == owner}


def minutes_left(row):
    return row["left"].total_seconds() / 60


@pytest.mark.parametrize(("rep", "callers"), [("anna", ANNA), ("bo", BO)])
def test_whoever_is_late_due_soon_or_due_today_stands_as_written(town, rep, callers):
    leads = running(town, rep)
    for one in callers:
        if one.stands is not Stands.WAITS:
            wanted = -one.minutes if one.stands is Stands.LATE else one.minutes
            assert abs(minutes_left(leads[one.name]) - wanted) < 0.5, one.name


def test_every_caller_is_in_the_tier_that_is_written_beside_them(town):
    tiers = {row["name"]: row["tier"] for row in town.ask(RUNNING)}
    assert {one.name: tiers[one.name] for one in CALLERS if one.name in tiers} == {
        one.name: one.tier for one in CALLERS if one.name in tiers
    }


@pytest.mark.parametrize("rep", ["anna", "bo"])
def test_somebody_waits_for_business_hours(town, rep):
    waiting = [one for one in CALLERS if one.owner == rep and one.stands is Stands.WAITS]
    assert len({one.name for one in waiting} & {*running(town, rep)}) >= 2


def test_those_without_a_country_wait_in_the_default_queue(town):
    queued = {row["name"] for row in town.ask("select name from app.leads where queue = 'triage' and stage = 'MQL'")}
    assert {one.name for one in CALLERS if one.stands is Stands.QUEUED} <= queued


def test_a_lead_of_somebody_away_is_with_the_delegate(town):
    assert "Katrin Weidner" in running(town, "greta")


def test_an_account_executive_has_leads_to_take_over_and_reads_what_was_found_out(town):
    waiting = "select name, state::jsonb ->> 'brief' as brief from app.leads where owner = 'pilar' and stage = 'SAL'"
    found = {row["name"]: row["brief"] for row in town.ask(waiting)}
    assert {one.caller.name for one in HANDED} <= {*found}
    assert all("Found out: Do they have the problem we solve? Yes" in found[one.caller.name] for one in HANDED)
    running = "select lead_id from app.clocks where promise = 'ae_accept' and state = 'running' and due_at > app.now()"
    assert len(town.ask(running)) >= len(HANDED)


def test_whoever_was_won_or_lost_went_through_both_handoffs(town):
    ended = """
        select l.id from app.leads l where l.stage in ('Won', 'Lost') and 2 <> (
            select count(distinct kind) from app.facts where lead_id = l.id and kind in ('HandedOver', 'TakenOver')
        )
    """
    assert town.ask(ended) == []


def test_the_last_two_meetings_wait_for_the_clock_to_keep_their_numbers(town):
    rows = town.ask("select kind, starts_at - app.now() < interval '0' as past, frozen_at from app.meetings")
    assert [tuple(row) for row in rows] == [("pack", True, None)] * 2


def test_the_set_up_is_behind_a_company_of_a_year(town):
    rows = town.ask("select step, state from app.start")
    assert {row["step"]: row["state"] for row in rows} == dict.fromkeys(NAMES, "done")


def test_nothing_of_the_past_is_left_to_send(town):
    waiting = town.ask("select created_at, app.now() as now from app.outbox where state in ('waiting', 'sending')")
    assert [row for row in waiting if (row["now"] - row["created_at"]).total_seconds() > 60] == []


def test_what_the_past_said_to_its_reps_was_sent_and_not_withdrawn_unsent(town):
    told = town.ask("select state, count(*) as n from app.outbox where kind = 'assigned' group by 1")
    assert {row["state"] for row in told} == {"sent", "waiting"}


def test_nothing_was_set_aside(town):
    assert town.ask("select error from app.inbox where state in ('set_aside', 'quarantined')") == []


def test_no_clock_was_born_broken(town):
    assert town.ask("select lead_id from app.clocks where due_at <= started_at") == []


def test_every_step_that_was_due_has_been_taken(town):
    late = "next_at < app.now() - interval '1 second'"
    # A late follow-up is told when the town is opened: until then nobody was there to hear of it.
    assert town.ask(f"select lead_id from app.clocks where {late} and promise <> 'follow_up'") == []  # noqa: S608 - ours


def test_nothing_was_kept_before_it_was_true(town):
    assert town.ask("select lead_id, seq from app.facts where kept_at < at") == []


def test_everything_was_kept_within_seconds(town):
    slowest = town.ask("select max(taken_at - arrived_at) as lag from app.inbox")
    assert slowest[0]["lag"].total_seconds() < 5


def test_everybody_who_signs_in_is_known_and_no_password_fits_them(town):
    found = town.ask("select email, role, password_hash from app.users")
    assert {row["email"]: row["role"] for row in found} == {user.email: user.role for user in USERS}
    assert not any(row["password_hash"].startswith("$") for row in found)


def test_who_raises_a_hand_while_sales_works_them_is_answered_as_others_are(town):
    (told,) = town.ask(
        "select count(*) filter (where state = 'met') as kept, count(*) filter (where ended_at is null) as waiting,"
        " count(*) as promised from app.clocks where promise = 'answer'"
    )
    assert told["kept"] >= 0.5 * told["promised"] > 0
    assert told["waiting"] < 0.5 * told["promised"]


def test_what_waits_for_a_call_has_been_opened_or_its_seam_would_seem_slow(town):
    (told,) = town.ask(
        "select count(*) as open, count(looked.at) as opened from app.clocks c"
        " left join app.looks looked on (looked.lead_id, looked.round) = (c.lead_id, c.cycle)"
        " where c.state = 'running' and c.promise = 'first_touch' and c.owner in ('anna', 'bo')"
    )
    assert 0.5 * told["open"] < told["opened"] < told["open"]


def test_every_owner_is_one_of_our_people(town):
    owners = {row["owner"] for row in town.ask("select distinct owner from app.leads where owner is not null")}
    assert owners <= {
        "anna", "tiago", "carla", "bo", "freja", "astrid", "greta", "jonas", "sofie", "moritz", "lara", "oliver",
        "george", "nina", "derek", "pilar", "lukas", "emma", "ryan",
    }  # fmt: skip


def test_the_slow_rep_breaks_more_promises_than_everybody_else_together(town):
    broken = town.ask(
        """
        with first as (
            select distinct on (lead_id) lead_id, body ->> 'owner' as owner from app.facts
            where kind = 'Routed' order by lead_id, seq
        )
        select f.owner = $1 as slow, avg((c.breached_at is not null)::int) as share
        from app.clocks c join first f using (lead_id) where c.cycle = 1 group by 1
        """,
        SLOW_REP,
    )
    share = {row["slow"]: row["share"] for row in broken}
    assert share[True] > 2 * share[False]


def test_a_year_has_every_ending(town):
    stages = {row["stage"] for row in town.ask("select distinct stage from app.leads")}
    assert {"MQL", "Nurture", "Disqualified", "Engaged", "Won", "Lost"} <= stages


def test_a_town_that_is_there_is_not_loaded_again(town):
    async def again():
        pool = await open_pool(town.url, connections=2)
        try:
            assert await is_loaded(pool)
            await load(pool, leads=1)
        finally:
            await pool.close()

    with pytest.raises(TownRefused, match="already"):
        wait_for(again())


WON = """
select f.body::json ->> 'amount' as amount, f.body::json ->> 'currency' as currency
from app.leads l left join app.facts f on f.lead_id = l.id and f.kind = 'Won' where l.stage = 'Won'
"""


def test_whoever_was_won_was_won_for_an_amount(town):
    won = town.ask(WON)
    assert {row["currency"] for row in won} == {"EUR"}
    assert all(float(row["amount"]) >= 100 for row in won)
