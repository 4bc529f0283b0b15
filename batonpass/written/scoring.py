"""Which points does the playbook give for what somebody is and does, in each of its models?"""

from collections.abc import Mapping
from decimal import Decimal

from batonpass.handoff.condition import Condition
from batonpass.handoff.condition.form import Schema
from batonpass.handoff.playbook import FitRule, Model, Signal
from batonpass.written.nearest import did_you_mean
from batonpass.written.notes import Notes
from batonpass.written.reading import NEVER, Reading, same_conditions
from batonpass.written.refused import quoted
from batonpass.written.schema import CapFile, FitChange, FitFile, PlaybookFile, SignalChange, SignalFile
from batonpass.written.schema.kinds import Section

BASE = "base"
"""The name of the model that holds when no other does."""


def signal_names(file: PlaybookFile) -> tuple[str, ...]:
    """Give every signal that the base or any model gives points for."""
    return tuple(dict.fromkeys([*file.signals, *(name for model in file.models.values() for name in model.signals)]))


def signals_of_forms(file: PlaybookFile) -> Mapping[str, tuple[str, ...]]:
    """Give, by form, the signals that sending it gives."""
    given: dict[str, tuple[str, ...]] = {}
    for name, signal in _all_signals(file):
        for form in signal.forms or ():
            given[form] = tuple(dict.fromkeys((*given.get(form, ()), name)))
    return given


def models_of(reading: Reading) -> tuple[Model, ...]:
    """Build the models in the order in which they are tried, the base last, each already laid over the base."""
    file = reading.file
    schema = {path: kind for path, kind in reading.schema.items() if not path.startswith("score.")}
    base = Model(
        name=BASE,
        when=None,
        fit=tuple(_fit(reading, name, rule, schema) for name, rule in file.fit.items()),
        signals={name: _signal(name, signal) for name, signal in file.signals.items()},
    )
    _check_models(reading)
    _check_once(reading)
    return (*(_model(reading, name, base, schema) for name in file.models), base)


def warn_of_unsent_signals(reading: Reading) -> None:
    """Warn of signals for which no form is named and of which nobody says who sends them."""
    for name, signal in reading.file.signals.items():
        if not signal.forms and not signal.sent_by:
            reading.warn("signals", name).add(
                "no form gives this signal and nobody is said to send it",
                "Add `forms: […]`, or `sent_by: …` with who sends it as an event",
            )


def _model(reading: Reading, name: str, base: Model, schema: Schema) -> Model:
    model, here = reading.file.models[name], reading.at("models", name)
    fit = {rule.name: rule for rule in base.fit}
    for rule, change in model.fit.items():
        _know(here.under("fit", rule), change, fit, needed=("when", "points", "says"))
        when = None
        if change.when is not None:
            when = reading.condition(change.when, here.under("fit", rule, "when"), schema)
        fit[rule] = _changed_rule(rule, change, fit.get(rule), when)
    signals = dict(base.signals)
    for signal, told in model.signals.items():
        _know(here.under("signals", signal), told, signals, needed=("points", "says"))
        if signal in signals and told.forms is not None:
            says = "a form gives its signal whatever the model, so forms cannot differ here"
            here.under("signals", signal, "forms").add(says, f"Write them at signals.{signal}")
        signals[signal] = _changed_signal(signal, told, signals.get(signal))
    when = reading.condition(model.when, here.under("when"), schema)
    return Model(name=name, when=when, fit=tuple(fit.values()), signals=signals)


def _know(here: Notes, change: Section, base: Mapping[str, object], *, needed: tuple[str, ...]) -> None:
    """Note a rule or signal that is new in a model, and so must be written out, and is not."""
    name = str(here.at[-1])
    lacks = [key for key in needed if getattr(change, key) is None]
    if name not in base and lacks:
        says = f"{quoted(name)} is not in the base, and a new one needs {' and '.join(lacks)}"
        here.add(says, did_you_mean(name, base), at_key=True)


def _changed_rule(name: str, change: FitChange, base: FitRule | None, when: Condition | None) -> FitRule:
    return FitRule(
        name=name,
        when=when or (base.when if base else NEVER),
        points=change.points if change.points is not None else base.points if base else Decimal(0),
        says=change.says or (base.says if base else name),
    )


def _changed_signal(name: str, change: SignalChange, base: Signal | None) -> Signal:
    start = base or Signal(name=name, points=Decimal(0), says=name)
    return Signal(
        name=name,
        points=start.points if change.points is None else change.points,
        says=change.says or start.says,
        half_life=change.half_life or start.half_life,
        times=change.cap.times if change.cap else start.times,
        within=change.cap.within if change.cap else start.within,
    )


def _check_models(reading: Reading) -> None:
    file = reading.file
    if BASE in file.models:
        reading.at("models", BASE).add(
            f"{quoted(BASE)} is the model above all others", "Choose another name", at_key=True
        )
    for name, earlier in same_conditions({name: model.when for name, model in file.models.items()}):
        says = f"this is also the condition of {quoted(earlier)}, which is tried first, so this model is never used"
        reading.at("models", name, "when").add(says, "Change one of the two, or remove this one")


def _check_once(reading: Reading) -> None:
    for name, signal in reading.file.signals.items():
        if signal.once and signal.cap:
            reading.at("signals", name, "once").add("`once` and `cap` both say how often it counts", "Keep one")


def _fit(reading: Reading, name: str, rule: FitFile, schema: Schema) -> FitRule:
    when = reading.condition(rule.when, reading.at("fit", name, "when"), schema)
    return FitRule(name=name, when=when, points=rule.points, says=rule.says)


def _signal(name: str, signal: SignalFile) -> Signal:
    cap = CapFile(times=1) if signal.once else signal.cap
    return Signal(
        name=name,
        points=signal.points,
        says=signal.says,
        half_life=signal.half_life,
        times=cap.times if cap else None,
        within=cap.within if cap else None,
    )


def _all_signals(file: PlaybookFile) -> list[tuple[str, SignalFile | SignalChange]]:
    return [*file.signals.items(), *(pair for model in file.models.values() for pair in model.signals.items())]
