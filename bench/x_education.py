"""How well do points written by hand tell who buys, once a real list came in through the import?

    python -m bench.x_education LEADS.csv

The public X Education list is not ours to ship. Its columns that sales wrote are left out; the rest comes in as
history, row by row, and each lead's stored score is held against what became of it. The same is asked of a playbook in
which the long time on the website is a straight line of ten steps instead of bands.
"""

from __future__ import annotations

import argparse
import asyncio
import csv
import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

from batonpass.learn.auc import auc_of
from batonpass.learn.leakage import Column, look_for_leaks
from batonpass.store.directory import apply
from batonpass.store.open import open_pool
from bench.ground import stand

POINTS = Path(__file__).parent / "playbooks" / "x_education.yaml"
WRITTEN_LATER = (
    "Tags", "Lead Quality", "Lead Profile", "Asymmetrique Activity Index", "Asymmetrique Profile Index",
    "Asymmetrique Activity Score", "Asymmetrique Profile Score", "Last Activity", "Last Notable Activity",
    "How did you hear about X Education", "City", "Converted", "Lead Number",
)  # fmt: skip
BANDS = ("no_time", "little_time", "some_time", "long_time")
FINEST, STEPS, MOST = 200, 10, 27
Outcomes = dict[str, bool]


def outcomes(path: Path) -> Outcomes:
    """What became of each person."""
    with path.open(encoding="utf-8", newline="") as file:
        return {row["Prospect ID"]: row["Converted"] == "1" for row in csv.DictReader(file)}


def sloped(text: str) -> str:
    """The same points without bands: each further 200 seconds on the website brings as much again."""
    kept = [line for line in text.splitlines() if line.strip().partition(":")[0] not in BANDS]
    rules = [
        f"  seconds_{n}: {{when: lead.seconds >= {n * FINEST}, points: {MOST / STEPS}, says: {n * FINEST} seconds}}"
        for n in range(1, STEPS + 1)
    ]
    at = kept.index("fit:") + 1
    return "\n".join([*kept[:at], *rules, *kept[at:], ""])


async def imported(leads: Path, text: str, known: Outcomes) -> str:
    """Put the points in force, take the list in through the import, and say how the stored scores tell."""
    async with stand() as ground, ground.database() as url:
        pool = await open_pool(url, connections=2)
        await apply(pool, text, where=POINTS.name, by="bench")
        began = time.perf_counter()
        maps = [f"--map={column}=-" for column in WRITTEN_LATER]
        command = [sys.executable, "-m", "batonpass.run.cli", "import", str(leads), "--yes"]
        said = await asyncio.to_thread(
            subprocess.run,
            [*command, "--map=Prospect ID=external_id", *maps],
            env={**os.environ, "BATONPASS_DATABASE_URL": url},
            capture_output=True,
            text=True,
            check=False,
        )
        spent = time.perf_counter() - began
        rows = await pool.fetch(
            "select state::json->'known'->'external_id'->>'value' as id, total::float8 from app.leads"
        )
        held = [row for row in rows if row["id"] in known]
        found = auc_of(np.array([row["total"] for row in held]), np.array([known[row["id"]] for row in held]))
        await pool.close()
    told = said.stdout.strip().splitlines()[-1:] or said.stderr.strip().splitlines()[-1:]
    return (
        f"{len(held):,} leads in {spent:.0f} s, AUC {found.value:.4f} ({found.low:.4f} to {found.high:.4f}); {told[0]}"
    )


def leaks(path: Path) -> list[str]:
    """The columns that the guard names, each with why."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    won = np.array([row["Converted"] == "1" for row in rows])
    names = [name for name in rows[0] if name not in ("Converted", "Prospect ID", "Lead Number")]
    columns = [
        Column(name=name, values=[row[name] if row[name] not in ("", "Select") else None for row in rows])
        for name in names
    ]
    looked = look_for_leaks(columns, won, np.random.default_rng(1))
    return [f"{one.name} ({', '.join(one.why)})" for one in looked if one.leaks]


async def main() -> None:
    asked = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    asked.add_argument("leads", type=Path)
    leads = asked.parse_args().leads
    known, text = outcomes(leads), POINTS.read_text("utf-8").replace('version: "1"', 'version: "points"')
    print("leaky:", "; ".join(leaks(leads)), flush=True)
    print("bands:", await imported(leads, text, known), flush=True)
    print("slope:", await imported(leads, sloped(text).replace('"points"', '"slope"'), known), flush=True)


if __name__ == "__main__":
    asyncio.run(main())
