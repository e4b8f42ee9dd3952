"""Goal 6: French dates, microseconds a line with the full grammar."""

from __future__ import annotations

from datetime import date, timedelta

from pipeline.bench.figures import Row, Side, absent, alternate
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
    given = lines(200 if quick else 4000)

    def read() -> int:
        return sum(len(read_dates(line, DAY).results) for line in given)

    found = read()
    if not len(given) * 0.8 <= found <= len(given):
        raise AssertionError(f"{found} dates in {len(given)} lines of which seven in eight hold one")
    spent = alternate([Side("ours", read)], 3)["ours"]
    note = f"{len(given):,} lines of 8 shapes, 1 of them dateless; the goal (≥ 100 × dateparser) cannot be judged here"
    return (Row("6", "French dates, a line", spent / len(given) * 1e6, "µs", absent("dateparser"), note=note),)
