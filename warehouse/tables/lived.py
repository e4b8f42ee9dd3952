"""What happened, in order, and what was shown when: the journal, the versions of items, who has read how far."""

from __future__ import annotations

from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKey, Identity, Index, Table
from sqlalchemy import text as raw

from warehouse.tables.columns import flag, instant, json, metadata, number, text, texts, uid

journal = Table(
    "journal",
    metadata,
    Column("seq", BigInteger, primary_key=True, autoincrement=False, comment="Grows by one, without holes"),
    instant("at", "When, by the clock of whoever acted"),
    text("act", "run, curation, or what a person decided (warehouse.journal.Act)"),
    text("author", "Who decided; empty for runs and curations", null=True),
    text("subject", "Source of a run, item or record of a decision", null=True),
    json("body", "What it takes to do it again and to undo it; empty when a takedown redacted it", null=True),
    text("body_hash", "sha-256 of the body as it was written"),
    text("chain", "sha-256 over the row before and this one: nothing can be changed or left out unseen"),
    instant("redacted_at", "When a takedown emptied the body", null=True),
    Index("ix_journal_act_subject", "act", "subject", "seq"),
    comment="Append-only: what was done, by whom, in the order in which it counted. The archive keeps a copy",
)

item_versions = Table(
    "item_versions",
    metadata,
    uid("item", "Item", ForeignKey("items.id"), key=True),
    number("number", "1 for the first version", key=True),
    instant("from_instant", "From when it was shown so"),
    instant("to_instant", "Until when; empty for the present version", null=True),
    Column("seq", BigInteger, nullable=True, comment="Change that brought it; empty when only its sources moved"),
    text("kind", "event, news or call"),
    json("content", "What it said (canonical JSON of vigie.model)"),
    text("content_hash", "sha-256 of kind and content"),
    number("sequence", "iCalendar SEQUENCE"),
    instant("created_at", "When its founder was first seen"),
    instant("revised_at", "When its content last moved"),
    flag("hidden", "Hidden by an editor"),
    instant("pinned_until", "Pinned by an editor until then", null=True),
    uid("merged_into", "Item that took its place", null=True),
    instant("withdrawn_at", "When its last record left", null=True),
    json("sightings", "The records behind it as people saw them, without when they were last seen"),
    text("shown_hash", "md5 over all that is shown of it; equal = no new version"),
    instant("starts_at", "First start of an event, opening of a call", null=True),
    instant("ends_at", "End of the last occurrence of an event", null=True),
    instant("closes_at", "Last deadline of a call", null=True),
    instant("published_at", "When its source published it", null=True),
    texts("topics", "Topics as facet:slug"),
    texts("sources", "Slugs of the sources behind it"),
    texts(
        "session_names",
        "Names of its sessions or deadlines, in the order of the content: the end of their calendar UIDs",
        default="{}",
    ),
    Index("uq_item_versions_current", "item", unique=True, postgresql_where=raw("to_instant IS NULL")),
    Index("ix_item_versions_span", "kind", "from_instant", "to_instant"),
    comment="Every state in which an item was shown: the agenda as of any instant (warehouse.as_of)",
)

mints = Table(
    "mints",
    metadata,
    text("source", "Source of the record that founded the item", key=True),
    text("key", "Key of that record", key=True),
    uid("item", "Item"),
    instant("at", "When its founder was first seen"),
    comment="Every id that was ever given: a rebuild with other rules gives the same ones",
)

consumers = Table(
    "consumers",
    metadata,
    text("name", "Name of the consumer", key=True),
    Column("seq", BigInteger, nullable=False, comment="Last change that it has taken"),
    instant("at", "When it took it"),
    comment="How far each consumer of the change log has read",
)

silences = Table(
    "silences",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True, comment="Number of the silence"),
    text("source", "Slug of the source"),
    text("cause", "Cause that is silenced; empty for every cause", null=True),
    text("ticket", "Address of the ticket in which the trouble is worked on"),
    instant("until", "When the silence ends by itself"),
    text("author", "Who"),
    instant("at", "Since when"),
    instant("ended_at", "When it was ended by hand", null=True),
    CheckConstraint("until > at", name="forward"),
    Index("ix_silences_source", "source", "until"),
    comment="Known failures that must not hide new ones: each with a ticket and an end",
)
