"""Who must hear of it, where, and in which words?"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from operator import attrgetter

from .available import absent, stands_in
from .effects import AcknowledgeLead, Effect, PostWebhook, TellRep
from .facts import Acknowledged, Routed
from .follow_up import FOLLOW_UP
from .hours import elapsed, next_open
from .instant import write_instant
from .lead import Clock, Lead
from .people import Rep
from .playbook.review import REVIEW, USUAL_REASONS
from .setting import Setting
from .ways import is_urgent, morning_of, quiet_until, stand_in_for, ways_to, who_hears
from .wishes import refusals, unwanted
from .words import greeting, local, place, plain

ACTIONS = ("accept", "reject", "snooze", "call")
ANSWERS = ("approve", "refuse")
"""What a reviewer may say from a message."""
NEVER_QUIET = frozenset({"snoozed"})
"""Who asks to be told at an hour is told at that hour."""
ASKED_AGAIN = "asked_again"
HEARD_IN_PLACE = frozenset({ASKED_AGAIN, FOLLOW_UP})
"""What the lead itself said to its owner, and what is late in its plan: somebody must hear it, whoever is away."""
NEWS = frozenset({"assigned", "reassigned", ASKED_AGAIN})
"""What waits for the hours of who has said nothing about quiet, unless a promise does not."""
REASONS_MAX = 4
DAY = timedelta(days=1)
HAPPENED = attrgetter("at")


def tell(
    kind: str,
    rep_id: str | None,
    lead: Lead,
    setting: Setting,
    *,
    why: str,
    key: str = "",
    actions: tuple[str, ...] = (),
    not_before: datetime | None = None,
) -> list[Effect]:
    """Messages to one person of ours, on the ways the playbook names for this kind; none to nobody or who has left.

    Who wants quiet hears when it ends. If a promise runs out before that, whoever stands above them hears at once, and
    if nobody can, quiet gives way: no clock is silenced.
    """
    rep = setting.directory.reps.get(rep_id or "")
    if rep is None or not (rep.active or kind == ASKED_AGAIN):
        return []
    if kind in HEARD_IN_PLACE:
        rep, away = who_hears(rep, setting)
        why = f"{why}; {away}" if away else why
        actions = () if away else actions  # a link acts for the owner alone; who stands in acts on the lead's page
    quiet = quiet_until(rep, setting)
    if quiet is None or kind in NEVER_QUIET:
        not_before = not_before or (morning_of(rep, lead, setting) if kind in NEWS else None)
        return _messages(kind, rep, lead, setting, why=why, key=key, actions=actions, not_before=not_before)
    urgent = is_urgent(lead, quiet)
    other = setting.directory.reps.get(stand_in_for(rep, setting) or "") if urgent else None
    after = None if urgent and other is None else quiet
    told = _messages(kind, rep, lead, setting, why=why, key=key, actions=actions, not_before=after or not_before)
    if other:
        says = f"{rep.name} wants quiet until {local(quiet, setting.hours((rep.calendar,)).zone)}; {why}"
        told += _messages(kind, other, lead, setting, why=says, key=key and f"{key}/{other.id}")
    return told


def _messages(
    kind: str,
    rep: Rep,
    lead: Lead,
    setting: Setting,
    *,
    why: str,
    key: str = "",
    actions: tuple[str, ...] = (),
    not_before: datetime | None = None,
) -> list[Effect]:
    clock = lead.clock or lead.running(REVIEW) or (lead.running("ae_accept") if lead.second else None)
    ways, one_is_enough = ways_to(rep, kind, setting.playbook)
    news = key or f"{lead.id}/{lead.seq}/{kind}/{rep.id}"
    return [
        TellRep(
            key=news if key and not n else f"{news}/{way.channel}",
            kind=kind,
            because=why,
            channel=way.channel,
            to=way.to,
            rep=rep.id,
            name=rep.name,
            zone=zone_name(rep.calendar, setting),
            lines=(*lead.brief, *_wishes(lead)),
            briefed_at=lead.briefed_at,
            reach=_reach(lead),
            lead_name=lead.name,
            company=lead.account_name or lead.value("company"),
            headline=headline(lead, setting),
            cycle=lead.cycle,
            due_at=clock.due_at if clock else None,
            promise=clock.promise if clock and lead.second else "",
            call_not_before=clock.call_not_before if clock else None,
            actions=actions,
            reasons=_reasons(lead, setting, actions),
            chain=news if one_is_enough else "",
            not_before=(not_before or setting.at) + way.wait if way.wait or not_before else None,
        )
        for n, way in enumerate(ways)
    ]


def _reasons(lead: Lead, setting: Setting, actions: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """The reasons that one press gives, of those that this message's reader may give."""
    agreed, review = setting.playbook.second, setting.playbook.definition.review
    if "refuse" in actions:
        codes = (review.reasons if review else USUAL_REASONS).values()
    elif "reject" in actions:
        handed = agreed if lead.second and lead.second.waiting else None
        codes = (handed.returns if handed else setting.playbook.rejections).values()
    else:
        return ()
    # What asks for more than a press is given on the page.
    return tuple((one.code, one.says) for one in codes if not one.needs_note and not getattr(one, "merge", False))[
        :REASONS_MAX
    ]


def _reach(lead: Lead) -> tuple[str, ...]:
    """The number first: whoever is told in the street calls."""
    ways = (("call", lead.value("phone")), ("email", lead.value("email")))
    return tuple(value for kind, value in ways if value and not unwanted(lead, kind))


def _wishes(lead: Lead) -> tuple[str, ...]:
    """Whoever reaches out knows what the lead does not want."""
    refused = refusals(lead)
    return (f"Does not want: {', '.join(refused)}",) if refused else ()


def of_route(lead: Lead, routed: Routed, setting: Setting, *, kind: str = "assigned") -> list[Effect]:
    """A new owner hears with the brief; a queue's manager hears that a lead waits, and why."""
    if routed.owner:
        told = tell(kind, routed.owner, lead, setting, why=routed.because, actions=ACTIONS)
        return [*told, *_uncovered(lead, routed, setting)] if routed.uncovered else told
    return tell("queued", answers_for(routed.queue, setting), lead, setting, why=routed.because)


def answers_for(queue: str | None, setting: Setting) -> str | None:
    """Who hears of a lead in this queue at once: its manager, else that of the default queue, else any there is.

    Whoever stands in for one who is away comes before the next. Where nobody manages anybody, anybody: a lead that
    waits is never told to nobody.
    """
    people, default = setting.directory.reps, setting.playbook.default_queue
    bosses = (rep.manager for rep in people.values())
    named = dict.fromkeys((manager_of_queue(queue, setting), manager_of_queue(default, setting), *bosses, *people))
    there = [one for one in named if one and one in people and people[one].active]
    here = (stands_in(people[one], setting) if absent(one, setting) else one for one in there)
    return next((one for one in here if one), there[0] if there else None)


def manager_of_queue(name: str | None, setting: Setting) -> str | None:
    """Who answers for a queue."""
    queue = setting.directory.queues.get(name or "")
    return queue.manager if queue else None


def acknowledge(lead: Lead, signals: tuple[str, ...], setting: Setting) -> Acknowledged | None:
    """Is an automatic answer due to this person: asked for, wanted, not answered within the agreed time (S06)?"""
    policy = setting.playbook.acknowledge
    email = lead.value("email")
    if policy is None or not email or not policy.signals.intersection(signals) or unwanted(lead, "email"):
        return None
    if lead.acknowledged_at and setting.at < lead.acknowledged_at + policy.at_most_every:
        return None
    return Acknowledged(
        at=setting.at, to=email, because=f"asked through {lead.forms[-1] if lead.forms else 'our door'}"
    )


def of_acknowledgement(lead: Lead, fact: Acknowledged, setting: Setting) -> list[Effect]:
    """The mail to the lead: nothing of their own words, the promised time in their own zone."""
    policy = setting.playbook.acknowledge
    assert policy is not None  # noqa: S101 - no acknowledgement is decided without a policy
    return [
        AcknowledgeLead(
            key=f"{lead.id}/{lead.seq}/ack",
            kind="ack",
            because=fact.because,
            to=fact.to,
            greeting=greeting(lead.value("first_name")),
            sender=policy.sender,
            subject=policy.subject,
            words=policy.words,
            company=setting.playbook.company,
            by_local=_promised(lead, setting),
        )
    ]


def announce(event: str, lead: Lead, setting: Setting, *, because: str) -> list[Effect]:
    """Tell the outside systems the playbook names for this event; only what a handoff needs travels."""
    return [
        PostWebhook(
            key=f"{lead.id}/{lead.seq}/{event}/{hook.name}",
            kind=event,
            because=because,
            to=hook.url,
            secret_setting=hook.secret_setting,
            event=event,
            body=_public(lead, because, setting),
        )
        for hook in setting.playbook.webhooks
        if event in hook.events
    ]


def headline(lead: Lead, setting: Setting) -> str:
    """What they did last that the playbook has words for; a rep sees it first."""
    last = max(lead.activities, key=HAPPENED, default=None)
    if last is None:
        return ""
    for model in setting.playbook.models:
        if last.signal in model.signals:
            return model.signals[last.signal].says
    return ""


def zone_name(calendar: str, setting: Setting) -> str:
    """The name of the zone a calendar lives in."""
    return str(setting.hours((calendar,)).zone)


def _uncovered(lead: Lead, routed: Routed, setting: Setting) -> list[Effect]:
    """One warning a gap, not one a lead: its key is the gap's end (C07, D11). A night between days is none (A12)."""
    rep = setting.directory.reps.get(routed.owner or "")
    if rep is None:
        return []
    hours = setting.hours((rep.calendar,))
    opens = next_open(setting.at, hours)
    if elapsed(opens - DAY, opens, hours):
        return []
    who = answers_for(setting.playbook.default_queue, setting)
    zone = setting.hours((setting.directory.reps[who].calendar,)).zone if who else UTC
    why = f"nobody is at work until {local(opens, zone)} ({place(zone)} time); {rep.name} opens first"
    return tell("uncovered", who, lead, setting, why=why, key=f"uncovered/{opens:%Y%m%dT%H%M}/{who}")


def _promised(lead: Lead, setting: Setting) -> str:
    """When they will hear from a person, on their own wall clock when we know their country, else on ours."""
    clock: Clock | None = lead.clock
    if clock is None:
        return ""
    windows = setting.playbook.contact_windows
    window = windows.get(lead.value("country"))
    calendars = (window,) if window else clock.calendars
    key = ("promised", clock.due_at, calendars)
    if key not in setting.reckoned:
        zone = setting.hours(calendars).zone
        setting.reckon(key, f"{local(clock.due_at, zone)} ({place(zone)} time)")
    return setting.reckoned[key]


def _public(lead: Lead, because: str, setting: Setting) -> dict[str, object]:
    clock = lead.clock
    return {
        "lead_id": lead.id,
        "seq": lead.seq,
        "at": write_instant(setting.at),
        "email": lead.value("email"),
        "stage": lead.stage.value,
        "owner": lead.owner,
        "queue": lead.queue,
        "tier": lead.tier,
        "score": plain(lead.score.total) if lead.score else None,
        "due_at": write_instant(clock.due_at) if clock else None,
        "because": because,
    }
