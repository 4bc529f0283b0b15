"""What could anybody have known of a lead at the instant it became an MQL, and what did the machine make of it?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from batonpass.handoff.lead import Lead
from batonpass.handoff.playbook import Playbook
from batonpass.handoff.words import plain
from batonpass.tongue.heard import heard
from batonpass.tongue.spoken import later, say, say_of
from batonpass.web.parts import words

ABOUT = (
    (later("Title"), "title"),
    (later("Company"), "company"),
    (later("Country"), "country"),
    (later("Industry"), "industry"),
    (later("People"), "employees"),
)
DID_MOST = 12
QUOTE_MOST = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A lead without name, score, stage, owner and outcome: who they are, where from, what they wrote and did."""

    headline: str
    about: tuple[tuple[str, str], ...]
    message: str
    did: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the machine said of it that day, and why."""

    stage: str
    total: str
    because: str
    playbook: str


def evidence(lead: Lead, playbook: Playbook) -> Evidence:
    """The lead as a stranger would describe it, from what was known when it became an MQL."""
    title, company = lead.value("title"), lead.account_name or lead.value("company")
    return Evidence(
        headline=say(
            "{title} at {company}",
            title=title or say("Somebody"),
            company=company or say("a company we do not know"),
        ),
        about=tuple(_about(lead)),
        message=lead.message[:QUOTE_MOST],
        did=tuple(_did(lead, playbook)),
    )


def verdict(lead: Lead, playbook: str) -> Verdict:
    """What the machine said that day."""
    total = plain(lead.score.total) if lead.score else ""
    return Verdict(stage=lead.stage.value, total=total, because=heard(lead.because), playbook=playbook)


def _about(lead: Lead) -> Iterator[tuple[str, str]]:
    for says, name in ABOUT[2:]:
        value = lead.account_fields.get(name) or lead.value(name)
        if value:
            yield says, words.country(value) if name == "country" else value
    if lead.free_mail:
        yield say("Writes from"), say("a private mailbox")
    source = " · ".join(part for part in (lead.source.channel, lead.source.medium, lead.source.campaign) if part)
    if source:
        yield say("Came by"), source
    if lead.forms:
        yield say("Form"), words.plain(lead.forms[-1])


def _did(lead: Lead, playbook: Playbook) -> Iterator[tuple[str, str]]:
    """What they did, the latest first, each kind once with how often, and how long before."""
    says = {name: signal.says for model in playbook.models for name, signal in model.signals.items()}
    ordered = sorted(lead.activities, key=lambda one: one.at, reverse=True)
    if not ordered:
        return
    latest, times, seen = ordered[0].at, dict[str, int](), list[str]()
    last = {one.signal: one for one in reversed(ordered)}
    for one in ordered:
        times[one.signal] = times.get(one.signal, 0) + 1
        if one.signal not in seen:
            seen.append(one.signal)
    for name in seen[:DID_MOST]:
        often = say(", {times} times", times=times[name]) if times[name] > 1 else ""
        days = (latest - last[name].at).days
        when = say("the same day") if days == 0 else say_of(days, "{n} day before", "{n} days before")
        yield words.sentence(f"{says.get(name, words.plain(name))}{often}"), when
