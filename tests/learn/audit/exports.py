"""Small exports in the shapes that CRMs write, and their audit."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from batonpass.learn.audit.dates import Order
from batonpass.learn.audit.leads import Clocks
from batonpass.learn.audit.read import Table, read_table
from batonpass.learn.audit.report import Asked, Report, audit
from batonpass.written.calendars import parse_calendar
from batonpass.written.csv_file import look, rows

AT = datetime(2027, 1, 1, tzinfo=UTC)
MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
HOURS = parse_calendar('{tz: UTC, days: [Mon, Tue, Wed, Thu, Fri], hours: ["09:00", "17:00"]}', "hours.yaml")

HUBSPOT = """Record ID,Create Date,Contact owner,Lifecycle Stage,Original Source,Number of times contacted
{}"""
SALESFORCE = """Lead ID,Lead Owner,Lead Status,Lead Source,Created Date,Converted Date,Converted,Company / Account
{}"""
PIPEDRIVE = """Deal - ID,Deal - Title,Deal - Deal created,Deal - Owner,Deal - Status,Deal - Won time,Deal - Value
{}"""


def table_of(text: str, name: str = "export.csv") -> Table:
    """The table of a file with this text."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(text.encode())
        file = look(path)
        return read_table(path.read_bytes(), file, rows(file))


def audited(text: str, *said: str, more: str = "", on: str = "", **clocks: str) -> Report:
    """The audit of a text; `hours="yes"` measures working time too."""
    zone, written_in = clocks.get("zone", "UTC"), clocks.get("written_in", "UTC")
    order = Order(clocks["order"]) if "order" in clocks else None
    asked = Asked(
        file="export.csv",
        clocks=Clocks(at=AT, zone=zone, written_in=written_in, order=order),
        said=said,
        hours=HOURS if "hours" in clocks else None,
        calendar="hours.yaml" if "hours" in clocks else "",
        deal_value=float(clocks["worth"]) if "worth" in clocks else None,
        more=table_of(more) if more else None,
        more_file="more.csv",
        on=on,
    )
    return audit(table_of(text), asked)


def role(report: Report, name: str) -> str:
    """The column that was taken for a role."""
    return next((one.column for one in report.columns if one.role == name), "")


def kinds(report: Report) -> set[str]:
    """The kinds of what was found about the data."""
    return {one.kind for one in report.findings}


def leads(touches: Iterable[timedelta | None], *, every: timedelta = timedelta(hours=6), more: str = "") -> str:
    """Leads that come in one after the other from a Monday at nine on, with the time to their first touch, or none."""
    lines = ["id,created,first touch,owner,source"]
    for n, wait in enumerate(touches):
        came = MONDAY + n * every
        touched = "" if wait is None else written(came + wait)
        lines.append(f"{n},{written(came)},{touched},ana,ads")
    return "\n".join(lines) + "\n" + more


def written(at: datetime) -> str:
    """An instant as most exports write it."""
    return at.strftime("%Y-%m-%d %H:%M:%S")
