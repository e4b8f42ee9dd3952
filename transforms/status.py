"""Status of an event: from the source's own field, or from a marker at the start or end of its title, never from prose.

Words come from vigie/data/status_map.yaml. A marker in a title must stand apart ("ANNULÉ – X", "X (complet)"): the same
word inside a title ("Le guide complet", "SEMAINE COMPLÈTE") says nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

import vigie
from transforms.text import fold
from vigie.model import Status

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
# Markers of the other languages of Belgian agendas; French ones are in the status map.
_OTHER_MARKERS = {
    Status.CANCELLED: ("canceled", "geannuleerd", "afgelast", "abgesagt"),
    Status.FULL: ("uitverkocht", "volzet", "ausverkauft"),
    Status.POSTPONED: ("postponed", "uitgesteld", "verschoben"),
}
_SEPARATOR = r"[\s:–—|/!*.,\[\]()•-]"
_HARD = re.compile(r"[:–—|/!*\[\](),•]|\s-\s|^-\s|\s-$")


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
    return next((s for s, pattern in _markers() if re.fullmatch(pattern, word)), None)


def read_marker(title: str) -> StatusReading | None:
    """The marker at the start or end of a title, and the title without it; None when there is none."""
    folded = [fold(c) if not c.isspace() else " " for c in title]
    if any(len(c) != 1 for c in folded):
        # Ligatures open into two letters: fold sign by sign only where it keeps positions.
        folded = [c if len(c) == 1 else "?" for c in folded]
    plain = "".join(folded)
    if any(word in plain for word in _exceptions()):
        return None
    for status, pattern in _markers():
        start = re.match(rf"{_SEPARATOR}*(?P<marker>{pattern})(?P<gap>{_SEPARATOR}+)(?=\S)", plain)
        if start and _stands_apart(title, start.start("marker"), start.end("marker"), start.end(), len(title)):
            return StatusReading(
                status, _trim(title[start.end() :]), "title-marker", title[: start.end("marker")].strip()
            )
        end = re.search(rf"(?P<gap>{_SEPARATOR}+)(?P<marker>{pattern}){_SEPARATOR}*$", plain)
        if end and end.start() and _stands_apart(title, end.start("marker"), end.end("marker"), 0, end.start()):
            return StatusReading(
                status, _trim(title[: end.start()]), "title-marker", title[end.start("marker") :].strip()
            )
    return None


def _stands_apart(title: str, start: int, end: int, rest_from: int, rest_to: int) -> bool:
    """Whether punctuation or capitals set the marker off from the rest of the title."""
    rest = title[rest_from:rest_to]
    gap = title[end:rest_from] if rest_from else title[rest_to:start]
    wrapped = bool(start and title[start - 1] in "[(*")
    if _HARD.search(gap) or wrapped:
        return True
    return title[start:end].isupper() and not rest.isupper()


def _trim(title: str) -> str:
    trimmed = re.sub(rf"^{_SEPARATOR}+|[\s:–—|/*,\[(•-]+$", "", title) if title[:1] not in "([" else title
    return trimmed.strip() or title.strip()


@lru_cache(maxsize=1)
def _markers() -> tuple[tuple[Status, str], ...]:
    """Patterns on folded titles: the new date first, so that "reporté au 5 mars" is not "reporté"."""
    rows = yaml.safe_load(_MAP.read_text(encoding="utf-8"))["event_status"]
    patterns: list[tuple[Status, str]] = []
    for status in (Status.RESCHEDULED, Status.MOVED_ONLINE, Status.CANCELLED, Status.FULL, Status.POSTPONED):
        words = [fold(w) for w in rows[status.value].get("title_words_fr", ())] + list(_OTHER_MARKERS.get(status, ()))
        for word in sorted(set(words), key=lambda w: (-len(w), w)):
            agreeing = rf"{re.escape(word)}(?:e|s|es)?" if word.endswith("e") or word == "complet" else re.escape(word)
            # "reporté au 12 mars : X" carries the new date as far as the next separator.
            tail = r"\b[^:–—|!\]]{1,40}?(?=\s*(?:[:–—|!\])]|\s-\s|$))" if word.endswith(" au") else r"(?!\w)"
            patterns.append((status, rf"(?<!\w){agreeing}{tail}"))
    return tuple(patterns)


@lru_cache(maxsize=1)
def _exceptions() -> tuple[str, ...]:
    rows = yaml.safe_load(_MAP.read_text(encoding="utf-8"))["event_status"]
    return tuple(fold(w) for row in rows.values() for w in row.get("title_words_not", ()))
