"""One narrow column that every facet of the agenda is counted and filtered by, indexes over the days of sessions, over
actors and over places, and search tokens made anew: exact words have places, synonyms have grown.

Revision ID: 0009
Revises: 0008
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

from warehouse.reindex import reindex

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "items",
        sa.Column(
            "facets",
            ARRAY(sa.Text()),
            nullable=False,
            server_default="{}",
            comment="All that it can be chosen by, as facet:value (warehouse.item_rows.facets)",
        ),
    )
    op.create_index("ix_items_facets", "items", ["facets"], postgresql_using="gin")
    op.create_index(
        "ix_occurrences_during",
        "occurrences",
        [sa.text("tstzrange(starts_at, GREATEST(starts_at, ends_at), '[]')")],
        postgresql_using="gist",
    )
    op.create_index("ix_items_actors", "items", [sa.text("(content -> 'actors')")], postgresql_using="gin")
    op.create_index("ix_items_place", "items", [sa.text("lower((content -> 'place') ->> 'name')")])
    reindex(op.get_bind())
