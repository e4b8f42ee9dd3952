"""Records of other people's making: lenient JSON to a record that matching can read.

Names of fields are those of schema.org, of feeds, of open data and of common sense, in English and French
(`same_names`); docs/meaning.md lists them. Unknown fields are ignored, values that cannot be read are as if they were
not there.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from pipeline.meaning import same_names as names
from pipeline.meaning.same_moments import all_of, before, moment, moments, sessions
from pipeline.meaning.same_names import Said, first, plainly
from transforms.places import read_place
from transforms.text import fold
from vigie.model import Article, AttendanceMode, Call, Content, Deadline, Event, Kind, Place, Record

LONGEST = 4_000
"""Signs of a text that are kept: what comes later tells no two things apart."""
_EVENT = ("event", "evenement", "festival", "exhibition")
_NEWS = ("news", "article", "posting", "press", "actualite", "blog")
_CALL = ("call", "grant", "tender", "appel", "funding", "monetarygrant", "demand")
_POSTCODE = re.compile(r"\b[1-9]\d{3}\b")


def record_of(said: Mapping[str, Any], number: int) -> Record:
    """The record that a JSON object tells. Without a source of its own it is a source by itself, and may be joined
    with any other. ValueError when it has no title."""
    fields = plainly(said)
    title = _text(first(fields, names.TITLE))
    if not title:
        raise ValueError("no title")
    source = _text(said.get("source")) or f"#{number}"
    url = _text(first(fields, names.URL))
    return Record(source, identity(said, number), url, _content(fields, title[:LONGEST], url), "")


def identity(said: Mapping[str, Any], number: int) -> str:
    """The id of a record as text, its line number when it has none."""
    found = said.get("id", said.get("@id"))
    return str(number) if found is None else str(found)


def _content(said: Said, title: str, url: str | None) -> Content:
    kind = _kind(said)
    text = (_text(first(said, names.TEXT)) or "")[:LONGEST] or None
    language = (_text(first(said, names.LANGUAGE)) or "")[:2].lower() or None
    published = moment(first(said, names.PUBLISHED))
    place, online = _place(said)
    if kind is Kind.NEWS:
        published = published or moment(first(said, names.START))
        return Article(title, url, text, published, place=place, language=language)
    if kind is Kind.CALL:
        deadlines = tuple(map(Deadline, moments(first(said, (*names.DEADLINE, *names.END)))))
        return Call(
            title, url, text, moment(first(said, names.OPENS)), deadlines, funders=_names(first(said, names.FUNDER)),
            place=place, identifier=_text(first(said, names.IDENTIFIER)), published=published, language=language,
        )  # fmt: skip
    attendance = AttendanceMode.ONLINE if online else None
    found = sessions(said)
    return Event(
        title, found, url, text, place, attendance=attendance, previous_start=before(said, text, found),
        organizers=_names(first(said, names.ORGANISER)), language=language,
    )  # fmt: skip


def _kind(said: Said) -> Kind:
    """The kind as said, else by what the record has: a deadline, a publication without a start, or neither."""
    word = fold("".join(str(t) for t in all_of(first(said, names.TYPE)))[:200])
    for kind, known in ((Kind.EVENT, _EVENT), (Kind.NEWS, _NEWS), (Kind.CALL, _CALL)):
        if any(w in word for w in known):
            return kind
    if first(said, names.START) is None and first(said, names.SESSIONS) is None:
        if first(said, names.DEADLINE) is not None:
            return Kind.CALL
        if first(said, names.PUBLISHED) is not None:
            return Kind.NEWS
    return Kind.EVENT


def _place(said: Said) -> tuple[Place | None, bool]:
    """The place, and whether the event is online alone."""
    venue = next(iter(all_of(first(said, names.VENUE))), None)
    street, postcode, city = (first(said, n) for n in (names.STREET, names.POSTCODE, names.CITY))
    mode = str(first(said, names.ATTENDANCE) or "").lower()
    online = said.get("online") is True or ("online" in mode and "mixed" not in mode)
    if isinstance(venue, Mapping):
        venue = plainly(venue)
        online = online or "Virtual" in str(venue.get("@type"))
        within = venue.get("address")
        parts = plainly(within) if isinstance(within, Mapping) else venue
        street = street or first(parts, names.STREET)
        postcode, city = postcode or first(parts, names.POSTCODE), city or first(parts, names.CITY)
        if isinstance(within, str):
            street = street or within
        venue = first(venue, ("name", "title", "label"))
    if isinstance(street, Mapping):
        street = plainly(street)
        postcode, city = postcode or first(street, names.POSTCODE), city or first(street, names.CITY)
        street = first(street, names.STREET)
    name, road = _text(venue), _text(street)
    return _read_place(name, road, _text(postcode), _text(city)), online or _only_online(name)


def _only_online(name: str | None) -> bool:
    return name is not None and fold(name) in _ONLINE


_ONLINE = frozenset(
    ("online", "en ligne", "webinaire", "webinar", "zoom", "teams", "visioconference", "internet", "distanciel")
)


@lru_cache(maxsize=65_536)
def _read_place(name: str | None, street: str | None, postcode: str | None, city: str | None) -> Place | None:
    if not (name or street or postcode or city):
        return None
    whole = None if city or postcode else ", ".join(filter(None, (name, street)))
    if whole and name and "," in name and not street:
        # "TRAKK, Avenue Reine Astrid 16, 5000 Namur" in one field, as in calendars.
        name, *rest = (part.strip() for part in name.split(","))
        street = next((part for part in rest if re.search(r"\d", part) and not _POSTCODE.match(part)), None)
    return read_place(name=name, street=street, postcode=postcode, city=city, text=whole).place


def _text(value: Any) -> str | None:
    """A text from a string, a number, the first of a list, or an object with a name, a value or languages."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, Mapping):
        value = next((value[n] for n in _WITHIN if value.get(n)), None)
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return None
    return str(value).strip() or None


_WITHIN = ("name", "value", "@value", *names.TONGUES, "label", "title", "url", "@id")


def _names(value: Any) -> tuple[str, ...]:
    return tuple(name for one in all_of(value) if (name := _text(one)))
