"""Does the audit of public data tell what is known about it?"""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from batonpass.learn.audit.cohorts import State
from batonpass.learn.audit.leads import Clocks
from batonpass.learn.audit.read import Table, read_table
from batonpass.learn.audit.report import Asked, Report, audit
from batonpass.written.csv_file import look, rows

PUBLIC = Path(__file__).parents[4] / "shared" / "data"
SEEDS = PUBLIC / "crm_connector_seeds"
OLIST, LOG = PUBLIC / "olist", PUBLIC / "servicenow_incidents" / "incident_event_log.zip"
X_EDUCATION = PUBLIC / "x_education" / "Leads.csv"
pytestmark = pytest.mark.skipif(not PUBLIC.is_dir(), reason="the public data sets are not beside this tree")
AT = datetime(2026, 11, 22, tzinfo=UTC)
ORIGINS = {
    "unknown": (179, 1_099), "paid_search": (195, 1_586), "organic_search": (271, 2_296), "direct_traffic": (56, 499),
    "referral": (24, 284), "social": (75, 1_350), "display": (6, 118), "other_publicities": (3, 65), "email": (15, 493),
    "other": (4, 150), "(missing)": (14, 60),
}  # fmt: skip


def table(path: Path) -> Table:
    file = look(path)
    return read_table(path.read_bytes(), file, rows(file))


def told(path: Path, more: Path | None = None, zone: str = "UTC") -> Report:
    clocks = Clocks(at=AT, zone=zone)
    second = table(more) if more else None
    return audit(table(path), Asked(file=path.name, clocks=clocks, more=second, more_file=more.name if more else ""))


@pytest.fixture(scope="module")
def olist() -> Report:
    leads, deals = "olist_marketing_qualified_leads_dataset.csv", "olist_closed_deals_dataset.csv"
    return told(OLIST / leads, OLIST / deals, zone="America/Sao_Paulo")


@pytest.fixture(scope="module")
def incidents(tmp_path_factory) -> Report:
    folder = tmp_path_factory.mktemp("log")
    with zipfile.ZipFile(io.BytesIO(LOG.read_bytes())) as packed:
        packed.extractall(folder)
    return told(next(folder.rglob("*.csv")))


def test_every_deal_finds_its_lead(olist):
    assert (olist.leads, olist.joined.met, olist.won.hits) == (8_000, 842, 842)


def test_the_table_of_origins_is_exact(olist):
    league = next(one for one in olist.conversion if one.by == "source")
    assert {group.name: (group.share.hits, group.share.of) for group in league.groups} == ORIGINS


def test_a_campaign_that_ended_before_deals_were_recorded_is_not_called_bad(olist):
    """Of its 92 leads 2 were won: much fewer than of all, and as many as of others that came in then."""
    league = next(one for one in olist.conversion if one.by == "campaign")
    ended = next(one for one in league.groups if one.name == "87732658ba41d8775e8577df347a64db")
    assert ((ended.share.hits, ended.share.of), ended.differs, ended.usual < 0.04) == ((2, 92), "", True)
    assert "58326e62183c14b0c03085c33b9fdc44" in {one.name for one in league.groups if one.differs == "below"}


def test_the_midnights_of_sao_paulo_are_days(olist):
    finding = next(one for one in olist.findings if one.kind == "dates written as times")
    assert (finding.rows, "842" in finding.says) == (61, True)


def test_the_midnights_are_found_without_being_told_the_zone():
    alone = told(OLIST / "olist_closed_deals_dataset.csv")
    finding = next(one for one in alone.findings if one.kind == "dates written as times")
    assert (finding.rows, "America/Sao_Paulo (a guess" in finding.says) == (61, True)


def test_the_deal_won_two_days_before_its_lead_is_flagged(olist):
    assert (olist.seams[0].backwards, olist.seams[0].worst_backwards) == (1, -2.0)


def test_the_time_to_a_deal_is_that_of_the_others(olist):
    assert (olist.seams[0].median.value / 86_400, olist.seams[0].p90.value / 86_400) == (14.0, 162.0)


def test_months_before_deals_were_recorded_are_greyed(olist):
    grey = [one.month for one in olist.cohorts.months if one.state is State.UNRECORDED]
    assert grey == ["2017-06", "2017-07", "2017-08", "2017-09", "2017-10", "2017-11", "2017-12"]


def test_the_comparable_months_are_those_from_january_on(olist):
    assert (olist.cohorts.settled.hits, olist.cohorts.settled.of) == (781, 5_998)


def test_within_thirty_days_is_what_was_counted_by_hand(olist):
    assert [round(100 * one.soon.rate, 1) for one in olist.cohorts.months[-5:]] == [8.4, 9.8, 9.8, 10.9, 7.1]


def test_reps_of_won_deals_alone_are_not_compared(olist):
    assert next(one for one in olist.conversion if one.by == "owner").groups == ()


def test_the_log_is_folded_to_its_incidents(incidents):
    assert (incidents.rows, incidents.leads, incidents.crm) == (141_712, 24_918, "ServiceNow")


def test_the_share_of_kept_promises_is_that_of_the_log(incidents):
    assert round(100 * incidents.kept_overall.rate, 1) == 63.4


def test_promises_kept_by_hand_overs_are_those_of_the_log(incidents):
    league = next(one for one in incidents.kept if one.by == "hand-overs")
    shares = [(one.name, one.share.of, round(100 * one.share.rate, 1)) for one in league.groups]
    assert shares == [
        ("0", 13_549, 78.4), ("1", 6_238, 57.1), ("2", 2_283, 39.9), ("3 to 4", 1_929, 30.1), ("5 and more", 919, 14.3),
    ]  # fmt: skip


def test_the_log_is_read_day_first_without_being_told(incidents):
    assert any("day-first, which 326,878 dates" in note for note in incidents.notes)


def test_an_export_without_a_date_tells_its_sources_and_what_it_cannot_tell():
    report = told(X_EDUCATION)
    league = next(one for one in report.conversion if one.by == "source")
    shares = {one.name: round(100 * one.share.rate, 1) for one in league.groups}
    assert (shares["Welingak Website"], shares["Reference"], shares["Google"]) == (98.6, 91.8, 40.0)
    assert any(line.startswith("When leads came in") for line in report.untold)


@pytest.mark.parametrize("path", sorted(SEEDS.rglob("*.csv")), ids=lambda path: path.stem)
def test_no_table_of_a_connector_is_too_odd_to_be_read(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        assert told(path).rows == sum(1 for row in csv.DictReader(file) if any(row.values()))
