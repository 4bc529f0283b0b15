"""Do two exports meet on the right column, and is nothing lost or doubled?"""

from __future__ import annotations

import pytest

from batonpass.written.refused import Refused
from tests.learn.audit.exports import audited, kinds

LEADS = "lead id,created,source\n" + "".join(f"L{n},2026-03-02,ads\n" for n in range(40))
DEALS = "deal,lead id,won date\n" + "".join(f"D{n},L{n},2026-04-02\n" for n in range(10))


def test_the_shared_column_is_found():
    joined = audited(LEADS, more=DEALS).joined
    assert (joined.on, joined.met, joined.rows) == (("lead id", "lead id"), 10, 10)


def test_a_column_of_another_name_is_found_by_its_keys():
    joined = audited(LEADS, more=DEALS.replace("lead id", "prospect")).joined
    assert joined.on == ("lead id", "prospect")


def test_each_lead_stays_one_row():
    twice = DEALS + "D99,L1,2026-05-02\n"
    told = audited(LEADS, more=twice)
    assert (told.leads, told.won.hits, told.joined.twice, "several for one lead" in kinds(told)) == (40, 10, 1, True)


def test_a_deal_without_a_lead_is_told():
    told = audited(LEADS, more=DEALS + "D99,L99,2026-05-02\n")
    assert (told.joined.without_lead, "rows without a lead" in kinds(told)) == (1, True)


def test_a_column_that_both_have_keeps_both():
    told = audited(LEADS, more="lead id,source,won date\nL1,deal desk,2026-04-02\n", on="lead id")
    assert "source (joined)" in told.passed_over


def test_context_that_only_deals_have_is_measured_on_deals():
    deals = "lead id,company,won date\n" + "".join(f"L{n},{'' if n < 5 else 'Firm'},2026-04-02\n" for n in range(20))
    field = next(one for one in audited(LEADS, more=deals).context.fields if one.field == "company")
    assert (field.missing.hits, field.missing.of, field.joined) == (5, 20, True)


def test_the_columns_can_be_said():
    assert audited(LEADS, more=DEALS, on="lead id=lead id").joined.met == 10


def test_a_column_that_is_not_there_is_refused():
    with pytest.raises(Refused, match="no column"):
        audited(LEADS, more=DEALS, on="led id")


def test_files_that_share_no_keys_are_refused_with_what_to_say():
    with pytest.raises(Refused, match="--on COLUMN"):
        audited(LEADS, more="x,won date\n" + "".join(f"Z{n},2026-04-02\n" for n in range(10)))
