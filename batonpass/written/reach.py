"""How many points can anybody reach, at the most?"""

from decimal import Decimal

from batonpass.handoff.condition import Condition
from batonpass.handoff.playbook import FitRule, Model, Signal
from batonpass.written.boxes import Box, boxes_of, meet

ENDLESS = Decimal("Infinity")


def most_fit(model: Model) -> Decimal:
    """No lead has more: of rules that shut each other out, such as bands of one number, the best counts."""
    groups: list[list[FitRule]] = []
    for rule in sorted((rule for rule in model.fit if rule.points > 0), key=lambda rule: -rule.points):
        group = next((known for known in groups if all(_apart(rule.when, one.when) for one in known)), None)
        if group is None:
            groups.append([rule])
        else:
            group.append(rule)
    return sum((group[0].points for group in groups), Decimal(0))


def most_behaviour(model: Model) -> Decimal:
    """The points of all signals at their caps; without end where one has none, or has it only by the week."""
    return sum((_most(signal) for signal in model.signals.values()), Decimal(0))


def _most(signal: Signal) -> Decimal:
    if signal.points <= 0:
        return Decimal(0)
    return ENDLESS if signal.times is None or signal.within else signal.points * signal.times


def _apart(one: Condition, other: Condition) -> bool:
    ours, theirs = boxes_of(one.form), boxes_of(other.form)
    if ours is None or theirs is None:
        return False
    return all(_nowhere(mine, yours) for mine in ours for yours in theirs)


def _nowhere(one: Box, other: Box) -> bool:
    return meet(one, other) is None
