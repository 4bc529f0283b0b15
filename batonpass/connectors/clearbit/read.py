"""What was found out about whom?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from batonpass.connectors.naming import Naming
from batonpass.connectors.shapes import listed, obj, text
from batonpass.connectors.source import Came, Delivery, Item, Kind, Unkept


def read(delivery: Delivery, _naming: Naming) -> Sequence[Item]:
    """What was found of a person goes to that person; of a company, to everybody of its domain whom we know."""
    data = obj(delivery.data)
    body = obj(data.get("body")) or data
    if text(data, "status") not in ("", "200"):
        return (Unkept(because="nothing was found"),)
    found = [body, *listed(body, "results")]
    return tuple(_told(one, text(data, "id")) for one in found if one is body or "domain" in one)[-50:]


def _told(body: Mapping[str, Any], known_by: str) -> Item:
    person, company = obj(body.get("person")), obj(body.get("company"))
    if not person and not company:
        person, company = (body, {}) if "email" in body else ({}, body)
    traits = person_traits(person) | company_traits(company)
    email, domain = text(person, "email"), text(company, "domain")
    if email:
        return Came(kind=Kind.IDENTIFY, sent={"email": email, "traits": traits}, key=known_by)
    if domain and len(traits) > 1:
        return Came(kind=Kind.GROUP, sent={"domain": domain, "traits": traits}, key=known_by)
    return Unkept(because="it names neither a person nor a company's domain, or tells nothing about it")


def person_traits(person: Mapping[str, Any]) -> dict[str, str]:
    """What is told of a person, by our names."""
    name, job, place = obj(person.get("name")), obj(person.get("employment")), obj(person.get("geo"))
    told = {
        "first_name": text(name, "givenName"), "last_name": text(name, "familyName"), "title": text(job, "title"),
        "company": text(job, "name"), "seniority": text(job, "seniority"), "country": text(place, "countryCode"),
    }  # fmt: skip
    return {name: value for name, value in told.items() if value}


def company_traits(company: Mapping[str, Any]) -> dict[str, str]:
    """What is told of a company, by our names; older shapes keep size, sector and place elsewhere."""
    size, sector, place = obj(company.get("metrics")), obj(company.get("category")), obj(company.get("geo"))
    categories = company.get("categories")
    first = categories[0] if isinstance(categories, list) and categories else ""
    told = {
        "company": text(company, "name"), "employees": text(size, "employees") or text(company, "employees"),
        "industry": text(sector, "industry") or (first if isinstance(first, str) else ""),
        "country": text(place, "countryCode"), "website": text(company, "url"),
        "funding_raised": text(size, "raised") or text(company, "raised"),
    }  # fmt: skip
    return {name: value for name, value in told.items() if value}
