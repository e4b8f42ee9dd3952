"""What was asked, what came back, how the run went."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Table
from sqlalchemy import text as raw

from warehouse.tables.columns import flag, instant, json, metadata, number, real, text, texts

sources = Table(
    "sources",
    metadata,
    text("slug", "Name of the source in the catalogue", key=True),
    text("name", "Name for people"),
    text("site", "Home page of the publisher", null=True),
    text("platform", "Reader that reads it"),
    texts("kinds", "Kinds of content that it brings"),
    text("language", "Main language of its texts (BCP 47)"),
    number("trust", "Weight in the choice of fields, 0 to 100"),
    text("nature", "organiser, public, media, api or aggregator"),
    text("owner", "Who looks after it at Vigie"),
    flag("republish", "Whether full texts may leave the warehouse (SECURITY.md D15)"),
    text("licence", "Licence of its content, where known", null=True),
    text("image_rights", "Terms of its images, where known", null=True),
    json("entry", "The whole entry of the catalogue as last used"),
    comment="Sources of the catalogue that have been read at least once",
)

captures = Table(
    "captures",
    metadata,
    text("source", "Slug of the source", key=True),
    text("request", "sha-256 of method, URL and body of the request", key=True),
    text("sha256", "sha-256 of the body; names it in the archive", key=True),
    text("url", "URL that was asked"),
    text("method", "HTTP method"),
    number("status", "HTTP status"),
    instant("first_at", "When this body was first received for this request"),
    instant("fetched_at", "When this body was last received as a new answer"),
    text("etag", "ETag of the answer, for conditional requests", null=True),
    text("last_modified", "Last-Modified of the answer, as sent", null=True),
    text("media_type", "Media type without parameters"),
    Column("length", BigInteger, nullable=False, comment="Bytes of the body"),
    Index("ix_captures_sha256", "sha256"),
    comment="Distinct answers per request; the bodies are in the archive",
)

pages = Table(
    "pages",
    metadata,
    text("source", "Slug of the source", key=True),
    text("parser", "Reader and version that read it", key=True),
    text("sha256", "Body that was read", key=True),
    texts("keys", "Keys of the items found"),
    json("next", "Requests that the page leads to"),
    number("expected", "Total that the source claims", null=True),
    flag("last", "Whether pagination ends here"),
    comment="What reading a body gave, so that an unchanged body is not read again",
)

runs = Table(
    "runs",
    metadata,
    text("id", "Identifier of the run", key=True),
    text("source", "Slug of the source", ForeignKey("sources.slug")),
    instant("started_at", "When the run started"),
    instant("finished_at", "When its certificate was written; empty while it runs or when it was killed", null=True),
    text("cause", "Why it ended as it did (DESIGN.md §5)", null=True),
    flag("complete", "Only a complete run publishes and may mark records missing"),
    real("seconds", "Duration in seconds", null=True),
    json("certificate", "The whole certificate", null=True),
    Index("ix_runs_source_started_at", "source", "started_at"),
    Index("ix_runs_complete", "source", "started_at", postgresql_where=raw("complete")),
    comment="Runs and their certificates; a listed record was last seen by the last complete run of its source",
)

quarantine = Table(
    "quarantine",
    metadata,
    text("id", "sha-256 of source, URL, reason, field and key (raw text when there is no key)", key=True),
    text("source", "Slug of the source"),
    text("url", "Page of the problem"),
    text("reason", "Why it could not be read or understood (short code)"),
    text("detail", "The same for people, as first seen"),
    text("field", "Field concerned", null=True),
    text("key", "Key of the item concerned", null=True),
    text("capture", "sha-256 of the capture", null=True),
    text("raw", "The raw text that was not understood"),
    instant("first_seen", "When the problem was first met"),
    instant("closed_at", "When it was gone; empty while it is open", null=True),
    instant("dropped_at", "When an operator put it aside: it is not shown again", null=True),
    text("dropped_by", "Who put it aside", null=True),
    text("dropped_because", "Why", null=True),
    Index("ix_quarantine_source", "source", postgresql_where=raw("closed_at IS NULL")),
    comment="What could not be read or understood, one row per problem",
)

hosts = Table(
    "hosts",
    metadata,
    text("host", "Host name", key=True),
    instant("next_at", "No request before this instant (gap between requests)", null=True),
    instant("paused_until", "The host asked us to stay away until then (Retry-After)", null=True),
    comment="Politeness shared by all processes (SECURITY.md D17)",
)
