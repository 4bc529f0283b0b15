"""Which mails has the program sent, where no real mail server is set up?"""

from __future__ import annotations

from functools import partial

from anyio import to_thread
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from batonpass.tongue.spoken import say
from batonpass.web.lead.cards import safe_link
from batonpass.web.parts import words
from batonpass.web.parts.frame import show
from batonpass.web.parts.headers import LETTER_POLICY
from batonpass.web.parts.house import Catcher, house
from batonpass.web.parts.refused import PageRefused
from batonpass.web.session import Here

routes = APIRouter(include_in_schema=False)

SHOWN_MOST = 200
NEW_WINDOW = '<!doctype html><base target="_blank">'
"""Links of a mail open beside it: inside the frame they could not act."""


@routes.get("/mail")
async def page(request: Request, reader: Here) -> Response:
    """The caught mails, newest first."""
    mails = await to_thread.run_sync(partial(_catcher(request).list, most=SHOWN_MOST))
    listed = [(mail, words.moment(mail.date, zone=reader.zone, now=reader.now) if mail.date else "") for mail in mails]
    return await show(request, reader, "mail/page.html", here="mail", title=say("Caught mail"), mails=listed)


@routes.get("/mail/{mail_id}")
async def letter(request: Request, reader: Here, mail_id: str) -> Response:
    """One mail: its HTML in a frame of its own, its text, and where it leads."""
    mail = await _mail(request, mail_id)
    links = [link for link in mail.links if safe_link(link)]
    sent = words.moment(mail.date, zone=reader.zone, now=reader.now) if mail.date else ""
    view = {"title": mail.subject or say("Mail"), "mail": mail, "links": links, "sent": sent}
    return await show(request, reader, "mail/letter.html", here="mail", **view)


@routes.get("/mail/{mail_id}/html")
async def html(request: Request, _: Here, mail_id: str) -> Response:
    """The HTML of a mail for its frame, under a policy that lets it do nothing but be looked at."""
    mail = await _mail(request, mail_id)
    return HTMLResponse(NEW_WINDOW + mail.html, headers={"Content-Security-Policy": LETTER_POLICY})


async def _mail(request: Request, mail_id: str):  # noqa: ANN202 - the catcher's own shape
    mail = await to_thread.run_sync(_catcher(request).get, mail_id)
    if mail is None:
        raise PageRefused(404, say("No such mail"), say("It was never caught, or has been thrown away since."))
    return mail


def _catcher(request: Request) -> Catcher:
    catcher = house(request).catcher
    if catcher is None:
        raise PageRefused(404, say("No mails are caught here"), say("Mails go to the mail server that is set up."))
    return catcher
