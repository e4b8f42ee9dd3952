"""A calendar file taken apart: its events even when the whole is broken, its time zones, its own zone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import icalendar
from icalendar import Event
from icalendar.cal.component import Component

from scrapers.readers.decoding import looks_like_html, text_of
from scrapers.readers.drafts import PageDraft, storable

_BEGUN = re.compile(r"^BEGIN:VEVENT[ \t]*\r?$", re.M | re.I)
_DOUBLED = re.compile(r"^([A-Z-]+);{2,}", re.M | re.I)
"""`DTSTART;;VALUE=DATE:…`: a semicolon too many, which the parser takes for a broken date."""
_BLOCK = re.compile(r"^BEGIN:(VEVENT|VTIMEZONE)[ \t]*$.*?^END:\1[ \t]*$", re.M | re.S | re.I)


@dataclass(frozen=True, slots=True)
class Calendar:
    """Events, time zone definitions, the zone of floating times (X-WR-TIMEZONE), and names of what else was there."""

    events: tuple[Event, ...]
    zones: tuple[Component, ...]
    zone: str | None
    others: tuple[str, ...]


def parse(draft: PageDraft) -> Calendar | None:
    """The calendar of a capture. None, with a problem, when there is none."""
    body = draft.capture.body
    text = text_of(draft.capture).replace("\x00", "").lstrip("\ufeff \t\r\n")
    if "BEGIN:VCALENDAR" not in text.upper() and "BEGIN:VEVENT" not in text.upper():
        what = "an HTML page" if looks_like_html(body) else "something else" if text else "nothing"
        draft.problem("wrong-content", f"{what} was answered where a calendar was expected", raw=body[:500])
        return None
    text = _DOUBLED.sub(r"\1;", text)
    # icalendar keeps every VTIMEZONE that it met for the whole process: one calendar's zone must not move another's.
    icalendar.use_zoneinfo()  # type: ignore[no-untyped-call]
    try:
        calendar = _of_components(icalendar.Calendar.from_ical(text, multiple=True))
        begun = len(_BEGUN.findall(text))
        if len(calendar.events) >= begun:
            return calendar
        # The parser hands out a calendar at its END: one that was cut off would be read as empty.
        draft.problem("parse-error", f"a calendar is cut off: {len(calendar.events)} of its {begun} events are closed",
                      raw=text[-500:])  # fmt: skip
    except Exception as error:  # icalendar raises many kinds; the parts are then read one by one
        draft.problem("parse-error", f"the calendar as a whole: {type(error).__name__}: {error}", raw=text[:500])
    return _of_components(list(_blocks(draft, text)))


def _blocks(draft: PageDraft, text: str) -> Iterator[Component]:
    for block in _BLOCK.finditer(text.replace("\r\n", "\n").replace("\r", "\n")):
        try:
            yield icalendar.cal.Component.from_ical(block.group(0).replace("\n", "\r\n"))
        except Exception as error:
            draft.problem("parse-error", f"{type(error).__name__}: {error}", raw=block.group(0))


def _of_components(roots: Sequence[Component]) -> Calendar:
    parts = [part for root in roots for part in root.walk()]
    zone = next((str(r.get("X-WR-TIMEZONE")) for r in roots if r.get("X-WR-TIMEZONE")), None)
    others = [p.name for p in parts if p.name in ("VTODO", "VJOURNAL", "VFREEBUSY")]
    return Calendar(
        tuple(p for p in parts if isinstance(p, Event)),
        tuple(p for p in parts if p.name == "VTIMEZONE"),
        storable(zone) if zone else None,
        tuple(others),
    )


def property_text(event: Event, name: str) -> str | None:
    """A property as text; of a repeated one the first that says something."""
    value = event.get(name)
    for one in value if isinstance(value, list) else [value]:
        if one is None:
            continue
        text = _said(one) if isinstance(one, dict) else str(one)
        if text.strip():
            return text.strip()
    return None


def raw_of(event: Event) -> str:
    """The event's own lines for a problem's excerpt, persons left out."""
    lines = []
    for name, value in event.items():
        if name not in ("ATTENDEE", "ORGANIZER", "CONTACT"):
            lines.append(f"{name}:{_said(value)}")
    return "\n".join(lines)


def _said(value: object) -> str:
    to_ical = getattr(value, "to_ical", None)
    try:
        text = to_ical() if to_ical else value
    except (ValueError, AttributeError):
        return "…"
    return text.decode("utf-8", "replace") if isinstance(text, bytes) else str(text)
