"""What are the people called who write to us, and what do they do?"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """First and family names of a language, and the code of the language."""

    language: str
    first: str
    last: str


GERMAN = Names(
    language="de",
    first="Jan Katrin Stefan Ulrike Matthias Heike Florian Nadine Rainer Sabine Tobias Claudia Uwe Miriam Holger Petra",
    last="Petersen Baumgart Krämer Lehnert Voss Seidel Hartwig Brandner Kühn Pfeiffer Ott Reuter Scholl Weidner Zeller",
)
SWEDISH = Names(
    language="sv",
    first="Eva Karin Johan Mikael Sara Henrik Malin Anders Lisa Fredrik Ulla Peter Jenny Magnus Annika Olle",
    last="Berg Sandell Nordin Holmgren Ekman Wikström Öberg Lundin Forsell Hedman Åkesson Tapper Rydell",
)
NORSE = Names(
    language="no",
    first="Ida Lars Kari Ole Marit Jon Ingrid Sindre Hanne Morten Tone Eirik Signe Geir",
    last="Moen Haugen Dahl Bakke Nygård Lunde Thorsen Aas Brekke Solberg Hovland Vangen",
)
DANISH = Names(
    language="da",
    first="Freja Lasse Karen Jeppe Mette Jens Inger Søren Birgitte Mads Dorthe Rasmus Sofie Niels",
    last="Holst Damgaard Friis Bech Kjær Lund Thomsen Skov Bruun Østergaard Krogh Vinther",
)
FINNISH = Names(
    language="fi",
    first="Mika Päivi Jari Tiina Antti Hanna Timo Laura Juha Outi",
    last="Korhola Niskala Rantanen Lahtela Mäkelin Saarela Heinola Vuorela",
)
ENGLISH = Names(
    language="en",
    first="Tom Rachel Simon Hannah Neil Fiona Graham Priya Colin Beth Imran Helen Stuart Aoife Declan Kay Owen Megan",
    last="Ashby Hartnell Whitlock Marsden Pellow Kirkham Sutcliffe Doyle Penrose Hallam Rowntree Morrow Blythe Garland",
)
PORTUGUESE = Names(
    language="pt",
    first="Rui Marta Pedro Joana Nuno Filipa Miguel Teresa Vasco Beatriz Hugo Sílvia Tomás Cláudia",
    last="Falcão Oliveira Antunes Bragança Teles Vilar Quintela Moura Seabra Cordeiro Patrício Lemos",
)
SPANISH = Names(
    language="es",
    first="Javier Lucía Álvaro Elena Raúl Pilar Sergio Carmen Iván Nuria Óscar Beatriz",
    last="Castaño Olmedo Riera Salvatierra Bustos Carrasco Peñalver Zamora Lozano Herranz Cuesta",
)
ITALIAN = Names(
    language="it",
    first="Chiara Marco Giulia Paolo Elisa Davide Francesca Stefano Silvia Andrea Marta Luca",
    last="Bassi Morandi Fontanella Ricci Galimberti Ferraris Colombari Vezzoli Bertani Marchesi",
)
FRENCH = Names(
    language="fr",
    first="Camille Julien Sophie Olivier Claire Mathieu Hélène Antoine Sandrine Romain",
    last="Lambertin Rousselot Garnier Delorme Faucher Perrin Bonnard Chevrier Marchand",
)
DUTCH = Names(
    language="nl",
    first="Pieter Anouk Bas Marieke Jeroen Sanne Wouter Femke Ruben Lotte",
    last="Verhoeven Dekkers Brouwer Postma Kuipers Schouten Vermeer Haverkamp",
)
GREEK = Names(language="el", first="Eleni Nikos Katerina Giorgos", last="Markou Stavrou Lekkas")
NAMES = {
    "DE": GERMAN, "AT": GERMAN, "CH": GERMAN, "SE": SWEDISH, "NO": NORSE, "DK": DANISH, "FI": FINNISH, "GB": ENGLISH,
    "IE": ENGLISH, "US": ENGLISH, "CA": ENGLISH, "AU": ENGLISH, "IN": ENGLISH, "PT": PORTUGUESE, "BR": PORTUGUESE,
    "ES": SPANISH, "IT": ITALIAN, "FR": FRENCH, "NL": DUTCH, "BE": DUTCH, "GR": GREEK,
}  # fmt: skip
FICTIONAL = {
    "DE": "+49 30 23125 0", "FR": "+33 1 99 00 12 ", "GB": "+44 20 7946 01", "IE": "+353 20 915 00",
    "SE": "+46 8 465 004 ", "US": "+1 212 555 01", "CA": "+1 416 555 01", "AU": "+61 2 5550 12",
}  # fmt: skip
"""Numbers that the authorities keep free for stories: they ring nowhere."""

ZONES = {
    "DE": "Europe/Berlin", "AT": "Europe/Vienna", "CH": "Europe/Zurich", "SE": "Europe/Stockholm", "NO": "Europe/Oslo",
    "DK": "Europe/Copenhagen", "FI": "Europe/Helsinki", "GB": "Europe/London", "IE": "Europe/Dublin",
    "US": "America/New_York", "CA": "America/Toronto", "AU": "Australia/Sydney", "IN": "Asia/Kolkata",
    "PT": "Europe/Lisbon", "BR": "America/Sao_Paulo", "ES": "Europe/Madrid", "IT": "Europe/Rome", "FR": "Europe/Paris",
    "NL": "Europe/Amsterdam", "BE": "Europe/Brussels",
}  # fmt: skip
"""Where a person of that country sits when they write to us."""

TITLES = {
    "operations": ("Head of Operations", "Operations Manager", "Production Manager", "VP Operations", "Line Lead"),
    "maintenance": ("Maintenance Manager", "Head of Maintenance", "Reliability Engineer"),
    "quality": ("Quality Manager", "Head of Quality", "Process Engineer"),
    "it": ("IT Manager", "Manufacturing IT Lead", "Automation Engineer"),
    "management": ("Plant Manager", "Managing Director", "COO"),
    "purchasing": ("Purchasing Manager", "Procurement Lead"),
    "other": ("Project Manager", "Consultant", "Assistant"),
}
_HOW_OFTEN = (24, 16, 14, 14, 14, 8, 10)


def person(draw: Random, country: str) -> tuple[str, str]:
    """Draw a first and a family name of that country."""
    names = NAMES[country]
    return draw.choice(names.first.split()), draw.choice(names.last.split())


def job(draw: Random) -> tuple[str, str]:
    """Draw what somebody in a factory does: the field of work, and the title on the card."""
    (role,) = draw.choices(tuple(TITLES), _HOW_OFTEN)
    return role, draw.choice(TITLES[role])


def phone(draw: Random, country: str) -> str:
    """Give a number that rings nowhere, or none where the authorities keep no such numbers."""
    return FICTIONAL[country] + f"{draw.randrange(100):02}" if country in FICTIONAL else ""
