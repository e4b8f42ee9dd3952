"""Under which key a record stands since the identity rule of its source changed."""

from __future__ import annotations

from sqlalchemy import Table

from warehouse.tables.columns import instant, metadata, text

rekeys = Table(
    "rekeys",
    metadata,
    text("source", "Slug of the source", key=True),
    text("old_key", "Key that the record had", key=True),
    text("new_key", "Key that it has since"),
    text("author", "Who moved it"),
    instant("at", "When it was moved"),
    comment="Records whose source names them otherwise since a reader's identity rule changed, kept for ever",
)
