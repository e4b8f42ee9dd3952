"""What Vigie says: items, why they say it, and the ordered log of how they moved."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Table
from sqlalchemy import text as raw
from sqlalchemy.dialects.postgresql import TSVECTOR

from warehouse.tables.columns import clock, flag, instant, json, metadata, number, real, text, texts, uid

LIVE = raw("merged_into IS NULL AND withdrawn_at IS NULL AND NOT hidden")
DURING = "tstzrange(starts_at, GREATEST(starts_at, ends_at), '[]')"
"""From the first instant of a session to its last."""

items = Table(
    "items",
    metadata,
    uid("id", "Public id: minted once, never derived again", key=True),
    text("kind", "event, news or call"),
    json("content", "The projection: each field chosen from the records (canonical JSON of vigie.model)"),
    text("content_hash", "sha-256 of kind and content"),
    text("input_hash", "sha-256 of what the projection was made from; equal = nothing to do"),
    number("sequence", "iCalendar SEQUENCE: moves with time, place or status"),
    text("founder_source", "Source of the record that founded the item"),
    text("founder_key", "Key of the record that founded the item"),
    instant("created_at", "When its founder was first seen"),
    instant("revised_at", "When its content last moved"),
    flag("hidden", "Hidden by an editor"),
    instant("pinned_until", "Pinned by an editor until then", null=True),
    uid("merged_into", "Item that took its place", null=True),
    instant("withdrawn_at", "When its last record left", null=True),
    text("title", "Title"),
    text("language", "Language of the title (BCP 47)", null=True),
    text("status", "Status of an event (facts/status_map.yaml); empty for others", null=True),
    text("province", "Province slug", null=True),
    text("nis", "NIS code of the municipality", null=True),
    text("municipality", "Municipality", null=True),
    instant("starts_at", "First start of an event, opening of a call", null=True),
    instant("ends_at", "End of the last occurrence of an event", null=True),
    instant("closes_at", "Last deadline of a call", null=True),
    flag("closed", "Call that its source says is closed"),
    instant("published_at", "When its source published it", null=True),
    texts("topics", "Topics as facet:slug"),
    texts("sources", "Slugs of the sources behind it"),
    texts(
        "session_names",
        "Names of its sessions or deadlines, in the order of the content: the end of their calendar UIDs",
        default="{}",
    ),
    json(
        "former_sessions",
        "Where named sessions stood before (name, wall clock): no name is given twice (warehouse.session_names)",
        default="[]",
    ),
    Column("search", TSVECTOR, nullable=False, comment="Tokens of transforms.analyse over title, text, place, people"),
    texts("facets", "All that it can be chosen by, as facet:value (warehouse.item_rows.facets)", default="{}"),
    Index("ix_items_live_starts_at", "kind", "starts_at", "id", postgresql_where=LIVE),
    Index("ix_items_live_ends_at", "kind", "ends_at", postgresql_where=LIVE),
    Index("ix_items_live_published_at", "kind", raw("coalesce(published_at, created_at)"), postgresql_where=LIVE),
    Index("ix_items_live_closes_at", "kind", "closes_at", postgresql_where=LIVE),
    Index("ix_items_live_province", "kind", "province", "starts_at", postgresql_where=LIVE),
    Index("ix_items_search", "search", postgresql_using="gin"),
    Index("ix_items_facets", "facets", postgresql_using="gin"),
    Index("ix_items_topics", "topics", postgresql_using="gin"),
    Index("ix_items_actors", raw("(content -> 'actors')"), postgresql_using="gin"),
    Index("ix_items_place", raw("lower((content -> 'place') ->> 'name')")),
    Index("ix_items_merged_into", "merged_into", postgresql_where=raw("merged_into IS NOT NULL")),
    Index("ix_items_founder", "founder_source", "founder_key"),
    comment="Things as published: one per event, article or call, whatever the number of sources",
)

memberships = Table(
    "memberships",
    metadata,
    text("source", "Slug of the source", key=True),
    text("key", "The source's own id of the thing", key=True),
    uid("item", "Item that the record speaks of", ForeignKey("items.id")),
    Index("ix_memberships_item", "item"),
    comment="Which record speaks of which item",
)

occurrences = Table(
    "occurrences",
    metadata,
    uid("item", "Item", ForeignKey("items.id"), key=True),
    number("number", "1 for the first", key=True),
    instant("starts_at", "Start as an instant"),
    instant("ends_at", "End as an instant (an unknown end lasts two hours, a day lasts until midnight)"),
    flag("all_day", "Whether the source gave no clock"),
    clock("local_start", "Start on the wall clock of its zone"),
    clock("local_end", "End on the wall clock; empty when unknown; at day precision the last day", null=True),
    text("zone", "IANA zone of the wall clock"),
    Index("ix_occurrences_ends_at", "ends_at", "starts_at"),
    Index("ix_occurrences_starts_at", "starts_at"),
    Index("ix_occurrences_during", raw(DURING), postgresql_using="gist"),
    comment="Sessions of events",
)

deadlines = Table(
    "deadlines",
    metadata,
    uid("item", "Item", ForeignKey("items.id"), key=True),
    number("number", "1 for the first", key=True),
    instant("closes_at", "Instant after which an application is too late"),
    clock("local", "The deadline on the wall clock of its zone"),
    text("zone", "IANA zone of the wall clock"),
    text("label", "What closes", null=True),
    Index("ix_deadlines_closes_at", "closes_at"),
    comment="Closing instants of calls",
)

places = Table(
    "places",
    metadata,
    uid("id", "Derived from the folded name and the municipality", key=True),
    text("name", "Name of the place"),
    text("street", "Street and number", null=True),
    text("postcode", "Postcode", null=True),
    text("municipality", "Municipality", null=True),
    text("nis", "NIS code of the municipality", null=True),
    text("province", "Province slug", null=True),
    real("latitude", "WGS84 degrees", null=True),
    real("longitude", "WGS84 degrees", null=True),
    comment="Named places that items speak of, as first met",
)

actors = Table(
    "actors",
    metadata,
    uid("id", "Derived from the role and the folded name", key=True),
    text("name", "Name as first met"),
    text("role", "organizer or funder"),
    comment="Organisers and funders that items name (first, thin version)",
)

field_choices = Table(
    "field_choices",
    metadata,
    uid("item", "Item", ForeignKey("items.id"), key=True),
    text("field", "Field of the content", key=True),
    text("value", "The value, as JSON"),
    text("rule", "editor, only, agreed, trust, completeness, recency, order, series, state, history, or with:FIELD"),
    text("source", "Source that won, or `editor`"),
    text("key", "Key of the record that won, or the editor's name"),
    text("capture", "sha-256 of the capture that the value comes from"),
    json("competing", "What the other records say: pairs of source/key and JSON value"),
    json("provenance", "Rule, words and part of the capture of the winning value", null=True),
    comment="Why each field of an item has its value",
)

changes = Table(
    "changes",
    metadata,
    Column("seq", BigInteger, primary_key=True, autoincrement=False, comment="Grows by one, without holes"),
    instant("at", "When the projection moved"),
    uid("item", "Item"),
    text("kind", "event, news or call"),
    text("type", "created, updated, rescheduled, cancelled, reinstated, merged or withdrawn"),
    texts("fields", "Fields that moved"),
    uid("merged_into", "Item that took its place", null=True),
    Index("ix_changes_item", "item", "seq"),
    comment="Ordered log of what moved: the event stream",
)
