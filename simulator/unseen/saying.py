"""How sites write days and hours, in four languages: words, numbers, and the spans between two days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from random import Random

from simulator.unseen.item import Item
from simulator.unseen.wording import Wording

NUMERIC = {"slash": "%d/%m/%Y", "dots": "%d.%m.%Y", "short-dots": "%d.%m.%y", "dashes": "%d-%m-%Y", "iso": "%Y-%m-%d"}
_CLOCKS = {
    "fr": ("{h}h{m}", "{h}h{mm}", "{hh}:{mm}", "{h} h {mm}"), "nl": ("{h}.{mm} uur", "{hh}:{mm}", "{h}u{m}"),
    "de": ("{hh}:{mm} Uhr", "{hh}.{mm} Uhr"), "en": ("{hh}:{mm}", "{twelve}"),
}  # fmt: skip
_BETWEEN = {"fr": ("Du ", " au "), "nl": ("Van ", " tot "), "de": ("", " bis "), "en": ("", " to ")}
_AT = {"fr": " à ", "nl": " om ", "de": ", ", "en": " at "}
_FROM_TO = {"fr": (" de ", " à "), "nl": (" van ", " tot "), "de": (", ", " – "), "en": (", ", " – ")}


@dataclass(frozen=True, slots=True)
class Manner:
    """One site's habit: `day` is words, short-words or a key of NUMERIC; with or without weekday, year, clock, end.

    `clock` is a pattern of hours; "" when the lists print none. `joint` stands between day and hour: "" = in words.
    """

    day: str
    weekday: bool
    year: bool
    clock: str
    ends: bool
    joint: str
    upper: bool = False


def manner(wording: Wording, rng: Random, kind: str) -> Manner:
    """A habit at random. News say their year always, as everyone does for the past."""
    day = rng.choice(("words", "words", "short-words", "slash", "slash", "dots", "short-dots", "dashes"))
    worded = "words" in day
    year = kind == "news" or not worded or rng.random() < 0.7
    clock = rng.choice(_CLOCKS[wording.code]) if kind != "news" and rng.random() < 0.75 else ""
    weekday = kind == "event" and worded and rng.random() < 0.6
    joint = rng.choice((" - ", " | ", ", ", " · ")) if not worded or rng.random() < 0.4 else ""
    return Manner(day, weekday, year, clock, rng.random() < 0.5, joint, worded and rng.random() < 0.12)


def full(wording: Wording) -> Manner:
    """What a page of one item says: everything, in words."""
    return Manner("words", True, True, _CLOCKS[wording.code][0], True, "")


def when(item: Item, wording: Wording, how: Manner) -> str:
    """The days and hours of an item as text."""
    said = _several(item, wording, how) if item.several_days else _one(item, wording, how)
    if item.kind != "event":
        said = day(item.start.date(), wording, how)
        if item.kind == "call" and how.clock:
            said += (how.joint or _AT[wording.code]) + clock(item.start, how.clock)
    return said.upper() if how.upper else said


def day(value: date, wording: Wording, how: Manner) -> str:
    """One day: `samedi 12 décembre 2026`, `12.12.26`, `Samstag, 12. Dezember`."""
    if how.day in NUMERIC:
        return value.strftime(NUMERIC[how.day])
    short = how.day == "short-words"
    name = (wording.short_days if short else wording.days)[value.weekday()] if how.weekday else ""
    return f"{_named(name, wording)}{_number(value, wording)} {month(value, wording, short)}" + _year(value, how)


def month(value: date, wording: Wording, short: bool) -> str:
    return (wording.short_months if short else wording.months)[value.month - 1]


def clock(value: datetime, pattern: str) -> str:
    """`20h`, `20h00`, `20.00 uur`, `8.30 pm`."""
    half = f"{value.hour % 12 or 12}" + (f".{value:%M}" if value.minute else "")
    return pattern.format(
        h=value.hour, hh=f"{value:%H}", mm=f"{value:%M}", m=f"{value:%M}" if value.minute else "",
        twelve=f"{half} {'am' if value.hour < 12 else 'pm'}",
    )  # fmt: skip


def _one(item: Item, wording: Wording, how: Manner) -> str:
    said = day(item.start.date(), wording, how)
    if not how.clock or item.all_day:
        return said
    begin = clock(item.start, how.clock)
    if item.end is None or not how.ends:
        return said + (how.joint or _AT[wording.code]) + begin
    before, between = (how.joint, " - ") if how.joint else _FROM_TO[wording.code]
    return said + before + begin + between + clock(item.end, how.clock)


def _several(item: Item, wording: Wording, how: Manner) -> str:
    first, last = item.start.date(), item.last_day
    begin, between = _BETWEEN[wording.code]
    if how.day in NUMERIC:
        form = NUMERIC[how.day]
        dash = f"{first.strftime(form)} - {last.strftime(form)}"
        return dash if how.joint else f"{begin}{first.strftime(form)}{between}{last.strftime(form)}".lstrip()
    bare = Manner(how.day, False, how.year, "", False, "")
    yearless = Manner(how.day, False, False, "", False, "")
    if first.year != last.year:
        start = day(first, wording, bare)
    elif first.month != last.month:
        start = day(first, wording, yearless)
    else:
        start = _number(first, wording)
    return f"{begin}{start}{between}{day(last, wording, bare)}"


def _number(value: date, wording: Wording) -> str:
    if wording.code == "de":
        return f"{value.day}."
    return "1er" if wording.code == "fr" and value.day == 1 else str(value.day)


def _named(name: str, wording: Wording) -> str:
    if not name:
        return ""
    return f"{name}, " if wording.code == "de" else f"{name} "


def _year(value: date, how: Manner) -> str:
    return f" {value.year}" if how.year else ""
