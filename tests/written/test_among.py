"""Does nobody share an address with somebody at work, and does nobody lead those who lead them?"""

from __future__ import annotations

from typing import Any

import pytest

from batonpass.handoff.people import Directory, Rep
from batonpass.written.among import check_among
from batonpass.written.refused import Refused
from tests.written.sound import told

ANA = Rep(id="ana", name="Ana", email="ana@firm.example", calendar="office", manager="mara")
MARA = Rep(id="mara", name="Mara", email="mara@firm.example", calendar="office")
GONE = Rep(id="gone", name="Gone", email="gone@firm.example", calendar="office", active=False)
HERE = Directory(reps={one.id: one for one in (ANA, MARA, GONE)})


@pytest.mark.parametrize(
    ("right", "slip", "says"),
    [
        (
            "mara@lumen.example, calendar: lisbon}",
            "mara@lumen.example, calendar: lisbon, manager: ana}",
            "47:80 people.ana.manager: ana is led by mara is led by ana: nobody stands above them",
        ),
        (
            "email: mara@lumen.example",
            "email: Ana@lumen.example",
            '49:35 people.mara.email: "Ana@lumen.example" is the address of ana already',
        ),
    ],
)
def test_a_playbook_is_told_where_two_are_in_each_others_way(right: str, slip: str, says: str) -> None:
    (line,) = told(right, slip)
    assert line.startswith(f"p.yaml:{says}")


@pytest.mark.parametrize(
    ("entry", "path"),
    [
        ({"id": "cleo", "email": "Ana@firm.example"}, "email"),
        ({"id": "gone", "email": "ana@firm.example"}, "email"),
        ({"id": "cleo", "email": "cleo@firm.example", "manager": "cleo"}, "manager"),
        ({"id": "mara", "email": "mara@firm.example", "manager": "ana"}, "manager"),
    ],
)
def test_an_entry_that_is_in_anothers_way_is_refused_by_its_field(entry: dict[str, Any], path: str) -> None:
    with pytest.raises(Refused) as refused:
        check_among(Rep(name="New", calendar="office", **entry), HERE)
    assert [problem.path for problem in refused.value.problems] == [path]


def test_who_has_left_keeps_an_address_from_nobody_and_what_stands_already_is_not_asked_again() -> None:
    check_among(Rep(id="new", name="New", email="gone@firm.example", calendar="office", manager="ana"), HERE)
    round_ = {"ana": ANA, "mara": Rep(id="mara", name="Mara", email="ana@firm.example", calendar="o", manager="ana")}
    check_among(round_["mara"], Directory(reps=round_))
