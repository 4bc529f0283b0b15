"""Does a copy of an earlier day stay silent until somebody has looked at it, and does nobody pay for the gap (H03)?"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator

import pytest

from tests.database import address, command, wait_for
from tests.whole.behind import ask, jump
from tests.whole.patience import until
from tests.whole.people import move_in
from tests.whole.program import Program, program

BACKUP, RESTORE = "2027-03-02T09:10:00Z", "2027-03-02T11:00:00Z"


def run(on: Program, *arguments: str, expect: int = 0) -> str:
    """What a command prints."""
    done = subprocess.run(
        [sys.executable, "-m", "batonpass.run.cli", *arguments],
        env=on.environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == expect, done.stderr
    return done.stdout


@pytest.fixture
def restored(database, tmp_path) -> Iterator[Program]:
    """Three leads came while mail was away, then a backup, then everything left; at eleven the backup is put back."""
    wait_for(command("drop database if exists recovered"))
    wait_for(command("create database recovered template template0"))
    with program(database) as before:
        before.serve()
        move_in(before)
        before.now("2027-03-02T09:05:00Z")
        before.post.fail()
        for n in range(3):
            before.submit("demo", f"x{n}@firm{n}.example")
        before.now(BACKUP)
        run(before, "backup", str(tmp_path / "night.backup"))
    with program(address("recovered")) as after:
        run(after, "restore", str(tmp_path / "night.backup"))
        after.start("serve", "--port", str(after.port))
        until(lambda: alive(after), "the door to answer")
        jump(after, RESTORE)
        yield after
    wait_for(command("drop database recovered with (force)"))


def alive(on: Program) -> bool:
    try:
        return on.http.get("/livez").status_code == 200
    except OSError:
        return False
    except Exception as error:  # noqa: BLE001 - httpx's own words for a door that is not open yet
        return bool(error) and False


def test_nothing_leaves_a_restored_database_before_somebody_releases_it(restored: Program):
    assert restored.post.mails() == []
    assert restored.http.get("/healthz").json()["findings"]["recovery_hold"] == 1
    told = json.loads(run(restored, "hold", "--json", expect=1))
    assert told["held"]["since"].startswith("2027-03-02T09:10:00")
    assert sum(one["many"] for one in told["kinds"]) >= 6


def test_what_is_old_is_dropped_with_the_reason_and_what_is_young_leaves(restored: Program):
    fresh = restored.submit("demo", "new@fresh.example")["lead_id"]
    run(restored, "release", "--skip-older-than", "1h")
    restored.now("2027-03-02T11:01:30Z")
    assert {address for mail in restored.post.mails() for address in mail.to if "@firm" in address} == set()
    assert len(restored.post.to("new@fresh.example")) == 1
    assert {o["state"] for o in restored.outbox(fresh)} == {"sent"}
    why = ask(restored, "select min(error) from app.outbox where state = 'cancelled' and error like 'older than 1 h%'")
    assert why
    until(lambda: restored.http.get("/healthz").status_code == 200, "health to be good again")


def test_promises_that_broke_in_the_gap_are_nobodys_fault_and_take_one_step_each(restored: Program):
    leads = [one["id"] for one in restored.leads()]
    clocks = [restored.lead(lead)["clocks"][0] for lead in leads]
    assert {(c["state"], c["excuse"]) for c in clocks} == {("breached", "restore")}
    assert [len(restored.facts(lead, "Escalated")) for lead in leads] == [1, 1, 1]


def test_after_the_release_of_young_messages_alone_nothing_is_said_about_the_gap(restored: Program):
    run(restored, "release", "--skip-older-than", "0m")
    restored.now("2027-03-02T11:01:00Z")
    assert restored.post.mails() == []
