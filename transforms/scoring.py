"""Scores the reading of dates, deadlines and money on labelled lines, in the notations of the facts' README.

Exact means every date, clock, open side, approximation, recurrence and amount of the expected value, and nothing else.
Two things are not compared yet: words behind an amount or a rule that are for people ("per year", "presale",
"each year"), and the second reading behind AMBIG. `abstained`: nothing was read; `silent error`: something else was.
"""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from pathlib import Path

from transforms.dates import read_dates
from transforms.deadlines import read_deadlines
from transforms.money import read_money
from transforms.scoring_notation import normal, say_bounds, say_reading, say_result, say_wall
from vigie.model import MoneyRole, WallTime


class Outcome(StrEnum):
    EXACT = "exact"
    ABSTAINED = "abstained"
    SILENT_ERROR = "silent error"


@dataclass(frozen=True, slots=True)
class Line:
    """One labelled line; `kind` groups the figures."""

    text: str
    reference: date
    expected: str
    kind: str


@dataclass(frozen=True, slots=True)
class Judged:
    line: Line
    outcome: Outcome
    got: str


@dataclass(frozen=True, slots=True)
class Score:
    judged: tuple[Judged, ...]

    def count(self, outcome: Outcome) -> int:
        return sum(j.outcome is outcome for j in self.judged)

    def summary(self) -> dict[str, object]:
        """The figures that `vigie score dates --json` prints."""
        by_kind: dict[str, Counter[str]] = {}
        for j in self.judged:
            by_kind.setdefault(j.line.kind, Counter())[j.outcome.value] += 1
        worst = [
            {"text": j.line.text, "reference": j.line.reference.isoformat(), "expected": j.line.expected, "got": j.got}
            for j in sorted(self.judged, key=lambda j: j.outcome is not Outcome.SILENT_ERROR)
            if j.outcome is not Outcome.EXACT
        ]
        return {
            "n": len(self.judged),
            "exact": self.count(Outcome.EXACT),
            "abstained": self.count(Outcome.ABSTAINED),
            "silent_errors": self.count(Outcome.SILENT_ERROR),
            "by_kind": {kind: dict(counts) for kind, counts in sorted(by_kind.items())},
            "worst": worst,
        }


def score_file(path: Path) -> Score:
    """Scores `*.tsv` in the notation of `dates_dev.tsv`, anything else in that of `dates_dev.jsonl`."""
    judge = _judge_tsv if path.suffix == ".tsv" else _judge_json
    lines = _tsv(path) if path.suffix == ".tsv" else _jsonl(path)
    return Score(tuple(judge(line) for line in lines))


def _tsv(path: Path) -> list[Line]:
    with path.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [Line(r["text"], date.fromisoformat(r["reference"]), r["expected"], _kind(r["expected"])) for r in rows]


def _jsonl(path: Path) -> list[Line]:
    lines = []
    for raw in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(raw)
        expected = "|".join((row["expected_start"] or "", row["expected_end"] or "", row["kind"], row["grain"]))
        lines.append(Line(row["text"], date.fromisoformat(row["reference"][:10]), expected, row["class"]))
    return lines


def _kind(expected: str) -> str:
    if "NOTDATE" in expected.split("(")[0] or expected.startswith("status"):
        return "not a date"
    plain = expected.removeprefix("AMBIG: ")
    for prefix, name in (
        ("A:", "amount"),
        ("P:", "price"),
        ("R:", "recurrence"),
        ("D", "deadline"),
        ("T", "clock"),
        ("duration", "duration"),
    ):
        if plain.startswith(prefix) or f"; {prefix}:" in plain:
            return name
    return "range" if "/" in plain.split("(")[0] else "list" if ";" in plain else "point"


# --- the tab-separated notation ---------------------------------------------------------------------------------------


def _judge_tsv(line: Line) -> Judged:
    expected = line.expected
    if expected.startswith("AMBIG: "):
        expected = expected[7:].split(" / ")[0]
    expected = re.sub(r" \([^)]*\)", "", expected).strip()
    expected = re.sub(r" (?:status full|each evening|next day|each year|per year)\b", "", expected)
    if line.kind in ("amount", "price"):
        return _judge_money(line, expected)
    if line.kind == "deadline" or expected == "status closed":
        return _judge_deadline(line, expected)
    reading = read_dates(line.text, line.reference)
    said = say_reading(reading)
    if line.kind == "not a date" or expected in ("T? evening", "T?"):
        return Judged(line, Outcome.SILENT_ERROR if said else Outcome.EXACT, said)
    if line.kind == "duration":
        good = f"duration {'; '.join(reading.durations)}" == expected and not said
        return Judged(line, Outcome.EXACT if good else Outcome.SILENT_ERROR if said else Outcome.ABSTAINED, said)
    wanted = normal(expected)
    return Judged(line, _outcome(said, wanted), said)


def _outcome(said: str, wanted: str) -> Outcome:
    return Outcome.EXACT if said == wanted else Outcome.SILENT_ERROR if said else Outcome.ABSTAINED


def _judge_deadline(line: Line, expected: str) -> Judged:
    reading = read_deadlines(line.text, line.reference)
    parts = [("D<" if d.strict else "D:") + say_wall(d.at) for d in reading.deadlines]
    said = " ; ".join(parts)
    if expected == "status closed":
        return Judged(line, Outcome.EXACT if reading.closed and not said else _outcome(said, "closed"), said)
    if expected == "D: none":
        return Judged(line, Outcome.EXACT if reading.rolling and not said else _outcome(said, "rolling"), said)
    wanted = []
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
    role = MoneyRole.PRICE if line.kind == "price" else MoneyRole.GRANT
    reading = read_money(line.text, role)
    said = " ; ".join(say_bounds(a.low, a.high) for a in reading.amounts)
    if reading.approximate:
        said = f"~{said}"
    if expected == "P:pay what you want":
        return Judged(
            line, Outcome.EXACT if reading.pay_what_you_want and not said else _outcome(said, "free price"), said
        )
    wanted = []
    for part in expected[2:].split(" ; "):
        found = re.search(
            r"(?P<cap><=)?(?:~)?(?:EUR )?(?P<low>[\d.]+?)(?:\.\.(?P<high>[\d.]+))?(?:$|[^\d.])", part + " "
        )
        if not found:
            raise ValueError(f"not in the notation: {line.expected}")
        low = Decimal(found["low"])
        wanted.append(say_bounds(None if found["cap"] else low, Decimal(found["high"]) if found["high"] else low))
    about = "~" if "~" in expected else ""
    return Judged(line, _outcome(said, about + " ; ".join(wanted)), said)


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
    good = good and _same(result.start, start, grain) and _same(result.end, end, grain)
    good = good and result.open == {"from": "end", "until": "start"}.get(kind)
    return Judged(line, Outcome.EXACT if good else Outcome.SILENT_ERROR, said)


def _same(wall: WallTime | None, expected: str, grain: str) -> bool:
    if wall is None or not expected:
        return wall is None and not expected
    if grain == "day":
        return not wall.has_clock and wall.local.date().isoformat() == expected[:10]
    local = wall.local.replace(second=0) if grain == "minute" else wall.local
    shown = local.isoformat(timespec="minutes" if grain == "minute" else "seconds")
    return shown == expected and timedelta(0) == timedelta(microseconds=local.microsecond)
