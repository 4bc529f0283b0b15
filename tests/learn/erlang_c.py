"""How long do leads wait when they come at random and so many reps answer them, by Erlang's C? An oracle."""

from __future__ import annotations

from math import exp


def chance_of_waiting(load: float, reps: int) -> float:
    """The chance that a lead has to wait at all; `load` is how many reps are busy on average. 1: they never keep up."""
    if load >= reps:
        return 1.0
    blocked = 1.0
    for rep in range(1, reps + 1):
        blocked = load * blocked / (rep + load * blocked)
    return blocked / (1 - load / reps * (1 - blocked))


def chance_of_waiting_longer(load: float, reps: int, *, budget: float, handling: float) -> float:
    """The chance that a lead waits longer than `budget`, with a mean `handling` time in the same unit."""
    if load >= reps:
        return 1.0
    return chance_of_waiting(load, reps) * exp(-(reps - load) * budget / handling)
