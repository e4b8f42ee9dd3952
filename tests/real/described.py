"""Event descriptions of the recorded web that hold a date in words, with the days that the source gives as fields."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from transforms.text import clean


@dataclass(frozen=True, slots=True)
class Described:
    """`days`: all days of the sessions, by field; `clocks`: their starts. `reference`: the last change of the item."""

    name: str
    text: str
    reference: date
    days: frozenset[date]
    clocks: frozenset[datetime]


def described(real: Path) -> Iterator[Described]:
    """Every text of every event: its title, its descriptions and its line of place and time, one at a time."""
    for path in sorted((real / "opendatasoft").glob("*.json")):
        for row in json.loads(path.read_text("utf-8"))["records"]:
            yield from _opendatasoft(row["fields"])
    for path in sorted((real / "openagenda_v2").glob("*.json")):
        page = json.loads(path.read_text("utf-8"))
        for event in page["events"] if isinstance(page, dict) else page:
            yield from _openagenda(event)


def _opendatasoft(fields: dict[str, Any]) -> Iterator[Described]:
    sessions = [part.split() for part in fields.get("timetable", "").split(";") if part.strip()]
    starts = [datetime.fromisoformat(s[0]) for s in sessions] or [datetime.fromisoformat(fields["date_start"])]
    days = {s.date() for s in starts} | {date.fromisoformat(fields["date_start"])}
    reference = datetime.fromisoformat(fields["updated_at"]).date()
    for name in ("space_time_info", "title", "description", "free_text"):
        text = clean(fields.get(name) or "")
        if text:
            yield Described(f"{fields['uid']} {name}", text, reference, frozenset(days), frozenset(starts))


def _openagenda(event: dict[str, Any]) -> Iterator[Described]:
    timings = event.get("timings") or [event.get("firstTiming") or event["nextTiming"], event["lastTiming"]]
    starts = [datetime.fromisoformat(t["begin"]).replace(tzinfo=None) for t in timings if t]
    first = min(starts).date()
    touched = event.get("updatedAt") or event.get("createdAt")
    reference = datetime.fromisoformat(touched).date() if touched else first - timedelta(days=30)
    days = {start.date() for start in starts}
    if not event.get("timings"):
        days |= {first + timedelta(days=n) for n in range((max(starts).date() - first).days + 1)}
    for name in ("dateRange", "title", "description", "longDescription"):
        text = clean((event.get(name) or {}).get("fr") or "")
        if text:
            yield Described(f"{event['uid']} {name}", text, reference, frozenset(days), frozenset(starts))


HINT = re.compile(
    r"\b(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|janvier|février|mars|avril|mai|juin|juillet|août|septembre|"
    r"octobre|novembre|décembre)s?\b|\d{1,2}[/.]\d{1,2}",
    re.IGNORECASE,
)
"""What makes a person look for a date in a text."""
