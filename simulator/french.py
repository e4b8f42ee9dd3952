"""How French-speaking Belgian sites write dates, hours and sums."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time

from simulator import abroad
from simulator.things import Event, Session

MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)
WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")


def slug(text: str) -> str:
    """`Été créatif : n° 2` → `ete-creatif-n-2`."""
    plain = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("Œ", "Oe"))
    return re.sub(r"[^a-z0-9]+", "-", plain.encode("ascii", "ignore").decode().lower()).strip("-")[:70].strip("-")


def day(value: date, year: bool = True, weekday: bool = False) -> str:
    """`12 mars 2026`, `jeudi 1er mars`."""
    number = "1er" if value.day == 1 else str(value.day)
    words = f"{number} {MONTHS[value.month - 1]}" + (f" {value.year}" if year else "")
    return f"{WEEKDAYS[value.weekday()]} {words}" if weekday else words


def span(first: date, last: date, year: bool = True) -> str:
    """`du 3 au 7 mars 2026`, `du 28 février au 3 mars 2026`, `du 11 décembre 2026 au 1er février 2027`."""
    if first == last:
        return f"le {day(first, year)}"
    if first.year != last.year:
        return f"du {day(first)} au {day(last)}"
    if first.month == last.month:
        return f"du {'1er' if first.day == 1 else first.day} au {day(last, year)}"
    return f"du {day(first, False)} au {day(last, year)}"


def clock(value: time | datetime) -> str:
    """`18h30`, `20h`."""
    return f"{value.hour}h{value.minute:02d}" if value.minute else f"{value.hour}h"


def session(value: Session, year: bool = True) -> str:
    """`jeudi 12 mars 2026 à 18h30`, `jeudi 12 mars 2026 de 14h à 17h`, `du 3 au 7 mars 2026`."""
    first = value.start.date()
    if value.all_day:
        return span(first, value.last_day, year) if value.last_day != first else day(first, year, weekday=True)
    if value.end is None:
        return f"{day(first, year, weekday=True)} à {clock(value.start)}"
    if value.end.date() == first:
        return f"{day(first, year, weekday=True)} de {clock(value.start)} à {clock(value.end)}"
    return f"{day(first, year, weekday=True)} à {clock(value.start)} jusqu’à {clock(value.end)}"


def euros(value: int, style: int = 0) -> str:
    """`25.000 €`, `25 000 €` (narrow no-break space), `25.000 euros`."""
    dotted = f"{value:,}".replace(",", ".")
    return (f"{dotted} €", dotted.replace(".", "\u202f") + "\u00a0€", f"{dotted} euros")[style % 3]


def status_words(event: Event) -> str:
    """The words that a site puts before a title to say what happened to the event; "" when nothing did."""
    if event.language != "fr":
        return abroad.status_words(event.language, event.status)
    return {"cancelled": "ANNULÉ", "full": "COMPLET", "rescheduled": "REPORTÉ", "postponed": "REPORTÉ"}.get(
        event.status, ""
    )


def status_sentence(event: Event) -> str:
    """A sentence of the page that says what happened to the event; "" when nothing did."""
    if event.language != "fr":
        return abroad.status_sentence(event)
    if event.status == "cancelled":
        return "Cet événement est annulé. Les personnes inscrites seront remboursées."
    if event.status == "full":
        return "Complet : les inscriptions sont closes, une liste d’attente est ouverte sur place."
    if event.status == "postponed":
        return "Cet événement est reporté à une date ultérieure, qui sera communiquée dès que possible."
    if event.status == "rescheduled" and event.moved_from:
        old, new = event.moved_from.start, event.start
        return f"Initialement prévu le {day(old.date())}, l’événement est reporté au {day(new.date())}."
    return ""
