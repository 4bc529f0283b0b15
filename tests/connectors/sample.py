"""Messages as the outbox hands them out, with Ana as the rep and Eva as the lead."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from batonpass.connectors.channel import Message
from batonpass.connectors.email.render import Desk, Stationery
from batonpass.handoff.effects import AcknowledgeLead, PostWebhook, TellRep
from batonpass.handoff.record import replace

NOW = datetime(2027, 3, 2, 13, 42, tzinfo=UTC)
SECRET = b"an invented secret of 32 letters"
OURS = Stationery(
    base_url="https://baton.lumen.example",
    sender="handoff@lumen.example",
    sender_name="Lumen handoff",
    link_secret=SECRET,
)
DESK = Desk(OURS)
LINES = (
    "Eva Lind, Head of Operations, at Firm AB (SE)",
    "Came from campaign Q1 demo, cpc, page /pricing",
    "What they did: looked at pricing 3 times (2 days ago), then asked for a demo (just now)",
    "Company: Firm AB, machinery, 120 people, SE",
    "Score 86 (fit 45, behaviour 41, base model): +40 asked for a demo",
    "They wrote: Can you show the connector?",
    "Missing: phone number",
)
TELL = TellRep(
    key="L42/7/assigned/ana/email",
    kind="assigned",
    because="Ana's turn in emea",
    channel="email",
    to="ana@lumen.example",
    rep="ana",
    name="Ana Duarte",
    zone="Europe/Lisbon",
    lines=LINES,
    lead_name="Eva Lind",
    company="Firm AB",
    headline="asked for a demo",
    due_at=NOW + timedelta(minutes=30),
    actions=("accept", "reject"),
    reasons=(("no_budget", "no budget"), ("wrong_person", "wrong person")),
)
ACK = AcknowledgeLead(
    key="L42/3/ack",
    kind="ack",
    to="eva@firm.example",
    greeting="Hello Eva,",
    sender="hello@lumen.example",
    subject="We have your request",
    words="Thank you for asking.\n\nSomebody reads it now.",
    by_local="Tue 2 Mar 15:12 (Stockholm time)",
)
HOOK = PostWebhook(
    key="L42/7/assigned/crm",
    kind="assigned",
    to="https://crm.example/hook",
    secret_setting="CRM_HOOK_SECRET",
    event="assigned",
    body={"lead_id": "L42", "owner": "ana"},
)


def tell(**other) -> Message:
    """A message to Ana, with what differs."""
    effect = replace(TELL, **other)
    return Message(key=effect.key, kind=effect.kind, recipient=effect.to, effect=effect, at=NOW, lead="L42", cycle=1)


def ack(**other) -> Message:
    """An acknowledgement to Eva, with what differs."""
    effect = replace(ACK, **other)
    return Message(key=effect.key, kind=effect.kind, recipient=effect.to, effect=effect, at=NOW, lead="L42", cycle=1)


def hook(to: str, **other) -> Message:
    """A post to this address, with what differs."""
    effect = replace(HOOK, to=to, **other)
    return Message(key=effect.key, kind=effect.kind, recipient=to, effect=effect, at=NOW, lead="L42", cycle=1)
