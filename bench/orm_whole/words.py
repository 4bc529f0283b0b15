"""What must the rep know before the first word, what is the message to them, and what is the lead answered by mail?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale

from bench.orm_whole.score import Score, plain
from bench.orm_whole.settings import Playbook, Rep
from bench.orm_whole.who import Owned

SHOWN, REASONS = 8, 5
LABELS = {"first_name": "first name", "last_name": "last name", "email": "e-mail address"}
ACTIONS = ("accept", "reject", "snooze", "call")


def brief(
    playbook: Playbook, state: Mapping[str, Any], scored: Score, *, account: Owned | None, now: datetime
) -> list[str]:
    """The handoff in plain words: who, why now, from where, what they did, the company, the score, what is missing."""
    known = values(state)
    company = account.name if account else known.get("company", "")
    role = ", ".join(one for one in (known.get("title", ""), f"at {company}" if company else "") if one)
    place = country_name(known.get("country", ""))
    source = state["source"]
    whence = ", ".join(
        one for one in (source["campaign"] and f"campaign {source['campaign']}", source["medium"]) if one
    )
    page = f", page {source['page']}" if source["page"] else ""
    done = [(says(playbook, one["signal"]), ago(one["at"], now)) for one in state["activities"][-SHOWN:]]
    reason = "" if state["because"].startswith("hand raised") else f"; {state['because']}"
    best = sorted(scored.parts, key=lambda part: -abs(part["points"]))[:REASONS]
    why = ", ".join(f"{signed(part['points'])} {part['says']}" for part in best)
    halves = f"fit {plain(scored.fit)}, behaviour {plain(scored.behaviour)}, {scored.model} model"
    lacks = missing(playbook, state, account)
    lines = [
        f"{name_of(known)}{f', {role}' if role else ''}{f' ({place})' if place else ''}",
        f"Why now: {' '.join(done[-1])}{reason}" if done else "",
        f"Came from {whence}{page}" if whence else f"Came without a campaign{page}",
        f"What they did: {', then '.join(f'{what} ({when})' for what, when in done)}" if done else "",
        _company(known, account, company, place),
        f"Score {plain(scored.total)} ({halves}): {why}",
        f"They wrote: {state['message']}" if state["message"] else "",
        f"Missing: {', '.join(LABELS.get(one, one) for one in lacks)}" if lacks else "",
    ]
    return [line for line in lines if line]


def _company(known: Mapping[str, str], account: Owned | None, company: str, place: str) -> str:
    held = {**known, **(account.fields if account else {})}
    people = f"{held['employees']} people" if held.get("employees") else ""
    told = ", ".join(one for one in (company, held.get("industry", ""), people, place) if one)
    return f"Company: {told}{' (from our account record)' if account and account.fields else ''}" if told else ""


def missing(playbook: Playbook, state: Mapping[str, Any], account: Owned | None) -> list[str]:
    """What of the agreed brief nobody has told us."""
    held = {**state["source"], **values(state), **(account.fields if account else {})}
    return [name for name in playbook.brief_needs if not held.get(name)]


def to_rep(
    playbook: Playbook,
    rep: Rep,
    state: Mapping[str, Any],
    *,
    lines: list[str],
    kind: str,
    because: str,
    due_at: datetime | None,
) -> dict[str, Any]:
    """What a rep's mail is made of, with what may be pressed in it."""
    known = values(state)
    return {
        "kind": kind,
        "because": because,
        "channel": "email",
        "to": rep.email,
        "rep": rep.code,
        "name": rep.name,
        "zone": rep.calendar.zone,
        "lines": lines,
        "reach": [known[one] for one in ("phone", "email") if one in known],
        "lead_name": name_of(known),
        "company": known.get("company", ""),
        "headline": says(playbook, state["activities"][-1]["signal"]) if state["activities"] else "",
        "due_at": due_at.isoformat() if due_at else None,
        "actions": ACTIONS if kind == "assigned" else (),
        "reasons": [(one.code, one.says) for one in playbook.rejections if not one.needs_note],
    }


def to_lead(playbook: Playbook, state: Mapping[str, Any], *, due_at: datetime | None, form: str) -> dict[str, Any]:
    """The acknowledgement: nothing of their own words but a name, and the promised time by a clock on our wall."""
    known, policy = values(state), playbook.acknowledge
    first, promised = known.get("first_name", ""), ""
    if due_at:
        zone = state["clock"]["zone"]
        place = zone.rpartition("/")[2].replace("_", " ")
        promised = f"{due_at.astimezone(ZoneInfo(zone)):%a %-d %b %H:%M} ({place} time)"
    return {
        "kind": "ack",
        "because": f"asked through {form}",
        "to": known["email"],
        "greeting": f"Hello {first}," if first.replace("-", "").isalpha() else "Hello,",
        "sender": policy["from"],
        "subject": policy["subject"],
        "words": policy["words"],
        "company": playbook.company,
        "by_local": promised,
    }


def values(state: Mapping[str, Any]) -> dict[str, str]:
    return {name: one["value"] for name, one in state["known"].items()}


def name_of(known: Mapping[str, str]) -> str:
    named = " ".join(one for one in (known.get("first_name", ""), known.get("last_name", "")) if one)
    return named or known.get("email", "") or known.get("phone", "")


def says(playbook: Playbook, signal: str) -> str:
    return next((one.says for one in playbook.signals if one.name == signal), signal)


def signed(points: Decimal) -> str:
    return f"{'+' if points > 0 else ''}{plain(points)}"


def ago(at: str, now: datetime) -> str:
    minutes = int((now - datetime.fromisoformat(at)).total_seconds()) // 60
    for unit, length in (("day", 1440), ("hour", 60), ("minute", 1)):
        if minutes >= length:
            count = minutes // length
            return f"{count} {unit}{'s' if count > 1 else ''} ago"
    return "just now"


@cache
def country_name(code: str) -> str:
    return Locale("en").territories.get(code, code) if code else ""
