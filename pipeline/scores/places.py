"""Places of single lines: municipality, province and region against labels, by hand and composed from the gazetteer."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.scores.figures import Figure, Report
from transforms.place_lines import PlaceLine, read_place_line
from vigie.settings import ROOT

LABELLED = ROOT / "tests" / "labelled"
FILES = ("places_dev.jsonl", "places_kept.jsonl")
RIGHT = 0.98
NOTE = (
    "right: NIS code, province and region are all as labelled (null where a person would not say); wrong: any of them "
    "is given and differs; abstained: less is given than could be known."
)


@dataclass(frozen=True, slots=True)
class Label:
    """What a careful person says of one line; `where` is (nis, province, region)."""

    text: str
    where: tuple[str | None, str | None, str | None]
    attendance: str | None
    venue: str | None
    ambiguous: bool
    kind: str


@dataclass(frozen=True, slots=True)
class Judged:
    """One label with its reading: right, wrong or abstained."""

    label: Label
    reading: PlaceLine
    where: tuple[str | None, str | None, str | None]

    @property
    def outcome(self) -> str:
        """Right, wrong or abstained; a value where none was expected is wrong."""
        if self.where == self.label.where:
            return "right"
        pairs = zip(self.where, self.label.where, strict=True)
        return "wrong" if any(got is not None and got != meant for got, meant in pairs) else "abstained"


def report() -> Report:
    """Figures of both files; the worst lines are those of the file that everyone may read."""
    figures: list[Figure] = []
    worst: list[str] = []
    for name in FILES:
        judged = judge(LABELLED / name)
        figures += _figures(name, judged)
        if "kept" not in name:
            worst += [_told(j) for j in sorted(judged, key=lambda j: j.outcome != "wrong") if j.outcome != "right"]
    return Report("places", tuple(figures), tuple(worst), (NOTE,))


def labels(path: Path) -> Iterator[Label]:
    """The labels of one file."""
    for text in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(text)
        where = (row["nis"], row["province"], row["region"])
        yield Label(row["text"], where, row["attendance"], row["venue"], row["ambiguous"], row["class"])


def judge(path: Path) -> list[Judged]:
    """Every label of one file with what is read of it."""
    found = []
    for label in labels(path):
        reading = read_place_line(label.text)
        place = reading.place
        where = (place.nis, place.province, place.region) if place else (None, None, None)
        found.append(Judged(label, reading, where))
    return found


def _figures(name: str, judged: list[Judged]) -> Iterator[Figure]:
    n = len(judged)

    def of(measure: str, hits: int, n: int, target: float | None = None, at_most: bool = False) -> Figure:
        return Figure("places", name, "Vigie", measure, n, hits, None, target, at_most)

    def count(outcome: str, lines: list[Judged]) -> int:
        return sum(j.outcome == outcome for j in lines)

    yield of("right", count("right", judged), n, RIGHT)
    yield of("abstained", count("abstained", judged), n)
    yield of("wrong", count("wrong", judged), n)
    doubtful = [j for j in judged if j.label.ambiguous]
    yield of("wrong, ambiguous", count("wrong", doubtful), len(doubtful), 0.0, True)
    yield of("attendance", sum(j.label.attendance == j.reading.attendance for j in judged), n)
    totems = [j for j in judged if j.label.venue]
    yield of("totem place", sum(j.label.venue == _totem(j) for j in totems), len(totems))
    for kind in sorted({j.label.kind for j in judged}):
        lines = [j for j in judged if j.label.kind == kind]
        yield of(f"right, {kind}", count("right", lines), len(lines))


def _totem(judged: Judged) -> str | None:
    return judged.reading.place.totem if judged.reading.place else None


def _told(judged: Judged) -> str:
    said = judged.reading.abstained or judged.reading.rule
    return f"{judged.outcome}: {judged.label.text!r} → {judged.label.where}; read {judged.where} ({said})"
