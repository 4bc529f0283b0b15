"""What do `batonpass check` and `batonpass score` answer: is this playbook sound, what does it decide about a lead?"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Annotated

import typer

from batonpass.handoff.facts import Part
from batonpass.handoff.lead import Lead
from batonpass.handoff.playbook import Playbook, Rung
from batonpass.handoff.refusal import Refusal
from batonpass.handoff.words import length, plain
from batonpass.run.commands.time import read_instant
from batonpass.run.named_files import bytes_of
from batonpass.run.printed import AsJson, exact, short
from batonpass.written.check import Checked, check, outcome, world_of
from batonpass.written.in_words import place
from batonpass.written.lead_file import read_lead
from batonpass.written.load import Written, load
from batonpass.written.refused import Problem, Refused
from batonpass.written.schema.kinds import YEARS
from batonpass.written.story import tell


def _our_time(written: str) -> datetime:
    """Read an instant within the years of which a playbook can speak."""
    at = read_instant(written)
    if at.year not in YEARS:
        raise typer.BadParameter(f'"{written}" is not of our time. Write a year from {YEARS[0]} to {YEARS[-1]}.')
    return at


PlaybookPath = Annotated[Path, typer.Argument(metavar="PLAYBOOK", help="A playbook file.")]
LeadPath = Annotated[Path, typer.Argument(metavar="LEAD.json", help="A lead, in the shape of a submission.")]
Instant = Annotated[
    datetime | None,
    typer.Option("--at", parser=_our_time, metavar="INSTANT", help="Decide as if it were then. Default: now."),
]


def register(app: typer.Typer) -> None:
    """Add both commands to the command line."""
    app.command("check")(check_command)
    app.command("score")(score_command)


def check_command(playbook: PlaybookPath, *, at: Instant = None, as_json: AsJson = False) -> None:
    """Say whether a playbook is sound and decides its own examples as their authors say."""
    text = bytes_of(playbook, "PLAYBOOK")
    try:
        written = load(text, str(playbook))
    except Refused as refused:
        raise _refused(refused, as_json=as_json) from None
    cases = check(written, at or datetime.now(UTC))
    failed = [case for case in cases if not case.passed]
    if as_json:
        typer.echo(exact(_report(written, cases)))
    else:
        typer.echo("\n".join(_failures(written, failed, len(cases)) if failed else _summary(written, len(cases))))
    if failed:
        raise typer.Exit(1)


def score_command(playbook: PlaybookPath, lead: LeadPath, *, at: Instant = None, as_json: AsJson = False) -> None:
    """Say how a playbook scores a lead, what it decides, and why."""
    texts = bytes_of(playbook, "PLAYBOOK"), bytes_of(lead, "LEAD.json")
    try:
        written = load(texts[0], str(playbook))
        read = read_lead(texts[1], str(lead), written, now=datetime.now(UTC), at=at)
        decided = tell(read.story, world_of(written), read.at)
    except Refusal as refusal:
        problem = Problem(where=str(lead), path=refusal.field, says=refusal.says)
        raise _refused(Refused([problem]), as_json=as_json) from None
    except Refused as refused:
        raise _refused(refused, as_json=as_json) from None
    data = {**_decision(decided), "at": read.at, "notes": read.notes}
    if as_json:
        typer.echo(exact(data))
    else:
        typer.echo("\n".join(_decision_in_words(decided, read.notes)))


def _refused(refused: Refused, *, as_json: bool) -> typer.Exit:
    """Print everything that is wrong, and give the exit that says so."""
    if as_json:
        typer.echo(exact({"ok": False, "problems": refused.as_dicts()}))
    else:
        count = len(refused.problems)
        typer.echo(f"{refused}\n{count} problem{'s' if count > 1 else ''}; nothing was taken over.", err=True)
    return typer.Exit(1)


def _decision(lead: Lead) -> dict[str, object]:
    return {
        **{key: short(value) if isinstance(value, Decimal) else value for key, value in outcome(lead).items()},
        "contributions": [_contribution(part) for part in _parts(lead)],
        "because": lead.because,
        "unknown": lead.score.unknown if lead.score else (),
        "routed_because": lead.routed_because,
        "due_at": lead.clock.due_at if lead.clock else None,
    }


def _parts(lead: Lead) -> tuple[Part, ...]:
    return lead.score.parts if lead.score else ()


def _contribution(part: Part) -> dict[str, object]:
    return {"rule": part.rule, "says": part.says, "points": short(part.points), "kind": part.kind}


def _report(written: Written, cases: Iterable[Checked]) -> dict[str, object]:
    told = [
        {
            "name": checked.case.name,
            "kind": checked.case.kind,
            "line": checked.case.line,
            "by": checked.case.by,
            "on": checked.case.on,
            "at": checked.at,
            "passed": checked.passed,
            "missed": checked.missed,
            "got": checked.got,
            "because": checked.because,
            "rule": checked.rule,
            "rule_line": checked.rule_line,
            "contributions": [_contribution(part) for part in checked.parts],
        }
        for checked in cases
    ]
    return {
        "ok": all(case["passed"] for case in told),
        "playbook": written.playbook.name,
        "version": written.playbook.version,
        "hash": written.hash,
        "problems": [],
        "warnings": Refused(written.warnings).as_dicts(),
        "notes": written.notes,
        "summary": dict(_contents(written)),
        "cases": told,
    }


def _summary(written: Written, cases: int) -> Iterator[str]:
    playbook = written.playbook
    yield f"{playbook.name} {playbook.version} is sound; all {cases} examples and counter-examples hold."
    for caption, content in _contents(written):
        yield f"  {caption:<12}{content}"
    yield from (f"warning: {problem}" for problem in written.warnings)
    yield from (f"note: {note}" for note in written.notes)


def _contents(written: Written) -> Iterator[tuple[str, str]]:
    playbook, people = written.playbook, written.directory
    base = playbook.models[-1]
    yield "models", ", ".join(model.name for model in playbook.models)
    yield "points", f"{_counted(len(base.fit), 'fit rule')}, {_counted(len(base.signals), 'signal')}"
    yield "ready", _thresholds(playbook)
    yield "tiers", ", ".join(f"{tier.name} {length(tier.first_touch)}" for tier in playbook.tiers)
    yield "escalation", ", ".join(f"{place(step)[0]} {step.kind.value} {step.who}" for step in playbook.ladder)
    yield "routing", " > ".join(_rung(rung) for rung in playbook.routing)
    pools = [f"{name} ({len(pool.members)})" for name, pool in people.pools.items() if name in written.file.pools]
    yield "pools", ", ".join(pools) or "none in this file"
    counts = [(people.queues, "queue"), (people.accounts, "account"), (written.calendars, "calendar")]
    yield "people", ", ".join([f"{len(people.reps)} people", *(_counted(len(all_), of) for all_, of in counts)])


def _counted(count: int, of: str) -> str:
    return f"{count} {of}" if count == 1 else f"{count} {of}s"


def _thresholds(playbook: Playbook) -> str:
    agreed = playbook.definition
    raised = f"; raises a hand: {', '.join(sorted(agreed.hand_raisers))}" if agreed.hand_raisers else ""
    hot = f"hot from {plain(agreed.hot_from)} until below {plain(agreed.hot_exit_below)}"
    return f"MQL from {plain(agreed.mql_from)}, {hot}{raised}"


def _rung(rung: Rung) -> str:
    target = rung.target
    if target:
        return f"{rung.name} {', '.join(target.pools) or target.rep or target.queue}"
    names = [path.rpartition(".")[2] for path in rung.needs] or [case.name for case in rung.cases]
    return f"{rung.name} ({', '.join(names)})" if names else rung.name


def _failures(written: Written, failed: list[Checked], cases: int) -> Iterator[str]:
    where = f"{written.playbook.name} {written.playbook.version}"
    yield f"{where} is refused: {len(failed)} of {cases} examples and counter-examples do not hold."
    for checked in failed:
        case = checked.case
        yield ""
        yield f"{case.kind} on line {case.line}: {case.name}"
        yield f"  by {case.by or 'nobody'}, {case.on or 'no date'}; decided as of {checked.at:%Y-%m-%d %H:%M} UTC"
        for key, wish in checked.missed.items():
            got = checked.got["stage" if key == "not" else key]
            yield f"  expected {key} {wish}, got {got}"
        yield f"  because {checked.because}" + (f" (line {checked.rule_line}: {checked.rule})" if checked.rule else "")
        yield from _points(checked.parts)
    yield from (f"warning: {problem}" for problem in written.warnings)


def _points(parts: Iterable[Part]) -> Iterator[str]:
    yield from (f"  {plain(part.points):>7}  {part.says} ({part.kind}: {part.rule})" for part in parts)


def _decision_in_words(lead: Lead, notes: Iterable[str]) -> Iterator[str]:
    got = {key: value if isinstance(value, str) else "" for key, value in outcome(lead).items()}
    tier = f", tier {lead.tier}" if lead.tier else ""
    yield f"{got['stage']}{tier}: {lead.because}"
    if lead.score:
        yield lead.score.because
        yield from _points(lead.score.parts)
        yield from (f"  unknown  {name}: a field it reads is missing" for name in lead.score.unknown)
    if lead.owner or lead.queue:
        yield f"goes to {lead.owner or 'queue ' + (lead.queue or '')}: {lead.routed_because}"
    yield from (f"note: {note}" for note in notes)
