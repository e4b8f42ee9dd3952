"""What editors do to items (EDITORS.md D9): per-field edits beside the scraped values, tags, pinning, hiding.

An edit or a tag counts at the next curation; hiding and pinning at once. Every act is written into the journal with
what it replaced, so that it can be undone (warehouse.undoing). Curation's lock is held, so that no act falls between
the reading and the writing of one.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from vigie.codec import to_plain
from vigie.model import ChangeType, Content, Kind
from warehouse import changes, item_history, journal, pending
from warehouse.journal import Act
from warehouse.locks import Lock, hold
from warehouse.projection import Correction, corrected
from warehouse.tables import edits, items, tags


def edit(
    connection: Connection,
    item: str,
    field: str,
    value: Any,
    author: str,
    at: datetime,
    until: datetime | None = None,
) -> None:
    """Sets a field to a JSON value (as `codec.to_plain` gives it; None empties it), keeping what it replaces.

    `until` (aware) ends the edit by itself. A second edit rests on what the sources say when it is made: it settles the
    conflict of the first. KeyError when there is no such item, ValueError when the value does not fit the field.
    """
    hold(connection, Lock.CURATE)
    row = connection.execute(select(items.c.kind, items.c.content).where(items.c.id == item)).one_or_none()
    if row is None:
        raise KeyError(item)
    corrected(Kind(row.kind), field, value)
    if until is not None and until <= at:
        raise ValueError(f"an edit that ends at {until.isoformat()} would never hold")
    held = held_edit(connection, item, field)
    base = row.content.get(field) if held is None else held["base"]
    if held is not None and held["sources_say"] is not None:
        base = held["sources_say"]["value"]
    now = {"value": value, "base": base, "until": until, "author": author}
    write_edit(connection, item, field, now, at)
    body = {"item": item, "field": field, "before": _told(held), "after": _told(now)}
    journal.append(connection, Act.EDIT, at, body, author, item)


def release(connection: Connection, item: str, field: str, author: str, at: datetime) -> bool:
    """Gives a field back to its sources ("retour à la source"). False when no edit held it."""
    hold(connection, Lock.CURATE)
    held = held_edit(connection, item, field)
    if held is None:
        return False
    write_edit(connection, item, field, None, at)
    journal.append(
        connection, Act.RELEASE, at, {"item": item, "field": field, "before": _told(held), "after": None}, author, item
    )
    return True


def hide(connection: Connection, item: str, hidden: bool, author: str, at: datetime) -> bool:
    """Hides an item, or shows it again; logs `withdrawn` or `reinstated`. False when it already was so."""
    hold(connection, Lock.CURATE)
    moved = connection.execute(
        update(items).where(items.c.id == item, items.c.hidden != hidden).values(hidden=hidden).returning(items.c.kind)
    ).one_or_none()
    if moved is None:
        return False
    kind = ChangeType.WITHDRAWN if hidden else ChangeType.REINSTATED
    before = changes.newest(connection)
    changes.append(connection, at, [changes.Entry(item, Kind(moved.kind), kind, ("hidden",))])
    item_history.keep(connection, [item], at, before)
    journal.append(connection, Act.HIDE, at, {"item": item, "before": not hidden, "after": hidden}, author, item)
    return True


def pin(connection: Connection, item: str, until: datetime | None, author: str, at: datetime) -> bool:
    """Puts an item first until an aware instant, or takes that back (None). False when it already was so.

    KeyError when there is no such item.
    """
    hold(connection, Lock.CURATE)
    row = connection.execute(select(items.c.kind, items.c.pinned_until).where(items.c.id == item)).one_or_none()
    if row is None:
        raise KeyError(item)
    if row.pinned_until == until:
        return False
    connection.execute(update(items).where(items.c.id == item).values(pinned_until=until))
    before = changes.newest(connection)
    changes.append(connection, at, [changes.Entry(item, Kind(row.kind), ChangeType.UPDATED, ("pinned_until",))])
    item_history.keep(connection, [item], at, before)
    body = {"item": item, "before": _instant(row.pinned_until), "after": _instant(until)}
    journal.append(connection, Act.PIN, at, body, author, item)
    return True


def tag(connection: Connection, item: str, topic: str, wanted: bool | None, author: str, at: datetime) -> bool:
    """Adds a topic (facet:slug) to an item (`wanted` True), takes it from it (False), or leaves that to its sources
    again (None). False when it already was so. KeyError when there is no such item, ValueError for no topic."""
    hold(connection, Lock.CURATE)
    if connection.execute(select(items.c.id).where(items.c.id == item)).one_or_none() is None:
        raise KeyError(item)
    facet, _, slug = topic.partition(":")
    if not (facet and slug):
        raise ValueError(f"{topic!r} is no topic: facet:slug, such as discipline:games")
    here = (tags.c.item == item) & (tags.c.topic == topic)
    before = connection.execute(select(tags.c.wanted).where(here)).scalar()
    if before == wanted:
        return False
    if wanted is None:
        connection.execute(delete(tags).where(here))
    else:
        said = {"wanted": wanted, "author": author, "at": at}
        statement = upsert(tags).values(item=item, topic=topic, **said)
        connection.execute(statement.on_conflict_do_update(index_elements=["item", "topic"], set_=said))
    pending.mark_item(connection, item)
    journal.append(
        connection, Act.TAG, at, {"item": item, "topic": topic, "before": before, "after": wanted}, author, item
    )
    return True


def expire(connection: Connection, now: datetime) -> int:
    """Releases the edits whose time is over at the aware instant `now`; returns how many. Part of curation."""
    over = (
        update(edits)
        .where(edits.c.released_at.is_(None), edits.c.until <= now)
        .values(released_at=edits.c.until)
        .returning(edits.c.item)
    )
    ended = [str(item) for item in connection.execute(over).scalars()]
    for item in sorted(set(ended)):
        pending.mark_item(connection, item)
    return len(ended)


def compare(connection: Connection, corrections: Iterable[Correction], sources: Content) -> None:
    """Notes beside each edit what its sources alone say now (law 6). Part of curation; writes only what moved."""
    plain = to_plain(sources)
    for one in corrections:
        if one.tag is None:
            said = {"value": plain.get(one.field)}
            moved = edits.c.sources_say.is_distinct_from(said)
            connection.execute(update(edits).where(edits.c.id == one.edit, moved).values(sources_say=said))


def held_edit(connection: Connection, item: str, field: str) -> dict[str, Any] | None:
    """The edit that holds a field of an item, by names of columns; None when none does."""
    row = connection.execute(select(edits).where(*_held(item, field))).mappings().one_or_none()
    return dict(row) if row else None


def write_edit(connection: Connection, item: str, field: str, now: dict[str, Any] | None, at: datetime) -> None:
    """Makes `now` (value, base, until, author) the edit of a field, or none; the one before is kept as released."""
    connection.execute(update(edits).where(*_held(item, field)).values(released_at=at))
    if now is not None:
        connection.execute(insert(edits).values(item=item, field=field, at=at, **now))
    pending.mark_item(connection, item)


def _told(edit: dict[str, Any] | None) -> dict[str, Any] | None:
    """An edit for the journal."""
    if edit is None:
        return None
    return {name: edit[name] for name in ("value", "base", "author")} | {"until": _instant(edit["until"])}


def _instant(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def _held(item: str, field: str) -> tuple[Any, ...]:
    return edits.c.item == item, edits.c.field == field, edits.c.released_at.is_(None)
