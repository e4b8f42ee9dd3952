"""One record as one line for an operator: kind, title, when, where to."""

from __future__ import annotations

from vigie.model import Article, Call, Event, Record

FIRST = 3


def record_line(record: Record) -> str:
    """`event Title | 2026-03-05T18:30+01:00 → … | https://…`"""
    content = record.content
    return f"{record.kind.value} {content.title} | {when(content)} | {record.url or 'no address'}"


def when(content: Event | Article | Call) -> str:
    """The first sessions, the deadlines, or the day of publication."""
    if isinstance(content, Event):
        spans = [
            one.start.isoformat() + (f" → {one.end.isoformat()}" if one.end else "") for one in content.occurrences
        ]
        more = f" and {len(spans) - FIRST} more" if len(spans) > FIRST else ""
        return ", ".join(spans[:FIRST]) + more or "no date"
    if isinstance(content, Call):
        ends = ", ".join(one.at.isoformat() for one in content.deadlines[:FIRST])
        return f"until {ends}" if ends else "rolling" if content.rolling else "no deadline"
    return f"published {content.published.isoformat()}" if content.published else "no date of publication"
