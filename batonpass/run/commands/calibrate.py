"""What does `batonpass calibrate` answer: which points would fit what came of the leads?"""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from batonpass.run.named_files import bytes_of
from batonpass.run.past_leads import file_asked, gather
from batonpass.run.printed import AsJson
from batonpass.run.worked_files import AsCsv, Which, csv_of

HUNDRED = 100
PlaybookPath = Annotated[Path, typer.Argument(metavar="PLAYBOOK", help="A playbook file.", exists=True, dir_okay=False)]
Outcomes = Annotated[str, typer.Option(metavar="FILE.csv|database", help="The past leads, with what became of each.")]
Outcome = Annotated[
    str, typer.Option(metavar="COLUMN=VALUES", help="Which column says what became of a lead, and what is converted.")
]
Maps = Annotated[list[str] | None, typer.Option("--map", metavar="COLUMN=FIELD", help="What a column is.")]
Empty = Annotated[list[str] | None, typer.Option(help="A value that stands for nothing, such as Select.")]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("calibrate")(calibrate_command)


def calibrate_command(  # noqa: PLR0913 - each is an option of the command line
    playbook: PlaybookPath,
    *,
    outcomes: Outcomes,
    outcome: Outcome = "",
    maps: Maps = None,
    empty: Empty = None,
    trust: Annotated[
        list[str] | None,
        typer.Option(metavar="COLUMN", help="A column that was there at the handoff, whatever it looks."),
    ] = None,
    acceptance: Annotated[
        float | None, typer.Option(min=1, max=99, help="Per cent of MQLs that shall convert.")
    ] = None,
    hot_acceptance: Annotated[float | None, typer.Option(min=1, max=99, help="The same for the fast lane.")] = None,
    by: Annotated[str, typer.Option(metavar="FIELD", help="Tell by this field too whether it comes true.")] = "",
    predictive: Annotated[
        bool, typer.Option("--predictive", help="Draft weights free of today's points, if they beat points.")
    ] = False,
    draft: Annotated[Path | None, typer.Option(metavar="FILE", help="Write the proposed playbook here.")] = None,
    table: Which = "",
    as_csv: AsCsv = False,
    as_json: AsJson = False,
) -> None:
    """Weigh the points of a playbook by what became of past leads, and propose a draft; nothing is put in force."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    import numpy as np

    from batonpass.learn.learned import Wish, learn
    from batonpass.learn.past import SEED
    from batonpass.written.load import load

    written = load(bytes_of(playbook, "PLAYBOOK"), str(playbook))
    gathered = gather(outcomes, written, file_asked(outcome, "", maps, empty))
    shares = {"mql_from": acceptance, "hot_from": hot_acceptance}
    wanted = {name: share / HUNDRED for name, share in shares.items() if share}
    wish = Wish(trusted=frozenset(trust or ()), wanted=wanted, by=by, predictive=predictive)
    learned = learn(written, gathered, datetime.now(UTC), wish, chance=np.random.default_rng(SEED))
    if draft:
        draft.write_text(learned.draft.text, "utf-8")
    from batonpass.learn.learned_data import as_data
    from batonpass.run.calibrate_told import lines

    if as_csv:
        typer.echo(csv_of("calibration", as_data(learned), table), nl=False)
    elif as_json:
        import msgspec

        told = {"says": gathered.says, **as_data(learned)}
        typer.echo(msgspec.json.format(msgspec.json.encode(told), indent=2).decode())
    else:
        typer.echo("\n".join(lines(learned)))
        typer.echo(f"\nThe draft is in {draft}." if draft else "\nTo keep this as a draft: --draft FILE")
