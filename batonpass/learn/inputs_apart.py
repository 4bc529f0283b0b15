"""What does each rule and signal count for leads that have to be asked one by one? Slow, and answers all there is.

Features over time and machines among the visitors are worked out here. What other people of an account did is not known
of past leads: conditions that read it are unknown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

import numpy as np

from batonpass.handoff.bursts import done_by_people
from batonpass.handoff.lead import Activity, Lead
from batonpass.handoff.playbook import Playbook, Signal
from batonpass.handoff.qualify import raised_hand
from batonpass.handoff.score import choose, counting, worth
from batonpass.handoff.setting import condition_facts

from .inputs import Inputs, frame_of

HUNDRED = Decimal(100)


def inputs_apart(leads: Sequence[Lead], playbook: Playbook, at: Sequence[datetime]) -> Inputs:
    """The same as `inputs_of`, each lead as of its own instant, one after the other."""
    frame = frame_of(playbook)
    place = {(one.kind, one.name): n for n, one in enumerate(frame.inputs)}
    rows = np.zeros((len(leads), len(place)), dtype=np.float64)
    chosen = np.zeros(len(leads), dtype=np.int32)
    for n, (lead, instant) in enumerate(zip(leads, at, strict=True)):
        hand = raised_hand(lead, None, playbook.definition)
        seen = condition_facts(lead, playbook, hand_raised=hand, at=instant)
        model = choose(playbook.models, seen)
        chosen[n] = playbook.models.index(model)
        for rule in model.fit:
            rows[n, place["fit", rule.name]] = rule.when.holds(seen) is True
        done = done_by_people(playbook.bursts, lead.activities, instant)[0] if playbook.bursts else lead.activities
        for name, signal in model.signals.items():
            rows[n, place["signals", name]] = _count(signal, done, instant)
    return replace(frame, rows=rows, model=chosen)


def _count(signal: Signal, done: Sequence[Activity], at: datetime) -> float:
    times = [one.at for one in done if one.signal == signal.name and one.at <= at]
    each = replace(signal, points=HUNDRED)
    return sum(float(worth(each, when, at)) for when in counting(each, times)) / float(HUNDRED)
