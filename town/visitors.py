"""Who comes to the town's door, and what are they really?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from .firms import Firm, plain
from .letters import LANGUAGES_IN_ENGLISH, PRODUCTS
from .names import NAMES, job, person, phone
from .truth import NOISE, SOURCES, Nature, Source, chance, converts

FREE_MAIL = ("mailbox.example", "posta.example", "quickmail.example")
FREE_MAIL_SHARE = 0.07
NO_COUNTRY_SHARE = 0.04
FROM_ACCOUNTS_SHARE = 0.35


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """One person as the truth knows them; `country` and `phone` are empty where they would not say."""

    number: int
    email: str
    first_name: str
    last_name: str
    title: str
    role: str
    firm: Firm
    country: str
    phone: str
    language: str
    product: str
    sites: int
    tells_size: bool
    source: Source
    nature: Nature
    converts: bool

    @property
    def free_mail(self) -> bool:
        """Did they write from a private address, so that no company can be told from it?"""
        return self.email.rpartition("@")[2] in FREE_MAIL


def visitor(seed: object, number: int, *, known: Sequence[Firm], strangers: Sequence[Firm]) -> Visitor:
    """Draw one person; the number and the seed decide everything about them."""
    draw = chance("visitor", seed, number)
    source = draw.choices(SOURCES, [one.share for one in SOURCES])[0]
    nature = _nature(draw, source)
    firm = draw.choice(known if nature is Nature.BUYER and draw.random() < FROM_ACCOUNTS_SHARE else strangers)
    first, last = person(draw, firm.country)
    role, title = ("study", "Student") if nature is Nature.STUDENT else job(draw)
    language = NAMES[firm.country].language
    return Visitor(
        number=number,
        email=_email(draw, first, last, firm, nature=nature),
        first_name=first,
        last_name=last,
        title=title,
        role=role,
        firm=firm,
        country="" if draw.random() < NO_COUNTRY_SHARE else firm.country,
        phone=phone(draw, firm.country) if draw.random() < 0.6 else "",  # noqa: PLR2004 - most leave a number
        language="en" if draw.random() < LANGUAGES_IN_ENGLISH else language,
        product=draw.choices(PRODUCTS, (5, 3, 2))[0],
        sites=max(1, round(firm.employees / draw.choice((150, 300, 600)))),
        tells_size=draw.random() < 0.8,  # noqa: PLR2004 - four in five fill the box in
        source=source,
        nature=nature,
        converts=nature is Nature.BUYER and draw.random() < converts(source, firm.employees),
    )


def _nature(draw: Random, source: Source) -> Nature:
    if draw.random() >= source.noise:
        return Nature.BUYER
    return draw.choices([kind for kind, _ in NOISE], [weight for _, weight in NOISE])[0]


def _email(draw: Random, first: str, last: str, firm: Firm, *, nature: Nature) -> str:
    """Students write from private addresses, bots from made-up ones, some buyers from private ones too."""
    local = f"{plain(first)}.{plain(last)}"
    private = nature is Nature.STUDENT or draw.random() < FREE_MAIL_SHARE
    if nature is Nature.BOT:
        return f"{draw.getrandbits(40):010x}@{draw.choice(('win-big', 'cheap-pallets', 'qwpoeiru'))}.example"
    if private:
        return f"{local}{draw.randrange(60, 100)}@{draw.choice(FREE_MAIL)}"
    return f"{local if draw.random() < 0.8 else plain(first)[0] + plain(last)}@{firm.domain}"  # noqa: PLR2004
