"""Which records of several sources speak of one thing: clusters, deterministic whatever the order of the records.

`match` does all of it at once. Its parts are the doors of an incremental run, which gives the same: `profile` and
`block_keys` of what changed, `edges` between that and what shares a key, `components` of what an edge touches, then
`cluster`.
Editors' judgements always win.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from transforms.match_blocks import block_keys
from transforms.match_clusters import Ask, Cluster, Edge, Judgement, Member, cluster, components
from transforms.match_edges import edges
from transforms.match_profile import Profile, profile
from vigie.model import Record

__all__ = [
    "Ask",
    "Candidate",
    "Cluster",
    "Edge",
    "Judgement",
    "Member",
    "Profile",
    "block_keys",
    "cluster",
    "components",
    "edges",
    "match",
    "profile",
]


@dataclass(frozen=True, slots=True)
class Candidate:
    """One record to match. `first_seen` is aware UTC; the oldest member of a cluster founds the item."""

    source: str
    key: str
    record: Record
    trust: int
    first_seen: datetime


def match(candidates: Iterable[Candidate], judgements: Iterable[Judgement] = ()) -> tuple[Cluster, ...]:
    """Clusters of all candidates, each in one, sorted by founder. Judgements on others are ignored."""
    known = {(c.source, c.key): c for c in candidates}
    found = edges([profile(known[member].record) for member in sorted(known)])
    return cluster(((member, known[member].first_seen) for member in sorted(known)), found, judgements)
