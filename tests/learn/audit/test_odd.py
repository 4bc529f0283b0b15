"""Is there an export so odd that the audit breaks on it?"""

from __future__ import annotations

import csv
import io

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from batonpass.learn.audit.page import page
from batonpass.learn.audit.roles import CALLED, Role, names_of
from tests.learn.audit.exports import audited

HEADERS = sorted({names_of(text)[0] for text in CALLED.values()} | {"colour", "first touch", "won date", "Id", "state"})
CELLS = st.one_of(
    st.sampled_from(
        ["", "Select", "?", "new", "Won", "true", "0", "7", "-3", "1e9", "€ 1.000,50", "=1+1", "\ud7ff", "a,b"]
    ),
    st.sampled_from(["2026-03-02", "2026-03-02 09:00:00", "1/2/2026", "13/2/2026 9:05", "2/13/26", "1772615107000"]),
    st.sampled_from(["9999-12-31", "0000-00-00", "1772615107", "2026-13-45", "2026-02-30", "24:00", "2036-01-01"]),
    st.text(st.characters(blacklist_characters="\r\n\0", blacklist_categories=["Cs", "Cc"]), max_size=12),
)


@st.composite
def exports(draw) -> str:
    head = draw(st.lists(st.sampled_from(HEADERS), min_size=1, max_size=9, unique=True))
    pools = [draw(st.lists(CELLS, min_size=1, max_size=4)) for _ in head]
    rows = draw(st.lists(st.tuples(*(st.sampled_from(pool) for pool in pools)), min_size=1, max_size=60))
    written = io.StringIO()
    csv.writer(written).writerows([head, *rows])
    return written.getvalue()


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(exports(), st.booleans())
def test_no_export_is_too_odd_for_a_report(text, working):
    report = audited(text, **({"hours": "yes"} if working else {}))
    assert page(report).startswith("<!doctype html>")


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(exports())
def test_no_share_is_outside_of_its_interval(text):
    report = audited(text)
    shares = [group.share for league in (*report.leakage, *report.conversion) for group in league.groups]
    assert all(share.rate is None or share.low <= share.rate <= share.high for share in shares)


def test_every_role_has_a_name_by_which_it_is_recognised():
    assert {*CALLED} == {*Role}
