"""Is everything we install pinned, hashed and explained?"""

from __future__ import annotations

import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.tidy.house import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
REASONS = (ROOT / "docs/decisions/0002-dependencies.md").read_text("utf-8")
RUNTIME = PROJECT["project"]["dependencies"] + PROJECT["dependency-groups"]["build"]
ALL = PROJECT["project"]["dependencies"] + [one for group in PROJECT["dependency-groups"].values() for one in group]
LOCKS = {"requirements.lock": RUNTIME, "requirements-dev.lock": ALL}


def pins(lock: str) -> dict[str, list[tuple[str, int]]]:
    """Each package in a lock file: its versions, and how many files of each are known by their hash."""
    found: dict[str, list[tuple[str, int]]] = {}
    for block in re.split(r"\n(?=\S)", lock):
        if pin := re.match(r"([\w.-]+)==([^\s;\\]+)", block):
            found.setdefault(canonicalize_name(pin[1]), []).append((pin[2], block.count("--hash=sha256:")))
    return found


def unpinned(asked: list[str], lock: str) -> list[str]:
    """What is asked for and not pinned, or pinned to a version that was not asked for."""
    pinned = pins(lock)
    wanted = [Requirement(one) for one in asked]
    return [
        str(one)
        for one in wanted
        if not any(one.specifier.contains(version) for version, _ in pinned.get(canonicalize_name(one.name), []))
    ]


def unhashed(lock: str) -> list[str]:
    return [name for name, versions in pins(lock).items() if not all(hashes for _, hashes in versions)]


def unexplained(asked: list[str], reasons: str) -> list[str]:
    """Dependencies without a line that gives their reason."""
    return [name for one in asked if f"\n- **{(name := Requirement(one).name)}**: " not in reasons]


def disagreeing(lock: str, wider: str) -> list[str]:
    """Packages that the wider lock pins differently, so that tests would run on what nobody runs."""
    other = pins(wider)
    return [name for name, versions in pins(lock).items() if other.get(name) != versions]


@pytest.mark.parametrize("lock", LOCKS)
def test_all_that_is_asked_for_is_pinned(lock):
    assert unpinned(LOCKS[lock], (ROOT / lock).read_text("utf-8")) == []


@pytest.mark.parametrize("lock", LOCKS)
def test_all_that_is_pinned_is_hashed(lock):
    assert unhashed((ROOT / lock).read_text("utf-8")) == []


def test_tests_run_on_what_is_installed():
    narrow, wide = ((ROOT / lock).read_text("utf-8") for lock in LOCKS)
    assert disagreeing(narrow, wide) == []


def test_every_dependency_has_its_reason():
    assert unexplained(ALL, REASONS) == []


@pytest.mark.parametrize("lock", ["", "httpx==0.1 \\\n    --hash=sha256:a\n"])
def test_the_rule_sees_what_is_not_pinned(lock):
    assert unpinned(["httpx>=0.28"], lock) == ["httpx>=0.28"]


def test_the_rule_sees_what_is_not_hashed():
    assert unhashed("httpx==1\n    # via us\nidna==1 \\\n    --hash=sha256:a\n") == ["httpx"]


def test_the_rule_sees_tests_on_another_version():
    assert disagreeing("httpx==1\n", "httpx==2\n") == ["httpx"]


def test_the_rule_sees_what_has_no_reason():
    assert unexplained(["httpx>=0.28"], "\n- **rich**: tables\n") == ["httpx"]
