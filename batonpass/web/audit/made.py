"""How is an export on disk read, judged and drawn? What this needs is heavy: it is loaded when first asked for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from batonpass.handoff.hours import Hours
from batonpass.learn.audit.dates import Order
from batonpass.learn.audit.leads import Clocks
from batonpass.learn.audit.page import page, policy
from batonpass.learn.audit.read import Table, read_table
from batonpass.learn.audit.report import Asked, audit
from batonpass.written.csv_file import look, rows

POLICY = f"{policy()}; frame-ancestors 'none'"


def read(path: Path) -> Table:
    """Read a file as a table; raise Refused for what is no CSV file."""
    file = look(path)
    return read_table(path.read_bytes(), file, rows(file))


def drawn(
    leads: tuple[str, Table],
    more: tuple[str, Table | None],
    *,
    now: datetime,
    zones: tuple[str, str],
    roles: Sequence[str],
    hours: tuple[str, Hours | None],
    on: str = "",
    dates: str = "",
    worth: tuple[float | None, str] = (None, ""),
) -> str:
    """The report as a page; raise Refused for what was said wrongly.

    `zones`: whose days, and of times without one; `worth`: what a won lead is worth, and in what.
    """
    asked = Asked(
        file=leads[0],
        clocks=Clocks(at=now, zone=zones[0], written_in=zones[1], order=Order(dates) if dates else None),
        said=roles,
        hours=hours[1],
        calendar=hours[0] if hours[1] else "",
        deal_value=worth[0],
        currency=worth[1],
        more=more[1],
        more_file=more[0],
        on=on,
    )
    return page(audit(leads[1], asked))
