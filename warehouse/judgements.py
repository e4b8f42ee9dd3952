"""Yes/no answers on the sameness of two records: they persist, and the last one counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.postgresql import insert

from vigie.model import Verdict
from warehouse.tables import judgements as table

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Judged:
    """One answer on two records, the smaller pair first."""

    a: Key
    b: Key
    verdict: Verdict


def judge(connection: Connection, a: Key, b: Key, verdict: Verdict, author: str, at: datetime) -> None:
    """Says that two records are the same or different; ASK takes the answer back. It counts at the next curation."""
    (source_a, key_a), (source_b, key_b) = sorted((a, b))
    names = {"source_a": source_a, "key_a": key_a, "source_b": source_b, "key_b": key_b}
    if a == b:
        raise ValueError("a record is always the same as itself")
    if verdict is Verdict.ASK:
        connection.execute(delete(table).filter_by(**names))
        return
    said = {"verdict": verdict.value, "author": author, "at": at}
    statement = insert(table).values(**names, **said)
    connection.execute(statement.on_conflict_do_update(index_elements=list(names), set_=said))


def in_force(connection: Connection) -> tuple[Judged, ...]:
    """All answers, in a stable order."""
    query = select(table).order_by(table.c.source_a, table.c.key_a, table.c.source_b, table.c.key_b)
    return tuple(
        Judged((r.source_a, r.key_a), (r.source_b, r.key_b), Verdict(r.verdict)) for r in connection.execute(query)
    )
