"""What does a playbook of ours become for a company that begins with it?"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from batonpass.written.given_up import given_up
from batonpass.written.load import Written, load

FILES = Path(__file__).parents[2] / "playbooks"
TEMPLATES: Mapping[str, str] = {
    "small-saas": "A small software company: demo requests within 30 minutes, trials and prices, one sales team.",
    "european": "A maker of things across Europe: four regional models, calls by each country's hours, fairs.",
}
LEFT_OUT = (
    "accounts", "second_handoff", "webhooks", "meetings", "commitments", "people", "pools", "queues", "routing",
)  # fmt: skip
"""What is about the template's own company: its people, its customers, when they meet, what they promised."""
OF_THEIRS = {"small-saas": ("a target account goes to the person who knows it",)}
"""Examples about the template's own accounts."""
SECTION = r"^{}:.*?(?=^\S|\Z)"
OFFICE = "office"
TEAM = "sales"


@dataclass(frozen=True, slots=True, kw_only=True)
class Someone:
    """Somebody who works leads, or leads those who do."""

    id: str
    name: str
    email: str
    manager: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """Who begins: its name, its hours as a calendar, its people, and from which address it answers."""

    name: str
    version: str
    office: Mapping[str, object]
    people: tuple[Someone, ...] = ()
    answers_from: str = "hello@example.com"


def adapted(template: str, company: Company, *, before: Written | None) -> str:
    """The template's text with this company's name, hours and people; the rest word for word, remarks included.

    Examples that the version in force had, and the template has not, are given up with a reason. KeyError for no such
    template, Refused when the outcome does not load.
    """
    if template not in TEMPLATES:
        raise KeyError(template)
    text = (FILES / f"{template}.yaml").read_text("utf-8")
    for name in OF_THEIRS.get(template, ()):
        text = re.sub(rf"^    - name: {re.escape(name)}\n(?:^      .*\n)*", "", text, flags=re.MULTILINE)
    for name in LEFT_OUT:
        text = re.sub(SECTION.format(name), "", text, flags=re.MULTILINE | re.DOTALL)
    text = re.sub(r", owner: \w+(?=[,}])", "", text)
    text = _with_hours(_with_names(text, company), company)
    text = f"{text.rstrip()}\n\n{_people(company)}"
    return _with_reasons(text, before)


def _with_names(text: str, company: Company) -> str:
    named = {
        r"^playbook: .*$": f"playbook: {_quoted(_slug(company.name))}",
        r"^version: .*$": f"version: {json.dumps(company.version)}",
        r"^company: .*$": f"company: {_quoted(company.name)}",
        r"^  from: .*$": f"  from: {_quoted(company.answers_from)}",
        r"^    Marenholt$": "    {company}",
    }
    for was, becomes in named.items():
        text = re.sub(was, lambda _, to=becomes: to, text, count=1, flags=re.MULTILINE)
    head = text.partition("playbook: ")
    return "# Begun from a template of ours; every key is explained in docs/playbook.md.\n" + "".join(head[1:])


def _with_hours(text: str, company: Company) -> str:
    """Our own hours in place of the template's offices; when the lead's side may be called stays."""
    section = re.search(SECTION.format("calendars"), text, flags=re.MULTILINE | re.DOTALL)
    if section is None:
        return text
    calls = "".join(re.findall(r"^  calls?-.*\n(?:^    .*\n)*", section[0], flags=re.MULTILINE))
    ours = f"calendars:\n  {OFFICE}: {_quoted(company.office)}\n{calls}\n"
    return text[: section.start()] + ours + text[section.end() :]


def _people(company: Company) -> str:
    """Who works here, who shares leads, and the ladder: who has the account or a colleague, turns, a queue."""
    boss = next((one.id for one in company.people if not one.manager), "")
    team = [one.id for one in company.people if one.manager] or [one.id for one in company.people]
    rows = "".join(f"  {one.id}: {_person(one)}\n" for one in company.people)
    queue = {"calendar": OFFICE} | ({"manager": boss} if boss else {})
    pool = f"pool: {TEAM if team else _quoted('*')}"
    ladder = ("account_owner", "same_company", "needs: [lead.country]", pool, "queue: triage")
    return "\n".join(
        (
            f"people:\n{rows}" if rows else "people: {}\n",
            f"queues:\n  triage: {_quoted(queue)}\n",
            f"pools:\n  {TEAM}: {_quoted(team)}\n" if team else "",
            "# The first rung that can answer does; the last is a queue, where a lead waits on the clock.",
            "routing:",
            *(f"  - {rung}" for rung in ladder),
            "",
        )
    )


def _person(one: Someone) -> str:
    told = {"name": one.name, "email": one.email, "calendar": OFFICE}
    return _quoted(told | ({"manager": one.manager} if one.manager else {}))


def _with_reasons(text: str, before: Written | None) -> str:
    if before is None:
        return text
    gone = given_up(load(text, "the template"), before=before)
    if not gone:
        return text
    names = dict.fromkeys(one.name for one in gone)
    said = "".join(f"    {_quoted(name)}: begun anew from a template\n" for name in names)
    return text.replace("definition:\n", f"definition:\n  removed:\n{said}", 1)


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:40] or "ours"


def _quoted(value: object) -> str:
    """As YAML reads it in any place: JSON is part of it."""
    return json.dumps(value, ensure_ascii=False)
