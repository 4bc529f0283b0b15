"""Who is the person in this JSON file, and what did they do? A submission, with what was done besides."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, cast

from batonpass.handoff.capture import PERSON_FIELDS
from batonpass.handoff.meant import answers_of, as_number, folded
from batonpass.written.cases import SOMEBODY, as_text, check_value
from batonpass.written.fields import sendable
from batonpass.written.load import Written
from batonpass.written.nearest import did_you_mean, nearest
from batonpass.written.notes import Notes, points_by_path
from batonpass.written.refused import Problem, Refused, quoted
from batonpass.written.schema import FieldFile
from batonpass.written.schema.lead import LeadFile
from batonpass.written.scoring import signal_names
from batonpass.written.shape import shaped
from batonpass.written.story import Done, Story
from batonpass.written.yaml12_text import readable
from batonpass.written.yaml12_values import Data, NotPlain, value_of

_OWN_KEYS: Final = ("form", "message", "fields", "source", "consent", "occurred_at", "historic", "activities", "did")
EMPLOYEES: Final = "employees"


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadRead:
    """The story in the file, the instant at which to decide it, and what in it no rule of the playbook will see."""

    story: Story
    at: datetime
    notes: tuple[str, ...] = ()


def read_lead(
    text: str | bytes, where: str, written: Written, *, now: datetime, at: datetime | None = None
) -> LeadRead:
    """Read a lead; raise Refused with everything that is wrong in the file.

    It is decided as of `at`, or else as of now, or of the last moment in the file if that is later.
    Built-in and declared fields may stand at the top or under `fields`; any other name at the top is refused, while
    under `fields` it is kept, as the door keeps it, and noted as seen by no rule.
    """
    notes = Notes(point=points_by_path(where))
    data = read_json(text, where)
    lead = shaped(LeadFile, _sorted_in(data, written, notes), notes)
    if lead is None:
        raise Refused(notes.problems)
    instant = at or max([now, *(moment for _, moment in _moments(lead))])
    _check(lead, written, instant, notes)
    notes.refuse()
    return LeadRead(story=_story(lead, instant), at=instant, notes=tuple(_unseen(lead, written)))


def read_json(text: str | bytes, where: str) -> Data:
    """Read JSON with exact numbers; raise Refused for what is no JSON, names that stand twice, endless depth."""
    plain = readable(text, where)
    try:
        return json.loads(
            plain, parse_float=_number, parse_int=_number, parse_constant=_number, object_pairs_hook=_once
        )
    except json.JSONDecodeError as error:
        problem = Problem(
            where=where,
            says=f"this is not JSON: {error.msg[:1].lower()}{error.msg[1:]}",
            instead="Names and texts stand in double quotes, with a comma between settings and none after the last",
            line=error.lineno,
            column=error.colno,
        )
        raise Refused([problem]) from None
    except NotPlain as error:
        raise Refused([Problem(where=where, says=error.says, instead=error.instead)]) from None
    except RecursionError:
        raise Refused([Problem(where=where, says="this is nested too deeply", instead="Flatten it")]) from None


def _number(word: str) -> Data:
    if not word.lstrip("-")[:1].isdigit():
        raise NotPlain(f"{word} is not a number one can count with", "Write an ordinary number")
    return value_of(word, plain=True, tag=None)


def _once(pairs: Iterable[tuple[str, Data]]) -> dict[str, Data]:
    found: dict[str, Data] = {}
    for name, value in pairs:
        if name in found:
            raise NotPlain(f"{quoted(name)} is written twice", "Keep one")
        found[name] = value
    return found


def _sorted_in(data: Data, written: Written, notes: Notes) -> Data:
    """Move fields from the top to where a submission has them; note names at the top that mean nothing."""
    if not isinstance(data, dict):
        return data
    known = sendable(written.file.fields)
    top = {name: value for name, value in data.items() if name in _OWN_KEYS or name in PERSON_FIELDS}
    more = {name: value for name, value in data.items() if name not in top and folded(name) in known}
    for name in data:
        if name not in top and name not in more:
            says = f"{quoted(name)} is neither part of a submission nor a declared field"
            notes.under(name).add(says, did_you_mean(name, (*_OWN_KEYS, *known)))
    fields = top.get("fields") or {}
    return {**top, "fields": {**more, **fields} if isinstance(fields, dict) else fields}


def _check(lead: LeadFile, written: Written, at: datetime, notes: Notes) -> None:
    for name, value in lead.fields.items():
        field = written.file.fields.get(folded(name))
        for one in _each(value):
            check_value(name, _as_read(name, one, field), field, notes.under("fields", name))
    known = signal_names(written.file)
    for key in ("activities", "did"):
        for place, done in enumerate(getattr(lead, key)):
            if done.signal not in known:
                says = f"{quoted(done.signal)} is not one of the signals"
                notes.under(key, place, "signal").add(says, did_you_mean(done.signal, known))
    for path, moment in _moments(lead):
        if moment > at:
            notes.under(*path).add(f"this is later than the decision, at {at.isoformat()}", "Decide later, or mend it")


def _each(value: object) -> list[object]:
    """Several answers to one question are kept, as the door keeps them; a list of anything else is no answer."""
    if not isinstance(value, list):
        return [value]
    answers = cast("list[object]", value)
    return [answers] if any(isinstance(one, dict | list) for one in answers) else answers


def _as_read(name: str, value: object, field: FieldFile | None) -> object:
    """What the door takes a text for: the number it stands for, or the answer that differs in capitals alone."""
    if not isinstance(value, str):
        return value
    if field and field.type == "choice":
        return answers_of(field.of).get(value.casefold(), value)
    number = as_number(value) if name == EMPLOYEES or (field and field.type == "number") else None
    return value if number is None else number


def _moments(lead: LeadFile) -> list[tuple[tuple[str | int, ...], datetime]]:
    """Give every instant in the file, with its place."""
    sent = [(("occurred_at",), lead.occurred_at)] if lead.occurred_at else []
    return [*sent, *((("activities", place, "at"), one.at) for place, one in enumerate(lead.activities))]


def _story(lead: LeadFile, at: datetime) -> Story:
    sent: dict[str, object] = {
        name: text for name in (*PERSON_FIELDS, "form", "message") if (text := getattr(lead, name))
    }
    sent |= {
        "fields": {name: _as_sent(value) for name, value in lead.fields.items()},
        "source": lead.source.model_dump(),
        "consent": {name: as_text(value) for name, value in lead.consent.items()},
        "historic": lead.historic,
        "occurred_at": lead.occurred_at.isoformat() if lead.occurred_at else None,
    }
    if not lead.email and not lead.phone:
        sent["email"] = SOMEBODY
    done = [Done(signal=one.signal, ago=at - one.at) for one in lead.activities]
    done += [Done(signal=one.signal, ago=one.ago or timedelta(0), times=one.times) for one in lead.did]
    return Story(sent=sent, done=tuple(done))


def _as_sent(value: Any) -> object:
    return [as_text(one) for one in cast("list[object]", value)] if isinstance(value, list) else as_text(value)


def _unseen(lead: LeadFile, written: Written) -> Iterable[str]:
    declared = set(sendable(written.file.fields))
    for name, value in lead.fields.items():
        if folded(name) not in declared:
            near = nearest(name, declared)
            yield f"no rule sees the field {quoted(name)}" + (f"; did you mean {quoted(near)}?" if near else "")
        elif isinstance(value, list) and len(cast("list[object]", value)) > 1 and written.playbook.asked[folded(name)]:
            yield f"several answers to {quoted(name)} are kept as one text, which is none of its answers"
    forms = written.playbook.signals_of_forms
    if lead.form and lead.form.casefold() not in {form.casefold() for form in forms}:
        near = nearest(lead.form, forms)
        yield f"the form {quoted(lead.form)} gives no signal" + (f"; did you mean {quoted(near)}?" if near else "")
