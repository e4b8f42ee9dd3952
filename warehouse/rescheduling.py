"""Whether a source moved an event to another day, and from when: a reschedule says the former date. Pure."""

from __future__ import annotations

from datetime import datetime

from vigie.model import Content, Event, WallTime


def former_start(before: Content, after: Content, held: WallTime | None, at: datetime) -> WallTime | None:
    """The session that a record stood for before the change of its content seen at the aware instant `at`.

    Only where one session that was still ahead becomes one session on another day: a list that drops its past sessions,
    or tells next year's edition under the same key, reschedules nothing. `held` is what was found at an earlier change;
    a source that goes back to that day, or says the former date itself, empties it.
    """
    if not (isinstance(before, Event) and isinstance(after, Event)) or after.previous_start is not None:
        return None
    if len(before.occurrences) != 1 or len(after.occurrences) != 1:
        return None
    old, new = before.occurrences[0], after.occurrences[0]
    if old.start.day == new.start.day:
        return held
    first = held or (old.start if old.closes_at() > at else None)
    return None if first is None or first.day == new.start.day else first
