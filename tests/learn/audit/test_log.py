"""Does a log with a row for each change become the leads it tells of?"""

from __future__ import annotations

from tests.learn.audit.exports import audited

HEAD = "number,opened at,sys updated at,incident state,assigned to,reassignment count\n"


def lead(name: str, *changes: str) -> str:
    return "".join(f"{name},2/3/2026 09:00,{change}\n" for change in changes)


def log(count: int = 12) -> str:
    """So many leads: new at 9:05, taken by Ana at 9:30, active at 10:00, resolved at 12:00 on 25 March."""
    changes = (
        "25/3/2026 09:05,New,?,0", "25/3/2026 09:30,New,ana,0", "25/3/2026 10:00,Active,bo,1",
        "25/3/2026 12:00,Resolved,bo,1",
    )  # fmt: skip
    return HEAD + "".join(lead(f"I{n}", *changes) for n in range(count))


def test_a_log_is_folded_to_one_row_a_lead():
    told = audited(log())
    assert (told.rows, told.leads) == (48, 12)


def test_a_log_in_another_order_tells_the_same():
    head, *rows = log().splitlines()
    told, turned = audited(log()), audited("\n".join([head, *reversed(rows)]) + "\n")
    assert told.seams == turned.seams


def test_the_owner_is_assigned_when_one_is_first_named():
    seam = next(one for one in audited(log()).seams if one.end == "owner assigned")
    assert seam.median.value == (23 * 24 + 0.5) * 3600


def test_the_first_touch_is_the_first_change_of_state():
    told = audited(log())
    assert next(one for one in told.seams if one.end == "first touch").median.value == 1800
    assert "New" in next(line for line in told.notes if "folded" in line)


def test_stays_in_a_state_are_measured_to_the_next_change():
    stays = {one.state: one.median.value for one in audited(log()).stays}
    assert stays == {"New": 55 * 60, "Active": 2 * 3600}


def test_hand_overs_that_the_file_does_not_count_are_changes_of_owner():
    rows = "".join(
        f"I{n},2026-03-02 09:0{m}:00,{state},{owner},{kept}\n"
        for n in range(60)
        for m, (state, owner) in enumerate([("New", "ana"), ("Active", "bo" if n % 2 else "ana"), ("Resolved", "")])
        for kept in ["true" if n < 20 else "false"]
    )
    told = audited("number,sys updated at,status,assigned to,made sla\n" + rows)
    league = next(one for one in told.kept if one.by == "hand-overs")
    assert [(g.name, g.share.of) for g in league.groups] == [("0", 30), ("1", 30)]


def test_a_property_history_without_a_creation_begins_with_its_first_change():
    rows = "".join(
        f"{n // 2},2026-03-0{1 + n % 2} 09:00:00,{'lead' if n % 2 == 0 else 'customer'}\n" for n in range(40)
    )
    told = audited("contact id,timestamp,value\n" + rows, "event_at=timestamp")
    assert (told.leads, str(told.since)) == (20, "2026-03-01")


def test_one_row_a_lead_is_no_log():
    told = audited("id,created,last modified date,status\n1,2026-03-01,2026-03-02,New\n2,2026-03-01,2026-03-02,New\n")
    assert (told.leads, told.stays) == (2, ())
