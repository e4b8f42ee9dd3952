"""Records of other people's making: lenient JSON to a record that matching can read.

Names of fields are those of schema.org, of feeds and of common sense, in English and French; docs/meaning.md lists
them. Unknown fields are ignored, values that cannot be read are as if they were not there.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any

from transforms.instants import read_instant
from transforms.places import read_place
from vigie.model import (
    Article,
    AttendanceMode,
    Call,
    Content,
    Deadline,
    Event,
    Kind,
    Occurrence,
    Place,
    Record,
    WallTime,
)

LONGEST = 4_000
"""Signs of a text that are kept: what comes later tells no two things apart."""
TITLE = ("title", "name", "headline", "titre", "nom", "summary_title", "label")
TYPE = ("kind", "type", "@type", "additionalType", "category_type")
START = (
    "start",
    "startDate",
    "start_date",
    "dtstart",
    "starts_at",
    "startTime",
    "date_start",
    "begin",
    "debut",
    "date",
)
END = ("end", "endDate", "end_date", "dtend", "ends_at", "endTime", "date_end", "fin")
SESSIONS = ("sessions", "occurrences", "dates", "timings", "schedule", "subEvent", "eventSchedule")
VENUE = ("venue", "place", "location", "lieu", "salle", "place_name", "venue_name", "locationName")
STREET = ("street", "streetAddress", "street_address", "rue", "address", "adresse")
POSTCODE = ("postcode", "postalCode", "postal_code", "zip", "zipcode", "code_postal", "cp")
CITY = ("city", "municipality", "locality", "addressLocality", "town", "commune", "ville", "localite")
URL = ("url", "link", "permalink", "href", "lien", "@id")
ORGANISER = ("organizer", "organizers", "organiser", "organisers", "organisateur", "organisateurs", "host")
FUNDER = ("funder", "funders", "sponsor", "financeur", *ORGANISER)
TEXT = ("description", "text", "summary", "body", "articleBody", "content", "resume")
DEADLINE = (
    "deadline",
    "deadlines",
    "closes",
    "closing",
    "validThrough",
    "applicationDeadline",
    "date_limite",
    "cloture",
)
PUBLISHED = ("published", "datePublished", "pubDate", "date_published", "published_at", "dateCreated", "publie")
LANGUAGE = ("language", "inLanguage", "lang", "langue")
_NEWS = ("news", "article", "posting", "press", "actualite", "blog")
_CALL = ("call", "grant", "tender", "appel", "funding", "monetarygrant", "demand")
Said = Mapping[str, Any]


def record_of(said: Said, number: int) -> Record:
    """The record that a JSON object tells. Without a source of its own it is a source by itself, and may be joined
    with any other. ValueError when it has no title."""
    title = _text(_first(said, TITLE))
    if not title:
        raise ValueError("no title")
    source = _text(said.get("source")) or f"#{number}"
    url = _text(_first(said, URL))
    return Record(source, identity(said, number), url, _content(said, title[:LONGEST], url), "")


def identity(said: Said, number: int) -> str:
    """The id of a record as text, its line number when it has none."""
    found = said.get("id", said.get("@id"))
    return str(number) if found is None else str(found)


def _content(said: Said, title: str, url: str | None) -> Content:
    kind = _kind(said)
    text = (_text(_first(said, TEXT)) or "")[:LONGEST] or None
    language = (_text(_first(said, LANGUAGE)) or "")[:2].lower() or None
    published = _moment(_first(said, PUBLISHED))
    place, online = _place(said)
    if kind is Kind.NEWS:
        return Article(title, url, text, published or _moment(_first(said, START)), place=place, language=language)
    if kind is Kind.CALL:
        deadlines = tuple(Deadline(at) for one in _all(_first(said, (*DEADLINE, *END))) if (at := _moment(one)))
        return Call(
            title, url, text, _moment(said.get("opens")), deadlines, funders=_names(_first(said, FUNDER)), place=place,
            identifier=_text(said.get("identifier") or said.get("reference") or said.get("ref")), published=published,
            language=language,
        )  # fmt: skip
    attendance = AttendanceMode.ONLINE if online else None
    organisers = _names(_first(said, ORGANISER))
    return Event(
        title, _sessions(said), url, text, place, attendance=attendance, organizers=organisers, language=language
    )


def _kind(said: Said) -> Kind:
    """The kind as said, else by what the record has: a deadline, a publication without a start, or neither."""
    word = "".join(str(t) for t in _all(_first(said, TYPE))).lower()
    if "event" in word or "festival" in word or "exhibition" in word:
        return Kind.EVENT
    if any(w in word for w in _NEWS):
        return Kind.NEWS
    if any(w in word for w in _CALL):
        return Kind.CALL
    if _first(said, START) is None and _first(said, SESSIONS) is None:
        if _first(said, DEADLINE) is not None:
            return Kind.CALL
        if _first(said, PUBLISHED) is not None:
            return Kind.NEWS
    return Kind.EVENT


def _sessions(said: Said) -> tuple[Occurrence, ...]:
    listed = _all(_first(said, SESSIONS))
    found = [s for one in listed if (s := _session(one)) is not None]
    if not found:
        starts, ends = _all(_first(said, START)), _all(_first(said, END))
        clock = _text(said.get("time") or said.get("hour") or said.get("heure")) if len(starts) == 1 else None
        for i, start in enumerate(starts):
            one = _occurrence(f"{start}T{clock}" if clock else start, ends[i] if i < len(ends) else None)
            one = one or _occurrence(start, None)
            if one:
                found.append(one)
    return tuple(sorted(set(found), key=lambda o: (o.start.local, o.start.precision)))


def _session(one: Any) -> Occurrence | None:
    if isinstance(one, Mapping):
        return _occurrence(_first(one, START), _first(one, END))
    return _occurrence(*one[:2]) if isinstance(one, list) and len(one) > 1 else _occurrence(one, None)


def _occurrence(start: Any, end: Any) -> Occurrence | None:
    begins, ends = _moment(start), _moment(end)
    if begins is None:
        return None
    return Occurrence(begins, ends if ends and ends.local >= begins.local else None)


def _moment(value: Any) -> WallTime | None:
    if isinstance(value, Mapping):
        value = value.get("@value") or value.get("at") or _first(value, (*DEADLINE, *START))
    if isinstance(value, list):
        value = value[0] if value else None
    if value is None or isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return None
    return _read_moment(str(value))


@lru_cache(maxsize=65_536)
def _read_moment(text: str) -> WallTime | None:
    for attempt in (text, text.strip().replace(" ", "T", 1)):
        try:
            found = read_instant(attempt, None)
        except ValueError:
            continue
        # Midnight sharp is how machines write a day without an hour.
        midnight = found.has_clock and found.local.hour == found.local.minute == 0
        return WallTime.of_day(found.day, found.zone) if midnight else found
    for shape in ("%d/%m/%Y %H:%M", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%d/%m/%YT%H:%M"):
        try:
            naive = datetime.strptime(text.strip(), shape)
        except ValueError:
            continue
        return WallTime(naive) if "%H" in shape else WallTime.of_day(naive.date())
    return None


def _place(said: Said) -> tuple[Place | None, bool]:
    """The place, and whether the event is online alone."""
    venue = _first(said, VENUE)
    venue = next(iter(_all(venue)), None)
    street, postcode, city = (_first(said, names) for names in (STREET, POSTCODE, CITY))
    mode = str(said.get("eventAttendanceMode") or said.get("attendance") or "").lower()
    online = said.get("online") is True or ("online" in mode and "mixed" not in mode)
    if isinstance(venue, Mapping):
        online = online or "Virtual" in str(venue.get("@type"))
        within = venue.get("address")
        parts = within if isinstance(within, Mapping) else venue
        street = street or _first(parts, STREET)
        postcode, city = postcode or _first(parts, POSTCODE), city or _first(parts, CITY)
        if isinstance(within, str):
            street = street or within
        venue = _first(venue, ("name", "title", "label"))
    if isinstance(street, Mapping):
        postcode, city = postcode or _first(street, POSTCODE), city or _first(street, CITY)
        street = _first(street, STREET)
    return _read_place(_text(venue), _text(street), _text(postcode), _text(city)), online


@lru_cache(maxsize=65_536)
def _read_place(name: str | None, street: str | None, postcode: str | None, city: str | None) -> Place | None:
    if not (name or street or postcode or city):
        return None
    whole = None if city or postcode else ", ".join(filter(None, (name, street)))
    return read_place(name=name, street=street, postcode=postcode, city=city, text=whole).place


def _first(said: Said, names: tuple[str, ...]) -> Any:
    return next((v for n in names if (v := said.get(n)) not in (None, "", [], {})), None)


def _all(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _text(value: Any) -> str | None:
    """A text from a string, a number, the first of a list, or an object with a name, a value or languages."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, Mapping):
        value = next(
            (value[n] for n in ("name", "value", "@value", "fr", "url", "@id", "en", "nl") if value.get(n)), None
        )
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return None
    return str(value).strip() or None


def _names(value: Any) -> tuple[str, ...]:
    return tuple(name for one in _all(value) if (name := _text(one)))
