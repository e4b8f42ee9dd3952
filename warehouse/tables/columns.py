"""How columns are written here: short makers that insist on a comment."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Boolean, Column, DateTime, Float, Integer, MetaData, Text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, UUID

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)


def text(name: str, comment: str, *rest: Any, null: bool = False, key: bool = False) -> Column[str]:
    return Column(name, Text, *rest, nullable=null, primary_key=key, comment=comment)


def number(
    name: str, comment: str, *, null: bool = False, key: bool = False, default: str | None = None
) -> Column[int]:
    return Column(
        name, Integer, nullable=null, primary_key=key, autoincrement=False, comment=comment, server_default=default
    )


def real(name: str, comment: str, *, null: bool = False) -> Column[float]:
    return Column(name, Float, nullable=null, comment=comment)


def flag(name: str, comment: str) -> Column[bool]:
    return Column(name, Boolean, nullable=False, comment=comment)


def instant(name: str, comment: str, *, null: bool = False) -> Column[Any]:
    return Column(name, DateTime(timezone=True), nullable=null, comment=comment)


def clock(name: str, comment: str, *, null: bool = False) -> Column[Any]:
    """A wall clock reading without its zone (law 8): the zone stands in a column beside it."""
    return Column(name, DateTime(timezone=False), nullable=null, comment=comment)


def json(name: str, comment: str, *, null: bool = False, default: str | None = None) -> Column[Any]:
    return Column(name, JSONB(none_as_null=True), nullable=null, comment=comment, server_default=default)


def uid(name: str, comment: str, *rest: Any, null: bool = False, key: bool = False) -> Column[str]:
    """A UUID that Python sees as a string in lower case, as in vigie.model."""
    return Column(name, UUID(as_uuid=False), *rest, nullable=null, primary_key=key, comment=comment)


def texts(name: str, comment: str, *, default: str | None = None) -> Column[list[str]]:
    return Column(name, ARRAY(Text), nullable=False, comment=comment, server_default=default)
