"""How well actors are linked, on labelled lines. A link counts when actor *and* role are those expected."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from pipeline.scores.figures import Figure, Report
from transforms.actors import link_actors
from vigie.settings import ROOT

DATA = ROOT / "tests" / "labelled"
FILES = ("actors_dev.jsonl", "actors_kept.jsonl")
PRECISION, RECALL = 0.98, 0.90


@dataclass(frozen=True, slots=True)
class Line:
    """One labelled text: `names` are its fields, `expect` the links as role:slug; `hard`: names that are none."""

    id: str
    text: str
    names: tuple[tuple[str, str], ...]
    expect: frozenset[str]
    hard: bool


@dataclass(frozen=True, slots=True)
class Judged:
    """What was found of a line."""

    line: Line
    found: frozenset[str]

    @property
    def told(self) -> str:
        """One line for people: what is missing and what is too much."""
        missing, extra = sorted(self.line.expect - self.found), sorted(self.found - self.line.expect)
        return f"{self.line.id} {self.line.text[:90]!r}: missing {missing}, too much {extra}"


def read_lines(path: Path) -> tuple[Line, ...]:
    """The labelled lines of a file."""
    rows = [json.loads(row) for row in path.read_text("utf-8").splitlines() if row.strip()]
    return tuple(
        Line(r["id"], r["text"], tuple((n[0], n[1]) for n in r["names"]), frozenset(r["expect"]), r.get("hard", False))
        for r in rows
    )


def judge(line: Line) -> Judged:
    """Reads one line as the text of an item."""
    return Judged(line, frozenset(link.key for link in link_actors(line.names, "", line.text)))


def report(folder: Path = DATA) -> Report:
    """Precision and recall of role and actor, and of the actor alone; hard lines without any wrong link."""
    figures: list[Figure] = []
    worst: list[str] = []
    for name in FILES:
        judged = [judge(line) for line in read_lines(folder / name)]
        figures += _figures(name, judged)
        if "kept" not in name:
            worst += [j.told for j in judged if j.found != j.line.expect]
    return Report("actors", tuple(figures), tuple(worst))


def _figures(name: str, judged: list[Judged]) -> list[Figure]:
    right = sum(len(j.found & j.line.expect) for j in judged)
    found, wanted = sum(len(j.found) for j in judged), sum(len(j.line.expect) for j in judged)
    slugs = [(_slugs(j.found), _slugs(j.line.expect)) for j in judged]
    known = sum(len(f & e) for f, e in slugs)
    hard = [j for j in judged if j.line.hard]

    def figure(measure: str, n: int, hits: int, target: float | None = None) -> Figure:
        return Figure("actors", name, "Vigie", measure, n, hits, target=target)

    return [
        figure("precision", found, right, PRECISION),
        figure("recall", wanted, right, RECALL),
        figure("precision, role aside", sum(len(f) for f, _ in slugs), known),
        figure("recall, role aside", sum(len(e) for _, e in slugs), known),
        figure("hard lines without a wrong link", len(hard), sum(j.found <= j.line.expect for j in hard)),
    ]


def _slugs(keys: frozenset[str]) -> frozenset[str]:
    return frozenset(key.split(":", 1)[1] for key in keys)
