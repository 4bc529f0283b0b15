"""What reached the town's doors in a year: who filled in which form, and what did they do before and after?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from .company import accounts
from .firms import firms
from .letters import WRITES, letter
from .names import ZONES
from .truth import Nature, chance
from .visitors import Visitor, visitor

YEAR = timedelta(days=365)
LEADS = 4_000
SUBMISSION, EVENT = "submission", "event"

BEFORE = (
    ("product_page_view", 5),
    ("docs_read", 3),
    ("case_study_read", 2),
    ("pricing_page_view", 2),
    ("comparison_view", 1),
)
AFTER = (("email_click", 5), ("pricing_page_view", 4), ("case_study_read", 3), ("docs_read", 3), ("roi_calculator", 1))
HAND_RAISING = (("demo", 6), ("pricing", 3), ("contact", 2))
COMES_BACK_SHARE = 0.24
DOUBLE_CLICK_SHARE = 0.02
ASKS_AGAIN_SHARE = 0.04
CAREERS_SHARE = 0.02


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """Something that reached a door: `body` is what the API would have been sent, `key` its idempotency key."""

    at: datetime
    visitor: int
    kind: str
    key: str
    body: Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """Everything up to `until`, in the order of time, and the people behind it by number."""

    seed: object
    since: datetime
    until: datetime
    visitors: tuple[Visitor, ...]
    moments: tuple[Moment, ...]


def year(seed: object, *, until: datetime, leads: int = LEADS) -> Year:
    """Draw a year of so many people that ends at `until`; the same seed and instant give the same year."""
    known = accounts()
    names = firms(("strangers", seed), reserved=frozenset(firm.domain for firm in known))
    strangers = [next(names) for _ in range(max(1, leads // 3))]
    people = tuple(visitor(seed, n, known=known, strangers=strangers) for n in range(leads))
    moments = (moment for who in people for moment in journey(seed, who, since=until - YEAR, until=until))
    ordered = sorted((m for m in moments if m.at <= until), key=lambda m: (m.at, m.visitor, m.key))
    return Year(seed=seed, since=until - YEAR, until=until, visitors=people, moments=tuple(ordered))


def journey(seed: object, who: Visitor, *, since: datetime, until: datetime) -> Iterator[Moment]:
    """Tell what one person did: some reading, a first form, and for some a second one weeks later."""
    draw = chance("journey", seed, who.number)
    entry = arrival(draw, who, since=since, until=until)
    form = draw.choices([name for name, _ in who.source.forms], [weight for _, weight in who.source.forms])[0]
    steps = [*_reading(draw, who, entry), *_asking(draw, who, form, entry), *_later(draw, who, form, entry)]
    for n, (at, kind, body) in enumerate(steps):
        yield Moment(at=at, visitor=who.number, kind=kind, key=f"town-{seed}-{who.number}-{n}", body=body)


Step = tuple[datetime, str, Mapping[str, object]]


def _reading(draw: Random, who: Visitor, entry: datetime) -> Iterator[Step]:
    """Before they give their name, known visitors look around; bots and vendors do not."""
    if who.nature in (Nature.BOT, Nature.VENDOR):
        return
    for _ in range(draw.choices((0, 1, 2, 3, 5), (50, 24, 14, 8, 4))[0]):
        yield _event(draw, who, BEFORE, entry - timedelta(days=draw.expovariate(1 / 4), minutes=draw.randrange(2, 90)))
    if draw.random() < CAREERS_SHARE:
        yield _event(draw, who, (("careers_page_view", 1),), entry - timedelta(minutes=draw.randrange(5, 600)))


def _asking(draw: Random, who: Visitor, form: str, entry: datetime) -> Iterator[Step]:
    """The form; now and then a double click, or the same person once more under another spelling."""
    body = submission(draw, who, form)
    yield entry, SUBMISSION, body
    if draw.random() < DOUBLE_CLICK_SHARE:
        yield entry + timedelta(milliseconds=draw.randrange(200, 2_000)), SUBMISSION, body
    if draw.random() < ASKS_AGAIN_SHARE:
        again = entry + timedelta(hours=draw.randrange(4, 70))
        yield again, SUBMISSION, {**body, "email": other_spelling(draw, who.email)}


def _later(draw: Random, who: Visitor, form: str, entry: datetime) -> Iterator[Step]:
    """Who only took something to read may come back: clicks, a webinar seen, and for some the question to sales."""
    if who.nature is not Nature.BUYER:
        return
    if form == "webinar" and draw.random() < 0.6:  # noqa: PLR2004 - two in five never turn up
        yield _event(draw, who, (("webinar_attended", 1),), entry + timedelta(days=draw.randrange(2, 9)))
    for _ in range(draw.choices((0, 1, 2, 4), (55, 24, 14, 7))[0]):
        yield _event(
            draw, who, AFTER, entry + timedelta(days=draw.expovariate(1 / 12), minutes=draw.randrange(30, 600))
        )
    if form not in WRITES and draw.random() < COMES_BACK_SHARE:
        asked = draw.choices([name for name, _ in HAND_RAISING], [weight for _, weight in HAND_RAISING])[0]
        at = in_office(draw, entry + timedelta(days=3 + draw.expovariate(1 / 20)), who.firm.country)
        yield _event(draw, who, (("pricing_page_view", 1),), at - timedelta(minutes=draw.randrange(3, 200)))
        yield at, SUBMISSION, submission(draw, who, asked)


def submission(draw: Random, who: Visitor, form: str) -> dict[str, object]:
    """Fill in a form the way this person would: what is asked, less what they would not say."""
    came = who.source
    body: dict[str, object] = {
        "form": form,
        "email": who.email,
        "first_name": who.first_name,
        "last_name": who.last_name,
        "title": who.title,
        "company": who.firm.name,
        "phone": who.phone,
        "country": who.country,
        "language": who.language,
        "fields": _details(who),
        "source": {"campaign": came.campaign, "medium": came.medium, "channel": came.channel, "page": came.page},
        "consent": {"terms": "2026-01", "marketing": draw.choices(("yes", "no"), (7, 3))[0]},
    }
    if form in WRITES:
        body["message"] = letter(draw, nature=who.nature, language=who.language, product=who.product, sites=who.sites)
    return {name: value for name, value in body.items() if value != ""}


def _details(who: Visitor) -> dict[str, object]:
    """What the longer boxes of the form hold; a bot does not see them."""
    if who.nature is Nature.BOT:
        return {}
    told: dict[str, object] = {
        "industry": who.firm.industry,
        "role": who.role,
        "product": who.product,
        "sites": who.sites,
    }
    return told | ({"employees": who.firm.employees} if who.tells_size else {})


def other_spelling(draw: Random, email: str) -> str:
    """The same address as somebody in a hurry writes it: in capitals, or with a plus."""
    local, _, domain = email.partition("@")
    return email.upper() if draw.random() < 0.6 else f"{local}+marenholt@{domain}"  # noqa: PLR2004


def arrival(draw: Random, who: Visitor, *, since: datetime, until: datetime) -> datetime:
    """Draw when somebody comes: mostly on working days, less in August and at Christmas, the fair in the autumn."""
    while True:
        at = since + (until - since) * draw.random()
        if draw.random() < _busy(at, who):
            return in_office(draw, at, who.firm.country)


def in_office(draw: Random, at: datetime, country: str) -> datetime:
    """Move to an hour of that local day at which people write, mostly in the office, some late in the evening."""
    zone = ZoneInfo(ZONES[country])
    hour = draw.triangular(8, 18.5, 10.5) if draw.random() < 0.88 else draw.triangular(18.5, 23.5, 20)  # noqa: PLR2004
    wall = datetime.combine(at.astimezone(zone).date(), time(), tzinfo=zone)
    seconds = round(hour * 3_600) + draw.random()
    return (wall.astimezone(at.tzinfo) + timedelta(seconds=seconds)).replace(microsecond=draw.randrange(10**6))


_QUIET_MONTHS = {7: 0.75, 8: 0.5}
_WEEKDAYS = (1.0, 1.0, 1.0, 0.95, 0.85, 0.12, 0.15)


def _busy(at: datetime, who: Visitor) -> float:
    christmas = (at.month, at.day) >= (12, 20) or (at.month, at.day) <= (1, 6)
    fair = who.source.channel == "fair" and at.month not in (9, 10, 11)
    return (
        _WEEKDAYS[at.weekday()] * _QUIET_MONTHS.get(at.month, 1.0) * (0.3 if christmas else 1) * (0.15 if fair else 1)
    )


def _event(draw: Random, who: Visitor, kinds: tuple[tuple[str, int], ...], at: datetime) -> Step:
    name = draw.choices([kind for kind, _ in kinds], [weight for _, weight in kinds])[0]
    return at, EVENT, {"email": who.email, "event": name, "properties": {"page": PAGES.get(name, "/")}}


PAGES = {
    "pricing_page_view": "/pricing", "docs_read": "/docs/integration", "case_study_read": "/customers/kessler",
    "comparison_view": "/compare", "roi_calculator": "/savings", "product_page_view": "/products/line",
    "careers_page_view": "/jobs", "webinar_attended": "/webinars/trace", "email_click": "/news",
}  # fmt: skip
