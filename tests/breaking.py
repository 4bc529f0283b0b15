"""Would the tests notice? Deliberate faults are put, one after the other, into a copy of the tree.

Each `tests/faults/….py` is a list of them and is run by hand: `python -m tests.faults.learn`.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).parents[1]
COPIED = ("batonpass", "tests", "bench", "town", "playbooks", "pyproject.toml")
USUAL = tuple(
    f"tests/handoff/test_{name}.py"
    for name in (
        "capture", "identify", "score", "qualify", "brief", "route", "notify", "clock", "touch", "dispose", "path",
        "rungs", "pools", "turn", "escalate", "pledges", "bands", "bursts", "features", "explain", "titles",
        "condition_laws", "hours_edges", "hours",
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A small change that would hurt somebody, and the tests that should see it.

    `place` is the file below `batonpass/`, or `verb` a file of the handoff; `was` stands in it once.
    """

    hurts: str
    was: str
    becomes: str
    verb: str = ""
    place: str = ""
    suites: tuple[str, ...] = USUAL

    @property
    def where(self) -> str:
        """The file, from the root of the tree."""
        named = self.place or f"handoff/{self.verb}.py"
        return named if named.startswith("batonpass/") else f"batonpass/{named}"


def tell(*lists: Iterable[Fault]) -> NoReturn:
    """Print each fault and the first test that caught it; exit code 1 if one lived."""
    lived = 0
    for fault in (one for many in lists for one in many):
        test = caught(fault)
        lived += not test
        sys.stdout.write(f"{Path(fault.where).name:24} {fault.hurts:60} {test or 'LIVED'}\n")
        sys.stdout.flush()
    sys.exit(1 if lived else 0)


def caught(fault: Fault) -> str:
    """The first test that fails with the fault in place; empty when all pass."""
    with tempfile.TemporaryDirectory(prefix="batonpass-fault-") as folder:
        copy = Path(folder)
        for part in COPIED:
            source = ROOT / part
            shutil.copytree(source, copy / part) if source.is_dir() else shutil.copy(source, copy / part)
        place = copy / fault.where
        text = place.read_text("utf-8")
        assert text.count(fault.was) == 1, f"{fault.where}: {fault.was!r} stands there {text.count(fault.was)} times"
        place.write_text(text.replace(fault.was, fault.becomes), "utf-8")
        said = subprocess.run(
            [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:randomly", *fault.suites],
            cwd=copy,
            env={**os.environ, "PYTHONPATH": str(copy)},
            capture_output=True,
            text=True,
            check=False,
        ).stdout
    return next((line.split(" - ")[0] for line in said.splitlines() if line.startswith("FAILED")), "")
