"""`given` without a stop-watch: a claim holds however busy the machine is."""

from __future__ import annotations

import hypothesis


def given(*strategies, **named):
    """As hypothesis has it, with no deadline."""
    return lambda claim: hypothesis.settings(deadline=None)(hypothesis.given(*strategies, **named)(claim))
