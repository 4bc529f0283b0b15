"""Does the package that people install hold all that the tree holds?"""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder

from tests.tidy.house import ROOT, files, short

SHIPPED = ("batonpass", "playbooks", "town")


@pytest.fixture(scope="module")
def packed(tmp_path_factory) -> set[str]:
    folder = tmp_path_factory.mktemp("wheel")
    (wheel,) = WheelBuilder(str(ROOT)).build(directory=str(folder), versions=["standard"])
    return set(zipfile.ZipFile(wheel).namelist())


def left_behind(tree: list[Path], packed: set[str]) -> list[str]:
    return [short(path) for path in tree if short(path) not in packed]


@pytest.mark.parametrize("folder", SHIPPED)
def test_every_file_is_packed(folder, packed):
    assert left_behind(files(under=folder), packed) == []


def test_the_command_is_packed(packed):
    assert any(name.endswith(".dist-info/entry_points.txt") for name in packed)


def test_tests_stay_at_home(packed):
    assert not [name for name in packed if name.startswith("tests/")]


def test_the_rule_sees_a_file_left_behind():
    assert left_behind([ROOT / "batonpass/store/read.sql"], {"batonpass/store/read.py"}) == ["batonpass/store/read.sql"]
