"""Yes/no answers on the sameness of two records: they persist, and the last one counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, select, text
from sqlalchemy.dialects.postgresql import insert

from vigie.model import Verdict
from warehouse import journal, pending
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
    tell(connection, a, b, verdict, author, at)


def tell(
    connection: Connection,
    a: Key,
    b: Key,
    verdict: Verdict,
    author: str,
    at: datetime,
    more: Mapping[str, Any] | None = None,
) -> int:
    """`judge`, with `more` in the body of its row: `keep`, the item whose id a merge keeps, with `otherwise`, the other
    one; `split`, the item that is split; `group`. Returns the number of the row."""
    (source_a, key_a), (source_b, key_b) = sorted((a, b))
    names = {"source_a": source_a, "key_a": key_a, "source_b": source_b, "key_b": key_b}
    if a == b:
        raise ValueError("a record is always the same as itself")
    before = of(connection, a, b)
    pending.mark(connection, (a, b))
    if verdict is Verdict.ASK:
        connection.execute(delete(table).filter_by(**names))
    else:
        said = {"verdict": verdict.value, "author": author, "at": at}
        statement = insert(table).values(**names, **said)
        connection.execute(statement.on_conflict_do_update(index_elements=list(names), set_=said))
    body = {"a": [source_a, key_a], "b": [source_b, key_b], "before": before.value, "after": verdict.value}
    return journal.append(connection, journal.Act.JUDGE, at, {**body, **(more or {})}, author)


def of(connection: Connection, a: Key, b: Key) -> Verdict:
    """The answer on two records; ASK when there is none."""
    (source_a, key_a), (source_b, key_b) = sorted((a, b))
    names = {"source_a": source_a, "key_a": key_a, "source_b": source_b, "key_b": key_b}
    said = connection.execute(select(table.c.verdict).filter_by(**names)).scalar()
    return Verdict(said) if said else Verdict.ASK


def named(connection: Connection) -> tuple[tuple[str, str], ...]:
    """The merges of editors that stand, in their order: (the item whose id is to stay, the other one)."""
    query = text("""
        SELECT seq, body ->> 'keep' AS keep, body ->> 'otherwise' AS otherwise, (body ->> 'undoes')::bigint AS undoes
          FROM journal WHERE act = 'judge' AND body ?| ARRAY['keep', 'undoes'] ORDER BY seq
    """)
    told: dict[int, tuple[str, str]] = {}
    first: dict[int, int] = {}
    stands: dict[int, bool] = {}
    for row in connection.execute(query):
        if row.undoes is None:
            told[row.seq], stands[row.seq] = (row.keep, row.otherwise), True
        else:  # an undo, or the undo of one
            of = first[row.seq] = first.get(row.undoes, row.undoes)
            stands[of] = not stands.get(of, True)
    return tuple(two for seq, two in told.items() if stands[seq])


def in_force(connection: Connection) -> tuple[Judged, ...]:
    """The answers on touched records, in a stable order."""
    query = text("""
        SELECT DISTINCT j.source_a, j.key_a, j.source_b, j.key_b, j.verdict FROM judgements j JOIN touched t
            ON j.source_a = t.source AND j.key_a = t.key OR j.source_b = t.source AND j.key_b = t.key
         ORDER BY 1, 2, 3, 4
    """)
    return tuple(
        Judged((r.source_a, r.key_a), (r.source_b, r.key_b), Verdict(r.verdict)) for r in connection.execute(query)
    )
