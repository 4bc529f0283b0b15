"""How does the follow-up of leads read aloud, touch by touch?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from batonpass.handoff.playbook.cadence import Cadence, CadenceStep, Span
from batonpass.handoff.words import length

KINDS: Final[Mapping[str, str]] = {
    "call": "call",
    "email": "e-mail",
    "message": "message",
    "video": "video",
    "voicemail": "voicemail",
    "meeting": "meeting",
}
"""The kinds of touch in words."""


def told(cadence: Cadence) -> Iterator[tuple[str, str, str]]:
    """Each rule of a cadence: its name in the file, what it says, and what it gives."""
    holds = [f"If {cadence.when.words()}"] if cadence.when else []
    tiers = [f"in the tier {' or '.join(sorted(cadence.tiers))}"] if cadence.tiers else []
    whom = ", ".join([*holds, *tiers]) or "Everybody else"
    yield cadence.name, f"{whom}: {cadence.name.replace('_', ' ')}", _touches(len(cadence.steps))
    for number, step in enumerate(cadence.steps, start=1):
        yield f"{cadence.name}.{number}", f"{number}. {step.name} ({_kinds(step)})", when(step)
    if cadence.least:
        before = " or ".join(sorted(name.replace("_", " ") for name in cadence.least_for))
        yield f"{cadence.name}.least", f"Before {before}", f"{_touches(cadence.least)} at least"


def _touches(count: int) -> str:
    return f"{count} touch{'es' if count != 1 else ''}"


def when(step: CadenceStep) -> str:
    """From when on and by when a touch is made, in words."""
    within = f"within {span(step.within)}" if step.within else "by the end of the day"
    if step.after.days:
        return f"from day {step.after.days}, {within}"
    return f"after {span(step.after)}, {within}" if step.after.working else within


def span(value: Span) -> str:
    """Days or working time in words."""
    if value.days:
        return f"{value.days} day{'s' if value.days > 1 else ''}"
    return length(value.working)


def _kinds(step: CadenceStep) -> str:
    also = f"; {' or '.join(KINDS[kind] for kind in step.counts)} counts as well" if step.counts else ""
    return KINDS[step.kind] + also
