"""What do we hold of this person and company, and what makes up the score?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from batonpass.handoff.brief import label
from batonpass.handoff.brief_full import source_words
from batonpass.handoff.facts import Part, Scored
from batonpass.handoff.lead import NOBODY_ELSE, Lead
from batonpass.handoff.playbook import Definition, Playbook
from batonpass.handoff.verified import contradictions
from batonpass.handoff.wishes import refusals, unwanted
from batonpass.store.read import Message
from batonpass.tongue.heard import heard_term
from batonpass.tongue.spoken import later, say
from batonpass.web.parts import called, words
from batonpass.web.parts.reader import Reader
from batonpass.web.parts.rows import company
from batonpass.written.phones import spaced

WEB_ADDRESS = re.compile(r"https?://[^\s\"'<>]+", re.IGNORECASE)
MAIL_ADDRESS = re.compile(r"[^\s@<>\"']+@[^\s@<>\"']+")
DIALLED = re.compile(r"\+?[0-9][0-9 ()./-]{4,}")
NAMED = {"email": later("E-mail"), "phone": later("Phone"), "language": later("Language")}
IN_HEAD = frozenset({"first_name", "last_name", "title", "company", "country", "industry", "employees"})
PROOF = frozenset({"text", "text_version", "page", "ip_hash"})
"""What is kept beside a consent to prove it; see `web.intake.submissions.proven`."""
SENT = {
    "waiting": later("waiting"),
    "sending": later("being sent"),
    "dead": later("could not be sent"),
    "cancelled": later("withdrawn"),
}
TONES = {"sent": "ok", "dead": "late", "sending": "warn"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Something we hold; `href` is there only when it is safe to follow. `told` says who told us."""

    name: str
    value: str
    href: str = ""
    told: str = ""

    @property
    def outside(self) -> bool:
        return self.href.lower().startswith("http")


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """The score with its parts, which add up; widths in percent of the bar, whose end is `scale` points."""

    total: str
    fit: str
    behaviour: str
    fit_width: float
    behaviour_width: float
    marks: tuple[tuple[float, str], ...]
    parts: tuple[Part, ...]
    model: str
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A message that was asked for, and how far it has got."""

    says: str
    to: str
    state: str
    tone: str
    at: str
    trouble: str
    icon: str


def person(lead: Lead, playbook: Playbook) -> tuple[Pair, ...]:
    """How to reach them and whatever else they told us, each with who told us."""
    shown = sorted((name for name in lead.known if name not in IN_HEAD), key=lambda name: name not in NAMED)
    pairs = [_pair(name, lead, playbook) for name in shown]
    campaign, page = lead.source.campaign, lead.source.page
    source = [
        *([say("campaign {campaign}", campaign=campaign)] if campaign else []),
        *([say("on {page}", page=page)] if page else []),
    ]
    came = ", ".join((*source, *(part for part in (lead.source.medium, lead.source.channel) if part)))
    consent = ", ".join(
        f"{words.plain(name)}: {heard_term(value)}" for name, value in lead.consent.items() if name not in PROOF
    )
    who = lead.identity or NOBODY_ELSE
    extra = (
        (say("Came from"), came),
        (say("Does not want"), ", ".join(refusals(lead))),
        (say("Consent"), consent),
        (say("Proof of consent"), proof_of(lead.consent)),
        (say("Also known as"), ", ".join(who.also)),
        (say("Elsewhere"), ", ".join(f"{words.plain(system)} {number}" for system, number in who.ids.items())),
        *(
            (say("A form says: {plain}", plain=words.plain(name)), claim.value)
            for name, claim in contradictions(lead).items()
        ),
        *((say("Look twice"), doubt) for doubt in who.doubts),
    )
    return (*pairs, *(Pair(name=name, value=value) for name, value in extra if value))


def proof_of(consent: Mapping[str, str]) -> str:
    """Which words they read, and where; that a hash of their address is kept, which itself says nothing to a reader."""
    text, version, page = (consent.get(name, "") for name in ("text", "text_version", "page"))
    return ", ".join(
        [
            *([f"“{text}”"] if text else []),
            *([say("version {version} of the words", version=version)] if version else []),
            *([say("on {page}", page=page)] if page else []),
            *([say("a fingerprint of their internet address")] if consent.get("ip_hash") else []),
        ]
    )


def reach(lead: Lead, playbook: Playbook) -> tuple[Pair, ...]:
    """What can be pressed to call or to write to them; not what they do not want."""
    ways = (("phone", "call"), ("email", "email"))
    pairs = (_pair(name, lead, playbook) for name, kind in ways if name in lead.known and not unwanted(lead, kind))
    return tuple(pair for pair in pairs if pair.href)


def account(lead: Lead, reader: Reader) -> tuple[Pair, ...]:
    """The company: our record first, what they typed where it is silent."""
    held = {name: lead.account_fields.get(name) or lead.value(name) for name in ("industry", "employees", "country")}
    owner = reader.agreed.directory.name_of(lead.account_owner) if lead.account_owner else ""
    pairs = (
        (say("Company"), company(lead)),
        (say("Domain"), lead.account or ""),
        (say("Industry"), held["industry"]),
        (say("People"), held["employees"]),
        (say("Country"), words.country(held["country"])),
        (say("Account owner"), owner),
        (say("Target account"), say("yes") if lead.account_fields.get("target") == "true" else ""),
    )
    to = {say("Company"): f"/accounts/{lead.account}" if lead.account else ""}
    return tuple(Pair(name=name, value=value, href=to.get(name, "")) for name, value in pairs if value)


def score(scored: Scored, definition: Definition, rules: Mapping[str, str]) -> Score:
    """The parts, largest first within fit and behaviour, with the thresholds of the definition on the bar.

    `rules` says what each rule is called.
    """
    scale = max(100.0, float(scored.total), float(definition.hot_from))
    parts = sorted(scored.parts, key=lambda part: (part.kind != "fit", -abs(part.points)))
    thresholds = ((definition.mql_from, "MQL"), (definition.hot_from, "hot"))
    return Score(
        total=words.number(scored.total),
        fit=words.number(scored.fit),
        behaviour=words.number(scored.behaviour),
        fit_width=round(max(0.0, float(scored.fit)) * 100 / scale, 1),
        behaviour_width=round(max(0.0, float(scored.behaviour)) * 100 / scale, 1),
        marks=tuple(
            (round(float(at) * 100 / scale, 1), say("{says} from {number}", says=says, number=words.number(at)))
            for at, says in thresholds
        ),
        parts=tuple(parts),
        model=scored.model,
        unknown=tuple(rules.get(name, words.plain(name)) for name in scored.unknown),
    )


def letters(messages: Iterable[Message], reader: Reader) -> tuple[Letter, ...]:
    """What was sent about the lead or is on its way, newest first."""
    return tuple(
        Letter(
            says=called.message(one.kind),
            to=one.recipient,
            state=SENT.get(one.state, say("sent")),
            tone=TONES.get(one.state, ""),
            at=words.moment(one.sent_at or one.due_at, zone=reader.zone, now=reader.now),
            trouble=_trouble(one),
            icon="mail" if one.channel == "email" else "sent",
        )
        for one in messages
    )


def safe_link(value: str) -> str:
    """Where a value of theirs may lead: a web address, a mail or a call; nowhere otherwise (S16)."""
    if WEB_ADDRESS.fullmatch(value):
        return value
    if MAIL_ADDRESS.fullmatch(value):
        return f"mailto:{quote(value, safe='@+')}"
    if DIALLED.fullmatch(value):
        return "tel:" + re.sub(r"[^+0-9]", "", value)
    return ""


def _pair(name: str, lead: Lead, playbook: Playbook) -> Pair:
    known = lead.known[name]
    href = safe_link(known.value) if name in ("email", "phone") or WEB_ADDRESS.fullmatch(known.value) else ""
    read = {"language": words.language, "phone": spaced}.get(name, called.choice)
    caption = NAMED.get(name) or words.sentence(heard_term(label(name, playbook)))
    return Pair(name=caption, value=read(known.value), href=href, told=heard_term(source_words(known.by)))


def _trouble(one: Message) -> str:
    tries = say("{tries} tries", tries=one.tries) if one.tries > 1 else ""
    error = one.error or "" if one.state != "sent" else ""
    return ": ".join(part for part in (tries, error) if part)
