"""What does a rep need to know of this lead before the first word, and after?"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from batonpass.handoff.brief import label
from batonpass.handoff.brief_full import FullBrief
from batonpass.handoff.brief_read import brief_now
from batonpass.handoff.brief_second import NOT_AGAIN
from batonpass.handoff.faded import faded
from batonpass.handoff.lead import FIRST_TOUCH, Clock, Lead
from batonpass.store.read import Held, Kept, Message
from batonpass.tongue.heard import heard_term
from batonpass.tongue.spoken import say
from batonpass.web.parts import called, words
from batonpass.web.parts.clocks import Face, face, pressing
from batonpass.web.parts.places import Place, place_of
from batonpass.web.parts.reader import Reader
from batonpass.web.parts.rows import company, trigger
from batonpass.web.parts.rules import rules_said
from batonpass.web.parts.shifts import setting_of

from .cards import Letter, Pair, Score, account, letters, person, reach, score
from .done import After, done_says, told_again
from .follow_up import PlanView, plan_view
from .ladder import Ladder, ladder
from .offers import Offers, Refused, offers
from .second import SecondView, second_view
from .story import Line, begins, first_seam, story

LINES_MAX = 60
"""Older facts than these, or than the present round, stand folded away: a busy lead has hundreds."""
"""Lines of the brief that have a place of their own on the page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadView:
    """A lead's page."""

    id: str
    name: str
    title: str
    company: str
    stage: str
    tier: str
    trigger: str
    campaign: str
    target: bool
    place: Place
    owner: str
    queue: str
    because: str
    next_action: str
    face: Face | None
    budget: str
    promised: str
    ladder: Ladder | None
    brief: tuple[str, ...]
    missing: tuple[str, ...]
    wrote: str
    score: Score | None
    reach: tuple[Pair, ...]
    person: tuple[Pair, ...]
    account: tuple[Pair, ...]
    seam: str
    earlier: tuple[Line, ...]
    lines: tuple[Line, ...]
    letters: tuple[Letter, ...]
    offers: Offers
    refused: Refused | None
    done: str
    second: SecondView | None = None
    full: FullBrief | None = None
    told: str = ""
    plan: PlanView | None = None


def lead_view(
    held: Held,
    kept: tuple[Kept, ...],
    messages: tuple[Message, ...],
    reader: Reader,
    *,
    done: str = "",
    refused: Refused | None = None,
) -> LeadView:
    """The page of a lead for this reader, from its state, its facts and its messages."""
    playbook = reader.agreed.playbook
    lead = faded(held.lead, playbook, at=reader.now)
    clock = pressing(lead)
    lines = story(kept, reader)
    begun = max(begins(kept), len(kept) - LINES_MAX)
    seam = first_seam(kept[begun:])
    return LeadView(
        id=lead.id,
        name=lead.name,
        title=lead.value("title"),
        company=company(lead),
        stage=lead.stage.value,
        tier=words.plain(lead.tier or ""),
        trigger=trigger(lead, playbook),
        campaign=lead.last_source.campaign or lead.source.campaign,
        target=lead.account_fields.get("target") == "true",
        place=place_of(lead, reader),
        owner=reader.agreed.directory.name_of(lead.owner) if lead.owner else "",
        queue=words.plain(lead.queue or ""),
        because=words.told(lead.routed_because),
        next_action=words.told(held.next_action),
        face=face(clock, reader) if clock else None,
        budget=_budget(clock),
        promised=say("First touch") if clock and clock.promise == FIRST_TOUCH else say("Answer"),
        ladder=ladder(clock, kept, reader, lead.owner) if clock else None,
        brief=tuple(words.told(line) for line in brief_now(lead, setting_of(reader)) if line.startswith(NOT_AGAIN)),
        missing=tuple(heard_term(label(name, playbook)) for name in lead.brief_missing),
        wrote=lead.message,
        score=score(lead.score, playbook.definition, rules_said(playbook)) if lead.score else None,
        reach=reach(lead, playbook),
        person=person(lead, playbook),
        account=account(lead, reader),
        seam=words.length(seam.total_seconds()) if seam else "",
        earlier=lines[:begun],
        lines=lines[begun:],
        letters=letters(messages, reader),
        offers=offers(lead, reader),
        refused=refused,
        second=second_view(lead, reader),
        done=done_says(done, _after(lead, held, kept, reader)),
        plan=plan_view(lead, reader),
    )


def _budget(clock: Clock | None) -> str:
    if clock is None:
        return ""
    return say(
        "{sentence}: {what} within {working}",
        sentence=words.sentence(words.plain(clock.tier)),
        what=called.promise(clock.promise),
        working=words.working(clock.budget_seconds),
    )


def _after(lead: Lead, held: Held, kept: tuple[Kept, ...], reader: Reader) -> After:
    """The lead as it stands after what was just done to it."""
    return After(
        lead=lead,
        people=reader.agreed.directory,
        moment=partial(words.moment, zone=reader.zone, now=reader.now),
        next_action=held.next_action,
        again=told_again(kept),
    )
