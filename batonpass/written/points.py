"""What does the playbook say of machines, of counts over time, and of the pair of fit and behaviour?"""

from collections.abc import Iterator
from decimal import Decimal

from batonpass.handoff.condition.form import NUMBER, Schema
from batonpass.handoff.playbook.bursts import Burst
from batonpass.handoff.playbook.features import ANY, Feature, FeatureKind
from batonpass.handoff.playbook.matrix import Matrix
from batonpass.written.nearest import did_you_mean
from batonpass.written.notes import Notes
from batonpass.written.reading import Reading
from batonpass.written.refused import quoted
from batonpass.written.schema import PlaybookFile
from batonpass.written.schema.points import FeatureFile, MatrixFile
from batonpass.written.scoring import signal_names

_ZERO = Decimal(0)


def bursts_of(reading: Reading) -> tuple[Burst, ...]:
    """Build the rules by which a machine is known; note signals that are not declared, and rules without a sense."""
    for name, burst in reading.file.bursts.items():
        here = reading.at("bursts", name)
        _know(reading, burst.signals, here.under("signals"))
        if burst.after is not None:
            _know(reading, [burst.after], here)
        if burst.after is None and burst.more_than == 0:
            says = "every single act would be a machine's"
            here.under("more_than").add(says, "Write at least 1, or name the signal they come `after`")
    return tuple(
        Burst(
            name=name,
            signals=frozenset(burst.signals),
            more_than=burst.more_than,
            within=burst.within,
            says=burst.says,
            after=burst.after,
        )
        for name, burst in reading.file.bursts.items()
    )


def features_of(reading: Reading) -> tuple[Feature, ...]:
    """Build the numbers over time; note those that say nothing, or two things at once."""
    return tuple(_feature(reading, name, one) for name, one in reading.file.features.items())


def matrix_of(reading: Reading) -> Matrix | None:
    """Build the matrix; note thresholds that do not fall from the best grade to the last, and a slack below zero."""
    written, here = reading.file.definition.matrix, reading.at("definition", "matrix")
    if written is None:
        return None
    for half in ("fit", "behaviour"):
        first, second, third = getattr(written, half)
        if not first > second > third:
            here.under(half).add("the thresholds must fall from the best grade on", "Write such as [30, 20, 10]")
    if written.slack is not None and written.slack < 0:
        here.under("slack").add("a slack is not below zero", "Write the points a half may fall before its band is left")
    if not written.cells:
        here.under("cells").add("no cell means anything", "Write such as {A1: hot, A2: mql, D1: nurture}")
    return _matrix(written)


def feature_schema(file: PlaybookFile) -> Schema:
    """Give the features as fields that a condition may read."""
    return {f"feature.{n}": NUMBER.labelled(one.label or n.replace("_", " ")) for n, one in file.features.items()}


def warn_of_unread_features(reading: Reading) -> None:
    """Warn of features that no condition reads: they are worked out for nothing."""
    for name in reading.file.features:
        if f"feature.{name}" not in reading.reads:
            reading.warn("features", name).add("no condition reads it", f"Use it as feature.{name}, or remove it")


def _feature(reading: Reading, name: str, written: FeatureFile) -> Feature:
    here, told = reading.at("features", name), tuple(_told(written))
    if len(told) != 1:
        both = " and ".join(kind.value for kind, _ in told)
        says = f"{both} both stand in one feature" if told else "this feature measures nothing"
        here.add(says, "Keep one of count, days_since, people")
    kind, signals = told[0] if told else (FeatureKind.COUNT, [])
    if written.did and kind is not FeatureKind.PEOPLE:
        here.under("did").add(f"{kind.value} names its signals itself", f"Write them at {kind.value}")
    if kind is FeatureKind.PEOPLE and written.within is None:
        here.add("people who were ever active say nothing of now", "Add `within: 14d`")
    if kind is FeatureKind.DAYS_SINCE and written.within is not None:
        here.under("within").add("the last time needs no window", "Remove it")
    _know(reading, [one for one in signals if one != ANY], here)
    return Feature(name=name, kind=kind, signals=frozenset(signals) - {ANY}, within=written.within)


def _told(written: FeatureFile) -> Iterator[tuple[FeatureKind, list[str]]]:
    if written.count:
        yield FeatureKind.COUNT, written.count
    if written.days_since:
        yield FeatureKind.DAYS_SINCE, written.days_since
    if written.people:
        yield FeatureKind.PEOPLE, written.did


def _matrix(written: MatrixFile) -> Matrix:
    fit, behaviour = ((c, b, a) for a, b, c in (written.fit, written.behaviour))
    return Matrix(fit=fit, behaviour=behaviour, cells=written.cells, slack=written.slack or _ZERO)


def _know(reading: Reading, names: list[str], here: Notes) -> None:
    known = signal_names(reading.file)
    for name in names:
        if name not in known:
            here.add(f"{quoted(name)} is not one of the signals", did_you_mean(name, known))
