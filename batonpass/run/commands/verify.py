"""What does `batonpass verify` answer: is every promise of ours kept, and is what was kept still what it was?"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

import typer

from batonpass.run.printed import AsJson
from batonpass.run.settings import read_settings
from batonpass.store.open import found, open_pool
from batonpass.store.seals import head, seal_all
from batonpass.store.watch import SAYS, Finding, seal_of, verify
from batonpass.store.world import Watched, warned_of

BROKEN_SEAL = "broken_seals"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """How many leads are where, what is wrong, the last seal, and what a check of today warns of in the playbook."""

    where: Mapping[str, int]
    wrong: Sequence[Finding]
    seal: str
    warnings: Sequence[str]


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command("verify")(verify_command)


def verify_command(
    seal: Annotated[
        str, typer.Option(help="A seal that was printed before, as NUMBER:HEX: is it still what it was?")
    ] = "",
    as_json: AsJson = False,  # noqa: FBT002 - typer's way
) -> None:
    """Look whether each lead is in somebody's hands, none is lost, no step was wrong and no fact was changed.

    Exit code 1 when anything is wrong.
    """
    number, _, digits = seal.partition(":")
    if seal and not (number.isascii() and number.isdigit() and digits):
        raise typer.BadParameter("write it as it was printed, such as 12:9f86d0", param_hint="--seal")
    report = asyncio.run(_looked(int(number or 0), digits))
    typer.echo(_as_json(report) if as_json else _in_words(report))
    if report.wrong:
        raise typer.Exit(1)


async def _looked(number: int, digits: str) -> Report:
    """Where everybody is, what is wrong, and the last seal; what was just kept is put under seal first."""
    async with found(read_settings().where) as url:
        pool = await open_pool(url, connections=2)
        try:
            await seal_all(pool)
            where, wrong = await verify(pool, Watched())
            if digits and await seal_of(pool, number) != digits:
                says = "it is not there any more as it was printed"
                wrong = [*wrong, Finding(what=BROKEN_SEAL, subject=str(number), says=says)]
            async with pool.acquire() as connection:
                last, warnings = await head(connection), await warned_of(connection)
                return Report(where=where, wrong=wrong, seal=last, warnings=warnings)
        finally:
            await pool.close()


STAND = {"worked": "taken on by sales", "nurture": "with marketing", "open": "not answered by sales yet"}
"""Where people are, in the words of the reports: an open lead there is one that somebody works."""


def _in_words(report: Report) -> str:
    parts = ", ".join(f"{count} {STAND.get(name, name)}" for name, count in report.where.items() if name != "came_in")
    lines = [f"{report.where['came_in']} came in: {parts}.", f"The last seal is {report.seal}"]
    lines += [f"warning: {one}" for one in report.warnings]
    lines += [f"WRONG: {SAYS[one.what]}: {one.subject}: {one.says}" for one in report.wrong]
    found = f"{len(report.wrong)} found." if report.wrong else "Every promise is kept; every fact is as it was."
    return "\n".join([*lines, found])


def _as_json(report: Report) -> str:
    told = [{"what": one.what, "subject": one.subject, "says": one.says} for one in report.wrong]
    data = {"ok": not report.wrong, "conservation": dict(report.where), "findings": told, "seal": report.seal}
    return json.dumps({**data, "warnings": list(report.warnings)})
