"""A text cut into sentences with their offsets, each with the dates that it names, grouped as one phrase says them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from transforms.dates import DateResult, read_dates
from transforms.mention_words import FUTURE, PAST
from transforms.offsets import unaccented
from vigie.model import Occurrence, WallTime

LIMIT = 60_000
"""Signs of one text that are read; dates are looked for in its first `MOST` sentences with a
figure or a weekday, of each the first `MOST_DATES`."""
MOST, MOST_DATES = 150, 12
_LONGEST = 900
_BREAK = re.compile(r"\n+|(?<=[.!?…])(?:\s?[»”\"’)\]])?(\s+)(?=[«“\"(\[–—-]?\s?[A-ZÀ-Þ0-9])")
_SHORT = re.compile(
    r"(?:\b(?:m|mm|mme|mlle|dr|pr|st|ste|av|bd|bvd|janv|fevr?|sept|oct|nov|dec|juil|no|n|p|vol|art|env|resp|tel|"
    r"cf|ex|"
    r"min|max|inc|ltd|jr|mr|mrs|ms|prof|dhr|mevr)|\b[a-z]|(?:^|\s)\d{1,2})\.$"
)
_TELLING = re.compile(
    r"\d|\b(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|demain|premier|"
    r"monday|tuesday|wednesday|thursday|friday|saturday|sunday|maandag|dinsdag|woensdag|donderdag|vrijdag|"
    r"zaterdag|zondag|"
    r"montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag)\b"
)
_GLUE = re.compile(r"\s*(?:[,;&/]|(?:,\s*)?\b(?:et|and|en|und|puis|ainsi que|ou)\b)\s*(?:les?|le|la|the|de|op|on)?\s*")
# News of the last months names a past day without its year.
LOOKING_BACK = timedelta(days=330)
# Without a word of the past or the future, the nearer of the two readings: "après la conférence du 12 février".
SIDE_GLANCE = timedelta(days=65)


@dataclass(frozen=True, slots=True)
class DateGroup:
    """Dates said in one breath: "les 9, 16 et 23 mai". `span` in the sentence. `until`: only the last day is told."""

    span: tuple[int, int]
    occurrences: tuple[Occurrence, ...]
    until: WallTime | None = None
    replaces: WallTime | None = None
    recurring: bool = False
    figures: bool = True
    since: bool = False

    @property
    def first(self) -> date | None:
        return self.occurrences[0].start.day if self.occurrences else None

    @property
    def last(self) -> date:
        if self.occurrences:
            return max(o.last_day for o in self.occurrences)
        assert self.until
        return self.until.day


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence at `start` of the text; `plain` is its `unaccented` form, of equal length."""

    start: int
    text: str
    plain: str
    paragraph: int
    dates: tuple[DateGroup, ...] = ()
    past: bool = False

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def read_sentences(text: str, published: date, looks_back: bool = False) -> list[Sentence]:
    """The sentences of a text. `looks_back`: the whole text is a retrospect, so days without a year lie behind."""
    cut = _cut(text[:LIMIT])
    read = 0
    found = []
    for sentence in cut:
        if read < MOST and _TELLING.search(sentence.plain):
            read += 1
            sentence = _dated(sentence, published, looks_back)
        found.append(sentence)
    return found


def _cut(text: str) -> list[Sentence]:
    sentences: list[Sentence] = []
    start = paragraph = 0
    for match in _BREAK.finditer(text):
        line = "\n" in match.group()
        end = match.start() if line else match.start(1)
        if not line and _SHORT.search(unaccented(text[max(start, end - 12) : end])):
            continue
        _keep(sentences, text, start, end, paragraph)
        start = match.end()
        paragraph += line
    _keep(sentences, text, start, len(text), paragraph)
    return sentences


def _keep(sentences: list[Sentence], text: str, start: int, end: int, paragraph: int) -> None:
    words = text[start:end]
    start += len(words) - len(words.lstrip())
    for piece in range(start, end, _LONGEST):
        part = text[piece : min(end, piece + _LONGEST)].rstrip()
        if part:
            sentences.append(Sentence(piece, part, unaccented(part), paragraph))


def _dated(sentence: Sentence, published: date, looks_back: bool) -> Sentence:
    past, future = PAST.search(sentence.text), FUTURE.search(sentence.plain)
    behind = bool(past or looks_back) and not future
    if behind:
        reading = read_dates(sentence.text, published, grace=LOOKING_BACK)
    elif future:
        reading = read_dates(sentence.text, published)
    else:
        reading = read_dates(sentence.text, published, grace=SIDE_GLANCE)
    kept = [r for r in reading.results if _useful(r, sentence.text, behind)]
    return replace(sentence, dates=_groups(kept, sentence), past=behind)


def _useful(result: DateResult, text: str, behind: bool) -> bool:
    """A day that an agenda could hold: no month or season, no "cette soirée", no "Mon" of "Mon exposition"."""
    words = text[result.span[0] : result.span[1]]
    if result.clock_only or result.approximate or result.grain not in ("second", "minute", "hour", "day"):
        return False
    if not any(c.isdigit() for c in words):
        named = re.search(r"(?:di|day|dag|tag|demain|morgen|tomorrow)\b", unaccented(words))
        return bool(named) and not behind and len(words) > 4
    return True


def _groups(results: list[DateResult], sentence: Sentence) -> tuple[DateGroup, ...]:
    groups: list[DateGroup] = []
    for result in sorted(results, key=lambda r: r.span):
        group = _group(result, sentence)
        last = groups[-1] if groups else None
        if last and group.occurrences and last.occurrences and not (group.recurring or last.recurring):
            between = sentence.plain[last.span[1] : group.span[0]]
            if result.span == last.span or (len(between) < 12 and _GLUE.fullmatch(between) and not group.replaces):
                span = (last.span[0], max(last.span[1], group.span[1]))
                every = tuple(sorted({*last.occurrences, *group.occurrences}))
                groups[-1] = replace(last, span=span, occurrences=every)
                continue
        if last and last.since and group.until and not group.occurrences:
            start = last.occurrences[0].start
            if start.day <= group.until.day:
                whole = (Occurrence(start, group.until),)
                groups[-1] = DateGroup((last.span[0], group.span[1]), whole)
                continue
        groups.append(group)
    return tuple(groups[:MOST_DATES])


def _group(result: DateResult, sentence: Sentence) -> DateGroup:
    words = sentence.plain[result.span[0] : result.span[1]]
    occurrences = result.occurrences()
    until = result.end if result.start is None else None
    if result.rrule and "jusqu" in words and occurrences:
        # "tous les jours jusqu'au 28 juin": what counts for an exhibition is the end.
        until = occurrences[-1].start
    return DateGroup(
        result.span,
        occurrences,
        until,
        result.replaces,
        bool(result.rrule),
        any(c.isdigit() for c in words),
        result.open == "end" or words.startswith("depuis"),
    )
