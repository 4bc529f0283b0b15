"""What does `batonpass joint-review` draw and show?"""

from __future__ import annotations

import getpass
from collections.abc import Iterator, Mapping
from typing import Annotated, Any

import asyncpg
import typer

from batonpass.handoff.refusal import Refusal
from batonpass.handoff.words import percent
from batonpass.learn.agreement import Agreement, Measure
from batonpass.run.in_store import in_store
from batonpass.run.printed import AsJson, say
from batonpass.store import joint_review
from batonpass.web.joint_review.drawing import draw_sample
from batonpass.web.joint_review.told import in_full, summary
from batonpass.written.refused import Problem, Refused

Month = Annotated[str, typer.Argument(help="Its month, such as 2027-03. Default: the latest.")]
commands = typer.Typer(help="Both sides label the same leads, and see nothing before both have.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(commands, name="joint-review")


@commands.command()
def sample(*, as_json: AsJson = False) -> None:
    """Draw this month's sample by lot, unless it is drawn, and invite both sides."""

    async def work(pool: asyncpg.Pool) -> dict[str, Any]:
        try:
            name = await draw_sample(pool, by=getpass.getuser())
        except Refusal as refusal:
            raise Refused([Problem(where="joint review", says=refusal.says)]) from None
        return summary(await _found(pool, name))

    drawn = in_store(work)
    say(
        drawn, f"{drawn['leads']} of {drawn['qualified']} leads are drawn: /joint-review/{drawn['id']}", as_json=as_json
    )


@commands.command()
def show(name: Month = "", *, as_json: AsJson = False) -> None:
    """Show a sample, blind until both sides are through."""

    async def work(pool: asyncpg.Pool) -> dict[str, Any]:
        latest = await joint_review.reviews(pool)
        return await in_full(pool, await _found(pool, name or (latest[0].id if latest else "")))

    found = in_store(work)
    say(found, "\n".join(_lines(found)), as_json=as_json)


def _lines(found: Mapping[str, Any]) -> Iterator[str]:
    given = found["labelled"]
    yield f"Joint review {found['id']}: {found['leads']} of {found['qualified']} leads"
    yield f"Labelled: sales {given['sales']}, marketing {given['marketing']}"
    if "agreement" in found:
        yield agreed(found["agreement"])
    for one in found["items"]:
        yield f"{one['place']:>3}. {one['who']}"
        if "machine" in one:
            mark = "  APART" if one["apart"] else ""
            yield f"     sales {one['sales']['label']}, marketing {one['marketing']['label']}{mark}"


def agreed(agreement: Agreement) -> str:
    """How far both sides agree, in a line."""
    if agreement.alike is None:
        return "Alike: no lead that both sides labelled"
    return f"Alike: {percent(agreement.alike)}, AC1 {_measure(agreement.ac1)}, kappa {_measure(agreement.kappa)}"


def _measure(one: Measure) -> str:
    if one.value is None:
        return "cannot be told"
    if one.low is None or one.high is None:
        return f"{one.value:.2f}, too few leads for an interval"
    return f"{one.value:.2f} ({one.low:.2f} to {one.high:.2f})"


async def _found(pool: asyncpg.Pool, name: str) -> joint_review.Review:
    found = await joint_review.review(pool, name)
    if found is None:
        says, instead = f"there is no joint review {name}".rstrip(), "batonpass joint-review sample draws one"
        raise Refused([Problem(where="joint review", says=says, instead=instead)])
    return found
