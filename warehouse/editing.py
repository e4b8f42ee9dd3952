"""What editors do to items (EDITORS.md D9): per-field edits beside the scraped values, tags, pinning, hiding.

An edit or a tag counts at the next curation; hiding and pinning at once. Every act is written into the journal with
what it replaced, so that it can be undone (warehouse.undoing). Curation's lock is held, so that no act falls between
the reading and the writing of one. What an item shows of another one that was merged into it (warehouse.inheritance)
is released on both.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select, text, update
from sqlalchemy.dialects.postgresql import insert as upsert

from vigie.codec import to_plain
from vigie.model import ChangeType, Content, Kind
from warehouse import changes, item_history, journal, pending
from warehouse.fitting import fit
from warehouse.journal import Act
from warehouse.locks import Lock, hold
from warehouse.projection import Correction
from warehouse.tables import edits, field_choices, items, tags
from warehouse.unedited import unedited

CHAIN = text("""
    WITH RECURSIVE chain AS (
        SELECT CAST(:item AS uuid) AS id UNION SELECT i.id FROM items i JOIN chain c ON i.merged_into = c.id
    )
    SELECT id FROM chain ORDER BY id <> CAST(:item AS uuid), id
""")


def begin(connection: Connection) -> int:
    """Begins an act whose rows of the journal are to be told apart from those of others: takes the locks that every
    act of an editor takes, in their order. Returns the number of the last row before it."""
    hold(connection, Lock.CURATE)
    hold(connection, Lock.JOURNAL)
    return journal.newest(connection)


def as_one(connection: Connection, before: int) -> int | None:
    """Makes one act of all that this transaction wrote after row `before` (`begin`): undone as one. Returns the number
    of its first row; None when nothing was written."""
    first = before + 1
    if journal.newest(connection) < first:
        return None
    journal.amend(connection, first, {"group": first})
    return first


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

    `until` (aware) ends the edit by itself. An edit rests on what the sources said when the item was last curated,
    which is what the editor saw: a second edit settles the conflict of the first. KeyError when there is no such item,
    ValueError when the value does not fit the field.
    """
    hold(connection, Lock.CURATE)
    row = connection.execute(select(items.c.kind, items.c.content).where(items.c.id == item)).one_or_none()
    if row is None:
        raise KeyError(item)
    fit(Kind(row.kind), field, value)
    if until is not None and until <= at:
        raise ValueError(f"an edit that ends at {until.isoformat()} would never hold")
    base = _seen(connection, item, field, row.content)
    said = {"value": base}
    _put_edit(connection, item, field, _Edit(value, base, author, until), said, author, at)


def release(connection: Connection, item: str, field: str, author: str, at: datetime) -> bool:
    """Gives a field back to its sources ("retour à la source"), also where an item that was merged into this one holds
    it. False when no edit held it."""
    hold(connection, Lock.CURATE)
    first = None
    for one in _chain(connection, item):
        if held_edit(connection, one, field) is not None:
            seq = _put_edit(connection, one, field, None, None, author, at, first)
            first = first or seq
    return first is not None


def restore(
    connection: Connection,
    item: str,
    field: str,
    told: dict[str, Any] | None,
    author: str,
    at: datetime,
    said: dict[str, Any] | None = None,
) -> None:
    """Makes the edit of a field what a row of the journal tells (`told_edit`), or none. One whose time is over by `at`
    is none. `said` is what the sources said then; by default what they say now."""
    hold(connection, Lock.CURATE)
    now = _Edit.read(told) if told else None
    if now and now.until and now.until <= at:
        now = None
    if now and said is None:
        sources = unedited(connection, item)
        said = None if sources is None else {"value": to_plain(sources).get(field)}
    _put_edit(connection, item, field, now, said, author, at)


def hide(connection: Connection, item: str, hidden: bool, author: str, at: datetime) -> bool:
    """Hides an item, or shows it again; logs `withdrawn` or `reinstated`. False when it already was so."""
    hold(connection, Lock.CURATE)
    moved = connection.execute(
        update(items)
        .where(items.c.id == item, items.c.hidden != hidden)
        .values(hidden=hidden)
        .returning(items.c.kind, items.c.merged_into, items.c.withdrawn_at)
    ).one_or_none()
    if moved is None:
        return False
    kind = ChangeType.WITHDRAWN if hidden else ChangeType.REINSTATED
    before = changes.newest(connection)
    if not (moved.merged_into or moved.withdrawn_at):  # else nobody sees it, hidden or not
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
    again (None; also where an item that was merged into this one says it). False when it already was so. KeyError when
    there is no such item, ValueError for no topic."""
    hold(connection, Lock.CURATE)
    if connection.execute(select(items.c.id).where(items.c.id == item)).one_or_none() is None:
        raise KeyError(item)
    facet, _, slug = topic.partition(":")
    if not (facet and slug):
        raise ValueError(f"{topic!r} is no topic: facet:slug, such as discipline:games")
    first = None
    for one in _chain(connection, item) if wanted is None else [item]:
        seq = put_tag(connection, one, topic, wanted, author, at, first)
        first = first or seq
    return first is not None


def put_tag(
    connection: Connection,
    item: str,
    topic: str,
    wanted: bool | None,
    author: str,
    at: datetime,
    group: int | None = None,
) -> int | None:
    """`tag` on this very item, unchecked; returns the number of its row, None when it already was so. `group` is the
    first row of the act that this one is part of."""
    before = held_tag(connection, item, topic)
    if before == wanted:
        return None
    if wanted is None:
        connection.execute(delete(tags).where(tags.c.item == item, tags.c.topic == topic))
    else:
        said = {"wanted": wanted, "author": author, "at": at}
        statement = upsert(tags).values(item=item, topic=topic, **said)
        connection.execute(statement.on_conflict_do_update(index_elements=["item", "topic"], set_=said))
    pending.mark_item(connection, item)
    body = {"item": item, "topic": topic, "before": before, "after": wanted}
    return journal.append(connection, Act.TAG, at, journal.grouped(body, group), author, item)


def held_tag(connection: Connection, item: str, topic: str) -> bool | None:
    """Whether editors want a topic on an item; None when they leave it to its sources."""
    query = select(tags.c.wanted).where(tags.c.item == item, tags.c.topic == topic)
    return connection.execute(query).scalar()


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
    """Notes beside each edit what its sources alone say now (law 6); nothing where the item is of a kind without the
    field. Part of curation; writes only what moved."""
    plain = to_plain(sources)
    for one in corrections:
        if one.tag is None:
            said = {"value": plain.get(one.field)} if hasattr(sources, one.field) else None
            moved = edits.c.sources_say.is_distinct_from(said)
            connection.execute(update(edits).where(edits.c.id == one.edit, moved).values(sources_say=said))


def held_edit(connection: Connection, item: str, field: str) -> dict[str, Any] | None:
    """The edit that holds a field of an item, by names of columns; None when none does."""
    row = connection.execute(select(edits).where(*_held(item, field))).mappings().one_or_none()
    return dict(row) if row else None


def told_edit(edit: dict[str, Any] | None) -> dict[str, Any] | None:
    """An edit as the journal tells it."""
    if edit is None:
        return None
    return {name: edit[name] for name in ("value", "base", "author")} | {"until": _instant(edit["until"])}


@dataclass(frozen=True, slots=True)
class _Edit:
    value: Any
    base: Any
    author: str
    until: datetime | None

    @classmethod
    def read(cls, told: dict[str, Any]) -> _Edit:
        until = told.get("until")
        return cls(
            told.get("value"), told.get("base"), told["author"], datetime.fromisoformat(until) if until else None
        )


def _put_edit(
    connection: Connection,
    item: str,
    field: str,
    now: _Edit | None,
    said: dict[str, Any] | None,
    author: str,
    at: datetime,
    group: int | None = None,
) -> int:
    """Makes `now` the edit of a field, or none; the one before is kept as released. Returns the number of its row."""
    held = held_edit(connection, item, field)
    connection.execute(update(edits).where(*_held(item, field)).values(released_at=at))
    row = None if now is None else {name: getattr(now, name) for name in ("value", "base", "author", "until")}
    if row is not None:
        connection.execute(insert(edits).values(item=item, field=field, at=at, sources_say=said, **row))
    pending.mark_item(connection, item)
    body: dict[str, Any] = {"item": item, "field": field, "before": told_edit(held), "after": told_edit(row)}
    if row is not None:
        body["sources_say"] = said
    act = Act.EDIT if row is not None else Act.RELEASE
    return journal.append(connection, act, at, journal.grouped(body, group), author, item)


def _seen(connection: Connection, item: str, field: str, content: dict[str, Any]) -> Any:
    """What the sources said of a field when its item was last curated. Where the item shows another editor's value,
    or that of an edit that was released since, nobody noted it: then what they say now."""
    held = held_edit(connection, item, field)
    if held is not None:
        return held["base"] if held["sources_say"] is None else held["sources_say"]["value"]
    rule = select(field_choices.c.rule).where(field_choices.c.item == item, field_choices.c.field == field)
    sources = unedited(connection, item) if connection.execute(rule).scalar() == "editor" else None
    return content.get(field) if sources is None else to_plain(sources).get(field)


def _chain(connection: Connection, item: str) -> list[str]:
    """An item and all that were merged into it, itself first."""
    return [str(row.id) for row in connection.execute(CHAIN, {"item": item})]


def _instant(at: datetime | None) -> str | None:
    return at.astimezone(UTC).isoformat() if at else None


def _held(item: str, field: str) -> tuple[Any, ...]:
    return edits.c.item == item, edits.c.field == field, edits.c.released_at.is_(None)
