"""Merging and splitting items, by judgements on the records behind them: they persist, and any merge can be undone.

What is told counts at the next curation. An act is one unit of the journal, however many judgements it takes.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Any

from sqlalchemy import Connection, select, text

from transforms.matching import Edge, Judgement, components
from vigie.model import Verdict
from warehouse import journal, judgements
from warehouse.judgements import Key
from warehouse.locks import Lock, hold
from warehouse.tables import items, memberships

PAIRS = text("""
    SELECT p.source_a, p.key_a, p.source_b, p.key_b, p.strength FROM pairs p
      JOIN memberships a ON a.source = p.source_a AND a.key = p.key_a AND a.item = CAST(:item AS uuid)
      JOIN memberships b ON b.source = p.source_b AND b.key = p.key_b AND b.item = CAST(:item AS uuid)
     WHERE p.verdict = 'same' ORDER BY 1, 2, 3, 4
""")


class Unjoinable(ValueError):
    """A merge or split that cannot be; the message says why and what to do."""


def merge(connection: Connection, kept: str, other: str, author: str, at: datetime) -> tuple[int, ...]:
    """Makes one item of two: `kept` keeps its id, `other` redirects to it. Returns the numbers of the rows of the
    journal, the first of which `undoing.undo` takes.

    KeyError when there is no such item; Unjoinable when they are one already, of two kinds, merged or withdrawn, or
    when an editor said of two of their records that they are different.
    """
    hold(connection, Lock.CURATE)
    if kept == other:
        raise Unjoinable(f"{kept} is one item already")
    kinds = [_kind(connection, item) for item in (kept, other)]
    if kinds[0] != kinds[1]:
        raise Unjoinable(f"{kept} is of kind {kinds[0]}, {other} of kind {kinds[1]}: they cannot be one thing")
    ours, theirs = _records(connection, kept), _records(connection, other)
    for a in ours:
        for b in theirs:
            if judgements.of(connection, a, b) is Verdict.DIFFERENT:
                raise Unjoinable(
                    f"{_name(a)} of {kept} and {_name(b)} of {other} were judged different{_who(connection, a, b)}: "
                    "undo that first"
                )
    # Every record is tied to the other side, so that no later change of one of them tears the two apart again.
    ties = [(ours[0], b) for b in theirs] + [(a, theirs[0]) for a in ours[1:]]
    return _tell(connection, ties, (), author, at, {"keep": kept, "otherwise": other})


def split(connection: Connection, item: str, records: Collection[Key], author: str, at: datetime) -> tuple[int, ...]:
    """Makes an item of its own of some records (source, key) of an item: the id that one of them founded, else a new
    one. The id goes with the record that founded it. Returns as `merge`.

    KeyError when there is no such item; Unjoinable when the records are not some, and not all, of its records.
    """
    hold(connection, Lock.CURATE)
    _kind(connection, item)
    members = _records(connection, item)
    off, rest = sorted(set(records)), [key for key in members if key not in records]
    if strangers := [key for key in off if key not in members]:
        raise Unjoinable(f"{', '.join(map(_name, strangers))}: no record of {item} ({', '.join(map(_name, members))})")
    if not off or not rest:
        raise Unjoinable(f"name some of the records of {item}, and not all: {', '.join(map(_name, members))}")
    apart = [(a, b) for a in rest for b in off]
    held = [*_ties(connection, item, rest), *_ties(connection, item, off)]
    return _tell(connection, held, apart, author, at, {"split": item})


def _tell(
    connection: Connection,
    same: Sequence[tuple[Key, Key]],
    different: Sequence[tuple[Key, Key]],
    author: str,
    at: datetime,
    named: dict[str, Any],
) -> tuple[int, ...]:
    said = [(a, b, Verdict.DIFFERENT) for a, b in different] + [(a, b, Verdict.SAME) for a, b in same]
    first, *others = said
    rows = [judgements.tell(connection, *first, author, at, named)]
    for a, b, verdict in others:
        if judgements.of(connection, a, b) is not verdict:
            rows.append(judgements.tell(connection, a, b, verdict, author, at, {"group": rows[0]}))
    return tuple(rows)


def _ties(connection: Connection, item: str, side: Sequence[Key]) -> list[tuple[Key, Key]]:
    """What to say so that one side of a split stays one thing: it may have been held together by the other side."""
    edges = [
        Edge((r.source_a, r.key_a), (r.source_b, r.key_b), Verdict.SAME, r.strength, ())
        for r in connection.execute(PAIRS, {"item": item})
    ]
    said = [Judgement(a, b, judgements.of(connection, a, b)) for n, a in enumerate(side) for b in side[n + 1 :]]
    parts = components(side, edges, said)
    apart = {frozenset((one.a, one.b)) for one in said if one.verdict is Verdict.DIFFERENT}
    heads = [part[0] for part in parts]
    return [two for two in pairwise(heads) if frozenset(two) not in apart]


def _kind(connection: Connection, item: str) -> str:
    query = select(items.c.kind, items.c.merged_into, items.c.withdrawn_at).where(items.c.id == item)
    row = connection.execute(query).one_or_none()
    if row is None:
        raise KeyError(item)
    if row.merged_into:
        raise Unjoinable(f"{item} was merged into {row.merged_into}")
    if row.withdrawn_at:
        raise Unjoinable(f"{item} is withdrawn: no record stands behind it")
    return str(row.kind)


def _records(connection: Connection, item: str) -> list[Key]:
    query = select(memberships.c.source, memberships.c.key).where(memberships.c.item == item)
    found = sorted((row.source, row.key) for row in connection.execute(query))
    if not found:
        raise Unjoinable(f"no record stands behind {item}")
    return found


def _who(connection: Connection, a: Key, b: Key) -> str:
    told = journal.about(connection, journal.Act.JUDGE, {"a": list(min(a, b)), "b": list(max(a, b))})
    return f" by {told.author}, {told.at:%Y-%m-%d} (row {told.seq} of the journal)" if told else ""


def _name(key: Key) -> str:
    return "/".join(key)
