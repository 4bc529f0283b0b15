"""What became of the mail that somebody sent to themselves, in a sentence?"""

from __future__ import annotations

from dataclasses import dataclass

from batonpass.store.read import Message
from batonpass.tongue.spoken import say


@dataclass(frozen=True, slots=True, kw_only=True)
class Came:
    """How it stands: `tone` is ok, late, or nothing while it is on its way."""

    says: str
    tone: str = ""


def came(message: Message | None) -> Came | None:
    """In a sentence; None when no mail was asked for."""
    if message is None:
        return None
    if message.state == "sent":
        return Came(says=say("The mail server took a mail to {whom}.", whom=message.recipient), tone="ok")
    if message.error:
        says = say("The mail to {whom} has not left: {why}", whom=message.recipient, why=message.error)
        return Came(says=says, tone="late")
    return Came(says=say("A mail to {whom} is in the outbox and leaves in a moment.", whom=message.recipient))
