"""What a warehouse and its feeds hold, row by row, so that a law that fails names the rows that differ."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from difflib import unified_diff
from itertools import islice

import orjson
from sqlalchemy import text

from pipeline.house import House
from tests.conftest import feed_bytes
from warehouse.fingerprint import PARTS, content_hash

# What the hashes of the fingerprint stand for: with it a difference can be read.
BEHIND = (
    ("contents", "SELECT source, key, kind, url, content, capture, abstentions, parser FROM records"),
    ("provenance", "SELECT source, key, provenance FROM records"),
    ("projected", "SELECT id::text, founder_source, founder_key, content FROM items"),
    ("runs", "SELECT source, cause, complete, certificate->>'message' FROM runs"),
)
SHOWN = 6
"""Rows of one part, lines of one feed that are told on each side."""
LONGEST = 1_500


@dataclass(frozen=True, slots=True)
class WholeState:
    """Two states are equal when fingerprint and feeds are; `rows` (JSON, by part) are there to tell a difference."""

    fingerprint: str
    feeds: dict[str, bytes] = field(repr=False)
    rows: dict[str, Counter[str]] = field(repr=False, compare=False)


def whole_state(house: House) -> WholeState:
    """The state of a house as it stands. Stamps of the publisher (names with a dot in front) are left out."""
    feeds = {name: data for name, data in feed_bytes(house.settings.feeds).items() if not name.startswith(".")}
    rows: dict[str, Counter[str]] = {}
    with house.engine.connect() as connection:
        for name, query in (*PARTS, *BEHIND):
            found = connection.execute(text(query))
            rows[name] = Counter(orjson.dumps(list(row), option=orjson.OPT_SORT_KEYS).decode() for row in found)
    return WholeState(content_hash(house.engine), feeds, rows)


def difference(calm: WholeState, other: WholeState) -> str:
    """The rows and lines that only one of the two has; empty when they are equal."""
    if calm == other:
        return ""
    lines = []
    for name in calm.rows:
        for sign, mine, theirs in (("-", calm, other), ("+", other, calm)):
            only = sorted((mine.rows[name] - theirs.rows[name]).elements())
            lines += [f"{sign} {name} ({len(only)} such): {row[:LONGEST]}" for row in only[:SHOWN]]
    for name in sorted(calm.feeds.keys() | other.feeds.keys()):
        before, after = (state.feeds.get(name, b"").decode(errors="replace") for state in (calm, other))
        if before != after:
            lines.append(f"{name} differs")
            changed = unified_diff(before.splitlines(), after.splitlines(), name, name, n=0, lineterm="")
            lines += [line[:LONGEST] for line in islice(changed, 2 * SHOWN)]
    return "\n".join(lines) or "the fingerprints differ, no row does"
