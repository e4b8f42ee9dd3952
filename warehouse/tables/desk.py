"""What people decided, and what curation remembers of its last turn."""

from __future__ import annotations

from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKey, Identity, Index, Table
from sqlalchemy import text as raw

from warehouse.tables.columns import instant, json, metadata, number, text, uid

edits = Table(
    "edits",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True, comment="Number of the edit"),
    uid("item", "Item", ForeignKey("items.id")),
    text("field", "Field of the content"),
    json("value", "The editor's value; empty = the field is to be empty", null=True),
    json("base", "The value that it replaced (EDITORS.md D9)", null=True),
    text("author", "Who"),
    instant("at", "When"),
    instant("released_at", "When the field went back to its sources; empty while the edit holds", null=True),
    Index("uq_edits_held", "item", "field", unique=True, postgresql_where=raw("released_at IS NULL")),
    comment="Corrections of editors, kept beside what the sources say",
)

judgements = Table(
    "judgements",
    metadata,
    text("source_a", "Source of the first record (the smaller pair)", key=True),
    text("key_a", "Key of the first record", key=True),
    text("source_b", "Source of the second record", key=True),
    text("key_b", "Key of the second record", key=True),
    text("verdict", "same or different"),
    text("author", "Who"),
    instant("at", "When"),
    CheckConstraint("verdict IN ('same', 'different')", name="verdict"),
    CheckConstraint("(source_a, key_a) < (source_b, key_b)", name="ordered"),
    Index("ix_judgements_source_b_key_b", "source_b", "key_b"),
    comment="Persistent yes/no answers on the sameness of two records",
)

suppressions = Table(
    "suppressions",
    metadata,
    text("scope", "url, host, record (source/key) or item", key=True),
    text("value", "What is suppressed", key=True),
    text("reason", "Why"),
    instant("at", "Since when"),
    CheckConstraint("scope IN ('url', 'host', 'record', 'item')", name="scope"),
    comment="Takedowns: applied when loading and when curating",
)

curation = Table(
    "curation",
    metadata,
    number("one", "Always 1: the table has one row", key=True),
    text("stamp", "Rules and suppressions of the last curation; others = every record is looked at again"),
    CheckConstraint("one = 1", name="single"),
    comment="What the last curation was made from",
)
