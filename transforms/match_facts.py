"""What is compared beside titles: when, where, which figures, and small things that support."""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache

from rapidfuzz import fuzz

from transforms.match_profile import Profile
from transforms.match_words import COMMON_STEMS, initials, telling, venue_words

# Doors and curtain of one evening are announced up to an hour apart.
NEAR = 60
# From this many minutes on, two hours of one title in one house are two showings; between the two nobody can tell.
APART = 105
BRUSSELS, BRUSSELS_CITY = "210", "21004"
"""How the codes of the nineteen municipalities of Brussels begin, and the code of the one with its name."""
SAME_HOUSE = 85
"""Likeness (rapidfuzz, 0–100) from which two names of houses in one town are one."""


class When(StrEnum):
    """How the sessions of two events meet, from the closest."""

    START = "same start"
    DAYS = "same days"
    NEAR = "within the hour"
    DAY = "same day"
    LATER = "more than an hour apart"
    OTHER_HOUR = "other hour of the day"
    NEVER = "no common day"


class Where(StrEnum):
    """How two places relate."""

    VENUE = "same venue"
    STREET = "same address"
    TOWN = "same town"
    NAMED = "one title names the other's place"
    ONLINE = "both online"
    UNSAID = "a place is unsaid"
    OTHER_VENUE = "other venue"
    OTHER_KNOWN = "another known place"
    OTHER_TOWN = "other town"


HERE = (Where.VENUE, Where.STREET, Where.TOWN, Where.NAMED, Where.ONLINE)
ELSEWHERE = (Where.OTHER_KNOWN, Where.OTHER_TOWN)
HOUSE = (Where.VENUE, Where.STREET, Where.ONLINE)


def when(a: Profile, b: Profile) -> When:
    """The closest meeting of two events. START needs both hours, DAYS means that neither has one and the last days
    agree, DAY that one hour or last day is unsaid or differs."""
    if len(a.sessions) == 1 and len(b.sessions) == 1:
        one, other = a.sessions[0], b.sessions[0]
        if one.day != other.day:
            return _over_midnight(one.moment, other.moment)
        if one.last == other.last > one.day and one.moment != other.moment:
            # Of what lasts for days the hours are those of every day, or of its opening.
            return When.DAYS
        if one.moment >= 0 and other.moment >= 0:
            apart = abs(one.moment - other.moment)
            return _hours(apart)
        return When.DAYS if one.moment == other.moment and one.last == other.last else When.DAY
    if listed_as_span(a, b) or listed_as_span(b, a):
        return When.DAYS
    return _closest(a, b)


def listed_as_span(listing: Profile, span: Profile) -> bool:
    """Whether one lists the sessions of what the other gives as "from … to …"."""
    if len(listing.sessions) < 2 or len(span.sessions) != 1:
        return False
    whole = span.sessions[0]
    first = min(s.day for s in listing.sessions)
    return whole.last > whole.day == first and whole.last == max(s.last for s in listing.sessions)


def moved(a: Profile, b: Profile) -> bool:
    """Whether one says that it took place, before it was moved, when the other still prints it."""
    return _was(a, b) or _was(b, a)


def _was(moved: Profile, other: Profile) -> bool:
    if moved.before is None:
        return False
    day, moment = moved.before.day, moved.before.moment
    return any(s.day == day and (moment < 0 or s.moment < 0 or abs(s.moment - moment) <= NEAR) for s in other.sessions)


def _hours(apart: int) -> When:
    if apart <= NEAR:
        return When.NEAR if apart else When.START
    return When.LATER if apart < APART else When.OTHER_HOUR


def _over_midnight(one: int, other: int) -> When:
    if one >= 0 and other >= 0 and abs(one - other) <= NEAR:
        return When.NEAR
    return When.NEVER


def _closest(a: Profile, b: Profile) -> When:
    days: dict[int, list[tuple[int, int]]] = {}
    for s in a.sessions:
        days.setdefault(s.day, []).append((s.moment, s.last))
    best = When.NEVER
    for s in b.sessions:
        for moment, last in days.get(s.day, ()):
            if moment >= 0 and s.moment >= 0:
                apart = abs(moment - s.moment)
                if not apart:
                    return When.START
                found = _hours(apart)
            else:
                found = When.DAYS if moment == s.moment and last == s.last else When.DAY
            if _ORDER[found] < _ORDER[best]:
                best = found
    return best


_ORDER = {found: place for place, found in enumerate(When)}


def where(a: Profile, b: Profile) -> Where:
    """How two places relate. Symmetric."""
    if a.totem and b.totem:
        return Where.VENUE if a.totem == b.totem else Where.OTHER_TOWN if a.town != b.town else Where.OTHER_KNOWN
    if a.town and b.town:
        if a.town != b.town and _in_one_city(a.town, b.town):
            if a.street and a.street == b.street:
                return Where.STREET
            return Where.VENUE if a.venue and b.venue and same_house(a.venue, b.venue) else Where.OTHER_TOWN
        if a.town != b.town:
            # A code and a mere name cannot be compared; two codes or two names can.
            if a.town.isdigit() == b.town.isdigit():
                return Where.OTHER_TOWN
            return Where.STREET if a.street and a.street == b.street else Where.UNSAID
        if a.street and a.street == b.street:
            return Where.STREET
        if a.venue and b.venue:
            return Where.VENUE if same_house(a.venue, b.venue) else Where.OTHER_VENUE
        if a.street and b.street:
            return Where.OTHER_VENUE
        return Where.TOWN
    if a.online and b.online:
        return Where.ONLINE
    if a.venue and b.venue and same_house(a.venue, b.venue):
        return Where.VENUE
    if (not a.town and (_names(a, b) or _hosts(a, b))) or (not b.town and (_names(b, a) or _hosts(b, a))):
        return Where.NAMED
    return Where.UNSAID


def _names(one: Profile, other: Profile) -> bool:
    """Whether the title of one holds a word of the other's place or organiser that tells something."""
    return any(w in other.names and w not in other.words and w not in COMMON_STEMS for w in one.words)


def _hosts(one: Profile, other: Profile) -> bool:
    """Whether the organiser of what says no place is the house of the other: most houses host themselves."""
    return not one.venue and bool(other.venue) and any(same_house(_house(o), other.venue) for o in one.organisers)


@lru_cache(maxsize=65_536)
def _house(organiser: str) -> tuple[str, ...]:
    return venue_words(organiser, "")


def _in_one_city(one: str, other: str) -> bool:
    """Whether one says Brussels, as people do for each of its nineteen municipalities, and the other which."""
    return (
        BRUSSELS_CITY in (one, other)
        and one[:2] == other[:2] == BRUSSELS_CITY[:2]
        and one.isdigit()
        and other.isdigit()
    )


def same_house(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Whether two names of houses in one town are names of one."""
    if a == b:
        return True
    left, right = "".join(a), "".join(b)
    if _by_initials(a, b) or _by_initials(b, a):
        return True
    return left == right or fuzz.token_set_ratio(" ".join(a), " ".join(b)) >= SAME_HOUSE


def _by_initials(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """Whether one word of a name stands for the words that the other has: "PBA", "ESA Saint-Luc"."""
    if len(long) < len(short) + 2:
        return False
    own, other = [w for w in short if w not in long], tuple(w for w in long if w not in short)
    return len(own) == 1 and len(other) > 2 and own[0] == initials(other)


def figures_agree(a: Profile, b: Profile) -> bool:
    """Whether no figure contradicts: "#4" is not "#5", "6-8 ans" not "9-12 ans"; one said once is no clash."""
    if a.years and b.years and a.years != b.years and not set(a.years) & set(b.years):
        return False
    if not a.figures or not b.figures or a.figures == b.figures:
        return True
    left, right = set(a.figures), set(b.figures)
    return left <= right or right <= left


def series_of(a: Profile, b: Profile) -> Profile | None:
    """The one that lists all sessions of the other and more."""
    if len(a.sessions) == len(b.sessions):
        return None
    longer, shorter = (a, b) if len(a.sessions) > len(b.sessions) else (b, a)
    days = {s.day for s in longer.sessions}
    return longer if all(s.day in days for s in shorter.sessions) else None


def support(a: Profile, b: Profile) -> tuple[str, ...]:
    """What else agrees and would hardly agree by chance: organiser, end, description."""
    found: list[str] = []
    if a.organisers and b.organisers and same_bodies(a, b):
        found.append("same organiser")
    if {s.end for s in a.sessions if s.end >= 0} & {s.end for s in b.sessions if s.end >= 0}:
        found.append("same end")
    if texts_alike(a.gist, b.gist):
        found.append("the descriptions say the same")
    return tuple(found)


def same_bodies(a: Profile, b: Profile) -> bool:
    """Whether one of those who organise or fund is named by both, in full or by initials."""
    if not set(a.organisers).isdisjoint(b.organisers):
        return True
    return any(_same_body(one, other) for one in a.organisers for other in b.organisers)


@lru_cache(maxsize=65_536)
def _same_body(one: str, other: str) -> bool:
    """Two folded names: the words of one are in the other ("SACD", "SACD-SCAM"), or its initials ("FWB")."""
    left, right = one.split(), other.split()
    short, long = (left, right) if len(left) <= len(right) else (right, left)
    if set(short) <= set(long):
        return any(len(w) >= 4 for w in short)
    return len(short) == 1 and len(long) > 1 and short[0] in ("".join(w[0] for w in long), initials(telling(long)))


def texts_alike(a: int, b: int) -> bool:
    """Whether the shorter of two descriptions is nearly all in the other one."""
    fewer = min(a.bit_count(), b.bit_count())
    return fewer >= 8 and (a & b).bit_count() >= 0.85 * fewer
