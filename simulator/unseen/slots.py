"""The place of the date in a card: text, `time`, the parts of a day in spans of their own, a label before it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from simulator.sites.site import esc
from simulator.unseen.item import Item
from simulator.unseen.look import Look
from simulator.unseen.saying import clock, month, when
from simulator.view import offset


def slot(item: Item, look: Look) -> str:
    """The date as HTML, inside of what holds it."""
    how = look.how
    if look.months and "words" in how.day and item.last_day.month == item.start.month:
        how = replace(how, year=False)
    text = when(item, look.wording, how)
    match look.slot:
        case "time":
            return _time(item, look, text)
        case "split" if item.kind != "call":
            return _split(item, look)
        case "labelled":
            return f"<span{look.theme.attr('label')}>{esc(_label(item, look))}</span> {esc(text)}"
    if item.kind == "call":
        return esc(f"{_label(item, look)} {text}")
    if item.kind == "news" and look.how.ends:
        return esc(f"{look.wording.published} {text}")
    return esc(text)


def _label(item: Item, look: Look) -> str:
    if item.kind == "call":
        return look.wording.deadline[0] + " :"
    return look.wording.published if item.kind == "news" else f"{look.wording.when} :"


def _time(item: Item, look: Look, text: str) -> str:
    first = f"{item.start.date()}" if item.all_day else offset(item.start)
    if item.kind == "call":
        return f'{esc(_label(item, look))} <time datetime="{first}">{esc(text)}</time>'
    if not item.several_days:
        return f'<time datetime="{first}">{esc(text)}</time>'
    one = replace(item, end=None)
    last = replace(item, start=item.end or item.start, end=None)
    begin, end = (when(i, look.wording, look.how) for i in (one, last))
    return f'<time datetime="{first}">{esc(begin)}</time> – <time datetime="{item.last_day}">{esc(end)}</time>'


def _split(item: Item, look: Look) -> str:
    shown = _parts(item.start.date(), look)
    if item.several_days:
        shown += f"<span{look.theme.attr('dash')}>–</span>{_parts(item.last_day, look)}"
    elif look.how.clock and not item.all_day and item.kind == "event":
        shown += f"<span{look.theme.attr('hour')}>{esc(clock(item.start, look.how.clock))}</span>"
    return shown


def _parts(value: date, look: Look) -> str:
    theme, wording = look.theme, look.wording
    name = month(value, wording, look.how.day != "words").rstrip(".")
    parts = [f"<span{theme.attr('day')}>{value.day:02d}</span>", f"<span{theme.attr('month')}>{esc(name)}</span>"]
    if look.how.weekday:
        parts.insert(0, f"<span{theme.attr('weekday')}>{esc(wording.short_days[value.weekday()].rstrip('.'))}</span>")
    if look.how.year and not look.months:
        parts.append(f"<span{theme.attr('year')}>{value.year}</span>")
    return "\n".join(parts)
