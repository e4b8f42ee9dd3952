"""The schema as SQLAlchemy tables. Every table and column carries a comment: the data dictionary is made from them."""

from warehouse.tables.captured import captures, hosts, pages, quarantine, runs, sources
from warehouse.tables.columns import metadata
from warehouse.tables.desk import curation, edits, judgements, suppressions
from warehouse.tables.matched import asks, blocks, pairs, pending
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
from warehouse.tables.recorded import fingerprints, records, versions
from warehouse.tables.suggested import suggestion_decisions, suggestion_links, suggestions

__all__ = [
    "actors",
    "asks",
    "blocks",
    "captures",
    "changes",
    "curation",
    "deadlines",
    "edits",
    "field_choices",
    "fingerprints",
    "hosts",
    "items",
    "judgements",
    "memberships",
    "metadata",
    "occurrences",
    "pages",
    "pairs",
    "pending",
    "places",
    "quarantine",
    "records",
    "runs",
    "sources",
    "suggestion_decisions",
    "suggestion_links",
    "suggestions",
    "suppressions",
    "versions",
]
