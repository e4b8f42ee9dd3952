"""What each source says: the current record, its fingerprint for probing, its history."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, Table
from sqlalchemy import text as raw

from warehouse.tables.columns import instant, json, metadata, number, text, texts, uid

records = Table(
    "records",
    metadata,
    text("source", "Slug of the source", ForeignKey("sources.slug"), key=True),
    text("key", "The source's own id of the thing", key=True),
    text("kind", "event, news or call"),
    text("url", "Page of the thing at the source", null=True),
    json("content", "What the source says, understood (canonical JSON of vigie.model)"),
    text("content_hash", "sha-256 of kind, URL and content"),
    text("capture", "sha-256 of the capture that first said this content"),
    text("parser", "Reader and version that read it"),
    json("provenance", "Per field: rule, words, part of the capture"),
    texts("abstentions", "Fields that were left empty on purpose"),
    text("state", "listed, missing, suspected, cancelled, moved or gone (DESIGN.md §5)"),
    instant("first_seen", "When the record was first seen"),
    instant("changed_at", "When its content last changed"),
    instant("last_seen", "When it was last written; while listed, see the last complete run of its source"),
    instant("missing_since", "First complete run that no longer listed it", null=True),
    number("absences", "Complete runs in a row that did not list it", default="0"),
    json("page", "What its own page last said when it was no longer listed (warehouse.lifecycle.PageSaid)", null=True),
    json("former", "Its only session before its day moved (JSON of WallTime); empty when it never did", null=True),
    Index("ix_records_not_listed", "source", "key", postgresql_where=raw("state <> 'listed'")),
    comment="Current record per source and key",
)

fingerprints = Table(
    "fingerprints",
    metadata,
    uid("record", "First 128 bits of sha-256(source, newline, key)", key=True),
    uid("content", "First 128 bits of the content hash"),
    comment="Narrow copy of key and content hash, probed in batches before anything is written",
)

versions = Table(
    "versions",
    metadata,
    text("source", "Slug of the source", key=True),
    text("key", "The source's own id of the thing", key=True),
    number("number", "1 for the first version", key=True),
    text("kind", "event, news or call"),
    text("url", "Page of the thing at the source", null=True),
    json("content", "What the source said"),
    text("content_hash", "sha-256 of kind, URL and content"),
    text("capture", "sha-256 of the capture that first said it"),
    instant("from_instant", "From when it was said"),
    instant("to_instant", "Until when; empty for the current version", null=True),
    Index("uq_versions_current", "source", "key", unique=True, postgresql_where=raw("to_instant IS NULL")),
    comment="History of records: a row only when the content hash changed",
)
