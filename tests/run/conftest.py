"""Databases for the tests of what runs on one."""

from __future__ import annotations

from tests.database import database, pool, postgres

__all__ = ["database", "pool", "postgres"]
