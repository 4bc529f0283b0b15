"""Which pages are there, and how does an application get them?"""

from __future__ import annotations

from collections.abc import Iterable

from fastapi import APIRouter, FastAPI
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from batonpass.web.access.page import routes as access
from batonpass.web.account.page import routes as account
from batonpass.web.act_link.page import routes as act_link
from batonpass.web.attention.page import routes as attention
from batonpass.web.audit.page import routes as audit
from batonpass.web.backtests.page import routes as backtests
from batonpass.web.board.page import routes as board
from batonpass.web.calendars.page import routes as calendars
from batonpass.web.calibration.page import routes as calibration
from batonpass.web.capacity.page import routes as capacity
from batonpass.web.changes.page import routes as changes
from batonpass.web.choices.page import routes as choices
from batonpass.web.connectors.page import routes as connectors
from batonpass.web.editor.page import routes as editor
from batonpass.web.forms.page import routes as forms
from batonpass.web.funnel.page import routes as funnel
from batonpass.web.imports.page import routes as imports
from batonpass.web.inbox.page import routes as inbox
from batonpass.web.joint_review.page import routes as joint_review
from batonpass.web.lead.page import routes as lead
from batonpass.web.live.page import routes as live
from batonpass.web.mail.page import routes as mail
from batonpass.web.matches.page import routes as matches
from batonpass.web.me.page import routes as me
from batonpass.web.meeting.page import routes as meeting
from batonpass.web.messages.page import routes as messages
from batonpass.web.outbox.page import routes as outbox
from batonpass.web.parts.headers import Guarded
from batonpass.web.parts.language import Spoken
from batonpass.web.parts.not_done import refusals
from batonpass.web.parts.rendered import STATIC
from batonpass.web.passed.page import routes as passed
from batonpass.web.people.one import routes as person
from batonpass.web.people.page import routes as people
from batonpass.web.playbook.page import routes as playbook
from batonpass.web.pools.page import routes as pools
from batonpass.web.privacy.page import routes as privacy
from batonpass.web.queue.page import routes as queue
from batonpass.web.rejections.page import routes as rejections
from batonpass.web.reports.page import routes as reports
from batonpass.web.reports.worked import routes as worked
from batonpass.web.reviews.page import routes as reviews
from batonpass.web.routing.page import routes as routing
from batonpass.web.search.page import routes as search
from batonpass.web.sign_in.page import routes as sign_in
from batonpass.web.sign_in.patience import Patience
from batonpass.web.slack.page import routes as slack
from batonpass.web.start.enter import routes as enter
from batonpass.web.start.page import routes as start
from batonpass.web.system.page import routes as system

PAGES = (
    sign_in,
    reports,
    worked,
    inbox,
    lead,
    queue,
    search,
    account,
    live,
    mail,
    messages,
    attention,
    imports,
    privacy,
    connectors,
    outbox,
    system,
    changes,
    access,
    me,
    matches,
    reviews,
    act_link,
    choices,
    slack,
    editor,
    playbook,
    audit,
    joint_review,
    meeting,
    rejections,
    funnel,
    calibration,
    backtests,
    capacity,
    board,
    people,
    person,
    pools,
    calendars,
    routing,
    passed,
    forms,
    enter,
    start,
)
FOR_EVER = "public, max-age=31536000, immutable"
A_DAY = "public, max-age=86400"
"""For a file that another one names without its mark, such as a typeface."""


class OurFiles(StaticFiles):
    """Files whose address changes with their content, so that browsers may keep them."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        marked = b"v=" in scope.get("query_string", b"")
        response.headers["Cache-Control"] = FOR_EVER if marked else A_DAY
        return response


def put_routes(app: FastAPI, routers: Iterable[APIRouter]) -> None:
    """Put routes on the application as they are.

    Including a router with nothing of its own to add would build each route a second time, at the first request, and
    ask through its list at every one.
    """
    for router in routers:
        app.router.routes.extend(router.routes)


def pages(app: FastAPI) -> None:
    """Put every page on the application, with its refusals and headers; `parts/house.py` says what they need of it."""
    app.state.patience = Patience()
    put_routes(app, PAGES)
    app.mount("/static", OurFiles(directory=STATIC), name="static")
    app.add_middleware(Guarded)
    app.add_middleware(Spoken)
    refusals(app)
