"""Which entries of a calendar are one thing, which of its revisions counts, and which are wanted at all."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from icalendar import Event

from scrapers.readers import last_resort
from scrapers.readers.addresses import key_of_values
from scrapers.readers.drafts import PageDraft, printed
from scrapers.readers.ical_parts import property_text
from scrapers.readers.ical_sessions import shown
from scrapers.readers.last_resort import Nameless
from vigie.model import Kind, RawItem

# The Events Calendar puts the session into the UID (`1234-1715243400-1715247000@site`): it moves when the event does,
# the number of the post does not (API_SHAPES.md §5).
_TEC_UID = re.compile(r"^(\d+)-\d{9,10}-\d{9,10}@(\S+)$")
_BROKEN_UID = re.compile(r"[<>\s]")


def wanted(draft: PageDraft, events: Sequence[Event]) -> list[Event]:
    """The events whose address fits the source's `url_match`; the others are counted."""
    pattern = draft.source.option("url_match")
    if not pattern:
        return list(events)
    try:
        fits = re.compile(pattern)
    except re.error as error:
        draft.problem("bad-selector", f"url_match: {error}", field="url_match")
        return list(events)
    kept = [event for event in events if fits.search(property_text(event, "URL") or "")]
    draft.unread("entry whose address is not wanted" for _ in range(len(events) - len(kept)))
    return kept


def keyed(draft: PageDraft, events: Sequence[Event]) -> Iterator[tuple[str, Event]]:
    """(key, event). Events without UID and address get keys that their edits do not move."""
    keys = [_key(event) for event in events]
    bare = [
        Nameless(_bare(draft, event), shown(event, "DTSTART"))
        for event, key in zip(events, keys, strict=True)
        if key is None
    ]
    given = iter(last_resort.keys(bare))
    for event, key in zip(events, keys, strict=True):
        yield key or next(given), event


def _bare(draft: PageDraft, event: Event) -> RawItem:
    item = draft.item("VEVENT")
    item.say("title", property_text(event, "SUMMARY"))
    item.say("place_text", property_text(event, "LOCATION"))
    return item.finish(draft.source, None, Kind.EVENT, None)


def _key(event: Event) -> str | None:
    uid = property_text(event, "UID") or ""
    session = _TEC_UID.match(uid)
    if session:
        return f"{session.group(1)}@{session.group(2)}"
    if uid and not _BROKEN_UID.search(uid):
        return uid
    url = property_text(event, "URL")
    return key_of_values([("url", url), ("start", shown(event, "DTSTART") or "")]) if url else None


def date_by_stamp(masters: list[Event]) -> None:
    """Gives events without a start the time of their entry, where a source says that it is one."""
    for event in masters:
        if "DTSTART" not in event and "DTSTAMP" in event:
            event["DTSTART"] = event["DTSTAMP"]


def latest(masters: list[Event]) -> list[Event]:
    """Of several events of one UID the last revision: the greatest LAST-MODIFIED, else the greatest SEQUENCE.

    Unrevised ones, and those whose UIDs differ, are sessions of one thing.
    """
    by_uid: dict[str, list[Event]] = {}
    for event in masters:
        by_uid.setdefault(property_text(event, "UID") or "", []).append(event)
    kept: list[Event] = []
    for events in by_uid.values():
        newest = max(map(_revision, events))
        kept += [event for event in events if _revision(event) == newest]
    return kept


def _revision(event: Event) -> tuple[str, int]:
    number = printed(event.get("SEQUENCE")) or "0"
    return shown(event, "LAST-MODIFIED") or "", int(number) if number.isdigit() else 0
