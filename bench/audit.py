"""How long does the audit of a million rows take, and how much memory?

Run by hand: `python -m bench.audit`; `--rows 200000` for a smaller file. It writes an invented export with the usual
columns, runs the command as somebody would type it, and prints the seconds and the most memory it held.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import polars as pl

ROWS = 1_000_000
SECONDS, MEGABYTES = 15.0, 2_048
CALENDAR = '{tz: Europe/Lisbon, days: [Mon, Tue, Wed, Thu, Fri], hours: ["09:00", "18:00"]}'
START = np.datetime64("2026-01-01T00:00:00", "s")
DAYS = 330


def export(rows: int, path: Path) -> None:
    """Write a year of leads as a CRM would export them: day-first dates, blanks, five sources, forty owners."""
    chance = np.random.default_rng(7)
    came = np.sort(chance.integers(0, DAYS * 86_400, rows))
    waits = chance.lognormal(9.0, 1.6, rows).astype(int)
    touched = chance.random(rows) < 0.85
    won = touched & (chance.random(rows) < 0.12)
    frame = pl.DataFrame(
        {
            "Record ID": np.arange(rows) + 10**9,
            "Create Date": (START + came).astype("datetime64[us]"),
            "First contacted": (START + came + waits).astype("datetime64[us]"),
            "Won date": (START + came + waits + chance.integers(5, 90, rows) * 86_400).astype("datetime64[us]"),
            "Amount": np.round(chance.lognormal(9, 1, rows), 2),
            "Lead owner": chance.integers(0, 40, rows),
            "Lead source": chance.choice(["ads", "web", "event", "partner", "unknown"], rows),
            "Country": chance.choice(["PT", "ES", "DE", "FR", ""], rows),
            "Company": chance.integers(0, 10**6, rows),
            "E-mail": chance.integers(0, 10**7, rows),
        }
    )
    text = "%d/%m/%Y %H:%M:%S"
    frame.with_columns(
        pl.col("Create Date").dt.strftime(text),
        pl.when(pl.Series(touched)).then(pl.col("First contacted").dt.strftime(text)),
        pl.when(pl.Series(won)).then(pl.col("Won date").dt.strftime("%Y-%m-%d")),
        pl.when(pl.Series(won)).then("Amount").alias("Amount"),
        pl.concat_str(pl.lit("Rep "), "Lead owner").alias("Lead owner"),
        pl.concat_str(pl.lit("Firm "), "Company").alias("Company"),
        pl.concat_str(pl.lit("p"), "E-mail", pl.lit("@firm.example")).alias("E-mail"),
    ).write_csv(path)


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--rows", type=int, default=ROWS)
    rows = asked.parse_args().rows
    with tempfile.TemporaryDirectory(prefix="batonpass-audit-") as folder:
        path, hours = Path(folder) / "leads.csv", Path(folder) / "hours.yaml"
        hours.write_text(CALENDAR, "utf-8")
        export(rows, path)
        words = ["audit", str(path), "--calendar", str(hours), "--at", "2026-12-31T00:00:00Z", "--json"]
        begun = time.perf_counter()
        subprocess.run(
            [sys.executable, "-m", "batonpass.run.cli", *words, "--html", str(Path(folder) / "report.html")],
            stdout=subprocess.DEVNULL,
            check=True,
        )
        seconds = time.perf_counter() - begun
        size = path.stat().st_size / 2**20
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    held, busy = used.ru_maxrss / 1024, used.ru_utime + used.ru_stime
    goals = f"goals: {SECONDS:.0f} s, {MEGABYTES:,} MB"
    print(f"{rows:,} rows, {size:.0f} MB: {seconds:.1f} s ({busy:.1f} s of CPU), at most {held:,.0f} MB held ({goals})")


if __name__ == "__main__":
    main()
