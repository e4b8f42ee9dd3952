"""iCalendar of a site's events, with the ways in which pages point to it."""

from __future__ import annotations

from collections.abc import Sequence

from simulator.sites.icalendar import fold
from simulator.sites.site import Ask, Reply, esc
from simulator.unseen.item import Item
from simulator.unseen.shell import Responder, Shell
from simulator.unseen.structured import exclusive_end
from simulator.view import utc


def calendar(shell: Shell, items: Sequence[Item], path: str) -> Responder:
    """Answers with the calendar at that path."""

    def respond(ask: Ask) -> Reply | None:
        asked = ask.path + (f"?{ask.query}" if ask.query else "")
        if asked != path:
            return None
        lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//{shell.host}//Agenda 2.1//FR", "CALSCALE:GREGORIAN"]
        for item in items:
            lines += _component(shell, item)
        lines.append("END:VCALENDAR")
        body = "".join(fold(line) for line in lines).encode()
        return Reply(body, "text/calendar; charset=UTF-8", headers=shell.headers)

    return respond


def link_in_head(shell: Shell, path: str) -> str:
    return f'<link rel="alternate" type="text/calendar" title="iCal" href="{shell.root}{esc(path)}">\n'


def link_in_page(shell: Shell, path: str, webcal: bool) -> str:
    """A button to subscribe."""
    address = f"webcal://{shell.host}{path}" if webcal else path
    return f'<p><a href="{esc(address)}">+ iCal</a></p>\n'


def _component(shell: Shell, item: Item) -> list[str]:
    end = exclusive_end(item)
    if item.all_day:
        times = [f"DTSTART;VALUE=DATE:{item.start:%Y%m%d}", f"DTEND;VALUE=DATE:{end:%Y%m%d}"]
    else:
        times = [f"DTSTART;TZID=Europe/Brussels:{item.start:%Y%m%dT%H%M%S}"]
        times += [f"DTEND;TZID=Europe/Brussels:{end:%Y%m%dT%H%M%S}"] if item.end else []
    lines = [
        "BEGIN:VEVENT",
        *times,
        f"DTSTAMP:{utc(item.published):%Y%m%dT%H%M%SZ}",
        f"UID:{item.number}@{shell.host}",
        f"SUMMARY:{_escaped(item.title)}",
        f"DESCRIPTION:{_escaped(item.summary)}",
        f"URL:{shell.root}{item.path}",
    ]
    if item.spot:
        lines.append(f"LOCATION:{_escaped(f'{item.spot.name}, {item.spot.address}')}")
    return [*lines, "END:VEVENT"]


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
