"""Bodies that are made of the warehouse: kept while it stands still, so that who polls costs a look at an index."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Connection, Engine

from vigie.model import Kind
from warehouse import selected
from web.machine_answers import Body
from web.remembered import Remembered

ROOM = 64 << 20
TRUSTED = 60.0
"""Seconds after which the selection itself is asked again, whatever the log of changes says."""


@dataclass(frozen=True, slots=True)
class Question:
    """What a body answers: its address, its kind, its day; how it is made, and a signature of its selection."""

    address: str
    kind: Kind
    day: date
    make: Callable[[Connection], tuple[Body, bytes]]
    signature: Callable[[Connection], str]


@dataclass(slots=True)
class _Kept:
    body: Body
    data: bytes
    mark: str
    day: date
    signature: str
    checked: float


class FreshBodies:
    """Bodies by their address."""

    def __init__(self, engine: Engine, clock: Callable[[], float] = time.monotonic) -> None:
        self._engine = engine
        self._clock = clock
        self._kept: Remembered[_Kept] = Remembered(ROOM, lambda kept: len(kept.data) + 500)

    def body(self, question: Question) -> Body:
        """The body of a question; made anew only when something moved that it may show."""
        return self._kept.get(question.address, lambda: self._made(question), lambda k: self._holds(question, k)).body

    def _made(self, question: Question) -> _Kept:
        with self._engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
            mark, signature = selected.mark(connection, question.kind), question.signature(connection)
            body, data = question.make(connection)
        return _Kept(replace(body, chunks=lambda: (data,)), data, mark, question.day, signature, self._clock())

    def _holds(self, question: Question, kept: _Kept) -> bool:
        if kept.day != question.day:
            return False
        with self._engine.connect() as connection:
            if selected.mark(connection, question.kind) != kept.mark:
                return False
            if self._clock() - kept.checked >= TRUSTED:
                if question.signature(connection) != kept.signature:
                    return False
                kept.checked = self._clock()
        return True
