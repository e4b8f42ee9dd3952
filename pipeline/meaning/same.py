"""`vigie meaning same`: JSON records, one a line, to clusters with the confidence and the reasons of each record."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

import orjson

from pipeline.meaning.same_records import identity, record_of
from pipeline.sameness import all_edges
from transforms.matching import Cluster, Edge, Member, cluster
from vigie.model import Record, Verdict

SEEN = datetime(2000, 1, 1, tzinfo=UTC)
"""All records are as if first seen at one time: which one founds a cluster does not show here."""
MOST_REASONS = 4
Complain = Callable[[str], None]


def read(lines: Sequence[bytes | str], complain: Complain) -> Iterator[dict[str, object]]:
    """One answer per readable line, in the order of the lines: `{"cluster", "id", "score", "because"}`.

    `complain` gets one line of words for each line that holds no record; blank lines are passed over in silence.
    """
    numbered = [(number, line) for number, line in enumerate(lines, 1) if line.strip()]
    profiles, edges = all_edges(numbered, _record)
    ids: list[tuple[Member, str]] = []
    for (number, line), made in zip(numbered, profiles, strict=True):
        if made is None:
            complain(f"line {number}: {_broken(line)}")
        else:
            ids.append(((made.source, made.key), _said_id(made.key)))
    del profiles
    yield from _answers(ids, edges, cluster(((member, SEEN) for member, _ in ids), edges))


def _answers(
    ids: list[tuple[Member, str]], edges: list[Edge], clusters: tuple[Cluster, ...]
) -> Iterator[dict[str, object]]:
    place = {member: number for number, found in enumerate(clusters) for member in found.members}
    name = dict(ids)
    reasons: dict[Member, list[tuple[int, str]]] = {}
    doubts: dict[Member, list[tuple[int, str]]] = {}
    for edge in edges:
        if edge.verdict is Verdict.DIFFERENT:
            continue
        joined = place[edge.a] == place[edge.b]
        if joined and edge.verdict is Verdict.ASK:
            continue
        strength = edge.strength if edge.verdict is Verdict.ASK or joined else 50
        for one, other in ((edge.a, edge.b), (edge.b, edge.a)):
            words = f"{name[other]}: {', '.join(edge.because)}"
            (reasons if joined else doubts).setdefault(one, []).append((strength, words))
    numbers: dict[int, int] = {}
    for member, said in ids:
        known = place[member]
        why = sorted(reasons.get(member, ()), key=lambda r: (-r[0], r[1]))[:MOST_REASONS]
        maybe = sorted(doubts.get(member, ()), key=lambda r: (-r[0], r[1]))[:MOST_REASONS]
        alone = len(clusters[known].members) == 1
        score = (
            (100 - maybe[0][0] if maybe else 100) if alone else max((s for s, _ in why), default=clusters[known].score)
        )
        yield {
            "cluster": numbers.setdefault(known, len(numbers) + 1),
            "id": said,
            "score": round(score / 100, 2),
            "because": [f"= {words}" for _, words in why] + [f"perhaps = {words}" for _, words in maybe],
        }


def _record(numbered: tuple[int, bytes | str]) -> Record | None:
    """The record of one line; its key is the JSON of its id and its line number, so that no two share one."""
    number, line = numbered
    try:
        said = orjson.loads(line)
        made = record_of(said, number) if isinstance(said, dict) else None
    except (ValueError, TypeError, OverflowError, AttributeError, KeyError):
        return None
    if made is None:
        return None
    key = orjson.dumps([said.get("id", identity(said, number)), number]).decode()
    return Record(made.source, key, made.url, made.content, "")


def _said_id(key: str) -> Any:
    return orjson.loads(key)[0]


def _broken(line: bytes | str) -> str:
    """Why a line is no record, in words."""
    try:
        said = orjson.loads(line)
    except ValueError as error:
        return f"no JSON ({error})"
    if not isinstance(said, dict):
        return "a JSON object was expected"
    try:
        record_of(said, 0)
    except ValueError as error:
        return str(error)
    except (TypeError, OverflowError, AttributeError, KeyError) as error:
        return f"cannot be read ({error})"
    return "cannot be read"
