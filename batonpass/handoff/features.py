"""How often lately, how long ago, how many people of the account: the numbers over time that conditions read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from decimal import Decimal

from .lead import Activity, Lead
from .playbook.features import Feature, FeatureKind

DAY = timedelta(days=1)

Acts = tuple[tuple[str, datetime], ...]
"""What one person did, and when."""
Others = Mapping[str, Mapping[str, Acts]]
"""Account to lead id to what that person did when: the account's other people, as far back as features look."""


def measured(
    features: tuple[Feature, ...], lead: Lead, done: Iterable[Activity], *, at: datetime, others: Others
) -> dict[str, Decimal]:
    """Each feature that can be told at an instant, under the path conditions read; one that cannot is not in it.

    `done` is what the person did, without what machines did. How often is known to be zero for who did nothing; how
    long ago is unknown then, and people are unknown for who belongs to no account.
    """
    acts = tuple((a.signal, a.at) for a in done if a.at <= at)
    found: dict[str, Decimal] = {}
    for feature in features:
        if feature.kind is FeatureKind.PEOPLE:
            value = _people(feature, acts, at, others=_besides(lead, others))
        else:
            value = _own(feature, acts, at)
        if value is not None:
            found["feature." + feature.name] = Decimal(value)
    return found


def of_others(features: tuple[Feature, ...], seen: Mapping[str, object]) -> dict[str, Decimal]:
    """Those of the features seen that the lead's own facts cannot give again, to be kept with the decision."""
    paths = ("feature." + one.name for one in features if one.kind is FeatureKind.PEOPLE)
    return {path: value for path in paths if isinstance(value := seen.get(path), Decimal)}


def _own(feature: Feature, acts: Acts, at: datetime) -> int | None:
    if feature.kind is FeatureKind.COUNT:
        return sum(1 for act in acts if _counts(feature, act, at))
    last = max((when for signal, when in acts if not feature.signals or signal in feature.signals), default=None)
    return None if last is None else (at - last) // DAY


def _people(feature: Feature, acts: Acts, at: datetime, *, others: Iterable[Acts] | None) -> int | None:
    if others is None:
        return None
    return sum(1 for did in (acts, *others) if any(_counts(feature, act, at) for act in did))


def _besides(lead: Lead, others: Others) -> Iterable[Acts] | None:
    """What each other person of the account did; None for who belongs to none."""
    if lead.account is None:
        return None
    return [did for who, did in others.get(lead.account, {}).items() if who != lead.id]


def _counts(feature: Feature, act: tuple[str, datetime], at: datetime) -> bool:
    """Within a window that is closed at the instant and open at its far end."""
    signal, when = act
    if feature.signals and signal not in feature.signals:
        return False
    return when <= at and (feature.within is None or at - when < feature.within)
