"""One hash of what the warehouse means, to compare two of them (laws 1 to 3)."""

from __future__ import annotations

import hashlib

import orjson
from sqlalchemy import Connection, Engine, text

# Instants of fetching, run ids, sequence numbers and hashes of captures (a page may print the time of day) are left
# out: they tell when, not what.
PARTS: tuple[tuple[str, str], ...] = (
    ("records", "SELECT source, key, kind, url, content_hash, state FROM records"),
    ("versions", "SELECT source, key, content_hash FROM versions WHERE to_instant IS NULL"),
    (
        "items",
        "SELECT id::text, content_hash, hidden, merged_into::text, withdrawn_at IS NOT NULL FROM items "
        "WHERE content_hash <> ''",
    ),
    ("memberships", "SELECT source, key, item::text FROM memberships"),
    ("choices", "SELECT item::text, field, value, rule, source, key, competing FROM field_choices"),
    ("suggestions", "SELECT id, hash FROM suggestions"),
    ("links", "SELECT suggestion, item::text, score, verdict FROM suggestion_links"),
    ("quarantine", "SELECT source, url, reason, field, key FROM quarantine WHERE closed_at IS NULL"),
    ("names", "SELECT id::text, session_names FROM items WHERE session_names <> '{}'"),
)
NAMED = text("""
    SELECT EXISTS (SELECT FROM information_schema.columns
                    WHERE table_schema = current_schema() AND table_name = 'items' AND column_name = 'session_names')
""")


def content_hash(engine: Engine) -> str:
    """sha-256, in hexadecimal, over records, versions, items, memberships, choices, suggestions, open problems."""
    with engine.connect() as connection:
        return content_hash_of(connection)


def content_hash_of(connection: Connection) -> str:
    """The same, as the transaction of `connection` sees it."""
    digest = hashlib.sha256()
    for name, part in parts(connection).items():
        digest.update(f"{name} {part}\n".encode())
    return digest.hexdigest()


def parts(connection: Connection) -> dict[str, str]:
    """The same per part, to see what differs. Rows are sorted by their bytes, so their order does not count.

    A backup of a warehouse that did not name sessions yet is asked before its schema is brought up to date: it has the
    hash that it had then, without the part `names`.
    """
    found = {}
    named = connection.execute(NAMED).scalar_one()
    for name, query in PARTS if named else PARTS[:-1]:
        digest = hashlib.sha256()
        for line in sorted(orjson.dumps(list(row)) for row in connection.execute(text(query))):
            digest.update(line + b"\n")
        found[name] = digest.hexdigest()
    return found
