"""What stands in an installation where somebody has put hostile text into everything that can be written?

Each field that a stranger or a colleague can fill is filled through the door it has, so that whatever page shows it is
under attack.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

from batonpass.connectors.catcher.kept import Kept
from batonpass.connectors.links import Link, choices_link, make_link, read_choices
from batonpass.handoff.requests import Accept, AskMore, Reject, SkipStep, Touch
from batonpass.handoff.requests_second import AnswerChecklist, HandOver, TakeNote
from batonpass.store import computations, directory, forms, playbooks, proposals, start, unfinished, uploads
from batonpass.store.keys import make_key
from batonpass.store.playbooks import Why
from batonpass.store.rounds import keep_rounds, note_missed
from batonpass.store.start import Invite
from batonpass.store.uploads import Choice
from batonpass.store.users import put_user
from batonpass.written.form_file import AForm, Field
from tests.web.site import PLAYBOOK, TUESDAY, Site, press
from tests.web.test_act_link import SECRET, opened
from tests.web.test_loop_pages import carry_out, found
from tests.web.test_meeting import DECISION
from tests.whole.second_half import SECOND_HALF

CANARY = "\"'><i data-canary></i><script>document.title='hacked'</script>"
LEADS = 26
PLANS = """
cadences:
  standard:
    steps: [{call: first call, within: 4h}, {video: their own line, within: 1d}, {email: a story, after: 2d}]
"""
REVIEW = "  review: {by: person, people: [mara], within: 2h, hand_raisers: wait}\n  examples:"
TEXT = PLAYBOOK.read_text("utf-8").replace("emea: [ana]", "emea: [ana], ae: [bruno]") + PLANS + SECOND_HALF
ANSWERS = {"need": "yes", "budget": "path", "tools": CANARY}
NOW = datetime.fromisoformat(TUESDAY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """The pages over hostile text; `at` is an address for each route that has more than a fixed path."""

    site: Site
    at: Mapping[str, str]


async def fill(site: Site, folder: Path) -> Filled:
    """Put hostile text into everything, and give where each page of something is found."""
    await directory.apply(site.pool, versioned("filled"), where="filled.yaml", by="test")
    await _people(site)
    at = {**await _leads(site), **await _loop(site), **await _meetings(site), **await _brought(site)}
    at |= _mailed(site, folder, at["/leads/{lead_id}"])
    at |= {"/reviews/{lead_id}": await _reviewed(site)}
    await note_missed(site.pool)
    while await keep_rounds(site.pool):
        pass
    new = Invite(email="new@lumen.example", name=CANARY, role="rep")
    at |= {"/start/enter": f"/start/enter?key={await start.invite(site.pool, new)}"}
    return Filled(site=site, at=at)


def versioned(version: str, bar: int = 40) -> str:
    """The playbook under a name and with a threshold."""
    return TEXT.replace('version: "2027-03"', f'version: "{version}"').replace("mql_from: 40", f"mql_from: {bar}")


async def _people(site: Site) -> None:
    astrid = {"name": CANARY, "email": "astrid@lumen.example", "calendar": "stockholm"}
    away = {"leave": [{"first": "2027-03-01", "last": "2027-03-09", "delegate": "bruno"}]}
    await directory.put_rep(site.pool, site.watched, "astrid", astrid | away, by=CANARY)
    acme = {"name": CANARY, "owner": "ana", "employees": 200, "industry": CANARY, "country": "SE", "target": True}
    await directory.put_accounts(site.pool, {"acme.example": acme}, by=CANARY)
    await make_key(site.pool, label=CANARY, scopes=("read",))
    await put_user(site.pool, email="canary@lumen.example", name=CANARY, role="marketing", rep=None, password_hash="")


async def _leads(site: Site) -> Mapping[str, str]:
    """Enough leads for figures, with all that can be sent and said about one."""
    for n in range(LEADS):
        lead = await site.lead(**hostile(n))
        owner = (await site.standing(lead))["owner"]
        await site.act(lead, Touch(by=owner, kind="call"))
        await site.act(lead, Reject(by=owner, reason="no_budget", note=CANARY) if n < 5 else Accept(by=owner))
    await site.act(lead, SkipStep(by=owner, step=2, reason=CANARY))
    await site.act(lead, AnswerChecklist(by=owner, answers=ANSWERS, notes={"need": CANARY, "tools": CANARY}))
    await site.act(lead, TakeNote(by=owner, text=CANARY, kind="call", next_step=CANARY))
    await site.act(lead, HandOver(by=owner))
    await site.lead(**hostile(90, country=""))
    await site.lead(**hostile(91, email="p91@acme.example"))
    await site.lead(**hostile(92, email="p92@gmail.com"))
    await site.arrive(**hostile(93), quarantine=CANARY)
    return {"/leads/{lead_id}": f"/leads/{lead}", "/accounts/{domain}": "/accounts/acme.example"}


def hostile(n: int, **other: object) -> dict[str, object]:
    """A form whose sender attacks with every field."""
    names = ("first_name", "last_name", "company", "title", "message", "language", "phone")
    source = dict.fromkeys(("campaign", "medium", "channel", "page", "term", "content", "referrer"), CANARY)
    fields = {"role": CANARY, "website": CANARY}
    return {
        "email": f"p{n}@firm{n}.example",
        **dict.fromkeys(names, CANARY),
        "source": source,
        "fields": fields,
        **other,
    }


async def _loop(site: Site) -> Mapping[str, str]:
    """Drafts, proposals, and what was worked out aside."""
    pool, since = site.pool, NOW.astimezone(UTC) - timedelta(days=30)
    await playbooks.draft(pool, versioned("next", 45), where="next.yaml", why=Why(by="mara@lumen.example", note=CANARY))
    await proposals.open_proposals(pool, [found(segment=CANARY, says=CANARY, since=since, kind="source")])
    text = f"# {CANARY}\n{versioned('later', 47)}".replace("name: a", f"name: {json.dumps(CANARY)} #", 1)
    written = await unfinished.begin(pool, text, begun_from=CANARY, by=CANARY)
    made = {"/playbook/{version}": "/playbook/next", "/playbook/edit/{number}": f"/playbook/edit/{written}"}
    tried = (
        ("backtests", "backtest", {"version": "next"}),
        ("calibration",) * 2 + ({},),
        ("capacity", "simulation", {}),
    )
    for what, kind, fields in tried:
        async with site.signed_in("mara") as mara:
            await press(mara, f"/{what}", on=f"/{what}", **fields)
        await carry_out(site)
        asked = await site.pool.fetchval(
            "select id from app.computations where asked_by like 'mara%' and what = $1", kind
        )
        made[f"/{what}/{{name}}"] = f"/{what}/{asked}"
    failed = await computations.ask(pool, "backtest", {"version": CANARY}, by=CANARY)
    taken = await computations.take(pool)
    assert taken is not None
    assert taken.id == failed
    await computations.failed(pool, taken, CANARY)
    return made


async def _meetings(site: Site) -> Mapping[str, str]:
    async with site.signed_in("mara") as mara, site.signed_in("maya") as maya:
        drawn = (await press(mara, "/joint-review", on="/joint-review")).headers["location"].partition("?")[0]
        for place in range(1, 11):
            for who, label in ((mara, "ready"), (maya, "not_ready")):
                await press(who, f"{drawn}/{place}/label", on=drawn, label=label, why=CANARY)
        held = (await press(mara, "/meeting", on="/meeting", kind="pack")).headers["location"].partition("?")[0]
        await press(mara, f"{held}/begin", on=held)
        review_on = f"{date(2027, 4, 6)}"
        await press(mara, f"{held}/decide", on=held, **{**DECISION, "says": CANARY, "review_on": review_on})
    return {"/joint-review/{name}": drawn, "/meeting/{name}": held}


async def _brought(site: Site) -> Mapping[str, str]:
    """A form that somebody laid out, and a list that somebody brought."""
    asked = (
        Field(name="email", label=CANARY, kind="email", required=True),
        Field(name="role", label=CANARY, kind="choice", options=(CANARY, "none")),
    )
    said = dict.fromkeys(("title", "intro", "button", "consent", "thanks"), CANARY)
    await forms.save(site.pool, AForm(name="fair", fields=asked, **said), by=CANARY)
    body = f'email,company,"{CANARY.replace(chr(34), chr(34) * 2)}"\nx@firm.example,Firm,"y"\n'.encode()
    name = f"{CANARY}.csv"
    choice = Choice(columns={"email": "email", "company": "company"})
    made = await uploads.bring(site.pool, name, body, choice=choice, declared={}, by="olle@lumen.example")
    return {"/forms/{name}": "/forms/fair", "/imports/lists/{name}": f"/imports/lists/{made}"}


def _mailed(site: Site, folder: Path, lead: str) -> Mapping[str, str]:
    site.app.state.catcher, site.app.state.open_link = Kept(folder), opened
    site.app.state.open_choices = partial(read_choices, secret=SECRET)
    raw = f"Subject: {CANARY}\r\nTo: {CANARY}\r\nContent-Type: text/html\r\n\r\n<p>Hello</p>{CANARY}"
    until = NOW + timedelta(hours=24)
    link = Link(lead=lead.rpartition("/")[2], action="accept", rep="ana", cycle=1, until=until)
    door = make_link(link, base_url="", secret=SECRET, now=NOW)
    return {"/mail/{mail_id}": f"/mail/{site.app.state.catcher.keep(raw.encode())}", "/do/{token}": door} | {
        "/choices/{token}": choices_link(link.lead, base_url="", secret=SECRET)
    }


async def _reviewed(site: Site) -> str:
    """A lead that waits for marketing's yes, about which somebody asked for more."""
    text = versioned("reviewed").replace("  examples:", REVIEW, 1)
    await directory.apply(site.pool, text, where="reviewed.yaml", by="test", note=CANARY)
    lead = await site.lead(**hostile(95))
    await site.act(lead, AskMore(by="mara", says=CANARY))
    return f"/reviews/{lead}"
