"""What is there to say to the rep, before it is known how it will look?"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import quote

from batonpass.connectors.channel import Message
from batonpass.connectors.links import LASTS, LASTS_MOST, Link, make_link
from batonpass.handoff.brief_read import lines_later
from batonpass.handoff.effects import TellRep
from batonpass.tongue.heard import heard, heard_term
from batonpass.tongue.spoken import later, say
from batonpass.tongue.written_out import dated

from .plain import one_line
from .when import distance, place, short, wall

LEAD_PATH = "/leads/"
_LABEL = re.compile(r"[A-Z][a-z]+(?: [a-z]+){0,2}(?: -?[\d.,]+ \([^:()]{1,80}\))?")
OTHERS = (("call", "I called", "touch:call"), ("snooze", "Tell me again in 1 hour", "snooze:60"))
"""What else a rep may say from a message: its name among the actions, its words, what the link does."""
REVIEW_PATH = "/reviews/"
PROMISED = {"review": "Review", "review_late": "Review"}
"""What is promised by the instant that a message names, where it is not the first touch."""
ANSWER = "Your answer"
"""What an account executive has promised who was handed a lead."""
TRANSLATED = (
    later("I called"),
    later("Tell me again in 1 hour"),
    later("Review"),
    later("Your answer"),
    later("First touch"),
    later("review"),
    later("your answer"),
    later("first touch"),
    later("Accept"),
    later("Approve"),
    later("Reject"),
    later("Send back"),
    later("Not for you? Give it back, saying why"),
    later("Not for sales yet? Send it back, saying why"),
)
"""What mails and chat programs translate of the words here."""
_ROLE = re.compile(r"(?:(.+?), )?at (.+?)(?: \(([^()]+)\))?")
_COUNTRY = re.compile(r" \([^()]*\)$")
_WHO_MOST, _LINE_MOST = 70, 600


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the brief: `label` is what stands before its colon, if that is a caption."""

    label: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A button: what it says and where it leads."""

    says: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What its reader may say to a lead: the actions of yes and no, their words, and the page to say more on."""

    accept: str
    reject: str
    yes: str
    no: str
    otherwise: str
    path: str


OWNER = Answers(
    accept="accept",
    reject="reject",
    yes="Accept",
    no="Reject",
    otherwise="Not for you? Give it back, saying why",
    path=LEAD_PATH,
)
REVIEWER = Answers(
    accept="approve",
    reject="refuse",
    yes="Approve",
    no="Send back",
    otherwise="Not for sales yet? Send it back, saying why",
    path=REVIEW_PATH,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """A message to a rep in words: nothing in it breaks a line, and all times are on the rep's own wall."""

    rep: str
    name: str
    who: str
    role: str
    because: str
    headline: str = ""
    company: str = ""
    reach: str = ""
    lines: tuple[Line, ...]
    town: str
    due: str = ""
    due_short: str = ""
    due_in: str = ""
    late: bool = False
    call_from: str = ""
    lead_url: str
    accept_url: str = ""
    accept_says: str = "Accept"
    rejections: tuple[Choice, ...] = ()
    reject_says: str = "Reject"
    reject_asks: str = "Not for you? Give it back, saying why"
    others: tuple[Choice, ...] = ()
    links_until: str = ""
    promised: str = "First touch"


def news(message: Message, effect: TellRep, *, base_url: str, secret: bytes) -> News:
    """The news that one outbox row holds, with signed links that last until a day after it is due, 7 days at most."""
    now, due, answers = message.at, effect.due_at, REVIEWER if "approve" in effect.actions else OWNER
    until = links_until(now, due)
    who, role = _who(effect)
    accept, rejections, others = _decisions(
        message, effect, lambda link: make_link(link, base_url=base_url, secret=secret, now=now), until
    )
    call = effect.call_not_before
    return News(
        rep=one_line(effect.name),
        name=one_line(effect.lead_name),
        who=who,
        role=role,
        because=dated(heard(one_line(effect.because).rstrip("."))),
        headline=heard(one_line(effect.headline, most=60)),
        company=one_line(effect.company, most=60),
        reach=", ".join(one_line(one) for one in effect.reach),
        lines=tuple(_line(heard(line)) for line in _read_now(effect, now)[1:]),
        town=place(effect.zone),
        due=wall(due, effect.zone, now=now) if due else "",
        due_short=short(due, effect.zone, now=now) if due else "",
        due_in=distance(due, now=now) if due else "",
        late=bool(due and due < now),
        call_from=wall(call, effect.zone, now=now) if call and call > now else "",
        lead_url=f"{base_url.rstrip('/')}{answers.path}{quote(message.lead, safe='')}" if message.lead else base_url,
        accept_url=accept,
        accept_says=answers.yes,
        rejections=rejections,
        reject_says=answers.no,
        reject_asks=answers.otherwise,
        others=others,
        promised=ANSWER if effect.promise == "ae_accept" else PROMISED.get(effect.kind, "First touch"),
        links_until=f"{wall(until, effect.zone, now=now)} ({place(effect.zone)})",
    )


def _read_now(effect: TellRep, now: datetime) -> tuple[str, ...]:
    """The brief for who gets it now, however long it was on its way: an outage makes nothing happen just now."""
    written = effect.briefed_at
    return lines_later(effect.lines, written=written, read=now) if written else effect.lines


def by_urgency(message: Message) -> list[tuple[Message, TellRep]]:
    """The messages that go together, for each lead the last one, the first due first."""
    last: dict[str, tuple[Message, TellRep]] = {}
    for one in message.together:
        if isinstance(one.effect, TellRep):
            last[one.lead or one.key] = (one, one.effect)
    far = datetime.max.replace(tzinfo=UTC)
    return sorted(last.values(), key=lambda pair: (pair[1].due_at or far, pair[0].key))


def _decisions(
    message: Message, effect: TellRep, address: Callable[[Link], str], until: datetime
) -> tuple[str, tuple[Choice, ...], tuple[Choice, ...]]:
    def link(action: str) -> str:
        return address(Link(lead=message.lead, action=action, rep=effect.rep, cycle=message.cycle, until=until))

    if not message.lead:
        return "", (), ()
    answers = REVIEWER if "approve" in effect.actions else OWNER
    accept = link(answers.accept) if answers.accept in effect.actions else ""
    rejections = effect.reasons if answers.reject in effect.actions else ()
    others = tuple(Choice(says=says, url=link(action)) for name, says, action in OTHERS if name in effect.actions)
    choices = tuple(
        Choice(says=one_line(says, most=40), url=link(f"{answers.reject}:{code}")) for code, says in rejections
    )
    return accept, choices, others


def links_until(now: datetime, due: datetime | None) -> datetime:
    """Until when its links act: a lead of Friday evening is due on Monday: its links must still work then."""
    return min(max(now, due or now) + LASTS, now + LASTS_MOST).replace(microsecond=0)


def _who(effect: TellRep) -> tuple[str, str]:
    """The first line of the brief says who; beside the name only the rest of it is news."""
    name = one_line(effect.lead_name, most=_WHO_MOST)
    first = one_line(effect.lines[0] if effect.lines else name, most=_LINE_MOST)
    role = first.removeprefix(name).lstrip(", ") if first.startswith(name) else first
    return one_line(_COUNTRY.sub("", first) or name, most=_WHO_MOST), _said(role)


def _said(role: str) -> str:
    """COO, at Firm AB (Sweden): our own words in it in the language of who reads it."""
    found = _ROLE.fullmatch(role)
    if found is None:
        return role
    title, company, country = (part or "" for part in found.groups())
    place = f"{company} ({heard_term(country)})" if country else company
    return say("{title}, at {place}", title=title, place=place) if title else say("at {place}", place=place)


def _line(text: str) -> Line:
    line = one_line(text, most=_LINE_MOST)
    label, colon, rest = line.partition(": ")
    captioned = colon and _LABEL.fullmatch(label)
    return Line(label=label if captioned else "", text=rest if captioned else line)
