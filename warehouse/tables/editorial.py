"""What the desk keeps: people, their views, notes, checks and digests, and what readers proposed.

Written through `warehouse.editorial`, so that each row stands in the journal and can be taken back."""

from __future__ import annotations

from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKey, Identity, Index, Table

from warehouse.tables.columns import flag, instant, json, metadata, number, text, uid

desk_users = Table(
    "desk_users",
    metadata,
    text("name", "Name that a person signs in with", key=True),
    text("role", "viewer, editor or admin"),
    text("password", "argon2id hash; empty = comes in by a proxy only. Never in the journal", null=True),
    text("language", "Language of the desk: fr or en"),
    number("epoch", "Signed sessions of an earlier epoch are over", default="0"),
    instant("created_at", "Since when"),
    instant("disabled_at", "Since when the person may not come in any more", null=True),
    CheckConstraint("role IN ('viewer', 'editor', 'admin')", name="role"),
    CheckConstraint("language IN ('fr', 'en')", name="language"),
    comment="People of the desk",
)

sign_ins = Table(
    "sign_ins",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True, comment="Number of the attempt"),
    text("name", "Name that was given, as a keyed hash"),
    text("client", "Address that it came from, as a keyed hash"),
    flag("accepted", "Whether it was let in"),
    instant("at", "When; rows older than a day are dropped"),
    Index("ix_sign_ins_at", "at"),
    comment="Attempts to sign in, for the rate limit alone",
)

saved_views = Table(
    "saved_views",
    metadata,
    text("slug", "Name in addresses, never given twice", key=True),
    text("title", "What editors call it, in French"),
    text("title_en", "The same in English", null=True),
    text("kind", "event, news or call"),
    text("query", "Filters by slug, as the query string of the feed service in its one spelling"),
    flag("shared", "Whether its feeds are public"),
    text("author", "Who saved it"),
    instant("at", "When it was saved last"),
    CheckConstraint("kind IN ('event', 'news', 'call')", name="kind"),
    comment="Saved views of the desk, each with feeds of its own",
)

item_notes = Table(
    "item_notes",
    metadata,
    uid("id", "Note", key=True),
    uid("item", "Item", ForeignKey("items.id")),
    text("text", "What editors tell each other; never published"),
    text("author", "Who"),
    instant("at", "When"),
    Index("ix_item_notes_item", "item"),
    comment="Notes of editors on items",
)

item_presence = Table(
    "item_presence",
    metadata,
    uid("item", "Item", ForeignKey("items.id"), key=True),
    text("author", "Who has its page open", key=True),
    instant("since", "Since when they have it open"),
    instant("at", "When they were seen there last"),
    comment="Lock hints: who works on an item at this moment. No lock, and not in the journal",
)

proposals = Table(
    "proposals",
    metadata,
    uid("id", "Proposal", key=True),
    text("kind", "source, event, or error (on an item)"),
    uid("item", "Item that the error is on", null=True),
    json("said", "What the reader wrote, field by field. Never in the journal, never public"),
    instant("at", "When it came"),
    text("state", "open, accepted, refused or spam"),
    text("decided_by", "Who decided", null=True),
    instant("decided_at", "When", null=True),
    text("note", "What the editor answered, or where it went", null=True),
    CheckConstraint("kind IN ('source', 'event', 'error')", name="kind"),
    CheckConstraint("state IN ('open', 'accepted', 'refused', 'spam')", name="state"),
    Index("ix_proposals_state", "state", "at"),
    comment="What readers propose and report; nothing of it is shown before an editor accepted it",
)

reviews = Table(
    "reviews",
    metadata,
    text("kind", "Which question of the review queue (warehouse.review)", key=True),
    text("subject", "What it is about: an item, a source, a pair of records", key=True),
    text("mark", "What the editor saw; with another mark the question is asked again"),
    text("verdict", "accepted, refused or skipped"),
    text("author", "Who"),
    instant("at", "When"),
    CheckConstraint("verdict IN ('accepted', 'refused', 'skipped')", name="verdict"),
    comment="Questions of the review queue that editors answered",
)

digests = Table(
    "digests",
    metadata,
    uid("id", "Digest", key=True),
    text("first_day", "First day that it tells of, as YYYY-MM-DD"),
    text("last_day", "Last day, inclusive"),
    json("picks", "Items in their order, each {item, essential}"),
    json("words", "Language to its subject and introduction: {fr: {subject, intro}, en: …}"),
    text("author", "Who made it"),
    instant("at", "When it was saved last"),
    comment="Weekly digests; sending is done elsewhere",
)

saved_queries = Table(
    "saved_queries",
    metadata,
    text("name", "What it is called", key=True),
    text("sql", "The SELECT, over the documented views"),
    text("author", "Who saved it"),
    instant("at", "When"),
    comment="Saved queries of the SQL console",
)

__all__ = [
    "desk_users", "digests", "item_notes", "item_presence", "proposals", "reviews", "saved_queries", "saved_views",
    "sign_ins",
]  # fmt: skip
