"""What stands behind values that no capture says: edits and tags behind an editor's, page or versions behind a state.

Each function names what does not hold together, with its reason; nothing found = all of it is proved.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, text

from vigie.codec import content_from_plain, from_plain
from vigie.model import Content, Kind, RecordState, WallTime
from warehouse.lifecycle import PageSaid
from warehouse.projection import OVER
from warehouse.rescheduling import former_start
from warehouse.tables import edits, records, tags, versions

Key = tuple[str, str]
LAST = """
    SELECT DISTINCT ON (subject, body ->> :what) subject, body ->> :what AS name, body -> 'after' AS after, author
      FROM journal WHERE act = ANY(:acts) AND body IS NOT NULL ORDER BY subject, body ->> :what, seq DESC
"""
SILENT = "SELECT DISTINCT subject FROM journal WHERE act = ANY(:acts) AND body IS NULL"


def forged(connection: Connection) -> dict[str, dict[str, str]]:
    """Edits and tags in force that are not what the journal says last, by item and field. What was decided before the
    journal began, or in a row that a takedown emptied, is believed."""
    begun: datetime | None = connection.execute(text("SELECT min(at) FROM journal")).scalar()
    found: dict[str, dict[str, str]] = {}
    said, hushed = _last(connection, "field", ("edit", "release"))
    for row in connection.execute(select(edits).where(edits.c.released_at.is_(None))):
        after = said.get((row.item, row.field))
        if after is None and (row.item in hushed or begun is None or row.at < begun):
            continue
        told = after["after"] if after else None
        if told is None or (told.get("value"), told["author"]) != (row.value, row.author):
            found.setdefault(row.item, {})[row.field] = "the journal tells of another edit, or of none"
    said, hushed = _last(connection, "topic", ("tag",))
    for row in connection.execute(select(tags)):
        after = said.get((row.item, row.topic))
        if after is None and (row.item in hushed or begun is None or row.at < begun):
            continue
        if after is None or (after["after"], after["author"]) != (row.wanted, row.author):
            found.setdefault(row.item, {})["topics"] = f"the journal does not tell of the tag {row.topic}"
    return found


@dataclass(frozen=True, slots=True)
class Unlisted:
    """A record that its source does not list, with what its own page said."""

    source: str
    key: str
    url: str | None
    title: str
    page: PageSaid

    @property
    def id(self) -> Key:
        return self.source, self.key


def unlisted(connection: Connection) -> Iterator[Unlisted]:
    """Every record whose page was asked because its source does not list it."""
    query = select(records).where(records.c.page.is_not(None), records.c.state != RecordState.LISTED.value)
    for row in connection.execute(query.order_by(records.c.source, records.c.key)):
        title = str(row.content.get("title", ""))
        yield Unlisted(row.source, row.key, row.url, title, from_plain(PageSaid, row.page))


def doubted(connection: Connection, keys: Iterable[Key]) -> dict[Key, str]:
    """Records among `keys` that are over though their page did not say so, or whose former day is not that of their
    versions."""
    wanted = frozenset(keys)
    over = [state.value for state in OVER]
    query = select(records.c.source, records.c.key, records.c.state, records.c.page, records.c.former)
    found: dict[Key, str] = {}
    for row in connection.execute(query.where(records.c.state.in_(over) | records.c.former.is_not(None))):
        if (row.source, row.key) not in wanted:
            continue
        reason = state_doubt(RecordState(row.state), row.page)
        if reason is None and row.former is not None:
            held = from_plain(WallTime, row.former)
            if former_of(_said(connection, row.source, row.key)) != held:
                reason = f"its versions do not say that it moved from {held.isoformat()}"
        if reason:
            found[row.source, row.key] = reason
    return found


def state_doubt(state: RecordState, page: Mapping[str, Any] | None) -> str | None:
    """Why a record may not be in its state, from what its own page said (lifecycle.PageSaid as JSON). Pure."""
    if state not in OVER:
        return None
    said = (page or {}).get("answer")
    if said is None:
        return f"it counts as {state.value}, and its page was never asked"
    return None if said == state.value else f"it counts as {state.value}, and its page says {said}"


def former_of(said: Iterable[tuple[Content, datetime]]) -> WallTime | None:
    """The former day of a record, from its versions and since when each was said, oldest first. Pure."""
    held: WallTime | None = None
    before: Content | None = None
    for content, at in said:
        held = former_start(before, content, held, at) if before is not None else None
        before = content
    return held


def _said(connection: Connection, source: str, key: str) -> list[tuple[Content, datetime]]:
    query = select(versions).where(versions.c.source == source, versions.c.key == key).order_by(versions.c.number)
    return [(content_from_plain(Kind(r.kind), r.content), r.from_instant) for r in connection.execute(query)]


def _last(
    connection: Connection, what: str, acts: tuple[str, ...]
) -> tuple[dict[tuple[str, str], dict[str, Any]], frozenset[str]]:
    """The last row of the journal by item and name, and the items of which a row was emptied."""
    rows = connection.execute(text(LAST), {"what": what, "acts": list(acts)})
    said = {(row.subject, row.name): {"after": row.after, "author": row.author} for row in rows}
    return said, frozenset(connection.execute(text(SILENT), {"acts": list(acts)}).scalars())
