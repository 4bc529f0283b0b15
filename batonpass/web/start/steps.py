"""Which steps lead to the first handoff, which are behind us, and which is next?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from batonpass.store.start import Step
from batonpass.tongue.spoken import later

STEPS = (
    ("company", later("Company and hours"), later("One calendar says when promises run.")),
    ("people", later("People"), later("A manager, and two reps who share leads by turns.")),
    ("playbook", later("Playbook"), later("What counts, how fast, and who; begun from a template.")),
    ("channel", later("Channel"), later("By which way reps hear of a lead.")),
    ("form", later("First form"), later("Where the first lead comes in.")),
    ("handoff", later("First handoff"), later("Send one in, and watch it go.")),
)
NAMES = tuple(name for name, _, _ in STEPS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A step in the list: `state` is done, skipped or nothing yet."""

    name: str
    title: str
    about: str
    state: str
    here: bool


def shown(kept: Mapping[str, Step], here: str) -> tuple[Shown, ...]:
    """All steps, with what became of each."""
    return tuple(
        Shown(name=name, title=title, about=about, state=kept[name].state if name in kept else "", here=name == here)
        for name, title, about in STEPS
    )


def next_of(kept: Mapping[str, Step]) -> str:
    """The first step that nobody has looked at; the last one when all are behind us."""
    return next((name for name in NAMES if name not in kept), NAMES[-1])


def after(step: str) -> str:
    """The step that follows."""
    return NAMES[min(NAMES.index(step) + 1, len(NAMES) - 1)]
