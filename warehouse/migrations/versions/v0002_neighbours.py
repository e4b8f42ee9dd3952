"""Curation by neighbourhood: blocks, pairs, open questions, and the queue of what moved.

Revision ID: 0002
Revises: 0001
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "pending",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False, comment="Order of arrival"),
        sa.Column("source", sa.Text(), nullable=False, comment="Slug of the source"),
        sa.Column("key", sa.Text(), nullable=False, comment="The source's own id of the thing"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pending")),
        comment="Records that moved, or whose item did, since the last curation; a record may stand here twice",
    )
    op.create_table(
        "blocks",
        sa.Column(
            "block",
            sa.BigInteger(),
            autoincrement=False,
            nullable=False,
            comment="Key under which records meet (transforms.match_blocks)",
        ),
        sa.Column("source", sa.Text(), nullable=False, comment="Slug of the source"),
        sa.Column("key", sa.Text(), nullable=False, comment="The source's own id of the thing"),
        sa.PrimaryKeyConstraint("block", "source", "key", name=op.f("pk_blocks")),
        comment="Which records are worth comparing with which",
    )
    op.create_index("ix_blocks_source_key", "blocks", ["source", "key"])
    op.create_table(
        "pairs",
        *_two(),
        sa.Column(
            "verdict",
            sa.Text(),
            nullable=False,
            comment="same, ask, or different where two look alike and a fact tells them apart",
        ),
        sa.Column(
            "strength",
            sa.Integer(),
            autoincrement=False,
            nullable=False,
            comment="How sure, 0 to 100; orders the joining",
        ),
        sa.Column("because", JSONB(none_as_null=True), nullable=False, comment="The reasons, as texts"),
        sa.Column(
            "series",
            sa.Integer(),
            autoincrement=False,
            nullable=True,
            comment="1 or 2: the first or second record lists the other one among several sessions",
        ),
        sa.CheckConstraint("verdict IN ('same', 'ask', 'different')", name=op.f("ck_pairs_verdict")),
        sa.CheckConstraint("(source_a, key_a) < (source_b, key_b)", name=op.f("ck_pairs_ordered")),
        sa.PrimaryKeyConstraint("source_a", "key_a", "source_b", "key_b", name=op.f("pk_pairs")),
        comment="What two records are to each other, found from the two alone",
    )
    op.create_index("ix_pairs_source_b_key_b", "pairs", ["source_b", "key_b"])
    op.create_table(
        "asks",
        *_two(),
        sa.Column(
            "because",
            JSONB(none_as_null=True),
            nullable=False,
            comment="Why the two may be one thing, and what stood against it",
        ),
        sa.CheckConstraint("(source_a, key_a) < (source_b, key_b)", name=op.f("ck_asks_ordered")),
        sa.PrimaryKeyConstraint("source_a", "key_a", "source_b", "key_b", name=op.f("pk_asks")),
        comment="Open questions of sameness, for an editor",
    )
    op.create_index("ix_asks_source_b_key_b", "asks", ["source_b", "key_b"])
    op.create_index("ix_judgements_source_b_key_b", "judgements", ["source_b", "key_b"])
    op.create_index(
        "ix_items_merged_into", "items", ["merged_into"], postgresql_where=sa.text("merged_into IS NOT NULL")
    )
    op.alter_column(
        "curation",
        "stamp",
        comment="Rules and suppressions of the last curation; others = every record is looked at again",
    )


def _two() -> tuple[sa.Column[str], ...]:
    return (
        sa.Column("source_a", sa.Text(), nullable=False, comment="Source of the first record (the smaller pair)"),
        sa.Column("key_a", sa.Text(), nullable=False, comment="Key of the first record"),
        sa.Column("source_b", sa.Text(), nullable=False, comment="Source of the second record"),
        sa.Column("key_b", sa.Text(), nullable=False, comment="Key of the second record"),
    )
