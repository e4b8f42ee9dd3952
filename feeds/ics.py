"""iCalendar of events: one VEVENT for each session, no RRULE (FEEDS.md §2, D1–D4; RFC 5545, 7986, 9253)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from feeds import french
from feeds.channel import Channel
from feeds.characters import one_line
from feeds.icalendar_lines import BRUSSELS_ZONE, day, escaped, folded, parameter, utc, when
from feeds.ids import calendar_uids, item_page
from feeds.instants import brussels_clock, in_brussels
from feeds.rights import image_credit, released, source_link, without_contacts
from feeds.status import shown_title, words_of
from vigie.model import Event, Item, Occurrence, Precision, Status

LARGEST_COUNT = 2000
LARGEST_SIZE = 1_000_000
UNKNOWN_END = timedelta(hours=2)
LONGEST_TIMED = timedelta(hours=72)
SOURCES_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Component:
    """One VEVENT, folded; `day` and `uid` order it."""

    day: datetime
    uid: str
    data: bytes


def render(items: Sequence[Item], channel: Channel) -> bytes:
    """The sessions of `items` (events) within the channel's window, by start, as a calendar to subscribe to.

    Sessions of which only the month is known have no place in a calendar. Past 2,000 components or 1 MB the sessions
    that are furthest in the future are left to the other formats.
    """
    return calendar(
        (c for item in items if isinstance(item.content, Event) for c in components(item, channel)), channel
    )


def render_one(item: Item, channel: Channel) -> bytes:
    """The calendar of one event, all sessions, for "ajouter à mon agenda"."""
    return render((item,), channel)


def calendar(found: Iterable[Component], channel: Channel) -> bytes:
    """A VCALENDAR around components, within the limits of size."""
    pieces = [folded(_head(channel))]
    size = len(pieces[0])
    for component in sorted(found, key=lambda c: (c.day, c.uid))[:LARGEST_COUNT]:
        size += len(component.data)
        if size > LARGEST_SIZE:
            break
        pieces.append(component.data)
    return b"".join(pieces) + b"END:VCALENDAR\r\n"


def components(item: Item, channel: Channel) -> Iterator[Component]:
    """The VEVENTs of one item within the window."""
    event = item.content
    assert isinstance(event, Event)
    uids = calendar_uids(item.id, [o.start.day for o in event.occurrences], channel.domain)
    wanted = [
        (o, uid)
        for o, uid in zip(event.occurrences, uids, strict=True)
        if o.start.precision is not Precision.MONTH and channel.covers(o.start.day, max(o.last_day, o.start.day))
    ]
    if not wanted:
        return
    safe = released(item)
    before, between, after = (folded(lines) for lines in _of_every_session(safe, channel))
    for occurrence, uid in wanted:
        as_days = _as_days(occurrence)
        span, estimated = _span(occurrence, as_days)
        guessed = ("X-VIGIE-END-ESTIMATED:TRUE",) if estimated else ()
        data = (
            folded(("BEGIN:VEVENT", f"UID:{uid}")),
            before,
            folded(span),
            between,
            folded((_described(safe, occurrence, estimated, as_days),)),
            after,
            folded((*guessed, "END:VEVENT")),
        )
        yield Component(in_brussels(occurrence.start), uid, b"".join(data))


def stamps(item: Item) -> Iterator[str]:
    """DTSTAMP is the revision, not the clock, so that equal data give equal bytes (D7)."""
    revised = utc(item.revised_at)
    yield f"DTSTAMP:{revised}"
    yield f"LAST-MODIFIED:{revised}"
    yield f"CREATED:{utc(item.created_at)}"
    yield f"SEQUENCE:{item.sequence}"


def links(item: Item, channel: Channel) -> Iterator[str]:
    """Our page, and the original page as RFC 9253 LINK."""
    yield f"URL:{item_page(channel.site, item.id)}"
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


def _of_every_session(item: Item, channel: Channel) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """The lines that all sessions of an event share: before their time, between time and description, and after it."""
    event = item.content
    assert isinstance(event, Event)
    online = (f"CONFERENCE;VALUE=URI;FEATURE=VIDEO:{event.online_url}",) if event.online_url else ()
    return (
        (*stamps(item), f"SUMMARY:{escaped(shown_title(item))}"),
        (f"STATUS:{words_of(event).ics}", *place_lines(item)),
        (*categories(item), *links(item, channel), *online),
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
    lasts = end.utc - occurrence.start.utc
    return lasts > LONGEST_TIMED if end.has_clock else lasts > timedelta(0)


def _span(occurrence: Occurrence, as_days: bool) -> tuple[list[str], bool]:
    """The lines of time, and whether the end is a guess of two hours."""
    start, end = occurrence.start, occurrence.end
    if as_days:
        after = max(occurrence.last_day, start.day) + timedelta(days=1)
        return _whole_days(start.day, after), False
    begins, ends = start.utc, end.utc if end is not None and end.has_clock else None
    known = ends is not None and ends > begins
    to = ends if ends is not None and known else begins + UNKNOWN_END
    return [_timed("DTSTART", begins), _timed("DTEND", to), "TRANSP:OPAQUE"], not known


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
