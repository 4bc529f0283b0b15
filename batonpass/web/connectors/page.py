"""Which other systems are connected, what is missing where one is not, and how does each of them do?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from batonpass.store import connected, trial_mail
from batonpass.store.absences import Feed, feeds
from batonpass.store.connected import Traffic
from batonpass.tongue.heard import heard
from batonpass.tongue.spoken import later, say
from batonpass.web.parts import words
from batonpass.web.parts.frame import show
from batonpass.web.parts.house import house
from batonpass.web.parts.reader import Reader
from batonpass.web.parts.rights import must, steers
from batonpass.web.parts.trial_mail import came
from batonpass.web.session import Form, Here
from batonpass.web.wiring import Collaborators

routes = APIRouter(include_in_schema=False)
WHOM = later("your manager or an administrator")
IN_ADDRESS = ("salesforce", "jotform")
"""Systems that sign nothing: their secret is the last part of the address."""
QUIET = Traffic(name="")
NO_MAIL = later("No mail server is set: set BATONPASS_SMTP_HOST.")


@dataclass(frozen=True, slots=True, kw_only=True)
class System:
    """Another system as it stands; `lacks` are the settings that are missing, never what stands in them.

    `unused` says what would have to name it, where nothing does.
    """

    name: str
    says: str
    lacks: tuple[str, ...]
    address: str
    day: int
    week: int
    last: str
    error: str
    unused: str = ""

    @property
    def stands(self) -> tuple[str, str]:
        """In a word, with its tone."""
        if self.lacks:
            return say("not set up"), ""
        if self.unused:
            return say("not used"), ""
        return (say("complains"), "warn") if self.error else (say("connected"), "ok")


@routes.get("/connectors")
async def page(request: Request, reader: Here) -> Response:
    """Every system, in, out and asked."""
    return await _show(request, reader)


@routes.post("/connectors/mail/test")
async def send_me_one(request: Request, reader: Here, _form: Form) -> Response:
    """Send a test mail to whoever asks, and to nobody else."""
    must(steers(reader), say("an administrator"))
    home = house(request)
    if not home.mails:
        return await _show(request, reader, trouble=NO_MAIL)
    key = await trial_mail.ask(home.pool, email=reader.user.email, name=reader.user.name)
    home.poke()
    return RedirectResponse(f"/connectors?{urlencode({'mail': key})}", 303)


async def _show(request: Request, reader: Reader, *, trouble: str = "") -> Response:
    must(reader.tends, WHOM)
    pool = house(request).pool
    incoming, outgoing = await connected.heard(pool), await connected.left(pool)
    view = {
        "title": say("Connectors"),
        "groups": (
            (say("They tell us"), "inbox", tuple(_heard(request, reader, incoming))),
            (say("We tell them"), "sent", tuple(_told(request, reader, outgoing))),
            (say("We ask them"), "search", tuple(_asked(request, reader, await connected.asked(pool)))),
            (say("Calendars of leave"), "calendar", tuple([_feed(one, reader) for one in await feeds(pool)])),
        ),
        "mails": house(request).mails and steers(reader),
        "trouble": trouble,
        "mail": came(await trial_mail.came_of(pool, request.query_params.get("mail", ""), email=reader.user.email)),
    }
    status = 422 if trouble else 200
    return await show(request, reader, "connectors/page.html", here="connectors", status=status, **view)


def _heard(request: Request, reader: Reader, traffic: Mapping[str, Traffic]) -> Iterator[System]:
    given, base = _given(request), house(request).base_url
    for name, says in given.systems if given else ():
        hook = reader.agreed.playbook.hooks.get(name)
        setting = (hook.secret_setting if hook else "") or f"{name.upper()}_HOOK_SECRET"
        address = f"{base}/hooks/{name}{'/YOUR-SECRET' if name in IN_ADDRESS else ''}"
        yield _system(request, reader, (name, says), traffic, settings=(setting,), address=address)


def _told(request: Request, reader: Reader, traffic: Mapping[str, Traffic]) -> Iterator[System]:
    webhooks = reader.agreed.playbook.webhooks
    hooks = tuple(dict.fromkeys(one.secret_setting for one in webhooks))
    teams = tuple(sorted({rep.teams for rep in reader.agreed.directory.reps.values() if rep.teams}))
    mails = () if house(request).mails else ("BATONPASS_SMTP_HOST",)
    known = {
        "email": (say("E-mail"), mails, ""),
        "slack": ("Slack", ("BATONPASS_SLACK_SIGNING_SECRET",), ""),
        "teams": ("Microsoft Teams", teams, "" if teams else say("nobody says under People that they are told there")),
        "webhook": (say("Webhooks of the playbook"), hooks, "" if webhooks else say("the playbook names none")),
    }
    for name, (says, settings, unused) in known.items():
        yield replace(_system(request, reader, (name, says), traffic, settings=settings), unused=unused)
    for name in traffic.keys() - known.keys():
        yield _system(request, reader, (name, words.sentence(words.plain(name))), traffic)


def _asked(request: Request, reader: Reader, traffic: Mapping[str, Traffic]) -> Iterator[System]:
    enrichment = reader.agreed.playbook.enrichment
    for one in enrichment.providers if enrichment else ():
        settings = (one.secret_setting,) if one.secret_setting else ()
        yield _system(request, reader, (one.name, one.name), traffic, settings=settings)


def _system(
    request: Request,
    reader: Reader,
    named: tuple[str, str],
    traffic: Mapping[str, Traffic],
    *,
    settings: tuple[str, ...] = (),
    address: str = "",
) -> System:
    one, given = traffic.get(named[0], QUIET), _given(request)
    return System(
        name=named[0],
        says=named[1],
        lacks=tuple(name for name in settings if name and not (given and given.is_set(name))),
        address=address,
        day=one.day,
        week=one.week,
        last=words.moment(one.last_at, zone=reader.zone, now=reader.now) if one.last_at else "",
        error=heard(one.error or ""),
    )


def _feed(feed: Feed, reader: Reader) -> System:
    return System(
        name=feed.rep,
        says=reader.agreed.directory.name_of(feed.rep),
        lacks=(),
        address="",
        day=0,
        week=0,
        last=words.moment(feed.read_at, zone=reader.zone, now=reader.now) if feed.read_at else "",
        error=feed.error or "",
    )


def _given(request: Request) -> Collaborators | None:
    return getattr(request.app.state, "given", None)
