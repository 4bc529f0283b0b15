"""What does `batonpass calibrate` answer: which points would fit what came of the leads?"""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from batonpass.run.learned import Learned
from batonpass.run.past_leads import SEED, Gathered, file_asked, gather
from batonpass.written.refused import Problem, Refused, quoted

if TYPE_CHECKING:
    from batonpass.learn.leakage import Looked
    from batonpass.learn.reliability import Reliability
    from batonpass.learn.trial import Tried
    from batonpass.written.load import Written

OUTCOMES_LEAST = 30
TRIED_LEAST = 200
HUNDRED = 100
FROM = {
    "lead.seniority": "title",
    "lead.function": "title",
    "lead.email_domain": "email",
    "lead.free_mail": "email",
    "lead.hand_raised": "form",
    "lead.signals": "form",
}
"""Fields that are worked out, and what from."""
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


def calibrate_command(
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
    draft: Annotated[Path | None, typer.Option(metavar="FILE", help="Write the proposed playbook here.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """Weigh the points of a playbook by what became of past leads, and propose a draft; nothing is put in force."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from batonpass.written.load import load

    text = playbook.read_text("utf-8")
    written = load(text, str(playbook))
    gathered = gather(outcomes, written, file_asked(outcome, "", maps, empty))
    shares = {"mql_from": acceptance, "hot_from": hot_acceptance}
    wanted = {name: share / HUNDRED for name, share in shares.items() if share}
    learned = _learn(written, gathered, frozenset(trust or ()), wanted, by=by)
    if draft:
        draft.write_text(learned.draft.text, "utf-8")
    from batonpass.run.calibrate_told import as_data, lines

    if as_json:
        import msgspec

        typer.echo(msgspec.json.format(msgspec.json.encode(as_data(learned)), indent=2).decode())
    else:
        typer.echo("\n".join(lines(learned)))
        typer.echo(f"\nThe draft is in {draft}." if draft else "\nTo keep this as a draft: --draft FILE")


def _learn(
    written: Written, gathered: Gathered, trusted: frozenset[str], wanted: dict[str, float], *, by: str
) -> Learned:
    import numpy as np

    from batonpass.learn.calibrate import calibrate
    from batonpass.learn.proposal import bars_of, points_of
    from batonpass.learn.trial import tried
    from batonpass.written.redraft import redraft

    known = gathered.outcome >= 0
    won = gathered.outcome[known] == 1
    _enough(won)
    guard = _guarded(written, gathered, known, trusted)
    inputs = gathered.inputs(written.playbook, datetime.now(UTC)).of(known)
    found = calibrate(inputs, won)
    trial = tried(inputs, won, np.random.default_rng(SEED)) if len(won) >= TRIED_LEAST else None
    after = trial.totals if trial else found.totals(inputs)
    bars = bars_of(written.playbook.definition, inputs.totals, after, won, wanted=wanted)
    numbers = dict(points_of(found))
    if numbers or wanted:
        numbers |= {("definition", bar.name): bar.proposed for bar in bars if bar.proposed != bar.today}
    version = f"{written.playbook.version}-calibrated"
    drafted = redraft(written.text, written.file.playbook, numbers, version=version)
    return Learned(
        gathered=gathered,
        guard=guard,
        inputs=inputs,
        found=found,
        trial=trial,
        before=_auc(inputs.totals, won),
        bars=bars,
        draft=drafted,
        broken=_broken(drafted.text),
        unknown=int((~known).sum()),
        groups=_groups(trial, won, gathered.values(by) if by else [], known),
    )


def _auc(totals: Any, won: Any) -> Any:
    from batonpass.learn.auc import auc_of

    return auc_of(totals, won)


def _groups(trial: Tried | None, won: Any, values: list[str], known: Any) -> dict[str, Reliability]:
    import numpy as np

    from batonpass.learn.trial import by_group

    if not trial or not values:
        return {}
    named = np.array(values)[known]
    return by_group(trial, won, {str(name): named == name for name in np.unique(named)})


def _enough(won: Any) -> None:
    if len(won) < OUTCOMES_LEAST or won.all() or not won.any():
        says = f"{len(won)} leads with a known outcome, {int(won.sum())} of which converted, teach nothing"
        instead = f"Bring {OUTCOMES_LEAST} or more, of both kinds; --outcome says which column and values tell"
        raise Refused([Problem(where="--outcomes", says=says, instead=instead)])


def _guarded(written: Written, gathered: Gathered, known: Any, trusted: frozenset[str]) -> tuple[Looked, ...]:
    """Look for leaks, and refuse a playbook whose rules read one."""
    import numpy as np

    from batonpass.learn.leakage import LEADS_LEAST, Column, look_for_leaks

    won = gathered.outcome[known] == 1
    if len(won) < LEADS_LEAST:
        return ()
    places: list[int] = np.flatnonzero(known).tolist()
    columns = [
        Column(
            name=one.name,
            values=[one.values[n] for n in places],
            written_at=None if one.written_at is None else one.written_at[known],
        )
        for one in gathered.columns
    ]
    handed = None if gathered.handed_at is None else gathered.handed_at[known]
    looked = look_for_leaks(columns, won, np.random.default_rng(SEED), handed_at=handed)
    leaks = {gathered.field_of.get(one.name, ""): one for one in looked if one.leaks and one.name not in trusted}
    problems = [
        Problem(
            where=written.file.playbook,
            path=f"fit.{rule.name}",
            says=f"the rule reads {path}, and {quoted(leak.name)} leaks: {leak.because}",
            instead=f'Take the rule out; or, if it was surely there at the handoff, say --trust "{leak.name}"',
        )
        for rule in written.playbook.models[-1].fit
        for path in sorted(rule.when.fields)
        for leak in (leaks.get(FROM.get(path, path.partition(".")[2])) or leaks.get(path),)
        if leak
    ]
    if problems:
        raise Refused(problems)
    return looked


def _broken(text: str) -> tuple[str, ...]:
    """The examples that the draft would break: people have to decide about them."""
    from batonpass.written.check import check
    from batonpass.written.load import load

    try:
        done = check(load(text, "the draft"), datetime.now(UTC))
    except Refused as refused:
        return (str(refused),)
    return tuple(
        f"{one.case.name}: expected {key} {wish}, got {one.got.get(key, one.got.get('stage', ''))}"
        for one in done
        for key, wish in one.missed.items()
    )
