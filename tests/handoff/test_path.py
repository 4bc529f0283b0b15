"""Does the whole process hang together: from one arrival to a lead at rest?"""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from batonpass.handoff import facts
from batonpass.handoff.answer import answer
from batonpass.handoff.facts import cadence as facts_cadence
from batonpass.handoff.facts import clock as facts_clock
from batonpass.handoff.facts import match as facts_match
from batonpass.handoff.facts import merge as facts_merge
from batonpass.handoff.facts import records as facts_records
from batonpass.handoff.facts import review as facts_review
from batonpass.handoff.facts import second as facts_second
from batonpass.handoff.facts import touch as facts_touch
from batonpass.handoff.fold import TURNS_INTO, fold
from batonpass.handoff.lead import Lead
from batonpass.handoff.path import advance
from batonpass.handoff.playbook import Stage
from batonpass.handoff.refusal import Refusal
from batonpass.handoff.requests import Accept, Claim, Dispose, Reassign, Reject, Ring, Touch, Undo
from tests.handoff.cast import event, minutes, setting, submission, walk


def names(*steps) -> list[str]:
    return [type(f).__name__ for f in walk(*steps).facts]


def test_a_demo_request_walks_the_whole_way():
    assert names(submission()) == [
        "Captured", "Identified", "Scored", "Qualified", "Briefed", "Routed", "ClockStarted", "Acknowledged",
    ]  # fmt: skip


def test_what_is_not_ready_rests_after_the_verdict():
    assert names(submission("paper")) == ["Captured", "Identified", "Scored", "Qualified"]


def test_a_rejected_lead_that_asks_again_keeps_its_history_and_begins_a_new_cycle():
    done = walk(submission(), (minutes(5), Reject(by="ana", reason="no_budget")), submission(at=minutes(60)))
    assert [(c.cycle, c.state) for c in done.lead.clocks] == [(1, "met"), (2, "running")]


def test_the_same_lead_under_another_playbook_is_a_backtest():
    assert advance(Lead(id="L1"), submission("ebook"), setting()).lead.stage is Stage.MQL


def test_a_lead_is_the_fold_of_its_facts_and_nothing_else():
    done = walk(
        submission(), (minutes(16), Ring(by="c", promise="first_touch")), (minutes(20), Touch(by="ana", kind="call"))
    )
    again = Lead(id="L1")
    for fact in done.facts:
        again = fold(again, fact, "2027-03")
    assert again == done.lead


def test_the_latest_word_on_a_field_wins_however_late_the_older_arrives():
    newer = submission("none", at=minutes(5), country="SE", occurred_at=minutes(2).isoformat())
    older = submission("none", at=minutes(6), country="PT", phone="+351211234567", occurred_at=minutes(0).isoformat())
    assert [walk(*order).lead.value("country") for order in ((newer, older), (older, newer))] == ["SE", "SE"]
    assert walk(newer, older).lead.value("phone") == "+351211234567"


def test_every_fact_says_why_it_is_so():
    done = walk(submission(), (minutes(16), Ring(by="c", promise="first_touch")), (minutes(31), Accept(by="ana")))
    assert [f for f in done.facts if not f.because] == []


def test_every_kind_of_fact_has_its_fold():
    modules = (
        facts, facts_cadence, facts_clock, facts_match, facts_merge, facts_records, facts_review, facts_second,
        facts_touch,
    )  # fmt: skip
    told = [value for module in modules for value in vars(module).values()]
    kinds = {k for k in told if isinstance(k, type) and issubclass(k, facts.Fact) and k is not facts.Fact}
    assert kinds == set(TURNS_INTO)


WHO = st.sampled_from(["ana", "bruno", "astrid"])
ASKS = st.one_of(
    st.builds(Touch, by=WHO, kind=st.sampled_from(["call", "email"])),
    st.builds(Accept, by=WHO),
    st.builds(Reject, by=WHO, reason=st.sampled_from(["no_budget", "not_a_fit", ""])),
    st.builds(
        Dispose, by=WHO, outcome=st.sampled_from(["converted", "recycled"]), reason=st.sampled_from(["timing", ""])
    ),
    st.builds(Reassign, by=st.just("mara"), to=st.sampled_from(["ana", "bruno", "triage"])),
    st.builds(Claim, by=WHO),
    st.builds(Undo, by=WHO),
    st.just(Ring(by="clock", promise="first_touch")),
    st.sampled_from(["demo", "ebook", "paper", "pricing"]),
)


@given(st.lists(st.tuples(st.integers(0, 3000), ASKS), max_size=25))
def test_whatever_happens_a_lead_in_work_has_somebody_and_one_clock_at_most(steps):
    done, now = walk(submission()), 0
    for wait, what in steps:
        now += wait
        before = done.lead
        try:
            done = walk_on(before, minutes(now), what)
        except Refusal:
            continue
        lead = done.lead
        assert lead.seq == before.seq + len(done.facts)
        assert sum(c.state == "running" for c in lead.clocks) <= 1
        if lead.stage in ("MQL", "SAL", "SQL"):
            assert (lead.owner is None) != (lead.queue is None)
        for old, new in zip(before.clocks, lead.clocks, strict=False):
            assert new.due_at <= old.due_at


def walk_on(lead, at, what):
    if not isinstance(what, str):
        return answer(lead, what, setting(at))
    arrived = event("pricing", at=at) if what == "pricing" else submission(what, at=at)
    return advance(lead, arrived, setting(at))
