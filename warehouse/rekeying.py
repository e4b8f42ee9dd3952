"""Moving records to other keys when the identity rule of their source changed: what hangs on a key follows it.

The item keeps its public id; versions, memberships, edits, judgements and sightings stay. The mapping is kept for ever.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, TextClause, text

from vigie.model import Problem
from warehouse import journal, pending
from warehouse.identity import problem_id, record_id
from warehouse.locks import Lock, hold
from warehouse.suggestions import suggestion_id

PLAIN = ("versions", "memberships", "mints", "field_choices", "blocks", "quarantine")
"""Tables with the columns source and key, whose rows are renamed as they are."""
APART = ("records", "suggestions", "pending")
"""Tables with these columns that are moved with what names or follows them."""
PAIRED = ("pairs", "asks", "judgements")
"""Tables of two records each, the smaller pair first."""
FOUNDED = ("items",)
LISTED = ("pages",)
_MAP = "CREATE TEMPORARY TABLE moved_keys (old text PRIMARY KEY, new text NOT NULL) ON COMMIT DROP"


class Taken(ValueError):
    """A new key that a record of the source has already; the message names both."""


def move(connection: Connection, source: str, keys: Mapping[str, str], author: str, at: datetime) -> int:
    """Renames the records of `source` from old to new key, in one transaction, and tells it in the journal; how many
    there were. Old keys that no record has are remembered all the same: a rebuild names them rightly from the start.
    Raises Taken when a new key is that of another record, ValueError when two old ones would become one."""
    if len(set(keys.values())) < len(keys):
        raise ValueError(f"two records of {source} would have one key")
    hold(connection, Lock.CURATE)
    hold(connection, Lock.LOAD, source)
    connection.execute(text("DROP TABLE IF EXISTS moved_keys"))
    connection.execute(text(_MAP))
    rows = [{"old": old, "new": new} for old, new in sorted(keys.items()) if old != new]
    if rows:
        connection.execute(text("INSERT INTO moved_keys VALUES (:old, :new)"), rows)
    held = _held(connection, source)
    _refuse_taken(connection, source)
    _records(connection, source)
    for table in PLAIN:
        connection.execute(_rename(table, "source", "key"), {"source": source})
    for table in FOUNDED:
        connection.execute(_rename(table, "founder_source", "founder_key"), {"source": source})
    for table in PAIRED:
        connection.execute(_rename_pairs(table), {"source": source})
    _pages(connection, source)
    _quarantine(connection, source)
    _suppressed(connection, source)
    _remember(connection, source, author, at)
    pending.mark(connection, ((source, new) for _, new in held))
    body = {"source": source, "keys": dict(sorted(keys.items())), "records": len(held)}
    journal.append(connection, journal.Act.REKEY, at, body, author, source)
    return len(held)


def foretell(connection: Connection, names: Mapping[tuple[str, str], str]) -> None:
    """Remembers moves before they happen again, in a warehouse that is rebuilt: items get the ids that they had."""
    rows = [{"source": s, "old": old, "new": new} for (s, old), new in sorted(names.items())]
    if rows:
        query = "INSERT INTO rekeys VALUES (:source, :old, :new, '', now()) ON CONFLICT DO NOTHING"
        connection.execute(text(query), rows)


def _held(connection: Connection, source: str) -> list[tuple[str, str]]:
    query = text("SELECT old, new FROM moved_keys JOIN records ON key = old AND source = :source ORDER BY old")
    return [(row.old, row.new) for row in connection.execute(query, {"source": source})]


def _refuse_taken(connection: Connection, source: str) -> None:
    query = text("""
        SELECT m.old, m.new FROM moved_keys m JOIN records r ON r.source = :source AND r.key = m.new
         WHERE EXISTS (SELECT FROM records o WHERE o.source = :source AND o.key = m.old) ORDER BY 1 LIMIT 1
    """)
    taken = connection.execute(query, {"source": source}).one_or_none()
    if taken:
        raise Taken(f"{source}: {taken.old} would become {taken.new}, which is another record already")


def _records(connection: Connection, source: str) -> None:
    """The records themselves: suggestions hang on them by a foreign key, fingerprints by a hash of their key."""
    said = {"source": source}
    connection.execute(
        text("""
            INSERT INTO records SELECT (jsonb_populate_record(r, jsonb_build_object('key', m.new))).*
              FROM records r JOIN moved_keys m ON r.key = m.old WHERE r.source = :source
        """),
        said,
    )
    for row in connection.execute(text("SELECT old, new FROM moved_keys")).all():
        connection.execute(
            text("UPDATE fingerprints SET record = CAST(:new AS uuid) WHERE record = CAST(:old AS uuid)"),
            {"old": record_id(source, row.old), "new": record_id(source, row.new)},
        )
    announced = text("""
        SELECT s.id, s.identity, m.new FROM suggestions s JOIN moved_keys m ON s.key = m.old WHERE s.source = :source
    """)
    for row in connection.execute(announced, said).all():
        _suggestion(connection, row.id, suggestion_id(source, row.new, row.identity), row.new)
    connection.execute(
        text("DELETE FROM records r USING moved_keys m WHERE r.key = m.old AND r.source = :source"), said
    )


def _suggestion(connection: Connection, old: str, new: str, key: str) -> None:
    told = {"old": old, "new": new, "key": key}
    copied = "jsonb_populate_record(s, jsonb_build_object('id', CAST(:new AS text), 'key', CAST(:key AS text)))"
    connection.execute(text(f"INSERT INTO suggestions SELECT ({copied}).* FROM suggestions s WHERE id = :old"), told)
    for table in ("suggestion_links", "suggestion_decisions"):
        connection.execute(text(f"UPDATE {table} SET suggestion = :new WHERE suggestion = :old"), told)
    connection.execute(text("DELETE FROM suggestions WHERE id = :old"), told)


def _rename(table: str, source: str, key: str) -> TextClause:
    return text(f"UPDATE {table} t SET {key} = m.new FROM moved_keys m WHERE t.{key} = m.old AND t.{source} = :source")


def _rename_pairs(table: str) -> TextClause:
    """Both sides at once, the smaller one first."""
    return text(f"""
        WITH named AS (
            SELECT t.ctid AS row, t.source_a, COALESCE(a.new, t.key_a) AS key_a,
                   t.source_b, COALESCE(b.new, t.key_b) AS key_b
              FROM {table} t LEFT JOIN moved_keys a ON t.source_a = :source AND a.old = t.key_a
                             LEFT JOIN moved_keys b ON t.source_b = :source AND b.old = t.key_b
             WHERE a.old IS NOT NULL OR b.old IS NOT NULL),
        sides AS (SELECT *, (source_a, key_a) > (source_b, key_b) AS turned FROM named)
        UPDATE {table} t
           SET source_a = CASE WHEN n.turned THEN n.source_b ELSE n.source_a END,
               key_a = CASE WHEN n.turned THEN n.key_b ELSE n.key_a END,
               source_b = CASE WHEN n.turned THEN n.source_a ELSE n.source_b END,
               key_b = CASE WHEN n.turned THEN n.key_a ELSE n.key_b END
          FROM sides n WHERE t.ctid = n.row
    """)


def _pages(connection: Connection, source: str) -> None:
    """Pages that were read before the change list their things by the old keys; unchanged, they are not read again."""
    connection.execute(
        text("""
            UPDATE pages p SET keys = (
                SELECT array_agg(COALESCE(m.new, k.key) ORDER BY k.n)
                  FROM unnest(p.keys) WITH ORDINALITY AS k(key, n) LEFT JOIN moved_keys m ON m.old = k.key)
             WHERE p.source = :source AND p.keys && (SELECT array_agg(old) FROM moved_keys)
        """),
        {"source": source},
    )


def _quarantine(connection: Connection, source: str) -> None:
    """A problem is named by its key among other things; the name that it would get now is its name."""
    query = text("""
        SELECT q.id, q.url, q.reason, q.detail, q.field, q.key, q.raw
          FROM quarantine q JOIN moved_keys m ON m.new = q.key WHERE q.source = :source
    """)
    for row in connection.execute(query, {"source": source}).all():
        named = problem_id(Problem(source, row.url, row.reason, row.detail, row.field, row.key, None, row.raw or ""))
        connection.execute(text("UPDATE quarantine SET id = :new WHERE id = :old"), {"old": row.id, "new": named})


def _suppressed(connection: Connection, source: str) -> None:
    connection.execute(
        text("""
            UPDATE suppressions s SET value = CAST(:source AS text) || '/' || m.new FROM moved_keys m
             WHERE s.scope = 'record' AND s.value = CAST(:source AS text) || '/' || m.old
        """),
        {"source": source},
    )


def _remember(connection: Connection, source: str, author: str, at: datetime) -> None:
    connection.execute(
        text("UPDATE rekeys r SET new_key = m.new FROM moved_keys m WHERE r.source = :source AND r.new_key = m.old"),
        {"source": source},
    )
    connection.execute(
        text("""
            INSERT INTO rekeys SELECT :source, old, new, :author, :at FROM moved_keys
            ON CONFLICT (source, old_key) DO UPDATE
               SET new_key = EXCLUDED.new_key, author = EXCLUDED.author, at = EXCLUDED.at
        """),
        {"source": source, "author": author, "at": at},
    )
