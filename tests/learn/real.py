"""Real lists that are not ours to ship: read where somebody has them, and skipped, saying why, where nobody does."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

import numpy as np
import pytest

PUBLIC = Path(__file__).parents[3] / "shared" / "data"


def real(name: str) -> Path:
    """A file of the public lists beside the repository."""
    path = PUBLIC / name
    if not path.exists():
        pytest.skip(f"{path.name} is not ours to ship; put it into ../shared/data/{path.parent.name} to run this")
    return path


@cache
def x_education(path: Path) -> tuple[dict[str, list[str | None]], np.ndarray]:
    """The X Education list as columns, `Select` being nothing chosen, and who converted."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    columns = {name: [row[name] if row[name] not in ("", "Select") else None for row in rows] for name in rows[0]}
    return columns, np.array([row == "1" for row in columns.pop("Converted")])
