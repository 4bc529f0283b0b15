"""What does a form ask, in which words, and what happens to who has sent it?"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from batonpass.written.refused import Problem, Refused

KNOWN: Mapping[str, tuple[str, str, str]] = {
    "email": ("E-mail", "email", "email"),
    "first_name": ("First name", "text", "given-name"),
    "last_name": ("Last name", "text", "family-name"),
    "company": ("Company", "text", "organization"),
    "title": ("Job title", "text", "organization-title"),
    "country": ("Country", "text", "country-name"),
    "phone": ("Phone", "tel", "tel"),
    "message": ("Message", "long", "off"),
}
"""The fields that mean something to every playbook: label, kind, and how browsers fill them in."""
KINDS = ("text", "email", "tel", "number", "choice", "long")
FORM_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,62}[A-Za-z0-9])?")
FIELD_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
OURS = frozenset({"t", "rendered_at", "token", "page", "anonymous_id", "consent", "website_url"})
"""Inputs that mean something else to the door."""
FIELDS_MOST, OPTIONS_MOST, LABEL_MOST, TEXT_MOST = 20, 40, 120, 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One question; `options` are the answers of a choice."""

    name: str
    label: str
    kind: str = "text"
    required: bool = False
    options: tuple[str, ...] = ()

    @property
    def fills(self) -> str:
        """How browsers fill it in by themselves."""
        return KNOWN[self.name][2] if self.name in KNOWN else "off"


@dataclass(frozen=True, slots=True, kw_only=True)
class AForm:
    """A form as it is shown. `version` 0 is one that nobody has laid out; `consent_version` counts changed words."""

    name: str
    title: str = "Talk to us"
    intro: str = ""
    fields: tuple[Field, ...] = ()
    button: str = "Send"
    consent: str = ""
    consent_required: bool = False
    consent_version: int = 0
    honeypot: bool = True
    time_trap: bool = True
    thanks: str = ""
    redirect: str = ""
    version: int = 0


def usual(name: str) -> AForm:
    """The form that is shown under a name nobody has laid one out for."""
    asked = (
        Field(name=one, label=label, kind=kind, required=one == "email") for one, (label, kind, _) in KNOWN.items()
    )
    return AForm(name=name, fields=tuple(asked))


def checked(form: AForm) -> AForm:
    """The form itself; raise Refused naming all that cannot be so."""
    problems = [*_heads(form), *_asked(form.fields), *_ends(form)]
    if problems:
        raise Refused(problems)
    return form


def _heads(form: AForm) -> list[Problem]:
    found: list[Problem] = []
    if not FORM_NAME.fullmatch(form.name):
        found.append(_problem("name", f'"{form.name[:40]}" cannot stand in an address', "Letters, digits, - and _"))
    if not form.title.strip() or len(form.title) > LABEL_MOST:
        found.append(_problem("title", "the form has no heading, or a very long one", f"Up to {LABEL_MOST} characters"))
    long = [name for name in ("intro", "consent", "thanks") if len(getattr(form, name)) > TEXT_MOST]
    return found + [_problem(name, f"it is longer than {TEXT_MOST} characters", "Shorten it") for name in long]


def _asked(fields: Sequence[Field]) -> list[Problem]:
    names = [field.name for field in fields]
    found = [problem for field in fields for problem in _field(field)]
    if not {"email", "phone"} & set(names):
        found.append(_problem("fields", "nobody could be answered", "Ask for email or phone"))
    if twice := next((name for name in names if names.count(name) > 1), ""):
        found.append(_problem("fields", f'"{twice}" is asked for twice', "Keep one of them"))
    if len(fields) > FIELDS_MOST:
        found.append(_problem("fields", f"{len(fields)} questions are too many", f"At most {FIELDS_MOST}"))
    return found


def _field(field: Field) -> list[Problem]:
    found: list[Problem] = []
    taken = field.name in OURS or field.name.startswith(("consent_", "utm_"))
    if taken or not FIELD_NAME.fullmatch(field.name):
        says = f'"{field.name[:40]}" cannot be the name of a field'
        found.append(_problem("fields", says, "Small letters, digits and _, such as team_size"))
    if not field.label.strip() or len(field.label) > LABEL_MOST:
        found.append(_problem("fields", f'"{field.name[:40]}" has no label, or a very long one', "Say what is asked"))
    if field.kind not in KINDS:
        found.append(_problem("fields", f'"{field.kind[:40]}" is no kind of field', f"One of {', '.join(KINDS)}"))
    if field.kind == "choice" and not 0 < len(field.options) <= OPTIONS_MOST:
        found.append(_problem("fields", f'"{field.name}" has no answers to choose from', "Part them by commas"))
    return found


def _ends(form: AForm) -> list[Problem]:
    if form.consent_required and not form.consent:
        return [_problem("consent", "consent is asked for without words", "Write what people agree to")]
    if not form.redirect or target(form.redirect):
        return []
    says = f'"{form.redirect[:60]}" is no place to send people to'
    return [_problem("redirect", says, "A path such as /thanks, or an address with https://")]


def target(redirect: str) -> str:
    """Where a browser may be sent: a path of ours, or an address with https; empty for anything else."""
    plain = redirect.isascii() and redirect.isprintable() and not set(redirect) & set('\\ "<>;,')
    if plain and redirect.startswith("/") and not redirect.startswith("//"):
        return redirect
    try:
        told = urlsplit(redirect)
        whole = told.scheme == "https" and bool(told.hostname) and "@" not in told.netloc and (told.port or 443) > 0
    except ValueError:
        return ""
    return redirect if plain and whole else ""


def origin(redirect: str) -> str:
    """The site of an address to which people are sent; empty for a path of ours."""
    told = urlsplit(redirect)
    return f"https://{told.netloc}" if told.scheme == "https" else ""


def _problem(path: str, says: str, instead: str) -> Problem:
    return Problem(where="form", path=path, says=says, instead=instead)
