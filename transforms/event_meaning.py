"""What an event's raw fields mean."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from transforms.actor_fields import actors_of
from transforms.attendance import attendance, names_no_place
from transforms.instants import read_instant
from transforms.moments import known_zone, shown_in_brussels
from transforms.notebook import Notebook
from transforms.prices import read_prices
from transforms.refusal import Refusal
from transforms.rescheduling import read_move
from transforms.sessions import read_sessions
from transforms.status import StatusReading, read_status
from transforms.text import line, without_contacts
from transforms.whereabouts import home, online_words, read_whereabouts
from transforms.wording import Wording, safe_url, topics_of
from vigie.model import AttendanceMode, Event, Kind, Occurrence, Place, RawItem, Source, Status, WallTime


def read_event(
    raw: RawItem, source: Source, wording: Wording, reference: datetime, notebook: Notebook
) -> Event | Refusal:
    """The event, or the refusal `no-date` when no date of it was understood."""
    status = _status(raw, wording.title, notebook)
    sessions = read_sessions(raw, status.title, wording.body, wording.language, reference, notebook)
    if not sessions.occurrences:
        return Refusal("no-date", "start", sessions.why)
    previous_start = _previous_start(raw, notebook)
    if previous_start is None:
        status, previous_start = _moved(raw, status, wording.body, sessions.occurrences, reference, notebook)
    url_field = raw.first("online_url")
    online_url = safe_url(url_field.value) if url_field else None
    if url_field and online_url:
        notebook.note("online_url", "link", online_url, url_field)
    said_online = online_words(raw)
    place = read_whereabouts(raw, source, "" if said_online or online_url else wording.body, notebook)
    mode = _attendance(raw, place, said_online, online_url, status.title, notebook)
    if place is None and mode in (None, AttendanceMode.OFFLINE, AttendanceMode.MIXED):
        place = _at_home(raw, source, notebook)
    prices = read_prices(raw, wording.body, notebook)
    return Event(
        title=status.title,
        occurrences=sessions.occurrences,
        url=wording.url,
        description=wording.description,
        place=place,
        attendance=mode,
        online_url=online_url,
        status=status.status,
        previous_start=previous_start,
        organizers=_organizers(raw, notebook),
        prices=prices.amounts,
        is_free=prices.is_free,
        price_text=prices.text,
        image=wording.image,
        language=wording.language,
        topics=topics_of(raw, Kind.EVENT, wording, notebook),
        actors=actors_of(raw, Kind.EVENT, wording, place, notebook),
        rrule=sessions.rrule,
    )


def _status(raw: RawItem, title: str, notebook: Notebook) -> StatusReading:
    fields = raw.all("status")
    reading = read_status(tuple(f.value for f in fields), title)
    if reading.abstained:
        notebook.abstain("status", reading.abstained)
    evidence = raw.first("title") if reading.rule == "title-marker" else raw.first("status")
    if reading.rule and evidence:
        notebook.note("status", reading.rule, reading.words, evidence)
    return reading


def _moved(
    raw: RawItem,
    status: StatusReading,
    body: str,
    occurrences: tuple[Occurrence, ...],
    reference: datetime,
    notebook: Notebook,
) -> tuple[StatusReading, WallTime | None]:
    """The status and former start of an event whose text says where it was moved to; both as they are otherwise."""
    marked = status.status is Status.POSTPONED and status.rule == "title-marker"
    prose = raw.first("body") or raw.first("description")
    if prose is None or not (marked or status.status is Status.RESCHEDULED):
        return status, None
    move = read_move(body, occurrences, WallTime.of_instant(reference).day)
    if move is None:
        return status, None
    notebook.note("previous_start", "moved-in-text", move.words, prose)
    if marked:
        notebook.note("status", "title-marker+moved-in-text", move.words, prose)
        status = replace(status, status=Status.RESCHEDULED)
    return status, move.before


def _attendance(
    raw: RawItem, place: Place | None, online_place: str | None, url: str | None, title: str, notebook: Notebook
) -> AttendanceMode | None:
    said = raw.first("attendance_mode")
    physical = place is not None and bool(place.name or place.street or place.municipality)
    mode = attendance(said.value if said else None, online_place, url, title, physical)
    evidence = (
        said or raw.first("online_url") or raw.first("place_name") or raw.first("place_text") or raw.first("title")
    )
    if mode and evidence:
        notebook.note("attendance", "attendance", said.value if said else online_place or url or title, evidence)
    return mode


def _at_home(raw: RawItem, source: Source, notebook: Notebook) -> Place | None:
    """The organiser's own town when the event names no place at all: the catalogue says where it holds its events."""
    if any(
        f.value.strip() and not names_no_place(f.value)
        for n in ("place_name", "place_text", "city")
        for f in raw.all(n)
    ):
        return None
    place, title = home(source), raw.first("title")
    if place and title:
        notebook.note("place", "source-place", source.place or "", title)
    return place


def _previous_start(raw: RawItem, notebook: Notebook) -> WallTime | None:
    field = raw.first("previous_start")
    if field is None or not field.value.strip():
        return None
    try:
        before = shown_in_brussels(read_instant(field.value, known_zone(raw.text("timezone"))))
    except ValueError as error:
        notebook.abstain("previous_start", str(error))
        return None
    notebook.note("previous_start", "instant", field.value, field)
    return before


def _organizers(raw: RawItem, notebook: Notebook) -> tuple[str, ...]:
    names: dict[str, None] = {}
    for field in raw.all("organizer"):
        name = without_contacts(line(field.value))[:200]
        if name and not safe_url(name):
            names[name] = None
            notebook.note("organizers", "organizer", name, field)
    return tuple(names)
