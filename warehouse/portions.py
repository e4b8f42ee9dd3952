"""Cuts the touched records into portions of whole components, so that memory does not grow with the warehouse.

What happens in one component never depends on another (transforms.match_clusters), so portions give what all at once
would: the same items, the same questions. Only the order of the change log is that of the portions.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, text

from warehouse.bulk import batches

Key = tuple[str, str]

MOST = 20_000
"""Records that are worked on at once."""

# What neighbours.GROW follows, once more: pairs, editors' words, records of one item, founders.
LINKS = text("""
    SELECT source_a, key_a, source_b, key_b FROM pairs WHERE verdict = 'same'
    UNION ALL SELECT source_a, key_a, source_b, key_b FROM judgements
    UNION ALL SELECT m.source, m.key, f.source, f.key FROM memberships m
      JOIN (SELECT DISTINCT ON (item) item, source, key FROM memberships ORDER BY item, source, key) f USING (item)
    UNION ALL SELECT m.source, m.key, i.founder_source, i.founder_key FROM memberships m JOIN items i ON i.id = m.item
""")


def portions(connection: Connection) -> Iterator[int]:
    """Leaves in the temporary table `touched` one portion after the other; yields how many records it holds. A
    component is never cut, so a portion may hold more than MOST."""
    keys = [(r.source, r.key) for r in connection.execute(text("SELECT source, key FROM touched ORDER BY 1, 2"))]
    if len(keys) <= MOST:
        yield len(keys)
        return
    portion: list[Key] = []
    for component in _components(connection, keys):
        portion += component
        if len(portion) >= MOST:
            _touch(connection, portion)
            yield len(portion)
            portion = []
    if portion:
        _touch(connection, portion)
        yield len(portion)


def _components(connection: Connection, keys: list[Key]) -> Iterator[list[Key]]:
    """Groups of linked keys, by their first one."""
    place = {key: n for n, key in enumerate(keys)}
    parent = list(range(len(keys)))

    def root(n: int) -> int:
        while parent[n] != n:
            parent[n] = n = parent[parent[n]]
        return n

    for row in connection.execute(LINKS, execution_options={"stream_results": True, "yield_per": 10_000}):
        a, b = place.get((row[0], row[1])), place.get((row[2], row[3]))
        if a is not None and b is not None:
            first, second = sorted((root(a), root(b)))
            parent[second] = first
    groups: dict[int, list[Key]] = {}
    for n, key in enumerate(keys):
        groups.setdefault(root(n), []).append(key)
    yield from groups.values()


def _touch(connection: Connection, keys: list[Key]) -> None:
    connection.execute(text("TRUNCATE touched"))
    for batch in batches(keys):
        connection.execute(
            text("INSERT INTO touched SELECT * FROM unnest(CAST(:sources AS text[]), CAST(:keys AS text[]))"),
            {"sources": [source for source, _ in batch], "keys": [key for _, key in batch]},
        )
    connection.execute(text("ANALYZE touched"))
