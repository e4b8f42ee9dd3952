"""iCalendar (RFC 5545): one raw item per UID, its sessions as groups.

Recurrences are expanded from `now` − 400 to + 400 days; a series without a session there gives those from its first day
on, so that nothing that the calendar holds is lost. ORGANIZER is dropped (mostly a
person's name and mail address, SECURITY.md D16), private events are not read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from icalendar import Event

from scrapers.readers.addresses import absolute, key_of_values
from scrapers.readers.drafts import ItemDraft, PageDraft, printed
from scrapers.readers.ical_parts import Calendar, parse, property_text, raw_of
from scrapers.readers.ical_sessions import Session, TooMany, expand, session_of, shown
from scrapers.readers.instants import stamp
from scrapers.readers.kinds import kind_of
from vigie.model import Capture, Page, Request, Source

# The Events Calendar puts the session into the UID (`1234-1715243400-1715247000@site`): it moves when the event does,
# the number of the post does not (API_SHAPES.md §5).
_TEC_UID = re.compile(r"^(\d+)-\d{9,10}-\d{9,10}@(\S+)$")
_BROKEN_UID = re.compile(r"[<>\s]")
_USED = frozenset(
    ("UID", "SUMMARY", "DESCRIPTION", "X-ALT-DESC", "URL", "LOCATION", "GEO", "CATEGORIES", "ORGANIZER", "ATTACH",
     "IMAGE", "STATUS", "LAST-MODIFIED", "DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID",
     "CLASS", "CONFERENCE")
)  # fmt: skip
# Bookkeeping of the protocol, and persons.
_LEFT_OUT = frozenset(("DTSTAMP", "SEQUENCE", "CREATED", "TRANSP", "PRIORITY", "ATTENDEE", "CONTACT", "COMMENT"))


class CalendarReader:
    platform = "ical"
    version = "ical-1"

    def start(self, source: Source, now: datetime) -> tuple[Request, ...]:
        """The calendars; `webcal:` is https by another name (the catalogue holds http(s) only)."""
        return tuple(Request(url=url) for url in source.urls)

    def read(self, source: Source, capture: Capture, now: datetime) -> Page:
        draft = PageDraft(source, capture)
        calendar = parse(draft)
        if calendar is None:
            return draft.page()
        series: dict[str, list[Event]] = {}
        for event in calendar.events:
            series.setdefault(_key(event), []).append(event)
        for key, events in series.items():
            with draft.attempt(f"UID {key}", raw_of(events[0])):
                _read_series(draft, calendar, key, events, now)
        draft.unread(name for name in calendar.others)
        return draft.page()


def _key(event: Event) -> str:
    uid = property_text(event, "UID") or ""
    session = _TEC_UID.match(uid)
    if session:
        return f"{session.group(1)}@{session.group(2)}"
    if uid and not _BROKEN_UID.search(uid):
        return uid
    url = property_text(event, "URL") or property_text(event, "SUMMARY") or ""
    return key_of_values([("url", url), ("start", shown(event, "DTSTART") or "")])


def _read_series(draft: PageDraft, calendar: Calendar, key: str, events: list[Event], now: datetime) -> None:
    masters = _latest([e for e in events if "RECURRENCE-ID" not in e])
    overrides = [e for e in events if "RECURRENCE-ID" in e]
    first = (masters or overrides)[0]
    if (property_text(first, "CLASS") or "PUBLIC").upper() in ("PRIVATE", "CONFIDENTIAL"):
        draft.problem("private", "the calendar marks this event as private", key=key)
        return
    item = draft.item(f"VEVENT[UID={key}]")
    _describe(draft, item, first, calendar)
    try:
        sessions = expand(calendar, masters, overrides, now)
    except TooMany as error:
        draft.problem("too-many-occurrences", str(error), field="rrule", key=key, raw=property_text(first, "RRULE"))
        sessions = [session_of(e) for e in masters or overrides]
    except Exception as error:  # the recurrence library raises whatever a broken rule makes its parts raise
        draft.problem("parse-error", f"{type(error).__name__}: {error}", field="rrule", key=key,
                      raw=property_text(first, "RRULE"))  # fmt: skip
        sessions = [session_of(e) for e in masters or overrides]
    recurs = len(events) > 1 or "RRULE" in first or "RDATE" in first
    _say_sessions(item, _held([s for s in sessions if s.start]), recurs)
    if not item.has("start"):
        draft.problem("missing-start", "no DTSTART that can be read", field="start", key=key, raw=raw_of(first))
        return
    for event in events:
        draft.unread(name for name in event if name not in _USED and name not in _LEFT_OUT)
        for name, message in getattr(event, "errors", ()):
            draft.problem("parse-error", str(message), field=str(name), key=key, raw=raw_of(event))
    words = [item.value("category"), item.value("title")]
    draft.add(item.finish(draft.source, key, kind_of(draft.source, words), item.value("url")))


def _latest(masters: list[Event]) -> list[Event]:
    """Of several events of one UID the last revision; unrevised ones are sessions of one thing."""
    revisions = [(int(printed(e.get("SEQUENCE")) or 0) if str(e.get("SEQUENCE", "0")).isdigit() else 0,
                  shown(e, "LAST-MODIFIED") or "") for e in masters]  # fmt: skip
    if len(set(revisions)) <= 1:
        return masters
    return [e for e, revision in zip(masters, revisions, strict=True) if revision == max(revisions)]


def _describe(draft: PageDraft, item: ItemDraft, event: Event, calendar: Calendar) -> None:
    item.say("title", property_text(event, "SUMMARY"), "/SUMMARY")
    item.say("url", absolute(draft.capture.url, property_text(event, "URL")), "/URL", html=False)
    item.say("description", property_text(event, "DESCRIPTION"), "/DESCRIPTION")
    item.say("body", property_text(event, "X-ALT-DESC"), "/X-ALT-DESC")
    item.say("place_text", property_text(event, "LOCATION"), "/LOCATION")
    _say_position(item, event)
    for word in _categories(event):
        item.say("category", word, "/CATEGORIES")
    for attached in _several(event.get("IMAGE")) + _several(event.get("ATTACH")):
        if str(getattr(attached, "params", {}).get("FMTTYPE", "")).startswith("image/"):
            item.say("image", absolute(draft.capture.url, str(attached)), "/ATTACH", html=False)
            break
    item.say("online_url", absolute(draft.capture.url, property_text(event, "CONFERENCE")), "/CONFERENCE", html=False)
    item.say("updated", shown(event, "LAST-MODIFIED"), "/LAST-MODIFIED")
    item.say("timezone", calendar.zone, "/X-WR-TIMEZONE")


def _say_position(item: ItemDraft, event: Event) -> None:
    geo = event.get("GEO")
    latitude, longitude = getattr(geo, "latitude", None), getattr(geo, "longitude", None)
    if (latitude, longitude) != (0, 0):
        item.say("latitude", latitude, "/GEO")
        item.say("longitude", longitude, "/GEO")


def _categories(event: Event) -> list[str]:
    found: list[str] = []
    for value in _several(event.get("CATEGORIES")):
        found.extend(str(c) for c in getattr(value, "cats", [value]))
    return found


def _several(value: object) -> list[object]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _held(sessions: list[Session]) -> list[Session]:
    """Sessions without the cancelled ones of a series that goes on; all of them when the whole is cancelled."""
    return [s for s in sessions if not s.cancelled] or sessions


def _say_sessions(item: ItemDraft, sessions: Sequence[Session], recurs: bool) -> None:
    if sessions:
        item.say("status", sessions[0].status, "/STATUS", html=False)
    for session in sessions:
        group = stamp(session.start) if recurs or len(sessions) > 1 else 0
        pointer = f"/{session.start}" if group else ""
        item.say("start", session.start, f"{pointer}/DTSTART", html=False, group=group)
        name = "end_exclusive" if session.all_day else "end"
        item.say(name, session.end, f"{pointer}/DTEND", html=False, group=group)
        if session.all_day:
            item.say("all_day", "true", f"{pointer}/DTSTART;VALUE=DATE", group=group)


READER = CalendarReader()
