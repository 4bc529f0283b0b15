"""What does each step of the set-up do?"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, cast

import asyncpg
from starlette.requests import Request

from batonpass.handoff.people import Rep
from batonpass.handoff.refusal import invalid
from batonpass.store import entries, forms, playbooks, signatures, start, trial_mail
from batonpass.store.alter import add_rep, alter_calendar, alter_rep
from batonpass.store.in_force import in_force
from batonpass.store.playbooks import Why
from batonpass.store.signatures import Mode
from batonpass.store.world import World
from batonpass.tongue.spoken import later, say
from batonpass.web.parts.house import house
from batonpass.web.parts.reader import Reader
from batonpass.written.form_file import usual
from batonpass.written.template import OFFICE, TEMPLATES, Company, Someone, adapted

Form = Mapping[str, str]
Answers = dict[str, Any]
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
ROLES = (("manager", later("the manager")), ("first", later("the first rep")), ("second", later("the second rep")))


async def company(request: Request, reader: Reader, form: Form) -> Answers:
    """The name, and the hours as a calendar of their own."""
    if not form.get("company"):
        raise invalid(say("say what your company is called"), field="company")
    office: Answers = {
        "tz": form.get("tz", ""),
        "days": [day for day in DAYS if form.get(f"day_{day}")],
        "hours": [form.get("opens", ""), form.get("closes", "")],
    }
    if form.get("country"):
        office["holidays"] = {"country": form["country"].upper()}
    home = house(request)
    _, world = await in_force(home.pool, home.watched)
    await alter_calendar(home.pool, OFFICE, lambda _: office, by=reader.by, new=OFFICE not in world.calendars)
    return {"company": form["company"][:120], "office": office, "country": form.get("country", "").upper()}


async def people(request: Request, reader: Reader, form: Form) -> Answers:
    """The manager and the reps; who has the same address already is changed, not doubled."""
    home = house(request)
    _, world = await in_force(home.pool, home.watched)
    ids: dict[str, str] = {}
    sent: set[str] = set()
    for role, says in ROLES:
        name, email = form.get(f"{role}_name", ""), form.get(f"{role}_email", "").lower()
        if not name or "@" not in email:
            raise invalid(
                say("give name and address of {says}", says=says), field=f"{role}_email" if name else f"{role}_name"
            )
        calendar = form.get(f"{role}_calendar") or _usual(world)
        entry: Answers = {"name": name, "email": email, "calendar": calendar}
        if role != "manager":
            entry["manager"] = ids["manager"]
        known = next((rep.id for rep in world.directory.reps.values() if rep.email.lower() == email), "")
        if (known and known in ids.values()) or email in sent:
            raise invalid(say("two of them have the same address"), field=f"{role}_email")
        sent.add(email)
        if known:
            await alter_rep(home.pool, home.watched, known, lambda old, new=entry: old | new, by=reader.by)
        ids[role] = known or _free(name, {*world.directory.reps, *ids.values()})
        if not known:
            await add_rep(home.pool, home.watched, ids[role], entry, by=reader.by)
    return {"people": ids}


async def playbook(request: Request, reader: Reader, form: Form) -> Answers:
    """A template with our name, hours and people, drafted and put in force as any other version is."""
    template, home = form.get("template", ""), house(request)
    if template not in TEMPLATES:
        raise invalid(say("choose one of the two"), field="template")
    kept = await start.steps(home.pool)
    _, world = await in_force(home.pool, home.watched)
    about = kept["company"].answers if "company" in kept else {}
    ids = kept["people"].answers.get("people", {}) if "people" in kept else {}
    named = [world.directory.reps[one] for one in ids.values() if one in world.directory.reps]
    calendars = await entries.calendars(home.pool, world)
    usual = {"tz": "UTC", "days": DAYS[:5], "hours": ["09:00", "17:00"]}
    office = cast("Mapping[str, object]", about.get("office") or calendars.get(OFFICE) or usual)
    version = f"{reader.now:%Y-%m-%d-%H%M%S}"
    begun = Company(
        name=about.get("company") or "Our company",
        version=version,
        office=office,
        people=tuple(_someone(rep) for rep in named),
        answers_from=named[0].email if named else reader.user.email,
    )
    text = adapted(template, begun, before=world.written)
    why = Why(by=reader.user.email, note=f"begun from the template {template}")
    await playbooks.draft(home.pool, text, where="playbook", why=why)
    mode = Mode(getattr(getattr(request.app.state, "given", None), "signatures", ""))
    await signatures.activate(home.pool, version, why=why, mode=mode)
    home.poke()
    return {"template": template, "version": version}


async def channel(request: Request, reader: Reader, _: Form) -> Answers:
    """A mail to whoever is setting up, on the way that all others take."""
    home = house(request)
    if not home.mails:
        raise invalid(say("no mail server is set; set BATONPASS_SMTP_HOST and start again"), field="post")
    key = await trial_mail.ask(home.pool, email=reader.user.email, name=reader.user.name)
    home.poke()
    return {"mail": key}


async def form(request: Request, reader: Reader, sent: Form) -> Answers:
    """A first form, under a name that the playbook listens to."""
    name = sent.get("form", "")
    if name not in reader.agreed.playbook.signals_of_forms:
        raise invalid(say("choose one of the forms that the playbook listens to"), field="form")
    pool = house(request).pool
    laid = await forms.find(pool, name) or usual(name)
    await forms.save(pool, replace(laid, title=sent.get("title") or laid.title), by=reader.by)
    return {"form": name}


async def invites(pool: asyncpg.Pool, request: Request, ids: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """A link for each of them who cannot sign in yet, shown this once."""
    home = house(request)
    _, world = await in_force(pool, home.watched)
    base = home.base_url or str(request.base_url).rstrip("/")
    known = {row["email"] for row in await pool.fetch("select email from app.users where active")}
    found: list[tuple[str, str]] = []
    for role, rep in ((role, world.directory.reps[rep]) for role, rep in ids.items()):
        if rep.email.lower() not in known:
            whom = start.Invite(
                email=rep.email, name=rep.name, role="manager" if role == "manager" else "rep", rep=rep.id
            )
            found.append((rep.name, f"{base}/start/enter?key={await start.invite(pool, whom)}"))
    return tuple(found)


def _usual(world: World) -> str:
    """By which hours people work who say nothing: the ones that were just set up, or the first there are."""
    return OFFICE if OFFICE in world.calendars else min(world.calendars, default=OFFICE)


def _someone(rep: Rep) -> Someone:
    return Someone(id=rep.id, name=rep.name, email=rep.email, manager=rep.manager or "")


def _free(name: str, taken: set[str]) -> str:
    """An id from a first name that nobody has."""
    plain = re.sub(r"[^a-z0-9]+", "-", name.split(maxsplit=1)[0].lower()).strip("-") or "rep"
    return next(one for n in range(1, 1000) if (one := plain if n == 1 else f"{plain}-{n}") not in taken)


ACTS = {"company": company, "people": people, "playbook": playbook, "channel": channel, "form": form}
