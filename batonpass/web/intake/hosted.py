"""How is a form shown, and what is wrong with what somebody wrote into it?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import parse_qsl

from starlette.responses import Response

from batonpass.handoff.capture import FIELD_MAX, MESSAGE_MAX
from batonpass.web.parts.headers import POLICY
from batonpass.web.parts.rendered import rendered
from batonpass.web.problem import Problem
from batonpass.written.form_file import AForm, Field, origin

from .fill_time import stamp
from .form_fields import HONEYPOT, SOURCE

LAID = "_form"
"""The input that names the words of consent which were read; with it, our thanks and our checks apply."""
NEEDED = "Please fill this in."
AGREE = "Please tick this box if you agree; without it we may not keep what you wrote."
OTHER_WORDS = "These words have changed since you opened the page. Please read them again."
SOURCE_MOST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What stood in the form when it was sent, and what is wrong with it, by input."""

    given: Mapping[str, str] = field(default_factory=dict[str, str])
    errors: Mapping[str, str] = field(default_factory=dict[str, str])
    trying: str = ""


def shown(form: AForm, *, at: datetime, secret: bytes, written: Written, query: bytes = b"") -> Response:
    """The form as a page; with errors it says so beside each field, and keeps what was written."""
    page = rendered(
        "intake/form.html",
        422 if written.errors else 200,
        form=form,
        stamped=stamp(at, secret) if form.time_trap else "",
        honeypot=HONEYPOT if form.honeypot else "",
        most=(FIELD_MAX, MESSAGE_MAX),
        source=_source(query) or {one: written.given[one] for one in (*SOURCE, "_next") if one in written.given},
        written=written,
        other=_beside(form, written.errors),
    )
    if site := origin(form.redirect):
        # Browsers hold the place a form is sent on to against the policy of the page it stood on.
        page.headers["Content-Security-Policy"] = POLICY.replace("form-action 'self'", f"form-action 'self' {site}")
    return page


def wrong_in(form: AForm, pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """What is missing or no answer, by input; nothing is wrong with an empty mapping."""
    given = dict(pairs)
    wrong = {one.name: says for one in form.fields if (says := _wrong(one, given.get(one.name, "").strip()))}
    read = given.get(LAID, "")
    if form.consent_required and not given.get("consent"):
        wrong["consent"] = AGREE
    elif given.get("consent") and form.consent and read != str(form.consent_version):
        wrong["consent"] = OTHER_WORDS
    return wrong


def of_problem(problem: Problem) -> dict[str, str]:
    """What the handoff itself refused, beside the field it names."""
    return {problem.field.rpartition(".")[2]: str(problem.told()["detail"])}


def _wrong(asked: Field, said: str) -> str:
    if asked.required and not said:
        return NEEDED
    if asked.kind == "choice" and said and said not in asked.options:
        return "Please choose one of the answers."
    if asked.kind == "number" and said and not said.replace(".", "", 1).removeprefix("-").isdecimal():
        return "Please write a number, such as 20."
    return ""


def _beside(form: AForm, errors: Mapping[str, str]) -> tuple[str, ...]:
    """What is wrong and belongs to no field that is shown."""
    asked = {one.name for one in form.fields} | {"consent"}
    return tuple(says for name, says in errors.items() if name not in asked)


def _source(query: bytes) -> dict[str, str]:
    """Where the visitor came from goes along with the form, as the address of the page says."""
    try:
        pairs = parse_qsl(query.decode("ascii"), max_num_fields=50)
    except ValueError:
        return {}
    return {name: value[:SOURCE_MOST] for name, value in pairs if name in SOURCE and value.isprintable()}
