"""Taking down what is stored: records, versions, and every row that repeats a word of them (SECURITY.md, takedown)."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, text

from vigie.codec import content_from_plain
from vigie.model import Content, Kind
from warehouse import pending
from warehouse.identity import record_id
from warehouse.suppression import Suppressed, said_in
from warehouse.traces import Needles, candidates, only_theirs, rows_saying

Key = tuple[str, str]
NAMED = ("versions", "quarantine", "blocks", "records", "mints")
PAIRED = ("pairs", "asks", "judgements")
REPEATING = ("pages", "captures", "quarantine", "suggestions", "suggestion_links")
"""Rows that may be dropped when they say it: the next run or curation makes them again, without it."""
GONE = "(SELECT * FROM unnest(CAST(:sources AS text[]), CAST(:keys AS text[])))"
SAID = """
    SELECT source, key, url, kind, content, provenance FROM records
    UNION ALL SELECT source, key, url, kind, content, NULL FROM versions
"""
ANNOUNCED = "SELECT source, key, title, words, content FROM suggestions"
FORGOTTEN = "forgotten-"


@dataclass(frozen=True, slots=True)
class Found:
    """What the rules in force cover: records by (source, key), the items that they speak of, the captures in which
    they were read, and what must be found nowhere afterwards."""

    records: tuple[Key, ...]
    items: tuple[str, ...]
    captures: tuple[str, ...]
    needles: Needles


def find(connection: Connection, hushed: Suppressed, more: Collection[Key] = ()) -> Found:
    """Everything stored that is covered, whatever its age; `more` are records known to be covered otherwise."""
    keys = {*more, *_covered(connection, hushed)}
    ours: list[tuple[str | None, Content]] = []
    if keys:
        for row in connection.execute(text(SAID), execution_options={"stream_results": True}):
            if (row.source, row.key) in keys:
                ours.append((row.url, content_from_plain(Kind(row.kind), row.content)))
    wanted = candidates(ours, (key for _, key in keys))
    items = connection.execute(text("SELECT source, key, item FROM memberships")).all()
    return Found(
        tuple(sorted(keys)),
        tuple(sorted({str(r.item) for r in items if (r.source, r.key) in keys} | set(hushed.items))),
        _captures(connection, keys),
        only_theirs(wanted, _others(connection, keys) if wanted else ()),
    )


def forget(connection: Connection, found: Found, hushed: Suppressed, at: datetime) -> None:
    """Deletes the records with every row about them, and of what else repeats them what can be made again.

    Their items are left to the next curation, which withdraws those that nothing else speaks of (warehouse.blanking).
    """
    keys = {"sources": [s for s, _ in found.records], "keys": [k for _, k in found.records]}
    pending.mark(connection, found.records)
    for item in found.items:
        pending.mark_item(connection, item)
    for table in PAIRED:
        connection.execute(
            text(f"DELETE FROM {table} WHERE (source_a, key_a) IN {GONE} OR (source_b, key_b) IN {GONE}"), keys
        )
    ids = [record_id(*key) for key in found.records]
    connection.execute(text("DELETE FROM fingerprints WHERE record = ANY(CAST(:ids AS uuid[]))"), {"ids": ids})
    for table in NAMED:
        connection.execute(text(f"DELETE FROM {table} WHERE (source, key) IN {GONE}"), keys)
    connection.execute(
        text(f"""
            DELETE FROM item_versions v WHERE EXISTS (
                SELECT FROM jsonb_array_elements(v.sightings) s WHERE (s ->> 'source', s ->> 'key') IN {GONE})
        """),
        keys,
    )
    for source, key in found.records:
        connection.execute(
            text("UPDATE items SET founder_key = :new WHERE founder_source = :source AND founder_key = :key"),
            {"source": source, "key": key, "new": stand_in(key)},
        )
        connection.execute(
            text("DELETE FROM pages WHERE source = :source AND :key = ANY(keys)"), {"source": source, "key": key}
        )
    _edits(connection, found.needles.texts, hushed)
    for table in REPEATING:
        places = rows_saying(connection, table, found.needles.texts, hushed)
        connection.execute(text(f"DELETE FROM {table} WHERE ctid = ANY(CAST(:places AS tid[]))"), {"places": places})
    places = rows_saying(connection, "runs", found.needles.texts, hushed)
    connection.execute(
        text("""
            UPDATE runs SET certificate = certificate || '{"message": "", "unread": [], "alarms": []}'
             WHERE ctid = ANY(CAST(:places AS tid[])) AND certificate IS NOT NULL
        """),
        {"places": places},
    )
    redact_journal(connection, rows_saying(connection, "journal", found.needles.texts, hushed), at)


def redact_journal(connection: Connection, places: Sequence[str], at: datetime) -> None:
    """Empties the bodies of rows of the journal; runs that say "as that run" are emptied with it, so that the next
    run tells in full again what its answers were (pipeline.steps.journal_run)."""
    connection.execute(
        text("""
            UPDATE journal SET body = NULL, redacted_at = :at
             WHERE ctid = ANY(CAST(:places AS tid[])) AND body IS NOT NULL
        """),
        {"places": list(places), "at": at},
    )
    connection.execute(
        text("""
            UPDATE journal SET body = NULL, redacted_at = :at
             WHERE act = 'run' AND body ? 'as' AND CAST(body ->> 'as' AS bigint) IN (
                   SELECT seq FROM journal WHERE act = 'run' AND redacted_at IS NOT NULL)
        """),
        {"at": at},
    )


def stand_in(key: str) -> str:
    """What stands for the key of a forgotten record, in the items that it founded: it is known again, not read."""
    return FORGOTTEN + hashlib.sha256(key.encode()).hexdigest()[:12]


def rest_on(connection: Connection, replaced: Mapping[str, str | None]) -> None:
    """Makes every row that rests on a purged capture rest on what took its place; without one it is not remembered."""
    for old, new in sorted(replaced.items()):
        names = {"old": old, "new": new or old}
        if new is None:
            connection.execute(text("DELETE FROM captures WHERE sha256 = :old"), {"old": old})
            connection.execute(text("DELETE FROM pages WHERE sha256 = :old"), {"old": old})
            continue
        there = "EXISTS (SELECT FROM captures WHERE sha256 = :old)"
        connection.execute(text(f"DELETE FROM captures WHERE sha256 = :new AND {there}"), names)
        connection.execute(text("UPDATE captures SET sha256 = :new WHERE sha256 = :old"), names)
        connection.execute(text("DELETE FROM pages WHERE sha256 = :old"), {"old": old})
        for table, column in (("records", "provenance"), ("field_choices", "provenance"), ("suggestions", "evidence")):
            connection.execute(
                text(f"""
                    UPDATE {table} SET {column} = replace({column}::text, :old, :new)::jsonb
                     WHERE strpos({column}::text, :old) > 0
                """),
                names,
            )
        for table in ("records", "versions", "field_choices", "quarantine"):
            connection.execute(text(f"UPDATE {table} SET capture = :new WHERE capture = :old"), names)


def _covered(connection: Connection, hushed: Suppressed) -> Iterator[Key]:
    if not hushed:
        return
    if hushed.items:
        query = text("SELECT source, key FROM memberships WHERE item = ANY(CAST(:items AS uuid[]))")
        yield from ((r.source, r.key) for r in connection.execute(query, {"items": sorted(hushed.items)}))
    for row in connection.execute(text(SAID), execution_options={"stream_results": True}):
        content = content_from_plain(Kind(row.kind), row.content) if hushed.patterns else None
        proof = "\n".join(said_in(row.provenance)) if hushed.patterns else ""
        if hushed.covers(row.source, row.key, row.url, content) or hushed.names(proof):
            yield row.source, row.key


def _others(connection: Connection, keys: Collection[Key]) -> Iterator[list[str]]:
    """What each other thing says: its texts and addresses, and what its news announces."""
    for row in connection.execute(text(SAID), execution_options={"stream_results": True}):
        if (row.source, row.key) not in keys:
            yield [row.url or "", row.key, *said_in(row.content)]
    for row in connection.execute(text(ANNOUNCED)):
        if (row.source, row.key) not in keys:
            yield [row.title, row.words, *said_in(row.content)]


def _edits(connection: Connection, needles: Sequence[str], hushed: Suppressed) -> None:
    """An editor's value that says it goes; where only the value that it replaced did, that one is forgotten."""
    places = rows_saying(connection, "edits", needles, hushed)
    own = "ctid = ANY(CAST(:places AS tid[]))"
    cleared = f"UPDATE edits SET base = NULL, sources_say = NULL WHERE {own} RETURNING item"
    for item in connection.execute(text(cleared), {"places": places}).scalars().all():
        pending.mark_item(connection, str(item))
    places = rows_saying(connection, "edits", needles, hushed)
    connection.execute(text(f"DELETE FROM edits WHERE {own}"), {"places": places})


def _captures(connection: Connection, keys: set[Key]) -> tuple[str, ...]:
    """Captures that the provenance of these records, now or before, names."""
    found: set[str] = set()
    for row in connection.execute(text("SELECT source, key, capture FROM versions")):
        if (row.source, row.key) in keys:
            found.add(row.capture)
    for row in connection.execute(text("SELECT source, key, capture, provenance, page FROM records")):
        if (row.source, row.key) in keys:
            found |= {row.capture, *(p["evidence"]["capture"] for p in row.provenance)}
            found |= {row.page["capture"]} if row.page and row.page.get("capture") else set()
    return tuple(sorted(capture for capture in found if capture))
