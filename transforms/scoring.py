"""Scores the reading of dates, deadlines and money on labelled lines, in the notations of the facts' README.

Exact means every date, clock, open side, approximation, recurrence, amount and tariff of the expected value, and
nothing else; of an AMBIG line, the first reading. `abstained`: nothing was read; `silent error`: something else was.
Remarks in parentheses are for people. A label outside the notation is told as such and counts as not read.
"""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from transforms.dates import read_dates
from transforms.deadlines import read_deadlines
from transforms.scoring_money import NotInTheNotation, judge_money
from transforms.scoring_notation import normal, same_moment, say_reading, say_result, say_wall
from transforms.status import read_marker
from vigie.model import MoneyRole, Status

UNREADABLE = "label not in the notation"


class Outcome(StrEnum):
    EXACT = "exact"
    ABSTAINED = "abstained"
    SILENT_ERROR = "silent error"


@dataclass(frozen=True, slots=True)
class Line:
    """One labelled line; `kind` groups the figures. `reference`: Brussels wall clock from which the text is seen."""

    text: str
    reference: datetime
    expected: str
    kind: str


@dataclass(frozen=True, slots=True)
class Judged:
    """A line with what became of it and what was read, in the notation of the label."""

    line: Line
    outcome: Outcome
    got: str

    @property
    def silent(self) -> bool:
        return self.outcome is Outcome.SILENT_ERROR


@dataclass(frozen=True, slots=True)
class Score:
    """All lines of one file, judged."""

    judged: tuple[Judged, ...]

    def count(self, outcome: Outcome) -> int:
        return sum(j.outcome is outcome for j in self.judged)

    def summary(self, worst: int | None = None) -> dict[str, object]:
        """The figures that `vigie score dates --json` prints; silent errors lead the `worst` lines."""
        by_kind: dict[str, Counter[str]] = {}
        for j in self.judged:
            by_kind.setdefault(j.line.kind, Counter())[j.outcome.value.replace(" ", "_") + "s" * j.silent] += 1
        bad = sorted((j for j in self.judged if j.outcome is not Outcome.EXACT), key=lambda j: not j.silent)
        return {
            "n": len(self.judged),
            "exact": self.count(Outcome.EXACT),
            "abstained": self.count(Outcome.ABSTAINED),
            "silent_errors": self.count(Outcome.SILENT_ERROR),
            "by_kind": {
                kind: {"n": sum(counts.values()), "exact": 0, "abstained": 0, "silent_errors": 0} | dict(counts)
                for kind, counts in sorted(by_kind.items())
            },
            "worst": [
                {
                    "text": j.line.text,
                    "reference": j.line.reference.date().isoformat(),
                    "expected": j.line.expected,
                    "got": j.got,
                    "outcome": j.outcome.value,
                }
                for j in bad[:worst]
            ],
        }


def score_file(path: Path) -> Score:
    """Scores a file in the notation of `dates_dev.tsv` (a header line with tabs) or else of `dates_dev.jsonl`.

    ValueError names the file and the line that cannot be read.
    """
    text = path.read_text(encoding="utf-8-sig")
    tabbed = "\t" in text.split("\n", 1)[0]
    judge = _judge_tsv if tabbed else _judge_json
    return Score(tuple(judge(line) for line in (_tsv if tabbed else _jsonl)(path, text)))


def _tsv(path: Path, text: str) -> list[Line]:
    rows = csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    lines = []
    for number, row in enumerate(rows, 2):
        try:
            said, expected = row["text"], row["expected"]
            lines.append(Line(said, datetime.fromisoformat(row["reference"]), expected, _kind(expected)))
        except (KeyError, TypeError, ValueError) as error:
            raise ValueError(f"{path}:{number}: columns reference, text, expected were expected: {error!r}") from error
    return lines


def _jsonl(path: Path, text: str) -> list[Line]:
    lines = []
    for number, raw in enumerate(text.splitlines(), 1):
        if not raw.strip():
            continue
        try:
            row = json.loads(raw)
            parts = (row.get("expected_start"), row.get("expected_end"), row.get("kind"), row.get("grain"))
            expected = "|".join(part or "" for part in parts)
            reference = datetime.fromisoformat(row["reference"]).replace(tzinfo=None)
            lines.append(Line(row["text"], reference, expected, row.get("class") or row.get("kind") or "all"))
        except (KeyError, TypeError, ValueError) as error:
            raise ValueError(f"{path}:{number}: not in the notation of dates_dev.jsonl: {error!r}") from error
    return lines


_PREFIXES = (
    ("A:", "amount"),
    ("P:", "price"),
    ("R:", "recurrence"),
    ("D:", "deadline"),
    ("D<", "deadline"),
    ("T", "clock"),
    ("duration", "duration"),
)


def _kind(expected: str) -> str:
    plain = _without_remarks(expected).removeprefix("AMBIG: ")
    if not plain or plain.startswith(("NOTDATE", "status")):
        return "not a date"
    for prefix, name in _PREFIXES:
        if plain.startswith(prefix) or f"; {prefix}" in plain:
            return name
    return "range" if "/" in plain else "list" if ";" in plain else "point"


def _without_remarks(expected: str) -> str:
    return re.sub(r"\s*\([^)]*\)", "", expected).strip().rstrip(",").removesuffix(", not an amount")


def _outcome(said: str, wanted: str) -> Outcome:
    return Outcome.EXACT if said == wanted else Outcome.SILENT_ERROR if said else Outcome.ABSTAINED


# --- the tab-separated notation ---------------------------------------------------------------------------------------


def _judge_tsv(line: Line) -> Judged:
    expected = _without_remarks(line.expected)
    if expected.startswith("AMBIG: "):
        expected = expected[7:].split(" / ")[0]
    expected, full = re.subn(r"\s*\bstatus full\b", "", expected)
    marker = read_marker(line.text)
    if full and expected and not (marker and marker.status is Status.FULL):
        return Judged(line, Outcome.SILENT_ERROR, "no word read as full")
    judges: dict[str, Callable[[Line, str], Judged]] = {
        "amount": _judge_money,
        "price": _judge_money,
        "deadline": _judge_deadline,
        "duration": _judge_duration,
    }
    if expected == "status closed":
        return _judge_deadline(line, expected)
    return judges.get(line.kind, _judge_dates)(line, expected)


def _judge_dates(line: Line, expected: str) -> Judged:
    reading = read_dates(line.text, line.reference)
    said = say_reading(reading)
    if line.kind == "not a date" or expected in ("T? evening", "T?"):
        return Judged(line, Outcome.SILENT_ERROR if said else Outcome.EXACT, said)
    return Judged(line, _outcome(said, normal(expected)), said)


def _judge_duration(line: Line, expected: str) -> Judged:
    reading = read_dates(line.text, line.reference)
    said = say_reading(reading) or f"duration {'; '.join(reading.durations)}" * bool(reading.durations)
    return Judged(line, _outcome(said, expected), said)


def _judge_deadline(line: Line, expected: str) -> Judged:
    reading = read_deadlines(line.text, line.reference)
    said = " ; ".join(("D<" if d.strict else "D:") + say_wall(d.at) for d in reading.deadlines)
    if expected in ("status closed", "D:closed"):
        return Judged(line, Outcome.EXACT if reading.closed and not said else _outcome(said, "closed"), said)
    if expected in ("D: none", "D:rolling"):
        return Judged(line, Outcome.EXACT if reading.rolling and not said else _outcome(said, "rolling"), said)
    wanted: list[str] = []
    opens = ""
    for part in expected.split(" ; "):
        if part[:2] in ("D:", "D<"):
            wanted.append(part)
        elif wanted:
            wanted.append(wanted[-1][:2] + part)
        else:
            opens = part
    got_opens = say_wall(reading.opens) if reading.opens else ""
    if opens != got_opens and said:
        return Judged(line, Outcome.SILENT_ERROR, f"{got_opens} ; {said}")
    return Judged(line, _outcome(said, " ; ".join(wanted)), said)


def _judge_money(line: Line, expected: str) -> Judged:
    try:
        said, wanted = judge_money(line.text, MoneyRole.PRICE if line.kind == "price" else MoneyRole.GRANT, expected)
    except NotInTheNotation:
        return Judged(line, Outcome.ABSTAINED, UNREADABLE)
    return Judged(line, _outcome(said, wanted), said)


# --- the JSON notation ------------------------------------------------------------------------------------------------


def _judge_json(line: Line) -> Judged:
    start, end, kind, grain = line.expected.split("|")
    reading = read_dates(line.text, line.reference)
    results = reading.results or tuple(a for a in reading.asides if a.clock_only)
    said = " ; ".join(say_result(r) for r in results)
    if not results:
        return Judged(line, Outcome.ABSTAINED, said)
    result = results[0]
    good = len(results) == 1 and not result.rrule and not result.approximate
    good = good and same_moment(result.start, start, grain) and same_moment(result.end, end, grain)
    good = good and result.open == {"from": "end", "until": "start"}.get(kind)
    return Judged(line, Outcome.EXACT if good else Outcome.SILENT_ERROR, said)
