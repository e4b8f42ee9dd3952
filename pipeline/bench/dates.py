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
MOST = 8 * 320
"""Lines that differ: eight shapes on days within a year."""


def lines(n: int) -> list[str]:
    """At most `MOST` lines as agendas print them, no two alike, so that nothing is gained by keeping answers."""
    found: list[str] = []
    while len(found) < min(n, MOST):
        day = DAY + timedelta(days=len(found) // 8 + 1)
        word, month, last = WEEKDAYS[day.weekday()], MONTHS[day.month - 1], day + timedelta(days=3)
        first = f"{day.day}" if last.month == day.month else f"{day.day} {month}"
        found += [
            f"{word} {day.day} {month} {day.year}",
            f"Le {day.day} {month} à 20h",
            f"{day:%d/%m/%Y} de 18h30 à 21h",
            f"Du {first} au {last.day} {MONTHS[last.month - 1]} {last.year}",
            f"Tous les {word}s à 19h, jusqu’au {day.day} {month} {day.year}",
            f"{word[:3]}. {day:%d.%m.%y}, 14:00 – 17:30",
            f"Vernissage le {word} {day.day} {month} dès 18 heures",
            f"Salle {len(found) // 8 + 1}, rue du Pont 44, 5000 Namur, entrée {day.day} €",
        ]
    return found[:n]


def prose(n: int) -> list[str]:
    """Paragraphs of invented descriptions, each with another day, about six hundred signs long."""
    found = []
    for number in range(n):
        day = DAY + timedelta(days=number + 1)
        found.append(
            f"Pour sa {number + 3}e édition, le festival transforme la ville en terrain de jeu numérique. Une "
            "trentaine d'artistes venus de douze pays présentent installations, performances et concerts dans "
            "les rues, les cours et les caves du centre. La soirée d'ouverture a lieu le "
            f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year} à 20h, dans la grande salle du "
            "théâtre ; l'entrée est libre, dans la limite des places disponibles. Les ateliers s'adressent aux enfants "
            "dès huit ans et se donnent par groupes de douze. Réservation souhaitée au 081 00 00 "
            f"{number % 90 + 10} ou à l'accueil, rue de la Station {number + 1}, Namur."
        )
    return found


def bench(quick: bool) -> tuple[Row, ...]:
    """Microseconds a line, ours and dateparser's, in turn on the same lines: its plain call, which finds the language
    as ours does, and the call that is told that the text is French. Then ours on prose, by 1,000 signs."""
    given = lines(200 if quick else MOST)
    shared = given[: 24 if quick else 96]
    base = datetime(DAY.year, DAY.month, DAY.day, 12)

    def read(texts: list[str]) -> int:
        return sum(bool(read_dates(text, DAY).results) for text in texts)

    def peer(languages: list[str] | None) -> int:
        settings = {"RELATIVE_BASE": base}
        return sum(bool(dateparser.parse(text, languages=languages, settings=settings)) for text in shared)

    if len(set(given)) < len(given) or read(given) != len(given) // 8 * 7:
        raise AssertionError("seven in eight lines hold a date, and no line comes twice")
    peer(None)  # it builds its tables at the first call: not part of the figure
    sides = [
        Side("ours", lambda: read(given)),
        Side("theirs", lambda: peer(None)),
        Side("told", lambda: peer(["fr"])),
    ]
    spent = alternate(sides, 3, time.process_time)
    ours = spent["ours"] / len(given) * 1e6
    theirs, told = (spent[name] / len(shared) * 1e6 for name in ("theirs", "told"))
    understood = peer(None)
    note = (
        f"{len(given)} lines of 8 shapes, 1 of them dateless, none twice; the peer on {len(shared)} of them; CPU; it "
        f"understands {understood}, we {read(shared)}"
    )
    peer_name = f"dateparser {version('dateparser')}"
    texts = prose(20 if quick else 120)
    told_prose = alternate([Side("prose", lambda: read(texts))], 3, time.process_time)["prose"]
    return (
        Row("6", "French dates, a line", ours, "µs", peer_name, theirs, Goal(at_least=100), note=note),
        Row("6", "… it is told the language", ours, "µs", f"{peer_name}, languages=['fr']", told, note="same lines"),
        Row(
            "6",
            "French dates, 1,000 signs of prose",
            told_prose / sum(map(len, texts)) * 1e9,
            "µs",
            "–",
            None,
            note=f"{len(texts)} paragraphs of {sum(map(len, texts)) // len(texts)} signs with one date each",
        ),
    )
