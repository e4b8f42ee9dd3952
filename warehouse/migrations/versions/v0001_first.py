"""The first schema: what DESIGN.md §3 names, and the views for editors.

Revision ID: 0001
"""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB, TSVECTOR

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "actors",
        sa.Column("id", sa.UUID(as_uuid=False), nullable=False, comment="Derived from the role and the folded name"),
        sa.Column("name", sa.Text(), nullable=False, comment="Name as first met"),
        sa.Column("role", sa.Text(), nullable=False, comment="organizer or funder"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_actors")),
        comment="Organisers and funders that items name (first, thin version)",
    )
    op.create_table(
        "captures",
        sa.Column("source", sa.Text(), nullable=False, comment="Slug of the source"),
        sa.Column("request", sa.Text(), nullable=False, comment="sha-256 of method, URL and body of the request"),
        sa.Column("sha256", sa.Text(), nullable=False, comment="sha-256 of the body; names it in the archive"),
        sa.Column("url", sa.Text(), nullable=False, comment="URL that was asked"),
        sa.Column("method", sa.Text(), nullable=False, comment="HTTP method"),
        sa.Column("status", sa.Integer(), autoincrement=False, nullable=False, comment="HTTP status"),
        sa.Column(
            "first_at",
            sa.DateTime(timezone=True),
            nullable=False,
            comment="When this body was first received for this request",
        ),
        sa.Column(
            "fetched_at",
            sa.DateTime(timezone=True),
            nullable=False,
            comment="When this body was last received as a new answer",
        ),
        sa.Column("etag", sa.Text(), nullable=True, comment="ETag of the answer, for conditional requests"),
        sa.Column("last_modified", sa.Text(), nullable=True, comment="Last-Modified of the answer, as sent"),
        sa.Column("media_type", sa.Text(), nullable=False, comment="Media type without parameters"),
        sa.Column("length", sa.BigInteger(), nullable=False, comment="Bytes of the body"),
        sa.PrimaryKeyConstraint("source", "request", "sha256", name=op.f("pk_captures")),
        comment="Distinct answers per request; the bodies are in the archive",
    )
    op.create_index("ix_captures_sha256", "captures", ["sha256"], unique=False)
    op.create_table(
        "changes",
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False, comment="Grows by one, without holes"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False, comment="When the projection moved"),
        sa.Column("item", sa.UUID(as_uuid=False), nullable=False, comment="Item"),
        sa.Column("kind", sa.Text(), nullable=False, comment="event, news or call"),
        sa.Column(
            "type",
            sa.Text(),
            nullable=False,
            comment="created, updated, rescheduled, cancelled, reinstated, merged or withdrawn",
        ),
        sa.Column("fields", sa.ARRAY(sa.Text()), nullable=False, comment="Fields that moved"),
        sa.Column("merged_into", sa.UUID(as_uuid=False), nullable=True, comment="Item that took its place"),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_changes")),
        comment="Ordered log of what moved: the event stream",
    )
    op.create_index("ix_changes_item", "changes", ["item", "seq"], unique=False)
    op.create_table(
        "curation",
        sa.Column("one", sa.Integer(), autoincrement=False, nullable=False, comment="Always 1: the table has one row"),
        sa.Column(
            "stamp",
            sa.Text(),
            nullable=False,
            comment="Hash of everything the last curation read; equal = nothing to do",
        ),
        sa.CheckConstraint("one = 1", name=op.f("ck_curation_single")),
        sa.PrimaryKeyConstraint("one", name=op.f("pk_curation")),
        comment="What the last curation was made from",
    )
    op.create_table(
        "fingerprints",
        sa.Column(
            "record", sa.UUID(as_uuid=False), nullable=False, comment="First 128 bits of sha-256(source, newline, key)"
        ),
        sa.Column("content", sa.UUID(as_uuid=False), nullable=False, comment="First 128 bits of the content hash"),
        sa.PrimaryKeyConstraint("record", name=op.f("pk_fingerprints")),
        comment="Narrow copy of key and content hash, probed in batches before anything is written",
    )
    op.create_table(
        "hosts",
        sa.Column("host", sa.Text(), nullable=False, comment="Host name"),
        sa.Column(
            "next_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="No request before this instant (gap between requests)",
        ),
        sa.Column(
            "paused_until",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="The host asked us to stay away until then (Retry-After)",
        ),
        sa.PrimaryKeyConstraint("host", name=op.f("pk_hosts")),
        comment="Politeness shared by all processes (SECURITY.md D17)",
    )
    op.create_table(
        "items",
        sa.Column("id", sa.UUID(as_uuid=False), nullable=False, comment="Public id: minted once, never derived again"),
        sa.Column("kind", sa.Text(), nullable=False, comment="event, news or call"),
        sa.Column(
            "content",
            JSONB(),
            nullable=False,
            comment="The projection: each field chosen from the records (canonical JSON of vigie.model)",
        ),
        sa.Column("content_hash", sa.Text(), nullable=False, comment="sha-256 of kind and content"),
        sa.Column(
            "input_hash",
            sa.Text(),
            nullable=False,
            comment="sha-256 of what the projection was made from; equal = nothing to do",
        ),
        sa.Column(
            "sequence",
            sa.Integer(),
            autoincrement=False,
            nullable=False,
            comment="iCalendar SEQUENCE: moves with time, place or status",
        ),
        sa.Column("founder_source", sa.Text(), nullable=False, comment="Source of the record that founded the item"),
        sa.Column("founder_key", sa.Text(), nullable=False, comment="Key of the record that founded the item"),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, comment="When its founder was first seen"),
        sa.Column("revised_at", sa.DateTime(timezone=True), nullable=False, comment="When its content last moved"),
        sa.Column("hidden", sa.Boolean(), nullable=False, comment="Hidden by an editor"),
        sa.Column("merged_into", sa.UUID(as_uuid=False), nullable=True, comment="Item that took its place"),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True, comment="When its last record left"),
        sa.Column("title", sa.Text(), nullable=False, comment="Title"),
        sa.Column("language", sa.Text(), nullable=True, comment="Language of the title (BCP 47)"),
        sa.Column(
            "status", sa.Text(), nullable=True, comment="Status of an event (facts/status_map.yaml); empty for others"
        ),
        sa.Column("province", sa.Text(), nullable=True, comment="Province slug"),
        sa.Column("nis", sa.Text(), nullable=True, comment="NIS code of the municipality"),
        sa.Column("municipality", sa.Text(), nullable=True, comment="Municipality"),
        sa.Column(
            "starts_at", sa.DateTime(timezone=True), nullable=True, comment="First start of an event, opening of a call"
        ),
        sa.Column(
            "ends_at", sa.DateTime(timezone=True), nullable=True, comment="End of the last occurrence of an event"
        ),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True, comment="Last deadline of a call"),
        sa.Column("closed", sa.Boolean(), nullable=False, comment="Call that its source says is closed"),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True, comment="When its source published it"),
        sa.Column("topics", sa.ARRAY(sa.Text()), nullable=False, comment="Topics as facet:slug"),
        sa.Column("sources", sa.ARRAY(sa.Text()), nullable=False, comment="Slugs of the sources behind it"),
        sa.Column(
            "search", TSVECTOR(), nullable=False, comment="Tokens of transforms.analyse over title, text, place, people"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_items")),
        comment="Things as published: one per event, article or call, whatever the number of sources",
    )
    op.create_index("ix_items_founder", "items", ["founder_source", "founder_key"], unique=False)
    op.create_index(
        "ix_items_live_closes_at",
        "items",
        ["kind", "closes_at"],
        unique=False,
        postgresql_where=sa.text("merged_into IS NULL AND withdrawn_at IS NULL AND NOT hidden"),
    )
    op.create_index(
        "ix_items_live_ends_at",
        "items",
        ["kind", "ends_at"],
        unique=False,
        postgresql_where=sa.text("merged_into IS NULL AND withdrawn_at IS NULL AND NOT hidden"),
    )
    op.create_index(
        "ix_items_live_province",
        "items",
        ["kind", "province", "starts_at"],
        unique=False,
        postgresql_where=sa.text("merged_into IS NULL AND withdrawn_at IS NULL AND NOT hidden"),
    )
    op.create_index(
        "ix_items_live_published_at",
        "items",
        ["kind", sa.literal_column("coalesce(published_at, created_at)")],
        unique=False,
        postgresql_where=sa.text("merged_into IS NULL AND withdrawn_at IS NULL AND NOT hidden"),
    )
    op.create_index(
        "ix_items_live_starts_at",
        "items",
        ["kind", "starts_at", "id"],
        unique=False,
        postgresql_where=sa.text("merged_into IS NULL AND withdrawn_at IS NULL AND NOT hidden"),
    )
    op.create_index("ix_items_search", "items", ["search"], unique=False, postgresql_using="gin")
    op.create_index("ix_items_topics", "items", ["topics"], unique=False, postgresql_using="gin")
    op.create_table(
        "judgements",
        sa.Column("source_a", sa.Text(), nullable=False, comment="Source of the first record (the smaller pair)"),
        sa.Column("key_a", sa.Text(), nullable=False, comment="Key of the first record"),
        sa.Column("source_b", sa.Text(), nullable=False, comment="Source of the second record"),
        sa.Column("key_b", sa.Text(), nullable=False, comment="Key of the second record"),
        sa.Column("verdict", sa.Text(), nullable=False, comment="same or different"),
        sa.Column("author", sa.Text(), nullable=False, comment="Who"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False, comment="When"),
        sa.CheckConstraint("verdict IN ('same', 'different')", name=op.f("ck_judgements_verdict")),
        sa.CheckConstraint("(source_a, key_a) < (source_b, key_b)", name=op.f("ck_judgements_ordered")),
        sa.PrimaryKeyConstraint("source_a", "key_a", "source_b", "key_b", name=op.f("pk_judgements")),
        comment="Persistent yes/no answers on the sameness of two records",
    )
    op.create_table(
        "pages",
        sa.Column("source", sa.Text(), nullable=False, comment="Slug of the source"),
        sa.Column("parser", sa.Text(), nullable=False, comment="Reader and version that read it"),
        sa.Column("sha256", sa.Text(), nullable=False, comment="Body that was read"),
        sa.Column("keys", sa.ARRAY(sa.Text()), nullable=False, comment="Keys of the items found"),
        sa.Column("next", JSONB(), nullable=False, comment="Requests that the page leads to"),
        sa.Column("expected", sa.Integer(), autoincrement=False, nullable=True, comment="Total that the source claims"),
        sa.Column("last", sa.Boolean(), nullable=False, comment="Whether pagination ends here"),
        sa.PrimaryKeyConstraint("source", "parser", "sha256", name=op.f("pk_pages")),
        comment="What reading a body gave, so that an unchanged body is not read again",
    )
    op.create_table(
        "places",
        sa.Column(
            "id", sa.UUID(as_uuid=False), nullable=False, comment="Derived from the folded name and the municipality"
        ),
        sa.Column("name", sa.Text(), nullable=False, comment="Name of the place"),
        sa.Column("street", sa.Text(), nullable=True, comment="Street and number"),
        sa.Column("postcode", sa.Text(), nullable=True, comment="Postcode"),
        sa.Column("municipality", sa.Text(), nullable=True, comment="Municipality"),
        sa.Column("nis", sa.Text(), nullable=True, comment="NIS code of the municipality"),
        sa.Column("province", sa.Text(), nullable=True, comment="Province slug"),
        sa.Column("latitude", sa.Float(), nullable=True, comment="WGS84 degrees"),
        sa.Column("longitude", sa.Float(), nullable=True, comment="WGS84 degrees"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_places")),
        comment="Named places that items speak of, as first met",
    )
    op.create_table(
        "quarantine",
        sa.Column(
            "id",
            sa.Text(),
            nullable=False,
            comment="sha-256 of source, URL, reason, field and key (raw text when there is no key)",
        ),
        sa.Column("source", sa.Text(), nullable=False, comment="Slug of the source"),
        sa.Column("url", sa.Text(), nullable=False, comment="Page of the problem"),
        sa.Column("reason", sa.Text(), nullable=False, comment="Why it could not be read or understood (short code)"),
        sa.Column("detail", sa.Text(), nullable=False, comment="The same for people, as first seen"),
        sa.Column("field", sa.Text(), nullable=True, comment="Field concerned"),
        sa.Column("key", sa.Text(), nullable=True, comment="Key of the item concerned"),
        sa.Column("capture", sa.Text(), nullable=True, comment="sha-256 of the capture"),
        sa.Column("raw", sa.Text(), nullable=False, comment="The raw text that was not understood"),
        sa.Column("first_seen", sa.DateTime(timezone=True), nullable=False, comment="When the problem was first met"),
        sa.Column(
            "closed_at", sa.DateTime(timezone=True), nullable=True, comment="When it was gone; empty while it is open"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quarantine")),
        comment="What could not be read or understood, one row per problem",
    )
    op.create_index(
        "ix_quarantine_source", "quarantine", ["source"], unique=False, postgresql_where=sa.text("closed_at IS NULL")
    )
    op.create_table(
        "sources",
        sa.Column("slug", sa.Text(), nullable=False, comment="Name of the source in the catalogue"),
        sa.Column("name", sa.Text(), nullable=False, comment="Name for people"),
        sa.Column("site", sa.Text(), nullable=True, comment="Home page of the publisher"),
        sa.Column("platform", sa.Text(), nullable=False, comment="Reader that reads it"),
        sa.Column("kinds", sa.ARRAY(sa.Text()), nullable=False, comment="Kinds of content that it brings"),
        sa.Column("language", sa.Text(), nullable=False, comment="Main language of its texts (BCP 47)"),
        sa.Column(
            "trust",
            sa.Integer(),
            autoincrement=False,
            nullable=False,
            comment="Weight in the choice of fields, 0 to 100",
        ),
        sa.Column("nature", sa.Text(), nullable=False, comment="organiser, public, media, api or aggregator"),
        sa.Column("owner", sa.Text(), nullable=False, comment="Who looks after it at Vigie"),
        sa.Column(
            "republish",
            sa.Boolean(),
            nullable=False,
            comment="Whether full texts may leave the warehouse (SECURITY.md D15)",
        ),
        sa.Column("licence", sa.Text(), nullable=True, comment="Licence of its content, where known"),
        sa.Column("image_rights", sa.Text(), nullable=True, comment="Terms of its images, where known"),
        sa.Column("entry", JSONB(), nullable=False, comment="The whole entry of the catalogue as last used"),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_sources")),
        comment="Sources of the catalogue that have been read at least once",
    )
    op.create_table(
        "suppressions",
        sa.Column("scope", sa.Text(), nullable=False, comment="url, host, record (source/key) or item"),
        sa.Column("value", sa.Text(), nullable=False, comment="What is suppressed"),
        sa.Column("reason", sa.Text(), nullable=False, comment="Why"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False, comment="Since when"),
        sa.CheckConstraint("scope IN ('url', 'host', 'record', 'item')", name=op.f("ck_suppressions_scope")),
        sa.PrimaryKeyConstraint("scope", "value", name=op.f("pk_suppressions")),
        comment="Takedowns: applied when loading and when curating",
    )
    op.create_table(
        "versions",
        sa.Column("source", sa.Text(), nullable=False, comment="Slug of the source"),
        sa.Column("key", sa.Text(), nullable=False, comment="The source's own id of the thing"),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False, comment="1 for the first version"),
        sa.Column("kind", sa.Text(), nullable=False, comment="event, news or call"),
        sa.Column("url", sa.Text(), nullable=True, comment="Page of the thing at the source"),
        sa.Column("content", JSONB(), nullable=False, comment="What the source said"),
        sa.Column("content_hash", sa.Text(), nullable=False, comment="sha-256 of kind, URL and content"),
        sa.Column("capture", sa.Text(), nullable=False, comment="sha-256 of the capture that first said it"),
        sa.Column("from_instant", sa.DateTime(timezone=True), nullable=False, comment="From when it was said"),
        sa.Column(
            "to_instant", sa.DateTime(timezone=True), nullable=True, comment="Until when; empty for the current version"
        ),
        sa.PrimaryKeyConstraint("source", "key", "number", name=op.f("pk_versions")),
        comment="History of records: a row only when the content hash changed",
    )
    op.create_index(
        "uq_versions_current",
        "versions",
        ["source", "key"],
        unique=True,
        postgresql_where=sa.text("to_instant IS NULL"),
    )
    op.create_table(
        "deadlines",
        sa.Column("item", sa.UUID(as_uuid=False), nullable=False, comment="Item"),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False, comment="1 for the first"),
        sa.Column(
            "closes_at",
            sa.DateTime(timezone=True),
            nullable=False,
            comment="Instant after which an application is too late",
        ),
        sa.Column("local", sa.DateTime(), nullable=False, comment="The deadline on the wall clock of its zone"),
        sa.Column("zone", sa.Text(), nullable=False, comment="IANA zone of the wall clock"),
        sa.Column("label", sa.Text(), nullable=True, comment="What closes"),
        sa.ForeignKeyConstraint(["item"], ["items.id"], name=op.f("fk_deadlines_item")),
        sa.PrimaryKeyConstraint("item", "number", name=op.f("pk_deadlines")),
        comment="Closing instants of calls",
    )
    op.create_index("ix_deadlines_closes_at", "deadlines", ["closes_at"], unique=False)
    op.create_table(
        "edits",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False, comment="Number of the edit"),
        sa.Column("item", sa.UUID(as_uuid=False), nullable=False, comment="Item"),
        sa.Column("field", sa.Text(), nullable=False, comment="Field of the content"),
        sa.Column("value", JSONB(), nullable=True, comment="The editor's value; empty = the field is to be empty"),
        sa.Column("base", JSONB(), nullable=True, comment="The value that it replaced (EDITORS.md D9)"),
        sa.Column("author", sa.Text(), nullable=False, comment="Who"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False, comment="When"),
        sa.Column(
            "released_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="When the field went back to its sources; empty while the edit holds",
        ),
        sa.ForeignKeyConstraint(["item"], ["items.id"], name=op.f("fk_edits_item")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_edits")),
        comment="Corrections of editors, kept beside what the sources say",
    )
    op.create_index(
        "uq_edits_held", "edits", ["item", "field"], unique=True, postgresql_where=sa.text("released_at IS NULL")
    )
    op.create_table(
        "field_choices",
        sa.Column("item", sa.UUID(as_uuid=False), nullable=False, comment="Item"),
        sa.Column("field", sa.Text(), nullable=False, comment="Field of the content"),
        sa.Column("value", sa.Text(), nullable=False, comment="The value, as JSON"),
        sa.Column(
            "rule",
            sa.Text(),
            nullable=False,
            comment="editor, only, agreed, trust, completeness, recency, order, state, or with:FIELD",
        ),
        sa.Column("source", sa.Text(), nullable=False, comment="Source that won, or `editor`"),
        sa.Column("key", sa.Text(), nullable=False, comment="Key of the record that won, or the editor's name"),
        sa.Column("capture", sa.Text(), nullable=False, comment="sha-256 of the capture that the value comes from"),
        sa.Column(
            "competing",
            JSONB(),
            nullable=False,
            comment="What the other records say: pairs of source/key and JSON value",
        ),
        sa.Column(
            "provenance", JSONB(), nullable=True, comment="Rule, words and part of the capture of the winning value"
        ),
        sa.ForeignKeyConstraint(["item"], ["items.id"], name=op.f("fk_field_choices_item")),
        sa.PrimaryKeyConstraint("item", "field", name=op.f("pk_field_choices")),
        comment="Why each field of an item has its value",
    )
    op.create_table(
        "memberships",
        sa.Column("source", sa.Text(), nullable=False, comment="Slug of the source"),
        sa.Column("key", sa.Text(), nullable=False, comment="The source's own id of the thing"),
        sa.Column("item", sa.UUID(as_uuid=False), nullable=False, comment="Item that the record speaks of"),
        sa.ForeignKeyConstraint(["item"], ["items.id"], name=op.f("fk_memberships_item")),
        sa.PrimaryKeyConstraint("source", "key", name=op.f("pk_memberships")),
        comment="Which record speaks of which item",
    )
    op.create_index("ix_memberships_item", "memberships", ["item"], unique=False)
    op.create_table(
        "occurrences",
        sa.Column("item", sa.UUID(as_uuid=False), nullable=False, comment="Item"),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False, comment="1 for the first"),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False, comment="Start as an instant"),
        sa.Column(
            "ends_at",
            sa.DateTime(timezone=True),
            nullable=False,
            comment="End as an instant (an unknown end lasts two hours, a day lasts until midnight)",
        ),
        sa.Column("all_day", sa.Boolean(), nullable=False, comment="Whether the source gave no clock"),
        sa.Column("local_start", sa.DateTime(), nullable=False, comment="Start on the wall clock of its zone"),
        sa.Column(
            "local_end",
            sa.DateTime(),
            nullable=True,
            comment="End on the wall clock; empty when unknown; at day precision the last day",
        ),
        sa.Column("zone", sa.Text(), nullable=False, comment="IANA zone of the wall clock"),
        sa.ForeignKeyConstraint(["item"], ["items.id"], name=op.f("fk_occurrences_item")),
        sa.PrimaryKeyConstraint("item", "number", name=op.f("pk_occurrences")),
        comment="Sessions of events",
    )
    op.create_index("ix_occurrences_ends_at", "occurrences", ["ends_at", "starts_at"], unique=False)
    op.create_index("ix_occurrences_starts_at", "occurrences", ["starts_at"], unique=False)
    op.create_table(
        "records",
        sa.Column("source", sa.Text(), nullable=False, comment="Slug of the source"),
        sa.Column("key", sa.Text(), nullable=False, comment="The source's own id of the thing"),
        sa.Column("kind", sa.Text(), nullable=False, comment="event, news or call"),
        sa.Column("url", sa.Text(), nullable=True, comment="Page of the thing at the source"),
        sa.Column(
            "content",
            JSONB(),
            nullable=False,
            comment="What the source says, understood (canonical JSON of vigie.model)",
        ),
        sa.Column("content_hash", sa.Text(), nullable=False, comment="sha-256 of kind, URL and content"),
        sa.Column("capture", sa.Text(), nullable=False, comment="sha-256 of the capture that first said this content"),
        sa.Column("parser", sa.Text(), nullable=False, comment="Reader and version that read it"),
        sa.Column("provenance", JSONB(), nullable=False, comment="Per field: rule, words, part of the capture"),
        sa.Column("abstentions", sa.ARRAY(sa.Text()), nullable=False, comment="Fields that were left empty on purpose"),
        sa.Column(
            "state",
            sa.Text(),
            nullable=False,
            comment="listed, missing, suspected, cancelled, moved or gone (DESIGN.md §5)",
        ),
        sa.Column("first_seen", sa.DateTime(timezone=True), nullable=False, comment="When the record was first seen"),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False, comment="When its content last changed"),
        sa.Column(
            "last_seen",
            sa.DateTime(timezone=True),
            nullable=False,
            comment="When it was last written; while listed, see the last complete run of its source",
        ),
        sa.Column(
            "missing_since",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="First complete run that no longer listed it",
        ),
        sa.ForeignKeyConstraint(["source"], ["sources.slug"], name=op.f("fk_records_source")),
        sa.PrimaryKeyConstraint("source", "key", name=op.f("pk_records")),
        comment="Current record per source and key",
    )
    op.create_index(
        "ix_records_not_listed",
        "records",
        ["source", "key"],
        unique=False,
        postgresql_where=sa.text("state <> 'listed'"),
    )
    op.create_table(
        "runs",
        sa.Column("id", sa.Text(), nullable=False, comment="Identifier of the run"),
        sa.Column("source", sa.Text(), nullable=False, comment="Slug of the source"),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False, comment="When the run started"),
        sa.Column(
            "finished_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="When its certificate was written; empty while it runs or when it was killed",
        ),
        sa.Column("cause", sa.Text(), nullable=True, comment="Why it ended as it did (DESIGN.md §5)"),
        sa.Column(
            "complete",
            sa.Boolean(),
            nullable=False,
            comment="Only a complete run publishes and may mark records missing",
        ),
        sa.Column("seconds", sa.Float(), nullable=True, comment="Duration in seconds"),
        sa.Column("certificate", JSONB(), nullable=True, comment="The whole certificate"),
        sa.ForeignKeyConstraint(["source"], ["sources.slug"], name=op.f("fk_runs_source")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_runs")),
        comment="Runs and their certificates; a listed record was last seen by the last complete run of its source",
    )
    op.create_index(
        "ix_runs_complete", "runs", ["source", "started_at"], unique=False, postgresql_where=sa.text("complete")
    )
    op.create_index("ix_runs_source_started_at", "runs", ["source", "started_at"], unique=False)
    views = Path(__file__).with_name("0001_views.sql").read_text(encoding="utf-8")
    for statement in views.split(";\n"):
        if statement.strip():
            op.execute(statement)
