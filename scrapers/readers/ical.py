"""iCalendar (RFC 5545): one raw item per UID, its sessions as groups. Google Calendar and Meetup are read so, too.

Recurrences are expanded from `now` − 400 to + 400 days; a series without a session there gives those from its first day
on, so that nothing that the calendar holds is lost. ORGANIZER is dropped (mostly a person's name and mail address,
SECURITY.md D16), private events are not read.

Oddities: Google Calendar (`…/calendar/ical/ID/public/basic.ics`) repeats a UID, the greatest LAST-MODIFIED counts; the
end of a whole day is exclusive. The Events Calendar writes the session into the UID: the number of the post is the
identity. UIDs wrapped in markup against robots are none: then address and start count, and without an address what an
edit rarely moves. Meetup (`https://www.meetup.com/GROUP/events/ical/`) lists entries whose address ends in no number:
they are no events. A zone that a calendar defines badly must not move another's.
Known from: RFC 5545; facts/API_SHAPES.md §5 and §9.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from icalendar import Event

from scrapers.readers.addresses import absolute
from scrapers.readers.drafts import ItemDraft, PageDraft
from scrapers.readers.ical_identity import date_by_stamp, keyed, latest, wanted
from scrapers.readers.ical_parts import Calendar, parse, property_text, raw_of
from scrapers.readers.ical_sessions import Session, TooMany, expand, session_of, shown
from scrapers.readers.instants import stamp
from scrapers.readers.kinds import kind_of
from scrapers.readers.options import Options
from vigie.model import Capture, Page, Request, Source

OPTIONS: Options = (
    (
        "url_match",
        "regular expression that an entry's URL must fit, e.g. `/\\d+/?$` for Meetup, whose others are no events",
    ),
    ("undated", "`dtstamp` takes an entry's DTSTAMP where it has no DTSTART (such an entry is a problem)"),
)

_USED = frozenset(
    ("UID", "SUMMARY", "DESCRIPTION", "X-ALT-DESC", "URL", "LOCATION", "GEO", "CATEGORIES", "ORGANIZER", "ATTACH",
     "IMAGE", "STATUS", "LAST-MODIFIED", "DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID",
     "CLASS", "CONFERENCE")
)  # fmt: skip
# Bookkeeping of the protocol, and persons.
_LEFT_OUT = frozenset(("DTSTAMP", "SEQUENCE", "CREATED", "TRANSP", "PRIORITY", "ATTENDEE", "CONTACT", "COMMENT"))


class CalendarReader:
    platform = "ical"
    version = "ical-2"

    def start(self, source: Source, now: datetime) -> tuple[Request, ...]:
        """The calendars; `webcal:` is https by another name (the catalogue holds http(s) only)."""
        return tuple(Request(url=url) for url in source.urls)

    def read(self, source: Source, capture: Capture, now: datetime) -> Page:
        draft = PageDraft(source, capture)
        calendar = parse(draft)
        if calendar is None:
            return draft.page()
        series: dict[str, list[Event]] = {}
        for key, event in keyed(draft, wanted(draft, calendar.events)):
            series.setdefault(key, []).append(event)
        for key, events in series.items():
            with draft.attempt(f"UID {key}", raw_of(events[0])):
                _read_series(draft, calendar, key, events, now)
        draft.unread(name for name in calendar.others)
        return draft.page()


def _read_series(draft: PageDraft, calendar: Calendar, key: str, events: list[Event], now: datetime) -> None:
    masters = latest([e for e in events if "RECURRENCE-ID" not in e])
    overrides = [e for e in events if "RECURRENCE-ID" in e]
    first = (masters or overrides)[0]
    if draft.source.option("undated") == "dtstamp":
        date_by_stamp(masters)
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
