"""What a reader asked for, from the address of a page and back: the whole state of a list lies in its URL.

Reading is lenient: a value that cannot be meant is left out, so an old or mistyped link still gives a page.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any
from urllib.parse import urlencode

ITEM_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
SLUG = re.compile(r"[a-z0-9-]{1,80}")
TOPIC = re.compile(r"[a-z_]{1,40}:[a-z0-9-]{1,80}")
LONGEST_TEXT = 200
FARTHEST = timedelta(days=3660)
MOST_PAGES = 1000


class When(StrEnum):
    """The chips of the agenda. The value stands in the URL, so that a bookmark of "ce week-end" stays true."""

    TODAY = "aujourdhui"
    WEEKEND = "week-end"
    MONTH = "mois"
    RUNNING = "en-cours"


@dataclass(frozen=True, slots=True)
class Query:
    """One address of a list page. `start` (`du` in the URL) is the first day shown; `page` counts from 1."""

    province: str | None = None
    type: str | None = None
    discipline: str | None = None
    topic: str | None = None
    text: str | None = None
    when: When | None = None
    start: date | None = None
    page: int = 1

    @property
    def topics(self) -> tuple[str, ...]:
        """The topics that an item must all carry, as `facet:slug`."""
        named = (("event_type", self.type), ("discipline", self.discipline))
        chosen = tuple(f"{facet}:{slug}" for facet, slug in named if slug)
        return (*chosen, self.topic) if self.topic else chosen

    @property
    def filtered(self) -> bool:
        """Whether anything narrows the list, the time window aside."""
        return any((self.province, self.topics, self.text))

    def url(self, path: str, **changes: Any) -> str:
        """Address of `path` with this query after `changes`; paging restarts unless it is among the changes."""
        restart: dict[str, Any] = {"start": None, "page": 1}
        changed = replace(self, **(restart | changes))
        pairs = [(PARAMETERS[f.name], _shown(getattr(changed, f.name))) for f in fields(changed)]
        kept = [(name, value) for name, value in pairs if value and (name, value) != ("page", "1")]
        return f"{path}?{urlencode(kept)}" if kept else path

    def here(self, path: str) -> str:
        """The one address of this very page."""
        return self.url(path, start=self.start, page=self.page)


PARAMETERS = {
    "province": "province",
    "type": "type",
    "discipline": "discipline",
    "topic": "sujet",
    "text": "q",
    "when": "quand",
    "start": "du",
    "page": "page",
}


def read_query(parameters: Mapping[str, str], today: date) -> Query:
    """The query of a URL's parameters. Dates farther than ten years from `today` are left out."""
    return Query(
        province=_matching(SLUG, parameters.get("province")),
        type=_matching(SLUG, parameters.get("type")),
        discipline=_matching(SLUG, parameters.get("discipline")),
        topic=_matching(TOPIC, parameters.get("sujet")),
        text=read_text(parameters.get("q")),
        when=_when(parameters.get("quand")),
        start=read_day(parameters.get("du"), today),
        page=_page(parameters.get("page")),
    )


def _matching(pattern: re.Pattern[str], value: str | None) -> str | None:
    return value if value and pattern.fullmatch(value) else None


def read_text(value: str | None) -> str | None:
    """Words to look for on one line, cut to what can be asked; None when there are none."""
    printable = "".join(c if c.isprintable() else " " for c in value or "")
    return " ".join(printable.split())[:LONGEST_TEXT].strip() or None


def _when(value: str | None) -> When | None:
    return When(value) if value in {w.value for w in When} else None


def read_day(value: str | None, today: date) -> date | None:
    """A day of the calendar, at most ten years from `today`; None for anything else."""
    try:
        day = date.fromisoformat(value or "")
    except ValueError:
        return None
    return day if abs(day - today) <= FARTHEST else None


def _page(value: str | None) -> int:
    return min(max(int(value), 1), MOST_PAGES) if value and re.fullmatch(r"[0-9]{1,6}", value) else 1


def _shown(value: object) -> str:
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else str(value)
