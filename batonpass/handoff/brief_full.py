"""What does a rep want to know who has one minute before the call? All of it, put together when it is read."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from . import facts as f
from .brief import has, label
from .brief_before import ended_rounds, touchpoints
from .brief_company import of_the_account
from .brief_told import FIT_UNKNOWN, prose, told
from .bursts import without_machines
from .lead import Known, Lead
from .messaging import opening, why_now, words_of
from .playbook import Playbook
from .words import day_named, when

PERSON = ("email", "title", "phone", "country", "language")
FIRM = ("company", "industry", "employees", "country", "website", "funding_raised")
TOLD_BY = {
    "api": "said in a form", "form": "said in a form", "import": "from an imported list", "event": "seen with an event",
    "identify": "told by our tracking", "track": "seen with an event", "script": "told by our site",
    "hubspot": "from HubSpot", "salesforce": "from Salesforce", "rep": "noted by a rep", "example": "said in a form",
}  # fmt: skip
TOLD_ELSEWHERE = frozenset({*PERSON, *FIRM, "first_name", "last_name", "external_id"})
TOUCHPOINTS_MOST, DAYS_MOST = 8, 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """One thing we know, who told us, and how old it is."""

    label: str
    value: str
    source: str
    age: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A question to settle before the lead goes on; `answer` is what we know already."""

    question: str
    answer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FullBrief:
    """The whole brief. Nothing in it is guessed: what we do not know is not there, and is counted as missing."""

    who: str
    told: tuple[str, ...]
    why_lead: tuple[str, ...]
    why_now: str
    journey: tuple[str, ...]
    wrote: tuple[str, ...]
    person: tuple[Detail, ...]
    company: tuple[Detail, ...]
    also: tuple[Detail, ...]
    touchpoints: tuple[str, ...]
    account: tuple[str, ...]
    messaging: str
    pains: tuple[str, ...]
    proof: tuple[str, ...]
    opener: str
    ask: str
    first_task: str
    checklist: tuple[Check, ...]
    missing: tuple[str, ...]
    complete_percent: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What the brief is read beside: the instant, the names of our people, the lead's facts, what else is known.

    `colleagues` are sentences about others of the same company; `away` says so of the account's owner.
    """

    at: datetime
    name_of: Callable[[str | None], str]
    facts: tuple[f.Fact, ...] = ()
    colleagues: tuple[str, ...] = ()
    away: str = ""


def full_brief(lead: Lead, playbook: Playbook, around: Around) -> FullBrief:
    """Everything that is known of this lead for the first call, as of that instant, in plain deterministic words."""
    lead = without_machines(lead, playbook)
    before = ended_rounds(around.facts, playbook, name_of=around.name_of)
    account = tuple(of_the_account(lead, name_of=around.name_of, away=around.away, colleagues=around.colleagues))
    open_with = opening(lead, playbook, at=around.at, rep=around.name_of(lead.owner) if lead.owner else "")
    needs = playbook.brief_needs
    missing = tuple(label(name, playbook) for name in needs if not has(lead, name))
    lacks = tuple(label(name, playbook) for name in lead.route_missing if not has(lead, name))
    return FullBrief(
        who=lead.name,
        told=(*told(lead, playbook, at=around.at, name_of=around.name_of, before=before), *account),
        why_lead=_why_lead(lead),
        why_now=why_now(lead, playbook, around.at),
        journey=tuple(_days(lead, playbook, around.at)),
        wrote=tuple(_wrote(lead, around)),
        person=tuple(_details(lead, PERSON, around.at, playbook)),
        company=tuple(_details(lead, FIRM, around.at, playbook)),
        also=tuple(_also(lead, around.at, playbook)),
        touchpoints=tuple(touchpoints(around.facts, playbook, at=around.at, name_of=around.name_of))[
            -TOUCHPOINTS_MOST:
        ],
        account=account,
        messaging=open_with.brief.name,
        pains=open_with.brief.pains,
        proof=open_with.brief.proof,
        opener=open_with.says,
        ask=open_with.ask,
        first_task=f"find out the {' and '.join(lacks)}: routing needs it" if lacks else "",
        checklist=_checklist(lead, (*playbook.checklist, *open_with.brief.checklist), playbook),
        missing=missing,
        complete_percent=100 if not needs else round(100 * (len(needs) - len(missing)) / len(needs)),
    )


def in_words(brief: FullBrief) -> Iterable[str]:
    """The whole brief as lines, each under its caption, as a rep reads them from top to bottom."""
    yield brief.who
    yield prose(brief.told)
    yield from _part("Why this lead", brief.why_lead)
    yield from _part("Why now", (brief.why_now,) if brief.why_now else ())
    yield from _part("What they wrote", brief.wrote)
    yield from _part("What they did", brief.journey)
    yield from _part("Person", map(_detail_words, brief.person))
    yield from _part("Company", map(_detail_words, brief.company))
    yield from _part("Also known", map(_detail_words, brief.also))
    yield from _part("Before today", brief.touchpoints)
    yield from _part("Account", brief.account)
    yield from _part("Pains they may have", brief.pains)
    yield from _part("Proof", brief.proof)
    yield from _part("Say first", (brief.opener, brief.ask))
    yield from _part("First task", (brief.first_task,) if brief.first_task else ())
    yield from _part("Find out", map(_check_words, brief.checklist))
    missing = f", missing: {', '.join(brief.missing)}" if brief.missing else ""
    yield f"Brief {brief.complete_percent} % complete{missing}"


def _part(caption: str, lines: Iterable[str]) -> Iterable[str]:
    said = [line for line in lines if line]
    if said:
        yield f"{caption}:"
        yield from (f"  {line}" for line in said)


def _why_lead(lead: Lead) -> tuple[str, ...]:
    """What fits, as the playbook says it; what speaks against the lead stands there, too."""
    parts = [part for part in (lead.score.parts if lead.score else ()) if part.kind == "fit"]
    if not parts and lead.score and lead.score.unknown:
        return (FIT_UNKNOWN,)
    return (*(p.says for p in parts if p.points > 0), *(f"but {p.says}" for p in parts if p.points < 0))


def _days(lead: Lead, playbook: Playbook, now: datetime) -> Iterable[str]:
    """What they did, a line a day, the latest days last."""
    days: dict[str, dict[str, int]] = {}
    for one in sorted(lead.activities, key=lambda one: one.at):
        done = days.setdefault(day_named(one.at, now), {})
        words = words_of(one.signal, playbook)
        done[words] = done.get(words, 0) + 1
    earlier = list(days)[:-DAYS_MOST]
    if earlier:
        count = sum(sum(days[day].values()) for day in earlier)
        yield f"{count} action{'s' if count > 1 else ''} on {len(earlier)} earlier days"
    for day in list(days)[-DAYS_MOST:]:
        told = (words + (f" {count} times" if count > 1 else "") for words, count in days[day].items())
        yield f"{day}: {', '.join(told)}"


def _wrote(lead: Lead, around: Around) -> Iterable[str]:
    """Each message of theirs in their own words, with its day; the state holds the latest, the facts hold all."""
    told = [fact for fact in around.facts if isinstance(fact, f.Captured) and fact.message]
    for fact in told:
        yield f"{day_named(fact.at, around.at)}: {fact.message}"
    if lead.message and not told:
        yield lead.message


def _details(lead: Lead, names: Iterable[str], at: datetime, playbook: Playbook) -> Iterable[Detail]:
    for name in names:
        record = lead.account_fields.get(name) or (lead.account_name if name == "company" else "")
        known = lead.known.get(name)
        if record and names is FIRM:
            yield Detail(label=label(name, playbook), value=record, source="our account record", age="")
        elif known and not (names is FIRM and name in PERSON):
            yield _known(name, known, at, playbook)


def _also(lead: Lead, at: datetime, playbook: Playbook) -> Iterable[Detail]:
    """Whatever else they or others told us: the time of a booked meeting, their time zone, the team's size."""
    for name in sorted({*lead.known} - TOLD_ELSEWHERE):
        yield _known(name, lead.known[name], at, playbook)


def _known(name: str, known: Known, at: datetime, playbook: Playbook) -> Detail:
    return Detail(label=label(name, playbook), value=known.value, source=source_words(known.by), age=when(known.at, at))


def source_words(by: str) -> str:
    """Who told us, in words: looked up with clearbit, said through typeform."""
    kind, _, name = by.partition("/")
    if name:
        return f"looked up with {name}" if kind == "enrichment" else f"said through {name}"
    return TOLD_BY.get(by, f"from {by}")


def _checklist(lead: Lead, questions: Iterable[str], playbook: Playbook) -> tuple[Check, ...]:
    """`employees` or `lead.employees` is answered by what we know; any other line is a question to ask."""
    return tuple(_check(lead, question, playbook) for question in dict.fromkeys(questions))


def _check(lead: Lead, question: str, playbook: Playbook) -> Check:
    name = question.rpartition(".")[2]
    if not name.isidentifier():
        return Check(question=question)
    return Check(question=label(name, playbook), answer=lead.account_fields.get(name) or lead.value(name))


def _detail_words(detail: Detail) -> str:
    said = ", ".join(part for part in (detail.source, detail.age) if part)
    return f"{detail.label}: {detail.value} ({said})"


def _check_words(check: Check) -> str:
    return f"[x] {check.question}: {check.answer}" if check.answer else f"[ ] {check.question}"
