"""What are the companies called that this town does business with? None of them exists."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from unicodedata import normalize

from .truth import chance


@dataclass(frozen=True, slots=True, kw_only=True)
class Firm:
    """A company: its web domain, under .example like all others here, and what one can know of it."""

    domain: str
    name: str
    industry: str
    employees: int
    country: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tongue:
    """How companies of a country are named: beginnings, endings, one word for each industry, legal forms."""

    heads: str
    tails: str
    trades: str
    forms: str


INDUSTRIES = (
    "machinery",
    "automotive",
    "food",
    "packaging",
    "paper",
    "chemicals",
    "metal",
    "energy",
    "pharma",
    "logistics",
)
_COMMON = (22, 12, 14, 10, 8, 9, 13, 4, 4, 4)

GERMAN = Tongue(
    heads="Falk Moor Lind Oster Hagel Brenn Wieden Rosen Stern Kupfer Birken Hasel Grauen Silber Eber",
    tails="bruck thal winkel rode horst feld moos stedt",
    trades="Maschinenbau Fahrzeugteile Lebensmittel Verpackung Papier Chemie Guss Energie Pharma Logistik",
    forms="GmbH GmbH GmbH AG",
)
SWEDISH = Tongue(
    heads="Norr Söder Björk Ek Gran Lind Kvist Alm Sten Tall Häll",
    tails="hammar vik forsa tuna bruk näset dalen",
    trades="Maskin Fordonsdelar Livs Emballage Papper Kemi Metall Energi Läkemedel Logistik",
    forms="AB",
)
NORSE = Tongue(
    heads="Fjord Berg Skog Elve Strand Myr Holm Tinde",
    tails="vik dal heim nes lund by",
    trades="Maskin Bildeler Mat Emballasje Papir Kjemi Metall Energi Farma Logistikk",
    forms="AS ASA",
)
DANISH = Tongue(
    heads="Fjord Bjerg Skov Ege Strand Mose Holm Klit",
    tails="vig dal hjem næs lund by",
    trades="Maskin Bildele Mad Emballage Papir Kemi Metal Energi Farma Logistik",
    forms="A/S ApS",
)
FINNISH = Tongue(
    heads="Koivu Järvi Kallio Metsä Honka Suvi Kangas",
    tails="lahti niemi ranta salmi mäki",
    trades="Kone Autonosa Ruoka Pakkaus Paperi Kemia Metalli Energia Lääke Logistiikka",
    forms="Oy",
)
ENGLISH = Tongue(
    heads="Ash Bright Grey Harrow Marl Thorn Wick Alder Stone Penn Hollow Birch",
    tails="water well field gate moor combe ford ridge",
    trades="Engineering Components Foods Packaging Paper Chemicals Castings Power Pharma Freight",
    forms="Ltd Ltd plc",
)
AMERICAN = Tongue(
    heads="Harlow Cedar Granite Maple Prairie Iron Timber Copper",
    tails="-Ridge -Creek -Falls -Point -Bluff -Mesa",
    trades="Motion Auto Foods Packaging Paper Chemical Forge Energy Biotech Freight",
    forms="Inc. LLC",
)
PORTUGUESE = Tongue(
    heads="Luso Verde Ponte Serra Vale Monte Ribeira",
    tails="mar alva douro minho tejo forte",
    trades="Máquinas Automóvel Alimentar Embalagens Papel Química Metal Energia Farma Logística",
    forms="Lda SA",
)
SPANISH = Tongue(
    heads="Valde Monte Torre Rio Peña Castro Sierra",
    tails="luz blanca nueva mora verde clara",
    trades="Maquinaria Automoción Alimentos Envases Papel Química Metales Energía Farma Logística",
    forms="SL SA",
)
ITALIAN = Tongue(
    heads="Monte Val Rocca Fonte Ponte Colle Riva",
    tails="chiara rossa verde nova alta bella",
    trades="Macchine Ricambi Alimentari Imballaggi Carta Chimica Fonderie Energia Farma Logistica",
    forms="SpA Srl",
)
FRENCH = Tongue(
    heads="Mont Val Roche Font Clair Beau Haute",
    tails="bois rive lac ormes pré vigne",
    trades="Machines Automobile Aliments Emballage Papier Chimie Fonderie Énergie Pharma Logistique",
    forms="SA SAS",
)
DUTCH = Tongue(
    heads="Haven Water Duin Polder Wester Ooster",
    tails="kracht veld hoek dijk waard",
    trades="Machines Autodelen Voeding Verpakking Papier Chemie Metaal Energie Farma Logistiek",
    forms="BV NV",
)
TONGUES = {
    "DE": GERMAN, "AT": GERMAN, "CH": GERMAN, "SE": SWEDISH, "NO": NORSE, "DK": DANISH, "FI": FINNISH, "GB": ENGLISH,
    "IE": ENGLISH, "US": AMERICAN, "CA": AMERICAN, "AU": ENGLISH, "IN": ENGLISH, "PT": PORTUGUESE, "BR": PORTUGUESE,
    "ES": SPANISH, "IT": ITALIAN, "FR": FRENCH, "NL": DUTCH, "BE": DUTCH,
}  # fmt: skip
COUNTRIES = {
    "DE": 21, "AT": 4, "CH": 5, "SE": 10, "NO": 4, "DK": 4, "FI": 4, "GB": 12, "IE": 2, "PT": 8, "ES": 7, "IT": 6,
    "FR": 4, "US": 6, "CA": 1, "NL": 3, "BE": 1, "BR": 1, "IN": 1, "AU": 1,
}  # fmt: skip
"""How often each country comes up."""


def firms(seed: object, *, reserved: frozenset[str] = frozenset()) -> Iterator[Firm]:
    """Invent companies without end, no domain twice and none of `reserved`; the same seed gives the same ones."""
    draw = chance("firms", seed)
    used = set(reserved)
    while True:
        firm = _firm(draw)
        if firm.domain not in used:
            used.add(firm.domain)
            yield firm


def _firm(draw: Random) -> Firm:
    country = draw.choices(tuple(COUNTRIES), tuple(COUNTRIES.values()))[0]
    tongue = TONGUES[country]
    (place,) = draw.choices(range(len(INDUSTRIES)), _COMMON)
    stem = draw.choice(tongue.heads.split()) + draw.choice(tongue.tails.split())
    trade = tongue.trades.split()[place]
    town = stem.replace("-", " ")
    return Firm(
        domain=f"{plain(stem)}-{plain(trade)}.example",
        name=f"{town} {trade} {draw.choice(tongue.forms.split())}",
        industry=INDUSTRIES[place],
        employees=max(2, round(draw.lognormvariate(5.6, 1.35))),
        country=country,
    )


_UNMARKED = str.maketrans({"ø": "o", "ß": "ss", "æ": "ae", "ł": "l", "'": "", " ": "-"})


def plain(text: str) -> str:
    """Write a name the way addresses do: lower case, without marks."""
    spread = normalize("NFKD", text.lower()).translate(_UNMARKED)
    return "".join(letter for letter in spread if letter.isascii())
