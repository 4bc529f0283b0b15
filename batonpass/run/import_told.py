"""How is an import told to the person who runs it?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table
from rich.text import Text

from batonpass.store.imports import HISTORIC, Progress
from batonpass.written.csv_file import CsvFile
from batonpass.written.mapping import DROPPED, Suggestion

BAR = 40
NAMED = 12


def tell_file(console: Console, file: CsvFile) -> None:
    """Say what kind of file this is."""
    megabytes = f"{file.size / 1_000_000:.1f} MB"
    words = f"{file.path.name}: {megabytes}, {len(file.columns)} columns, separated by {file.separator}, {file.says}."
    console.print(words, markup=False, highlight=False)


def tell_mapping(console: Console, suggestions: Sequence[Suggestion]) -> None:
    """Show each column with what it is taken for, how sure that is, and an example."""
    table = Table("column", "becomes", "sure", "example", box=SIMPLE)
    for one in suggestions:
        field = "left out" if one.field == DROPPED else one.field
        sure = f"{one.sure}, {one.because}" if one.sure and one.because else one.sure or one.because
        table.add_row(Text(one.column), Text(field), Text(sure), Text(_shown(one.example)))
    console.print(table)


def tell_dry_run(console: Console, counts: Mapping[str, Any], mode: str) -> None:
    """Say what would become of the rows, in words, bars and lines."""
    for line in _dry_run(counts, mode):
        console.print(line, markup=False, highlight=False)


def _dry_run(counts: Mapping[str, Any], mode: str) -> Iterator[str]:
    yield f"DRY RUN ({mode}): nothing has been written."
    yield f"  {counts['rows']:>9,} rows, {counts['sound']:,} can be taken in, {counts['errors']:,} cannot"
    yield f"  {counts['new_people']:>9,} new people"
    yield f"  {counts['known_people']:>9,} people who are leads already; their rows are added to what we know"
    yield f"  {counts['repeated_in_file']:>9,} rows are about somebody who stands further up in the file"
    yield f"  {counts['account_matches']:>9,} people belong to an account we know"
    yield ""
    yield from _scores(counts)
    yield "Stages they would stand in: " + _list(counts["stages"])
    yield from _routes(counts["handed_over"], mode)
    yield from _errors(counts["errors_by_kind"])
    if counts.get("approximate"):
        yield "So many people come more than once that these counts are near, not exact; the import itself is exact."


def _scores(counts: Mapping[str, Any]) -> Iterator[str]:
    if not counts["tens"]:
        return
    people = counts["new_people"] + counts["known_people"]
    yield "Scores of these people:"
    for name, count in counts["bands"].items():
        yield f"  {name:>8} {count:>9,}  {_percent(count, people):>4}"
    yield "  by tens:"
    most = max(counts["tens"].values())
    for name, count in counts["tens"].items():
        yield f"  {name:>8} {count:>9,}  {_bar(count, most)}".rstrip()
    if len(counts["models"]) > 1:
        yield "  by model:"
        for name, bands in counts["models"].items():
            yield f"    {name}: {_list(bands)}"
    yield ""


def _routes(handed: Mapping[str, Any], mode: str) -> Iterator[str]:
    if mode == HISTORIC:
        yield "As history: nobody is paged, no clock starts, no mail is sent."
        if handed["leads"]:
            yield f"If the same rows came in live now, {handed['leads']:,} leads would be handed over:"
    elif handed["leads"]:
        yield f"Live: {handed['leads']:,} leads are handed over, each with a clock and messages:"
    else:
        yield "Live: nobody is ready for sales, so nobody is paged."
    if handed["leads"]:
        yield "  promises: " + _list(handed["tiers"])
        yield "  owners:   " + (_list(handed["owners"]) or "nobody")
        yield "  queues:   " + (_list(handed["queues"]) or "none")


def _errors(kinds: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    if kinds:
        yield ""
        yield "Rows that cannot be taken in:"
    for one in kinds:
        lines = ", ".join(str(line) for line in one["first_lines"]) + (
            ", …" if one["rows"] > len(one["first_lines"]) else ""
        )
        where = f"{one['column']}: " if one["column"] else ""
        yield f"  {one['rows']:>9,}  {where}{_shown(one['says'], 160)} (line {lines})"


def summary(progress: Progress, stages: Mapping[str, int], *, mode: str, seconds: float, rows: int) -> Iterator[str]:
    """Say what was done, once, at the end."""
    speed = f", {rows / seconds:,.0f} rows a second" if rows and seconds else ""
    yield f"Imported: {progress.taken:,} rows taken in, {progress.failed:,} not; {seconds:.1f} s{speed}."
    yield f"  {progress.taken - progress.merged:,} new leads; {progress.merged:,} rows went to leads that were there."
    yield "  The leads of this file stand in: " + (_list(stages) or "no stage")
    if mode == HISTORIC:
        yield "  As history: nobody was paged, no clock started, no mail was sent."


def _list(counts: Mapping[str, int]) -> str:
    named = [f"{name or 'none'} {count:,}" for name, count in counts.items()]
    more = [f"and {len(named) - NAMED} more"] if len(named) > NAMED else []
    return ", ".join([*named[:NAMED], *more])


def _percent(count: int, of: int) -> str:
    return f"{100 * count / of:.0f} %" if of else ""


def _bar(count: int, most: int) -> str:
    return "█" * round(BAR * count / most) or ("▏" if count else "")


def _shown(text: str, most: int = 40) -> str:
    flat = "".join(letter if letter.isprintable() else " " for letter in text)
    return flat if len(flat) <= most else flat[: most - 1] + "…"
