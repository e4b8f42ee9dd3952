"""Which records a curation must look at again: those that moved, and what they touch.

The decisions are transforms.matching's; here are the blocks, pairs and components that it left, kept in tables so that
a changed record costs its neighbourhood and not the warehouse. A run over everything gives the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, select, text

from transforms.match_clusters import SUCCEEDED
from transforms.matching import Edge, Profile, block_keys, edges, profile
from vigie.model import Verdict
from warehouse import inputs, portions
from warehouse.bulk import batches, copy, remove
from warehouse.inputs import Key, Live
from warehouse.suppression import Suppressed
from warehouse.tables import asks, blocks, pairs

FORGET = (
    """
    INSERT INTO touched
    SELECT p.source_b, p.key_b FROM pairs p JOIN dirty d ON p.source_a = d.source AND p.key_a = d.key
    UNION SELECT p.source_a, p.key_a FROM pairs p JOIN dirty d ON p.source_b = d.source AND p.key_b = d.key
    UNION SELECT source, key FROM dirty
    """,
    "DELETE FROM pairs p USING dirty d WHERE p.source_a = d.source AND p.key_a = d.key",
    "DELETE FROM pairs p USING dirty d WHERE p.source_b = d.source AND p.key_b = d.key",
    "DELETE FROM blocks b USING dirty d WHERE b.source = d.source AND b.key = d.key",
)
NEAR = text("""
    INSERT INTO near SELECT DISTINCT b.source, b.key FROM blocks b WHERE b.block = ANY(:blocks) ON CONFLICT DO NOTHING
""")
GROW = text("""
    INSERT INTO touched
    SELECT p.source_b, p.key_b FROM pairs p JOIN touched t ON p.source_a = t.source AND p.key_a = t.key
     WHERE p.verdict = 'same'
    UNION SELECT p.source_a, p.key_a FROM pairs p JOIN touched t ON p.source_b = t.source AND p.key_b = t.key
     WHERE p.verdict = 'same'
    UNION SELECT j.source_b, j.key_b FROM judgements j JOIN touched t ON j.source_a = t.source AND j.key_a = t.key
    UNION SELECT j.source_a, j.key_a FROM judgements j JOIN touched t ON j.source_b = t.source AND j.key_b = t.key
    UNION SELECT o.source, o.key FROM memberships m JOIN touched t USING (source, key)
      JOIN memberships o ON o.item = m.item
    UNION SELECT i.founder_source, i.founder_key FROM memberships m JOIN touched t USING (source, key)
      JOIN items i ON i.id = m.item
    UNION SELECT m.source, m.key FROM items i
      JOIN touched t ON i.founder_source = t.source AND i.founder_key = t.key JOIN memberships m ON m.item = i.id
    ON CONFLICT DO NOTHING
""")
WITHIN = text("""
    SELECT p.* FROM pairs p JOIN touched t ON p.source_a = t.source AND p.key_a = t.key
    UNION ALL
    SELECT p.* FROM pairs p JOIN touched t ON p.source_b = t.source AND p.key_b = t.key
     WHERE NOT EXISTS (SELECT FROM touched o WHERE o.source = p.source_a AND o.key = p.key_a)
    ORDER BY 1, 2, 3, 4
""")
# What a source lists in the place of another record (warehouse.lifecycle): no likeness of the two could say so.
SUCCESSIONS = text("""
    SELECT r.source, r.key, r.page ->> 'twin' AS twin FROM records r JOIN dirty d USING (source, key)
     WHERE r.state = 'moved' AND r.page ->> 'twin' IS NOT NULL
    UNION SELECT r.source, r.key, r.page ->> 'twin' FROM records r
      JOIN dirty d ON d.source = r.source AND d.key = r.page ->> 'twin' WHERE r.state = 'moved'
    ORDER BY 1, 2
""")
ASKED = text("""
    SELECT DISTINCT a.source_a, a.key_a, a.source_b, a.key_b, a.because FROM asks a JOIN touched t
        ON (a.source_a = t.source AND a.key_a = t.key) OR (a.source_b = t.source AND a.key_b = t.key)
""")


def renew(connection: Connection, hushed: Suppressed) -> dict[Key, Live]:
    """Makes blocks and pairs of the `dirty` records again, and fills the temporary table `touched` with all records
    whose cluster may move: whole components, whole items. Returns the records that it read."""
    connection.execute(
        text("CREATE TEMPORARY TABLE touched (source text, key text, PRIMARY KEY (source, key)) ON COMMIT DROP")
    )
    for statement in FORGET:
        connection.execute(text(statement))
    dirty = [(r.source, r.key) for r in connection.execute(text("SELECT source, key FROM dirty ORDER BY 1, 2"))]
    read: dict[Key, Live] = {}
    moved: list[Profile] = []
    for part in batches(dirty, portions.MOST):
        found = inputs.of(connection, hushed, part)
        moved += [profile(one.record) for one in found]
        if len(dirty) <= portions.MOST:  # of more than can be worked on at once the profiles alone are kept
            read = {one.id: one for one in found}
    beside = _near(connection, moved, hushed)
    for few in batches(moved, portions.MOST):
        named = [{"block": block, "source": p.source, "key": p.key} for p in few for block in block_keys(p)]
        copy(connection, blocks, named)
    found_edges = [*edges(moved, [profile(one.record) for one in beside])]
    successions = {(edge.a, edge.b): edge for edge in _successions(connection)}
    found_edges = [edge for edge in found_edges if (edge.a, edge.b) not in successions]
    for few_edges in batches([*found_edges, *successions.values()], portions.MOST):
        copy(connection, pairs, [_row(edge) for edge in few_edges])
    connection.execute(text("ANALYZE touched"))
    while connection.execute(GROW).rowcount:
        connection.execute(text("ANALYZE touched"))
    return {one.id: one for one in beside} | read


def within(connection: Connection) -> list[Edge]:
    """The pairs with at least one touched end."""
    return [_edge(row) for row in connection.execute(WITHIN)]


def question(connection: Connection, open_questions: Iterable[tuple[Key, Key, Sequence[str]]]) -> None:
    """Makes the open questions with a touched end equal to these; writes only what moved."""
    wanted = {(a, b): list(because) for a, b, because in open_questions}
    known = {((r.source_a, r.key_a), (r.source_b, r.key_b)): r.because for r in connection.execute(ASKED)}
    over = [two for two in known if known[two] != wanted.get(two)]
    names = ("source_a", "key_a", "source_b", "key_b")
    remove(connection, asks, names, [(*a, *b) for a, b in over])
    copy(
        connection,
        asks,
        [
            {"source_a": a[0], "key_a": a[1], "source_b": b[0], "key_b": b[1], "because": because}
            for (a, b), because in sorted(wanted.items())
            if known.get((a, b)) != because
        ],
    )


def _near(connection: Connection, moved: Sequence[Profile], hushed: Suppressed) -> list[Live]:
    """The other records that share a block with a moved one, whose own blocks are not stored yet."""
    if connection.execute(select(blocks.c.block).limit(1)).first() is None:
        return []
    connection.execute(
        text("CREATE TEMPORARY TABLE near (source text, key text, PRIMARY KEY (source, key)) ON COMMIT DROP")
    )
    for batch in batches(sorted({block for one in moved for block in block_keys(one)})):
        connection.execute(NEAR, {"blocks": list(batch)})
    connection.execute(text("ANALYZE near"))
    return inputs.live(connection, hushed, "near")


def _successions(connection: Connection) -> list[Edge]:
    """Edges between dirty records and those that took their place, or whose place they took."""
    couples = (sorted([(r.source, r.key), (r.source, r.twin)]) for r in connection.execute(SUCCESSIONS))
    return [Edge(a, b, Verdict.SAME, 100, (SUCCEEDED,)) for a, b in couples]


def _row(edge: Edge) -> dict[str, Any]:
    return {
        "source_a": edge.a[0],
        "key_a": edge.a[1],
        "source_b": edge.b[0],
        "key_b": edge.b[1],
        "verdict": edge.verdict.value,
        "strength": edge.strength,
        "because": list(edge.because),
        "series": None if edge.series is None else 1 if edge.series == edge.a else 2,
    }


def _edge(row: Any) -> Edge:
    a, b = (row.source_a, row.key_a), (row.source_b, row.key_b)
    series = None if row.series is None else a if row.series == 1 else b
    return Edge(a, b, Verdict(row.verdict), row.strength, tuple(row.because), series)
