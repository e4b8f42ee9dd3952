"""What people decided, and what curation remembers of its last turn."""

from __future__ import annotations

from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKey, Identity, Index, Table
from sqlalchemy import text as raw

from warehouse.tables.columns import flag, instant, json, metadata, number, text, uid

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
    instant("until", "When it ends by itself; empty = never", null=True),
    json("sources_say", "What the sources alone would say now: a conflict when it is not `base`", null=True),
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

tags = Table(
    "tags",
    metadata,
    uid("item", "Item", ForeignKey("items.id"), key=True),
    text("topic", "Topic as facet:slug", key=True),
    flag("wanted", "Whether the item is to have it, or to be without it"),
    text("author", "Who"),
    instant("at", "When"),
    comment="Topics that editors add to an item or take from it, whatever its sources say",
)

suppressions = Table(
    "suppressions",
    metadata,
    text("scope", "url, host, record (source/key), item or pattern", key=True),
    text("value", "What is suppressed; a pattern is a regular expression over title, text, URL and people", key=True),
    text("reason", "Why"),
    instant("at", "Since when"),
    text("author", "Who", null=True),
    CheckConstraint("scope IN ('url', 'host', 'record', 'item', 'pattern')", name="scope"),
    comment="Takedowns: applied at every stage, from request to feed",
)

curation = Table(
    "curation",
    metadata,
    number("one", "Always 1: the table has one row", key=True),
    text("stamp", "Rules and suppressions of the last curation; others = every record is looked at again"),
    CheckConstraint("one = 1", name="single"),
    comment="What the last curation was made from",
)
