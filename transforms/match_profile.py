"""What matching compares of a record, computed once: title words, days, place, address, and its blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from urllib.parse import parse_qsl, urlencode, urlsplit

from transforms.analyse import STOP_WORDS, analyse
from transforms.gazetteer import name_key
from vigie.model import Article, AttendanceMode, Call, Event, Kind, Record, WallTime

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
    """One record as matching sees it. `words` are the stems of its title without place, organiser and year;
    `names` are those of its place and organisers, which another site may put into the title."""

    source: str
    key: str
    kind: Kind
    words: frozenset[str]
    names: frozenset[str]
    numbers: frozenset[str]
    years: frozenset[str]
    title: str
    address: str | None
    starts: tuple[WallTime, ...]
    spans: tuple[tuple[date, date], ...]
    nis: str | None
    venue: str | None
    totem: str | None
    online: bool
    identifier: str | None
    deadlines: frozenset[date]
    published: date | None
    language: str | None

    @property
    def telling(self) -> frozenset[str]:
        """Words of the title that are more than the sort of event."""
        return self.words - _SORTS


def profile(record: Record) -> Profile:
    """The profile of a record."""
    content = record.content
    place = content.place
    noise: set[str] = set()
    for named in (place.name, place.municipality) if place else ():
        noise.update(analyse(named or ""))
    for name in (
        content.organizers if isinstance(content, Event) else content.funders if isinstance(content, Call) else ()
    ):
        noise.update(analyse(name))
    tokens = _tokens(content.title)
    figures = {t for t in tokens if any(c.isdigit() for c in t)}
    years = {t for t in figures if _YEAR.fullmatch(t)}
    words = set(tokens) - figures
    starts = tuple(o.start for o in content.occurrences) if isinstance(content, Event) else ()
    spans: tuple[tuple[date, date], ...] = ()
    if isinstance(content, Event):
        spans = tuple((o.start.day, o.last_day) for o in content.occurrences if o.last_day > o.start.day)
    return Profile(
        source=record.source,
        key=record.key,
        kind=content.kind,
        words=frozenset((words - noise) or words),
        names=frozenset(noise),
        numbers=frozenset(figures - years),
        years=frozenset(years),
        title=" ".join(tokens),
        address=address(record.url),
        starts=starts,
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
    if p.title:
        yield (p.kind.value, "title", " ".join(sorted((p.telling or p.words) | p.numbers)))
    if p.kind is Kind.EVENT:
        for day in sorted({w.day for w in p.starts})[:MOST_DAYS]:
            for word in sorted(p.telling or p.words):
                yield ("event", day.isoformat(), word)
    if p.kind is Kind.CALL:
        if p.identifier:
            yield ("call", "id", p.identifier)
        for day in sorted(p.deadlines):
            for word in sorted(p.telling or p.words):
                yield ("call", day.isoformat(), word)


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
    return min((w.utc for w in p.starts), default=None)


def _tokens(title: str) -> tuple[str, ...]:
    return tuple(t for t in analyse(title) if len(t) > 1 or t.isdigit()) or tuple(
        t for t in analyse(title) if t not in STOP_WORDS
    )
