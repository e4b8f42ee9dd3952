"""Goal 6: French dates, microseconds a line with the full grammar."""

from __future__ import annotations

import time
from datetime import date, datetime, timedelta
from importlib.metadata import version

import dateparser

from pipeline.bench.figures import Goal, Row, Side, alternate
from transforms.dates import read_dates
from web.french import MONTHS, WEEKDAYS

DAY = date(2026, 2, 10)


def lines(n: int) -> list[str]:
    """Lines as agendas print them, each with another day."""
    found: list[str] = []
    while len(found) < n:
        day = DAY + timedelta(days=len(found) % 300 + 1)
        word, month, after = WEEKDAYS[day.weekday()], MONTHS[day.month - 1], min(day.day + 3, 28)
        found += [
            f"{word} {day.day} {month} {day.year}",
            f"Le {day.day} {month} à 20h",
            f"{day:%d/%m/%Y} de 18h30 à 21h",
            f"Du {min(day.day, 25)} au {after} {month} {day.year}",
            f"Tous les {word}s à 19h, jusqu’au {day.day} {month} {day.year}",
            f"{word[:3]}. {day:%d.%m.%y}, 14:00 – 17:30",
            f"Vernissage le {word} {day.day} {month} dès 18 heures",
            f"Salle 12, rue du Pont 44, 5000 Namur, entrée {day.day} €",
        ]
    return found[:n]


def bench(quick: bool) -> tuple[Row, ...]:
    """Microseconds a line, ours and dateparser's, in turn on the same lines: its plain call, which finds the language
    as ours does, and, for the note, the call that is told that the text is French."""
    given = lines(200 if quick else 4000)
    shared = given[: 24 if quick else 96]
    base = datetime(DAY.year, DAY.month, DAY.day, 12)

    def read(texts: list[str]) -> int:
        return sum(len(read_dates(text, DAY).results) for text in texts)

    def peer(languages: list[str] | None) -> int:
        settings = {"RELATIVE_BASE": base}
        return sum(bool(dateparser.parse(text, languages=languages, settings=settings)) for text in shared)

    found = read(given)
    if not len(given) * 0.8 <= found <= len(given):
        raise AssertionError(f"{found} dates in {len(given)} lines of which seven in eight hold one")
    peer(None)  # it builds its tables at the first call: not part of the figure
    sides = [
        Side("ours", lambda: read(shared)),
        Side("theirs", lambda: peer(None)),
        Side("told", lambda: peer(["fr"])),
    ]
    spent = {name: seconds / len(shared) * 1e6 for name, seconds in alternate(sides, 3, time.process_time).items()}
    understood = peer(None)
    note = (
        f"{len(shared)} lines of 8 shapes, 1 of them dateless; CPU; it understands {understood}, we {read(shared)}; "
        f"told that they are French, it needs {spent['told']:.0f} µs ({spent['told'] / spent['ours']:.1f} × ours)"
    )
    peer_name = f"dateparser {version('dateparser')}"
    return (
        Row(
            "6", "French dates, a line", spent["ours"], "µs", peer_name, spent["theirs"], Goal(at_least=100), note=note
        ),
    )
