"""A database role that can only read the documented views, for the SQL console of the desk.

Revision ID: 0008
Revises: 0007
"""

from __future__ import annotations

from pathlib import Path

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(Path(__file__).with_name("0008_reader_role.sql").read_text(encoding="utf-8"))
