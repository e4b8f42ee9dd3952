"""What curation keeps so that a changed record touches only its neighbours: blocks, pairs, open questions, a queue."""

from __future__ import annotations

from sqlalchemy import BigInteger, CheckConstraint, Column, Identity, Index, Table

from warehouse.tables.columns import json, metadata, number, text

PAIR = (
    ("source_a", "Source of the first record (the smaller pair)"),
    ("key_a", "Key of the first record"),
    ("source_b", "Source of the second record"),
    ("key_b", "Key of the second record"),
)

pending = Table(
    "pending",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True, comment="Order of arrival"),
    text("source", "Slug of the source"),
    text("key", "The source's own id of the thing"),
    comment="Records that moved, or whose item did, since the last curation; a record may stand here twice",
)

blocks = Table(
    "blocks",
    metadata,
    Column(
        "block",
        BigInteger,
        primary_key=True,
        autoincrement=False,
        comment="Key under which records meet (transforms.match_blocks)",
    ),
    text("source", "Slug of the source", key=True),
    text("key", "The source's own id of the thing", key=True),
    Index("ix_blocks_source_key", "source", "key"),
    comment="Which records are worth comparing with which",
)

pairs = Table(
    "pairs",
    metadata,
    *(text(name, comment, key=True) for name, comment in PAIR),
    text("verdict", "same, ask, or different where two look alike and a fact tells them apart"),
    number("strength", "How sure, 0 to 100; orders the joining"),
    json("because", "The reasons, as texts"),
    number("series", "1 or 2: the first or second record lists the other one among several sessions", null=True),
    CheckConstraint("verdict IN ('same', 'ask', 'different')", name="verdict"),
    CheckConstraint("(source_a, key_a) < (source_b, key_b)", name="ordered"),
    Index("ix_pairs_source_b_key_b", "source_b", "key_b"),
    comment="What two records are to each other, found from the two alone",
)

asks = Table(
    "asks",
    metadata,
    *(text(name, comment, key=True) for name, comment in PAIR),
    json("because", "Why the two may be one thing, and what stood against it"),
    CheckConstraint("(source_a, key_a) < (source_b, key_b)", name="ordered"),
    Index("ix_asks_source_b_key_b", "source_b", "key_b"),
    comment="Open questions of sameness, for an editor",
)
