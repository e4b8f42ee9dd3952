"""Phrases coarser than a day: months, parts of months, quarters, half-years, seasons, years of a programme."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime, time

from transforms.grammar.day import Day
from transforms.grammar.phrase import BETWEEN, Phrase
from transforms.grammar.result import DateResult
from transforms.grammar.vocabulary import SEASONS, K
from vigie.model import BRUSSELS, Precision, WallTime

_SEASON_STARTS = ((3, 20), (6, 21), (9, 22), (12, 21))
_SEASON_ENDS = ((6, 20), (9, 21), (12, 20), (3, 19))
_PARTS = {K.BEGIN: "begin", K.MIDDLE: "middle", K.FINISH: "end"}


def month_wall(day: date) -> WallTime:
    """A wall time of which only the month was said; the day inside is the one it stands for."""
    return WallTime(datetime.combine(day, time()), BRUSSELS, Precision.MONTH)


def last_of(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def read_month(phrase: Phrase, index: int, alone: bool = False) -> tuple[Day, int] | None:
    """ "mi-février 2026", "fin août", "juin 2024"; a month by itself only when `alone` says that the context allows
    it."""
    index = phrase.skip(index, K.ARTICLE, limit=1)
    part = _PARTS.get(phrase.kind(index) or K.WORD)
    if part:
        relative = _part_of_now(phrase, index + 1, part)
        if relative:
            return relative
        index += 1
        while (
            phrase.said(index) in ("-", "de", "du", "d", "'", "of", "the", "mois", "courant")
            or phrase.kind(index) is K.IN
        ):
            index += 1
    elif phrase.kind(index) is K.YEAR_MONTH:
        year, month = phrase.tokens[index].numbers
        return Day(1, month, year, vague="month"), index + 1
    if phrase.kind(index) is not K.MONTH:
        return None
    month = phrase.tokens[index].number
    index += 1
    year_at = index + 1 if phrase.said(index) in ("de", "en", ",", "of") else index
    said_year: int | None = None
    if phrase.kind(year_at) is K.YEAR:
        said_year, index = phrase.tokens[year_at].number, year_at + 1
    elif not part and not alone:
        return None
    lean = {K.LAST: "last", K.NEXT: "next"}.get(phrase.kind(index) or K.WORD)
    if lean:
        index += 1
    day = {"begin": 5, "middle": 15, "end": 31, None: 1}[part]
    return Day(day, month, said_year, lean=lean, vague=part or "month"), index


def _part_of_now(phrase: Phrase, index: int, part: str) -> tuple[Day, int] | None:
    """ "fin de l'année", "début de l'année prochaine", "fin du mois", "mi-2026" not: counted from the reference."""
    leans = {K.NEXT: 1, K.LAST: -1}
    today = phrase.reference
    ahead = phrase.skip(index, K.OF, limit=1)
    if phrase.kind(ahead) in leans and phrase.kind(ahead + 1) is K.MONTH_WORD:
        months = today.year * 12 + today.month - 1 + leans[phrase.tokens[ahead].kind]
        return Day({"begin": 5, "middle": 15, "end": 31}[part], months % 12 + 1, months // 12, vague=part), ahead + 2
    if phrase.kind(index) is K.OF_MONTH:
        steps = leans.get(phrase.kind(index + 1) or K.WORD)
        months = today.year * 12 + today.month - 1 + (steps or 0)
        day = {"begin": 5, "middle": 15, "end": 31}[part]
        return Day(day, months % 12 + 1, months // 12, vague=part), index + 1 + (steps is not None)
    lead = index
    while phrase.kind(lead) in (K.FROM, K.OF, K.ARTICLE, K.THIS) or (phrase.said(lead) == "'" and lead - index < 4):
        lead += 1
    steps = leans.get(phrase.kind(lead) or K.WORD)
    lead += steps is not None
    if phrase.kind(lead) is not K.YEAR_WORD or lead < index + 2 - (steps is not None):
        return None
    if steps is None:
        steps = leans.get(phrase.kind(lead + 1) or K.WORD)
        lead += steps is not None
    named = steps is not None or any(phrase.kind(n) in (K.ARTICLE, K.THIS) for n in range(index, lead))
    if not named or phrase.kind(lead + 1) in (K.WORD, K.YEAR):
        return None  # "la fin de l'année scolaire", "la fin de l'année 2026"
    month, day = {"begin": (1, 15), "middle": (7, 1), "end": (12, 15)}[part]
    return Day(day, month, today.year + (steps or 0), vague=part), lead + 1


def resolve_month(day: Day, reference: date, closing: bool = False) -> date:
    """The day that a vague day stands for; the last one of a whole month when it is `closing` a range."""
    month = day.month or 1
    year = day.year
    if year is None:
        year = reference.year + (month < reference.month)
        if day.lean in ("last", "since"):
            year = reference.year - (month >= reference.month + (day.lean == "since"))
    last = last_of(year, month)
    if closing and day.vague in ("month", "end"):
        return last
    return last if day.day and day.day > last.day else date(year, month, day.day or 1)


def read_period(phrase: Phrase, index: int) -> tuple[DateResult, int] | None:
    """A month, a part of one, a quarter, a half-year, a season or part of a year, standing for itself."""
    start = index
    introduced = False
    while phrase.kind(index) in (K.IN, K.ARTICLE, K.THIS, K.FROM, K.NEXT) and index - start < 4:
        introduced = introduced or phrase.kind(index) is K.IN
        index += 1
    month = read_month(phrase, index, alone=introduced)
    if month:
        day, index = month
        begin = resolve_month(day, phrase.reference)
        if day.vague == "month":
            end = last_of(begin.year, begin.month)
            return _period(phrase, start, index, begin, end, "month", "month"), index
        return _period(phrase, start, index, begin, None, "month", f"{day.vague} of month", approximate=True), index
    for reader in (_quarter, _season, _part_of_year, _year):
        found = reader(phrase, start, index)
        if found:
            return found
    return None


def _period(
    phrase: Phrase,
    start: int,
    index: int,
    begin: date,
    end: date | None,
    grain: str,
    rule: str,
    approximate: bool = False,
) -> DateResult:
    return DateResult(
        month_wall(begin), month_wall(end) if end else None, span=phrase.span(start, index), rule=rule, grain=grain,
        approximate=approximate,
    )  # fmt: skip


def _quarter(phrase: Phrase, start: int, index: int) -> tuple[DateResult, int] | None:
    """ "Q1 2026", "1er semestre 2022", "troisième trimestre 2025"."""
    token = phrase.at(index)
    if token is None:
        return None
    if token.kind is K.QUARTER and token.numbers:
        number, index, kind = token.number, index + 1, K.QUARTER
    elif token.kind in (K.NUMBER, K.ORDINAL) and phrase.kind(index + 1) in (K.QUARTER, K.HALF):
        number, kind = token.number, phrase.tokens[index + 1].kind
        index += 2
    else:
        return None
    while phrase.kind(index) in (K.FROM, K.OF, K.YEAR_WORD) or phrase.said(index) in ("l", "'"):
        index += 1
    months = 6 if kind is K.HALF else 3
    if phrase.kind(index) is not K.YEAR or not 1 <= number <= 12 // months:
        return None
    year, index = phrase.tokens[index].number, index + 1
    begin, end = date(year, (number - 1) * months + 1, 1), last_of(year, number * months)
    name = "half-year" if kind is K.HALF else "quarter"
    return _period(phrase, start, index, begin, end, name, name), index


def _season(phrase: Phrase, start: int, index: int) -> tuple[DateResult, int] | None:
    """ "printemps 2026", "cet été". A season without year or "ce" is left alone ("a été")."""
    if phrase.kind(index) is not K.SEASON:
        return None
    season = SEASONS[phrase.tokens[index].text]
    introduced = phrase.kind(index - 1) in (K.THIS, K.NEXT) or _introduces(phrase, index - 1, season)
    index += 1
    if phrase.kind(index) is K.YEAR:
        begin, end = _bounds_of(season, phrase.tokens[index].number)
        index += 1
    elif introduced or phrase.kind(index) in (K.NEXT, K.LAST):
        past, today = phrase.kind(index) is K.LAST, phrase.reference
        index += phrase.kind(index) in (K.NEXT, K.LAST)
        spans = [_bounds_of(season, year) for year in range(today.year - 2, today.year + 3)]
        begin, end = [s for s in spans if s[1] < today][-1] if past else next(s for s in spans if s[1] >= today)
    else:
        return None
    return _period(phrase, start, index, begin, end, "season", "season", approximate=True), index


def _introduces(phrase: Phrase, index: int, season: int) -> bool:
    """ "au printemps", "en automne", "à l'automne": where a season is no other word ("a été")."""
    said = phrase.said(index)
    if said == "'":
        return phrase.said(index - 1) == "l" and phrase.said(index - 2) == "a"
    return said == "au" if season == 0 else said == "en"


def _bounds_of(season: int, year: int) -> tuple[date, date]:
    """First and last day of the season that begins in a year."""
    return date(year, *_SEASON_STARTS[season]), date(year + (season == 3), *_SEASON_ENDS[season])


def _year(phrase: Phrase, start: int, index: int) -> tuple[DateResult, int] | None:
    """ "en 2027": a year that is not over. A past one tells of history, not of an event."""
    if phrase.kind(index) is not K.YEAR or phrase.kind(index - 1) is not K.IN or index == start:
        return None
    year = phrase.tokens[index].number
    if year < phrase.reference.year or phrase.kind(index + 1) in (K.TO, K.AT):
        return None
    return _period(phrase, start, index + 1, date(year, 1, 1), date(year, 12, 31), "year", "year"), index + 1


def _part_of_year(phrase: Phrase, start: int, index: int) -> tuple[DateResult, int] | None:
    """ "début 2026", "mi-2026", "fin de l'année 2026"."""
    part = _PARTS.get(phrase.kind(index) or K.WORD)
    lead = phrase.skip(index + 1, K.TO, K.FROM, K.OF, limit=1)
    if phrase.said(lead) == "l" and phrase.kind(lead + 2) is K.YEAR_WORD:
        lead += 3
    if not part or phrase.kind(lead) is not K.YEAR:
        return None
    year = phrase.tokens[lead].number
    day = {"begin": date(year, 1, 15), "middle": date(year, 7, 1), "end": date(year, 12, 15)}[part]
    return _period(phrase, start, lead + 1, day, None, "month", f"{part} of year", approximate=True), lead + 1


def read_years(phrase: Phrase, index: int) -> tuple[DateResult, int] | None:
    """ "2021-2027": the years of a programme. Never the date of an event: the caller sets it aside."""
    joins = (K.TO, K.AT, K.AND) if phrase.said(index - 1) in BETWEEN else (K.TO, K.AT)
    if phrase.kind(index) is K.YEAR and phrase.kind(index + 1) in joins and phrase.kind(index + 2) is K.YEAR:
        first, last = phrase.tokens[index].number, phrase.tokens[index + 2].number
        if first < last:
            span = phrase.span(index, index + 3)
            begin, end = WallTime.of_day(date(first, 1, 1)), WallTime.of_day(date(last, 12, 31))
            return DateResult(begin, end, span=span, rule="years of a programme", grain="year"), index + 3
    return None
