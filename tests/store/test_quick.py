"""Is a record that is made quickly the record that a dataclass makes, and just as frozen?"""

from __future__ import annotations

import copy
from dataclasses import FrozenInstanceError, dataclass, field, fields, replace
from datetime import UTC, datetime

import pytest

from batonpass.handoff.lead import Known
from batonpass.store.quick import MADE_AT_EACH_STEP, quicken


@dataclass(frozen=True, slots=True, kw_only=True)
class Plain:
    at: int
    because: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Usual(Plain):
    rep: str
    turn: dict[str, int] = field(default_factory=dict)
    way: tuple[str, ...] = ("email",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quick(Plain):
    rep: str
    turn: dict[str, int] = field(default_factory=dict)
    way: tuple[str, ...] = ("email",)


quicken([Quick])
GIVEN = {"at": 1, "rep": "ana", "because": "her turn"}


def _values(one):
    return {f.name: getattr(one, f.name) for f in fields(one)}


@pytest.mark.parametrize("given", [GIVEN, {"at": 2, "rep": "bo", "turn": {"bo": 1}, "way": ()}])
def test_a_quick_record_holds_what_the_usual_one_does(given):
    assert _values(Quick(**given)) == _values(Usual(**given))


def test_a_quick_record_is_of_its_own_class_and_equal_to_another_of_the_same_values():
    assert (type(Quick(**GIVEN)), Quick(**GIVEN)) == (Quick, Quick(**GIVEN))


def test_each_quick_record_has_a_mapping_of_its_own():
    assert Quick(**GIVEN).turn is not Quick(**GIVEN).turn


@pytest.mark.parametrize("kind", [*MADE_AT_EACH_STEP, Quick], ids=lambda kind: kind.__qualname__)
def test_a_quick_record_cannot_be_changed_afterwards(kind):
    one = kind(**{f.name: None for f in fields(kind)})
    name = fields(kind)[0].name
    with pytest.raises(FrozenInstanceError):
        setattr(one, name, 1)
    with pytest.raises(FrozenInstanceError):
        delattr(one, name)


@pytest.mark.parametrize("wrong", [{"at": 1}, {**GIVEN, "who": "bo"}])
def test_a_quick_record_refuses_what_the_usual_one_refuses(wrong):
    with pytest.raises(TypeError, match=r"Quick\.__init__"):
        Quick(**wrong)


@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, replace])
def test_a_quick_record_is_copied_like_any_other(again):
    known = Known(value="Ida", at=datetime(2027, 3, 2, tzinfo=UTC), by="api")
    assert again(known) == known


def test_a_class_that_looks_at_itself_once_it_is_made_is_refused():
    @dataclass(frozen=True, slots=True, kw_only=True)
    class Careful:
        at: int

        def __post_init__(self) -> None:
            assert self.at > 0

    with pytest.raises(TypeError, match="Careful has a __post_init__"):
        quicken([Careful])
