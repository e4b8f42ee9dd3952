"""What sources grant today. A state of the past is told under the stricter of its own terms and today's: a permission
that was taken back is not given again by whoever reads an old version."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy import Connection, select

from vigie.model import Item, Rights, Sighting
from warehouse.tables import sources as table

NOTHING = Rights()


def granted(connection: Connection) -> dict[str, Rights]:
    """The rights of every source that the warehouse knows, by slug."""
    rows = connection.execute(select(table.c.slug, table.c.licence, table.c.republish, table.c.image_rights))
    return {row.slug: Rights(row.licence, row.republish, row.image_rights) for row in rows}


def held_to(item: Item, now: Mapping[str, Rights]) -> Item:
    """`item` without what its sources no longer grant; one that is not known any more grants nothing. Pure."""
    return replace(item, sightings=tuple(_held_to(s, now.get(s.source, NOTHING)) for s in item.sightings))


def _held_to(sighting: Sighting, now: Rights) -> Sighting:
    return replace(
        sighting,
        republish=sighting.republish and now.republish,
        image_rights=sighting.image_rights if now.image_rights else None,
    )
