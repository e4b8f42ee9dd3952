"""Records that moved to another key when the identity rule of their source changed.

Revision ID: 0011
Revises: 0010
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "rekeys",
        sa.Column("source", sa.Text(), nullable=False, comment="Slug of the source"),
        sa.Column("old_key", sa.Text(), nullable=False, comment="Key that the record had"),
        sa.Column("new_key", sa.Text(), nullable=False, comment="Key that it has since"),
        sa.Column("author", sa.Text(), nullable=False, comment="Who moved it"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False, comment="When it was moved"),
        sa.PrimaryKeyConstraint("source", "old_key", name=op.f("pk_rekeys")),
        comment="Records whose source names them otherwise since a reader's identity rule changed, kept for ever",
    )
