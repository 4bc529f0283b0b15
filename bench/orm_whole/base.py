"""How does the whole reference map types of Python to columns, and how does it reach the database?"""

from __future__ import annotations

import json
import os
from collections.abc import AsyncGenerator
from datetime import datetime
from typing import Any

from sqlalchemy import ARRAY, DateTime, Text, TypeDecorator
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase

SETUP = "setup"
"""The schema of its own settings; leads, facts, clocks and messages stand in the very tables that we use."""


class Base(DeclarativeBase):
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy's way
        datetime: DateTime(timezone=True),
        dict[str, Any]: JSONB,
        list[Any]: JSONB,
        list[str]: ARRAY(Text),
    }


class JsonText(TypeDecorator[dict[str, Any]]):
    """A column of text that holds JSON."""

    impl, cache_ok = Text, True

    def process_bind_param(self, value: Any, dialect: Any) -> str | None:
        return None if value is None else json.dumps(value)

    def process_result_value(self, value: Any, dialect: Any) -> Any:
        return None if value is None else json.loads(value)


engine = create_async_engine(
    os.environ.get("BENCH_ORM_URL", "postgresql+asyncpg://"),
    pool_size=int(os.environ.get("BENCH_ORM_POOL", "16")),
    max_overflow=0,
    connect_args={"server_settings": {"search_path": "app"}},
)
sessions = async_sessionmaker(engine, expire_on_commit=False)


async def session() -> AsyncGenerator[AsyncSession]:
    """One session a request, as FastAPI's documentation has it."""
    async with sessions() as opened:
        yield opened
