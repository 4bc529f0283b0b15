"""Who are the ten thousand leads? The mix of the earlier measurement of other programs, always from one seed."""

from __future__ import annotations

import random

from batonpass.store.arrival import Arrival, Kind
from batonpass.web.intake.arrivals import arrival

SEED = 20
LEADS = 10_000
COVERED = ("SE", "NO", "DK", "FI", "DE", "AT", "CH", "GB", "IE", "US", "CA", "MX", "BR")
UNCOVERED = ("JP", "ZA", "IN", "NZ")
FORMS = ("demo", "contact", "trial")
TITLES = ("Head of Operations", "CTO", "COO", "Analyst", "Buyer", "Engineer")
INDUSTRIES = ("software", "finance", "retail", "food", "energy")
CAMPAIGNS = ("spring", "partners", "search", "fair")
FIRST = ("Eva", "Jan", "Ida", "Tom", "Rui", "Kay", "Sam", "Lea", "Ole", "Mia")
LAST = ("Lund", "Berg", "Moen", "Ashby", "Falk", "Morrow", "Klein", "Rossi", "Silva", "Dahl")
NO_PHONE, NO_COUNTRY, ELSEWHERE, SAME, PLUS = 0.20, 0.03, 0.02, 0.05, 0.01


def people(count: int = LEADS, seed: int = SEED) -> list[dict[str, object]]:
    """So many submissions; some are of somebody who was there before, half of those in capitals, some with a +tag."""
    chance = random.Random(seed)
    told: list[dict[str, object]] = []
    for n in range(count):
        luck = chance.random()
        again = chance.choice(told) if told and luck < SAME + PLUS else None
        told.append(_person(chance, n, _address_of(again, chance, plus=luck >= SAME) if again else ""))
    return told


def arrivals(sent: list[dict[str, object]], *, tag: str = "") -> list[Arrival]:
    """The submissions as the intake door hands them on; each with a key of its own."""
    return [
        arrival(Kind.SUBMISSION, one, door="api", caller="bench", idem_key=f"{tag}{n}") for n, one in enumerate(sent)
    ]


def _address_of(before: dict[str, object], chance: random.Random, *, plus: bool) -> str:
    email = str(before["email"])
    if plus:
        return email.replace("@", "+news@", 1)
    return email.upper() if chance.random() < 1 / 2 else email


def _person(chance: random.Random, n: int, email: str) -> dict[str, object]:
    first, last = chance.choice(FIRST), chance.choice(LAST)
    firm = n % (LEADS // 3)
    told: dict[str, object] = {
        "form": chance.choice(FORMS),
        "email": email or f"{first}.{last}.{n}@firm{firm}.example".lower(),
        "first_name": first,
        "last_name": last,
        "company": f"Firm {firm}",
        "title": chance.choice(TITLES),
        "message": "We would like to see how it works with our own data.",
        "fields": {"team_size": chance.randint(2, 400)},
        "employees": chance.choice((12, 80, 300, 900, 4000)),
        "industry": chance.choice(INDUSTRIES),
        "source": {"campaign": chance.choice(CAMPAIGNS), "medium": "web", "page": "/demo"},
    }
    if chance.random() >= NO_PHONE:
        told["phone"] = f"+46 70 {n:07d}"
    if chance.random() >= NO_COUNTRY:
        told["country"] = chance.choice(UNCOVERED if chance.random() < ELSEWHERE else COVERED)
    return told
