"""Answers of the warehouse, kept while nothing in it moves: its mark is asked each time, the rest when it moved.

The mark (`warehouse.selected.mark`) is that of the log of changes and of the versions of items; an answer that also
depends on the day must have the day in its question.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

from sqlalchemy import Connection, Engine

from vigie.model import Kind
from warehouse import selected
from web.remembered import Remembered

V = TypeVar("V")


class Marked(Generic[V]):
    """Answers about events by question, at most `room` of them. Safe for threads."""

    def __init__(self, room: int) -> None:
        self._kept = Remembered[tuple[str, V]](room)

    def of(self, engine: Engine, question: Hashable, read: Callable[[Connection], V]) -> V:
        """The answer to `question`, read in one short transaction when there is none of the present mark."""
        with engine.connect() as connection:
            mark = selected.mark(connection, Kind.EVENT)
            kept = self._kept.get(question, lambda: (mark, read(connection)), lambda value: value[0] == mark)
        return kept[1]
