"""What items said until a curation, and how their sessions are named after it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, select

from vigie.codec import content_from_plain
from vigie.model import Content, Kind
from warehouse.bulk import batches
from warehouse.session_names import Names, renamed, sessions
from warehouse.tables import items


@dataclass(frozen=True, slots=True)
class Stood:
    """What an item said, and the names of its sessions. An item that is new, or that a takedown emptied, has none."""

    content: Content | None = None
    names: Names = field(default_factory=Names)

    def names_after(self, content: Content, now: datetime) -> Names:
        """The names of the sessions of `content`, which the item says from the aware instant `now` on."""
        old = sessions(self.content) if self.content and self.names.shown else ()
        return renamed(old, self.names, sessions(content), now)


def stood(connection: Connection, ids: Sequence[str]) -> dict[str, Stood]:
    """These items as they stand, by id."""
    found: dict[str, Stood] = {}
    c = items.c
    for batch in batches(ids):
        query = select(c.id, c.kind, c.content, c.session_names, c.former_sessions).where(c.id.in_(batch))
        for row in connection.execute(query):
            former = tuple((name, mark) for name, mark in row.former_sessions)
            content = content_from_plain(Kind(row.kind), row.content)
            found[row.id] = Stood(content, Names(tuple(row.session_names), former))
    return found
