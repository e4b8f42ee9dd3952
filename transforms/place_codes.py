"""Postcodes in running text, and the countries that stand beside names; a year, a price or a crowd is no postcode."""

from __future__ import annotations

import re
from dataclasses import dataclass

from transforms import place_words as lexicon
from transforms.countries import country_named
from transforms.gazetteer import Gazetteer, Municipality
from transforms.place_setting import Line
from transforms.place_tokens import Sighting, Word

_PREFIX = dict(
    pair.split("=")
    for pair in ["b=BE", "be=BE", "f=FR", "fr=FR", "l=LU", "lu=LU", "nl=NL", "d=DE", "de=DE", "ch=CH", "a=AT", "at=AT"]
)
# A line of more words is prose, where lower case is no town: "en 2030, vise à …".
_PROSE = 15
# A line of so many words may be an address without a street.
_BRIEF = 8
_JOINT = re.compile(r"\s*[-–,(/)|:]?\s*(?:[-–]\s*)?")


@dataclass(frozen=True, slots=True)
class Coded:
    """A postcode at word `first`. `municipalities`: which use it in Belgium; `country`: another one that its form tells
    ("L-4362", "59000", "1012 AB"), an empty string when only this is sure that it is not Belgian."""

    first: int
    digits: str
    municipalities: tuple[Municipality, ...] = ()
    country: str | None = None
    prefixed: bool = False

    def beside(self, line: Line, seen: Sighting) -> bool:
        """Whether a name stands right behind this code, or right before it."""
        words = line.words
        if not any(w.capital for w in words[seen.first : seen.last]) and len(words) > _PROSE:
            return False
        skip = 1 if self.country == "NL" and self.first + 1 < seen.first and words[self.first + 1].text.isupper() else 0
        if seen.first == self.first + 1 + skip:
            between = line.text[words[self.first + skip].end : words[seen.first].start]
            return bool(_JOINT.fullmatch(between))
        at = seen.last
        if at < self.first and words[at].key in {"b", "be"}:
            at += 1
        if at != self.first or _followed(line, self.first):
            return False
        between = line.text[words[seen.last - 1].end : words[self.first].start]
        return bool(_JOINT.fullmatch(between.replace("B", "").replace("E", ""))) and (self.ours(seen) or self.prefixed)

    def ours(self, seen: Sighting) -> bool:
        """Whether this is a postcode of one of the towns of that name."""
        nis = {m.nis for m in self.municipalities}
        return any(n.municipality.nis in nis for n in seen.towns)

    def alone(self, line: Line) -> bool:
        """Whether the code, without a name that we know, stands where postcodes stand."""
        if self.prefixed and (self.municipalities or self.country):
            return True
        if not self.municipalities:
            return False
        words, number = line.words, line.segments[self.first]
        before = words[self.first - 1] if self.first else None
        year = 1900 <= int(self.digits) < 2100
        if before and before.key in {"cp", "postal", "postcode"}:
            return not year
        if len(words) == 1:
            return True
        here, previous = line.segment_words(number), line.segment_words(number - 1)
        start = words[self.first].start
        earlier, following = [w for w in here if w.start < start], [w for w in here if w.start > start]
        if any(_unit(w) for w in following):
            return False
        led = [*previous, *earlier]
        street = any(w.key in lexicon.STREET or lexicon.STREET_IN_ONE.fullmatch(w.key) for w in led)
        numbered = any(w.key[:1].isdigit() for w in led)
        titled = not following or following[0].capital
        if street and numbered and titled:
            return True
        if year or line.shouted or earlier:
            return False
        # "Boulevard de la Sauvenière, 4000", "Marche (6900)", "4830 Dolhain": a segment that the code leads or fills.
        if not following:
            return street or (line.text[:start].rstrip()[-1:] == "(" and bool(previous) and previous[-1].capital)
        return titled and len(following) <= 2 and line.segments[-1] == number and len(words) <= _BRIEF


def codes_of(known: Gazetteer, words: list[Word]) -> list[Coded]:
    """The numbers of a text that may be postcodes."""
    found = []
    for i, word in enumerate(words):
        digits = word.text
        before = words[i - 1] if i else None
        if word.key[:1] == "b" and re.fullmatch(r"(?:be?)\d{4}", word.key):
            code = word.key.lstrip("be")
            found.append(Coded(i, code, known.postcodes.get(code, ()), None, True))
            continue
        if not digits.isascii() or not digits.isdigit() or len(digits) not in (4, 5):
            continue
        prefix = _PREFIX.get(before.key) if before and (before.text.isupper() and word.gap in ("-", " ", "|")) else None
        if prefix == "AT" and before is not None and before.key == "a" and word.gap != "-":
            prefix = None
        if prefix and prefix != "BE":
            found.append(Coded(i, digits, (), prefix, True))
        elif len(digits) == 5:
            found.append(Coded(i, digits, (), ""))
        elif len(digits) == 4:
            if _dutch(known, words[i + 1 : i + 3]):
                found.append(Coded(i, digits, (), "NL"))
                continue
            towns = known.postcodes.get(digits, ())
            if towns:
                found.append(Coded(i, digits, towns, None, prefix == "BE"))
    return found


def _dutch(known: Gazetteer, following: list[Word]) -> bool:
    """Whether a postcode goes on with two letters and a town: "1012 AB Amsterdam", and not "5670 LE MESNIL"."""
    if len(following) < 2:
        return False
    letters, town = following
    return (
        bool(re.fullmatch(r"[A-Z]{2}", letters.text))
        and (letters.gap, town.gap) == (" ", " ")
        and town.capital
        and f"{letters.key} {town.key}" not in known.names
        and letters.key not in known.name_lengths
    )


def country_beside(line: Line, seen: Sighting) -> str | None:
    """The country that stands right behind a name, in brackets or as the next part; "" for a French department."""
    if seen.last >= len(line.words):
        return None
    between = line.text[line.words[seen.last - 1].end : line.words[seen.last].start].strip()
    if between not in {",", "(", "-", "–", "/", "", ", ("}:
        return None
    following = line.words[seen.last : seen.last + 3]
    if between == "(" and len(following[0].key) == 2 and following[0].key.isdigit():
        return ""
    for length in (3, 2, 1):
        part = following[:length]
        if len(part) == length and all(w.gap in ("-", " ") for w in part[1:]):
            code = country_named(" ".join(w.text for w in part))
            if code is None and length > 1:
                code = country_named("-".join(w.text for w in part))
            if code and (between or len(part[0].text) > 2):
                return code
    return None


def _followed(line: Line, first: int) -> bool:
    """Whether the code itself leads another name: "Namur 5100 Jambes"."""
    return first + 1 in line.firsts and line.words[first + 1].gap in (" ", "-")


def _unit(word: Word) -> bool:
    return word.text.islower() and word.key not in lexicon.PARTICLE and word.key not in {"bte", "boite", "etage"}
