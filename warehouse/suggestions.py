"""What news announces, as it was read: the suggestions of a record follow the record, whatever moved them."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, delete, select, text
from sqlalchemy.dialects.postgresql import ARRAY

from transforms.analyse import analyse
from transforms.mention_suggestions import mention_of
from transforms.text import fold
from vigie.codec import content_from_plain, to_json, to_plain
from vigie.model import Call, Content, Event, Evidence, Kind, Record, Suggestion, WallTime
from warehouse.bulk import copy
from warehouse.item_rows import quoted
from warehouse.tables import suggestions as table

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Named:
    """A suggestion with its names: `identity` holds through new readings, `id` is that of one piece of news."""

    id: str
    identity: str
    hash: str
    suggestion: Suggestion


def settle(connection: Connection, slug: str, records: Iterable[Record]) -> set[str]:
    """Makes the suggestions of these records, all of source `slug`, those that they carry. Returns the keys of the
    records whose suggestions moved: none when nothing did, and then nothing is written."""
    given = {record.key: record for record in records}
    query = select(table.c.id, table.c.key, table.c.hash).where(table.c.source == slug)
    known = {row.id: row for row in connection.execute(query) if row.key in given}
    wanted = {one.id: (record, one) for record in given.values() for one in named(record)}
    over = sorted(i for i, row in known.items() if i not in wanted or wanted[i][1].hash != row.hash)
    new = [wanted[i] for i in sorted(wanted) if i not in known or known[i].hash != wanted[i][1].hash]
    if over:
        ids = bindparam("ids", over, type_=ARRAY(table.c.id.type))
        connection.execute(delete(table).where(table.c.id == ids.any_()))
    copy(connection, table, [_row(record, one) for record, one in new])
    return {known[i].key for i in over} | {record.key for record, _ in new}


def forget(connection: Connection, live: Collection[Key]) -> None:
    """Removes the suggestions of touched records that are not live: what is suppressed leaves no words behind."""
    query = "SELECT DISTINCT s.source, s.key FROM suggestions s JOIN touched t USING (source, key)"
    for source, key in [(r.source, r.key) for r in connection.execute(text(query)) if (r.source, r.key) not in live]:
        connection.execute(delete(table).where(table.c.source == source, table.c.key == key))


def named(record: Record) -> tuple[Named, ...]:
    """The suggestions of a record by id. Of two with one identity the surer, then the earlier one."""
    found: dict[str, Named] = {}
    for one in sorted(record.suggestions, key=lambda s: (-s.score, s.span)):
        identity = identity_of(one)
        id_ = suggestion_id(record.source, record.key, identity)
        said = to_json([one.content, one.words, one.span, one.score, one.because, one.past])
        found.setdefault(id_, Named(id_, identity, hashlib.sha256(said).hexdigest(), one))
    return tuple(found.values())


def suggestion_id(source: str, key: str, identity: str) -> str:
    """Name of one piece of news of a record."""
    return hashlib.sha256(f"{source}\n{key}\n{identity}".encode()).hexdigest()[:16]


def identity_of(suggestion: Suggestion) -> str:
    """128 bits of kind, folded title and first day, in hexadecimal."""
    first, _ = days(suggestion)
    said = f"{suggestion.content.kind.value}\n{fold(suggestion.content.title)}\n{first or ''}"
    return hashlib.sha256(said.encode()).hexdigest()[:32]


def days(suggestion: Suggestion) -> tuple[date | None, date | None]:
    """First and last day of what is suggested; of a call without a deadline, the day of its opening."""
    mention = mention_of(suggestion)
    opens = mention.opens.day if mention.opens else None
    return mention.first_day or opens, mention.last_day or opens


def read(row: Any) -> Suggestion:
    """The suggestion of a row of the table."""
    content = content_from_plain(Kind(row.kind), row.content)
    if not isinstance(content, (Event, Call)):
        raise TypeError(f"a suggestion of kind {row['kind']}")
    span = (row.span_start, row.span_end)
    return Suggestion(content, row.words, span, row.score, tuple(row.because), row.past)


def _row(record: Record, one: Named) -> dict[str, Any]:
    content = one.suggestion.content
    first, last = days(one.suggestion)
    # A day more on both sides: zones, nights, and a neighbouring day that an editor should be asked about.
    since = WallTime.of_day(first - timedelta(days=1)).utc if first and first.year > 1 else None
    until = WallTime.of_day(last + timedelta(days=2)).utc if last and last.year < 9999 else None
    return {
        "id": one.id,
        "source": record.source,
        "key": record.key,
        "identity": one.identity,
        "kind": content.kind.value,
        "title": content.title,
        "content": to_json(content),
        "words": one.suggestion.words,
        "span_start": one.suggestion.span[0],
        "span_end": one.suggestion.span[1],
        "score": one.suggestion.score,
        "because": list(one.suggestion.because),
        "past": one.suggestion.past,
        "evidence": to_plain(_evidence(record, one.suggestion)),
        "hash": one.hash,
        "since": since,
        "until": until,
        "query": searched(content),
    }


def searched(content: Content) -> str:
    """What items that a suggestion may speak of hold a part of, as a tsquery: the tokens of its title and place."""
    place = content.place.name if content.place else None
    tokens = sorted(set(analyse(" ".join(filter(None, (content.title, place))))))
    return " | ".join(quoted(token) for token in tokens)


def _evidence(record: Record, suggestion: Suggestion) -> Evidence:
    noted = (p for p in record.provenance if p.field == "suggestions" and p.words == suggestion.words)
    found = next(noted, None)
    return found.evidence if found else Evidence(record.capture, record.url or "", "")
