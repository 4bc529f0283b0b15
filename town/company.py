"""Who is Marenholt: the offices, the people who sign in, the territories, and the accounts of an invented company?

Marenholt makes software for factories: Line (production), Care (maintenance) and Trace (tracing of lots). Its people,
pools, calendars and rules stand in playbooks/european.yaml; here is what a playbook does not hold.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random

from batonpass.handoff.people import Account, Leave

from .firms import Firm, firms
from .truth import chance

NAME = "Marenholt"
DOMAIN = "marenholt.example"
PLAYBOOK = Path(__file__).parents[1] / "playbooks" / "european.yaml"
ACCOUNTS = 320
TARGET_SHARE = 0.12
OWNED_SHARE = 0.45
LARGE = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """Somebody who signs in: the role decides what they see, `rep` whose inbox is theirs."""

    email: str
    name: str
    role: str
    rep: str | None = None


USERS = (
    User(email="anna@marenholt.example", name="Anna Duarte", role="rep", rep="anna"),
    User(email="bo@marenholt.example", name="Bo Lindahl", role="rep", rep="bo"),
    User(email="pilar@marenholt.example", name="Pilar Mendes", role="rep", rep="pilar"),
    User(email="mara@marenholt.example", name="Mara Pinto", role="manager", rep="mara"),
    User(email="vera@marenholt.example", name="Vera Nogueira", role="marketing"),
    User(email="olle@marenholt.example", name="Olle Sandberg", role="admin"),
)
"""Anna and Bo call, Pilar closes, Mara leads sales, Vera runs the campaigns, Olle keeps the playbook."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Territory:
    """Countries that are worked by one team: who owns the large accounts there, and who the smaller ones."""

    name: str
    countries: frozenset[str]
    pool: str
    large: str
    small: tuple[str, ...]


TERRITORIES = (
    Territory(
        name="DACH",
        countries=frozenset({"DE", "AT", "CH"}),
        pool="dach",
        large="moritz",
        small=("greta", "jonas", "sofie"),
    ),
    Territory(
        name="Nordics",
        countries=frozenset({"SE", "NO", "DK", "FI", "IS"}),
        pool="nordics",
        large="astrid",
        small=("bo", "freja"),
    ),
    Territory(name="UKI", countries=frozenset({"GB", "IE"}), pool="uki", large="george", small=("lara", "oliver")),
    Territory(
        name="South",
        countries=frozenset({"PT", "ES", "IT", "FR", "GR"}),
        pool="south",
        large="carla",
        small=("anna", "tiago"),
    ),
    Territory(
        name="Americas", countries=frozenset({"US", "CA", "BR", "MX"}), pool="americas", large="nina", small=("derek",)
    ),
)
"""As the playbook's territory rung has them; a test holds the two together."""

NAMED = (
    Firm(
        domain="norrhammar-papper.example", name="Norrhammar Papper AB", industry="paper", employees=620, country="SE"
    ),
    Firm(domain="fjordvik-metall.example", name="Fjordvik Metall AS", industry="metal", employees=300, country="NO"),
    Firm(
        domain="kessler-antriebe.example",
        name="Kessler Antriebe GmbH",
        industry="machinery",
        employees=1_200,
        country="DE",
    ),
    Firm(
        domain="lusomar-embalagens.example",
        name="Lusomar Embalagens SA",
        industry="packaging",
        employees=410,
        country="PT",
    ),
    Firm(domain="tessuti-morandi.example", name="Tessuti Morandi SpA", industry="other", employees=240, country="IT"),
    Firm(
        domain="brightwell-foods.example", name="Brightwell Foods Ltd", industry="food", employees=1_850, country="GB"
    ),
    Firm(
        domain="harlow-ridge-motion.example",
        name="Harlow Ridge Motion Inc.",
        industry="machinery",
        employees=900,
        country="US",
    ),
)
"""The few that the playbook itself names: its accounts and those of its examples."""


@cache
def accounts() -> tuple[Firm, ...]:
    """Give every company on the account list, those of the playbook first; always the same ones."""
    names = firms("accounts", reserved=frozenset(firm.domain for firm in NAMED))
    return NAMED + tuple(next(names) for _ in range(ACCOUNTS - len(NAMED)))


@cache
def account_list() -> tuple[Account, ...]:
    """Give the accounts that go into the account list, with owners for some and the targets marked."""
    return tuple(_account(firm) for firm in accounts()[len(NAMED) :])


def _account(firm: Firm) -> Account:
    draw = chance("account", firm.domain)
    return Account(
        domain=firm.domain,
        name=firm.name,
        owner=_owner(draw, firm) if draw.random() < OWNED_SHARE else None,
        industry=firm.industry,
        employees=firm.employees,
        country=firm.country,
        target=firm.employees >= LARGE // 4 and draw.random() < TARGET_SHARE * 2,
    )


def _owner(draw: Random, firm: Firm) -> str | None:
    territory = territory_of(firm.country)
    if territory is None:
        return None
    return territory.large if firm.employees >= LARGE else draw.choice(territory.small)


def territory_of(country: str) -> Territory | None:
    """Give the territory of a country; None for the rest of the world, which follows the sun."""
    return next((territory for territory in TERRITORIES if country in territory.countries), None)


ABSENT, DELEGATE = "jonas", "greta"


def absence(now: datetime) -> Leave:
    """Give the leave of the rep who is away while you look: since last week, until the end of the next."""
    monday = now.date() - timedelta(days=now.weekday())
    return Leave(first=monday - timedelta(days=3), last=monday + timedelta(days=11), delegate=DELEGATE)
