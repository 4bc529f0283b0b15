"""What does the answer of a provider say, by our names?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from batonpass.connectors.clearbit.read import company_traits, person_traits
from batonpass.connectors.shapes import obj, text
from batonpass.handoff.playbook.enrichment import Provider


def told(provider: Provider, answer: object) -> dict[str, str]:
    """The fields of an answer in the shape that this kind of provider gives."""
    return KINDS[provider.kind](obj(answer), provider.fields)


def _clearbit(answer: Mapping[str, Any], _fields: Mapping[str, str]) -> dict[str, str]:
    """A person with a company, or either alone."""
    person, company = obj(answer.get("person")), obj(answer.get("company"))
    if not person and not company:
        person, company = (answer, {}) if "email" in answer else ({}, answer)
    return company_traits(company) | person_traits(person)


def _apollo(answer: Mapping[str, Any], _fields: Mapping[str, str]) -> dict[str, str]:
    """A person with an organisation below, or an organisation alone."""
    person = obj(answer.get("person"))
    firm = obj(person.get("organization")) or obj(answer.get("organization"))
    said = {
        "first_name": text(person, "first_name"), "last_name": text(person, "last_name"),
        "title": text(person, "title"),
        "seniority": text(person, "seniority"), "company": text(firm, "name"), "industry": text(firm, "industry"),
        "employees": text(firm, "estimated_num_employees"), "website": text(firm, "website_url"),
        "country": text(person, "country") or text(firm, "country"), "phone": text(firm, "phone"),
    }  # fmt: skip
    return {name: value for name, value in said.items() if value}


def _mapped(answer: Mapping[str, Any], fields: Mapping[str, str]) -> dict[str, str]:
    """Each of our fields from where the playbook says it stands: `company.size`, or `results.0.size` in a list."""
    said = {ours: _at(answer, path) for ours, path in fields.items()}
    return {name: value for name, value in said.items() if value}


def _at(answer: object, path: str) -> str:
    for step in path.split("."):
        if isinstance(answer, list):
            answer = answer[int(step)] if step.isdigit() and int(step) < len(answer) else None
        else:
            answer = obj(answer).get(step)
    return text({"value": answer}, "value")


KINDS: Mapping[str, Callable[[Mapping[str, Any], Mapping[str, str]], dict[str, str]]] = {
    "clearbit": _clearbit,
    "apollo": _apollo,
    "json": _mapped,
}
