"""Who is waiting for an answer when you open the town: the people behind the first screen?"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from .firms import Firm


class Stands(StrEnum):
    """How a lead is to stand at the moment of opening."""

    LATE = "late"
    SOON = "due within the hour"
    TODAY = "later today"
    WAITS = "waiting for business hours"
    QUEUED = "in the default queue, lacking data"


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Somebody who wrote to us just now: what they sent, and how many minutes from its due instant the promise stands.

    Minutes count back for a late one; for one that waits or is queued they say how long ago it came. `read` names what
    they looked at before, with how many hours earlier.
    """

    name: str
    title: str
    role: str
    firm: Firm
    owner: str
    form: str
    stands: Stands
    minutes: int
    source: str
    tier: str = "urgent"
    message: str = ""
    email: str = ""
    target: bool = False
    tells_country: bool = True
    read: tuple[tuple[str, int], ...] = ()


def firm(domain: str, name: str, country: str, *, people: int, industry: str = "machinery") -> Firm:
    """Name a company in one line."""
    return Firm(domain=domain + ".example", name=name, industry=industry, employees=people, country=country)


PRICING = (("product_page_view", 30), ("pricing_page_view", 5))
STORY = (("case_study_read", 20),)

ANNA = (
    Caller(
        name="Tomás Oliveira", title="Head of Operations", role="operations", owner="anna", form="pricing",
        firm=firm("serraforte-metal", "Serraforte Metal SA", "PT", people=380, industry="metal"),
        stands=Stands.LATE, minutes=7, source="comparison pages", read=PRICING,
        message="Precisamos de um preço para duas fábricas até quinta-feira. Podem ligar-me hoje?",
    ),
    Caller(
        name="Camille Delorme", title="Quality Manager", role="quality", owner="anna", form="trial", tier="high",
        firm=firm("clairbois-aliments", "Clairbois Aliments SAS", "FR", people=760, industry="food"),
        stands=Stands.LATE, minutes=22, source="customer stories", target=True, read=PRICING,
        message="Nous essayons Line sur une ligne de conditionnement. Qui peut nous aider à lire nos automates ?",
    ),
    Caller(
        name="Chiara Bassi", title="IT Manager", role="it", owner="anna", form="demo",
        firm=firm("tessuti-morandi", "Tessuti Morandi SpA", "IT", people=240, industry="other"),
        stands=Stands.SOON, minutes=4, source="line-side demo", read=PRICING,
        message="Sostituiamo i terminali di linea a marzo. Potete mostrarci la connessione con il nostro ERP?",
    ),
    Caller(
        name="Rui Falcão", title="Plant Manager", role="management", owner="anna", form="contact",
        firm=firm("lusomar-embalagens", "Lusomar Embalagens SA", "PT", people=410, industry="packaging"),
        stands=Stands.SOON, minutes=19, source="partner referrals", target=True, read=STORY,
        message="O nosso parceiro em Aveiro recomendou-vos. Melhor depois das 15h.",
    ),
    Caller(
        name="Lucía Carrasco", title="Maintenance Manager", role="maintenance", owner="anna", form="trial", tier="high",
        firm=firm("valdeluz-maquinaria", "Valdeluz Maquinaria SL", "ES", people=520),
        stands=Stands.SOON, minutes=48, source="traceability webinar", read=PRICING,
        message="Hemos empezado la prueba con dos líneas. ¿Cómo se conecta con nuestro plan de mantenimiento?",
    ),
    Caller(
        name="Paolo Galimberti", title="Production Manager", role="operations", owner="anna",
        form="whitepaper", tier="target",
        firm=firm("roccachiara-carta", "Roccachiara Carta SpA", "IT", people=680, industry="paper"),
        stands=Stands.TODAY, minutes=88, source="integration guide", target=True,
    ),
    Caller(
        name="Elena Olmedo", title="Quality Manager", role="quality", owner="anna", form="whitepaper", tier="target",
        firm=firm("torreblanca-envases", "Torreblanca Envases SA", "ES", people=930, industry="packaging"),
        stands=Stands.TODAY, minutes=153, source="integration guide", target=True,
    ),
    Caller(
        name="Beth Garland", title="Process Engineer", role="quality", owner="anna", form="whitepaper", tier="standard",
        firm=firm("cedar-falls-forge", "Cedar Falls Forge Inc.", "CA", people=460, industry="metal"),
        stands=Stands.WAITS, minutes=95, source="integration guide",
    ),
    Caller(
        name="Iván Cuesta", title="IT Manager", role="it", owner="anna", form="whitepaper", tier="standard",
        firm=firm("castroclara-metales", "Castroclara Metales SL", "ES", people=290, industry="metal"),
        stands=Stands.WAITS, minutes=12, source="customer stories",
    ),
    Caller(
        name="Vasco Patrício", title="Automation Engineer", role="it", owner="anna", form="whitepaper", tier="standard",
        firm=firm("monteminho-quimica", "Monteminho Química Ltda", "BR", people=1_400, industry="chemicals"),
        stands=Stands.WAITS, minutes=40, source="integration guide",
    ),
    Caller(
        name="Owen Blythe", title="Reliability Engineer", role="maintenance", owner="anna",
        form="whitepaper", tier="standard",
        firm=firm("maple-mesa-packaging", "Maple Mesa Packaging Inc.", "US", people=610, industry="packaging"),
        stands=Stands.WAITS, minutes=25, source="integration guide",
    ),
    Caller(
        name="Eleni Markou", title="Manufacturing IT Lead", role="it", owner="anna", form="whitepaper", tier="standard",
        firm=firm("argolis-farma", "Argolis Farma AE", "GR", people=820, industry="pharma"),
        stands=Stands.WAITS, minutes=70, source="integration guide",
    ),
    Caller(
        name="Nuno Seabra", title="COO", role="management", owner="anna", form="demo",
        firm=firm("valedouro-alimentar", "Valedouro Alimentar SA", "PT", people=1_150, industry="food"),
        stands=Stands.SOON, minutes=30, source="line-side demo", target=True,
        message="Temos cinco linhas em dois turnos e perdemos duas horas por turno. Mostrem-nos o que fazem diferente.",
    ),
)  # fmt: skip

BO = (
    Caller(
        name="Freja Kjær", title="VP Operations", role="operations", owner="bo", form="demo",
        firm=firm("strandlund-mat", "Strandlund Mad A/S", "DK", people=540, industry="food"),
        stands=Stands.LATE, minutes=11, source="line-side demo", read=PRICING,
        message="Kan I vise os sporing af partier uden nye scannere?",
    ),
    Caller(
        name="Eva Lindgren", title="Head of Operations", role="operations", owner="bo", form="demo",
        firm=firm("norrhammar-papper", "Norrhammar Papper AB", "SE", people=620, industry="paper"),
        stands=Stands.SOON, minutes=13, source="line-side demo", target=True, read=PRICING,
        message="Hej! Vi byter terminaler i mars och vill se Marenholt Line med tre fabriker. Går det bra i dag?",
    ),
    Caller(
        name="Antti Saarela", title="Maintenance Manager", role="maintenance", owner="bo", form="trial", tier="high",
        firm=firm("kalliosalmi-kone", "Kalliosalmi Kone Oy", "FI", people=470),
        stands=Stands.SOON, minutes=41, source="integration guide", read=PRICING,
        message="We started the trial on one press line. Does Care take over the service plan of our old system?",
    ),
    Caller(
        name="Malin Sandell", title="Quality Manager", role="quality", owner="bo", form="whitepaper", tier="target",
        firm=firm("granforsa-kemi", "Granforsa Kemi AB", "SE", people=900, industry="chemicals"),
        stands=Stands.TODAY, minutes=126, source="integration guide", target=True,
    ),
    Caller(
        name="Morten Aas", title="Automation Engineer", role="it", owner="bo", form="whitepaper", tier="standard",
        firm=firm("elveheim-metall", "Elveheim Metall AS", "NO", people=350, industry="metal"),
        stands=Stands.WAITS, minutes=35, source="integration guide",
    ),
    Caller(
        name="Päivi Heinola", title="Process Engineer", role="quality", owner="bo", form="whitepaper", tier="standard",
        firm=firm("koivuranta-ruoka", "Koivuranta Ruoka Oy", "FI", people=700, industry="food"),
        stands=Stands.WAITS, minutes=80, source="integration guide",
    ),
    Caller(
        name="Helen Morrow", title="Quality Manager", role="quality", owner="bo", form="whitepaper", tier="standard",
        firm=firm("granite-point-paper", "Granite Point Paper LLC", "US", people=1_250, industry="paper"),
        stands=Stands.WAITS, minutes=18, source="customer stories",
    ),
    Caller(
        name="Neil Ashby", title="Reliability Engineer", role="maintenance", owner="bo", form="whitepaper",
        tier="standard", firm=firm("timber-creek-motion", "Timber Creek Motion Inc.", "CA", people=330),
        stands=Stands.WAITS, minutes=55, source="integration guide",
    ),
)  # fmt: skip

OTHERS = (
    Caller(
        name="Katrin Weidner", title="Plant Manager", role="management", owner="jonas", form="demo",
        firm=firm("hagelrode-guss", "Hagelrode Guss GmbH", "DE", people=310, industry="metal"),
        stands=Stands.SOON, minutes=16, source="line-side demo",
        message="Herr Wendt kennt unser Werk. Können wir den Termin vom Oktober nachholen?",
    ),
    Caller(
        name="Sam Whitlock", title="Operations Manager", role="operations", owner="", form="pricing",
        firm=firm("stonecombe-components", "Stonecombe Components", "GB", people=0),
        stands=Stands.QUEUED, minutes=9, source="comparison pages", tells_country=False,
        message="Ballpark price for two sites please, before our Thursday review.",
    ),
    Caller(
        name="Ulla Tapper", title="", role="other", owner="", form="contact",
        firm=firm("ulla-tapper", "", "SE", people=0), email="ulla.tapper71@mailbox.example",
        stands=Stands.QUEUED, minutes=26, source="autumn plant fair", tells_country=False,
        message="We met at your stand. Please call, number as on my card.",
    ),
    Caller(
        name="Wouter Kuipers", title="Consultant", role="other", owner="", form="demo",
        firm=firm("polderdijk-logistiek", "Polderdijk Logistiek", "NL", people=0),
        stands=Stands.QUEUED, minutes=52, source="partner referrals", tells_country=False,
        message="Namens een klant met vier vestigingen: kan er volgende week een demo?",
    ),
)  # fmt: skip

CALLERS = (*ANNA, *BO, *OTHERS)
