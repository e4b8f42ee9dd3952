"""Status of an event: from the source's own field, or from a marker at the start or end of its title, never from prose.

Words come from `vigie.status_words`. A marker in a title must stand apart ("ANNULÉ – X", "X (complet)"): the same
word inside a title ("Le guide complet", "SEMAINE COMPLÈTE") says nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import yaml

import vigie
from transforms.text import fold
from vigie.model import Status
from vigie.status_words import AMBIGUOUS, BECAUSE, DAY, LATER, MOVED_TO, SOMETIME, WORDS

_MAP = Path(vigie.__file__).parent / "data" / "status_map.yaml"

# schema.org, iCalendar, OpenAgenda and UiT spellings of a status field, folded, without their URL.
_FIELD = {
    "eventscheduled": Status.SCHEDULED,
    "eventrescheduled": Status.RESCHEDULED,
    "eventmovedonline": Status.MOVED_ONLINE,
    "eventpostponed": Status.POSTPONED,
    "eventcancelled": Status.CANCELLED,
    "eventcanceled": Status.CANCELLED,
    "soldout": Status.FULL,
    "confirmed": Status.SCHEDULED,
    "cancelled": Status.CANCELLED,
    "canceled": Status.CANCELLED,
    "available": Status.SCHEDULED,
    "temporarilyunavailable": Status.POSTPONED,
    "unavailable": Status.CANCELLED,
    "1": Status.SCHEDULED,
    "2": Status.RESCHEDULED,
    "3": Status.MOVED_ONLINE,
    "4": Status.POSTPONED,
    "5": Status.FULL,
    "6": Status.CANCELLED,
}
_SEPARATOR = r"[\s:–—|/\\!*.,\[\]()•-]"
_HARD = re.compile(r"[:–—|/!*\[\](),•]|\s-\s|^-\s|\s-$")
# The rest of a marker ("reporté au 12 mars : X") goes as far as the next separator.
_END = r"(?=\s*(?:[:–—|/!*\])•]|\s-\s|$))"
_GRAVEST = (Status.CANCELLED, Status.POSTPONED, Status.RESCHEDULED, Status.MOVED_ONLINE, Status.FULL)
MOST_MARKERS = 3


@dataclass(frozen=True, slots=True)
class StatusReading:
    """A status, the title without its marker, and the rule and words behind them ("" when nothing was said)."""

    status: Status
    title: str
    rule: str = ""
    words: str = ""
    abstained: str | None = None


def read_status(said: tuple[str, ...], title: str) -> StatusReading:
    """Status from the values of the status field (most serious first) and the title's marker."""
    marked = read_marker(title)
    known = {status for value in said if (status := field_status(value))}
    unread = [value for value in said if field_status(value) is None and value.strip()]
    abstained = f"status {unread[0]!r} is not one we know" if unread else None
    for status in (Status.CANCELLED, Status.POSTPONED):
        if status in known:
            return StatusReading(status, marked.title if marked else title, "status-field", " ".join(said), abstained)
    if marked:
        return StatusReading(marked.status, marked.title, marked.rule, marked.words, abstained)
    for status in (Status.MOVED_ONLINE, Status.RESCHEDULED, Status.FULL, Status.SCHEDULED):
        if status in known:
            return StatusReading(status, title, "status-field", " ".join(said), abstained)
    return StatusReading(Status.SCHEDULED, title, abstained=abstained)


def field_status(value: str) -> Status | None:
    """Status meant by one value of a status field (a word, a number or a schema.org URL), None when unknown."""
    word = re.split(r"[/#]", fold(value).strip().rstrip("/"))[-1].strip()
    if word in _FIELD:
        return _FIELD[word]
    return next((marker.status for marker in _markers() if re.fullmatch(marker.pattern, word)), None)


def read_marker(title: str) -> StatusReading | None:
    """The markers at the start or end of a title, and the title without them; None when there is none.

    "ANNULÉ / GEANNULEERD – X" says one thing twice; of several things the gravest counts ("COMPLET – ANNULÉ : X").
    """
    found: list[StatusReading] = []
    rest = title
    while len(found) < MOST_MARKERS and (reading := _one_marker(rest)):
        found.append(reading)
        rest = reading.title
    if not found:
        return None
    gravest = min(found, key=lambda reading: _GRAVEST.index(reading.status))
    return replace(gravest, title=rest)


def _one_marker(title: str) -> StatusReading | None:
    folded = [fold(c) if not c.isspace() else " " for c in title]
    if any(len(c) != 1 for c in folded):
        # Ligatures open into two letters: fold sign by sign only where it keeps positions.
        folded = [c if len(c) == 1 else "?" for c in folded]
    plain = "".join(folded)
    for marker in _markers():
        if any(word in plain for word in marker.never):
            continue
        start = re.match(rf"{_SEPARATOR}*(?P<marker>{marker.pattern})(?P<gap>{_SEPARATOR}+)(?=\S)", plain)
        if start and _stands_apart(title, start, start.end(), len(title), marker.loud):
            words = title[: start.end("marker")].strip()
            return StatusReading(marker.status, _trim(title[start.end() :]), "title-marker", words)
        end = re.search(rf"(?P<gap>{_SEPARATOR}+)(?P<marker>{marker.pattern}){_SEPARATOR}*$", plain)
        if end and end.start() and _stands_apart(title, end, 0, end.start(), marker.loud):
            words = title[end.start("marker") :].strip()
            return StatusReading(marker.status, _trim(title[: end.start()]), "title-marker", words)
    return None


def _stands_apart(title: str, found: re.Match[str], rest_from: int, rest_to: int, loud: bool) -> bool:
    """Whether punctuation or capitals set the marker off from the rest of the title; `loud`: brackets or capitals."""
    start = found.start("marker")
    wrapped = bool(start and title[start - 1] in "[(*")
    gap = title[found.start("gap") : found.end("gap")]
    if rest_from:
        gap = gap.replace(",", " ")  # "Annulé, mon amour" begins like a sentence
    if wrapped or (not loud and _HARD.search(gap)):
        return True
    return title[start : found.end("marker")].isupper() and not title[rest_from:rest_to].isupper()


def _trim(title: str) -> str:
    trimmed = re.sub(rf"^{_SEPARATOR}+|[\s:–—|/*,\[(•-]+$", "", title) if title[:1] not in "([" else title
    return trimmed.strip() or title.strip()


@dataclass(frozen=True, slots=True)
class _Marker:
    """`loud`: it counts in capitals or brackets only; `never`: words in whose presence it is none."""

    status: Status
    pattern: str
    loud: bool
    never: tuple[str, ...]


@lru_cache(maxsize=1)
def _markers() -> tuple[_Marker, ...]:
    """Patterns on folded titles: the new date first, so that "reporté au 5 mars" is not "reporté"."""
    rows = yaml.safe_load(_MAP.read_text(encoding="utf-8"))["event_status"]
    found = [_Marker(Status.RESCHEDULED, rf"(?<!\w){to} [^:|!\]]{{0,12}}{DAY}[^:–—|!\])]{{0,30}}?{_END}", False, ())
             for to in MOVED_TO.values()]  # fmt: skip
    for status in (Status.RESCHEDULED, Status.MOVED_ONLINE, Status.CANCELLED, Status.FULL, Status.POSTPONED):
        never = tuple(fold(word) for word in rows[status.value].get("title_words_not", ()))
        # The longest first; a reason is told aloud only: "Annulée faute de mieux" is a play.
        words = sorted({w for said in WORDS.values() for w in said[status]}, key=lambda w: (-len(w), w))
        later = LATER if status is Status.POSTPONED else ""
        for word in words:
            more = rf"(?:{BECAUSE}|{SOMETIME})" if status is Status.POSTPONED else BECAUSE
            found.append(_Marker(status, rf"(?<!\w){word} {more}[^:–—|!\])]{{0,60}}?{_END}", True, never))
            found.append(_Marker(status, rf"(?<!\w){word}{later}(?!\w)", word in AMBIGUOUS, never))
    return tuple(found)
