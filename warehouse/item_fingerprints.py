"""What a publisher needs to know of every item to see which of them moved since it last looked."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, text

from vigie.model import Kind

# Everything that an item's page or feed may print: the projection, its books, and who stands behind it with which
# rights. When a source was last visited is not among it: a visit that changes nothing must not change a feed.
_QUERY = text("""
    SELECT i.id, md5(concat_ws('|', i.content_hash, i.revised_at, i.created_at, i.sequence, i.pinned_until,
                               i.session_names, s.told))
      FROM items i
      LEFT JOIN LATERAL (
           SELECT string_agg(concat_ws('|', r.source, r.key, r.url, s.name, s.trust, s.republish, s.image_rights,
                                       s.licence), '||' ORDER BY r.source, r.key) AS told
             FROM memberships m
             JOIN records r ON r.source = m.source AND r.key = m.key
             JOIN sources s ON s.slug = r.source
            WHERE m.item = i.id) s ON true
     WHERE i.kind = :kind AND i.merged_into IS NULL AND i.withdrawn_at IS NULL AND NOT i.hidden
     ORDER BY i.id
""")


def fingerprints(connection: Connection, kind: Kind) -> Iterator[tuple[str, str]]:
    """(id, hash of what may be shown) of every live item of a kind, by id. Equal hash, equal feeds."""
    for id, told in connection.execution_options(yield_per=5000).execute(_QUERY, {"kind": kind.value}):
        yield str(id), told
