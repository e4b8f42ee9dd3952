"""Memory and trust: journal, versions of items, ids given, cursors, silences, tags, pins, pages of lost records.

Revision ID: 0004
Revises: 0003
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _journal()
    _item_versions()
    _small_tables()
    op.add_column("edits", _instant("until", "When it ends by itself; empty = never", null=True))
    op.add_column(
        "edits",
        _json("sources_say", "What the sources alone would say now: a conflict when it is not `base`", null=True),
    )
    op.add_column("items", _instant("pinned_until", "Pinned by an editor until then", null=True))
    op.add_column(
        "records",
        sa.Column(
            "absences",
            sa.Integer(),
            nullable=False,
            server_default="0",
            comment="Complete runs in a row that did not list it",
        ),
    )
    op.add_column(
        "records",
        _json(
            "page", "What its own page last said when it was no longer listed (warehouse.lifecycle.PageSaid)", null=True
        ),
    )
    op.add_column(
        "records",
        _json(
            "former",
            "Its only session before its day moved (JSON of WallTime); empty when it never did",
            null=True,
        ),
    )
    op.add_column(
        "quarantine", _instant("dropped_at", "When an operator put it aside: it is not shown again", null=True)
    )
    op.add_column("quarantine", _text("dropped_by", "Who put it aside", null=True))
    op.add_column("quarantine", _text("dropped_because", "Why", null=True))
    op.add_column("suppressions", _text("author", "Who", null=True))
    op.drop_constraint(op.f("ck_suppressions_scope"), "suppressions")
    op.create_check_constraint(
        op.f("ck_suppressions_scope"), "suppressions", "scope IN ('url', 'host', 'record', 'item', 'pattern')"
    )
    op.alter_column("suppressions", "scope", comment="url, host, record (source/key), item or pattern")
    op.alter_column(
        "suppressions",
        "value",
        comment="What is suppressed; a pattern is a regular expression over title, text, URL and people",
    )
    op.create_table_comment("suppressions", "Takedowns: applied at every stage, from request to feed")
    op.alter_column(
        "field_choices",
        "rule",
        comment="editor, only, agreed, trust, completeness, recency, order, series, state, history, or with:FIELD",
    )
    functions = Path(__file__).with_name("0004_as_of.sql").read_text(encoding="utf-8")
    for statement in functions.split(";\n\n"):
        if statement.strip():
            op.execute(sa.text(statement.replace(":", r"\:")))


def _journal() -> None:
    op.create_table(
        "journal",
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False, comment="Grows by one, without holes"),
        _instant("at", "When, by the clock of whoever acted"),
        _text("act", "run, curation, or what a person decided (warehouse.journal.Act)"),
        _text("author", "Who decided; empty for runs and curations", null=True),
        _text("subject", "Source of a run, item or record of a decision", null=True),
        _json("body", "What it takes to do it again and to undo it; empty when a takedown redacted it", null=True),
        _text("body_hash", "sha-256 of the body as it was written"),
        _text("chain", "sha-256 over the row before and this one: nothing can be changed or left out unseen"),
        _instant("redacted_at", "When a takedown emptied the body", null=True),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_journal")),
        comment="Append-only: what was done, by whom, in the order in which it counted. The archive keeps a copy",
    )
    op.create_index("ix_journal_act_subject", "journal", ["act", "subject", "seq"])


def _item_versions() -> None:
    op.create_table(
        "item_versions",
        _uid("item", "Item"),
        _number("number", "1 for the first version"),
        _instant("from_instant", "From when it was shown so"),
        _instant("to_instant", "Until when; empty for the present version", null=True),
        sa.Column(
            "seq", sa.BigInteger(), nullable=True, comment="Change that brought it; empty when only its sources moved"
        ),
        _text("kind", "event, news or call"),
        _json("content", "What it said (canonical JSON of vigie.model)"),
        _text("content_hash", "sha-256 of kind and content"),
        _number("sequence", "iCalendar SEQUENCE"),
        _instant("created_at", "When its founder was first seen"),
        _instant("revised_at", "When its content last moved"),
        sa.Column("hidden", sa.Boolean(), nullable=False, comment="Hidden by an editor"),
        _instant("pinned_until", "Pinned by an editor until then", null=True),
        _uid("merged_into", "Item that took its place", null=True),
        _instant("withdrawn_at", "When its last record left", null=True),
        _json("sightings", "The records behind it as people saw them, without when they were last seen"),
        _text("shown_hash", "md5 over all that is shown of it; equal = no new version"),
        _instant("starts_at", "First start of an event, opening of a call", null=True),
        _instant("ends_at", "End of the last occurrence of an event", null=True),
        _instant("closes_at", "Last deadline of a call", null=True),
        _instant("published_at", "When its source published it", null=True),
        sa.Column("topics", ARRAY(sa.Text()), nullable=False, comment="Topics as facet:slug"),
        sa.Column("sources", ARRAY(sa.Text()), nullable=False, comment="Slugs of the sources behind it"),
        sa.PrimaryKeyConstraint("item", "number", name=op.f("pk_item_versions")),
        sa.ForeignKeyConstraint(["item"], ["items.id"], name=op.f("fk_item_versions_item")),
        comment="Every state in which an item was shown: the agenda as of any instant (warehouse.as_of)",
    )
    op.create_index(
        "uq_item_versions_current",
        "item_versions",
        ["item"],
        unique=True,
        postgresql_where=sa.text("to_instant IS NULL"),
    )
    op.create_index("ix_item_versions_span", "item_versions", ["kind", "from_instant", "to_instant"])


def _small_tables() -> None:
    op.create_table(
        "mints",
        _text("source", "Source of the record that founded the item"),
        _text("key", "Key of that record"),
        _uid("item", "Item"),
        _instant("at", "When its founder was first seen"),
        sa.PrimaryKeyConstraint("source", "key", name=op.f("pk_mints")),
        comment="Every id that was ever given: a rebuild with other rules gives the same ones",
    )
    op.execute("INSERT INTO mints SELECT founder_source, founder_key, id, created_at FROM items")
    op.create_table(
        "consumers",
        _text("name", "Name of the consumer"),
        sa.Column("seq", sa.BigInteger(), nullable=False, comment="Last change that it has taken"),
        _instant("at", "When it took it"),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_consumers")),
        comment="How far each consumer of the change log has read",
    )
    op.create_table(
        "silences",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False, comment="Number of the silence"),
        _text("source", "Slug of the source"),
        _text("cause", "Cause that is silenced; empty for every cause", null=True),
        _text("ticket", "Address of the ticket in which the trouble is worked on"),
        _instant("until", "When the silence ends by itself"),
        _text("author", "Who"),
        _instant("at", "Since when"),
        _instant("ended_at", "When it was ended by hand", null=True),
        sa.CheckConstraint("until > at", name=op.f("ck_silences_forward")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_silences")),
        comment="Known failures that must not hide new ones: each with a ticket and an end",
    )
    op.create_index("ix_silences_source", "silences", ["source", "until"])
    op.create_table(
        "tags",
        _uid("item", "Item"),
        _text("topic", "Topic as facet:slug"),
        sa.Column(
            "wanted", sa.Boolean(), nullable=False, comment="Whether the item is to have it, or to be without it"
        ),
        _text("author", "Who"),
        _instant("at", "When"),
        sa.PrimaryKeyConstraint("item", "topic", name=op.f("pk_tags")),
        sa.ForeignKeyConstraint(["item"], ["items.id"], name=op.f("fk_tags_item")),
        comment="Topics that editors add to an item or take from it, whatever its sources say",
    )


def _text(name: str, comment: str, null: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=null, comment=comment)


def _number(name: str, comment: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), autoincrement=False, nullable=False, comment=comment)


def _json(name: str, comment: str, null: bool = False) -> sa.Column[Any]:
    return sa.Column(name, JSONB(none_as_null=True), nullable=null, comment=comment)


def _instant(name: str, comment: str, null: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=null, comment=comment)


def _uid(name: str, comment: str, null: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.UUID(as_uuid=False), nullable=null, comment=comment)
