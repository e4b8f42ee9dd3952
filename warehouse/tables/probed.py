"""What probes saw of sources, and the way by which each source is read since."""

from __future__ import annotations

from sqlalchemy import Index, Table

from warehouse.tables.columns import flag, instant, json, metadata, number, text, uid

probes = Table(
    "probes",
    metadata,
    uid("id", "Probe", key=True),
    text("source", "Slug of the source"),
    text("run", "Call of the command that it was part of"),
    instant("at", "When it was done"),
    text("entry", "sha-256 of what the catalogue then said of how to read the source"),
    text("cause", "ok, or why nothing could be read (the causes of runs)"),
    flag("answered", "Whether items were read, by the way of the catalogue or by the one found"),
    number("status", "HTTP status of the answer that decided", null=True),
    text("url", "Where the first request, or the way found, led", null=True),
    text("robots", "allowed, forbidden or unknown"),
    text("platform", "Platform that was read", null=True),
    json("way", "Way found or tried that the catalogue does not say (JSON of vigie.ways.Way)", null=True),
    number("confidence", "Of that way, 0 to 100; from 80 it is used without an operator's word", null=True),
    number("items", "Items on the pages that were looked at"),
    number("ahead", "Records among them with a date to come"),
    text("newest", "Newest day that they say, YYYY-MM-DD", null=True),
    number("requests", "Requests that were made, robots.txt apart"),
    text("message", "The same for people: what was found, or why nothing"),
    Index("ix_probes_source", "source", "at"),
    comment="Every look at a source by `vigie sources probe`, kept for ever",
)

ways = Table(
    "ways",
    metadata,
    text("source", "Slug of the source", key=True),
    text("entry", "sha-256 of what the catalogue said then; another entry of the operator's wins over this row"),
    json("way", "Way used instead of the catalogue's; empty = the catalogue's own was seen to answer", null=True),
    uid("probe", "Probe that found it"),
    text("author", "Who accepted it; empty = it was certain by itself", null=True),
    instant("at", "Since when"),
    comment="How sources are read since a probe: the way in force",
)

__all__ = ["probes", "ways"]
