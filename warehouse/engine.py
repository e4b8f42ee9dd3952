"""One SQLAlchemy engine per process: psycopg 3, UTC, JSON by orjson."""

from __future__ import annotations

from typing import Any

import orjson
from sqlalchemy import Engine, create_engine


def open_engine(url: str, check: bool = True) -> Engine:
    """Engine on a PostgreSQL URL. Connections are checked before use: the embedded server may have been restarted;
    without `check` whoever opens it sees to that."""
    return create_engine(
        url,
        pool_pre_ping=check,
        pool_size=5,
        max_overflow=15,
        json_serializer=_dumps,
        json_deserializer=orjson.loads,
        connect_args={"options": "-c timezone=UTC"},
    )


def _dumps(value: Any) -> str:
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()
