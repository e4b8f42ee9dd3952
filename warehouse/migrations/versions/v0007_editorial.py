"""The desk: people, saved views, notes, checks, digests, and what readers propose.

Revision ID: 0007
Revises: 0006
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB, UUID

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "desk_users",
        sa.Column("name", sa.Text(), nullable=False, comment="Name that a person signs in with"),
        sa.Column("role", sa.Text(), nullable=False, comment="viewer, editor or admin"),
        sa.Column(
            "password",
            sa.Text(),
            nullable=True,
            comment="argon2id hash; empty = comes in by a proxy only. Never in the journal",
        ),
        sa.Column("language", sa.Text(), nullable=False, comment="Language of the desk: fr or en"),
        sa.Column(
            "epoch",
            sa.Integer(),
            nullable=False,
            server_default="0",
            comment="Signed sessions of an earlier epoch are over",
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, comment="Since when"),
        sa.Column(
            "disabled_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="Since when the person may not come in any more",
        ),
        sa.CheckConstraint("language IN ('fr', 'en')", name=op.f("ck_desk_users_language")),
        sa.CheckConstraint("role IN ('viewer', 'editor', 'admin')", name=op.f("ck_desk_users_role")),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_desk_users")),
        comment="People of the desk",
    )
    op.create_table(
        "sign_ins",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False, comment="Number of the attempt"),
        sa.Column("name", sa.Text(), nullable=False, comment="Name that was given, as a keyed hash"),
        sa.Column("client", sa.Text(), nullable=False, comment="Address that it came from, as a keyed hash"),
        sa.Column("accepted", sa.Boolean(), nullable=False, comment="Whether it was let in"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False, comment="When; rows older than a day are dropped"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_ins")),
        comment="Attempts to sign in, for the rate limit alone",
    )
    op.create_index("ix_sign_ins_at", "sign_ins", ["at"])
    op.create_table(
        "saved_views",
        sa.Column("slug", sa.Text(), nullable=False, comment="Name in addresses, never given twice"),
        sa.Column("title", sa.Text(), nullable=False, comment="What editors call it, in French"),
        sa.Column("title_en", sa.Text(), nullable=True, comment="The same in English"),
        sa.Column("kind", sa.Text(), nullable=False, comment="event, news or call"),
        sa.Column(
            "query",
            sa.Text(),
            nullable=False,
            comment="Filters by slug, as the query string of the feed service in its one spelling",
        ),
        sa.Column("shared", sa.Boolean(), nullable=False, comment="Whether its feeds are public"),
        sa.Column("author", sa.Text(), nullable=False, comment="Who saved it"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False, comment="When it was saved last"),
        sa.CheckConstraint("kind IN ('event', 'news', 'call')", name=op.f("ck_saved_views_kind")),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_saved_views")),
        comment="Saved views of the desk, each with feeds of its own",
    )
    op.create_table(
        "item_notes",
        sa.Column("id", UUID(as_uuid=False), nullable=False, comment="Note"),
        sa.Column("item", UUID(as_uuid=False), nullable=False, comment="Item"),
        sa.Column("text", sa.Text(), nullable=False, comment="What editors tell each other; never published"),
        sa.Column("author", sa.Text(), nullable=False, comment="Who"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False, comment="When"),
        sa.ForeignKeyConstraint(["item"], ["items.id"], name=op.f("fk_item_notes_item")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_notes")),
        comment="Notes of editors on items",
    )
    op.create_index("ix_item_notes_item", "item_notes", ["item"])
    op.create_table(
        "item_presence",
        sa.Column("item", UUID(as_uuid=False), nullable=False, comment="Item"),
        sa.Column("author", sa.Text(), nullable=False, comment="Who has its page open"),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False, comment="Since when they have it open"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False, comment="When they were seen there last"),
        sa.ForeignKeyConstraint(["item"], ["items.id"], name=op.f("fk_item_presence_item")),
        sa.PrimaryKeyConstraint("item", "author", name=op.f("pk_item_presence")),
        comment="Lock hints: who works on an item at this moment. No lock, and not in the journal",
    )
    op.create_table(
        "proposals",
        sa.Column("id", UUID(as_uuid=False), nullable=False, comment="Proposal"),
        sa.Column("kind", sa.Text(), nullable=False, comment="source, event, or error (on an item)"),
        sa.Column("item", UUID(as_uuid=False), nullable=True, comment="Item that the error is on"),
        sa.Column(
            "said",
            JSONB(none_as_null=True),
            nullable=False,
            comment="What the reader wrote, field by field. Never in the journal, never public",
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False, comment="When it came"),
        sa.Column("state", sa.Text(), nullable=False, comment="open, accepted, refused or spam"),
        sa.Column("decided_by", sa.Text(), nullable=True, comment="Who decided"),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True, comment="When"),
        sa.Column("note", sa.Text(), nullable=True, comment="What the editor answered, or where it went"),
        sa.CheckConstraint("state IN ('open', 'accepted', 'refused', 'spam')", name=op.f("ck_proposals_state")),
        sa.CheckConstraint("kind IN ('source', 'event', 'error')", name=op.f("ck_proposals_kind")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposals")),
        comment="What readers propose and report; nothing of it is shown before an editor accepted it",
    )
    op.create_index("ix_proposals_state", "proposals", ["state", "at"])
    op.create_table(
        "reviews",
        sa.Column("kind", sa.Text(), nullable=False, comment="Which question of the review queue (warehouse.review)"),
        sa.Column(
            "subject",
            sa.Text(),
            nullable=False,
            comment="What it is about: an item, a source, a pair of records",
        ),
        sa.Column(
            "mark",
            sa.Text(),
            nullable=False,
            comment="What the editor saw; with another mark the question is asked again",
        ),
        sa.Column("verdict", sa.Text(), nullable=False, comment="accepted, refused or skipped"),
        sa.Column("author", sa.Text(), nullable=False, comment="Who"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False, comment="When"),
        sa.CheckConstraint("verdict IN ('accepted', 'refused', 'skipped')", name=op.f("ck_reviews_verdict")),
        sa.PrimaryKeyConstraint("kind", "subject", name=op.f("pk_reviews")),
        comment="Questions of the review queue that editors answered",
    )
    op.create_table(
        "digests",
        sa.Column("id", UUID(as_uuid=False), nullable=False, comment="Digest"),
        sa.Column("first_day", sa.Text(), nullable=False, comment="First day that it tells of, as YYYY-MM-DD"),
        sa.Column("last_day", sa.Text(), nullable=False, comment="Last day, inclusive"),
        sa.Column(
            "picks",
            JSONB(none_as_null=True),
            nullable=False,
            comment="Items in their order, each {item, essential}",
        ),
        sa.Column(
            "words",
            JSONB(none_as_null=True),
            nullable=False,
            comment="Language to its subject and introduction: {fr: {subject, intro}, en: …}",
        ),
        sa.Column("author", sa.Text(), nullable=False, comment="Who made it"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False, comment="When it was saved last"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_digests")),
        comment="Weekly digests; sending is done elsewhere",
    )
    op.create_table(
        "saved_queries",
        sa.Column("name", sa.Text(), nullable=False, comment="What it is called"),
        sa.Column("sql", sa.Text(), nullable=False, comment="The SELECT, over the documented views"),
        sa.Column("author", sa.Text(), nullable=False, comment="Who saved it"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False, comment="When"),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_saved_queries")),
        comment="Saved queries of the SQL console",
    )
