"""The schema as SQLAlchemy tables. Every table and column carries a comment: the data dictionary is made from them."""

from warehouse.tables.captured import captures, hosts, pages, quarantine, runs, sources
from warehouse.tables.columns import metadata
from warehouse.tables.desk import curation, edits, judgements, suppressions, tags
from warehouse.tables.editorial import (
    desk_users,
    digests,
    item_notes,
    item_presence,
    proposals,
    reviews,
    saved_queries,
    saved_views,
    sign_ins,
)
from warehouse.tables.lived import consumers, item_versions, journal, mints, silences
from warehouse.tables.matched import asks, blocks, pairs, pending
from warehouse.tables.probed import probes, ways
from warehouse.tables.published import (
    actors,
    changes,
    deadlines,
    field_choices,
    items,
    memberships,
    occurrences,
    places,
)
from warehouse.tables.pushed import websub_subscriptions
from warehouse.tables.recorded import fingerprints, records, versions
from warehouse.tables.rekeyed import rekeys
from warehouse.tables.suggested import suggestion_decisions, suggestion_links, suggestions

__all__ = [
    "actors",
    "asks",
    "blocks",
    "captures",
    "changes",
    "consumers",
    "curation",
    "deadlines",
    "desk_users",
    "digests",
    "edits",
    "field_choices",
    "fingerprints",
    "hosts",
    "item_notes",
    "item_presence",
    "item_versions",
    "items",
    "journal",
    "judgements",
    "memberships",
    "metadata",
    "mints",
    "occurrences",
    "pages",
    "pairs",
    "pending",
    "places",
    "probes",
    "proposals",
    "quarantine",
    "records",
    "rekeys",
    "reviews",
    "runs",
    "saved_queries",
    "saved_views",
    "sign_ins",
    "silences",
    "sources",
    "suggestion_decisions",
    "suggestion_links",
    "suggestions",
    "suppressions",
    "tags",
    "versions",
    "ways",
    "websub_subscriptions",
]
