"""Dates of prose that are none of an event: publication, founding, sale, what was called off, what lies too far."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from transforms.mention_sentences import DateGroup, Sentence
from transforms.mention_words import EVENT, HAPPENS, OTHER

LAST_YEAR, LONG_PAST, FAR_AHEAD = timedelta(days=370), timedelta(days=3 * 366), timedelta(days=3 * 366)
"""An event of the year before counts for less; an older one is history; a later one than the last is a plan."""
# "les lauréats seront annoncés le 20 mai lors d'une soirée"
_DURING = re.compile(r"\W*(?:lors|a l'occasion|au cours|pendant|during|at an?|tijdens)\b")
_CALLED_OFF = re.compile(
    r"\b(?:annul\w+|cancelled|canceled|afgelast|abgesagt|geannuleerd|(?:pas|not|niet) (?:eu )?(?:lieu|take place|door)|"
    r"ne se (?:tiendra|deroulera|tient) pas)\b"
)
_BYLINE = re.compile(
    r"\bmin(?:utes?|uten)?\.? (?:de lecture|read|leestijd|lesezeit)|\bleestijd|^\W*(?:par|by|door|von) \w+"
)


def not_an_event(sentence: Sentence, place: int, published: date) -> str | None:
    """Why a date is none of an event: what its nearest words speak of, or how far off it lies."""
    group = sentence.dates[place]
    if place == 0 and _is_byline(sentence, group, published):
        return "publication"
    if group.last < published - LONG_PAST:
        return "long past"
    if group.first and group.first > published + FAR_AHEAD:
        return "far ahead"
    if _CALLED_OFF.search(sentence.plain) and not group.replaces:
        return "cancelled"
    begin = sentence.dates[place - 1].span[1] if place else 0
    before = sentence.plain[begin : group.span[0]]
    before = before[max(before.rfind(";"), before.rfind(" : ")) + 1 :]
    other = _last(OTHER, before)
    if other is None:
        return None
    good = max((m.end() for p in (HAPPENS, EVENT) if (m := _last(p, before))), default=-1)
    at_event = _DURING.match(sentence.plain[group.span[1] :]) and other.group("results")
    if other.end() > good and not at_event:
        return next((name for name, words in other.groupdict().items() if words), "something else")
    return None


def _is_byline(sentence: Sentence, group: DateGroup, published: date) -> bool:
    """A line, or a part of one between dashes or bars, with nothing but the day of publication."""
    before, behind = sentence.plain[: group.span[0]], sentence.plain[group.span[1] :]
    if re.search(r"[-|•·]\s*$", before) and re.match(r"\.?\s*[-|•·]", behind):
        return published - timedelta(days=2) <= group.last <= published or bool(_BYLINE.search(sentence.plain))
    return group.last == published and is_bare(sentence, group)


def beside_byline(sentences: Sequence[Sentence], at: int, group: DateGroup) -> str | None:
    """ "12 févr." above "3 min de lecture"."""
    around = [*sentences[max(0, at - 1) : at], *sentences[at + 1 : at + 2]]
    if is_bare(sentences[at], group) and any(_BYLINE.search(s.plain) and len(s.text) < 60 for s in around):
        return "publication"
    return None


def is_bare(sentence: Sentence, group: DateGroup) -> bool:
    rest = sentence.text[: group.span[0]] + sentence.text[group.span[1] :]
    return len(sentence.dates) == 1 and sum(c.isalnum() for c in rest) <= 3


def _last(pattern: re.Pattern[str], words: str) -> re.Match[str] | None:
    found = None
    for match in pattern.finditer(words):
        found = match
    return found
