"""Does a list of the past page nobody, while live leads, even its own people, are handed over as ever (A13)?"""

from __future__ import annotations

import os
import subprocess
import sys

from tests.whole.behind import ask
from tests.whole.program import Program

LINES = 3_000


def test_a13_a_list_of_the_past_pages_nobody_and_lives_beside_live_leads(batonpass: Program, tmp_path):
    path = tmp_path / "old.csv"
    rows = [f"o{n}@old{n}.example,Olga,Old {n},DE,2026-0{1 + n % 8}-15" for n in range(LINES)]
    path.write_text("\n".join(["email,first name,company,country,created", *rows]) + "\n", "utf-8")
    batonpass.now("2027-03-02T09:00:00Z")
    importing = subprocess.Popen(
        [sys.executable, "-m", "batonpass.run.cli", "import", str(path), "--mode", "historic", "--yes"],
        env=batonpass.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    batonpass.now("2027-03-02T09:00:30Z")
    live = batonpass.submit(email="live@firm.example")
    said, _ = importing.communicate(timeout=240)
    assert importing.returncode == os.EX_OK, said
    assert (live["owner"] in ("ana", "bruno"), live["due_at"]) == (True, "2027-03-02T09:30:30Z")
    batonpass.now("2027-03-02T10:00:00Z")
    known = batonpass.submit(email="o7@old7.example")
    assert (known["due_at"], known["tier"]) == ("2027-03-02T10:30:00Z", "urgent")
    batonpass.now("2027-03-02T10:00:10Z")
    assert ask(batonpass, "select count(*) from app.leads") == LINES + 1
    silent = "join app.leads l on l.id = t.lead_id where l.person like 'o%' and l.person <> 'o7@old7.example'"
    assert ask(batonpass, f"select count(*) from app.clocks t {silent}") == 0  # noqa: S608 - the test's own words
    assert ask(batonpass, f"select count(*) from app.outbox t {silent}") == 0  # noqa: S608 - the test's own words
    assert {one["kind"] for one in batonpass.outbox(known["lead_id"])} >= {"assigned", "ack"}
    assert [mail for mail in batonpass.post.mails() if "@old" in str(mail.to) and "o7@" not in str(mail.to)] == []
