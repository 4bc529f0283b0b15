"""Are leads judged and routed as agreed, whatever is missing or comes at once (cases B and C)?"""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.whole.people import person, playbook
from tests.whole.program import TUESDAY_TEN, Program

TO_SUN = ('- pool: "*"', "- pool: [emea, america]")
NEEDS = ("- account_owner\n", "- account_owner\n  - needs: [lead.country, account.employees]\n")


EXACTLY = (
    ("fit:\n", "fit:\n  nearer: {when: account.employees < 50, points: 9.2, says: under 50 people}\n"),
    (
        "signals:\n",
        (
            "signals:\n  small_step: {points: 2.2, says: a small step}\n"
            "  nearly_hot: {points: 60.19, says: nearly hot}\n  nearly: {points: 39.99, says: nearly}\n"
        ),
    ),
    ("times: 14, within: 30d", "times: 20, within: 30d"),
)
B01 = {
    "x": ("product_page_view", 14, "120", (70, "hot", "high", "MQL")),
    "y": ("small_step", 14, "20", (40, "mql", "standard", "MQL")),
    "below_hot": ("nearly_hot", 1, "120", (69.99, "mql", "standard", "MQL")),
    "below": ("nearly", 1, "5000", (39.99, "nurture", None, "Nurture")),
}


def test_b01_thresholds_are_exact_decimals(batonpass: Program):
    batonpass.now(TUESDAY_TEN)
    batonpass.apply(playbook("b01", *EXACTLY))
    for name, (event, times, employees, _) in B01.items():
        who = {"email": f"{name}@{name.replace('_', '-')}.example"}
        told = {"type": "identify", **who, "traits": {"employees": employees}}
        did = [{"type": "track", "event": event, **who, "message_id": f"{name}{n}"} for n in range(times)]
        assert batonpass.ask("POST", "/v1/batch", {"batch": [told, *did]})["accepted"] == times + 1
    stand = {
        lead["email"].partition("@")[0]: (lead["score"]["total"], lead["band"], lead["tier"], lead["stage"])
        for lead in batonpass.leads()
    }
    assert stand == {name: expected for name, (*_, expected) in B01.items()}


def test_b03_no_score_takes_a_lead_away_from_a_rep(batonpass: Program):
    batonpass.now(TUESDAY_TEN)
    batonpass.apply(playbook("b03", ("cap: {times: 3, within: 7d}", "cap: {times: 3, within: 7d}\n    half_life: 1d")))
    lead = batonpass.submit()["lead_id"]
    batonpass.ask("POST", "/v1/track", {"email": "eva@firm.example", "event": "pricing_page_view"})
    batonpass.ask("POST", f"/v1/leads/{lead}/accept", {"by": "ana"})
    batonpass.now("2027-03-03T10:00:00Z")
    read = (batonpass.lead(lead), batonpass.leads()[0])
    assert [(one["stage"], one["owner"], one["score"]["total"]) for one in read] == [("SAL", "ana", 46)] * 2


def test_b05_a_new_model_moves_nothing_that_runs(batonpass: Program):
    batonpass.now("2027-03-02T11:59:59Z")
    before = batonpass.submit("ebook", "l@acme.example")
    batonpass.now("2027-03-02T12:00:00Z")
    softer = ("expect: {stage: MQL, tier: standard, band: mql, total: 40}", "expect: {not: MQL, total: 40}")
    batonpass.apply(playbook("v2", ("mql_from: 40", "mql_from: 45"), softer))
    batonpass.now("2027-03-02T12:05:00Z")
    after = batonpass.submit("ebook", "m@acme.example")
    assert (before["stage"], after["stage"]) == ("MQL", "Nurture")
    assert batonpass.lead(before["lead_id"])["stage"] == "MQL"
    assert [batonpass.facts(s["lead_id"], "Qualified")[0]["playbook"] for s in (before, after)] == ["starter", "v2"]


def test_b07_a_country_known_late_brings_its_model_late(batonpass: Program):
    batonpass.put("/v1/pools/emea", {"members": [{"rep": "ana"}]})
    models = (
        'models:\n  dach: {when: \'lead.country in ["DE","AT","CH"]\', signals: {webinar: {points: 45}}}\n\ndefinition:'
    )
    batonpass.now(TUESDAY_TEN)
    batonpass.apply(playbook("b07", ("definition:", models)))
    first = batonpass.submit("webinar", "x@acme.example")
    batonpass.now("2027-03-02T10:10:00Z")
    batonpass.ask("POST", "/v1/identify", {"email": "x@acme.example", "traits": {"country": "DE"}})
    lead = batonpass.lead(first["lead_id"])
    assert (first["score"]["total"], lead["score"]["total"], lead["stage"]) == (15, 45, "MQL")
    assert lead["clocks"][0]["started_at"] == "2027-03-02T10:10:00Z"


def test_b08_without_consent_nothing_is_kept(batonpass: Program):
    batonpass.now("2027-03-02T09:30:00Z")
    denied = {"event": "pricing_page_view", "email": "x@acme.example", "context": {"consent": "denied"}}
    for _ in range(5):
        batonpass.ask("POST", "/v1/track", denied, expect=204)
    batonpass.now(TUESDAY_TEN)
    assert batonpass.submit("newsletter", "x@acme.example")["score"]["behaviour"] == 5


@pytest.fixture
def acme(batonpass: Program) -> Program:
    """Greta owns the account; Sweden is Astrid's."""
    territory = "  - territory:\n      Sweden: {when: 'lead.country == \"SE\"', rep: astrid}\n"
    batonpass.put("/v1/accounts/acme.example", {"name": "Acme", "owner": "greta"})
    batonpass.apply(playbook("c", ("- account_owner\n", "- account_owner\n" + territory)))
    batonpass.now(TUESDAY_TEN)
    return batonpass


def test_c01_the_account_owner_comes_first_and_the_losers_are_told(acme: Program):
    taken = acme.submit("demo", "x@acme.example", country="SE")
    assert (taken["owner"], taken["due_at"]) == ("greta", "2027-03-02T10:30:00Z")
    assert acme.submit("demo", "x@other.example", country="SE")["owner"] == "astrid"


def test_c02_a_delegate_stands_in_for_an_owner_on_leave(acme: Program):
    leave = [{"first": "2027-03-01", "last": "2027-03-05", "delegate": "moritz"}]
    acme.put("/v1/reps/greta", person("greta", leave=leave))
    taken = acme.submit("demo", "x@acme.example", country="SE")
    assert (taken["owner"], taken["due_at"]) == ("moritz", "2027-03-02T10:30:00Z")
    assert "delegate of Greta" in taken["because"]


def test_c03_who_is_deactivated_hands_everything_on_at_once(batonpass: Program):
    batonpass.now(TUESDAY_TEN)
    batonpass.put("/v1/pools/emea", {"members": [{"rep": "ana"}]})
    for n in range(12):
        batonpass.submit("demo", f"p{n}@firm.example")
    batonpass.put("/v1/pools/emea", {"members": [{"rep": "ana"}, {"rep": "bruno"}]})
    batonpass.now("2027-03-02T10:10:00Z")
    assert batonpass.put("/v1/reps/ana", person("ana", active=False))["handed_on"] == 12
    assert {(lead["owner"], lead["next_due_at"]) for lead in batonpass.leads()} == {("bruno", "2027-03-02T10:30:00Z")}


def test_c05_and_c07_the_sun_is_followed_and_a_gap_is_told_once(batonpass: Program):
    batonpass.put("/v1/pools/america", {"members": [{"rep": "nina"}]})
    batonpass.apply(playbook("fts", TO_SUN))
    batonpass.now("2026-12-25T12:00:00Z")
    owners = {batonpass.submit("demo", f"x{n}@firm.example")["owner"] for n in range(4)}
    assert owners == {"ana", "bruno"}
    assert {lead["next_due_at"] for lead in batonpass.leads()} == {"2026-12-28T09:30:00Z"}
    batonpass.now("2026-12-25T12:00:01Z")
    warnings = [m for m in batonpass.post.to("mara@lumen.example") if "28 Dec" in m.text]
    assert len(warnings) == 1
    batonpass.now("2027-03-05T18:30:00Z")
    taken = batonpass.submit("demo", "y@firm.example")
    assert (taken["owner"], taken["due_at"]) == ("nina", "2027-03-05T19:00:00Z")


def test_c08_turns_are_exact_under_many_clients(batonpass: Program):
    team = ("ana", "bruno", "astrid", "greta", "moritz", "mara", "bo")
    batonpass.put("/v1/pools/emea", {"members": [{"rep": name} for name in team]})
    batonpass.now(TUESDAY_TEN)
    with ThreadPoolExecutor(50) as crowd:
        taken = list(crowd.map(lambda n: batonpass.submit("demo", f"p{n}@firm{n}.example"), range(200)))
    assert sorted(Counter(t["owner"] for t in taken).values()) == [28, 28, 28, 29, 29, 29, 29]


def test_c11_a_batch_of_fifty_is_shared_evenly(batonpass: Program):
    team = ("ana", "bruno", "astrid", "greta", "moritz")
    batonpass.put("/v1/pools/emea", {"members": [{"rep": name} for name in team]})
    batonpass.now(TUESDAY_TEN)
    batch = [{"type": "submission", "form": "demo", "email": f"p{n}@firm{n}.example"} for n in range(50)]
    assert batonpass.ask("POST", "/v1/batch", {"batch": batch})["accepted"] == 50
    assert sorted(Counter(lead["owner"] for lead in batonpass.leads()).values()) == [10] * 5


def test_c13_missing_data_waits_in_a_named_queue_on_the_clock(batonpass: Program):
    batonpass.apply(playbook("c13", NEEDS))
    batonpass.now(TUESDAY_TEN)
    taken = batonpass.submit("demo", "x@unknown.example")
    assert (taken["owner"], taken["queue"], taken["due_at"]) == (None, "triage", "2027-03-02T10:30:00Z")
    assert "missing: country, employees" in taken["because"]
    batonpass.now("2027-03-02T10:00:01Z")
    assert len(batonpass.post.to("mara@lumen.example")) == 1


def test_c15_of_two_who_claim_at_once_one_wins(batonpass: Program):
    batonpass.apply(playbook("c15", NEEDS))
    batonpass.now(TUESDAY_TEN)
    for n in range(15):
        lead = batonpass.submit("demo", f"x{n}@unknown.example")["lead_id"]

        def claim(who: str, lead: str = lead) -> int:
            return batonpass.http.post(f"/v1/leads/{lead}/claim", json={"by": who}).status_code

        with ThreadPoolExecutor(2) as two:
            assert sorted(two.map(claim, ("ana", "bruno"))) == [200, 409]
