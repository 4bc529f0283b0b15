"""A mail server and a web server on this machine, for tests that want to see what truly leaves the house."""

from __future__ import annotations

import pytest

from batonpass.connectors.catcher.server import Catcher
from tests.connectors.listener import Listener


@pytest.fixture
async def catcher(tmp_path):
    """A mail server that keeps what it gets."""
    async with Catcher(tmp_path / "mails") as server:
        yield server


@pytest.fixture
async def listener():
    """A web server that keeps what it gets and answers as it is told."""
    async with Listener() as server:
        yield server
