"""Words that name a day, as they stand in a page: found, not understood. What they mean is read elsewhere.

Readers that look at a page's visible structure need to know where it speaks of days; the grammar of dates stands on
another floor. French, Dutch, German and English, day before month, figures, and relative words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import zip_longest

_MONTHS = (
    "janvier|janv|january|januari|januar|jan",
    "fevrier|fevr|fev|february|februari|februar|feb",
    "mars|march|maart|marz|mar|mrt",
    "avril|april|avr|apr",
    "mai|may|mei",
    "juin|june|juni|jun",
    "juillet|juil|july|juli|jul",
    "aout|august|augustus|aou|aug",
    "septembre|september|sept|sep",
    "octobre|october|oktober|oct|okt",
    "novembre|november|nov",
    "decembre|december|dezember|dec|dez",
)
_WEEKDAYS = (
    "lundi|lun|monday|mon|maandag|montag",
    "mardi|mar|tuesday|tue|dinsdag|dienstag",
    "mercredi|mer|wednesday|wed|woensdag|mittwoch",
    "jeudi|jeu|thursday|thu|donderdag|donnerstag",
    "vendredi|ven|friday|fri|vrijdag|freitag",
    "samedi|sam|saturday|sat|zaterdag|samstag",
    "dimanche|dim|sunday|sun|zondag|sonntag",
)
_MONTH = rf"(?:{'|'.join(_MONTHS)})(?![a-z])\.?"
_WEEKDAY = rf"(?:{'|'.join(_WEEKDAYS)})(?![a-z])\.?"
_NUMBER = r"(?:0?[1-9]|[12]\d|3[01])(?!\d)"
_TO = r"\s?(?:-|–|—|/|&|,|\+|\bet\b|\bau\b|\ba\b|\bto\b|\btot\b|\bund\b|\bbis\b|\bou\b|\.)\s?"
_YEAR = r"(?:19|20)\d\d(?!\d)"
_DAYS = rf"{_NUMBER}(?:er|e|ere|ier|st|nd|rd|th)?(?:{_TO}(?:(?:le|les|l)\s)?(?:{_WEEKDAY}\s?)?{_NUMBER}(?:er)?)*"
_NAMED = re.compile(
    rf"(?<![\w.,])(?:(?P<weekday>{_WEEKDAY}),?\s?(?:le\s)?)?(?<!\d)(?P<days>{_DAYS})\s?(?:de\s|d'"
    rf"|of\s)?(?P<month>{_MONTH})"
    rf"(?:\s?,?\s?(?P<year>{_YEAR})|\s?'(?P<short>\d\d)(?!\d))?"
)
_MONTH_FIRST = re.compile(
    rf"(?<!\w)(?:(?P<weekday>{_WEEKDAY}),?\s?)?(?P<month>{_MONTH})\s(?P<days>{_NUMBER})(?:st|nd|rd|th)?"
    rf"(?!\s?(?:h|:|€|eur|%|/|\.\d))(?:,?\s(?P<year>{_YEAR}))?"
)
_FIGURES = re.compile(
    rf"(?<![\w/.])(?:(?P<weekday>{_WEEKDAY}),?\s?)?(?P<days>0?[1-9]|[12]\d"
    rf"|3[01])(?P<sign>[/.-])(?P<month>0?[1-9]|1[0-2])"
    rf"(?P=sign)(?P<year>(?:19|20)?\d\d)(?![\d/])"
)
_SHORT_FIGURES = re.compile(
    rf"(?<![\w/.])(?:(?P<weekday>{_WEEKDAY}),?\s?)?(?P<days>0[1-9]|[12]\d|3[01]|[1-9])/(?P<month>0[1-9]"
    rf"|1[0-2])(?![\d/])"
)
_SHORT_YEAR = re.compile(
    rf"^\W*(?:(?P<weekday>{_WEEKDAY}),?\s?)?(?P<days>{_NUMBER})\s?(?P<month>{_MONTH})\s(?P<short>\d\d)\W*$"
)
"""A whole text that is a day with a year of two figures ("25 fév 24")."""
_ISO = re.compile(rf"(?<!\d)(?P<year>{_YEAR[:-6]})-(?P<month>0[1-9]|1[0-2])-(?P<days>0[1-9]|[12]\d|3[01])(?!\d)")
_RELATIVE = re.compile(r"(?<!\w)(?:aujourd'?\s?hui|demain|ce soir|today|tomorrow|vandaag|morgen)(?!\w)")
_LOOSE = re.compile(rf"^\W*(?P<weekday>{_WEEKDAY})\s?(?P<days>{_NUMBER})\W*$")
_CLOCK = re.compile(r"(?<![\d€,.])(?:[01]?\d|2[0-3])\s?(?:h(?:eures?)?(?![a-z])|:|u(?![a-z]))\s?(?:[0-5]\d)?(?!\d)")
_PATTERNS = (_ISO, _SHORT_YEAR, _NAMED, _FIGURES, _MONTH_FIRST, _SHORT_FIGURES, _RELATIVE)
MONTH_AND_YEAR = re.compile(rf"(?<!\w)(?P<month>{_MONTH})\s?(?P<year>{_YEAR})")
_MONTH_ALONE = re.compile(rf"^\W*(?P<month>{_MONTH})(?:\W+(?P<year>{_YEAR}))?\W*$")
_SMALL = re.compile(
    rf"\b(?:{_WEEKDAY}|du|de|le|la|les|des|au|aux|a|à|et|from|to|jusqu'au|dates?|heures?|horaires?|quand)\b"
    rf"|\b(?:van|tot|om|op|uur|t/m|von|bis|um|uhr|at|am|pm|h|u|dagelijks)\b|{_YEAR}|\d+|[^\w\s]",
    re.IGNORECASE,
)
_WITHIN_MONTH = re.compile(
    rf"(?:{_WEEKDAY}\s?)?\d{{1,2}}(?:er)?\s?(?:-|–|—|au|tot|to|bis)\s?(?:{_WEEKDAY}\s?)?\d{{1,2}}\s"
)
_FIGURE = re.compile(r"\d")
_LONGEST, _MOST = 4_000, 40


@dataclass(frozen=True, slots=True)
class DayWords:
    """Words for a day. `span` are offsets in the text; `day` and `month` 0 for relative words; `year` None = unsaid;
    `weekday` 0 (Monday) to 6, None = unsaid. Of a range or list, the first day."""

    span: tuple[int, int]
    day: int
    month: int
    year: int | None
    weekday: int | None

    @property
    def relative(self) -> bool:
        return self.month == 0

    def on(self, year: int) -> date | None:
        """That day of a year; None when it has none (29 February, 31 April)."""
        try:
            return date(self.year or year, self.month, self.day)
        except ValueError:
            return None


class _Plain(dict[int, str]):
    """Each sign's plain one, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        self[code] = found = _plain_sign(chr(code))
        return found


_PLAIN = _Plain()


def plain(text: str) -> str:
    """Lower case without accents, each sign for one sign, so that offsets stay."""
    return text.translate(_PLAIN)


def _plain_sign(sign: str) -> str:
    if sign in "’‘`´":
        return "'"
    if sign.isspace():
        return " "
    bare = unicodedata.normalize("NFKD", sign)[:1].lower()
    return bare if len(bare) == 1 else sign


@lru_cache(maxsize=16_384)
def days_in(text: str) -> tuple[DayWords, ...]:
    """The words for days in a text, in its order, forty at most. "28 janvier – 1er février 2024" are two of 2024."""
    folded = plain(text[:_LONGEST])
    left, found = folded, []
    for pattern in _PATTERNS:
        hits = list(pattern.finditer(left)) if pattern is _RELATIVE or _FIGURE.search(left) else []
        found += [_words(hit) for hit in hits]
        left = _without(left, [hit.span() for hit in hits], "\x00")
    found.sort(key=lambda one: one.span)
    return tuple(_years_of_ranges(found[:_MOST], folded))


def _without(text: str, spans: Iterable[tuple[int, int]], sign: str) -> str:
    """The text with one sign in place of each that lies in a span."""
    parts: list[str] = []
    last = 0
    for begin, end in sorted(spans):
        begin = max(begin, last)
        if end > begin:
            parts += [text[last:begin], sign * (end - begin)]
            last = end
    return "".join((*parts, text[last:]))


def is_range(text: str) -> bool:
    """Whether a text names two days of which one is the first and the other the last ("du 30 juillet au 2 août")."""
    days = days_in(text)
    if len(days) != 2 or days[0].relative or days[1].relative:
        return False
    between = plain(text[days[0].span[1] : days[1].span[0]])
    return re.fullmatch(rf"\W*(?:au|jusqu'au|to|tot|t/m|-|–|—|→|>)\W*(?:{_WEEKDAY})?\W*", between) is not None


def is_span(text: str) -> bool:
    """`is_range`, or days of one month ("du 25 au 29 mai 2021", "27–29 octobre")."""
    days = days_in(text)
    within = len(days) == 1 and _WITHIN_MONTH.match(plain(text)[slice(*days[0].span)])
    return bool(within) or is_range(text)


def loose_day(text: str) -> DayWords | None:
    """A weekday with a number and no month, when the text is nothing else ("mer. 3")."""
    hit = _LOOSE.match(plain(text[:40]))
    return _words(hit) if hit else None


def month_said(text: str) -> tuple[int, int | None] | None:
    """(month, year or None) when a text is nothing but the name of a month ("Mars 2024")."""
    hit = _MONTH_ALONE.match(plain(text[:40]))
    return (_place(_MONTHS, hit["month"]) + 1, int(hit["year"]) if hit["year"] else None) if hit else None


def has_clock(text: str) -> bool:
    """Whether a text holds an hour of the day."""
    return bool(_CLOCK.search(plain(text[:_LONGEST])))


@lru_cache(maxsize=16_384)
def without_days(text: str) -> str:
    """What is left of a text without its words for days, weekdays and hours, and the small words between them."""
    text = text[:_LONGEST]
    spans = [one.span for one in days_in(text)] + [hit.span() for hit in _CLOCK.finditer(plain(text))]
    return _SMALL.sub(" ", _without(text, spans, " ")).strip()


def set_year(text: str, year: int) -> str:
    """The text with a year behind its last day."""
    days = [words for words in days_in(text) if words.year is None]
    end = days[-1].span[1] if days else len(text)
    return f"{text[:end]}{'/' if text[end - 3 : end - 2] == '/' else ' '}{year}{text[end:]}"


def _words(hit: re.Match[str]) -> DayWords:
    groups = hit.groupdict()
    if "days" not in groups:
        return DayWords(hit.span(), 0, 0, None, None)
    number = re.match(r"\d+", groups["days"])
    said = groups.get("month") or ""
    month = (int(said) if said.isdigit() else _place(_MONTHS, said) + 1) if said else 0
    year = groups.get("year") or groups.get("short")
    whole = (int(year) + (2000 if len(year) == 2 else 0)) if year else None
    weekday = _place(_WEEKDAYS, groups["weekday"]) if groups.get("weekday") else None
    return DayWords(hit.span(), int(number.group()) if number else 0, month, whole, weekday)


def _place(names: tuple[str, ...], word: str) -> int:
    bare = word.rstrip(". ")
    return next((n for n, some in enumerate(names) if bare in some.split("|")), 0)


def _years_of_ranges(found: list[DayWords], folded: str) -> Iterator[DayWords]:
    for one, after in zip_longest(found, found[1:]):
        between = folded[one.span[1] : after.span[0]] if after else ""
        if (
            after
            and one.year is None
            and after.year
            and re.fullmatch(r"\s?(?:-|–|—|au|et|to|&|,|>|→|le|\s)+\s?", between)
        ):
            yield DayWords(one.span, one.day, one.month, after.year - (one.month > after.month), one.weekday)
        else:
            yield one
