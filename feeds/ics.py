"""iCalendar of events: one VEVENT for each session, no RRULE (FEEDS.md §2, D1–D4; RFC 5545, 7986, 9253)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import BinaryIO

from feeds import french
from feeds.channel import Channel, Site
from feeds.characters import one_line
from feeds.icalendar_lines import BRUSSELS_ZONE, day, escaped, folded, parameter, utc, when
from feeds.ids import calendar_uids, item_page
from feeds.instants import brussels_clock, in_brussels, instant_of
from feeds.pieces import Format, Piece
from feeds.rights import image_credit, source_link, without_contacts
from feeds.status import shown_title, words_of
from vigie.model import Event, Item, Occurrence, Precision, Status, WallTime, day_after

LARGEST_COUNT = 2000
LARGEST_SIZE = 1_000_000
UNKNOWN_END = timedelta(hours=2)
LONGEST_TIMED = timedelta(hours=72)
SOURCES_SHOWN = 5


def cut(item: Item, site: Site) -> Iterator[Piece]:
    """The VEVENTs of one released event. Sessions of which only the month is known have no place in a calendar."""
    event = item.content
    if not isinstance(event, Event):
        return
    uids = calendar_uids(item, site.domain)
    shared: tuple[list[str], list[str], list[str]] | None = None
    for occurrence, uid in zip(event.occurrences, uids, strict=True):
        if occurrence.start.precision is Precision.MONTH:
            continue
        if shared is None:
            shared = _of_every_session(item, site)
        before, between, after = shared
        as_days = _as_days(occurrence)
        span, estimated = _span(occurrence, as_days)
        lines = ["BEGIN:VEVENT", f"UID:{uid}", *before, *span, *between]
        lines += (_described(item, occurrence, estimated, as_days), *after)
        if estimated:
            lines.append("X-VIGIE-END-ESTIMATED:TRUE")
        lines.append("END:VEVENT")
        first = occurrence.start.day
        yield Piece(by_start(occurrence.start, uid), folded(lines), first, max(occurrence.last_day, first))


def by_start(at: WallTime, uid: str) -> str:
    """The key of a component: calendars are ordered by the clock of Brussels."""
    return f"{in_brussels(at).isoformat()} {uid}"


def write(pieces: Iterable[bytes], channel: Channel, out: BinaryIO) -> int:
    """A VCALENDAR around components. Past 2,000 of them or 1 MB, those that are furthest in the future are left to the
    other formats and to the archives by year, which have no limit (`channel.whole`)."""
    head = folded(_head(channel))
    out.write(head)
    rows, size = 0, len(head)
    for piece in pieces:
        size += len(piece)
        if not channel.whole and (rows == LARGEST_COUNT or size > LARGEST_SIZE):
            break
        out.write(piece)
        rows += 1
    out.write(b"END:VCALENDAR\r\n")
    return rows


FORMAT = Format("ics", ".ics", "text/calendar; charset=utf-8", cut, write)
render = FORMAT.render


def stamps(item: Item) -> Iterator[str]:
    """DTSTAMP is the revision, not the clock, so that equal data give equal bytes (D7)."""
    revised = utc(item.revised_at)
    yield f"DTSTAMP:{revised}"
    yield f"LAST-MODIFIED:{revised}"
    yield f"CREATED:{utc(item.created_at)}"
    yield f"SEQUENCE:{item.sequence}"


def links(item: Item, site: Site) -> Iterator[str]:
    """Our page, and the original page as RFC 9253 LINK."""
    yield f"URL:{item_page(site, item.id)}"
    original = source_link(item)
    if original:
        name = item.sightings[0].name if item.sightings else "Source"
        yield f'LINK;LINKREL="SOURCE";LABEL={parameter(name)};VALUE=URI:{original}'
    if item.content.image and image_credit(item):
        yield f"IMAGE;VALUE=URI;DISPLAY=BADGE:{item.content.image}"


def place_lines(item: Item) -> Iterator[str]:
    """LOCATION on one line and GEO as latitude;longitude."""
    place = item.content.place
    online = isinstance(item.content, Event) and item.content.online_url
    where = french.place_line(place) or ("En ligne" if online else "")
    if where:
        yield f"LOCATION:{escaped(one_line(where))}"
    if place and place.latitude is not None and place.longitude is not None:
        yield f"GEO:{place.latitude:.6f};{place.longitude:.6f}"


def description(item: Item, *notes: str) -> str:
    """DESCRIPTION: excerpt, notes, then each source with its link."""
    named = [f"Source : {s.name}" + (f" — {s.url}" if s.url else "") for s in item.sightings[:SOURCES_SHOWN]]
    if not any(s.url for s in item.sightings) and item.content.url:
        named.append(f"Source : {item.content.url}")
    if item.content.image and image_credit(item):
        named.append(f"Image : {image_credit(item)}")
    return f"DESCRIPTION:{escaped(chr(10).join(p for p in (item.content.description or '', *notes, *named) if p))}"


def categories(item: Item) -> Iterator[str]:
    """CATEGORIES: slugs of the taxonomy."""
    slugs = dict.fromkeys(t.split(":", 1)[1] for t in item.content.topics)
    if slugs:
        yield "CATEGORIES:" + ",".join(escaped(s) for s in slugs)


def _of_every_session(item: Item, site: Site) -> tuple[list[str], list[str], list[str]]:
    """The lines that all sessions of an event share: before their time, between time and description, and after it."""
    event = item.content
    assert isinstance(event, Event)
    online = (f"CONFERENCE;VALUE=URI;FEATURE=VIDEO:{event.online_url}",) if event.online_url else ()
    return (
        [*stamps(item), f"SUMMARY:{escaped(shown_title(item))}"],
        [f"STATUS:{words_of(event).ics}", *place_lines(item)],
        [*categories(item), *links(item, site), *online],
    )


def _described(item: Item, occurrence: Occurrence, estimated: bool, as_days: bool) -> str:
    event = item.content
    assert isinstance(event, Event)
    cost = french.price(event)
    return description(
        item,
        *_notes(event, occurrence, estimated, as_days),
        f"Organisation : {', '.join(event.organizers)}" if event.organizers else "",
        f"Prix : {cost}" if cost else "",
    )


def _notes(event: Event, occurrence: Occurrence, estimated: bool, as_days: bool) -> Iterator[str]:
    words = words_of(event)
    if event.status is Status.RESCHEDULED:
        before = f" (auparavant {french.moment(event.previous_start)})" if event.previous_start else ""
        yield words.label + before
    elif words.note or event.status is not Status.SCHEDULED:
        yield words.label
    if estimated:
        yield "Heure de fin non communiquée (deux heures par défaut)."
    elif as_days and occurrence.start.has_clock:
        yield f"Horaire : {french.session(occurrence)}"


def _as_days(occurrence: Occurrence) -> bool:
    """Whether a session is shown as whole days: no clock, or an exhibition whose clock is an opening hour."""
    if occurrence.all_day:
        return True
    end = occurrence.end
    if end is None or end.day <= occurrence.start.day:
        return False
    lasts = instant_of(end) - instant_of(occurrence.start)
    return lasts > LONGEST_TIMED if end.has_clock else lasts > timedelta(0)


def _span(occurrence: Occurrence, as_days: bool) -> tuple[list[str], bool]:
    """The lines of time, and whether the end is a guess of two hours."""
    start, end = occurrence.start, occurrence.end
    if as_days:
        after = day_after(max(occurrence.last_day, start.day))
        return _whole_days(start.day, after), False
    begins = instant_of(start)
    ends = instant_of(end) if end is not None and end.has_clock else None
    if ends is None or ends <= begins:
        return [_timed("DTSTART", begins), _timed("DTEND", begins + UNKNOWN_END), "TRANSP:OPAQUE"], True
    return [_timed("DTSTART", begins), _timed("DTEND", ends), "TRANSP:OPAQUE"], False


def _whole_days(first: date, after: date) -> list[str]:
    return [f"DTSTART;VALUE=DATE:{day(first)}", f"DTEND;VALUE=DATE:{day(after)}", "TRANSP:TRANSPARENT"]


def _timed(name: str, instant: datetime) -> str:
    return when(name, brussels_clock(instant), instant)


def _head(channel: Channel) -> Iterator[str]:
    yield "BEGIN:VCALENDAR"
    yield "VERSION:2.0"
    yield "PRODID:-//Vigie//Vigie feeds 1.0//FR"
    yield "CALSCALE:GREGORIAN"
    # The calendar of one item is named after it: its title goes through the gate like everything else.
    title, about = without_contacts(channel.title), without_contacts(channel.description)
    for name in ("NAME", "X-WR-CALNAME"):
        yield f"{name}:{escaped(one_line(title))}"
    for name in ("DESCRIPTION", "X-WR-CALDESC"):
        yield f"{name}:{escaped(f'{about} Licence : {channel.licence}')}"
    yield "X-WR-TIMEZONE:Europe/Brussels"
    # Outlook reads the second, Apple the first (ical-org/ical.net#234). No UID here: vdirsyncer would take it for an
    # item's (D1).
    yield "REFRESH-INTERVAL;VALUE=DURATION:PT6H"
    yield "X-PUBLISHED-TTL:PT6H"
    yield f"SOURCE;VALUE=URI:{channel.self_url}"
    yield f"URL:{channel.page_url}"
    yield f"LAST-MODIFIED:{utc(channel.updated)}"
    yield "COLOR:teal"
    yield from BRUSSELS_ZONE
