"""What every test may ask for; what only some need stands beside them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

# No test is judged by its speed: a busy machine, or a first run that fills hypothesis' own tables, is slow.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")

FIRST = {"town", "whole", "test_openapi"}
"""The rooms and files with the longest tests: who came to one last would work on alone when all others have ended."""


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Iterator[None]:
    """Begin with the longest tests; within and after them the order of this run stays as it was drawn."""
    yield
    items.sort(key=lambda item: FIRST.isdisjoint((item.path.parent.name, item.path.stem)))
