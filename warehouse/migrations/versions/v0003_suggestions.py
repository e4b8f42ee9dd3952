"""Suggestions: what news announces, which known items it speaks of, what editors said of it.

Revision ID: 0003
Revises: 0002
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB, TSQUERY

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "suggestions",
        _text("id", "First 64 bits of sha-256(source, key, identity)"),
        _text("source", "Slug of the source of the news"),
        _text("key", "The source's own id of the news"),
        _text("identity", "Hash of kind, folded title and first day: the same through every new reading"),
        _text("kind", "event or call"),
        _text("title", "Title"),
        _json("content", "The event or call that is announced (canonical JSON of vigie.model)"),
        _text("words", "The words that it rests on, at most 200 signs"),
        _number("span_start", "Where its passage starts in the text that was read"),
        _number("span_end", "Where its passage ends"),
        _number("score", "How surely an editor will take it, 0 to 100"),
        _json("because", "The reasons, as texts"),
        sa.Column("past", sa.Boolean(), nullable=False, comment="Whether it was over when the news was published"),
        _json("evidence", "The part of the capture that the words stand in"),
        _text("hash", "sha-256 of all that it says; equal = nothing to write"),
        _instant("since", "Known items with a session or deadline after this instant may be what it speaks of"),
        _instant("until", "… and before this one; empty when no day is known"),
        sa.Column(
            "query",
            TSQUERY(),
            nullable=False,
            comment="One of these tokens is in a known item that it may speak of",
        ),
        sa.CheckConstraint("kind IN ('event', 'call')", name=op.f("ck_suggestions_kind")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suggestions")),
        sa.ForeignKeyConstraint(
            ["source", "key"],
            ["records.source", "records.key"],
            name=op.f("fk_suggestions_source"),
            ondelete="CASCADE",
        ),
        comment="Events and calls that news announces; never published by themselves",
    )
    op.create_index("ix_suggestions_source_key", "suggestions", ["source", "key"])
    op.create_index("ix_suggestions_since", "suggestions", ["since"])
    op.create_table(
        "suggestion_links",
        _text("suggestion", "Suggestion"),
        sa.Column("item", sa.UUID(as_uuid=False), nullable=False, comment="Known event or call that it may speak of"),
        _number("score", "How sure, 0 to 100"),
        _text("because", "The reasons, in words"),
        _text("verdict", "same or ask"),
        sa.CheckConstraint("verdict IN ('same', 'ask')", name=op.f("ck_suggestion_links_verdict")),
        sa.PrimaryKeyConstraint("suggestion", "item", name=op.f("pk_suggestion_links")),
        sa.ForeignKeyConstraint(
            ["suggestion"], ["suggestions.id"], name=op.f("fk_suggestion_links_suggestion"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["item"], ["items.id"], name=op.f("fk_suggestion_links_item")),
        comment="Which known items news speaks of",
    )
    op.create_index("ix_suggestion_links_item", "suggestion_links", ["item"])
    op.create_table(
        "suggestion_decisions",
        _text("suggestion", "Suggestion; it need not be there any more, and may come back"),
        _text("identity", "Its identity: the key of the record that an accepted one becomes"),
        _text("state", "dismissed or accepted"),
        _text("author", "Who"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False, comment="When"),
        sa.CheckConstraint("state IN ('dismissed', 'accepted')", name=op.f("ck_suggestion_decisions_state")),
        sa.PrimaryKeyConstraint("suggestion", name=op.f("pk_suggestion_decisions")),
        comment="What editors decided on suggestions; it outlives every new reading of the news",
    )
    op.create_index("ix_suggestion_decisions_identity", "suggestion_decisions", ["identity"])
    op.alter_column(
        "field_choices",
        "rule",
        comment="editor, only, agreed, trust, completeness, recency, order, series, state, or with:FIELD",
    )


def _text(name: str, comment: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False, comment=comment)


def _number(name: str, comment: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), autoincrement=False, nullable=False, comment=comment)


def _json(name: str, comment: str) -> sa.Column[object]:
    return sa.Column(name, JSONB(none_as_null=True), nullable=False, comment=comment)


def _instant(name: str, comment: str) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=True, comment=comment)
