"""How a name stands in its line: as the place, as that of a venue, or in a street, a person, a firm, a life."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from transforms import place_words as lexicon
from transforms.countries import country_named
from transforms.place_areas import PROVINCE_NAMES
from transforms.place_tokens import Sighting, Word


class Weight(IntEnum):
    """How well a name is evidenced: not at all, as the place of a venue, as the place itself, beside its postcode."""

    NONE = 0
    VENUE = 1
    PLACE = 2
    CODED = 3


@dataclass(frozen=True, slots=True)
class Evidence:
    """The weight of a name; `rule` names the position, or the reason why it does not count."""

    weight: Weight
    rule: str


class Line:
    """A text with its words, their segments and the names in them. `shouted`: all capitals; `murmured`: none."""

    def __init__(self, text: str, words: list[Word], numbers: list[int], names: list[Sighting]) -> None:
        self.text, self.words, self.segments, self.names = text, words, numbers, names
        letters = [w.text for w in words if w.text.isalpha()]
        self.shouted = all(t.isupper() for t in letters)
        self.murmured = text.islower()
        self.firsts = {s.first for s in names}
        self.lasts = {s.last: s for s in names}
        self._bounds: dict[int, tuple[int, int]] = {}
        for i, number in enumerate(numbers):
            self._bounds[number] = (self._bounds.get(number, (i, i))[0], i + 1)
        self._named: dict[int, list[Sighting]] = {}
        for seen in names:
            self._named.setdefault(numbers[seen.first], []).append(seen)

    def segment(self, sighting: Sighting) -> tuple[int, int]:
        """First word and end of the segment in which a name stands."""
        first, last = self._bounds[self.segments[sighting.first]]
        # A totem place may reach over signs.
        return first, max(last, sighting.last)

    def segment_words(self, number: int) -> list[Word]:
        """The words of one segment, the last ones of a long one; none outside the text."""
        first, last = self._bounds.get(number, (0, 0))
        return self.words[max(first, last - _REACH) : last]

    def neighbours(self, sighting: Sighting) -> list[Sighting]:
        """The names of the segments before and behind."""
        here = self.segments[sighting.first]
        beside = (*self._named.get(here - 1, ())[-3:], *self._named.get(here + 1, ())[:3])
        return list(beside)

    def bracketed(self, sighting: Sighting) -> bool:
        """Whether a bracket opens right before the name."""
        start = self.words[sighting.first].start
        return self.text[max(0, start - 2) : start].rstrip()[-1:] in {"(", "["}


# How many words back a street, a venue or a name is looked for.
_REACH = 12
_NO = Weight.NONE
_LEADING = frozenset(
    {"a", "in", "te", "at", "lieu", "adresse", "localite", "ou", "b", "be", "et", "puis", "und", "and", "or"}
)


def weigh(line: Line, seen: Sighting) -> Evidence:
    """The evidence for one name."""
    first, last = line.segment(seen)
    first = max(first, seen.first - _REACH)
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
    saint = local and words[seen.first].key in {"saint", "sainte"}
    if doubtful or saint or (local and single and seen.key in lexicon.FIRST_NAMES):
        return Evidence(_NO, "also a common name")
    if not capital and not (line.murmured and not local and len(seen.key) > 3):
        return Evidence(_NO, "written as a common word")
    return Evidence(Weight.PLACE, "preposition+name")


def _fills(line: Line, seen: Sighting, first: int, last: int) -> bool:
    if seen.first - first > _REACH or last - seen.last > _REACH:
        return False
    head, tail = line.words[first : seen.first], line.words[seen.last : last]
    return all(w.key in _LEADING or _postcode_like(w) for w in head) and all(
        w.key in lexicon.SUFFIX or _postcode_like(w) or w.key in {"be", "b"} for w in tail
    )


def _filling(line: Line, seen: Sighting, first: int, last: int, capital: bool) -> Evidence:
    whole = first == 0 and last == len(line.words)
    local = bool(seen.towns) and all(n.locality for n in seen.towns)
    weak = seen.key in lexicon.WORDS or (local and seen.last - seen.first == 1)
    alone = whole or _addressed(line, first)
    if not capital and not (alone if line.shouted else seen.key not in lexicon.WORDS and (alone or line.murmured)):
        return Evidence(_NO, "written as a common word")
    if weak and not (whole or line.bracketed(seen) or _supported(line, seen, first, last)):
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
        if words[noun].key in lexicon.BODY and not _body_stands(words, noun, first):
            return Evidence(_NO, "a body that carries the name of a town")
        return Evidence(Weight.VENUE, "venue+name")
    titled = all(w.capital or w.key in lexicon.PARTICLE or _number(w) or w.key in lexicon.VENUE for w in head)
    letters = any(any(c.isdigit() for c in w.text) or (len(w.text) > 1 and w.text.isupper()) for w in head)
    if titled and _ends(line, seen, last) and (noun is not None or (letters and not line.shouted)):
        return Evidence(Weight.VENUE, "venue+name")
    return Evidence(_NO, "named, but not as a place")


def _body_stands(words: list[Word], noun: int, first: int) -> bool:
    """Whether a body stands as a venue: at the start of the line, or after "à", "dans", "chez"."""
    back = noun - 1
    while back >= first and words[back].key in {"l", "la", "le", "les"}:
        back -= 1
    if back < first:
        return noun == first == 0 or (noun == first and words[noun].gap == "|")
    return words[back].key in {"a", "au", "dans", "chez", "aan", "in", "at"}


def _venue_noun(words: list[Word], first: int, end: int, reach: int) -> int | None:
    for back in range(end - 1, max(first, end - 1 - reach) - 1, -1):
        if words[back].key in lexicon.VENUE:
            return back
    return None


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
            return not (back > first and words[back - 1].key in {"grand", "grande", "grands"} and word.key == "place")
    return False


def _street(words: list[Word], first: int, end: int) -> bool:
    return any(w.key in lexicon.STREET or lexicon.STREET_IN_ONE.fullmatch(w.key) for w in words[first:end])


def _ends(line: Line, seen: Sighting, last: int) -> bool:
    return all(
        w.key in lexicon.SUFFIX or _postcode_like(w) or w.key in {"be"}
        for w in line.words[seen.last : min(last, seen.last + _REACH)]
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
