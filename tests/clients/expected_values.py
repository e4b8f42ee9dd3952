"""What a client should have read, worked out of the warehouse's items by a small reading of its own.

Nothing of `feeds` is used here: the rules are those of FEEDS.md, written a second time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from tests.clients.made_world import NOW
from vigie.model import Article, Call, Event, Item, Occurrence, Precision, Status

WINDOW = timedelta(days=30), timedelta(days=400)
PREFIX = {Status.CANCELLED: "ANNULÉ – ", Status.FULL: "COMPLET – "}
STATUS = {Status.CANCELLED: "CANCELLED", Status.POSTPONED: "TENTATIVE"}


@dataclass(frozen=True, order=True)
class Entry:
    """One line of a calendar: a day or an instant (`2026-10-25T01:30:00Z`); `end` is exclusive; `item` its id."""

    start: str
    end: str
    title: str
    status: str
    item: str


def title_of(item: Item) -> str:
    """The title that people should see: the status first, unless the source says it."""
    content = item.content
    if not isinstance(content, Event) or content.title.upper().startswith("ANNULÉ"):
        return content.title
    return PREFIX.get(content.status, "") + content.title


def agenda(items: Iterable[Item]) -> list[Entry]:
    """The sessions of a month ago to 400 days ahead, as `agenda.ics` promises them."""
    return sorted(entry for item in items for entry in _sessions(item) if _in_window(entry))


def deadlines(items: Iterable[Item]) -> list[Entry]:
    """The closing instants and days of calls, as `calls.ics` promises them."""
    found = []
    for item in items:
        assert isinstance(item.content, Call)
        for deadline in item.content.deadlines:
            label = f" ({deadline.label})" if deadline.label else ""
            title = f"Clôture : {item.content.title}{label}"
            if deadline.at.precision is Precision.MINUTE:
                start = end = instant(deadline.at.local, deadline.at.zone)
            else:
                last = deadline.at.local.date() - timedelta(days=1 if deadline.strict else 0)
                start, end = last.isoformat(), (last + timedelta(days=1)).isoformat()
            found.append(Entry(start, end, title, "CONFIRMED", item.id))
    return sorted(e for e in found if _in_window(e))


def instant(local: datetime, zone: str) -> str:
    """A wall time as an instant: `fold` chooses between two, an hour that is skipped is read before the change."""
    return spelled(local.replace(tzinfo=ZoneInfo(zone)))


def spelled(moment: datetime) -> str:
    """An aware instant as clients are asked to print it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _sessions(item: Item) -> Iterator[Entry]:
    event = item.content
    assert isinstance(event, Event)
    for occurrence in event.occurrences:
        if occurrence.start.precision is not Precision.MONTH:
            start, end = _span(occurrence)
            yield Entry(start, end, title_of(item), STATUS.get(event.status, "CONFIRMED"), item.id)


def _span(occurrence: Occurrence) -> tuple[str, str]:
    start, end = occurrence.start, occurrence.end
    last = max(start.local.date(), end.local.date() if end else start.local.date())
    whole_days = start.precision is Precision.DAY
    begins = start.local.replace(tzinfo=ZoneInfo(start.zone)).astimezone(UTC)
    ends = begins + timedelta(hours=2)
    if end is not None and end.precision is Precision.MINUTE:
        ends = end.local.replace(tzinfo=ZoneInfo(end.zone)).astimezone(UTC)
        whole_days = whole_days or ends - begins > timedelta(hours=72)
    if whole_days:
        return start.local.date().isoformat(), (last + timedelta(days=1)).isoformat()
    return spelled(begins), spelled(ends)


def _in_window(entry: Entry) -> bool:
    past, ahead = WINDOW
    first, last = (date.fromisoformat(t[:10]) for t in (entry.start, entry.end))
    return last >= NOW.date() - past and first <= NOW.date() + ahead


def article_instant(item: Item) -> datetime:
    """When a source published an article; when we first knew of it if it does not say."""
    assert isinstance(item.content, Article)
    said = item.content.published
    return said.local.replace(tzinfo=ZoneInfo(said.zone)).astimezone(UTC) if said else item.created_at
