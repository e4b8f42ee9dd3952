"""How a name stands in its line: as the place, as that of a venue, or in a street, a person, a firm, a life."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from transforms import place_words as lexicon
from transforms.countries import country_named
from transforms.place_areas import PROVINCE_NAMES
from transforms.place_setting import REACH, Line
from transforms.place_tokens import Sighting, Word


class Weight(IntEnum):
    """How well a name is evidenced: not at all, by a body named after the town, by a venue of it, as the place itself,
    beside its postcode."""

    NONE = 0
    BODY = 1
    VENUE = 2
    PLACE = 3
    CODED = 4


@dataclass(frozen=True, slots=True)
class Evidence:
    """The weight of a name; `rule` names the position, or the reason why it does not count."""

    weight: Weight
    rule: str


# A line of so many words is a field, a longer one is prose.
_BRIEF = 15
_NO = Weight.NONE
_LEADING = frozenset(
    {"a", "in", "te", "at", "lieu", "adresse", "localite", "ou", "b", "be", "et", "puis", "und", "and", "or"}
)


def weigh(line: Line, seen: Sighting) -> Evidence:
    """The evidence for one name."""
    first, last = line.segment(seen)
    first = max(first, seen.first - REACH)
    words = line.words
    before = words[seen.first - 1] if seen.first > first else None
    refused = _refused(line, seen, before, first, last)
    if refused:
        return Evidence(_NO, refused)
    capital = _capital(line, seen)
    if seen.area and not seen.towns and before and before.key in lexicon.BEFORE_AREA:
        return Evidence(Weight.PLACE, "preposition+name")
    if before and before.key in lexicon.BEFORE_TOWN:
        return _after_preposition(line, seen, first, capital)
    if _fills(line, seen, first, last):
        return _filling(line, seen, first, last, capital)
    if not capital:
        return Evidence(_NO, "written as a common word")
    if (
        any(_number(w) for w in words[first : seen.first])
        and _ends(line, seen, last)
        and _street(words, first, seen.first)
    ):
        return Evidence(Weight.PLACE, "street+name")
    return _of_venue(line, seen, first, last)


def _refused(line: Line, seen: Sighting, before: Word | None, first: int, last: int) -> str | None:
    words = line.words
    after = words[seen.last] if seen.last < last else None
    at_town = before is not None and before.key in lexicon.BEFORE_TOWN
    if before and not at_town and _street_named(words, first, seen.first):
        return "part of a street name"
    gap = words[seen.first].gap
    if gap == "-" and seen.first not in line.lasts:
        return "part of a longer name"
    if after and after.gap == "-" and after.key not in lexicon.SUFFIX and seen.last not in line.firsts:
        return "part of a longer name"
    if after and seen.key in {"bruxelles", "brussel", "brussels"} and after.key in lexicon.STATIONS_ELSEWHERE:
        return "a station in another municipality"
    if after and after.key in lexicon.COMPOUND and seen.last + 1 < last and words[seen.last + 1].capital:
        return "part of a longer name"
    if after and (after.key in lexicon.FIRM):
        return "the name of a firm"
    if before and not at_town:
        back = seen.first - 2
        holy = back >= first and words[back].key in {"saint", "sainte", "sankt"}
        if before.gap == " " and words[seen.first].gap == " " and before.key in lexicon.PERSON_TITLE:
            return "the name of a person"
        if before.key in lexicon.PERSON_TITLE and seen.first - 1 == first and words[seen.first].gap == " ":
            return "the name of a person"
        if before.key in lexicon.FIRST_NAMES and before.capital and not holy and gap == " ":
            return "the name of a person"
        governor = _governor(words, first, seen.first)
        if governor in lexicon.NOT_A_PLACE and not _venue_word(words, first, seen.first):
            return "not where the item takes place"
    return None


def _after_preposition(line: Line, seen: Sighting, first: int, capital: bool) -> Evidence:
    words = line.words
    for back in range(seen.first - 2, max(first, seen.first - 5) - 1, -1):
        if words[back].key in lexicon.LIFE:
            return Evidence(_NO, "a life or a thanks, not a place")
    other = line.lasts.get(seen.first - 1)
    if other and other.first > first and words[other.first - 1].key in {"de", "d", "depuis", "from", "van"}:
        return Evidence(Weight.PLACE, "route")
    local = bool(seen.towns) and all(n.locality for n in seen.towns)
    single = seen.last - seen.first == 1
    doubtful = seen.key in lexicon.WORDS and (local or not capital)
    saint = local and _saint(words, seen)
    if doubtful or saint or (local and single and seen.key in lexicon.FIRST_NAMES):
        return Evidence(_NO, "also a common name")
    if not capital and not (line.murmured and not local and len(seen.key) > 3):
        return Evidence(_NO, "written as a common word")
    return Evidence(Weight.PLACE, "preposition+name")


def _fills(line: Line, seen: Sighting, first: int, last: int) -> bool:
    if seen.first - first > REACH or last - seen.last > REACH:
        return False
    head, tail = line.words[first : seen.first], line.words[seen.last : last]
    return all(w.key in _LEADING or _postcode_like(w) for w in head) and all(
        w.key in lexicon.SUFFIX or _postcode_like(w) or w.key in {"be", "b"} for w in tail
    )


def _filling(line: Line, seen: Sighting, first: int, last: int, capital: bool) -> Evidence:
    whole = first == 0 and last == len(line.words)
    local = bool(seen.towns) and all(n.locality for n in seen.towns)
    brief = len(line.words) <= _BRIEF
    weak = seen.key in lexicon.WORDS or (
        local and (_saint(line.words, seen) or (seen.last - seen.first == 1 and not brief))
    )
    alone = whole or _addressed(line, first)
    if not capital and not (alone if line.shouted else seen.key not in lexicon.WORDS and (alone or line.murmured)):
        return Evidence(_NO, "written as a common word")
    acronym = not line.shouted and last - first == 1 and len(seen.key) < 5 and line.words[first].text.isupper()
    if weak and whole and line.text.rstrip().endswith(":"):
        return Evidence(_NO, "the label of a field")
    told = whole or (line.bracketed(seen) and not acronym) or _supported(line, seen, first, last)
    if weak and not told:
        return Evidence(_NO, "also a common word, and nothing says that it is a place")
    return Evidence(Weight.PLACE, "name")


def _supported(line: Line, seen: Sighting, first: int, last: int) -> bool:
    """Whether the neighbours say "place": a street, venue or number before, a country, area or kin town beside."""
    if _addressed(line, first):
        return True
    kin = {n.municipality.nis for n in seen.towns}
    for other in line.neighbours(seen):
        if (
            other.area
            or any(n.municipality.nis in kin for n in other.towns)
            or _fills(line, other, *line.segment(other))
        ):
            return True
    if last < len(line.words):
        if country_named(line.words[last].text):
            return True
        following = line.segment_words(line.segments[last])
        lone = first == 0 and line.text[line.words[last - 1].end :].lstrip()[:1] in {":", "–", "-", "|", "("}
        return lone or any(w.key in lexicon.VENUE or w.key in lexicon.STREET or _number(w) for w in following)
    return False


def _addressed(line: Line, first: int) -> bool:
    """Whether the segment before tells a street, a venue or a number."""
    if first == 0:
        return False
    if line.text[: line.words[first].start].rstrip().endswith("@"):
        return True
    segment = line.segment_words(line.segments[first - 1])
    return any(w.key in lexicon.VENUE or w.key in lexicon.STREET or any(c.isdigit() for c in w.key) for w in segment)


def _of_venue(line: Line, seen: Sighting, first: int, last: int) -> Evidence:
    words = line.words
    before = words[seen.first - 1] if seen.first > first else None
    if before is None:
        after = words[seen.last] if seen.last < last else None
        if after and after.key in lexicon.SUFFIX:
            return Evidence(Weight.VENUE, "name+venue")
        return Evidence(_NO, "named, but not as a place")
    head = words[first : seen.first]
    particle = before.key in lexicon.PARTICLE
    noun = _venue_noun(words, first, seen.first, 4 if particle else 8)
    if particle:
        if noun is None:
            return Evidence(_NO, "named, but not as a place")
        body = words[noun].key in lexicon.BODY
        if body and not (words[noun].key in lexicon.VENUE and _body_stands(words, noun, first)):
            return Evidence(_NO, "a body that carries the name of a town")
        weight = Weight.BODY if body else Weight.VENUE
        return Evidence(weight, "venue+name")
    if _saint(words, seen):
        return Evidence(_NO, "the saint of a building")
    titled = all(w.capital or w.key in lexicon.PARTICLE or _number(w) or w.key in lexicon.VENUE for w in head)
    letters = any(any(c.isdigit() for c in w.text) or sum(c.isupper() for c in w.text) > 1 for w in head)
    long_name = seen.last - seen.first > 1 and bool(seen.towns) and len(line.words) <= _BRIEF
    if (
        titled
        and not (noun is not None and words[noun].key not in lexicon.VENUE)
        and _ends(line, seen, last)
        and (noun is not None or ((letters or long_name) and not line.shouted))
    ):
        return Evidence(Weight.VENUE, "venue+name")
    return Evidence(_NO, "named, but not as a place")


def _saint(words: list[Word], seen: Sighting) -> bool:
    return words[seen.first].key in {"saint", "sainte", "sankt"}


def _body_stands(words: list[Word], noun: int, first: int) -> bool:
    """Whether a body stands as a venue: at the start of the line, or after "à", "dans", "chez"."""
    back = noun - 1
    while back >= first and words[back].key in {"l", "la", "le", "les"}:
        back -= 1
    if back < first:
        return noun == first == 0 or (noun == first and words[noun].gap == "|")
    return words[back].key in {"a", "au", "dans", "chez", "aan", "in", "at"}


def _venue_noun(words: list[Word], first: int, end: int, reach: int) -> int | None:
    """The nearest venue before a name ("Hôtel de ville de"); a mere body ("Ville de") only where there is none."""
    body = None
    for back in range(end - 1, max(first, end - 1 - reach) - 1, -1):
        if words[back].key in lexicon.VENUE or _grand_place(words, first, back):
            return back
        if words[back].key in lexicon.BODY and body is None:
            body = back
    return body


def _venue_word(words: list[Word], first: int, end: int) -> bool:
    return any(w.key in lexicon.VENUE and w.key not in lexicon.NOT_A_PLACE for w in words[first:end])


def _governor(words: list[Word], first: int, end: int) -> str:
    """The word that governs a name: the nearest one before it that is no particle."""
    for back in range(end - 1, max(first, end - 4) - 1, -1):
        if words[back].key not in lexicon.PARTICLE:
            return words[back].key
    return ""


def _street_named(words: list[Word], first: int, end: int) -> bool:
    """Whether a street word stands before, with no house number between it and the name."""
    for back in range(end - 1, first - 1, -1):
        word = words[back]
        if _number(word):
            return False
        if word.key in lexicon.STREET or lexicon.STREET_IN_ONE.fullmatch(word.key):
            return not _grand_place(words, first, back)
    return False


def _grand_place(words: list[Word], first: int, at: int) -> bool:
    """The Grand-Place of a town is a place; other squares named after towns stand anywhere."""
    return words[at].key == "place" and at > first and words[at - 1].key in {"grand", "grande"}


def _street(words: list[Word], first: int, end: int) -> bool:
    return any(w.key in lexicon.STREET or lexicon.STREET_IN_ONE.fullmatch(w.key) for w in words[first:end])


def _ends(line: Line, seen: Sighting, last: int) -> bool:
    return all(
        w.key in lexicon.SUFFIX or _postcode_like(w) or w.key in {"be"}
        for w in line.words[seen.last : min(last, seen.last + REACH)]
    )


def _capital(line: Line, seen: Sighting) -> bool:
    if line.shouted or line.murmured:
        return line.shouted and seen.key not in lexicon.WORDS
    return any(w.capital for w in line.words[seen.first : seen.last] if w.key not in lexicon.PARTICLE) or any(
        w.capital for w in line.words[seen.first : seen.last]
    )


def _number(word: Word) -> bool:
    return word.key[:1].isdigit()


def _postcode_like(word: Word) -> bool:
    return len(word.key) == 4 and word.key.isdigit()


def is_province_of(seen: Sighting, slug: str | None) -> bool:
    """Whether a name may be read as this province: "Liège" behind "Huy"."""
    return slug is not None and (
        PROVINCE_NAMES.get(seen.key) == slug or (seen.area is not None and seen.area.province == slug)
    )
