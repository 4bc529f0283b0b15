"""Which forms are there, which signals listen to them, and what is pasted into a page to show one?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from markupsafe import escape

from batonpass.handoff.capture import FIELD_MAX, MESSAGE_MAX
from batonpass.handoff.playbook import Playbook
from batonpass.store.forms import Came, Laid
from batonpass.store.unheard import Heard
from batonpass.web.intake.form_fields import HONEYPOT
from batonpass.web.intake.script import snippet as script
from batonpass.written.form_file import AForm, Field
from batonpass.written.unheard import unheard_event, unheard_form


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A form in the list; `signal` is what the playbook makes of it, empty when it earns no points.

    `near` is then the form that was probably meant, empty where none is alike.
    """

    name: str
    title: str
    signal: str
    near: str
    laid_at: datetime | None
    came: Came


def listening(playbook: Playbook) -> dict[str, str]:
    """What the playbook makes of each form it knows, in its own words."""
    signals = {name: signal.says for model in playbook.models for name, signal in model.signals.items()}
    return {form: ", ".join(signals[one] for one in names) for form, names in playbook.signals_of_forms.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Passed:
    """An event that came in and gives no signal; `near` is the signal that was probably meant, empty for none."""

    name: str
    near: str
    times: int
    last: datetime


def passed_by(heard: Iterable[Heard], playbook: Playbook) -> tuple[Passed, ...]:
    """Of the events heard, those that nothing in the playbook listens to."""
    found = [(one, unheard_event(one.name, playbook)) for one in heard]
    return tuple(Passed(name=one.name, near=un.near, times=one.times, last=one.last) for one, un in found if un)


def near_form(name: str, playbook: Playbook) -> str:
    """The form that was probably meant by a name that gives no signal; empty where it gives one, or none is alike."""
    unheard = unheard_form(name, playbook)
    return unheard.near if unheard else ""


def lines(laid: Iterable[Laid], came: Mapping[str, Came], playbook: Playbook) -> tuple[Line, ...]:
    """Every form: laid out here, named in the playbook, or seen at the door; the busiest first."""
    ours, heard = {one.name: one for one in laid}, listening(playbook)
    names = dict.fromkeys([*came, *ours, *heard])
    return tuple(
        Line(
            name=name,
            title=ours[name].title if name in ours else "",
            signal=heard.get(name, ""),
            near=near_form(name, playbook),
            laid_at=ours[name].at if name in ours else None,
            came=came.get(name, Came(form=name)),
        )
        for name in names
    )


def snippet(form: AForm, base_url: str) -> str:
    """What to paste into a page of one's own: the form as plain HTML, and our script for the visits before it."""
    rows = [
        f'<form method="post" action="{escape(base_url)}/f/{escape(form.name)}" data-batonpass accept-charset="utf-8">'
    ]
    rows.append(f'  <input type="hidden" name="_form" value="{form.consent_version}">')
    if form.honeypot:
        rows.append(
            f'  <label hidden>Leave this empty<input name="{HONEYPOT}" tabindex="-1" autocomplete="off"></label>'
        )
    rows += [f"  <label>{escape(one.label)} {_input(one)}</label>" for one in form.fields]
    if form.consent:
        needed = " required" if form.consent_required else ""
        rows.append(
            f'  <label><input type="checkbox" name="consent" value="yes"{needed}> {escape(form.consent)}</label>'
        )
    rows += [f"  <button>{escape(form.button)}</button>", "</form>", script(base_url)]
    return "\n".join(rows)


def _input(one: Field) -> str:
    needed = " required" if one.required else ""
    if one.kind == "long":
        longest = MESSAGE_MAX if one.name == "message" else FIELD_MAX
        return f'<textarea name="{one.name}" rows="4" maxlength="{longest}"{needed}></textarea>'
    if one.kind == "choice":
        answers = "".join(f"<option>{escape(answer)}</option>" for answer in one.options)
        return f'<select name="{one.name}"{needed}><option value=""></option>{answers}</select>'
    kind = "text" if one.kind == "number" else one.kind
    return f'<input type="{kind}" name="{one.name}" autocomplete="{one.fills}"{needed}>'
