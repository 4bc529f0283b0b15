"""What must the rep know before the first word?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from .bursts import without_machines
from .facts import Briefed
from .lead import Activity, Lead
from .messaging import opening, why_now, words_of
from .playbook import Playbook
from .setting import Setting
from .words import plain, when

LABELS: Mapping[str, str] = {
    "email": "e-mail address", "first_name": "first name", "last_name": "last name", "company": "company",
    "title": "job title", "phone": "phone number", "country": "country", "campaign": "campaign",
    "employees": "company size", "industry": "industry", "message": "message",
}  # fmt: skip
DONE_MAX, REASONS_MAX = 8, 5


def brief(lead: Lead, setting: Setting) -> Briefed:
    """The handoff in plain words: who, from where, what they did, the company, why this score, what is missing."""
    playbook, at = setting.playbook, setting.at
    lead = without_machines(lead, playbook)
    missing = tuple(name for name in playbook.brief_needs if not has(lead, name))
    needed = len(playbook.brief_needs)
    lines = (
        _who(lead, setting),
        *_why_now(lead, playbook, at),
        _whence(lead),
        *_journey(lead, playbook, at),
        *_company(lead, setting),
        *_score(lead),
        *(() if not lead.message else (f"They wrote: {lead.message}",)),
        *_say_first(lead, setting),
        *_find_out(lead, playbook),
        *_missing(missing, playbook),
    )
    return Briefed(
        at=at,
        lines=lines,
        missing=missing,
        complete_percent=100 if not needed else round(100 * (needed - len(missing)) / needed),
        because="complete" if not missing else f"{len(missing)} of {needed} agreed items missing",
    )


def label(name: str, playbook: Playbook) -> str:
    """The words for a field that people know it by."""
    bare = name.rpartition(".")[2]
    return playbook.labels.get(bare) or LABELS.get(bare) or bare.replace("_", " ")


def has(lead: Lead, name: str) -> bool:
    """Do we hold this item of the agreed brief, from the person or from the account?"""
    bare = name.rpartition(".")[2]
    if bare in ("campaign", "medium", "channel", "page"):
        return bool(getattr(lead.source, bare) or getattr(lead.last_source, bare))
    if bare == "message":
        return bool(lead.message)
    if bare == "company" and lead.account_name:
        return True
    return bool(lead.value(bare) or lead.account_fields.get(bare))


def _who(lead: Lead, setting: Setting) -> str:
    title, company = lead.value("title"), lead.account_name or lead.value("company")
    role = f", {title}," if title and company else f", {title}" if title else ""
    country = lead.value("country")
    place = f" ({setting.country_named.get(country, country)})" if country else ""
    return f"{lead.name}{role}{f' at {company}' if company else ''}{place}"


def _why_now(lead: Lead, playbook: Playbook, at: datetime) -> tuple[str, ...]:
    now = why_now(lead, playbook, at)
    return (f"Why now: {now}",) if now else ()


def _say_first(lead: Lead, setting: Setting) -> tuple[str, ...]:
    """The agreed opener with its one ask; a playbook without messaging leaves the words to the rep."""
    if not setting.playbook.messaging:
        return ()
    open_with = opening(lead, setting.playbook, at=setting.at)
    return (f"Say first: {open_with.says} {open_with.ask}",) if open_with.brief.name else ()


def _find_out(lead: Lead, playbook: Playbook) -> tuple[str, ...]:
    """What routing needs and nobody knows is the first task of whoever opens the lead."""
    lacks = [name for rung in playbook.routing for name in rung.needs if not has(lead, name)]
    if not lacks:
        return ()
    named = " and ".join(dict.fromkeys(label(name, playbook) for name in lacks))
    return (f"First task: find out the {named}: routing needs it",)


def _whence(lead: Lead) -> str:
    came = lead.source
    parts = [f"campaign {came.campaign}" if came.campaign else "", came.medium, came.channel]
    known = ", ".join(p for p in parts if p)
    page = f", page {came.page}" if came.page else ""
    return f"Came from {known}{page}" if known else f"Came without a campaign{page}"


def _journey(lead: Lead, playbook: Playbook, at: datetime) -> tuple[str, ...]:
    """What they did in the order it happened; repeats of one thing in a row are told once."""
    done = sorted(lead.activities, key=lambda a: a.at)
    if not done:
        return ()
    runs: list[list[Activity]] = []
    for activity in done:
        if runs and runs[-1][0].signal == activity.signal:
            runs[-1].append(activity)
        else:
            runs.append([activity])
    shown = runs[-DONE_MAX:]
    earlier = f"{sum(map(len, runs[:-DONE_MAX]))} earlier actions, then " if len(runs) > DONE_MAX else ""
    told = ", then ".join(_told(run, playbook, at) for run in shown)
    return (f"What they did: {earlier}{told}",)


def _told(run: list[Activity], playbook: Playbook, at: datetime) -> str:
    says = words_of(run[-1].signal, playbook)
    often = f" {len(run)} times" if len(run) > 1 else ""
    return f"{says}{often} ({when(run[-1].at, at)})"


def _company(lead: Lead, setting: Setting) -> tuple[str, ...]:
    held = {n: lead.account_fields.get(n) or lead.value(n) for n in ("industry", "employees", "country")}
    parts = [held["industry"], f"{held['employees']} people" if held["employees"] else ""]
    country = setting.country_named.get(held["country"], held["country"])
    known_parts = [part for part in (*parts, country) if part]
    from_account = " (from our account record)" if lead.account_fields else ""
    owned = f"account owner {setting.directory.name_of(lead.account_owner)}" if lead.account_owner else ""
    name = lead.account_name or lead.value("company")
    if not known_parts and not owned:
        return ()
    what = "Company" if name or owned or len(known_parts) > 1 or not country else "Country"
    held_words = ", ".join(part for part in (name, *known_parts) if part)
    words = "; ".join(part for part in (held_words and f"{held_words}{from_account}", owned) if part)
    return (f"{what}: {words}",)


def _score(lead: Lead) -> tuple[str, ...]:
    scored = lead.score
    if scored is None:
        return ()
    best = sorted(scored.parts, key=lambda p: -abs(p.points))[:REASONS_MAX]
    why = ", ".join(f"{'+' if p.points > 0 else ''}{plain(p.points)} {p.says}" for p in best)
    halves = f"fit {plain(scored.fit)}, behaviour {plain(scored.behaviour)}, {scored.model} model"
    return (f"Score {plain(scored.total)} ({halves}): {why}",)


def _missing(missing: tuple[str, ...], playbook: Playbook) -> tuple[str, ...]:
    return (f"Missing: {', '.join(label(name, playbook) for name in missing)}",) if missing else ()
