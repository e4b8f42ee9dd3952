"""Large changes of published items, for an editor to look at: what moved much since somebody last looked. The decision
is pure (`moved`); the reading takes only items that are still to come and whose sources, not editors, moved them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, text

from transforms.analyse import analyse
from vigie.codec import content_from_plain, to_plain
from vigie.model import Call, Content, Event, Kind, Place, Status
from warehouse.review_standing import NEXT, STANDS

LOOKED_BACK = timedelta(days=14)
HOURS = timedelta(hours=3)
ALIKE = 0.5
TIED = {"occurrences": ("status", "previous_start", "rrule"), "deadlines": ("opens", "rolling", "closed")}
"""Fields that tell the same thing as the first: who takes a date back takes these back with it."""

QUERY = f"""
    WITH moved AS (
        SELECT w.item, min(w.number) AS number, max(w.seq) AS seq
          FROM item_versions w JOIN changes c ON c.seq = w.seq
          LEFT JOIN reviews v ON v.kind = 'change' AND v.subject = w.item::text AND v.verdict <> 'skipped'
         WHERE w.kind IN ('event', 'call') AND w.from_instant >= :since AND w.number > 1
           AND c.fields && ARRAY['title', 'occurrences', 'deadlines', 'place', 'status']
           AND w.seq > coalesce(CAST(v.mark AS bigint), 0)
           AND (CAST(:item AS uuid) IS NULL OR w.item = CAST(:item AS uuid))
         GROUP BY w.item
    )
    SELECT i.id, i.kind, i.title, m.seq, b.content AS before, i.content AS after, {NEXT} AS due,
           ARRAY(SELECT e.field FROM edits e
                  WHERE e.item = i.id AND (e.released_at IS NULL
                     OR e.released_at >= b.from_instant AND e.at <= f.from_instant)) AS edited
      FROM moved m JOIN items i ON i.id = m.item
      JOIN item_versions f ON f.item = m.item AND f.number = m.number
      JOIN item_versions b ON b.item = m.item AND b.number = m.number - 1
     WHERE {STANDS} AND NOT b.hidden AND b.kind = i.kind AND b.withdrawn_at IS NULL AND b.merged_into IS NULL
     ORDER BY due NULLS LAST, i.id
"""


@dataclass(frozen=True, slots=True)
class Moved:
    """One field that moved much; values are plain JSON."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class LargeChange:
    """An item that moved much since an editor last looked. `seq` is the last change that counts; `due` when it happens
    next (aware); `fields` what moved, `held` all that goes back with it: field → plain JSON."""

    item: str
    kind: Kind
    title: str
    seq: int
    due: datetime | None
    fields: tuple[Moved, ...]
    held: Mapping[str, Any]


def large_changes(connection: Connection, now: datetime, item: str | None = None) -> tuple[LargeChange, ...]:
    """Large changes of the last two weeks that nobody looked at, what happens first first; of one item, or of all."""
    given = {"now": now, "since": now - LOOKED_BACK, "item": item}
    found = (_change(row) for row in connection.execute(text(QUERY), given))
    return tuple(one for one in found if one.fields)


def moved(before: Content, after: Content) -> tuple[str, ...]:
    """The fields in which two states of one item differ so much that readers could be misled."""
    names = []
    if isinstance(before, Event) and isinstance(after, Event):
        first, then = before.occurrences[0].start, after.occurrences[0].start
        if first.day != then.day or (first.has_clock and then.has_clock and abs(then.utc - first.utc) >= HOURS):
            names.append("occurrences")
        if _telling(before.status) is not _telling(after.status):
            names.append("status")
    if isinstance(before, Call) and isinstance(after, Call) and _closing_days(before) != _closing_days(after):
        names.append("deadlines")
    if _elsewhere(before.place, after.place):
        names.append("place")
    if _likeness(before.title, after.title) < ALIKE:
        names.append("title")
    return tuple(names)


def _closing_days(call: Call) -> list[date]:
    return [one.at.day for one in call.deadlines]


def _telling(status: Status) -> Status:
    """A new date is told by the date."""
    return Status.SCHEDULED if status in (Status.RESCHEDULED, Status.UNCONFIRMED) else status


def _elsewhere(before: Place | None, after: Place | None) -> bool:
    if before is None:
        return False
    if after is None:
        return True
    towns = [place.nis or place.municipality for place in (before, after)]
    if all(towns) and towns[0] != towns[1]:
        return True
    return bool(before.name and after.name) and _likeness(before.name or "", after.name or "") < ALIKE


def _likeness(one: str, other: str) -> float:
    """Share of their words that two lines have in common, 0 to 1."""
    a, b = ({word for word in analyse(line) if word} for line in (one, other))
    return len(a & b) / len(a | b) if a | b else 1.0


def _change(row: Any) -> LargeChange:
    kind = Kind(row.kind)
    before, after = (to_plain(content_from_plain(kind, plain)) for plain in (row.before, row.after))
    names = moved(content_from_plain(kind, row.before), content_from_plain(kind, row.after))
    fields = tuple(Moved(name, before.get(name), after.get(name)) for name in names if name not in row.edited)
    held = {one.field: one.before for one in fields}
    for one in fields:
        for name in TIED.get(one.field, ()):
            if before.get(name) != after.get(name):
                held.setdefault(name, before.get(name))
    return LargeChange(str(row.id), kind, row.title, row.seq, row.due, fields, held)
