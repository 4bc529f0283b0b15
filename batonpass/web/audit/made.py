"""How is an export on disk read, judged and drawn? What this needs is heavy: it is loaded when first asked for."""

from __future__ import annotations

from pathlib import Path

from batonpass.learn.audit.dates import Order
from batonpass.learn.audit.leads import Clocks
from batonpass.learn.audit.page import page, policy
from batonpass.learn.audit.read import Table, read_table
from batonpass.learn.audit.report import Asked, audit
from batonpass.web.audit.terms import Terms
from batonpass.written.csv_file import look, rows

POLICY = f"{policy()}; frame-ancestors 'none'"


def read(path: Path) -> Table:
    """Read a file as a table; raise Refused for what is no CSV file."""
    file = look(path)
    return read_table(path.read_bytes(), file, rows(file))


def drawn(leads: tuple[str, Table], more: tuple[str, Table | None], terms: Terms) -> str:
    """The report on an export, and perhaps a second, each with its name; Refused for what was said wrongly."""
    (name, table), (second_name, second) = leads, more
    order = Order(terms.dates) if terms.dates else None
    asked = Asked(
        file=name,
        clocks=Clocks(at=terms.now, zone=terms.zone, written_in=terms.times_in, order=order),
        said=terms.roles,
        hours=terms.hours,
        calendar=terms.calendar,
        deal_value=terms.deal_value,
        currency=terms.currency,
        more=second,
        more_file=second_name,
        on=terms.on,
    )
    return page(audit(table, asked))
