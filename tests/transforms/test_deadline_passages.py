"""Deadlines in passages that a person wrote in the manner of the sources and read: `deadline_passages*.tsv`.

Expected: `O:` the opening, `D:` a deadline, `D<` one strictly before that day, `[step]`, `was` the day given up,
`rolling`, `closed`, `announced`; `-` = nothing, no word of a deadline; `abstain` = no deadline, and a reason.
"""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from transforms.deadlines import DeadlineReading, read_deadlines
from vigie.model import Deadline, WallTime

FILES = sorted(Path(__file__).parent.glob("deadline_passages*.tsv"))


def rows(path: Path) -> list[tuple[date, str, str]]:
    with path.open(encoding="utf-8", newline="") as handle:
        return [
            (date.fromisoformat(row["reference"]), row["text"].replace("\\n", "\n"), row["expected"])
            for row in csv.DictReader(handle, delimiter="\t", quoting=csv.QUOTE_NONE)
        ]


ROWS = [row for path in FILES for row in rows(path)]
NOTHING = ("-", "abstain")


def wall(moment: WallTime) -> str:
    said = moment.isoformat()
    return said if moment.local.second or not moment.has_clock else said[:16] + said[19:]


def one(deadline: Deadline) -> str:
    label = f" [{deadline.label}]" if deadline.label else ""
    was = f" was {wall(deadline.replaces)}" if deadline.replaces else ""
    return f"{'D<' if deadline.strict else 'D:'}{wall(deadline.at)}{label}{was}"


def said(reading: DeadlineReading) -> str:
    parts = [f"O:{wall(reading.opens)}"] if reading.opens else []
    parts += map(one, reading.deadlines)
    parts += [name for name in ("rolling", "closed", "announced") if getattr(reading, name)]
    return " ; ".join(parts)


@pytest.mark.parametrize(("reference", "text", "expected"), ROWS, ids=[row[1] for row in ROWS])
def test_passage(reference: date, text: str, expected: str) -> None:
    reading = read_deadlines(text, reference)
    assert said(reading) == expected.replace("abstain", "").removesuffix("-") or (
        said(reading) == "" and expected == "-"
    )
    if expected in ("abstain", "-"):
        assert reading.abstained


def test_there_are_enough_passages() -> None:
    assert len(ROWS) >= 400
