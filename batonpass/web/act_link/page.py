"""What happens when somebody follows a link in one of our mails? A page that asks; only its button acts (S08)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo
from functools import partial

import asyncpg
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from batonpass.handoff import requests as asked
from batonpass.handoff.fold.second import second_of
from batonpass.handoff.lead import Lead
from batonpass.handoff.people import Directory
from batonpass.handoff.playbook import WORKED, Stage
from batonpass.handoff.playbook.review import REVIEW, USUAL_REASONS
from batonpass.handoff.refusal import Refusal
from batonpass.store import read, users
from batonpass.store.doubles import act
from batonpass.store.reviewers import may_review
from batonpass.store.rounds import look_at
from batonpass.tongue.spoken import later, say
from batonpass.web.lead.done import After, done_says, told_again
from batonpass.web.parts import words
from batonpass.web.parts.clocks import pressing
from batonpass.web.parts.forms import read_form, same_origin
from batonpass.web.parts.house import Link, house
from batonpass.web.parts.reader import Agreed, zone_of
from batonpass.web.parts.refused import PageRefused
from batonpass.web.parts.rendered import rendered
from batonpass.web.parts.rows import company

routes = APIRouter(include_in_schema=False)

GONE = 410
REVIEWS = ("approve", "refuse")
TITLES = {
    "accept": later("Accept the lead"),
    "reject": later("Reject the lead"),
    "snooze": later("Tell me again later"),
    "touch": later("Log a call"),
    "approve": later("Let the lead go to sales"),
    "refuse": later("Send the lead back"),
}
DONE = {
    "approve": later("Approved: sales has it, and the promise of a first touch runs from now."),
    "refuse": later("Sent back with your reason."),
}
OF_EXECUTIVES = {"accept": "take_over", "reject": "give_back"}
"""What the two answers are called of who is asked to take a lead over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """A link that still holds, with the lead it is about and the agreement now."""

    link: Link
    lead: Lead
    agreed: Agreed
    due: str
    zone: tzinfo
    now: datetime

    @property
    def action(self) -> str:
        """What the link would do: accept, reject, snooze or touch; of a reviewer approve or refuse."""
        return self.link.action.partition(":")[0]

    @property
    def rejects(self) -> bool:
        return self.action in ("reject", "refuse")

    @property
    def reason(self) -> str:
        """The reason code of a rejection, the minutes of a snooze, the kind of a touch."""
        return self.link.action.partition(":")[2]


@routes.get("/do/{token}")
async def ask(request: Request, token: str) -> Response:
    """Show what the link would do. Mail scanners open every link: nothing happens here."""
    followed = await _follow(request, token)
    return _page(followed, says=_moved_on(followed))


@routes.post("/do/{token}")
async def do(request: Request, token: str) -> Response:
    """Do what the link says, once its person has pressed the button."""
    form = await read_form(request)
    if not same_origin(request):
        raise PageRefused(
            403, say("Not carried out"), say("Open the link from the mail again and press its button there.")
        )
    followed, home = await _follow(request, token), house(request)
    moved = _moved_on(followed)
    if moved:
        return _page(followed, says=moved, status=409)
    await look_at(home.pool, followed.lead, followed.link.rep, how="link")
    try:
        await act(home.pool, home.watched, followed.lead.id, _request(followed, form.get("note", "")))
    except Refusal as refusal:
        return _page(followed, says=f"{words.sentence(words.told(refusal.says))}.", status=409)
    home.poke()
    return _page(followed, done=await what_came_of_it(home.pool, followed))


async def what_came_of_it(pool: asyncpg.Pool, followed: Followed) -> str:
    """What was done and what comes next, by the lead as it stands after it."""
    held, action, now = await read.lead(pool, followed.lead.id), followed.action, followed.now
    if action in DONE or held is None:
        return str(DONE.get(action, ""))
    if second_of(followed.lead).waiting:
        action = OF_EXECUTIVES.get(action, action)
    after = After(
        lead=held.lead,
        people=followed.agreed.directory,
        moment=partial(words.moment, zone=followed.zone, now=now),
        next_action=held.next_action,
        again=told_again(await read.timeline(pool, followed.lead.id)) if action == "snooze" else None,
    )
    return done_says(action, after)


async def _follow(request: Request, token: str) -> Followed:
    home = house(request)
    if home.open_link is None:
        raise PageRefused(404, say("No such page"), say("Open the inbox and act there."))
    async with home.pool.acquire() as connection:
        seen = await users.reader(connection)
        link = home.open_link(token, seen.now)
        if isinstance(link, str):
            raise PageRefused(GONE, say("This link does nothing"), link)
        held = await read.lead(connection, link.lead)
        agreed = await home.watched.at_revision(connection, seen.revision)
        if link.action.partition(":")[0] in REVIEWS and not await may_review(connection, link.rep, agreed):
            says = say("Who it was made for does not answer for marketing any more.")
            raise PageRefused(GONE, say("This link does nothing"), says)
    if held is None:
        raise PageRefused(GONE, say("This link does nothing"), say("The lead it was about is no longer here."))
    return as_followed(link, held.lead, agreed, seen.now)


def as_followed(link: Link, lead: Lead, agreed: Agreed, now: datetime) -> Followed:
    """A link that holds, with what its reader sees of the lead, on their own wall."""
    clock, zone = pressing(lead) or lead.running(REVIEW), zone_of(link.rep, agreed)
    due = words.moment(clock.due_at, zone=zone, now=now) if clock else ""
    return Followed(link=link, lead=lead, agreed=agreed, due=due, zone=zone, now=now)


def _moved_on(followed: Followed) -> str:
    return moved_on(followed.lead, followed.link, followed.agreed.directory)


def moved_on(lead: Lead, link: Link, people: Directory) -> str:
    """Why a link has nothing left to do, in a sentence; empty while it has."""
    action = link.action.partition(":")[0]
    if action in REVIEWS:
        return _reviewed(lead, link, people)
    if lead.cycle != link.cycle:
        return say("This mail was about an earlier time that the lead came to you.")
    if lead.owner != link.rep:
        return (
            say("This lead belongs to {name_of} now.", name_of=people.name_of(lead.owner))
            if lead.owner
            else say("This lead has no owner now.")
        )
    if action in ("snooze", "touch"):
        over = lead.stage is not Stage.MQL and lead.stage not in WORKED
        return say("This lead is {value}: there is nothing more to do.", value=lead.stage.value) if over else ""
    if second_of(lead).waiting:
        return ""
    if lead.stage is not Stage.MQL and not (action == "reject" and lead.stage is Stage.SAL):
        return say("This has been decided already: the lead is {value}.", value=lead.stage.value)
    return ""


def _reviewed(lead: Lead, link: Link, people: Directory) -> str:
    """Why there is nothing left to answer for marketing; empty while the lead waits in the round of the link."""
    held = lead.review
    if held is None or (lead.waiting and lead.cycle != link.cycle):
        return say("This mail was about an earlier time that the lead waited for marketing.")
    if lead.waiting:
        return ""
    who = say(" by {name}", name=people.name_of(held.by)) if held.by else ""
    return say(
        "This has been decided already: it was {verdict}{who}, and the lead is {value}.",
        verdict=say(held.verdict),
        who=who,
        value=lead.stage.value,
    )


def _request(followed: Followed, note: str) -> asked.Request:
    return request_of(followed.link.action, followed.link.rep, note=note)


def request_of(action: str, by: str, *, note: str = "") -> asked.Request:
    """What a signed action asks: accept, reject:REASON, snooze:MINUTES, touch:KIND, approve, refuse:REASON."""
    what, _, detail = action.partition(":")
    match what:
        case "reject":
            return asked.Reject(by=by, reason=detail, note=note)
        case "approve":
            return asked.Approve(by=by, note=note)
        case "refuse":
            return asked.SendBack(by=by, reason=detail, note=note)
        case "snooze":
            return asked.Snooze(by=by, minutes=int(detail))
        case "touch":
            return asked.Touch(by=by, kind=detail)
        case _:
            return asked.Accept(by=by)


def _says(followed: Followed) -> str:
    """The words of the reason that the link gives; empty when the playbook has it no more."""
    agreed, code = followed.agreed.playbook, followed.reason
    if followed.action == "refuse":
        review = agreed.definition.review
        back = (review.reasons if review else USUAL_REASONS).get(code)
        return back.says if back else ""
    returns = agreed.second.returns if agreed.second and second_of(followed.lead).waiting else {}
    reason = returns.get(code) or agreed.rejections.get(code)
    return reason.says if reason else ""


def _page(followed: Followed, *, says: str = "", done: str = "", status: int = 200) -> Response:
    return rendered(
        "act_link/page.html",
        status,
        title=TITLES[followed.action],
        action=followed.action,
        who=followed.agreed.directory.name_of(followed.link.rep),
        name=followed.lead.name,
        company=company(followed.lead),
        lead_id=followed.lead.id,
        due=followed.due,
        rejects=followed.rejects,
        promised=say("Review") if followed.action in REVIEWS else say("First touch"),
        reason=_says(followed) or words.plain(followed.reason),
        minutes=followed.reason,
        says=says,
        done=done,
    )
