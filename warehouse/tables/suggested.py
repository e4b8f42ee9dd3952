"""What news announces, waiting for an editor; which known items it speaks of; what editors said of it."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, ForeignKeyConstraint, Index, Table
from sqlalchemy.dialects.postgresql import TSQUERY

from warehouse.tables.columns import flag, instant, json, metadata, number, text, uid

suggestions = Table(
    "suggestions",
    metadata,
    text("id", "First 64 bits of sha-256(source, key, identity)", key=True),
    text("source", "Slug of the source of the news"),
    text("key", "The source's own id of the news"),
    text("identity", "Hash of kind, folded title and first day: the same through every new reading"),
    text("kind", "event or call"),
    text("title", "Title"),
    json("content", "The event or call that is announced (canonical JSON of vigie.model)"),
    text("words", "The words that it rests on, at most 200 signs"),
    number("span_start", "Where its passage starts in the text that was read"),
    number("span_end", "Where its passage ends"),
    number("score", "How surely an editor will take it, 0 to 100"),
    json("because", "The reasons, as texts"),
    flag("past", "Whether it was over when the news was published"),
    json("evidence", "The part of the capture that the words stand in"),
    text("hash", "sha-256 of all that it says; equal = nothing to write"),
    instant("since", "Known items with a session or deadline after this instant may be what it speaks of", null=True),
    instant("until", "… and before this one; empty when no day is known", null=True),
    Column("query", TSQUERY, nullable=False, comment="One of these tokens is in a known item that it may speak of"),
    ForeignKeyConstraint(["source", "key"], ["records.source", "records.key"], ondelete="CASCADE"),
    CheckConstraint("kind IN ('event', 'call')", name="kind"),
    Index("ix_suggestions_source_key", "source", "key"),
    Index("ix_suggestions_since", "since"),
    comment="Events and calls that news announces; never published by themselves",
)

suggestion_links = Table(
    "suggestion_links",
    metadata,
    text("suggestion", "Suggestion", ForeignKey("suggestions.id", ondelete="CASCADE"), key=True),
    uid("item", "Known event or call that it may speak of", ForeignKey("items.id"), key=True),
    number("score", "How sure, 0 to 100"),
    text("because", "The reasons, in words"),
    text("verdict", "same or ask"),
    CheckConstraint("verdict IN ('same', 'ask')", name="verdict"),
    Index("ix_suggestion_links_item", "item"),
    comment="Which known items news speaks of",
)

suggestion_decisions = Table(
    "suggestion_decisions",
    metadata,
    text("suggestion", "Suggestion; it need not be there any more, and may come back", key=True),
    text("identity", "Its identity: the key of the record that an accepted one becomes"),
    text("state", "dismissed or accepted"),
    text("author", "Who"),
    instant("at", "When"),
    CheckConstraint("state IN ('dismissed', 'accepted')", name="state"),
    Index("ix_suggestion_decisions_identity", "identity"),
    comment="What editors decided on suggestions; it outlives every new reading of the news",
)
