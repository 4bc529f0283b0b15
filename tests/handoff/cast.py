"""The cast of the core's tests: a small playbook, reps in three zones, a lead who asks. In code, without files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache

from batonpass.handoff.answer import answer
from batonpass.handoff.capture import capture, observe
from batonpass.handoff.condition import NUMBER, TEXT, TEXTS, TRUTH, Condition, compile_condition
from batonpass.handoff.facts import Captured, Fact, Observed
from batonpass.handoff.hours import Hours, both, hours_of
from batonpass.handoff.lead import Lead
from batonpass.handoff.path import advance
from batonpass.handoff.people import Account, Directory, Member, Pool, Queue, Rep
from batonpass.handoff.playbook import (
    Acknowledgement,
    Case,
    Definition,
    Disqualifier,
    FitRule,
    LadderStep,
    Model,
    Outcome,
    Playbook,
    Reason,
    Rung,
    RungKind,
    Signal,
    Stage,
    StepKind,
    Target,
    Tier,
    Webhook,
)
from batonpass.handoff.requests import Request
from batonpass.handoff.setting import Setting
from batonpass.handoff.walk import Advanced
from batonpass.handoff.windows import Calendar, Window
from batonpass.handoff.zones import zone

TUESDAY_TEN = datetime(2027, 3, 2, 10, tzinfo=UTC)
SCHEMA = {
    "lead.email": TEXT, "lead.email_domain": TEXT, "lead.free_mail": TRUTH, "lead.country": TEXT, "lead.title": TEXT,
    "lead.hand_raised": TRUTH, "lead.signals": TEXTS, "lead.form": TEXT, "account.employees": NUMBER,
    "account.known": TRUTH, "account.industry": TEXT, "score.fit": NUMBER, "score.total": NUMBER,
}  # fmt: skip


def when(source: str) -> Condition:
    return compile_condition(source, SCHEMA)


def week(opens: int, closes: int, days: int = 5) -> tuple[tuple[Window, ...], ...]:
    window = Window(opens=timedelta(hours=opens), closes=timedelta(hours=closes))
    return tuple((window,) if day < days else () for day in range(7))


def holidays(*days: str) -> frozenset[date]:
    return frozenset(date.fromisoformat(day) for day in days)


CALENDARS = {
    "lisbon": Calendar(
        name="lisbon",
        zone=zone("Europe/Lisbon"),
        week=week(9, 18),
        holidays=lambda _: holidays("2026-12-08", "2026-12-25"),
    ),
    "stockholm": Calendar(
        name="stockholm",
        zone=zone("Europe/Stockholm"),
        week=week(8, 17),
        holidays=lambda _: holidays("2026-12-25", "2027-01-06"),
    ),
    "new_york": Calendar(
        name="new_york", zone=zone("America/New_York"), week=week(9, 17), holidays=lambda _: holidays("2026-12-25")
    ),
    "dawn": Calendar(name="dawn", zone=zone("Europe/Stockholm"), week=week(4, 5)),
    "always": Calendar(name="always", zone=zone("Europe/Lisbon"), week=week(0, 24, days=7)),
    "call_sweden": Calendar(
        name="call_sweden", zone=zone("Europe/Stockholm"), week=week(9, 17), holidays=lambda _: holidays("2027-01-06")
    ),
}


@cache
def compiled(name: str) -> Hours:
    return hours_of(CALENDARS[name])


@cache
def hours(names: tuple[str, ...]) -> Hours:
    known = compiled(names[0])
    for name in names[1:]:
        known = both(known, compiled(name))
    return known


SIGNALS = {
    "demo_request": Signal(name="demo_request", points=Decimal(40), says="asked for a demo"),
    "ebook": Signal(name="ebook", points=Decimal(40), says="took the e-book", times=1),
    "whitepaper": Signal(name="whitepaper", points=Decimal(10), says="read a white paper"),
    "pricing": Signal(
        name="pricing",
        points=Decimal(12),
        says="looked at pricing",
        half_life=timedelta(days=14),
        times=3,
        within=timedelta(days=7),
    ),
    "step": Signal(name="step", points=Decimal("4.3"), says="took a step"),
    "small_step": Signal(name="small_step", points=Decimal("2.2"), says="took a small step"),
}
FIT = (
    FitRule(
        name="right_size",
        when=when("account.employees >= 50 && account.employees < 1000"),
        points=Decimal(20),
        says="50 to 999 people",
    ),
    FitRule(name="private_mail", when=when("lead.free_mail"), points=Decimal(-10), says="private e-mail address"),
    FitRule(name="odd", when=when('lead.title == "Odd"'), points=Decimal("9.8"), says="odd points"),
    FitRule(name="even", when=when('lead.title == "Even"'), points=Decimal("9.2"), says="even points"),
)
BASE = Model(name="base", when=None, fit=FIT, signals=SIGNALS)
DACH = Model(
    name="dach",
    when=when('lead.country in ["DE", "AT", "CH"]'),
    fit=FIT,
    signals={**SIGNALS, "whitepaper": replace(SIGNALS["whitepaper"], points=Decimal(25))},
)
EMEA, SUN = Target(pools=("emea",)), Target(pools=("emea", "america"))
ROUTING = (
    Rung(kind=RungKind.ACCOUNT_OWNER, name="account owner"),
    Rung(
        kind=RungKind.CASES,
        name="territory",
        cases=(Case(name="Sweden", when=when('lead.country == "SE"'), target=Target(rep="astrid")),),
    ),
    Rung(kind=RungKind.SEND, name="pool", target=SUN),
    Rung(kind=RungKind.SEND, name="queue", target=Target(queue="triage")),
)
PLAYBOOK = Playbook(
    name="cast",
    version="2027-03",
    models=(DACH, BASE),
    definition=Definition(
        mql_from=Decimal(40),
        hot_from=Decimal(70),
        hot_exit_below=Decimal(60),
        hand_raisers=frozenset({"demo_request"}),
        disqualifiers=(
            Disqualifier(
                name="rival", when=when('lead.email_domain == "rival.example"'), says="works for a competitor"
            ),
        ),
    ),
    tiers=(
        Tier(name="urgent", when=when("lead.hand_raised"), first_touch=timedelta(minutes=30)),
        Tier(name="high", when=when("score.total >= 70"), first_touch=timedelta(hours=1)),
        Tier(name="standard", when=None, first_touch=timedelta(hours=4)),
    ),
    ladder=(
        LadderStep(percent=50, kind=StepKind.REMIND, who="owner"),
        LadderStep(percent=100, kind=StepKind.NOTIFY, who="manager"),
        LadderStep(percent=200, kind=StepKind.REASSIGN, who="pool"),
    ),
    min_step_gap=timedelta(minutes=15),
    routing=ROUTING,
    default_queue="triage",
    signals_of_forms={"demo": ("demo_request",), "ebook": ("ebook",), "paper": ("whitepaper",)},
    brief_needs=("email", "company", "country", "campaign"),
    numbers=frozenset({"account.employees", "lead.employees"}),
    contact_windows={"SE": "call_sweden"},
    notify={"assigned": ("email", "webhook")},
    rejections={
        "no_budget": Reason(code="no_budget", says="no budget", then=Stage.NURTURE),
        "not_a_fit": Reason(code="not_a_fit", says="not a fit", then=Stage.DISQUALIFIED),
        "other": Reason(code="other", says="something else", then=Stage.NURTURE, needs_note=True),
    },
    outcomes={
        "converted": Outcome(name="converted", then=Stage.SQL),
        "won": Outcome(name="won", then=Stage.WON),
        "recycled": Outcome(name="recycled", then=Stage.NURTURE, reasons=("timing",)),
    },
    acknowledge=Acknowledgement(
        signals=frozenset({"demo_request"}), sender="hello@lumen.example", subject="Thank you", words="{promise}"
    ),
    webhooks=(
        Webhook(
            name="crm", url="https://crm.example/hook", events=frozenset({"assigned", "breached"}), secret_setting="CRM"
        ),
    ),
)
REPS = {
    "ana": Rep(id="ana", name="Ana", email="ana@lumen.example", calendar="lisbon", manager="mara"),
    "bruno": Rep(id="bruno", name="Bruno", email="bruno@lumen.example", calendar="lisbon", manager="mara"),
    "astrid": Rep(id="astrid", name="Astrid", email="astrid@lumen.example", calendar="stockholm", manager="mara"),
    "nina": Rep(id="nina", name="Nina", email="nina@lumen.example", calendar="new_york", manager="mara"),
    "mara": Rep(id="mara", name="Mara", email="mara@lumen.example", calendar="lisbon", manager="sven"),
    "sven": Rep(id="sven", name="Sven", email="sven@lumen.example", calendar="stockholm"),
}
PEOPLE = Directory(
    reps=REPS,
    pools={
        "emea": Pool(name="emea", members=(Member(rep="ana"), Member(rep="bruno"))),
        "america": Pool(name="america", members=(Member(rep="nina"),)),
    },
    queues={"triage": Queue(name="triage", calendar="lisbon", manager="mara")},
    accounts={
        "volvo.example": Account(domain="volvo.example", name="Volvo", owner="astrid", employees=900, industry="cars"),
        "acme.example": Account(domain="acme.example", name="Acme"),
    },
    free_mail=frozenset({"gmail.com"}),
)


def setting(
    at: datetime = TUESDAY_TEN, playbook: Playbook = PLAYBOOK, people: Directory = PEOPLE, **more: object
) -> Setting:
    return Setting(at=at, playbook=playbook, directory=people, hours=hours, **more)


COUNTRIES = {"sweden": "SE"} | {code.lower(): code for code in ("SE", "PT", "DE", "AT", "GB", "US", "CA", "FR", "NO")}


def submission(form: str = "demo", at: datetime = TUESDAY_TEN, **sent: object) -> Captured:
    """What Eva sends unless the test says otherwise."""
    body: Mapping[str, object] = {
        "form": form,
        "email": "eva@firm.example",
        "first_name": "Eva",
        "company": "Firm",
        **sent,
    }
    return capture(body, door="test", arrived_at=at, playbook=PLAYBOOK, countries=COUNTRIES)


def event(name: str, at: datetime = TUESDAY_TEN, occurred: str = "", email: str = "eva@firm.example") -> Observed:
    return observe(
        {"event": name, "email": email, "timestamp": occurred}, arrived_at=at, playbook=PLAYBOOK, countries={}
    )


def walk(
    *steps: tuple[datetime, Fact | Request] | Fact, playbook: Playbook = PLAYBOOK, people: Directory = PEOPLE
) -> Advanced:
    """A lead through several steps; a fact alone happens when it arrived. Facts and effects of all steps together."""
    lead, facts, effects = Lead(id="L1"), [], []
    for step in steps:
        at, what = step if isinstance(step, tuple) else (step.arrived_at, step)
        then = setting(at, playbook, people)
        taken = answer(lead, what, then) if isinstance(what, Request) else advance(lead, what, then)
        lead, facts, effects = taken.lead, [*facts, *taken.facts], [*effects, *taken.effects]
    return Advanced(lead=lead, facts=tuple(facts), effects=tuple(effects))


def minutes(count: float, since: datetime = TUESDAY_TEN) -> datetime:
    return since + timedelta(minutes=count)
