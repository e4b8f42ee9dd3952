"""Another list, as somebody pastes or uploads it: CSV with a header, or lines of title, address and date in any order.
Pure."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from datetime import date
from itertools import islice

from warehouse.coverage_lists import Wanted
from warehouse.readings import fold, line, read_dates

MOST_LINES = 1_000
LONGEST_LINE = 600
LARGEST = 2 << 20
NAMES = {
    "title": ("title", "titre", "nom", "name", "intitule", "evenement", "event", "summary"),
    "url": ("url", "lien", "link", "adresse web", "page", "source_url", "source url", "website", "site"),
    "day": (
        "date",
        "jour",
        "start",
        "debut",
        "date de debut",
        "start date",
        "deadline",
        "cloture",
        "echeance",
        "dtstart",
    ),
}
_URL = re.compile(r"https?://[^\s<>\"|;]+", re.IGNORECASE)
_ISO = re.compile(r"\b(\d{4})-(\d\d)-(\d\d)(?:[T ][\d:.+-]+Z?)?")
_NUMERIC = re.compile(r"\b(\d{1,2})[/.](\d{1,2})[/.](\d{4})\b")
_EDGES = " \t-–—,;:|•*·"


def read_list(data: bytes, today: date) -> tuple[Wanted, ...]:
    """The lines that name something, at most MOST_LINES; what says nothing is passed over. UTF-8, or Windows-1252."""
    try:
        text = data[:LARGEST].decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data[:LARGEST].decode("cp1252", "replace")
    text = "".join(c if c.isprintable() or c in "\n\t" else " " for c in text.replace("\r\n", "\n").replace("\r", "\n"))
    found = _table(text, today) or _lines(text, today)
    return tuple(islice((one for one in found if one.title or one.url), MOST_LINES))


def _lines(text: str, today: date) -> Iterator[Wanted]:
    for number, said in enumerate(text.split("\n"), start=1):
        if said.strip():
            yield _free(number, said.strip()[:LONGEST_LINE], today)


def _table(text: str, today: date) -> Iterator[Wanted] | None:
    """The rows of a CSV file whose header names a title or an address; None for anything else."""
    head = text.partition("\n")[0]
    delimiter = max((";", ",", "\t"), key=head.count)
    names = [fold(name.strip().strip('"')).replace("_", " ") for name in head.split(delimiter)]
    places = {key: at for key, known in NAMES.items()
              for at, name in enumerate(names) if name in {one.replace("_", " ") for one in known}}  # fmt: skip
    if not {"title", "url"} & places.keys():
        return None

    def rows() -> Iterator[Wanted]:
        reader = csv.reader(io.StringIO(text), delimiter=delimiter)
        next(reader, None)
        try:
            for cells in reader:
                said = {key: cells[at].strip()[:LONGEST_LINE] if at < len(cells) else "" for key, at in places.items()}
                day = _day(said.get("day", ""), today)
                found = _URL.search(said.get("url", ""))
                url = found[0].rstrip(").,") if found else None
                yield Wanted(reader.line_num, line(said.get("title", "")) or None, url, day)
        except csv.Error:
            return

    return rows()


def _free(number: int, said: str, today: date) -> Wanted:
    found = _URL.search(said)
    rest = _URL.sub(" ", said)
    day = None
    for pattern in (_ISO, _NUMERIC):
        if day is None and (shown := pattern.search(rest)):
            day = _day(shown[0], today)
            rest = rest.replace(shown[0], " ") if day else rest
    if day is None and any(c.isdigit() for c in rest):
        results = read_dates(rest, today).results
        if results and results[0].start:
            day, (first, last) = results[0].start.day, results[0].span
            rest = f"{rest[:first]} {rest[last:]}"
    title = " ".join(line(rest).split()).strip(_EDGES)
    return Wanted(number, title or None, found[0].rstrip(").,") if found else None, day)


def _day(said: str, today: date) -> date | None:
    """The first day that words name, when they are sure."""
    if shown := _ISO.search(said):
        return _made(int(shown[1]), int(shown[2]), int(shown[3]))
    if shown := _NUMERIC.search(said):
        return _made(int(shown[3]), int(shown[2]), int(shown[1]))
    if not any(c.isdigit() for c in said):
        return None
    results = read_dates(said, today).results
    return results[0].start.day if results and results[0].start else None


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
