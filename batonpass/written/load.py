"""What did marketing and sales agree on, in this file? Text in; playbook, people and calendars out, or a refusal."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from batonpass.handoff.hours import Hours
from batonpass.handoff.people import Directory
from batonpass.handoff.playbook import Playbook
from batonpass.written.answers import (
    acknowledgement_of,
    brief_needs_of,
    outcomes_of,
    pauses_of,
    rejections_of,
    waits_of,
    webhooks_of,
)
from batonpass.written.cadences import cadences_of, warn_of_steps_out_of_hours
from batonpass.written.calendars import read_calendars
from batonpass.written.cases import Case, cases_of
from batonpass.written.commitments import commitments_of
from batonpass.written.crm import crm_of
from batonpass.written.definition import definition_of
from batonpass.written.doors import enrichment_of, hooks_of, messaging_of, tracking_of
from batonpass.written.fields import asked_of, check_fields, condition_schema, number_fields
from batonpass.written.lint import judge_rules, warn_of_signals_of_models
from batonpass.written.meetings import meetings_of
from batonpass.written.notes import Notes
from batonpass.written.people import directory_of
from batonpass.written.points import bursts_of, feature_schema, features_of, warn_of_unread_features
from batonpass.written.privacy import privacy_of
from batonpass.written.promises import contact_windows_of, ladder_of, tiers_of, warn_of_hours_that_never_meet
from batonpass.written.reading import Reading
from batonpass.written.refused import Problem, Refused
from batonpass.written.routing import default_queue_of, routing_of
from batonpass.written.schema import PlaybookFile
from batonpass.written.scoring import models_of, signal_names, signals_of_forms, warn_of_unsent_signals
from batonpass.written.second import questions_of, second_of, try_second_cases
from batonpass.written.shape import shaped
from batonpass.written.yaml12 import Data, parse
from batonpass.written.yaml12_text import unseen

OVER_THE_API = {
    "people": "PUT /v1/reps/{id}",
    "pools": "PUT /v1/pools/{name}",
    "queues": "PUT /v1/queues/{name}",
    "calendars": "PUT /v1/calendars/{name}",
    "accounts": "PUT /v1/accounts/{domain}",
}
"""Sections that a playbook may leave out, and where their content is set instead."""

_FROM_FORMS = (("definition", "examples"), ("definition", "counter_examples"))


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenCalendar:
    """A calendar as it was written, for the store to keep, and as hours ready to be asked."""

    data: Data
    hours: Hours


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A playbook that was read and found sound. `hash` is of the text; `notes` say what is kept outside of the file."""

    playbook: Playbook
    directory: Directory
    calendars: Mapping[str, WrittenCalendar]
    cases: tuple[Case, ...]
    file: PlaybookFile
    text: str
    hash: str
    warnings: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()


def load(text: str | bytes, where: str, *, kept: bool = False) -> Written:
    """Read a playbook; raise Refused with everything that is wrong in it, each with its place in the file `where`.

    One that is `kept` was found sound when it was put in force: what is asked of texts since then is a warning, so that
    leads go on by it after an upgrade.
    """
    parsed = parse(text, where)
    plain = text.decode("utf-8") if isinstance(text, bytes) else text
    problems = Notes(point=parsed.problem)
    file = shaped(PlaybookFile, parsed.data, problems)
    if file is None:
        raise _in_order(problems)
    warnings = Notes(point=parsed.problem, refuses=False)
    reading = Reading(
        parsed=parsed,
        lines=tuple(plain.removeprefix("\ufeff").splitlines()),
        file=file,
        schema={**condition_schema(file.fields, signal_names(file)), **feature_schema(file)},
        problems=problems,
        warnings=warnings,
        newer=warnings if kept else problems,
    )
    return _written(reading, plain)


def _written(reading: Reading, text: str) -> Written:
    _refuse_unseen(reading)
    check_fields(reading.file.fields, reading.at("fields"))
    warn_of_unsent_signals(reading)
    warn_of_signals_of_models(reading)
    calendars = _calendars(reading)
    playbook = _playbook(reading)
    try_second_cases(reading, playbook)
    hours = {name: calendar.hours for name, calendar in calendars.items()}
    warn_of_hours_that_never_meet(reading, playbook.tiers, hours)
    warn_of_steps_out_of_hours(reading, hours)
    warn_of_unread_features(reading)
    directory = directory_of(reading)
    cases = cases_of(reading, playbook)
    if not reading.problems.problems:
        judge_rules(reading, playbook)
    if reading.problems.problems:
        raise _in_order(reading.problems)
    return Written(
        playbook=playbook,
        directory=directory,
        calendars=calendars,
        cases=cases,
        file=reading.file,
        text=text,
        hash=sha256(text.encode()).hexdigest(),
        warnings=tuple(reading.warnings.problems),
        notes=_kept_elsewhere(reading),
    )


def _refuse_unseen(reading: Reading) -> None:
    """What an escape puts into a text that no mail or page can show. Examples keep what a form sent along."""
    if not any("\\" in line for line in reading.lines):
        return
    for steps, letter in unseen(reading.parsed.data):
        if letter == "\0" or steps[:2] not in _FROM_FORMS:
            says = f"a character that cannot be seen, U+{ord(letter):04X}, is written here as an escape"
            at_key = any(letter in str(step) for step in steps[-1:])
            reading.ask_since(*steps).add(says, "Remove it, with its backslash", at_key=at_key)


def _in_order(notes: Notes) -> Refused:
    """Tell the problems in the order in which they stand in the file, each once."""
    each = dict.fromkeys(notes.problems)
    return Refused(sorted(each, key=lambda problem: (problem.line or 0, problem.column or 0)))


def _playbook(reading: Reading) -> Playbook:
    file = reading.file
    lengths = {key: length for key in ("undo_grace", "requalify_after") if (length := getattr(file, key))}
    questions, ladder = questions_of(reading), ladder_of(reading)
    return Playbook(
        name=file.playbook,
        version=file.version,
        company=file.company or "",
        models=models_of(reading),
        definition=definition_of(reading),
        tiers=tiers_of(reading),
        ladder=ladder,
        min_step_gap=file.escalation.min_gap,
        routing=routing_of(reading),
        default_queue=default_queue_of(reading),
        signals_of_forms=signals_of_forms(file),
        brief_needs=brief_needs_of(reading),
        labels={name: field.label for name, field in file.fields.items() if field.label},
        numbers=number_fields(file.fields),
        asked=asked_of(file.fields),
        contact_windows=contact_windows_of(reading),
        notify={kind: tuple(ways if isinstance(ways, list) else ways.first) for kind, ways in file.notify.items()},
        notify_then={kind: tuple(ways.then) for kind, ways in file.notify.items() if not isinstance(ways, list)},
        pauses=pauses_of(reading),
        brief_within=file.brief.complete_within,
        brief_by=file.brief.by,
        rejections=rejections_of(reading),
        cadences=cadences_of(reading),
        outcomes=outcomes_of(reading),
        waits=waits_of(reading),
        acknowledge=acknowledgement_of(reading),
        webhooks=webhooks_of(reading),
        tags_everywhere=file.identity.plus_addresses == "everywhere",
        hooks=hooks_of(reading),
        tracking=tracking_of(reading),
        enrichment=enrichment_of(reading),
        messaging=messaging_of(reading),
        meetings=meetings_of(reading),
        privacy=privacy_of(reading),
        crm=crm_of(reading),
        checklist=tuple(file.brief.checklist),
        commitments=commitments_of(reading),
        trip_wire=file.trip_wire,
        bursts=bursts_of(reading),
        features=features_of(reading),
        questions=questions,
        second=second_of(reading, questions, ladder),
        **lengths,
        # Last, for by now every condition has been compiled.
        reads=frozenset(reading.reads),
    )


def _calendars(reading: Reading) -> Mapping[str, WrittenCalendar]:
    written = reading.file.calendars
    try:
        hours = read_calendars(written, reading.parsed.where, point=reading.parsed.problem)
    except Refused as refused:
        reading.problems.problems.extend(refused.problems)
        return {}
    return {name: WrittenCalendar(data=written[name], hours=hours[name]) for name in written}


def _kept_elsewhere(reading: Reading) -> tuple[str, ...]:
    """Say which sections are left out, so that nobody wonders where their content comes from."""
    notes: list[str] = []
    for section, call in OVER_THE_API.items():
        if getattr(reading.file, section):
            continue
        named = sorted(reading.elsewhere.get(section, ()))
        needed = f"; the playbook names {', '.join(named)}" if named else ""
        if section != "accounts" or named:
            notes.append(f"{section} are not in this file: set them over the API ({call}){needed}")
    return tuple(notes)
