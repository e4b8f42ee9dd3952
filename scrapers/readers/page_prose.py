"""Several events in the running text of one page: under headings, in bold lines, in plain lists below a sentence.

A line that begins with a day, or is little else, is a dated line. Its title stands in the same line behind the day,
or in the line before or behind it; whichever of the three holds for most of the page holds for all of it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import zip_longest

from scrapers.readers.page_days import DayWords, days_in, has_clock, month_said, plain, set_year, without_days
from scrapers.readers.page_facts import Facts
from scrapers.readers.page_lines import Line

FEWEST = 2
_TITLE_CLASS = re.compile(r"(?:^|[\s_-])(?:title|titre|titel|headline|heading|intitule)(?=$|[\s_-])")
LONGEST_TITLE = 140
_BULLET = re.compile(r"^[\s>›»•·\-–—*▪►→✓📅🎭]+")
_TAIL = re.compile(r"[\s:;,\-–—|]+$")
_HEAD = re.compile(r"^[\s:;,.\-–—|/>•·]+")
_SERIES = re.compile(
    r"^.*?\b(?:dates?|calendrier|programme|horaires?|agenda|planning)\s+(?:pour|de|des|du|d')\s*(?:les |la |le "
    r"|l'|nos |notre |votre )?"
)
_NO_TITLE = re.compile(
    r"^\W*(?:horaires?|dates?|quand|lieu|ou|tarifs?|prix|infos?|renseignements?|reservations?|inscriptions?"
    r"|contact|programme|agenda|en savoir plus|lire la suite"
    r"|publie|mis a jour|entree|ouverture|de \d|a \d)\b"
)
_BARE_DAY = re.compile(
    r"\W*(?:(?:lun|mar|mer|jeu|ven|sam|dim)[a-z]*\.?,? )?(?:le )?(?P<number>0?[1-9]|[12]\d|3[01])(?:er)?(?![\w/:.,€%]"
    r"|\s?(?:h|:|€|ans|e|eme)\b)"
)
_STEP = re.compile(
    r"\b(?:avant le|date limite|au plus tard|jusqu'au|cloture|publie|mis a jour|inscriptions?|reservations?"
    r"|permanence|ne le|depuis)\b"
)


_YEAR_HEAD = re.compile(
    r"^\W*(?P<of>(?:saison|annee|agenda|archives?|programme|calendrier|edition|actualites?|evenements?|kalender|jaar)"
    r"(?: de| des| pour)? (?:l'annee )?)?(?P<year>(?:19|20)\d\d)\W*$"
)


@dataclass(frozen=True, slots=True)
class Found:
    """One event of the prose: its title, the words for its day, the line that they stand in, a link and more words."""

    title: str
    text: str
    words: DayWords
    line: Line
    href: str | None
    more: str | None = None


def several(facts: Facts) -> tuple[Found, ...]:
    """The events of a page's own text; fewer than two are none."""
    body = tuple(_below_months(facts.body))
    return max(_in_lines(body), _in_sections(body), key=lambda found: len({one.title for one in found}))


def _in_sections(body: tuple[Line, ...]) -> tuple[Found, ...]:
    """Headings of one look (or lines whose class says title) that each have a day in one of the next lines; none
    where a third of them has not."""
    looks: defaultdict[tuple[int, str, str], list[int]] = defaultdict(list)
    for number, line in enumerate(body):
        names = line.node.attributes.get("class") or ""
        if len(line.text) <= LONGEST_TITLE and (line.heading or _TITLE_CLASS.search(names.lower())):
            looks[line.heading, line.node.tag or "", names].append(number)
    best: tuple[Found, ...] = ()
    for numbers in looks.values():
        found = tuple(_sections(body, numbers))
        titles = {one.title for one in found}
        if len(titles) >= 3 and len(titles) > len(best) and 3 * len(found) >= 2 * len(numbers):
            best = found
    return best


def _sections(body: tuple[Line, ...], numbers: list[int]) -> Iterator[Found]:
    for start, end in zip_longest(numbers, numbers[1:], fillvalue=len(body)):
        title = _title(body[start].text)
        for number in range(start + 1, min(end, start + 4)):
            days = days_in(body[number].text)
            if not days or len(body[number].text) > 160 or days[0].relative:
                continue
            if title and days[0].year and not _STEP.search(plain(body[number].text[: days[0].span[0]])):
                yield replace(_found(body, number, title), href=body[start].href or body[number].href)
            break


def _in_lines(body: tuple[Line, ...]) -> tuple[Found, ...]:
    dated = [number for number, line in enumerate(body) if _is_dated(line)]
    if len(dated) < FEWEST:
        return ()
    ways: tuple[Callable[[tuple[Line, ...], int], str | None], ...] = (_same, _before, _behind, _above)
    tried = [[(number, title) for number in dated if (title := way(body, number))] for way in ways]
    best = max(tried, key=lambda found: (round(len(found) / len(dated), 1), len({title for _, title in found})))
    if len(best) < FEWEST or len(best) * 2 < len(dated):
        return ()
    return tuple(_found(body, number, title) for number, title in best)


def _below_months(body: tuple[Line, ...]) -> Iterator[Line]:
    """The lines, with the month (and year) of the heading above set behind days that stand without one."""
    month = ""
    year: int | None = None
    for line in body:
        year = year_said(line) or year
        if month_said(line.text) and (line.heading or line.bold or len(line.text) < 20):
            month = line.text.strip(" :-–—")
        stands = not days_in(line.text) or plain(line.text).startswith("mar")  # a Tuesday below the name of a month
        hit = _BARE_DAY.match(plain(line.text)) if month and stands else None
        if hit:
            # A weekday adds nothing where the year is known.
            begin = hit.start("number") if month[-4:].isdigit() else 0
            text = f"{line.text[begin : hit.end()]} {month.lower()} {line.text[hit.end() :]}"
            line = replace(line, text=text.strip())
        if year and len(line.text) <= 300:
            line = replace(line, text=_of_year(line.text, year))
        yield line


def year_said(line: Line) -> int | None:
    """The year that a line names as the head of what stands below it: "2024", "Saison 2024", "Archives 2019"."""
    hit = _YEAR_HEAD.match(plain(line.text)) if len(line.text) <= 40 else None
    bare = hit is not None and not hit["of"] and line.linked < 0.5
    return int(hit["year"]) if hit and (line.heading or line.bold or bare) else None


def _of_year(text: str, year: int) -> str:
    """The text with a year set behind its first day, unless it names one or its weekday is that of another."""
    days = days_in(text)
    if not days or days[0].relative or any(words.year for words in days):
        return text
    day = days[0].on(year)
    if day is None or (days[0].weekday is not None and day.weekday() != days[0].weekday):
        return text
    return set_year(text, year)


def _is_dated(line: Line) -> bool:
    bare = _BULLET.sub("", line.text)
    days = days_in(bare)
    if not days or (days[0].relative and not has_clock(bare)):
        return False
    lead = plain(bare[: days[0].span[0]])
    if _STEP.search(lead) or len(line.text) > 500:
        return False
    leads = (
        re.fullmatch(
            r"\W*(?:(?:le|les|du|ce|quand|dates?|samedi|dimanche"
            r"|dans la nuit du)\W*)*",
            lead,
        )
        is not None
    )
    little = len(re.sub(r"\W", "", without_days(bare))) <= 12
    return leads or little


def _same(body: tuple[Line, ...], number: int) -> str | None:
    """What stands behind the day in its own line: "Samedi 12 mars à 20h : Concert"."""
    text = _BULLET.sub("", body[number].text)
    days = days_in(text)
    rest = text[days[-1].span[1] if days[-1].span[0] <= 60 else days[0].span[1] :]
    hit = re.match(r"(?:\s*(?:à|a|de|dès|-|–|,|et|au|/)?\s*\d{1,2}\s?(?:[hH:]|heures)\s?\d{0,2})*", rest)
    rest = _HEAD.sub("", rest[hit.end() :] if hit else rest)
    rest = re.split(r"(?<=[^\W\d_]{3})[.!?]\s|\s[–—|]\s|\s-\s", rest)[0]
    return _title(rest) if len(rest) <= LONGEST_TITLE else None


def _before(body: tuple[Line, ...], number: int) -> str | None:
    """The heading or bold line right before the day."""
    for place in (number - 1, number - 2):
        if place < 0 or _is_dated(body[place]):
            return None
        if _stands_out(body[place]) or body[place].block == body[number].block:
            return _title(body[place].text)
    return None


def _behind(body: tuple[Line, ...], number: int) -> str | None:
    """The heading, bold or linked line right behind the day."""
    place = number + 1
    if place >= len(body) or _is_dated(body[place]):
        return None
    return _title(body[place].text) if _stands_out(body[place]) or body[place].linked > 0.6 else None


def _above(body: tuple[Line, ...], number: int) -> str | None:
    """The sentence or heading above a plain list of days that names them all."""
    tag = body[number].node.tag
    if len(re.sub(r"\W", "", without_days(body[number].text))) > 12:
        return None
    for place in range(number - 1, max(number - 40, -1), -1):
        line = body[place]
        if _is_dated(line) or (line.node.tag == tag == "li"):
            continue
        if tag == "li" and (line.text.rstrip().endswith(":") or line.heading or line.bold):
            hit = _SERIES.match(plain(line.text))
            return _title(line.text[hit.end() :] if hit else line.text)
        return None
    return None


def _stands_out(line: Line) -> bool:
    return bool(line.heading) or line.bold or line.linked > 0.9


def _title(text: str) -> str | None:
    bare = _TAIL.sub("", _HEAD.sub("", _BULLET.sub("", text)))
    bare = bare[:1].upper() + bare[1:]
    if not 3 <= len(bare) <= LONGEST_TITLE or _NO_TITLE.match(plain(bare)) or month_said(bare):
        return None
    return bare if len(re.sub(r"\W", "", without_days(bare))) >= 3 else None


def _found(body: tuple[Line, ...], number: int, title: str) -> Found:
    line = body[number]
    text = _BULLET.sub("", line.text)[:300]
    near = [line, *body[max(0, number - 1) : number], *body[number + 1 : number + 2]]
    href = next((one.href for one in near if one.href and title[:20] in one.text), line.href)
    return Found(title, text, days_in(text)[0], line, href, next(_more(body, number), None))


def _more(body: tuple[Line, ...], number: int) -> Iterator[str]:
    for line in body[number + 1 : number + 3]:
        if not _is_dated(line) and not _stands_out(line) and len(line.text) > 60:
            yield line.text
