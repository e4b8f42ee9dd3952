"""What one item would be made of two, before an editor says so."""

from __future__ import annotations

from sqlalchemy import Connection

from vigie.model import Content
from warehouse import inputs
from warehouse.projection import Correction, project
from warehouse.unedited import voices


def merged(connection: Connection, kept: str, other: str) -> Content | None:
    """What `kept` would say with the records of `other` beside its own; its own edits count before those of the other.
    None when no record stands behind either."""
    members = [one.member() for item in (kept, other) for one in voices(connection, item)]
    if not members:
        return None
    held = inputs.corrections(connection, {kept, other})
    corrections: dict[tuple[str, str], Correction] = {}
    for item in (other, kept):
        corrections |= {one.name: one for one in held.get(item, ())}
    return project(members, tuple(corrections.values())).content
