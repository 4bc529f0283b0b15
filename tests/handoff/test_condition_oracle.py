"""Do our conditions answer as Google's own CEL does, unknowns included?"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from random import Random

import pytest

from tests.handoff.asking import SCHEMA, ask, some_condition, some_facts

cel = pytest.importorskip("cel_expr_python.cel", reason="Google's CEL has no wheel for this platform")

PAIRS = 10_000
KINDS = {"text": cel.Type.STRING, "choice": cel.Type.STRING, "true or false": cel.Type.BOOL, "number": cel.Type.DYN}
UNKNOWN = ("NOT_FOUND", "UNKNOWN")


def in_cel(source: str) -> str:
    """Our one addition to CEL, the question `is unknown`, in CEL's words."""
    words = source.split(" is unknown")
    asked = [f"{before[: -len(path)]}!has({path})" for before in words[:-1] for path in [before.rpartition("(")[2]]]
    return "".join((*asked, words[-1]))


def nested(facts: Mapping[str, object]) -> dict[str, dict[str, object]]:
    data: dict[str, dict[str, object]] = {path.partition(".")[0]: {} for path in SCHEMA}
    for path, seen in facts.items():
        thing, _, name = path.partition(".")
        if seen is not None:
            data[thing][name] = _plain(seen)
    return data


def _plain(seen: object) -> object:
    if isinstance(seen, Decimal):
        return float(seen)
    return list(seen) if isinstance(seen, tuple) else seen


def oracle(environment: object, source: str, facts: Mapping[str, object]) -> bool | None:
    answer = environment.compile(in_cel(source)).eval(data=nested(facts))
    if answer.type() == cel.Type.ERROR:
        assert str(answer.value()).startswith(UNKNOWN), (source, answer.value())
        return None
    return answer.value()


def differences(pairs: int, seed: int) -> Iterator[tuple[str, dict[str, object], bool | None]]:
    things = {path.partition(".")[0] for path in SCHEMA}
    environment = cel.NewEnv(variables={thing: cel.Type.Map(cel.Type.STRING, cel.Type.DYN) for thing in things})
    chance = Random(seed)
    for _ in range(pairs):
        source, facts = some_condition(chance), some_facts(chance)
        theirs = oracle(environment, source, facts)
        if ask(source).holds(facts) is not theirs:
            yield source, facts, theirs


def test_ten_thousand_random_conditions_are_answered_as_cel_answers_them():
    assert list(differences(PAIRS, seed=2026)) == []


def test_the_random_conditions_have_all_three_answers():
    chance = Random(2026)
    answers = [ask(some_condition(chance)).holds(some_facts(chance)) for _ in range(1_000)]
    assert min(answers.count(value) for value in (True, False, None)) > 100


def test_every_condition_we_accept_passes_cels_own_check_of_types():
    kinds = {path: KINDS.get(type_.kind, cel.Type.List(cel.Type.STRING)) for path, type_ in SCHEMA.items()}
    environment = cel.NewEnv(variables=kinds)
    chance = Random(7)
    sources = [source for source in (some_condition(chance) for _ in range(1_000)) if "unknown" not in source]
    checked = [environment.compile(source).return_type() for source in sources if "has(" not in source]
    assert len(checked) > 300
    assert set(map(str, checked)) == {str(cel.Type.BOOL)}


@pytest.mark.parametrize(
    "source",
    ['!lead.country == "DE"', "!account.target in [true, false]", "1 < score.total < 5", 'lead.country == "\\q"'],
)
def test_what_cel_refuses_or_reads_otherwise_we_refuse(source):
    with pytest.raises(ValueError, match="\n  \\| "):
        ask(source)
