"""What the cells of each column hold, said once for every table that has types: XLSX, Parquet, CSVW (FEEDS.md §5).

A type is stated here by the name of the column; none is ever guessed from the values that a file happens to hold.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import cache

from feeds.characters import one_line
from feeds.columns import Column, columns_of
from vigie.model import Kind


class Type(StrEnum):
    """The closed list of cell types."""

    TEXT = "text"
    LIST = "list"  # texts, none of which holds a "|"
    LINK = "link"  # an absolute address
    MOMENT = "moment"  # ISO 8601 as precise as its source: a month, a day, or a clock with its offset
    INSTANT = "instant"  # a second, UTC
    BOOLEAN = "boolean"
    INTEGER = "integer"
    MONEY = "money"
    DEGREES = "degrees"  # six decimals


_TYPES = {
    Type.LIST: ("sessions", "organizers", "deadlines", "funders", "topics", "sources"),
    Type.LINK: ("online_url", "image", "page", "source_url", "licence"),
    Type.MOMENT: ("start", "end", "published", "updated", "opens", "deadline"),
    Type.INSTANT: ("created_at", "revised_at"),
    Type.BOOLEAN: ("all_day", "is_free", "rolling", "closed"),
    Type.INTEGER: ("sequence",),
    Type.MONEY: ("amount_min", "amount_max"),
    Type.DEGREES: ("latitude", "longitude"),
    Type.TEXT: (
        "id", "title", "status", "attendance", "price", "currency", "identifier", "place", "street", "postcode",
        "municipality", "province", "country", "language", "excerpt", "image_credit",
    ),
}  # fmt: skip
_BY_NAME = {name: type_ for type_, names in _TYPES.items() for name in names}

ALWAYS = frozenset({"id", "title", "status", "start", "all_day", "rolling", "closed", "page", "licence", "created_at",
                    "revised_at", "sequence"})  # fmt: skip
"""The columns that no row leaves empty."""


def type_of(column: Column) -> Type:
    """The type of a column; KeyError when it was added without one."""
    return _BY_NAME[column.name]


@cache
def typed_columns(kind: Kind) -> tuple[tuple[Column, Type], ...]:
    """The columns of a kind with their types, in their order."""
    return tuple((column, type_of(column)) for column in columns_of(kind))


@dataclass(frozen=True, slots=True)
class Reading:
    """What a MOMENT says. `day` is None at month precision, `instant` (aware, UTC) without a clock."""

    day: date | None
    instant: datetime | None


def read_moment(text: str) -> Reading:
    """The day and the instant of a cell of type MOMENT, by the length that its precision gives it."""
    if len(text) == len("2026-03"):
        return Reading(None, None)
    if len(text) == len("2026-03-05"):
        return Reading(date.fromisoformat(text), None)
    clock = datetime.fromisoformat(text)
    return Reading(clock.date(), clock.astimezone(UTC))


def listed(values: object) -> list[str]:
    """The texts of a LIST, each on one line and without the separator."""
    assert isinstance(values, tuple)
    return [one_line(str(v)).replace("|", "/") for v in values]


def money(value: object) -> Decimal | None:
    """An amount that any table can hold: finite, at most four decimals; None for what is no such amount."""
    if not isinstance(value, Decimal) or not value.is_finite() or abs(value) >= 10**12:
        return None
    return value.quantize(Decimal("0.0001")).normalize() + 0
