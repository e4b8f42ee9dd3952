"""What probes saw of sources, for ever, and the ways in force since.

Revision ID: 0010
Revises: 0009
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB, UUID

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "probes",
        _uid("id", "Probe"),
        _text("source", "Slug of the source"),
        _text("run", "Call of the command that it was part of"),
        _instant("at", "When it was done"),
        _text("entry", "sha-256 of what the catalogue then said of how to read the source"),
        _text("cause", "ok, or why nothing could be read (the causes of runs)"),
        sa.Column(
            "answered",
            sa.Boolean(),
            nullable=False,
            comment="Whether items were read, by the way of the catalogue or by the one found",
        ),
        _number("status", "HTTP status of the answer that decided", null=True),
        _text("url", "Where the first request, or the way found, led", null=True),
        _text("robots", "allowed, forbidden or unknown"),
        _text("platform", "Platform that was read", null=True),
        _json("way", "Way found or tried that the catalogue does not say (JSON of vigie.ways.Way)"),
        _number("confidence", "Of that way, 0 to 100; from 80 it is used without an operator's word", null=True),
        _number("items", "Items on the pages that were looked at"),
        _number("ahead", "Records among them with a date to come"),
        _text("newest", "Newest day that they say, YYYY-MM-DD", null=True),
        _number("requests", "Requests that were made, robots.txt apart"),
        _text("message", "The same for people: what was found, or why nothing"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_probes")),
        comment="Every look at a source by `vigie sources probe`, kept for ever",
    )
    op.create_index("ix_probes_source", "probes", ["source", "at"])
    op.create_table(
        "ways",
        _text("source", "Slug of the source"),
        _text("entry", "sha-256 of what the catalogue said then; another entry of the operator's wins over this row"),
        _json("way", "Way used instead of the catalogue's; empty = the catalogue's own was seen to answer"),
        _uid("probe", "Probe that found it"),
        _text("author", "Who accepted it; empty = it was certain by itself", null=True),
        _instant("at", "Since when"),
        sa.PrimaryKeyConstraint("source", name=op.f("pk_ways")),
        comment="How sources are read since a probe: the way in force",
    )


def _text(name: str, comment: str, null: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=null, comment=comment)


def _number(name: str, comment: str, null: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=null, comment=comment)


def _uid(name: str, comment: str) -> sa.Column[str]:
    return sa.Column(name, UUID(as_uuid=False), nullable=False, comment=comment)


def _json(name: str, comment: str) -> sa.Column[object]:
    return sa.Column(name, JSONB(none_as_null=True), nullable=True, comment=comment)


def _instant(name: str, comment: str) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False, comment=comment)
