"""Does what is remembered for a whole batch ever answer for another instant, another lead or another pool?"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from batonpass.handoff.lead import Lead
from batonpass.handoff.path import advance
from batonpass.handoff.people import Member, Pool
from batonpass.handoff.pools import take_turn
from batonpass.handoff.route import NOBODY
from batonpass.handoff.setting import RECKONED_MOST
from tests.handoff.cast import PEOPLE, TUESDAY_TEN, setting, submission

SATURDAY = datetime(2027, 3, 6, 12, tzinfo=UTC)
INSTANTS = (TUESDAY_TEN, TUESDAY_TEN + timedelta(hours=9), SATURDAY, TUESDAY_TEN)


@pytest.mark.parametrize("country", ["PT", "SE", "US"])
@pytest.mark.parametrize("form", ["demo", "ebook"])
def test_a_batch_over_many_instants_is_decided_as_each_lead_by_itself(form, country):
    shared = setting(TUESDAY_TEN)
    for n, at in enumerate(INSTANTS):
        lead, asked = Lead(id=f"L{n}"), submission(form, at, country=country)
        assert advance(lead, asked, replace(shared, at=at)).facts == advance(lead, asked, setting(at)).facts


def test_two_teams_under_one_name_are_not_taken_for_each_other():
    shared = setting(TUESDAY_TEN)
    for rep in ("ana", "bruno"):
        team = Pool(name="account_team", members=(Member(rep=rep),))
        assert take_turn([team], shared, NOBODY, why="the team").owner == rep


def test_a_cap_is_looked_at_for_every_lead():
    pool = Pool(name="emea", members=(Member(rep="ana", cap=1), Member(rep="bruno")))
    loads: dict[str, int] = {}
    shared = setting(TUESDAY_TEN, people=replace(PEOPLE, pools={"emea": pool}), loads=loads)
    assert take_turn([pool], shared, NOBODY, why="").owner == "ana"
    loads["ana"] = 1
    assert take_turn([pool], shared, NOBODY, why="").owner == "bruno"


def test_of_many_instants_only_the_latest_are_remembered():
    shared = setting(TUESDAY_TEN)
    for n in range(RECKONED_MOST + 5):
        shared.reckon(("n", n), n)
    assert len(shared.reckoned) <= RECKONED_MOST
    assert shared.reckoned["n", RECKONED_MOST + 4] == RECKONED_MOST + 4
