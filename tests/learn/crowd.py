"""A crowd of leads made up at random, in every stage and with every kind of past, for playbooks to be tried on."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from random import Random

from batonpass.handoff import record
from batonpass.handoff.facts import Learned, Source
from batonpass.handoff.lead import Activity, Known, Lead
from batonpass.handoff.playbook import Stage
from batonpass.handoff.playbook.matrix import Matrix
from batonpass.handoff.qualify import Weighing, qualify, raised_hand
from batonpass.handoff.score import score
from batonpass.handoff.setting import condition_facts
from tests.handoff.cast import PLAYBOOK, TUESDAY_TEN, hours, when

AT = TUESDAY_TEN
COUNTRIES = ("SE", "DE", "AT", "PT", "US", None)
TITLES = ("Odd", "Even", "CEO", None)
SIZES = ("49", "50", "999.5", "1000", "many", None)
MAILS = ("firm.example", "gmail.com", "rival.example")
SIGNALS = ("demo_request", "ebook", "whitepaper", "pricing", "step", "small_step", "unheard_of")
BEFORE_DAWN = AT - timedelta(days=30, hours=1)
"""Thirty days of New York later its desks are shut still, and open after the crowd is looked at."""
WHYS = ("", "rejection:/no_budget", "rejection:/other", "recycled/timing", "recycled/", "no_response/")
WAITS = {
    "rejection:/no_budget": timedelta(days=50),
    "recycled/timing": timedelta(days=3),
    "recycled/": timedelta(days=8),
}
HALF_LIFE = timedelta(days=14)

MATRIX = Matrix(
    fit=(Decimal(-5), Decimal("9.2"), Decimal(20)),
    behaviour=(Decimal(4), Decimal("12.5"), Decimal(40)),
    cells={"A1": "hot", "A4": "nurture", "B2": "mql", "D1": "nurture"},
    slack=Decimal("2.5"),
)


def some_leads(chance: Random, count: int) -> list[Lead]:
    return [some_lead(chance, n) for n in range(count)]


def some_lead(chance: Random, number: int) -> Lead:
    stage = chance.choice(tuple(Stage))
    domain = chance.choice(MAILS)
    told = {
        "email": None if chance.random() < 0.1 else f"p{number}@{domain}",
        "country": chance.choice(COUNTRIES),
        "title": chance.choice(TITLES),
        "employees": chance.choice(SIZES),
    }
    lead = Lead(
        id=f"L{number:05}",
        person=f"p{number}@{domain}",
        known={name: Known(value=value, at=AT, by="test") for name, value in told.items() if value},
        source=Source(campaign=chance.choice(("", "spring"))),
        forms=chance.choice(((), ("demo",), ("ebook", "paper"))),
        activities=tuple(some_act(chance) for _ in range(chance.randrange(12))),
        free_mail=domain == "gmail.com",
        stage=stage,
        band=chance.choice(("nurture", "mql", "hot")),
        created_at=AT - timedelta(days=400),
    )
    says = {"marketing": "Objected"} if number % 7 == 6 else {}
    whole = record.replace(lead, **some_past(chance, stage), **some_account(chance), consent=says)
    return record.replace(whole, ended_at=BEFORE_DAWN, ended_in="new_york") if number % 5 == 4 else whole


def some_act(chance: Random) -> Activity:
    age = chance.choice((HALF_LIFE * chance.randrange(5), timedelta(seconds=chance.randrange(40_000_000))))
    at = AT - age + timedelta(days=chance.choice((0, 0, 0, 9)))
    return Activity(signal=chance.choice(SIGNALS), at=at, arrived_at=at + timedelta(hours=chance.randrange(3)))


def some_past(chance: Random, stage: Stage) -> dict[str, object]:
    since = AT - timedelta(days=chance.randrange(60))
    ended = chance.choice((None, AT - timedelta(days=chance.randrange(60)), AT - timedelta(days=30)))
    mine = stage is Stage.MQL
    if stage in (Stage.NEW, Stage.ENGAGED, Stage.NURTURE) and chance.random() < 0.5:
        return {"cycle": 0, "ended_at": chance.choice((None, None, ended))}
    return {
        "tier": chance.choice(("urgent", "high", "standard", "old")) if mine else None,
        "owner": chance.choice(("ana", "bruno")) if mine else None,
        "cycle": 1,
        "cycle_since": chance.choice((None, since)),
        "ended_at": ended,
        "ended_why": chance.choice(WHYS),
        "ended_in": chance.choice(("", "lisbon", "new_york", "gone")),
    }


def some_account(chance: Random) -> dict[str, object]:
    if chance.random() < 0.5:
        return {}
    fields = {"employees": chance.choice(("60", "5000", "51-200", "5,000")), "target": chance.choice(("true", ""))}
    owner = chance.choice((None, "bruno", "nobody"))
    return {"account": "firm.example", "account_name": "Firm", "account_owner": owner, "account_fields": fields}


def looked_at(lead: Lead, playbook=PLAYBOOK, at=AT):
    """What the handoff itself decides when a lead is looked at and nothing is new: the score, the verdict."""
    look = Learned(at=at, arrived_at=at, source_name="look", fields={})
    hand = raised_hand(lead, look, playbook.definition)
    seen = condition_facts(lead, playbook, hand_raised=hand)
    scored = score(lead, playbook, seen, at=at)
    seen |= {"score.fit": scored.fit, "score.behaviour": scored.behaviour, "score.total": scored.total}
    stands = record.replace(lead, score=scored)
    weighed = Weighing(lead=stands, arrived=look, playbook=playbook, seen=seen, at=at, hours=hours)
    return scored, qualify(weighed), seen


def stricter(chance: Random):
    """The cast's playbook with another definition and other points."""
    points = Decimal(chance.randrange(-400, 4000)) / 100
    dach, base = PLAYBOOK.models
    signals = {**base.signals, "pricing": replace(base.signals["pricing"], points=points, times=chance.randrange(1, 4))}
    definition = replace(
        PLAYBOOK.definition,
        mql_from=Decimal(chance.randrange(20, 60)),
        fit_at_least=chance.choice((None, Decimal(10))),
        behaviour_at_least=chance.choice((None, Decimal("12.5"))),
        hand_raisers=frozenset(chance.sample(("demo_request", "pricing"), chance.randrange(3))),
        hand_raisers_need_fit=chance.choice((None, Decimal(0))),
        mql_exit_below=chance.choice((None, Decimal(15))),
        matrix=chance.choice((None, MATRIX)),
    )
    models = (dach, replace(base, signals=signals))
    tier = replace(PLAYBOOK.tiers[1], when=when('score.total > 60.25 || "step" in lead.signals'))
    tiers = (PLAYBOOK.tiers[0], tier, PLAYBOOK.tiers[2])
    waits = chance.choice(({}, WAITS))
    return replace(PLAYBOOK, models=models, definition=definition, tiers=tiers, waits=waits)
