"""How do the intake door, the API and the pages become one application?"""

from __future__ import annotations

from functools import cache
from typing import Any

from fastapi import FastAPI
from starlette.types import ASGIApp

from batonpass import __version__
from batonpass.web.api import (
    acts,
    crm,
    directory,
    erasures,
    follow_up,
    health,
    imports,
    joint_reviews,
    leads,
    learned,
    matches,
    meetings,
    merges,
    moves,
    playbook_changes,
    playbooks,
    reviews,
    second,
    signatures,
    time_travel,
    waiting,
    why,
)
from batonpass.web.api.bare import bare_paths
from batonpass.web.api.openapi import describe
from batonpass.web.api.refusals import answer_before_pages, problems
from batonpass.web.api.reports import routes as report_reads
from batonpass.web.api.routing import reads as routing_reads
from batonpass.web.counts import Counts
from batonpass.web.heads import Heads
from batonpass.web.hole import routes as hole
from batonpass.web.intake.door import IntakeDoor
from batonpass.web.keys import Keyring
from batonpass.web.pages import pages, put_routes
from batonpass.web.room import Room
from batonpass.web.still import Answering
from batonpass.web.wiring import Collaborators

__all__ = ["Collaborators", "make_app"]
ROUTES = (
    health.routes,
    leads.routes,
    learned.reads,
    learned.steers,
    why.routes,
    acts.routes,
    follow_up.routes,
    second.reads,
    second.routes,
    erasures.routes,
    merges.routes,
    moves.routes,
    matches.reads,
    matches.steers,
    signatures.for_sales,
    signatures.for_marketing,
    signatures.steers,
    reviews.reads,
    reviews.answers,
    waiting.reads,
    waiting.steers,
    imports.routes,
    directory.reads,
    directory.steers,
    routing_reads,
    crm.reads,
    crm.routes,
    report_reads,
    playbook_changes.reads,
    playbook_changes.steers,
    playbooks.reads,
    playbooks.steers,
    joint_reviews.reads,
    joint_reviews.steers,
    meetings.reads,
    meetings.steers,
    time_travel.routes,
)


def make_app(given: Collaborators) -> ASGIApp:
    """Build the whole application for one process; ValueError when a proxy's address is none."""
    keys, counts = Keyring(given.pool), Counts()
    rest = Room(make_rest(given, keys, counts), given.pool, answer_before_pages)
    door = IntakeDoor(given, keys=keys, counts=counts, rest=Heads(rest))
    return Answering(door, given.pool, answer_before_pages)


def make_rest(given: Collaborators, keys: Keyring, counts: Counts) -> FastAPI:
    """Build everything but the intake door."""
    app = FastAPI(
        title="Batonpass", version=__version__, docs_url=None, redoc_url=None, redirect_slashes=False, lifespan=None
    )
    _lay_out(app, given, keys, counts)
    put_routes(app, (*ROUTES, hole))
    pages(app)
    problems(app)
    app.openapi = cache(lambda: describe(app, bare_paths()))
    return app


def _lay_out(app: FastAPI, given: Collaborators, keys: Keyring, counts: Counts) -> None:
    """What routes and pages find on the application's state."""
    laid: dict[str, Any] = {
        "given": given,
        "keys": keys,
        "counts": counts,
        "pool": given.pool,
        "watched": given.watched,
        "poke": given.poke,
        "session_secret": given.session_secret,
        "older_session_secrets": given.older_session_secrets,
        "base_url": given.base_url,
        "demo": given.demo,
        "catcher": given.catcher,
        "open_link": given.open_link,
        "open_choices": given.open_choices,
    }
    for name, value in laid.items():
        setattr(app.state, name, value)
