"""What do people write into the box of a form? In their own languages, short or long, polite or in a hurry."""

from __future__ import annotations

from random import Random

from .truth import Nature

ASKS = {
    "en": (
        "We replace our line-side terminals in March. Can you show {product} with {sites} sites?",
        "Hi, please could someone walk us through {product}? Afternoons are best.",
        "We lose about two hours a shift to unplanned stops. Does {product} read signals from older controllers?",
        "Looking at {product} against one other vendor. Decision before the summer shutdown.",
        "Need a price for {sites} plants, roughly {people} operators. Is there a yearly plan?",
        "Our auditor wants lot tracing by autumn. Can {product} do that without new scanners?",
        "call me",
    ),
    "de": (
        "Wir tauschen im März unsere Terminals an der Linie aus. Können Sie uns {product} für {sites} Werke zeigen?",
        "Bitte um Rückruf, am besten vormittags. Es geht um {product}.",
        "Guten Tag, wie bindet sich {product} an unser ERP an? Wir haben {sites} Standorte und rund {people} Anwender.",
        "Unser Werkleiter hat {product} auf der Messe gesehen. Was kostet das ungefähr?",
        "Gibt es eine Testumgebung? Der Betriebsrat möchte vorher sehen, welche Daten erfasst werden.",
        "Angebot für {people} Arbeitsplätze bitte, Budget ist für dieses Jahr freigegeben.",
    ),
    "sv": (
        "Hej! Vi vill gärna se {product} i våra {sites} fabriker. Går det bra nästa vecka?",
        "Vi tappar för mycket tid på stopp. Kan någon ringa mig efter lunch?",
        "Finns det en koppling till vårt underhållssystem? Vi är ungefär {people} användare.",
        "Vad kostar {product} per linje och månad?",
    ),
    "no": (
        "Hei, vi vurderer {product} for {sites} anlegg. Kan dere vise hvordan det virker?",
        "Kan noen ringe meg i morgen formiddag om {product}?",
        "Vi har omkring {people} brukere. Hva koster det, og hvor lang tid tar innføringen?",
    ),
    "da": (
        "Hej, vi overvejer {product} til {sites} fabrikker. Kan I vise os, hvordan det virker?",
        "Kan nogen ringe til mig i morgen formiddag om {product}?",
        "Vi har cirka {people} brugere. Hvad koster det, og hvor lang tid tager indføringen?",
    ),
    "fi": (
        "Hei, haluaisimme nähdä, miten {product} toimii. Meillä on {sites} tehdasta.",
        "Voisitteko soittaa huomenna aamupäivällä? Asia koskee tuotetta {product}.",
    ),
    "pt": (
        "Bom dia, gostávamos de ver o {product} a funcionar nas nossas {sites} fábricas.",
        "Podem ligar-me da parte da tarde? Estamos a comparar duas soluções.",
        "Precisamos de preço para cerca de {people} operadores. A decisão é este trimestre.",
        "O {product} liga-se ao nosso ERP sem desenvolvimento à medida?",
    ),
    "es": (
        "Buenos días, nos interesa {product} para {sites} plantas. ¿Podemos ver una demostración?",
        "¿Me pueden llamar por la mañana? Queremos empezar antes del verano.",
        "Somos unos {people} usuarios. ¿Qué precio tiene y cuánto tarda la puesta en marcha?",
    ),
    "it": (
        "Buongiorno, vorremmo vedere {product} sulle nostre linee. Abbiamo {sites} stabilimenti.",
        "Potete richiamarmi dopo le 15? Il budget è già approvato.",
        "Quanto costa {product} per circa {people} postazioni?",
    ),
    "fr": (
        "Bonjour, nous souhaitons voir {product} pour {sites} usines. Quelles sont vos disponibilités ?",
        "Merci de me rappeler en fin de matinée, c'est assez urgent.",
        "Nous avons environ {people} utilisateurs. Quel est le tarif ?",
    ),
    "nl": (
        "Goedemiddag, wij willen {product} graag zien voor {sites} fabrieken. Kan dat volgende week?",
        "Kunt u mij bellen over {product}? Het gaat om ongeveer {people} gebruikers.",
    ),
}
NOISE = {
    Nature.CURIOUS: (
        "Just looking around, thanks.",
        "Interesting! We are only four people, is there a free version?",
        "Nur zur Information, kein konkretes Projekt.",
    ),
    Nature.STUDENT: (
        "I am writing my thesis about downtime in factories. Could I get a licence for three months?",
        "Olá, sou estudante de engenharia e precisava de dados para um trabalho.",
        "Für meine Masterarbeit suche ich eine Ansprechperson zum Thema Rückverfolgung.",
    ),
    Nature.VENDOR: (
        "We help companies like yours get 40 booked meetings a month. Do you have ten minutes on Thursday?",
        "Wir bieten Ihnen qualifizierte Adressen aus der Industrie zum Festpreis an.",
        "Would you be open to a guest article with a link back to our page?",
    ),
    Nature.BOT: (
        "kjhw3 wqoie http://cheap-pallets.example/?ref=88213 kjhw3",
        "GREAT POST!!! visit http://win-big.example now now now",
        "qwpo eiru tyal skdj",
    ),
}
WRITES = frozenset({"demo", "pricing", "contact", "trial"})
"""The forms that have a box to write in."""

PRODUCTS = ("Line", "Care", "Trace")
LANGUAGES_IN_ENGLISH = 0.25
"""So many people write in English though it is not their language."""


def letter(draw: Random, *, nature: Nature, language: str, product: str, sites: int) -> str:
    """Write what such a person would; the same stream of chance writes the same."""
    if nature is not Nature.BUYER:
        return draw.choice(NOISE[nature])
    tongue = "en" if draw.random() < LANGUAGES_IN_ENGLISH else language
    words = draw.choice(ASKS[tongue])
    return words.format(product="Marenholt " + product, sites=max(2, sites), people=draw.choice((25, 40, 60, 120, 250)))
