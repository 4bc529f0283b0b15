"""When is a lead ready for sales, by this playbook?"""

from batonpass.handoff.playbook import Definition, Disqualifier
from batonpass.written.nearest import did_you_mean
from batonpass.written.points import matrix_of
from batonpass.written.reading import Reading, same_conditions
from batonpass.written.refused import quoted
from batonpass.written.reviews import review_of
from batonpass.written.schema import DefinitionFile
from batonpass.written.scoring import signal_names


def definition_of(reading: Reading) -> Definition:
    """Build the definition; note thresholds out of order and signals that are not declared."""
    written = reading.file.definition
    _check_thresholds(reading, written)
    check_signals(reading, written.hand_raisers, "definition", "hand_raisers")
    outs = written.disqualifiers
    for name, earlier in same_conditions({name: out.when for name, out in outs.items()}):
        reading.at("definition", "disqualifiers", name).add(f"{quoted(earlier)} has the same condition", "Keep one")
    here = reading.at("definition", "disqualifiers")
    return Definition(
        mql_from=written.mql_from,
        hot_from=written.hot_from,
        hot_exit_below=written.hot_exit_below,
        fit_at_least=written.fit_at_least,
        behaviour_at_least=written.behaviour_at_least,
        hand_raisers=frozenset(written.hand_raisers),
        hand_raisers_need_fit=written.hand_raisers_need_fit,
        mql_exit_below=written.mql_exit_below,
        matrix=matrix_of(reading),
        review=review_of(reading),
        disqualifiers=tuple(
            Disqualifier(name=name, when=reading.condition(out.when, here.under(name, "when")), says=out.says)
            for name, out in outs.items()
        ),
    )


def check_signals(reading: Reading, names: list[str], *steps: str) -> None:
    """Note every name in a list that is no declared signal."""
    known = signal_names(reading.file)
    for place, name in enumerate(names):
        if name not in known:
            reading.at(*steps, place).add(f"{quoted(name)} is not one of the signals", did_you_mean(name, known))


def _check_thresholds(reading: Reading, written: DefinitionFile) -> None:
    here = reading.at("definition")
    if written.mql_from > written.hot_from:
        says = f"a lead would be hot at {written.hot_from} before it is ready for sales at {written.mql_from}"
        here.under("mql_from").add(says, "Write mql_from no higher than hot_from")
    if written.hot_exit_below > written.hot_from:
        says = f"a lead hot at {written.hot_from} would at once be below {written.hot_exit_below} and hot no more"
        here.under("hot_exit_below").add(says, "Write hot_exit_below no higher than hot_from")
    if written.mql_exit_below is not None and written.mql_exit_below > written.mql_from:
        says = f"a lead ready at {written.mql_from} would at once be below {written.mql_exit_below}"
        here.under("mql_exit_below").add(says, "Write mql_exit_below no higher than mql_from")
    if written.hand_raisers_need_fit is not None and not written.hand_raisers:
        reading.warn("definition", "hand_raisers_need_fit").add("nobody can raise a hand", "Add hand_raisers: […]")
