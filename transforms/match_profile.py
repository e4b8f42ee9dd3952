"""What matching compares of a record, computed once: title words, days, place, address, and its blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from urllib.parse import parse_qsl, urlencode, urlsplit

from transforms.analyse import STOP_WORDS, analyse
from transforms.gazetteer import name_key
from vigie.model import Article, AttendanceMode, Call, Event, Kind, Record

# Blocks made from days stop here; an exhibition is one span, a weekly series of a year still fits.
MOST_DAYS = 60

# Words for a sort of event: "Conférence : IA" and "IA" may be one thing, "Atelier" alone is nothing.
_SORT_NAMES = """
communique presse
atelier workshop conference conferences rencontre soiree stage formation festival exposition visite concert
spectacle projection seance meetup webinaire masterclass table ronde debat journee evenement gratuit gratuite
edition vernissage appel projet projets candidature candidatures call session programme cycle nouveau nouvelle
decouverte initiation special speciale afterwork apero cafe salon hackathon jam game lab grand petit artiste
artistes creation numerique
"""
_SORTS = frozenset(stem for word in _SORT_NAMES.split() for stem in analyse(word))
_TRACKING = re.compile(r"^(?:utm_\w+|fbclid|gclid|mc_[ce]id|ref|cHash|backPid|L|lang)$")
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class Profile:
    """One record as matching sees it. `words` are the stems of its title without place, organiser and year; `telling`
    those that are more than the sort of event; `names` are the stems of its place and organisers, which another site
    may put into the title. `sessions` are starts by day: whether the hour is known, and the aware UTC instant."""

    source: str
    key: str
    kind: Kind
    words: frozenset[str]
    names: frozenset[str]
    numbers: frozenset[str]
    years: frozenset[str]
    title: str
    telling: frozenset[str]
    address: str | None
    sessions: Mapping[date, tuple[tuple[bool, datetime], ...]]
    spans: tuple[tuple[date, date], ...]
    nis: str | None
    venue: str | None
    totem: str | None
    online: bool
    identifier: str | None
    deadlines: frozenset[date]
    published: date | None
    language: str | None


def profile(record: Record) -> Profile:
    """The profile of a record."""
    content = record.content
    place = content.place
    noise: set[str] = set()
    for named in (place.name, place.municipality) if place else ():
        noise.update(_stems(named or ""))
    for name in (
        content.organizers if isinstance(content, Event) else content.funders if isinstance(content, Call) else ()
    ):
        noise.update(_stems(name))
    tokens = _tokens(content.title)
    figures = {t for t in tokens if any(c.isdigit() for c in t)}
    years = {t for t in figures if _YEAR.fullmatch(t)}
    words = set(tokens) - figures
    words = (words - noise) or words
    sessions: dict[date, tuple[tuple[bool, datetime], ...]] = {}
    spans: tuple[tuple[date, date], ...] = ()
    if isinstance(content, Event):
        for start in (o.start for o in content.occurrences):
            sessions[start.day] = (*sessions.get(start.day, ()), (start.has_clock, start.utc))
        spans = tuple((o.start.day, o.last_day) for o in content.occurrences if o.last_day > o.start.day)
    return Profile(
        source=record.source,
        key=record.key,
        kind=content.kind,
        words=frozenset(words),
        names=frozenset(noise),
        numbers=frozenset(figures - years),
        years=frozenset(years),
        title=" ".join(tokens),
        telling=frozenset(words - _SORTS),
        address=address(record.url),
        sessions=sessions,
        spans=spans,
        nis=place.nis if place else None,
        venue=name_key(place.name) if place and place.name else None,
        totem=place.totem if place else None,
        online=isinstance(content, Event) and content.attendance is AttendanceMode.ONLINE,
        identifier=(content.identifier or "").strip().casefold() or None if isinstance(content, Call) else None,
        deadlines=frozenset(d.at.day for d in content.deadlines) if isinstance(content, Call) else frozenset(),
        published=content.published.day if isinstance(content, (Article, Call)) and content.published else None,
        language=content.language,
    )


def blocks(p: Profile) -> Iterator[tuple[str, ...]]:
    """Keys of the blocks in which a record looks for its like. Two records of no common block are never compared."""
    if p.address:
        yield (p.kind.value, "url", p.address)
    words = p.telling or p.words
    if p.title:
        yield (p.kind.value, "title", " ".join(sorted(words | p.numbers)))
    if p.kind is Kind.CALL and p.identifier:
        yield ("call", "id", p.identifier)
    for day in sorted(p.sessions)[:MOST_DAYS] if p.kind is Kind.EVENT else p.deadlines:
        date_key = day.isoformat()
        for word in words:
            yield (p.kind.value, date_key, word)


@lru_cache(maxsize=65_536)
def address(url: str | None) -> str | None:
    """What names the page in a URL: no scheme, `www.`, fragment, tracking or final slash; None for a home page."""
    if not url:
        return None
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return None
    path = re.sub(r"/(?:index\.(?:php|html?))?$", "", parts.path).replace("/index.php/", "/")
    query = urlencode(sorted((k, v) for k, v in parse_qsl(parts.query) if not _TRACKING.match(k)))
    if not host or (
        not query and path.strip("/").lower() in ("", "fr", "en", "nl", "agenda", "fr/agenda", "events", "actualites")
    ):
        return None
    return f"{host}{path}" + (f"?{query}" if query else "")


def first_instant(p: Profile) -> datetime | None:
    """The aware UTC instant of the first session."""
    return min((instant for starts in p.sessions.values() for _, instant in starts), default=None)


@lru_cache(maxsize=65_536)
def _stems(name: str) -> tuple[str, ...]:
    """`analyse` of a name that many records share."""
    return analyse(name)


def _tokens(title: str) -> tuple[str, ...]:
    stems = analyse(title)
    return tuple(t for t in stems if len(t) > 1 or t.isdigit()) or tuple(t for t in stems if t not in STOP_WORDS)
