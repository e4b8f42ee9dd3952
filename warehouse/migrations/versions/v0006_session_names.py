"""The names of sessions and deadlines: the part of a calendar UID that tells the sessions of an item apart, kept for
life. Those that are there get the names under which they were published until now, so that no UID moves.

Revision ID: 0006
Revises: 0005
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

# One session has no name, one of several its day, the second one of a day `-2`, in the order of the content.
NAME = """
    UPDATE {table} t SET session_names = n.names
      FROM (
        SELECT place, array_agg(
                   CASE WHEN among = 1 THEN ''
                        WHEN again > 1 THEN day || '-' || again ELSE day END ORDER BY number) AS names
          FROM (
            SELECT i.ctid AS place, e.number, d.day, count(*) OVER (PARTITION BY i.ctid) AS among,
                   row_number() OVER (PARTITION BY i.ctid, d.day ORDER BY e.number) AS again
              FROM {table} i
             CROSS JOIN LATERAL jsonb_array_elements(
                       i.content -> CASE i.kind WHEN 'event' THEN 'occurrences' ELSE 'deadlines' END
                   ) WITH ORDINALITY AS e (said, number)
             CROSS JOIN LATERAL (
                SELECT to_char(
                           (e.said #>> CASE i.kind WHEN 'event' THEN '{{start,local}}' ELSE '{{at,local}}' END
                               ::text[])::timestamp, 'YYYYMMDD') AS day
             ) d
             WHERE i.kind IN ('event', 'call') AND i.content_hash <> ''
          ) s GROUP BY place
      ) n
     WHERE t.ctid = n.place
"""


def upgrade() -> None:
    shown = "Names of its sessions or deadlines, in the order of the content: the end of their calendar UIDs"
    stood = "Where named sessions stood before (name, wall clock): no name is given twice (warehouse.session_names)"
    for table in ("items", "item_versions"):
        op.add_column(
            table, sa.Column("session_names", ARRAY(sa.Text()), nullable=False, server_default="{}", comment=shown)
        )
    op.add_column("items", sa.Column("former_sessions", JSONB(), nullable=False, server_default="[]", comment=stood))
    for table in ("items", "item_versions"):
        op.execute(NAME.format(table=table))
