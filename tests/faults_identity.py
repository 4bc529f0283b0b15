"""Would the tests notice a fault in who is who? Each is put into a copy of the tree and named with its test.

Run by hand: `python -m tests.faults_identity`; exit code 1 if one lived.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
PURE = ("tests/handoff/test_person.py", "tests/handoff/test_verified.py", "tests/handoff/test_match.py")
STORED = ("tests/web/test_merges.py", "tests/web/test_matches.py")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A small change that would hurt somebody, and the tests that should see it."""

    place: str
    hurts: str
    was: str
    becomes: str
    tests: tuple[str, ...] = PURE


FAULTS = (
    Fault(
        place="handoff/merge.py",
        hurts="a merge loses what the other did",
        was="lead.activities + other.activities",
        becomes="lead.activities",
        tests=STORED,
    ),
    Fault(
        place="handoff/merge.py",
        hurts="the laxer promise goes on",
        was="-lead.clock.due_at.timestamp()",
        becomes="lead.clock.due_at.timestamp()",
        tests=STORED,
    ),
    Fault(
        place="handoff/joining.py",
        hurts="what came in between goes to the wrong lead",
        was="side = other.id if fact.person in theirs else lead.id",
        becomes="side = lead.id",
        tests=STORED,
    ),
    Fault(
        place="store/merge.py",
        hurts="a moved promise rings on two leads",
        was="await connection.execute(SQL.drop_clocks, *_moved(pair, both))",
        becomes="_moved(pair, both)",
        tests=STORED,
    ),
    Fault(
        place="store/take.py",
        hurts="later submissions reach a lead that is gone",
        was='batch.ids |= {row["person"]: row["merged_into"] for row in rows if row["merged_into"]}',
        becomes="pass",
        tests=STORED,
    ),
    Fault(
        place="handoff/verified.py",
        hurts="a stranger overwrites a verified value",
        was="theirs = vouches(before.by)",
        becomes="theirs = ours",
    ),
    Fault(
        place="handoff/verified.py",
        hurts="any door of a similar name vouches",
        was='door.partition("/")[0] in VOUCHED',
        becomes="any(door.startswith(one) for one in VOUCHED)",
    ),
    Fault(
        place="handoff/identify.py",
        hurts="free mail gets an account by what it claims",
        was="if domain in directory.free_mail:",
        becomes="if False:",
    ),
    Fault(
        place="handoff/person.py",
        hurts="dots tell people apart at Gmail",
        was='local.replace(".", "")',
        becomes="local",
    ),
    Fault(
        place="handoff/person.py",
        hurts="tags of any company are dropped unasked",
        was="(tags_everywhere or domain in TAGGED)",
        becomes="True",
    ),
    Fault(
        place="handoff/match.py",
        hurts="one of two accounts of a name is taken",
        was="if len(accounts) > 1:",
        becomes="if False:",
    ),
    Fault(
        place="handoff/match.py",
        hurts="the same name in another country is taken",
        was="country != account.country:",
        becomes="False:",
    ),
    Fault(
        place="store/match.py",
        hurts="a declined match is asked again",
        was="await connection.execute(SQL.remember, _memory(lead, with_domain=same), account.domain, same, by)",
        becomes="pass",
        tests=STORED,
    ),
)


def caught(fault: Fault) -> str:
    """The first test that fails with the fault in place; empty when all pass."""
    with tempfile.TemporaryDirectory(prefix="batonpass-fault-") as folder:
        copy = Path(folder)
        for part in ("batonpass", "tests", "bench", "town", "playbooks", "pyproject.toml"):
            source = ROOT / part
            shutil.copytree(source, copy / part) if source.is_dir() else shutil.copy(source, copy / part)
        place = copy / "batonpass" / fault.place
        text = place.read_text("utf-8")
        assert text.count(fault.was) == 1, f"{fault.place}: {fault.was!r} stands there {text.count(fault.was)} times"
        place.write_text(text.replace(fault.was, fault.becomes), "utf-8")
        said = subprocess.run(
            [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:randomly", *fault.tests],
            cwd=copy,
            env={**os.environ, "PYTHONPATH": str(copy)},
            capture_output=True,
            text=True,
            check=False,
        ).stdout
    return next((line.split(" - ")[0] for line in said.splitlines() if line.startswith("FAILED")), "")


def main() -> None:
    lived = 0
    for fault in FAULTS:
        test = caught(fault)
        lived += not test
        sys.stdout.write(f"{fault.place:22} {fault.hurts:46} {test or 'LIVED'}\n")
        sys.stdout.flush()
    sys.exit(1 if lived else 0)


if __name__ == "__main__":
    main()
