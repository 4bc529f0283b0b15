"""Where do the results of a measure that is taken by hand stand, and how do they outlive the next `make bench`?"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

RESULTS = Path(__file__).with_name("RESULTS.md")
BEGINS = "\n## "


def section(title: str, told: str) -> str:
    """One section of the results."""
    return f"## {title}\n\n{told.strip()}\n"


def put_section(title: str, told: str, *, results: Path = RESULTS) -> None:
    """Put a section in the place of what it said before, or behind the others."""
    head, *there = results.read_text(encoding="utf-8").split(BEGINS)
    old = [f"## {one}".strip() + "\n" for one in there]
    found = [section(title, told) if _title(one) == title else one for one in old]
    if title not in map(_title, old):
        found.append(section(title, told))
    results.write_text("\n".join([head.strip() + "\n", *found]), encoding="utf-8")


def by_hand(measured: Iterable[str], *, results: Path = RESULTS) -> list[str]:
    """The sections that stand there under other titles: whoever measures these leaves them as they are."""
    if not results.exists():
        return []
    named = set(measured)
    there = [f"## {one}".strip() + "\n" for one in results.read_text(encoding="utf-8").split(BEGINS)[1:]]
    return [one for one in there if _title(one) not in named]


def _title(text: str) -> str:
    return text.partition("\n")[0].removeprefix("## ")
