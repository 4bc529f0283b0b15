"""What do we say to the lead and to other systems, and how may sales answer?"""

import re
from collections.abc import Mapping, Sequence
from datetime import timedelta
from urllib.parse import urlsplit

from batonpass.handoff.playbook import Acknowledgement, Outcome, PauseReason, Reason, Stage, Webhook
from batonpass.handoff.stages import GIVEN_BACK
from batonpass.written.definition import check_signals
from batonpass.written.fields import briefable
from batonpass.written.nearest import did_you_mean
from batonpass.written.notes import Notes
from batonpass.written.reading import Reading
from batonpass.written.refused import quoted
from batonpass.written.schema import AcknowledgeFile, WebhookFile
from batonpass.written.schema.given_back import Back

PLACEHOLDERS = ("name", "promise", "company")
"""What the words of an acknowledgement may leave to be filled in, in braces."""

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}|[{}]")
_SECRET = re.compile(r"[A-Z][A-Z0-9_]{2,79}")
_ENDS = (Stage.NURTURE, Stage.DISQUALIFIED)
_GOES_ON = (Stage.SQL, Stage.OPPORTUNITY, *_ENDS, Stage.WON, Stage.LOST)
_GIVEN_TO = {Back.REVIEW: Stage.ENGAGED, Back.MERGE: Stage.MERGED}
_HERE = ("localhost", "127.0.0.1", "::1")


def brief_needs_of(reading: Reading) -> tuple[str, ...]:
    """Give what a brief must hold; note names that nobody can send."""
    needs, known = reading.file.brief.needs, briefable(reading.file.fields)
    for place, name in enumerate(needs):
        bare = name.removeprefix("lead.").removeprefix("source.").removeprefix("account.")
        if bare not in known:
            says = f"{quoted(name)} is not a known field"
            reading.at("brief", "needs", place).add(says, did_you_mean(bare, known))
    return tuple(needs)


def pauses_of(reading: Reading) -> Mapping[str, PauseReason]:
    """Build the reasons for which a promise may stand still; note a marketing promise that nobody makes."""
    brief = reading.file.brief
    reading.refer("people", brief.by, reading.at("brief", "by"))
    if (brief.complete_within is None) != (brief.by is None):
        says = "a promise to complete the brief needs its time and the person who makes it"
        reading.at("brief").add(says, "Add complete_within: 4h and by: …, or neither")
    return {
        code: PauseReason(code=code, says=reason.says or code.replace("_", " "), at_most=reason.at_most)
        for code, reason in reading.file.pauses.items()
    }


def rejections_of(reading: Reading) -> Mapping[str, Reason]:
    """Build the reasons for which sales may give a lead back."""
    rejections = reading.file.rejections
    if not rejections:
        reading.warn("rejections").add("no reason is written, so sales cannot reject a lead", "Add rejections: …")
    for code, reason in rejections.items():
        if isinstance(reason.then, Stage):
            _check_stage(reason.then, _ENDS, reading.at("rejections", code, "then"), beside=tuple(Back))
        reading.refer("people", reason.tell, reading.at("rejections", code, "tell"))
    return {
        code: Reason(
            code=code,
            says=reason.says or code.replace("_", " "),
            then=_GIVEN_TO[reason.then] if isinstance(reason.then, Back) else reason.then,
            review=reason.then is Back.REVIEW,
            merge=reason.then is Back.MERGE,
            needs_note=reason.needs_note,
            turn_back=reason.turn_back,
            tell=reason.tell,
        )
        for code, reason in rejections.items()
    }


def outcomes_of(reading: Reading) -> Mapping[str, Outcome]:
    """Build the ways in which a worked lead may end."""
    outcomes = reading.file.outcomes
    if not outcomes:
        reading.warn("outcomes").add("none is written, so no worked lead can ever be closed", "Add outcomes: …")
    for name, outcome in outcomes.items():
        _check_stage(outcome.then, _GOES_ON, reading.at("outcomes", name, "then"))
        for place, reason in enumerate(outcome.reasons):
            if reason in outcome.reasons[:place]:
                reading.at("outcomes", name, "reasons", place).add(f"{quoted(reason)} stands twice", "Keep it once")
        for code in outcome.says:
            _check_reason(code, outcome.reasons, reading.at("outcomes", name, "says", code))
    return {
        name: Outcome(name=name, then=outcome.then, reasons=tuple(outcome.reasons), says=dict(outcome.says))
        for name, outcome in outcomes.items()
    }


def waits_of(reading: Reading) -> Mapping[str, timedelta]:
    """How long a lead rests by the way in which it ended; note reasons that there are not, and rests without one."""
    waits = {f"{GIVEN_BACK}/{code}": one.wait for code, one in reading.file.rejections.items() if one.wait}
    for code, one in reading.file.rejections.items():
        if one.wait and one.then is not Stage.NURTURE:
            reading.at("rejections", code, "wait").add("it does not go to nurture, so it does not rest", "Leave it out")
    for name, outcome in reading.file.outcomes.items():
        rests = [("wait",), *(("waits", code) for code in outcome.waits)] if outcome.wait else []
        rests = rests or [("waits", code) for code in outcome.waits]
        if rests and outcome.then is not Stage.NURTURE:
            here = reading.at("outcomes", name, *rests[0])
            here.add("it does not go to nurture, so it does not rest", "Leave it out")
        if outcome.wait:
            waits[f"{name}/"] = outcome.wait
        for code, length in outcome.waits.items():
            _check_reason(code, outcome.reasons, reading.at("outcomes", name, "waits", code))
            waits[f"{name}/{code}"] = length
    return waits


def _check_reason(code: str, reasons: Sequence[str], here: Notes) -> None:
    if code not in reasons:
        here.add(f"{quoted(code)} is not one of the reasons", did_you_mean(code, reasons))


def acknowledgement_of(reading: Reading) -> Acknowledgement | None:
    """Build the automatic first answer; note unknown signals and placeholders that nothing fills in."""
    written = reading.file.acknowledge
    if written is None:
        return None
    check_signals(reading, written.signals, "acknowledge", "signals")
    _check_placeholders(written, reading.at("acknowledge"))
    lengths = {key: length for key in ("at_most_every", "within") if (length := getattr(written, key))}
    return Acknowledgement(
        signals=frozenset(written.signals),
        sender=written.from_,
        subject=written.subject,
        words=written.words,
        **lengths,
    )


def webhooks_of(reading: Reading) -> tuple[Webhook, ...]:
    """Build the addresses that hear of events; note unsafe addresses, and secrets that stand in the file itself."""
    told = reading.file.notify.items()
    silent = [kind for kind, ways in told if "webhook" in (ways if isinstance(ways, list) else ways.first)]
    if silent and not reading.file.webhooks:
        reading.warn("notify", silent[0]).add(
            "no webhooks are written, so that channel reaches nobody", "Add webhooks: …"
        )
    return tuple(_webhook(name, hook, reading.at("webhooks", name)) for name, hook in reading.file.webhooks.items())


def _webhook(name: str, hook: WebhookFile, here: Notes) -> Webhook:
    if not _is_safe(hook.url):
        says = f"{quoted(hook.url)} is not an address to send personal data to"
        here.under("url").add(says, "Write one that begins with https://")
    if not hook.events:
        here.under("events").add("it hears of nothing", "Name at least one event, such as assigned")
    if not _SECRET.fullmatch(hook.secret):
        says = "this is not the name of a setting; a secret itself must never stand in a playbook"
        here.under("secret").add(says, "Write the name of an environment variable, such as CRM_HOOK_SECRET")
    return Webhook(name=name, url=hook.url, events=frozenset(hook.events), secret_setting=hook.secret)


def _is_safe(url: str) -> bool:
    try:
        parts = urlsplit(url)
        host = parts.hostname
        _ = parts.port
    except ValueError:
        return False
    plain = parts.scheme == "http" and host in _HERE
    return bool(host) and (parts.scheme == "https" or plain) and not parts.username and " " not in url


def _check_stage(stage: Stage, allowed: tuple[Stage, ...], here: Notes, *, beside: tuple[str, ...] = ()) -> None:
    if stage not in allowed:
        here.add(f"a lead cannot go to {stage.value} from here", f"Write one of {', '.join((*allowed, *beside))}")


def _check_placeholders(written: AcknowledgeFile, here: Notes) -> None:
    for key, text in (("subject", written.subject), ("words", written.words)):
        for found in _PLACEHOLDER.finditer(text):
            name = found.group(1)
            if name not in PLACEHOLDERS:
                meant = did_you_mean(name or "", [f"{{{known}}}" for known in PLACEHOLDERS])
                here.under(key).add(f"nothing fills in {quoted(found.group())}", meant)
