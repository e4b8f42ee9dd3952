"""Sources as the warehouse knows them: written on first use, and when their entry of the catalogue moved."""

from __future__ import annotations

from sqlalchemy import Connection, select
from sqlalchemy.dialects.postgresql import insert

from vigie.codec import to_plain
from vigie.model import Source
from warehouse import pending
from warehouse.tables import sources


def register(connection: Connection, source: Source) -> None:
    """Makes the row of `source` equal to its entry; writes nothing when it already is."""
    entry = to_plain(source)
    entry.pop("file", None)  # where the catalogue lies on this machine is no property of the source
    known = connection.execute(select(sources.c.entry).where(sources.c.slug == source.slug)).scalar()
    if known == entry:
        return
    if known and any(known.get(name) != entry.get(name) for name in ("trust", "name", "rights")):
        pending.mark_source(connection, source.slug)  # who wins a field may change, and what may be shown of it
    row = {
        "slug": source.slug,
        "name": source.name,
        "site": source.site,
        "platform": source.platform,
        "kinds": [kind.value for kind in source.kinds],
        "language": source.language,
        "trust": source.trust,
        "nature": source.nature.value,
        "owner": source.owner,
        "republish": source.rights.republish,
        "licence": source.rights.licence,
        "image_rights": source.rights.image_rights,
        "entry": entry,
    }
    statement = insert(sources).values(row)
    connection.execute(statement.on_conflict_do_update(index_elements=["slug"], set_=row))
