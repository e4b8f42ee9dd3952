"""When an event takes place: its occurrences, from the fields of its sessions, its words for dates, or its text.

A publication date is never read here (oddity 1 of API_SHAPES §10).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from transforms.dates import DateResult, read_dates, read_event_dates
from transforms.instants import read_instant
from transforms.moments import known_zone, plausible, shown_in_brussels
from transforms.notebook import Notebook
from transforms.recurrences import expand
from transforms.session_shape import in_order, runs_overnight, shaped
from transforms.text import FIELD_LIMIT, clean
from vigie.model import Occurrence, RawField, RawItem, WallTime

# OpenAgenda's own limit (facts/status_map.yaml); a longer list is a mistake or an attack.
MOST_SESSIONS = 800
NO_DATE = "the source gives no date"
_GRAINS = frozenset({"second", "minute", "hour", "day", "month"})
_PERMALINK = re.compile(r"/(20\d\d)/(\d\d)/(\d\d)/")
_YES = frozenset({"true", "1", "yes", "oui"})


@dataclass(frozen=True, slots=True)
class Sessions:
    """Occurrences found (none when no date was understood), the rule of a series, and why nothing was found."""

    occurrences: tuple[Occurrence, ...] = ()
    rrule: str | None = None
    why: str = NO_DATE


def read_sessions(
    raw: RawItem, title: str, body: str, language: str | None, reference: datetime, notebook: Notebook
) -> Sessions:
    """The sessions of an event: fields first, then `date_text`, then title and text when they hold one clear date."""
    found = _from_fields(raw, reference, notebook)
    if found.occurrences:
        return found
    written_on = _written_on(raw, reference)
    spoken = _from_words(raw, language, written_on, reference, notebook)
    if spoken.occurrences:
        return spoken
    written = _from_prose(raw, title, body, language, written_on, reference, notebook)
    if written.occurrences:
        return written
    return Sessions(why=next((s.why for s in (found, spoken, written) if s.why != NO_DATE), NO_DATE))


# --- fields -----------------------------------------------------------------------------------------------------------


def _from_fields(raw: RawItem, reference: datetime, notebook: Notebook) -> Sessions:
    occurrences: list[Occurrence] = []
    rule: str | None = None
    why = NO_DATE
    for group in list(raw.groups())[:MOST_SESSIONS]:
        start = _in_group(raw, group, "start")
        if start is None:
            continue
        try:
            first = _occurrence(raw, group, start, reference, notebook)
        except ValueError as error:
            why = f"start {start.value[:60]!r}: {error}"
            notebook.abstain("occurrences", why)
            continue
        rules = tuple(f.value for f in group if f.name == "rrule") or tuple(
            f.value for f in raw.all("rrule") if f.group == 0
        )
        series, rule_said = _series(raw, first, rules, reference, notebook)
        rule = rule or rule_said
        occurrences.extend(series)
        notebook.note("occurrences", "session-fields" if not rule_said else "session-fields+rrule", start.value, start)
    ordered = tuple(sorted(set(occurrences), key=in_order))
    return Sessions(ordered, rule, why)


def _occurrence(
    raw: RawItem, group: tuple[RawField, ...], start_field: RawField, reference: datetime, notebook: Notebook
) -> Occurrence:
    zone = _zone(raw, group)
    start = shown_in_brussels(read_instant(start_field.value, zone))
    plausible(start, reference)
    end_field = _in_group(raw, group, "end") or _in_group(raw, group, "end_exclusive")
    end = None
    if end_field is not None:
        try:
            end = shown_in_brussels(read_instant(end_field.value, zone))
        except ValueError:
            notebook.abstain("occurrences", f"end {end_field.value[:60]!r} is not an instant")
    if end_field and end and runs_overnight(start, end):
        end = WallTime(end.local + timedelta(days=1), end.zone)
        notebook.note("occurrences", "overnight-end", end_field.value, end_field)
    all_day_field = _in_group(raw, group, "all_day")
    all_day = bool(all_day_field and all_day_field.value.strip().lower() in _YES)
    if end_field and end and end_field.name == "end_exclusive" and not end.has_clock and end.day > start.day:
        end = WallTime.of_day(end.day - timedelta(days=1), end.zone)
    return shaped(start, end, all_day, notebook)


def _series(
    raw: RawItem, first: Occurrence, rules: tuple[str, ...], reference: datetime, notebook: Notebook
) -> tuple[tuple[Occurrence, ...], str | None]:
    if not rules:
        return (first,), None
    excluded: list[WallTime] = []
    for field in raw.all("exdate"):
        for value in field.value.replace(";", ",").split(","):
            try:
                excluded.append(shown_in_brussels(read_instant(value.strip(), first.start.zone)))
            except ValueError:
                notebook.abstain("occurrences", f"excluded date {value[:60]!r} is not a date")
    try:
        return expand(first, rules, tuple(excluded), reference), rules[0]
    except (ValueError, TypeError, OverflowError) as error:
        notebook.abstain("rrule", str(error))
        return (first,), None


# --- words ------------------------------------------------------------------------------------------------------------


def _from_words(
    raw: RawItem, language: str | None, written_on: date, reference: datetime, notebook: Notebook
) -> Sessions:
    occurrences: list[Occurrence] = []
    why = NO_DATE
    for field in (*raw.all("date_text"), *(f for f in raw.all("start") if not f.value[:4].isdigit())):
        text = clean(field.value)[:FIELD_LIMIT]
        reading = read_dates(text, written_on, language)
        found = [o for r in reading.results for o in _spoken(r, reference, notebook)]
        if found:
            notebook.note("occurrences", "+".join(sorted({r.rule for r in reading.results})), text, field)
        else:
            why = reading.abstained or f"no date in {text[:80]!r}"
            notebook.abstain("occurrences", why)
        occurrences.extend(found)
    return Sessions(tuple(sorted(set(occurrences), key=in_order)[:MOST_SESSIONS]), None, why)


def _from_prose(
    raw: RawItem,
    title: str,
    body: str,
    language: str | None,
    written_on: date,
    reference: datetime,
    notebook: Notebook,
) -> Sessions:
    for name, text in (("title", title), ("body", body)):
        reading = read_event_dates(text[:FIELD_LIMIT], written_on, language)
        # "Demain", "ce samedi", "en 2027": counted from a day that nobody told us, or no day at all.
        results = [r for r in reading.results if r.grain in _GRAINS and _has_digit(text, r)]
        if reading.abstained or not results:
            continue
        if len(results) > 1:
            return Sessions(why=f"several dates in the {name}, none marked as the event's")
        if results[0].also:
            return Sessions(why=f"the date in the {name} has two readings")
        found = tuple(_spoken(results[0], reference, notebook))
        field = raw.first("title") if name == "title" else raw.first("body") or raw.first("description")
        begin, end = results[0].span
        if found and field:
            notebook.note("occurrences", f"{name}-text:{results[0].rule}", text[begin:end], field)
            return Sessions(found)
    return Sessions()


def _has_digit(text: str, result: DateResult) -> bool:
    return any(sign.isdigit() for sign in text[slice(*result.span)])


def _spoken(result: DateResult, reference: datetime, notebook: Notebook) -> list[Occurrence]:
    if result.start is None or result.clock_only:
        notebook.abstain("occurrences", "only a clock is known" if result.clock_only else "only the end is known")
        return []
    if result.approximate or result.grain not in _GRAINS:
        notebook.abstain("occurrences", f"only a {result.grain} or an approximate date is known ({result.rule})")
        return []
    if result.also:
        notebook.abstain("occurrences", f"{result.rule}: it may also mean {result.also.isoformat()}")
    try:
        plausible(result.start, reference)
    except ValueError as error:
        notebook.abstain("occurrences", str(error))
        return []
    first = shaped(result.start, result.end, result.all_day, notebook)
    if not result.rrule:
        return [first]
    try:
        return list(expand(first, (result.rrule,), tuple(map(WallTime.of_day, result.exdates)), reference))
    except (ValueError, TypeError, OverflowError) as error:
        notebook.abstain("rrule", str(error))
        return [first]


# --- small decisions --------------------------------------------------------------------------------------------------


def _in_group(raw: RawItem, group: tuple[RawField, ...], name: str) -> RawField | None:
    """A field of a session; what all sessions share stands in group 0 (except the instants themselves)."""
    own = next((f for f in group if f.name == name and f.value.strip()), None)
    if own or name in ("start", "end", "end_exclusive"):
        return own
    return next((f for f in raw.fields if f.name == name and f.group == 0 and f.value.strip()), None)


def _zone(raw: RawItem, group: tuple[RawField, ...]) -> str | None:
    field = _in_group(raw, group, "timezone")
    return known_zone(field.value) if field else None


def _written_on(raw: RawItem, reference: datetime) -> date:
    """The day from which words without a year are read: when they were last touched or published, else the day in a
    permalink (`/2026/03/27/title`), else the day on which they were fetched. Never later than that."""
    fetched = WallTime.of_instant(reference).day
    said = [day for name in ("updated", "published") for f in raw.all(name) if (day := _day_said(f.value, fetched))]
    link = _PERMALINK.search(raw.url or "")
    if not said and link:
        try:
            return date(*map(int, link.groups()))
        except ValueError:
            pass
    return min(max(said), fetched) if said else fetched


def _day_said(value: str, fetched: date) -> date | None:
    try:
        return shown_in_brussels(read_instant(value, None)).day
    except ValueError:
        results = read_dates(value[:200], fetched).results
        return results[0].start.day if len(results) == 1 and results[0].start else None
