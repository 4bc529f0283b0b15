"""What do people call the columns of their lists, in the languages of Europe?"""

import re
import unicodedata
from typing import Final

_WORD_MOST: Final = 40

CALLED: Final = {
    "email": """email; e mail; mail; email address; e mail address; work email; business email; company email;
        contact email; primary email; user email; adresse e mail; adresse email; adresse mail; courriel; mel;
        correo; correo electronico; email corporativo; e mail adresse; email adresse; mailadresse; emailadres;
        e mailadres; indirizzo email; posta elettronica; endereco de email; endereco de e mail; adres e mail;
        epost; e post; e postadress; epostadresse; sahkoposti; mejl; property email; person email; lead email""",
    "first_name": """first name; firstname; given name; forename; fname; first; vorname; prenom; nombre; nome;
        primeiro nome; voornaam; fornavn; fornamn; etunimi; imie; jmeno; nome proprio; contact first name;
        property firstname""",
    "last_name": """last name; lastname; surname; family name; lname; last; nachname; familienname; zuname; nom;
        nom de famille; apellido; apellidos; cognome; sobrenome; apelido; ultimo nome; achternaam; efternavn; etternavn;
        efternamn; sukunimi; nazwisko; prijmeni; contact last name; property lastname""",
    "full_name": """name; full name; fullname; contact; contact name; contact person; lead name; person; person name;
        your name; ansprechpartner; vollstandiger name; nom complet; nom et prenom; nombre completo; nombre y apellidos;
        nome completo; nome e cognome; volledige naam; naam; fulde navn; navn; namn; nimi; imie i nazwisko""",
    "company": """company; company name; organization; organisation; organization name; organisation name; account;
        account name; associated company; person organization; person organisation; employer; business name; firm;
        firma; firmenname; unternehmen; firmenbezeichnung; entreprise; societe; raison sociale; nom de l entreprise;
        empresa; nombre de la empresa; azienda; societa; ragione sociale; nome da empresa; bedrijf; bedrijfsnaam;
        organisatie; virksomhed; foretag; foretagsnamn; bedrift; yritys; nazwa firmy; spolecnost; property company""",
    "title": """title; job title; jobtitle; position; role; function; job position; job role; funktion;
        berufsbezeichnung; stelle; poste; fonction; intitule du poste; cargo; puesto; ruolo; qualifica; funcao; functie;
        functietitel; stilling; titel; befattning; tehtavanimike; stanowisko; pozice; property jobtitle""",
    "phone": """phone; phone number; telephone; telephone number; tel; mobile; mobile phone; mobile number; cell;
        cell phone; work phone; business phone; direct phone; telefon; telefonnummer; rufnummer; handy; mobil;
        mobiltelefon; numero de telephone; portable; telefono; numero de telefono; movil; cellulare; telefone;
        telemovel; celular; telefoonnummer; telefoon; puhelin; puhelinnumero; numer telefonu; property phone""",
    "country": """country; country code; country region; nation; land; pays; pais; paese; nazione; maa; kraj; zeme;
        country name; staat; landkod; landeskennung; property country""",
    "region": """region; state region; state province; province; bundesland; kanton; provincia; provincie; voivodeship;
        mailing state province; billing state province""",
    "postal_code": """postal code; postalcode; postcode; post code; zip; zip code; zipcode; zip postal code; plz;
        postleitzahl; code postal; codigo postal; cap; codice postale; cep; postnummer; postnr; postinumero;
        kod pocztowy; psc; mailing zip postal code; billing zip postal code; property zip""",
    "language": """language; preferred language; lang; locale; sprache; langue; idioma; lingua; taal; sprog; sprak;
        kieli; jezyk""",
    "message": """message; comment; comments; question; your message; notes; note; nachricht; kommentar; bemerkung;
        anfrage; commentaire; mensaje; comentario; comentarios; messaggio; commento; mensagem; bericht; opmerking;
        besked; meddelande; melding; viesti; wiadomosc""",
    "occurred_at": """created; created at; created time; created date; lead created date; create date; createdate;
        creation date; created on; date created; submitted at; submission date; submission time; lead submission date;
        submitted on; submitted; submit date; date submitted; person created; person person created; lead date;
        added on; first contact date; lead created; date added; timestamp; signup date; registration date; date;
        erstellt; erstellt am; erstelldatum; anlagedatum; angelegt am; eingang; datum; date de creation; cree le;
        fecha; fecha de creacion; data di creazione; data; data de criacao; aanmaakdatum; aangemaakt op; oprettet;
        oprettelsesdato; skapad; opprettet; luotu; data utworzenia; property createdate""",
    "employees": """employees; number of employees; no of employees; employee count; company size; headcount;
        num employees; numberofemployees; mitarbeiter; mitarbeiterzahl; anzahl mitarbeiter; beschaftigte; effectif;
        nombre de salaries; taille de l entreprise; empleados; numero de empleados; dipendenti; numero di dipendenti;
        funcionarios; numero de funcionarios; medewerkers; aantal medewerkers; antal ansatte; ansatte; anstallda;
        antal anstallda; henkilosto; liczba pracownikow""",
    "industry": """industry; sector; branche; industrie; secteur; secteur d activite; sector de actividad; settore;
        setor; ramo; bransch; bransje; toimiala; branza; odvetvi; vertical; market segment""",
    "source.campaign": """campaign; campaign name; utm campaign; kampagne; kampagnenname; campagne; campana; campagna;
        campanha; kampanj; kampanje; kampania; last campaign""",
    "source.medium": """medium; utm medium; marketing medium; canal de marketing""",
    "source.channel": """source; lead source; utm source; original source; channel; quelle; leadquelle; herkunft;
        lead quelle; kanal; origine; provenance; canal; origen; fuente; fonte; origem; origine del lead; bron; kilde;
        kalla; lahde; zrodlo; origin; leadsource""",
    "source.page": """landing page; page; page url; landing page url; conversion page; seite; zielseite; pagina;
        page de destination; landing page id; referrer page""",
    "form": """form; form name; lead gen form name; lead form name; formular; formulaire; formulario; modulo;
        formulier; conversion""",
    "consent.marketing": """consent; marketing consent; consent to marketing; consent marketing; marketing opt in;
        email opt in; opt in; opted in; gdpr consent; einwilligung; werbeeinwilligung; consentement; consenso""",
    "opted_out": """opted out; opt out; email opt out; marketing opt out; opted out of email; has opted out of email;
        unsubscribe; unsubscribed; unsubscribed from all email; unsubscribed at; do not email; email opted out;
        abgemeldet; werbesperre; widerspruch; desinscrit; desabonne; baja; disiscritto; afgemeld; avregistrerad;
        property hs email optout""",
    "do_not_call": """do not call; donotcall; no calls; phone opt out; nicht anrufen; ne pas appeler; no llamar""",
    "do_not_contact": """do not contact; donotcontact; no contact; nicht kontaktieren; ne pas contacter""",
}  # fmt: skip

IDS: Final = """id; lead id; contact id; prospect id; person id; record id; customer id; lead number; mql id; uuid;
    guid; external id; crm id; rec id; kundennummer; identifiant""".replace("\n", " ")


def _names(text: str) -> tuple[str, ...]:
    return tuple(" ".join(name.split()) for name in text.split(";"))


FIELD_OF: Final = {name: field for field, text in CALLED.items() for name in _names(text)}
"""Which field a plain header names; each header stands for one field only."""
ID_NAMES: Final = frozenset(_names(IDS))


def plain(header: str) -> str:
    """A header in plain words: small letters without accents, one space between; `LeadSource` is lead source."""
    apart = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", header.strip())
    letters = unicodedata.normalize(
        "NFKD", apart.replace("ß", "ss").replace("ø", "o").replace("ł", "l").replace("Ł", "L")
    )
    return " ".join(re.sub(r"[^a-z0-9]+", " ", letters.encode("ascii", "ignore").decode().lower()).split())


def word(header: str, place: int) -> str:
    """A header as a name that a playbook can use: `Lead Origin` is lead_origin; cut between words when it is long."""
    name = plain(header).replace(" ", "_")
    if not name or not name[0].isalpha():
        name = f"column_{name or place}"
    if len(name) <= _WORD_MOST:
        return name
    return name[:_WORD_MOST] if "_" not in name[:_WORD_MOST] else name[: _WORD_MOST + 1].rpartition("_")[0]
