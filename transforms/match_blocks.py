"""The keys under which records meet: each depends on its record alone, never on how many others share it.

An event meets others by its page; by day, town and the beginning of one telling word; by moment, town and one word of
its house (titles in two languages, misspelt ones); by day and organiser; and by day and two telling words (no town
said). A call meets by its identifier, its page, a deadline's day and one word, two words and days, its whole title;
news by its page and by days and two words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from hashlib import blake2b

from transforms.match_facts import BRUSSELS
from transforms.match_profile import Profile
from transforms.match_words import initials
from vigie.model import Kind

# Of a series, the sessions that are looked at; from the fourth on with fewer keys each.
MOST_SESSIONS, FULL_SESSIONS = 60, 3
MOST_WORDS, MOST_BODIES, MOST_NAMES = 6, 2, 4
# Words are met by their beginning: most typing mistakes and endings come later.
BEGINNING = 4
_MASK, _HALF = (1 << 64) - 1, 1 << 63


def block_keys(p: Profile) -> tuple[int, ...]:
    """Distinct signed 64-bit integers, the same in every process and on every machine. Two records that share none are
    never compared."""
    found = _event(p) if p.kind is Kind.EVENT else set(_call(p)) if p.kind is Kind.CALL else set(_news(p))
    return tuple(found)


def _event(p: Profile) -> set[int]:
    found = set() if p.address is None else {_mix(1, p.address, 0)}
    town = 0 if p.town is None else number(p.town if not p.town.startswith(BRUSSELS) else BRUSSELS)
    words = (*p.words, *p.own) if p.own else p.words
    starts = [number(w[:BEGINNING]) ^ town for w in _longest(words or p.sorts)[:MOST_WORDS]] if town else ()
    couples = _couples(p.words or p.own)
    if p.own and p.words:
        couples = sorted({*couples, *_couples(words)})
    house = _house(p.venue, p.street, town) if town else ()
    sessions = p.sessions if p.before is None else (p.before, *p.sessions)
    for position, session in enumerate(sessions[:MOST_SESSIONS]):
        full = position < FULL_SESSIONS
        day = session.day
        if full:
            for body in p.organisers[:MOST_BODIES]:
                found.add(_mix(5, day, number(body)))
            at = session.moment if session.moment >= 0 else day
            for part in house:
                found.add(_mix(3, at, part))
        for start in starts if full else starts[:2]:
            found.add(_mix(2, day, start))
        for couple in couples if full else couples[:1]:
            found.add(_mix(4, day, couple))
    return found


@lru_cache(maxsize=65_536)
def _house(venue: tuple[str, ...], street: str | None, town: int) -> tuple[int, ...]:
    """Numbers under which a house is met: its two longest words, all of it ("BeCentral", "Be Central"), its initials,
    its street."""
    parts = [w[:BEGINNING] for w in _longest(venue)[:2]]
    if len(venue) == 2:
        parts.append("".join(venue)[:BEGINNING])
    elif len(venue) > 2:
        parts.append(initials(venue)[:BEGINNING])
    return tuple(number(part) ^ town for part in ([*parts, street] if street else parts))


def _call(p: Profile) -> Iterator[int]:
    if p.address is not None:
        yield _mix(11, p.address, 0)
    if p.identifier:
        yield _mix(12, number(p.identifier), 0)
    words = _longest(p.words)[:MOST_WORDS] or p.sorts
    yield _mix(13, number(" ".join(sorted(words))), 0)
    couples = _couples(words)
    for day in p.deadlines:
        for word in words:
            yield _mix(14, day, number(word[:BEGINNING]))
        # A day off: two grids of four days, two apart.
        for couple in couples:
            yield _mix(15, day // 4, couple)
            yield _mix(16, (day + 2) // 4, couple)


def _news(p: Profile) -> Iterator[int]:
    if p.address is not None:
        yield _mix(21, p.address, 0)
    if p.published is None:
        return
    # Two grids of six days, three apart: what is at most three days apart shares a cell of one of them.
    words = p.words or p.sorts
    meeting = _couples(words, 4)
    if len(words) <= 2:
        meeting += [number(w[:BEGINNING]) for w in words]
    # One name is enough to meet: headlines share little else.
    meeting += [number(name) for name in p.proper[:MOST_NAMES]]
    for part in meeting:
        yield _mix(22, p.published // 6, part)
        yield _mix(23, (p.published + 3) // 6, part)


def _longest(words: Sequence[str]) -> list[str]:
    """The longest words first, those of one length in the order of the alphabet."""
    return sorted(sorted(words), key=len, reverse=True) if len(words) > 1 else list(words)


def _couples(words: Sequence[str], most: int = 3) -> list[int]:
    """Numbers of the pairs among the longest words, of the two first (a subtitle comes and goes), of an only word."""
    if len(words) == 1:
        return [number(words[0]) * 3 & _MASK]
    long = [number(w) for w in _longest(words)[:most]]
    found = {a ^ b for i, a in enumerate(long) for b in long[i + 1 :]}
    if len(words) > 2:
        found.add(number(words[0]) ^ number(words[1]))
    return sorted(found)


@lru_cache(maxsize=262_144)
def number(text: str) -> int:
    """64 bits of a text, the same everywhere."""
    return int.from_bytes(blake2b(text.encode(errors="replace"), digest_size=8).digest(), "big")


def _mix(sort: int, a: int, b: int) -> int:
    """One signed number from three: odd factors spread them, the shift folds the high bits down."""
    mixed = (a * 0x9E3779B97F4A7C15 + b * 0xC2B2AE3D27D4EB4F + sort * 0x165667B19E3779F9) & _MASK
    return (mixed ^ (mixed >> 29)) - _HALF
