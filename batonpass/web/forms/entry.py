"""What does the form builder make of a form?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from batonpass.handoff.refusal import invalid
from batonpass.tongue.spoken import say
from batonpass.written.form_file import FIELDS_MOST, AForm, Field

MORE = 3
"""Empty lines to add questions with."""


def laid(name: str, form: Mapping[str, str]) -> AForm:
    """The form as it was written down; lines without a name are no questions, and lines stand by their number."""
    return AForm(
        name=name,
        title=form.get("title", ""),
        intro=_lines(form, "intro"),
        fields=tuple(field for _, _, field in sorted(_fields(form), key=lambda one: one[:2])),
        button=form.get("button", "")[:40] or say("Send"),
        consent=_lines(form, "consent_text"),
        consent_required=bool(form.get("consent_required")),
        honeypot=bool(form.get("honeypot")),
        time_trap=bool(form.get("time_trap")),
        thanks=_lines(form, "thanks"),
        redirect=form.get("redirect", ""),
    )


def _fields(form: Mapping[str, str]) -> Iterator[tuple[int, int, Field]]:
    for n in range(FIELDS_MOST + MORE):
        name = form.get(f"name.{n}", "")
        if not name or form.get(f"out.{n}"):
            continue
        place = form.get(f"place.{n}", "") or str(n + 1)
        if not (place.isascii() and place.isdigit() and len(place) < len("1000")):
            raise invalid(say("{place!r} is no place in the order; write a number", place=place[:10]), field="fields")
        options = tuple(one.strip() for one in form.get(f"options.{n}", "").split(",") if one.strip())
        field = Field(
            name=name,
            label=form.get(f"label.{n}", ""),
            kind=form.get(f"kind.{n}", "text"),
            required=bool(form.get(f"required.{n}")),
            options=options,
        )
        yield int(place), n, field


def _lines(form: Mapping[str, str], name: str) -> str:
    return form.get(name, "").replace("\r\n", "\n")
