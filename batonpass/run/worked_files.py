"""How does a command give away what it worked out as a table?"""

from __future__ import annotations

from typing import Annotated

import typer

from batonpass.written.refused import Problem, Refused

AsCsv = Annotated[bool, typer.Option("--csv", help="Answer with a table as CSV.")]
Which = Annotated[str, typer.Option("--table", help="Which table, for --csv; the first without it.")]


def csv_of(what: str, found: object, name: str) -> str:
    """The table of this name as CSV, the first without one; Refused where there is none."""
    import msgspec

    from batonpass.learn.worked_tables import tables_of

    there = tables_of(what, msgspec.to_builtins(found))
    for one in there:
        if name in ("", one.name):
            return one.as_csv()
    names = ", ".join(one.name for one in there)
    raise Refused([Problem(where="--table", says=f"there is no table {name}", instead=f"Name one of {names}")])
