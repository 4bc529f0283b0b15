"""What can a column of a CRM export be for an audit, and what do the CRMs call it?

The names are plain (see `plain` in the mapping of imports): small letters, no accents, one space between words.
"""

from enum import StrEnum
from typing import Final


class Role(StrEnum):
    """What a column tells; a date unless it says otherwise."""

    ID = "id"
    CREATED = "created"
    QUALIFIED = "qualified"
    ASSIGNED = "assigned"
    ACCEPTED = "accepted"
    TOUCHED = "touched"
    MEETING = "meeting"
    SQL = "sql"
    OPPORTUNITY = "opportunity"
    RESOLVED = "resolved"
    WON_AT = "won_at"
    CLOSED = "closed"
    EVENT_AT = "event_at"
    LAST_ACTIVITY = "last_activity"
    TOUCHES = "touches"
    STATUS = "status"
    WON = "won"
    KEPT = "kept"
    AMOUNT = "amount"
    CURRENCY = "currency"
    OWNER = "owner"
    TEAM = "team"
    SOURCE = "source"
    CAMPAIGN = "campaign"
    REGION = "region"
    REASON = "reason"
    HANDOVERS = "handovers"
    EMAIL = "email"
    PHONE = "phone"
    COMPANY = "company"
    TITLE = "title"
    INDUSTRY = "industry"
    EMPLOYEES = "employees"
    MESSAGE = "message"


STEPS: Final = (
    Role.CREATED, Role.QUALIFIED, Role.ASSIGNED, Role.ACCEPTED, Role.TOUCHED, Role.MEETING, Role.SQL, Role.OPPORTUNITY,
    Role.RESOLVED, Role.WON_AT, Role.CLOSED,
)  # fmt: skip
"""The steps of the handoff in their order, as far as an export dates them."""

DATES: Final = frozenset({*STEPS, Role.EVENT_AT, Role.LAST_ACTIVITY})
PAST: Final = DATES - {Role.CLOSED}
"""Dates that lie behind us; CRMs also write the expected close date of an open deal, which lies ahead."""

STEP_WORDS: Final = {
    Role.CREATED: "came in", Role.QUALIFIED: "qualified", Role.ASSIGNED: "owner assigned", Role.ACCEPTED: "accepted",
    Role.TOUCHED: "first touch", Role.MEETING: "meeting", Role.SQL: "sales-qualified", Role.OPPORTUNITY: "opportunity",
    Role.RESOLVED: "resolved", Role.WON_AT: "won", Role.CLOSED: "closed",
}  # fmt: skip

CONTEXT: Final = {
    Role.OWNER: "owner", Role.SOURCE: "source", Role.REGION: "region", Role.COMPANY: "company", Role.TITLE: "job title",
    Role.EMAIL: "e-mail", Role.PHONE: "phone", Role.CAMPAIGN: "campaign", Role.INDUSTRY: "industry",
    Role.EMPLOYEES: "company size", Role.MESSAGE: "message", Role.STATUS: "status", Role.AMOUNT: "amount",
}  # fmt: skip
"""What a rep should find when a lead arrives; the order is the order in which it is missed."""

DIMENSIONS: Final = {
    Role.SOURCE: "source", Role.OWNER: "owner", Role.TEAM: "team", Role.REGION: "region", Role.CAMPAIGN: "campaign",
}  # fmt: skip

CALLED: Final[dict[Role, str]] = {
    Role.ID: """id; record id; lead id; contact id; deal id; mql id; prospect id; person id; opportunity id; number;
        case id; ticket id; object id; ticket number; incident number; case number; lead number; case; external id;
        lead lead id; deal deal id; vid; contact vid; hs object id; deal name; opportunity name;
        nummer; lead nummer; deal nummer""",
    Role.CREATED: """created; created at; create date; createdate; created date; creation date; created on;
        date created; lead created; lead created at; lead created date; deal created; add time; lead creation date;
        first contact date; submitted at; submission date; submitted; date added; opened at; opened; signup date;
        registration date; inquiry date; property createdate; property created at; created time; deal deal created;
        lead created time; lead lead created; date entered lead; became a lead date; timestamp; date; erstellt;
        erstellt am; erstelldatum; anlagedatum; eingang; date de creation; fecha de creacion; data de criacao;
        data di creazione; aanmaakdatum; oprettet; skapad; luotu; data utworzenia; occurred at""",
    Role.QUALIFIED: """mql date; mql at; qualified at; date qualified; qualified date; first mql date; mql timestamp;
        became a marketing qualified lead date; date entered marketing qualified lead; hs lifecyclestage
        marketingqualifiedlead date; lifecyclestage marketingqualifiedlead date; became mql date; mql created date;
        date entered mql; marketing qualified date""",
    Role.ASSIGNED: """assigned at; assigned date; date assigned; owner assigned date; owner assigned at; assigned on;
        hubspot owner assigneddate; hubspot owner assigned date; lead assigned date; assignment date; routed at;
        zugewiesen am; date d attribution""",
    Role.ACCEPTED: """accepted at; accepted date; date accepted; sal date; sales accepted date; sal at; became a sales
        accepted lead date; acceptance date; date entered sales accepted lead""",
    Role.TOUCHED: """first touch; first touch at; first touch date; first touched at; first contacted;
        first contacted at; first call; first call at; first response; first responded at; first response time stamp;
        first response date; first response date time;
        first activity date; first outreach date; first sales activity date; first engagement date;
        hs sa first engagement date; date of first engagement; first contact attempt; first call date; first reply at;
        first agent reply date; time first seen by agent; first contact attempt date; first worked at; contacted at;
        first meaningful touch; date first contacted; first sales touch; erstkontakt; erster kontakt;
        property first agent reply date; premier contact; primer contacto""",
    Role.MEETING: """meeting date; meeting at; first meeting; first meeting date; demo date; demo held; demo held at;
        meeting booked date; date of last meeting booked in meetings tool; first meeting booked date""",
    Role.SQL: """sql date; sql at; became a sales qualified lead date; date entered sales qualified lead;
        hs lifecyclestage salesqualifiedlead date; lifecyclestage salesqualifiedlead date; sales qualified date;
        became sql date""",
    Role.OPPORTUNITY: """opportunity date; opportunity created date; opportunity created at; first deal created date;
        became an opportunity date; hs lifecyclestage opportunity date; date entered opportunity; converted date;
        conversion date; converted at; deal created date; lead converted date""",
    Role.RESOLVED: "resolved at; resolved; resolution date; resolved date; date resolved; solved at",
    Role.WON_AT: """won date; won at; won time; won on; date won; deal won time; closed won date;
        became a customer date;
        hs lifecyclestage customer date; lifecyclestage customer date; customer since; date entered closed won;
        lead won time; deal won date; gewonnen am""",
    Role.CLOSED: """closed at; close date; closedate; closed date; closed on; deal closed on; deal deal closed on;
        date closed; property closedate; property closed date; closed; lost time; actual close date; abschlussdatum""",
    Role.EVENT_AT: """sys updated at; date entered; changed at; event time; event at; event timestamp; change date;
        edit date; modified at; timestamp; field modified at; changed on; fivetran start; transition date; complete
        timestamp; time timestamp; updated at; last modified date; stage change date""",
    Role.LAST_ACTIVITY: """last activity; last activity date; last contacted; last contacted date; last contact date;
        notes last contacted; last touch; last touched; last engagement date; date of last activity; last activity at;
        lead last activity date; deal last activity date; letzte aktivitat""",
    Role.TOUCHES: """number of times contacted; times contacted; number of sales activities; num contacted notes;
        num notes; activities done; total activities; number of activities; deal done activities; done activities;
        touches; number of touches; call attempts; attempts; deal total activities""",
    Role.STATUS: """lifecycle stage; lifecyclestage; lead status; hs lead status; status; stage; deal stage; dealstage;
        stage name; lead stage; ident state; incident state; state of lead; deal status; lead state; deal deal stage;
        pipeline stage; value; new value; property dealstage; property lifecyclestage; contact stage; state;
        property hs lead status; property hs pipeline stage; deal pipeline stage id""",
    Role.WON: """converted; is converted; is won; won; closed won; is closed won; hs is closed won; customer; outcome;
        deal won; conversion; lead converted; property hs is closed won""",
    Role.KEPT: "made sla; sla met; sla made; within sla; sla kept; sla status; met sla; promise kept",
    Role.AMOUNT: """amount; deal value; deal amount; value; property amount; opportunity amount; acv; arr; tcv;
        contract value; deal deal value; annual contract value; amount in company currency; expected revenue; wert;
        betrag; auftragswert; umsatz; montant; importe; valor; revenue; lead value""",
    Role.CURRENCY: """currency; currency iso code; currencyisocode; currency code; deal currency; deal currency code;
        property deal currency code; amount currency; wahrung; devise; moneda; moeda; valuta""",
    Role.OWNER: """owner; owner name; lead owner; contact owner; deal owner; hubspot owner; hubspot owner id; owner id;
        assigned to; assignee; sales rep; rep; sdr; sdr id; account executive; sales person; salesperson; sr id;
        opportunity owner; deal deal owner; lead owner name; property hubspot owner id; lead lead owner; agent;
        responsible; zustandig; besitzer; verantwortlicher; proprietaire; propietario; proprietario; record owner""",
    Role.TEAM: """team; sales team; assignment group; hubspot team; hubspot team id; group; queue; department; pod;
        owner team; squad; owner role""",
    Role.SOURCE: """lead source; original source; source; origin; leadsource; original traffic source; utm source;
        hs analytics source; deal source; lead origin; channel; marketing channel; source channel; contact type;
        first touch source; latest source; quelle; herkunft; origine; fuente; origem; bron; kilde; property leadsource;
        source first lead source c; original source type; lead channel; property hs analytics source; source origin""",
    Role.CAMPAIGN: """campaign; campaign name; utm campaign; primary campaign; last campaign; kampagne; campagne;
        first touch campaign; landing page id; landing page; first page seen; program; pi campaign""",
    Role.REGION: """region; territory; sales region; country; country region; market; geo; area; country code; location;
        land; pays; pais; paese; lead country; person country; organization country; up region; property country;
        lead territory; billing country; mailing country; state region; city; state""",
    Role.REASON: """reason; lost reason; disqualification reason; unqualified reason; rejection reason; closed lost
        reason; deal lost reason; disposition; disposition reason; tags; reason lost; hs unqualified reason;
        grund; verlustgrund; ablehnungsgrund""",
    Role.HANDOVERS: "reassignment count; handovers; hand overs; number of reassignments; times reassigned",
    Role.EMAIL: """email; email address; e mail; mail; work email; business email; person email work; property email;
        contact email; lead email; caller id; prospect email; person email""",
    Role.PHONE: """phone; phone number; mobile phone; mobile; telephone; telefon; mobile phone number; work phone;
        property phone; business phone; person phone work; lead phone""",
    Role.COMPANY: """company; company name; account name; organization; organisation; organization name;
        company account;
        property company; associated company; primary company; firma; unternehmen; entreprise; empresa;
        lead organization; deal organization; account; associated company name""",
    Role.TITLE: """job title; title; jobtitle; position; role; property jobtitle; person job title; funktion; poste;
        what is your current occupation; occupation""",
    Role.INDUSTRY: "industry; sector; vertical; business segment; branche; property industry; specialization",
    Role.EMPLOYEES: """number of employees; employees; company size; employee count; headcount; no of employees;
        numberofemployees; number of employees; team size""",
    Role.MESSAGE: """message; comments; question; how can we help; inquiry; your message; notes; property message;
        description; property description""",
}  # fmt: skip

TELLTALE: Final[dict[str, str]] = {
    "HubSpot": """record id; lifecycle stage; contact owner; create date; deal owner; hs object id; lifecyclestage;
        hubspot owner id; hubspot owner; hs lead status; original source; became a lead date; portal id; property email;
        property createdate; property dealname; deal pipeline stage id; number of times contacted; deal pipeline id;
        property firstname; property hs pipeline; property hs timestamp; property hs createdate; hubspot team""",
    "Salesforce": """lead owner; lead status; created date; converted date; is converted; owner id; is deleted;
        system modstamp; account name; stage name; opportunity name; last modified by id; is closed; is won;
        master record id; lead source; who id; company account; close date; record type id; forecast category;
        what id; activity date; opportunity owner; conversion date""",
    "Pipedrive": """won time; lost time; add time; deal created; deal title; person name; deal owner; deal value;
        organization name; deal stage; deal status; lead title; lead lead created; deal deal created;
        last activity date; next activity date; expected close date; deal won time; activities done;
        total activities; pipeline;
        deal closed on; done activities; activities to do; deal last activity date; person email work""",
    "ServiceNow": """number; sys updated at; sys created at; sys updated by; assignment group; opened at; made sla;
        incident state; ident state; caller id; reassignment count; sys mod count; u symptom; cmdb ci; closed code""",
}  # fmt: skip


def names_of(text: str) -> tuple[str, ...]:
    """The names in a list that is written with semicolons."""
    return tuple(" ".join(name.split()) for name in text.split(";") if name.strip())
