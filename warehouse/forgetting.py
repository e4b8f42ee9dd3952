"""Taking down what is stored: records, versions, and every row that repeats a word of them (SECURITY.md, takedown)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from sqlalchemy import Connection, text

from vigie.codec import content_from_plain
from vigie.model import Content, Kind
from warehouse import pending
from warehouse.identity import record_id
from warehouse.suppression import Suppressed, words
from warehouse.tables import metadata

Key = tuple[str, str]
LEAST = 12
"""Signs below which a text names nothing: it would be found anywhere."""
LONGEST = 80
TOLD = frozenset({"suppressions"})
"""Where a rule must stand in clear, so that it can be applied."""
NAMED = ("records", "versions", "quarantine", "blocks")
PAIRED = ("pairs", "asks", "judgements")
BESIDE = ("item_versions", "field_choices", "occurrences", "deadlines", "edits", "tags", "suggestion_links")
SAID = """
    SELECT source, key, url, kind, content FROM records
    UNION ALL SELECT source, key, url, kind, content FROM versions
"""


@dataclass(frozen=True, slots=True)
class Found:
    """What the rules in force cover: records by (source, key), the items that they speak of, the captures in which
    they were read, and `needles`: texts that must be found nowhere afterwards."""

    records: tuple[Key, ...]
    items: tuple[str, ...]
    captures: tuple[str, ...]
    needles: tuple[str, ...]


def find(connection: Connection, hushed: Suppressed) -> Found:
    """Everything stored that is covered, whatever its age."""
    keys: set[Key] = set()
    if hushed.items:
        query = text("SELECT source, key FROM memberships WHERE item = ANY(CAST(:items AS uuid[]))")
        keys |= {(r.source, r.key) for r in connection.execute(query, {"items": sorted(hushed.items)})}
    said: list[tuple[Key, str | None, Content]] = []
    for row in connection.execute(text(SAID)):
        content = content_from_plain(Kind(row.kind), row.content)
        said.append(((row.source, row.key), row.url, content))
        if hushed.covers(row.source, row.key, row.url, content):
            keys.add((row.source, row.key))
    ours = [(url, content) for key, url, content in said if key in keys]
    theirs = [words(content) for key, _, content in said if key not in keys]
    items = connection.execute(text("SELECT source, key, item FROM memberships")).all()
    return Found(
        tuple(sorted(keys)),
        tuple(sorted({str(r.item) for r in items if (r.source, r.key) in keys} | set(hushed.items))),
        _captures(connection, keys),
        needles(ours, theirs, (key for _, key in keys)),
    )


def needles(said: Iterable[tuple[str | None, Content]], theirs: Iterable[str], keys: Iterable[str]) -> tuple[str, ...]:
    """Texts by which contents would be known: addresses, long keys, titles and descriptions. What others (`theirs`)
    say too is none. Pure."""
    found: set[str] = {key for key in keys if len(key) >= LEAST and not key.isdigit()}
    for url, content in said:
        addresses = [a for a in (url, content.url) if a]
        found |= {a for a in addresses if len(urlsplit(a).path) + len(urlsplit(a).query) >= LEAST}
        found |= {_plain_part(text) for text in (content.title, content.description) if text}
    shared = "\n".join(theirs)
    return tuple(sorted(one for one in found if len(one) >= LEAST and one not in shared))


def forget(connection: Connection, found: Found, replaced: Mapping[str, str | None], at: datetime) -> None:
    """Deletes the records with every row about them; what stays rests on the captures that took the place of theirs.

    Their items are left to the next curation, which withdraws those that nothing else speaks of; then `blank` them.
    """
    keys = {"sources": [s for s, _ in found.records], "keys": [k for _, k in found.records]}
    rest_on(connection, replaced)
    pending.mark(connection, found.records)
    for item in found.items:
        pending.mark_item(connection, item)
    gone = "(SELECT * FROM unnest(CAST(:sources AS text[]), CAST(:keys AS text[])))"
    for table in PAIRED:
        connection.execute(
            text(f"DELETE FROM {table} WHERE (source_a, key_a) IN {gone} OR (source_b, key_b) IN {gone}"), keys
        )
    ids = [record_id(*key) for key in found.records]
    connection.execute(text("DELETE FROM fingerprints WHERE record = ANY(CAST(:ids AS uuid[]))"), {"ids": ids})
    for table in NAMED[1:]:
        connection.execute(text(f"DELETE FROM {table} WHERE (source, key) IN {gone}"), keys)
    connection.execute(text(f"DELETE FROM records WHERE (source, key) IN {gone}"), keys)
    connection.execute(text(f"DELETE FROM mints WHERE (source, key) IN {gone}"), keys)
    for source, key in found.records:
        connection.execute(
            text("UPDATE items SET founder_key = :new WHERE founder_source = :source AND founder_key = :key"),
            {"source": source, "key": key, "new": f"forgotten-{hashlib.sha256(key.encode()).hexdigest()[:12]}"},
        )
        connection.execute(
            text("UPDATE pages SET keys = array_remove(keys, :key) WHERE source = :source AND :key = ANY(keys)"),
            {"source": source, "key": key},
        )
    for needle in found.needles:
        for table in ("pages", "captures", "quarantine", "suggestions"):
            connection.execute(text(f"DELETE FROM {table} t WHERE strpos(t::text, :needle) > 0"), {"needle": needle})
        connection.execute(
            text("UPDATE journal j SET body = NULL, redacted_at = :at WHERE strpos(j.body::text, :needle) > 0"),
            {"needle": needle, "at": at},
        )
    connection.execute(
        text("UPDATE journal SET body = NULL, redacted_at = :at WHERE subject = ANY(:items) AND body IS NOT NULL"),
        {"items": list(found.items), "at": at},
    )


def blank(connection: Connection, items: Sequence[str], hushed: Suppressed) -> None:
    """Leaves of withdrawn items their id alone, and of the others no version that a forgotten record spoke in."""
    ids = {"items": list(items)}
    connection.execute(
        text("""
            DELETE FROM item_versions WHERE item = ANY(CAST(:items AS uuid[])) AND to_instant IS NOT NULL
        """),
        ids,
    )
    over = "item IN (SELECT id FROM items WHERE id = ANY(CAST(:items AS uuid[])) AND withdrawn_at IS NOT NULL)"
    for table in BESIDE:
        connection.execute(text(f"DELETE FROM {table} WHERE {over}"), ids)
    connection.execute(
        text("""
            UPDATE items SET title = '', content = jsonb_build_object('title', '', 'occurrences', jsonb_build_array(
                       jsonb_build_object('start', jsonb_build_object('local', '1970-01-01T00:00:00',
                                                                      'zone', 'UTC', 'precision', 'day'))))
                       - CASE kind WHEN 'event' THEN '' ELSE 'occurrences' END,
                   content_hash = '', input_hash = '', search = '', language = NULL, province = NULL, nis = NULL,
                   municipality = NULL, starts_at = NULL, ends_at = NULL, closes_at = NULL, published_at = NULL,
                   topics = '{}', sources = '{}'
             WHERE id = ANY(CAST(:items AS uuid[])) AND withdrawn_at IS NOT NULL
        """),
        ids,
    )
    for pattern in hushed.patterns:
        for table in ("places", "actors"):
            rows = connection.execute(text(f"SELECT id, t::text AS told FROM {table} t")).all()
            named = [str(row.id) for row in rows if pattern.search(row.told)]
            connection.execute(text(f"DELETE FROM {table} WHERE id = ANY(CAST(:ids AS uuid[]))"), {"ids": named})


def left(connection: Connection, needles: Sequence[str], hushed: Suppressed) -> tuple[str, ...]:
    """Tables that still hold one of the needles, or what a pattern forbids, with how many rows: the proof is empty."""
    hits = []
    for name in sorted(metadata.tables):
        if name in TOLD:
            continue
        query = "SELECT count(*) FROM {} t WHERE {}"
        where = " OR ".join(f"strpos(t::text, :n{n}) > 0" for n in range(len(needles))) or "false"
        count = connection.execute(
            text(query.format(name, where)), {f"n{n}": needle for n, needle in enumerate(needles)}
        ).scalar_one()
        if hushed.patterns:
            act = " WHERE act <> 'suppress'" if name == "journal" else ""
            rows = connection.execute(text(f"SELECT t::text FROM {name} t{act}")).scalars()
            count += sum(1 for row in rows if hushed.names(row))
        if count:
            hits.append(f"{name}: {count} rows")
    return tuple(hits)


def rest_on(connection: Connection, replaced: Mapping[str, str | None]) -> None:
    """Makes every row that rests on a purged capture rest on what took its place; without one it is not remembered."""
    for old, new in sorted(replaced.items()):
        names = {"old": old, "new": new or old}
        if new is None:
            connection.execute(text("DELETE FROM captures WHERE sha256 = :old"), {"old": old})
            connection.execute(text("DELETE FROM pages WHERE sha256 = :old"), {"old": old})
            continue
        connection.execute(text("DELETE FROM captures WHERE sha256 = :new"), {"new": new})
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


def _plain_part(said: str) -> str:
    """The longest stretch of a text that every store writes as it is: no quotes, no line ends, no backslash."""
    parts = re.split(r"[\"'\\\n\r\t<>&]+", said)
    return max((part.strip() for part in parts), key=len)[:LONGEST].strip()
