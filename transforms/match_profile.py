"""What matching compares of a record, computed once from the record alone: small, since a million stand in memory."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from hashlib import blake2b
from urllib.parse import parse_qsl, urlencode
from zlib import crc32
from zoneinfo import ZoneInfo

from transforms.gazetteer import name_key
from transforms.match_words import name_stems, title_words, venue_words
from vigie.model import BRUSSELS, Article, AttendanceMode, Call, Event, Kind, Place, Record, WallTime

DAY = 1440
"""Minutes of a day. Moments are minutes of the Brussels wall clock, counted so that `moment // DAY` is a day number."""
# Signs of a description that are looked at, letters of the words that count, bits of its fingerprint.
GIST_SIGNS, GIST_WORD, GIST_BITS = 240, 5, 256
_TRACKING = re.compile(r"^(?:utm_\w+|fbclid|gclid|mc_[ce]id|ref|cHash|backPid|L|lang|langue?|language|hl|locale)$")
_TONGUE = re.compile(r"/(?:fr|en|nl|de)(?:[-_][a-z]{2})?(?=/|$)", re.I)
_HOME = frozenset(
    ("", "agenda", "events", "event", "actualites", "news", "calendar", "kalender", "evenements", "appels")
)
_ZONE = ZoneInfo(BRUSSELS)
_NONE: tuple[str, ...] = ()
# Of news: signs of the text that are looked at, letters by which a word is known, bits of the fingerprint.
TOLD_SIGNS, TOLD_LETTERS, TOLD_BITS = 400, 6, 512
_HOUSE_NUMBER = re.compile(r"([^\d]*)\b(\d{1,4})(?:\s?[a-zA-Z]\b)?[\s,]*(.*)", re.S)
_CAPITAL = re.compile(r"(?<![:.!?«»“”\"–—|-])(?<![:.!?«»“”\"–—|-] )(?<!^)\b([A-ZÀ-Þ][^\W_]+)")
# What begins a headline has a capital anyhow; only "KIKK" and "Quai10" are surely names.
_FIRST_NAME = re.compile(r"^([A-Z]{3,}[0-9]*|[A-Z][a-z]+[0-9]+)\b")
_CODE = re.compile(r"\b[A-Z][A-Z0-9]+(?:-[A-Z0-9]+){2,}\b")
_PROLONGED = re.compile(
    r"prolong|extended|extension|verl(?:ä|ae)nger|verlengd|report[ée]|nouvelle (?:date|échéance)", re.I
)


@dataclass(frozen=True, slots=True)
class Session:
    """One session. `moment` and `end` are minutes of the Brussels wall clock, `day` and `last` day numbers (ordinals).
    `moment` and `end` are -1 when the hour is not known."""

    day: int
    moment: int
    last: int
    end: int


@dataclass(frozen=True, slots=True)
class Profile:
    """One record as matching sees it.

    `words` are the stems of its title that tell more than the sort of thing, without its own place, organisers and
    years, `spelt` the same as written, `own` those left out for being its own names; `sorts` those that name the sort;
    `names` the stems of its place and organisers, which another site may put into the title. `address` and `gist` are
    fingerprints of the page's address and of the description's long words. Of news alone: `told` of the words of title
    and text, `proper` the beginnings of the names in the title. `town` is a NIS code, else a folded name; days are
    ordinals. `before`: the session that a moved event had, which others may still print. `prolonged`: a call that says
    that its deadline has moved.
    """

    source: str
    key: str
    kind: Kind
    words: tuple[str, ...]
    spelt: tuple[str, ...]
    own: tuple[str, ...]
    sorts: tuple[str, ...]
    names: tuple[str, ...]
    figures: tuple[str, ...]
    years: tuple[str, ...]
    cut: str | None
    tongue: str | None
    address: int | None
    sessions: tuple[Session, ...]
    town: str | None
    venue: tuple[str, ...]
    street: str | None
    totem: str | None
    online: bool
    organisers: tuple[str, ...]
    identifier: str | None
    deadlines: tuple[int, ...]
    published: int | None
    gist: int
    told: int
    proper: tuple[str, ...]
    before: Session | None
    prolonged: bool


def profile(record: Record) -> Profile:
    """The profile of a record."""
    content = record.content
    place = content.place
    town, venue, street, totem, names = _where(place) if place else _NOWHERE
    organisers = (
        content.organizers if isinstance(content, Event) else content.funders if isinstance(content, Call) else ()
    )
    for organiser in organisers:
        names = (*names, *name_stems(organiser))
    title = title_words(content.title)
    words, spelt, own = title.words, title.spelt, _NONE
    if names and not frozenset(names).isdisjoint(words):
        kept = [i for i, w in enumerate(words) if w not in names]
        if kept or title.sorts:
            own = tuple(w for w in words if w in names)
            words, spelt = tuple(words[i] for i in kept), tuple(spelt[i] for i in kept)
    published = content.published if isinstance(content, (Article, Call)) else None
    identifier = (content.identifier or _code(content.title)) if isinstance(content, Call) else None
    return Profile(
        record.source,
        record.key,
        content.kind,
        words,
        spelt,
        own,
        title.sorts,
        names,
        title.figures,
        title.years,
        title.cut,
        content.language or title.tongue,
        address(record.url or content.url),
        _sessions(content) if isinstance(content, Event) else (),
        town,
        venue,
        street,
        totem,
        isinstance(content, Event) and content.attendance is AttendanceMode.ONLINE,
        tuple(_organiser(o) for o in organisers),
        " ".join(identifier.casefold().split()) or None if identifier else None,
        tuple(sorted({d.at.local.toordinal() for d in content.deadlines})) if isinstance(content, Call) else (),
        published.local.toordinal() if published else None,
        _gist(content.description) if content.description else 0,
        _told(content) if isinstance(content, Article) else 0,
        _proper(content.title) if isinstance(content, Article) else (),
        _session(content.previous_start, None) if isinstance(content, Event) and content.previous_start else None,
        isinstance(content, Call) and _prolonged(content),
    )


_Where = tuple[str | None, tuple[str, ...], str | None, str | None, tuple[str, ...]]
_NOWHERE: _Where = (None, (), None, None, ())


@lru_cache(maxsize=65_536)
def _where(place: Place) -> _Where:
    """Town, words of the house, street with its number, totem place, and the stems of all names."""
    town = place.nis or (name_key(place.municipality) if place.municipality else None) or None
    municipality = " ".join(filter(None, (place.municipality, place.locality)))
    venue = venue_words(place.name, municipality) if place.name else ()
    street = _street(place.street) if place.street else None
    stems = dict.fromkeys(s for n in (place.name, place.municipality, place.locality) if n for s in name_stems(n))
    return town, venue, street, place.totem, tuple(stems)


def _street(text: str) -> str | None:
    """A street and its house number, folded, the number last: "16, rue Haute" is "Rue Haute 16". None without a number:
    streets are long."""
    found = _HOUSE_NUMBER.match(text[:200])
    if found is None:
        return None
    before, number, after = found.groups()
    road = name_key(before) or name_key(after.partition(",")[0])
    return f"{road} {number}" if road else None


@lru_cache(maxsize=65_536)
def _organiser(name: str) -> str:
    return name_key(name[:200])


def _sessions(event: Event) -> tuple[Session, ...]:
    return tuple(_session(one.start, one.end) for one in event.occurrences)


def _session(start: WallTime, end: WallTime | None) -> Session:
    moment = _moment(start)
    day = moment // DAY
    last = end.local.toordinal() if end else day
    clock = end is not None and end.has_clock
    # A concert that ends after midnight is of one day.
    night = clock and end is not None and last == day + 1 and end.local.hour < 9
    until = _moment(end) if end and clock else -1
    return Session(day, moment if start.has_clock else -1, day if night else max(last, day), until)


def _moment(at: WallTime) -> int:
    local: datetime = at.local
    if at.zone != BRUSSELS and at.has_clock:
        local = at.utc.astimezone(_ZONE)
    return local.toordinal() * DAY + local.hour * 60 + local.minute


def _gist(text: str) -> int:
    """One bit for each long word of the beginning of a text."""
    bits = 0
    for word in text[:GIST_SIGNS].lower().split():
        if len(word) >= GIST_WORD:
            bits |= 1 << (crc32(word.encode(errors="replace")) % GIST_BITS)
    return bits


def _told(article: Article) -> int:
    """One bit for the beginning of each word of a title and of its text, so that inflection does not count."""
    bits = 0
    for word in told_words(f"{article.title} {(article.description or '')[:TOLD_SIGNS]}"):
        bits |= bit(word)
    return bits


def told_words(text: str) -> set[str]:
    """Beginnings of the words of a text that are no filler."""
    return {w[:TOLD_LETTERS] for w in name_key(text).split() if len(w) >= 4 or (w.isdigit() and len(w) > 1)}


def _proper(title: str) -> tuple[str, ...]:
    """Beginnings of the names in a headline: words with a capital that begin no sentence. A headline in capitals has
    none that one could tell."""
    if title.isupper():
        return ()
    found = [w for w in (*_CAPITAL.findall(title[:400]), *_FIRST_NAME.findall(title[:40])) if len(w) >= 4]
    return tuple(sorted({name_key(w)[:TOLD_LETTERS] for w in found}))


def bit(word: str) -> int:
    """The bit of one word in a fingerprint of news."""
    return 1 << (crc32(word.encode(errors="replace")) % TOLD_BITS)


def _code(title: str) -> str | None:
    """The identifier of a call that portals print in its title ("CREA-MEDIA-2027-FILMFEST"); None without a figure."""
    found = _CODE.search(title[:400])
    return found.group() if found and any(c.isdigit() for c in found.group()) else None


def _prolonged(call: Call) -> bool:
    said = f"{call.title[:400]} {(call.description or '')[:GIST_SIGNS]}"
    return any(d.replaces for d in call.deadlines) or bool(_PROLONGED.search(said))


def address(url: str | None) -> int | None:
    """A fingerprint of what names the page in a URL: no scheme, `www.`, language, fragment, tracking or final slash;
    None for a home page or a list."""
    if not url:
        return None
    rest = url.strip().partition("#")[0]
    scheme, sign, after = rest.partition("://")
    if not sign or "/" in scheme:
        return None
    rest, _, query = after.partition("?")
    host, _, path = rest.partition("/")
    host = host.lower().rpartition("@")[2].removeprefix("www.")
    path = f"/{path}".rstrip("/")
    if "/index." in path:
        path = re.sub(r"/index\.(?:php|html?)$", "", path).replace("/index.php/", "/")
    path = _TONGUE.sub("", path, count=1)
    if query:
        query = urlencode(sorted((k, v) for k, v in parse_qsl(query) if not _TRACKING.match(k)))
    if not host or (not query and path[1:].lower() in _HOME):
        return None
    return int.from_bytes(blake2b(f"{host}{path}?{query}".encode(errors="replace"), digest_size=7).digest(), "big")
